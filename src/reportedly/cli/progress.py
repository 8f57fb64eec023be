"""The progress of a run over several files, and the count of what was left out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from reportedly.reading import Reading
from reportedly.report import Skipped
from reportedly.show.words import clean

__all__ = ["Progress"]

_PIPED_WIDTH = 120  # columns of a table that no terminal limits


class Progress:
    """Counts readings as they pass, keeps the skipped, and draws a bar where a person is watching.

    `console` is where tables go: standard output, drawn above the bar where both are the same terminal.
    """

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self.skipped: list[Skipped] = []
        self.console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else _piped_width())
        errors = Console(stderr=True)
        self._bar = Bar(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self.console if sys.stdout.isatty() else errors,
            transient=True,
            disable=total < 2 or not errors.is_terminal,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def count(self, items: Iterable[Reading | Skipped]) -> Iterator[Reading]:
        """The readings among the items; the others are kept for `report_skipped`."""
        task = self._bar.add_task("reading", total=self.total)
        for item in items:
            if isinstance(item, Skipped):
                self.skipped.append(item)
            else:
                self.done += 1
                yield item
            self._bar.advance(task)

    def report_skipped(self) -> None:
        """Say on standard error what was skipped and why."""
        if not self.skipped:
            return
        for skipped in self.skipped:
            print(f"reportedly: {clean(skipped.source)}: {clean(skipped.reason)}", file=sys.stderr)  # noqa: T201
        if self.total > 1:
            print(f"reportedly: read {self.done} of {self.total}, skipped {len(self.skipped)}", file=sys.stderr)  # noqa: T201


def _piped_width() -> int:
    """COLUMNS where the user sets it."""
    import os

    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdigit() and int(columns) > 0 else _PIPED_WIDTH
