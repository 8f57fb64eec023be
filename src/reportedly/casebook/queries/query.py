"""A question in SQL with its parameters apart, and how it is run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportedly.casebook.queries.filter import Filter, parameters
from reportedly.errors import QueryError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Query", "answered", "batches", "count", "cut", "ordering", "page", "paged", "query", "rows"]

_PARAMETER = re.compile(r"\$([a-z_0-9]+)")
_SEVERAL = re.compile(r"@([a-z_]+)")
_BATCH = 2_000  # rows fetched at once


@dataclass(frozen=True, slots=True)
class Query:
    """SQL whose text is ours alone, and the values for the `$names` in it."""

    sql: str
    parameters: Mapping[str, Any]


def query(sql: str, filter: Filter, **more: Any) -> Query:
    """The query with those of the filter's values (and `more`) that its text names.

    `@name` stands for a list's values one by one, as IN wants them: constants are tested while a table is scanned;
    `$name_2` is the third of them.
    """
    values = {**parameters(filter), "limit": filter.limit, "offset": filter.offset, **more}
    sql = _SEVERAL.sub(lambda found: ", ".join(f"${found[1]}_{n}" for n in range(len(values[found[1]]))) or "NULL", sql)
    return Query(sql, {name: _value(values, name) for name in set(_PARAMETER.findall(sql))})


def _value(values: Mapping[str, Any], name: str) -> Any:
    """The value under a name, or, for `name_2`, the third of a list's."""
    if name in values:
        return values[name]
    several, _, number = name.rpartition("_")
    return values[several][int(number)]


def ordering(filter: Filter, sorts: Mapping[str, str], usual: str, tie: str) -> str:
    """The ORDER BY asked for, or the usual one; what is unknown comes last, and ties stand in the order of `tie`.

    Raises QueryError for a name that the list cannot be sorted by.
    """
    asked = filter.sort or usual
    name, down = asked.removeprefix("-"), asked.startswith("-")
    if name not in sorts:
        raise QueryError(
            f"cannot sort by {name!r}: choose one of {', '.join(sorts)}, or one of them with a - before it"
        )
    return f"ORDER BY {sorts[name]} {'DESC' if down else 'ASC'} NULLS LAST, {tie}"


def cut(filter: Filter) -> str:
    """The LIMIT and OFFSET of the page asked for. Raises QueryError for a page that cannot be."""
    if filter.offset < 0 or (filter.limit is not None and filter.limit < 0):
        raise QueryError("limit and offset count rows: neither can be below 0")
    limit = "" if filter.limit is None else "LIMIT $limit"
    return limit + (" OFFSET $offset" if filter.offset else "")


def paged(filter: Filter) -> bool:
    """Whether a page is asked for that is small enough to look its rows up by key."""
    return filter.limit is not None and filter.limit <= 500


def rows(connection: DuckDBPyConnection, query: Query) -> Iterator[dict[str, Any]]:
    """The rows one after the other, column names to values, in constant memory."""
    for batch in batches(connection, query):
        yield from batch


def batches(connection: DuckDBPyConnection, query: Query, size: int = _BATCH) -> Iterator[list[dict[str, Any]]]:
    """The rows, up to `size` at a time. Takes a cursor of its own, so the connection stays free for other queries."""
    with answered(connection, query, size) as (names, found):
        for values in found:
            yield [dict(zip(names, row, strict=True)) for row in values]


@contextmanager
def answered(
    connection: DuckDBPyConnection, query: Query, size: int = _BATCH
) -> Iterator[tuple[list[str], Iterator[list[tuple[Any, ...]]]]]:
    """The names of the columns, and the rows as tuples, up to `size` at a time."""
    with connection.cursor() as cursor:
        found = cursor.execute(query.sql, dict(query.parameters))
        yield _distinct(column[0] for column in found.description or ()), iter(lambda: found.fetchmany(size), [])


def _distinct(names: Iterable[str]) -> list[str]:
    """The names, a second one of the same kind told apart: in a user's own SQL two columns may have one name."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found


def page(connection: DuckDBPyConnection, query: Query) -> list[dict[str, Any]]:
    """All rows at once: for a page, or counts."""
    return list(rows(connection, query))


def count(connection: DuckDBPyConnection, query: Query) -> int:
    """How many rows the query gives."""
    found = next(rows(connection, Query(f"SELECT count(*) AS n FROM ({query.sql}\n)", query.parameters)))
    return int(found["n"])
