"""`reportedly ingest`: reports from folders, archives, crawls and feeds into a casebook."""

from __future__ import annotations

import os
import re
import sys
import time
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.options import Actors, Attribution, Codebook, Outlet, Parser, Published, finder, own_knowledge

if TYPE_CHECKING:
    from reportedly.ingest.documents import Given
    from reportedly.ingest.gather import Web
    from reportedly.ingest.run import Counts
    from reportedly.ingest.workers import Settings

__all__ = ["ingest"]

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_EVERY = re.compile(r"(\d+)\s*([smhd])")
_INTERRUPTED = 130  # what a shell gives for Ctrl-C


def _seconds(value: str | None) -> str | None:
    if value is not None and not _EVERY.fullmatch(value.strip()):
        raise typer.BadParameter("give a number and a unit, such as 15m, 6h or 1d")
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
    processes: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Reports read side by side.  [default: one a core]")
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    parser: Parser = None,
    attribution: Attribution = None,
    codebook: Codebook = None,
    actors: Actors = None,
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
    from reportedly.ingest.documents import Given
    from reportedly.ingest.gather import Web
    from reportedly.ingest.web.outcomes import WebLimits
    from reportedly.ingest.workers import Settings
    from reportedly.parsing import DEFAULT_PARSER

    layout = create(into)
    settings = Settings(layout, parser or DEFAULT_PARSER, own_knowledge(codebook, actors), finder(attribution))
    web = Web(layout.web, WebLimits(delay=delay), private=private_addresses, contact=contact, proxy=proxy)
    given = Given(published=published, outlet=outlet)
    try:
        while True:
            counts = _pass(sources, given, web, settings, processes or _cores())
            if every is None:
                break
            _rest(every)
    except KeyboardInterrupt:
        typer.echo("reportedly: stopped; start again and it goes on from here", err=True)
        raise typer.Exit(_INTERRUPTED) from None
    if not counts.documents or (counts.skipped and not (counts.reports or counts.again or counts.known)):
        raise typer.Exit(1)


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _pass(sources: list[str], given: Given, web: Web, settings: Settings, processes: int) -> Counts:
    """Once over the sources; the casebook is let go of at the end."""
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
    return counts


def _rest(every: str) -> None:
    match = _EVERY.fullmatch(every.strip())
    assert match is not None
    seconds = int(match[1]) * _UNITS[match[2]]
    until = time.strftime("%H:%M:%S", time.localtime(time.time() + seconds))
    typer.echo(f"reportedly: looking again at {until}; Ctrl-C stops", err=True)
    sys.stderr.flush()
    time.sleep(seconds)
