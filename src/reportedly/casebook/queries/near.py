"""The rows that belong to the events of a page, found by key; or, where everything is asked for, the whole tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportedly.casebook.queries.conditions import Sources
from reportedly.casebook.queries.query import Query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Near", "everything", "keyed", "near"]


@dataclass(frozen=True, slots=True)
class Near:
    """What stands after FROM for each table, and the values for the `$names` in it."""

    events: str
    tellings: str
    incidents: str
    reports: str
    claims: str
    values: Mapping[str, Any]


def everything(found: Sources, events: Query, tellings: str = "tellings") -> Near:
    """The whole tables beside the events chosen."""
    return Near(events.sql, tellings, "incidents", "reports", found.claims, events.parameters)


def near(connection: DuckDBPyConnection, found: Sources, events: Query, tellings: Query | None = None) -> Near:
    """Only the rows that belong to a page's events, given by a query for their ids."""
    shown = keyed(connection, found.events, "id", "e", events)
    told = tellings or keyed(connection, "tellings", "event", "t", _of("id", shown))
    incidents = keyed(connection, "incidents", "id", "i", _of("DISTINCT incident", told))
    with connection.cursor() as cursor:  # both at once: wide rows here and there are what takes long
        held = cursor.execute(f"SELECT report, claims FROM {shown.sql}", dict(shown.parameters)).fetchall()
    reports = _listed("reports", "id", "r", dict.fromkeys(report for report, _ in held))
    claims = _listed(found.claims, "id", "c", dict.fromkeys(claim for _, said in held for claim in said))
    parts = (shown, told, incidents, reports, claims)
    values = {name: value for part in parts for name, value in part.parameters.items()}
    return Near(shown.sql, told.sql, incidents.sql, reports.sql, claims.sql, values)


def _of(column: str, rows: Query) -> Query:
    return Query(f"SELECT {column} FROM {rows.sql}", rows.parameters)


def keyed(connection: DuckDBPyConnection, source: str, key: str, prefix: str, ids: Query) -> Query:
    """The rows of `source` whose `key` is among those that `ids` gives, as what may stand after FROM.

    The ids are put in one by one: so DuckDB finds wide rows by the tables' keys, where a join would scan.
    """
    with connection.cursor() as cursor:
        found = cursor.execute(ids.sql, dict(ids.parameters)).fetchall()
    return _listed(source, key, prefix, (row[0] for row in found))


def _listed(source: str, key: str, prefix: str, ids: Iterable[str]) -> Query:
    values = {f"{prefix}{number}": id for number, id in enumerate(ids)}
    among = ", ".join(f"${name}" for name in values) or "NULL"
    return Query(f"(SELECT * FROM {source} x WHERE x.{key} IN ({among}))", values)
