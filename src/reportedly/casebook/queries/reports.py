"""The list of reports: what came in, what was read from it, and whose own work it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.casebook.queries.conditions import report_where, sources
from reportedly.casebook.queries.filter import Filter
from reportedly.casebook.queries.query import Query, cut, ordering, query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["SORTS", "reports"]

SORTS = {
    "day": "r.day", "outlet": "r.outlet", "title": "r.title", "characters": "r.characters", "events": "n.events",
}  # fmt: skip
"""What the list can be sorted by."""

_SELECT = """SELECT r.id, r.day, r.published, r.outlet, r.title, r.url, r.language, r.characters,
  coalesce(n.events, 0) AS events, coalesce(m.claims, 0) AS claims, coalesce(w.places, []) AS appeared,
  o.root, o.outlet AS origin, o.why AS origin_why, o.words AS origin_words
FROM reports r
LEFT JOIN (SELECT report, count(*) AS events FROM {events} GROUP BY report) n ON n.report = r.id
LEFT JOIN (SELECT report, count(*) AS claims FROM {claims} GROUP BY report) m ON m.report = r.id
LEFT JOIN (SELECT report, list(DISTINCT coalesce(url, source) ORDER BY coalesce(url, source)) AS places
  FROM appearances GROUP BY report) w ON w.report = r.id
LEFT JOIN origins o ON o.report = r.id
WHERE {where}"""


def reports(connection: DuckDBPyConnection, filter: Filter) -> Query:
    """Reports, the latest first, without their texts; `origin` is the outlet whose own work a report is."""
    found = sources(connection, filter)
    sql = _SELECT.format(events=found.events, claims=found.claims, where=report_where(filter, found))
    return query(f"{sql} {ordering(filter, SORTS, usual='-day', tie='r.id')} {cut(filter)}", filter, **found.names)
