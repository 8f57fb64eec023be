"""`reportedly ingest`: reports from folders, archives, crawls and feeds into a casebook."""

from __future__ import annotations

import os
import re
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, cast

import typer

from reportedly.cli.options import (
    Actors,
    Attribution,
    Codebook,
    Outlet,
    Parser,
    Places,
    Published,
    finder,
    own_knowledge,
)

if TYPE_CHECKING:
    from reportedly.casebook.layout import Store
    from reportedly.ingest.documents import Given
    from reportedly.ingest.gather import Web
    from reportedly.ingest.workers import Settings

__all__ = ["ingest"]

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_EVERY = re.compile(r"(\d+)\s*([smhd])")
_INTERRUPTED = 130  # what a shell gives for Ctrl-C


def _seconds(value: str | None) -> str | None:
    if value is not None and not _EVERY.fullmatch(value.strip()):
        raise typer.BadParameter("give a number and a unit, such as 15m, 6h or 1d")
    return value


def _engine(value: str) -> str:
    from reportedly.scale.engines import engine_of

    try:
        engine_of(value)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    return value


def _store(value: str | None) -> str | None:
    if value not in (None, "duckdb", "parquet"):
        raise typer.BadParameter("name duckdb or parquet")
    return value


def _quickly(value: bool) -> bool:
    if value and find_spec("resiliparse") is None:
        raise typer.BadParameter('it needs resiliparse: pip install "reportedly[scale]"')
    return value


def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE…",
            help="Folders, globs, files (.txt .html .jsonl .warc, also .gz, and .zip of them), addresses of pages and "
            "feeds, feed files; - is standard input.",
        ),
    ],
    into: Annotated[str, typer.Option(metavar="CASEBOOK", help="The casebook's folder; made where it is not there.")],
    every: Annotated[
        str | None, typer.Option(metavar="TIME", callback=_seconds, help="Keep watching: look again after 15m, 6h, 1d.")
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE",
            callback=_engine,
            help="Who spreads the files: local; daft, over the cores; ray or ray=ADDRESS, over a cluster.",
        ),
    ] = "local",
    store: Annotated[
        str | None,
        typer.Option(
            metavar="STORE",
            callback=_store,
            help="Where a new casebook keeps its evidence: duckdb, in one file; parquet, in a file a part, for crawls.",
        ),
    ] = None,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Try files again that an engine could not read at all.")
    ] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Reports read side by side.  [default: one a core]")
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    fast_html: Annotated[
        bool,
        typer.Option(
            "--fast-html", callback=_quickly, help="Take articles out of pages faster, and less strictly: for crawls."
        ),
    ] = False,
    parser: Parser = None,
    attribution: Attribution = None,
    codebook: Codebook = None,
    actors: Actors = None,
    gazetteer: Places = None,
    delay: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="Pause between two requests to one host, at least.")
    ] = 1.0,
    contact: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="An e-mail or web address for the owners of sites we ask.")
    ] = None,
    proxy: Annotated[str | None, typer.Option(metavar="URL", help="Ask the web through this proxy.")] = None,
    private_addresses: Annotated[
        bool, typer.Option("--private-addresses", help="Allow addresses on this machine and in private networks.")
    ] = False,
) -> None:
    """Read reports into a casebook, and link them with those that are there.

    What was read before is left alone, so an interrupted run goes on where it stopped.
    """
    from reportedly.casebook.layout import create
    from reportedly.cli.scaling import engine_pass
    from reportedly.ingest.documents import Given
    from reportedly.ingest.gather import Web
    from reportedly.ingest.web.outcomes import WebLimits
    from reportedly.ingest.workers import Settings
    from reportedly.parsing import DEFAULT_PARSER
    from reportedly.scale.engines import engine_of

    layout = create(into, cast("Store | None", store))
    known = own_knowledge(codebook, actors, gazetteer)
    settings = Settings(layout, parser or DEFAULT_PARSER, known, finder(attribution), fast_html)
    web = Web(layout.web, WebLimits(delay=delay), private=private_addresses, contact=contact, proxy=proxy)
    given = Given(published=published, outlet=outlet)
    spread = engine_of(engine)
    try:
        while True:
            if spread is None:
                clean = _pass(sources, given, web, settings, processes or _cores())
            else:
                clean = engine_pass(sources, given, settings, spread, processes=processes, retry=retry_failed)
            if every is None:
                break
            _rest(every)
    except KeyboardInterrupt:
        typer.echo("reportedly: stopped; start again and it goes on from here", err=True)
        raise typer.Exit(_INTERRUPTED) from None
    if not clean:
        raise typer.Exit(1)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pass(sources: list[str], given: Given, web: Web, settings: Settings, processes: int) -> bool:
    """Once over the sources; the casebook is let go of at the end. Whether anything in them could be read."""
    from reportedly.casebook.database import connect
    from reportedly.cli.ingesting import Ingesting
    from reportedly.ingest.gather import gather, measure
    from reportedly.ingest.run import ingest as run
    from reportedly.linking.run import link

    with connect(settings.layout, write=True) as connection:
        progress = measure(sources)

        def known(key: str) -> bool:
            query = "SELECT 1 FROM appearances WHERE $key IN (key, url, source) LIMIT 1"
            return connection.execute(query, {"key": key}).fetchone() is not None

        items = gather(sources, given, web, known, progress)
        with Ingesting(progress) as shown:
            counts = run(items, settings, connection, processes=processes, watch=shown.watch, tell=shown.tell)
            shown.linking()
            link(connection)
        shown.summary(settings.layout, connection, counts)
    return bool(counts.documents) and bool(counts.reports or counts.again or counts.known or not counts.skipped)


def _rest(every: str) -> None:
    match = _EVERY.fullmatch(every.strip())
    assert match is not None
    seconds = int(match[1]) * _UNITS[match[2]]
    until = time.strftime("%H:%M:%S", time.localtime(time.time() + seconds))
    typer.echo(f"reportedly: looking again at {until}; Ctrl-C stops", err=True)
    sys.stderr.flush()
    time.sleep(seconds)
