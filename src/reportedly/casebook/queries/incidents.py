"""The list of incidents: one row an incident, with how many tell it, on whose word, and whether they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.casebook.queries.conditions import incident_where, sources
from reportedly.casebook.queries.filter import Filter
from reportedly.casebook.queries.near import everything, keyed, near
from reportedly.casebook.queries.present import CURRENT
from reportedly.casebook.queries.query import Query, cut, ordering, paged, query
from reportedly.casebook.queries.says import OWN_VOICE, SAYS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["SORTS", "incidents"]

SORTS = {
    "day": "coalesce(i.first_day, i.last_day)",
    "type": "i.type",
    "status": "i.status",
    "place": "i.place",
    "country": "i.country",
    "deaths": "i.deaths_high",
    "reports": "i.reports",
    "outlets": "i.outlets",
    "origins": "i.origins",
}
"""What the list can be sorted by."""

_TOLD = f"""SELECT e.incident, list_sort(list_distinct(flatten(list(e.modes)))) AS modes,
list({{{{'event': e.id, 'report': e.report, 'outlet': r.outlet, 'published': r.published, 'url': r.url,
  'status': e.status, 'says': coalesce(s.says, {OWN_VOICE}), 'evidence': e.evidence, 'origin': e.origin,
  'why': e.why}}}} ORDER BY r.day, r.outlet, e.id) AS told
FROM telling e JOIN {{reports}} r ON r.id = e.report LEFT JOIN says s ON s.event = e.id GROUP BY e.incident"""


def incidents(connection: DuckDBPyConnection, filter: Filter) -> Query:
    """What happened, the latest days first; `told` holds each telling with its outlet, its words and who says so."""
    found = sources(connection, filter)
    order = ordering(filter, SORTS, usual="-day", tie="i.id")
    chosen = query(
        f"SELECT i.id FROM incidents i WHERE {incident_where(filter, found)} {order} {cut(filter)}",
        filter,
        **found.names,
    )
    current = "true" if filter.older else CURRENT.format(report="e.report")
    if paged(filter):
        told = keyed(connection, "tellings", "incident", "t", chosen)
        rows = near(connection, found, Query(f"SELECT event FROM {told.sql}", told.parameters), told)
    else:
        told = Query(f"(SELECT * FROM tellings t WHERE t.incident IN ({chosen.sql}))", chosen.parameters)
        rows = everything(found, Query(found.events, chosen.parameters), told.sql)
    sql = f"""WITH telling AS MATERIALIZED (
  SELECT e.id, e.report, e.modes, e.status, e.evidence, e.claims, t.incident, t.origin, t.why
  FROM {rows.tellings} t JOIN {rows.events} e ON e.id = t.event WHERE {current}),
says AS ({SAYS.format(events="telling", claims=rows.claims)}),
told AS ({_TOLD.format(reports=rows.reports)})
SELECT i.*, t.modes, t.told FROM {rows.incidents} i JOIN told t ON t.incident = i.id {order}"""
    return Query(sql, rows.values)
