"""`reportedly ingest --engine`: a run on an engine as a person follows it, and the account it gives at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from reportedly.show.words import clean

if TYPE_CHECKING:
    from reportedly.ingest.documents import Given
    from reportedly.ingest.run import Counts
    from reportedly.ingest.workers import Settings
    from reportedly.scale.engines import Engine
    from reportedly.scale.run import Ledger

__all__ = ["engine_pass"]

_TOLD = 20  # files that could not be read, told one by one


def engine_pass(
    sources: list[str], given: Given, settings: Settings, engine: Engine, *, processes: int | None, retry: bool
) -> bool:
    """Once over the sources, then take in and link what came. Whether any of the files could be read."""
    from reportedly.casebook.database import connect
    from reportedly.casebook.imports import take_in
    from reportedly.casebook.layout import Layout
    from reportedly.cli.ingesting import Ingesting
    from reportedly.ingest.sources import Tally
    from reportedly.linking.run import link
    from reportedly.scale.run import read_files

    settings = replace(settings, layout=Layout(settings.layout.folder.absolute()))  # as every machine sees it
    tally = Tally()
    with Ingesting(tally) as shown:

        def watch(ledger: Ledger) -> None:
            tally.total, tally.done, tally.files = ledger.size, ledger.done, ledger.read
            shown.watch(_counts(ledger))

        ledger = read_files(sources, given, settings, engine, processes=processes, retry=retry, watch=watch)
        shown.linking()
        with connect(settings.layout, write=True) as connection:
            take_in(settings.layout, connection)
            link(connection)
            _tell(ledger)
            shown.summary(settings.layout, connection, _counts(ledger))
    return len(ledger.failed) + len(ledger.left) < ledger.files


def _counts(ledger: Ledger) -> Counts:
    from reportedly.ingest.run import Counts

    return Counts(
        reports=ledger.reports,
        again=ledger.again,
        events=ledger.events,
        skipped=ledger.skipped,
        seconds=ledger.seconds,
    )


def _tell(ledger: Ledger) -> None:
    """The files, and what they cost."""
    for failure in [*ledger.failed, *ledger.left][:_TOLD]:
        typer.echo(f"reportedly: {clean(failure.source)}: {clean(failure.reason)}", err=True)
    if ledger.left:
        typer.echo("reportedly: files that failed in an earlier run are tried again with --retry-failed", err=True)
    words = f", {ledger.words / ledger.seconds:,.0f} words a second" if ledger.words and ledger.seconds else ""
    typer.echo(f"files      {ledger.read:,} of {ledger.files:,} read in {ledger.work / 3600:,.2f} core-hours{words}")
    for number, what in ((ledger.before, "done before"), (len(ledger.failed) + len(ledger.left), "could not be read")):
        if number:
            typer.echo(f"           {number:,} {what}")
