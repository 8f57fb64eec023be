"""The list of contradictions: where two tellings of one incident cannot both be right, with the words of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.casebook.queries.conditions import incident_where, sources
from reportedly.casebook.queries.filter import Filter
from reportedly.casebook.queries.query import Query, cut, ordering, query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["SORTS", "contradictions"]

SORTS = {
    "day": "coalesce(i.first_day, i.last_day)", "origins": "i.origins", "field": "k.field", "type": "i.type",
    "country": "i.country",
}  # fmt: skip
"""What the list can be sorted by."""

_SELECT = """SELECT k.incident, i.first_day, i.last_day, i.type, i.status, i.actors, i.recipients, i.place, i.country,
  i.origins, k.field, k.value, k.other_value, k.quote, k.other_quote,
  r.outlet, o.outlet AS other_outlet, r.published, o.published AS other_published, r.url, o.url AS other_url,
  e.report, f.report AS other_report, k.event, k.other,
  e.speakers, f.speakers AS other_speakers, k.spans, k.other_spans
FROM comparisons k JOIN incidents i ON i.id = k.incident
JOIN {events} e ON e.id = k.event JOIN {events} f ON f.id = k.other
JOIN reports r ON r.id = e.report JOIN reports o ON o.id = f.report
WHERE k.relation = 'contradicting' AND {fields} AND {current} AND {where}"""

_CURRENT = "e.report NOT IN (SELECT replaces FROM versions) AND f.report NOT IN (SELECT replaces FROM versions)"


def contradictions(connection: DuckDBPyConnection, filter: Filter) -> Query:
    """Pairs of tellings that contradict each other in a field, by incident, the latest days first."""
    found = sources(connection, filter)
    where = incident_where(replace(filter, field=()), found)
    fields = "k.field IN (@field)" if filter.field else "true"
    current = "true" if filter.older else _CURRENT
    sql = _SELECT.format(events=found.events, fields=fields, current=current, where=where)
    order = ordering(filter, SORTS, usual="-day", tie="k.incident, k.field, k.event, k.other")
    return query(f"{sql} {order} {cut(filter)}", filter, **found.names)
