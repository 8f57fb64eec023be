"""`reportedly code`: read reports and print what was read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.options import (
    Actors,
    Attribution,
    Codebook,
    Outlet,
    Parser,
    Places,
    Published,
    Title,
    Url,
    finder,
    own_knowledge,
)

if TYPE_CHECKING:
    from reportedly.reading import Reading
    from reportedly.report import Report, Skipped

__all__ = ["code"]


class Format(StrEnum):
    """How the readings are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    HTML = "html"


def code(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE…|-]", help="Text or HTML files; - is standard input.")
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    url: Url = None,
    title: Title = None,
    parser: Parser = None,
    format: Annotated[
        Format,
        typer.Option(
            help="A table for people, the record as JSON (an array for several files), "
            "a record a line, or one web page."
        ),
    ] = Format.TABLE,
    processes: Annotated[int, typer.Option(min=1, metavar="N", help="How many reports are read side by side.")] = 1,
    codebook: Codebook = None,
    actors: Actors = None,
    gazetteer: Places = None,
    attribution: Attribution = None,
) -> None:
    """Read reports and print who did what to whom, where and when, and who says so."""
    import sys

    from reportedly.cli.progress import Progress
    from reportedly.cli.writers import write
    from reportedly.ingest.files import STDIN, Given, reports
    from reportedly.parsing import DEFAULT_PARSER
    from reportedly.pipeline import read_many

    paths = files or [STDIN]
    if not files and sys.stdin.isatty():
        raise typer.BadParameter("name a file, or give a report on standard input")
    if len(paths) > 1 and (url or title):
        raise typer.BadParameter("--url and --title belong to one report: give one file with them")
    knowledge = own_knowledge(codebook, actors, gazetteer)
    sources: deque[str] = deque()
    given = Given(published=published, outlet=outlet, url=url, title=title)
    read = read_many(
        _noted(paths, reports(paths, given), sources),
        processes=processes,
        parser=parser or DEFAULT_PARSER,
        knowledge=knowledge,
        attribution=finder(attribution),
    )
    with Progress(len(paths)) as progress:
        write(progress.count(_named(read, sources)), format.value, several=len(paths) > 1, console=progress.console)
    progress.report_skipped()
    if not progress.done:
        raise typer.Exit(1)


def _noted(paths: Iterable[str], items: Iterable[Report | Skipped], sources: deque[str]) -> Iterator[Report | Skipped]:
    """The items, each one's file noted for the way back."""
    for path, item in zip(paths, items, strict=True):
        sources.append(path)
        yield item


def _named(read: Iterable[Reading | Skipped], sources: deque[str]) -> Iterator[Reading | Skipped]:
    """What was read, in the same order; what was skipped under the name of its file."""
    from reportedly.report import Skipped

    for item in read:
        source = sources.popleft()
        yield Skipped(source, item.reason) if isinstance(item, Skipped) else item
