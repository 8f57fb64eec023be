"""An ingest as a person follows it: how far, how fast, how long still, and what was left out."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from reportedly.ingest.run import Counts
from reportedly.ingest.sources import Tally
from reportedly.report import Skipped
from reportedly.show.words import clean

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportedly.casebook.layout import Layout

__all__ = ["Ingesting"]

_TOLD = 20
"""Inputs left out that are told one by one; the casebook holds them all."""


class Ingesting:
    """The bar on standard error, where a person is watching; and the words on what was left out."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self._skipped = 0
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not Console(stderr=True).is_terminal,
        )
        self._task = self._bar.add_task("starting", total=tally.total or None, rate="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def watch(self, counts: Counts) -> None:
        """Show how far it is: bytes of the sources where their sum is known, reports, and reports a second."""
        elapsed = self._bar.tasks[self._task].elapsed or 0.0
        rate = f"{counts.reports / elapsed:,.1f}/s" if elapsed > 1 and counts.reports else ""
        self._bar.update(
            self._task,
            total=self._tally.total or None,
            completed=self._tally.done,
            rate=rate,
            description=f"reading, {counts.reports:,} reports",
        )

    def tell(self, skipped: Skipped) -> None:
        """One line for what is left out, until there are many."""
        self._skipped += 1
        if self._skipped <= _TOLD:
            self._bar.console.print(
                f"reportedly: {clean(skipped.source)}: {clean(skipped.reason)}",
                markup=False,
                highlight=False,
                soft_wrap=True,
            )

    def linking(self) -> None:
        """Say that the reading is done and the linking begins."""
        self._bar.update(self._task, description="linking", rate="", total=None)

    def summary(self, layout: Layout, connection: DuckDBPyConnection, counts: Counts) -> None:
        """What the run came to, and what the casebook holds now."""
        from reportedly.casebook.status import status

        if self._skipped > _TOLD:
            more = f"reportedly sql {layout.folder} 'FROM skipped'"
            typer.echo(f"reportedly: … and {self._skipped - _TOLD:,} more: {more}", err=True)
        rate = f", {counts.reports / counts.seconds:,.1f} reports a second" if counts.reports else ""
        typer.echo(
            f"read       {counts.reports:,} reports with {counts.events:,} events in {counts.seconds:,.0f} s{rate}"
        )
        for number, what in (
            (counts.known, "seen before and left alone"),
            (counts.again, "more appearances of texts that are there"),
            (counts.versions, "replaced by a newer version"),
        ):
            if number:
                typer.echo(f"           {number:,} {what}")
        for position, (reason, number) in enumerate(counts.skipped.most_common()):
            typer.echo(f"{'' if position else 'skipped':10} {number:,}  {reason}")
        held = status(layout, connection)
        typer.echo(
            f"casebook   {held.reports:,} reports of {held.outlets:,} outlets, {held.incidents:,} incidents: "
            f"{held.witnessed:,} on two or more independent origins, {held.disputed:,} disputed"
        )
