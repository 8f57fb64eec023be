"""The list of events as reports tell them: one row a telling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.casebook.queries.conditions import event_where, sources
from reportedly.casebook.queries.filter import Filter
from reportedly.casebook.queries.near import everything, near
from reportedly.casebook.queries.query import Query, cut, ordering, paged, query
from reportedly.casebook.queries.says import OWN_VOICE, SAYS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["SORTS", "tellings"]

SORTS = {
    "day": "coalesce(e.first_day, e.last_day, e.day)",
    "type": "e.type",
    "status": "e.status",
    "place": "e.place",
    "country": "e.country",
    "deaths": "e.deaths_high",
    "intensity": "e.intensity",
    "confidence": "e.confidence",
}
"""What the list can be sorted by."""

_COLUMNS = f"""e.id, t.incident, e.report, r.outlet, r.published, r.title, r.url,
e.first_day, e.last_day, e.granularity, e.day, e.day_from, e.time_inferred,
e.actors, e.type, e.plover, e.modes, e.contexts, e.quad, e.intensity, e.recipients,
e.actor_countries, e.recipient_countries, e.place, e.place_kind, e.country, e.latitude, e.longitude, e.geonameid,
e.status, coalesce(s.says, {OWN_VOICE}) AS says, e.speakers, e.evidence,
e.deaths_low, e.deaths_high, e.injured_low, e.injured_high, e.confidence,
t.origin, i.reports, i.outlets, i.origins, i.disputed"""


def tellings(connection: DuckDBPyConnection, filter: Filter) -> Query:
    """What each report tells, the latest days first: with its outlet, who says so, and the incident it is part of."""
    found = sources(connection, filter)
    order = ordering(filter, SORTS, usual="-day", tie="e.id")
    chosen = query(
        f"SELECT e.id FROM {found.events} e WHERE {event_where(filter, found)} {order} {cut(filter)}",
        filter,
        **found.names,
    )
    if paged(filter):
        rows = near(connection, found, chosen)
    else:
        events = f"(SELECT * FROM {found.events} e WHERE e.id IN ({chosen.sql}))"
        rows = everything(found, Query(events, chosen.parameters))
    sql = f"""WITH shown AS MATERIALIZED (FROM {rows.events}),
says AS ({SAYS.format(events="shown", claims=rows.claims)})
SELECT {_COLUMNS}
FROM shown e JOIN {rows.reports} r ON r.id = e.report LEFT JOIN says s ON s.event = e.id
LEFT JOIN {rows.tellings} t ON t.event = e.id LEFT JOIN {rows.incidents} i ON i.id = t.incident
{order}"""
    return Query(sql, rows.values)
