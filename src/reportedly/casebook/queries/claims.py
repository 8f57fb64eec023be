"""The list of claims: who says what, how, and in which report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.casebook.queries.conditions import claim_where, sources
from reportedly.casebook.queries.filter import Filter
from reportedly.casebook.queries.query import Query, cut, ordering, query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["SORTS", "claims"]

SORTS = {
    "day": "r.day", "speaker": "c.speaker", "stance": "c.stance", "outlet": "r.outlet", "confidence": "c.confidence",
}  # fmt: skip
"""What the list can be sorted by."""

_SELECT = """SELECT c.id, c.report, r.day, r.outlet, r.published, r.url, c.parent, p.speaker AS reported_by,
  c.speaker, c.speaker_as_written, c.kind, c.country, c.sectors, c.stance, c.vouches, c.cue, c.content, c.form,
  c.confidence
FROM {claims} c JOIN reports r ON r.id = c.report LEFT JOIN claims p ON p.id = c.parent
WHERE {where}"""


def claims(connection: DuckDBPyConnection, filter: Filter) -> Query:
    """What is said, the latest reports first; `reported_by` is the speaker of the claim that holds this one."""
    found = sources(connection, filter)
    sql = _SELECT.format(claims=found.claims, where=claim_where(filter, found))
    return query(f"{sql} {ordering(filter, SORTS, usual='-day', tie='c.id')} {cut(filter)}", filter, **found.names)
