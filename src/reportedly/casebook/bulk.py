"""Rows into tables by the thousand: as JSON lines on disk, which DuckDB reads far faster than single statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self, TextIO

from reportedly.casebook.filed import copy_statement
from reportedly.casebook.schema import table

if TYPE_CHECKING:
    from types import TracebackType

    from duckdb import DuckDBPyConnection

__all__ = ["Bulk", "insert"]

_READ = "SELECT * FROM read_json(?, format = 'newline_delimited', columns = ?, maximum_object_size = ?)"
_LONGEST_ROW = 256 * 1024 * 1024  # bytes of one row as JSON: far above the longest text that is read


def _in_database(_: str) -> None:
    return None


class Bulk:
    """Collects rows on disk, in constant memory, and inserts them at the end, a statement a table.

    Columns that a row does not name become null. Use it as a context; leave it before the transaction ends. `filed`
    names the file into which a table's rows go instead, or None for a table that lies in the database.
    """

    def __init__(self, connection: DuckDBPyConnection, filed: Callable[[str], Path | None] = _in_database) -> None:
        self._connection = connection
        self._filed = filed
        self._stack = ExitStack()
        self._files: dict[str, TextIO] = {}

    def __enter__(self) -> Self:
        self._folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="reportedly-")))
        return self

    def add(self, name: str, row: dict[str, Any]) -> None:
        """One row for the table `name`."""
        if name not in self._files:
            file = (self._folder / f"{name}.jsonl").open("w", encoding="utf-8")
            self._files[name] = self._stack.enter_context(file)
        self._files[name].write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")

    def insert(self) -> None:
        """Insert what was added."""
        for name, file in self._files.items():
            file.flush()
            path = self._filed(name)
            statement = f'INSERT INTO "{name}" BY NAME {_READ}' if path is None else copy_statement(path, _READ)
            self._connection.execute(statement, [file.name, table(name).types, _LONGEST_ROW])
            file.seek(0)
            file.truncate()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.insert()
        finally:
            self._stack.close()


def insert(connection: DuckDBPyConnection, name: str, rows: Iterable[dict[str, Any]]) -> None:
    """All rows into one table."""
    with Bulk(connection) as bulk:
        for row in rows:
            bulk.add(name, row)
