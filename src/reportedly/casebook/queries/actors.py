"""The list of actors: who, over all reports, by all names they go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.casebook.queries.conditions import actor_where, sources
from reportedly.casebook.queries.filter import Filter
from reportedly.casebook.queries.query import Query, cut, ordering, query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["SORTS", "actors"]

SORTS = {
    "reports": "reports", "name": "name", "kind": "kind", "country": "country", "as_actor": "as_actor",
    "as_recipient": "as_recipient", "as_speaker": "as_speaker",
}  # fmt: skip
"""What the list can be sorted by."""


def actors(connection: DuckDBPyConnection, filter: Filter) -> Query:
    """Who acts, is acted on or speaks, those in most reports first."""
    found = sources(connection, filter)
    order = ordering(filter, SORTS, usual="-reports", tie="id")
    return query(
        f"SELECT * FROM actors a WHERE {actor_where(filter, found)} {order} {cut(filter)}", filter, **found.names
    )
