"""Counts over what a filter leaves: facets, weeks, cells of a map, and who acts most on whom.

Each can count incidents (what happened) or tellings (how often it was told): `of`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from reportedly.casebook.queries.conditions import event_where, incident_where, sources
from reportedly.casebook.queries.filter import Filter
from reportedly.casebook.queries.query import Query, query
from reportedly.errors import QueryError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Counted", "facets", "map_cells", "timeline", "top_pairs"]

Counted = Literal["incidents", "tellings"]
"""What is counted."""

_DAY = {"incidents": "first_day", "tellings": "coalesce(day, first_day)"}
_FACETS = {
    "incidents": ("type", "status", "country", "disputed", "origins"),
    "tellings": ("type", "quad", "status", "country", "place_kind", "granularity"),
}


def _asked(connection: DuckDBPyConnection, filter: Filter, of: Counted, columns: str, sql: str, **more: Any) -> Query:
    """The query in which `{base}` stands for the columns of the rows that the filter leaves."""
    found = sources(connection, filter)
    if of == "incidents":
        base = f"SELECT {columns} FROM incidents i WHERE {incident_where(filter, found)}"
    else:
        base = f"SELECT {columns} FROM {found.events} e WHERE {event_where(filter, found)}"
    return query(sql.replace("{base}", base), filter, **found.names, **more)


def facets(connection: DuckDBPyConnection, filter: Filter, of: Counted = "incidents") -> Query:
    """How many there are of each value: rows of `facet`, `value` (null: unknown) and `n`, the most first."""
    names = _FACETS[of]
    sets = ", ".join(f"({name})" for name in names)
    facet = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in names)
    value = " ".join(f"WHEN grouping({name}) = 0 THEN {name}::VARCHAR" for name in names)
    sql = (
        f"SELECT CASE {facet} END AS facet, CASE {value} END AS value, count(*) AS n FROM ({{base}}) "
        f"GROUP BY GROUPING SETS ({sets}) ORDER BY facet, n DESC, value"
    )
    return _asked(connection, filter, of, ", ".join(names), sql)


def timeline(connection: DuckDBPyConnection, filter: Filter, of: Counted = "incidents") -> Query:
    """How many in each week: rows of `week` (its Monday), `type` and `n`. What has no day is not counted."""
    sql = (
        "SELECT date_trunc('week', day)::DATE AS week, type, count(*) AS n FROM ({base}) WHERE day IS NOT NULL "
        "GROUP BY week, type ORDER BY week, type"
    )
    return _asked(connection, filter, of, f"{_DAY[of]} AS day, type", sql)


def map_cells(
    connection: DuckDBPyConnection, filter: Filter, of: Counted = "incidents", *, degrees: float = 1.0
) -> Query:
    """How many in each cell of `degrees` by `degrees`: rows of `south`, `west`, `n`, mean `latitude` and `longitude`.

    Raises QueryError for cells too small or too large to draw.
    """
    if not 0.001 <= degrees <= 90:
        raise QueryError(f"cells of {degrees} degrees cannot be drawn: choose 0.001 to 90")
    sql = (
        "SELECT floor(latitude / $degrees) * $degrees AS south, floor(longitude / $degrees) * $degrees AS west, "
        "count(*) AS n, avg(latitude) AS latitude, avg(longitude) AS longitude "
        "FROM ({base}) WHERE latitude IS NOT NULL GROUP BY south, west ORDER BY n DESC, south, west"
    )
    return _asked(connection, filter, of, "latitude, longitude", sql, degrees=degrees)


def top_pairs(connection: DuckDBPyConnection, filter: Filter, of: Counted = "incidents", *, most: int = 500) -> Query:
    """Who acts most on whom: rows of `actor`, `recipient` and `n`, the most first."""
    sql = (
        "SELECT actor, recipient, count(*) AS n FROM (SELECT actor, unnest(recipients) AS recipient FROM "
        "(SELECT unnest(actors) AS actor, recipients FROM ({base}))) "
        "GROUP BY actor, recipient ORDER BY n DESC, actor, recipient LIMIT $most"
    )
    return _asked(connection, filter, of, "actors, recipients", sql, most=most)
