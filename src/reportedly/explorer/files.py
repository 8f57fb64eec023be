"""Rows as files: `.json` and `.csv` of every page, with the same rows as the page and all of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any

from starlette.responses import Response, StreamingResponse

from reportedly.casebook.queries import Query, answered
from reportedly.cli.output import cell
from reportedly.exports.lines import plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["as_json", "rows_as", "table_as"]

_IN_MEMORY = 4 * 1024 * 1024
_CHUNK = 256 * 1024
_TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def as_json(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON; days as ISO 8601."""
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text, status, headers, media_type="application/json")


def rows_as(suffix: str, connection: DuckDBPyConnection, query: Query) -> Response:
    """All rows of a question. They are on disk before the first is sent: a slow reader keeps nobody waiting."""
    file = SpooledTemporaryFile(max_size=_IN_MEMORY, mode="w+b")  # noqa: SIM115 - closed once it is sent
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    with answered(connection, query) as (names, batches):
        values = (row for batch in batches for row in batch)
        if suffix == "csv":
            _write_csv(text, names, values)
        else:
            for number, row in enumerate(values):
                made = json.dumps(plain(dict(zip(names, row, strict=True))), ensure_ascii=False, allow_nan=False)
                text.write(f"{',' if number else '['}\n{made}")
            text.write("\n]\n" if text.tell() else "[]\n")
    text.flush()
    text.detach()
    file.seek(0)
    return StreamingResponse(_chunks(file), media_type=_TYPES[suffix])


def table_as(suffix: str, names: Iterable[str], rows: Iterable[Iterable[Any]]) -> Response:
    """A small table."""
    columns = list(names)
    if suffix == "json":
        return as_json([dict(zip(columns, row, strict=True)) for row in rows])
    text = io.StringIO(newline="")
    _write_csv(text, columns, rows)
    return Response(text.getvalue(), media_type=_TYPES["csv"])


def _write_csv(stream: Any, names: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([cell(name) for name in names])
    writer.writerows([cell(value) for value in row] for row in rows)


def _chunks(file: Any) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
