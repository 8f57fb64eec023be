"""Rows to standard output or a file: a table for people, CSV, JSON, JSON lines or Parquet.

In CSV, lists are joined by "; ", nested values are JSON, and a text that a spreadsheet would take for a formula gets an
apostrophe before it; all other formats hold every value as it is.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from reportedly.exports.lines import plain, write_json

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from rich.console import Console

    from reportedly.casebook.queries import Query

__all__ = ["Force", "Format", "ListFormat", "Output", "cell", "write_parquet", "write_rows"]

_WIDE = 120  # columns of a table that no terminal limits
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"
    PARQUET = "parquet"


ListFormat = Annotated[
    Format, typer.Option("--format", help="A table for people, or CSV, JSON, JSON lines or Parquet for programs.")
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file where it exists.")]

Show = Callable[[Sequence[Mapping[str, Any]], "Console"], None]


def write_rows(
    connection: DuckDBPyConnection, query: Query, format: Format, output: Path | None, *, force: bool, show: Show
) -> int:
    """Write the query's rows in the format, and return how many a table shows; `show` prints those of a table.

    Raises ExportError where the file cannot be written.
    """
    from reportedly.casebook.queries import page, rows
    from reportedly.exports.files import whole

    if format is Format.PARQUET:
        if output is None:
            raise typer.BadParameter("Parquet is for a file: name it with --output FILE")
        with whole(output, force=force) as draft:
            write_parquet(connection, query, draft)
        return 0
    with _stream(output, force) as stream:
        if format is Format.TABLE:
            found = page(connection, query)
            show(found, _console(stream))
            return len(found)
        if format is Format.CSV:
            _csv(connection, query, stream)
        else:
            write_json(rows(connection, query), stream, lines=format is Format.JSONL)
    return 0


def write_parquet(connection: DuckDBPyConnection, query: Query, path: Path) -> None:
    """Write the query's rows as a Parquet file."""
    target = str(path).replace("'", "''")
    connection.execute(f"COPY ({query.sql}\n) TO '{target}' (FORMAT parquet, COMPRESSION zstd)", dict(query.parameters))


@contextmanager
def _stream(output: Path | None, force: bool) -> Iterator[IO[str]]:
    from reportedly.exports.files import whole

    if output is None:
        yield sys.stdout
        return
    with whole(output, force=force) as draft, draft.open("w", encoding="utf-8", newline="") as stream:
        yield stream


def _console(stream: IO[str]) -> Console:
    from rich.console import Console

    terminal = stream is sys.stdout and sys.stdout.isatty()
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdigit() and int(columns) else _WIDE
    return Console(file=stream, width=None if terminal else width)


def _csv(connection: DuckDBPyConnection, query: Query, stream: IO[str]) -> None:
    from reportedly.casebook.queries import answered

    writer = csv.writer(stream, lineterminator="\n")
    with answered(connection, query) as (names, found):
        writer.writerow([cell(name) for name in names])
        for rows in found:
            writer.writerows([cell(value) for value in row] for row in rows)


def cell(value: Any) -> Any:
    """A value as a cell of CSV: numbers as they are, no text that a spreadsheet would run."""
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        value = "; ".join(value)
    elif isinstance(value, list | dict):
        value = json.dumps(plain(value), ensure_ascii=False)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return str(value).lower() if isinstance(value, bool) else plain(value)
