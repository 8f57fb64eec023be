"""Events as reports tell them, and incidents with their tellings, by the thousand: what exports are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportedly.casebook.queries import Filter, Query, batches, page
from reportedly.casebook.queries.conditions import Sources, event_where, incident_where, sources
from reportedly.casebook.queries.present import CURRENT, present_quantities
from reportedly.casebook.queries.query import query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Happened", "Row", "Told", "happened", "told"]

Row = Mapping[str, Any]

_BATCH = 5_000  # events looked up together: a scan of the tables beside them is shared by so many

_REPORTS = """SELECT r.id, r.title, r.outlet, r.url, r.published, r.day, r.language, r.text, r.characters,
m.coder, m.parser, m.knowledge, m.imported FROM reports r LEFT JOIN imports m ON m.part = r.part
WHERE r.id IN (SELECT unnest($ids::VARCHAR[]))"""
_PARTIES = "SELECT * FROM {parties} p WHERE p.event IN (SELECT unnest($ids::VARCHAR[])) ORDER BY role, position"
_CLAIMS = "SELECT * FROM {claims} c WHERE c.id IN (SELECT unnest($ids::VARCHAR[]))"
_QUANTITIES = "SELECT * FROM {quantities} q WHERE q.event IN (SELECT unnest($ids::VARCHAR[])) ORDER BY q.spans"
_TELLINGS = """SELECT t.event, t.incident, t.origin, t.why, i.reports, i.outlets, i.origins, i.disputed
FROM tellings t LEFT JOIN incidents i ON i.id = t.incident WHERE t.event IN (SELECT unnest($ids::VARCHAR[]))"""

_MEMBERS = """SELECT e.* FROM tellings t JOIN {events} e ON e.id = t.event JOIN reports r ON r.id = e.report
WHERE t.incident IN (SELECT unnest($ids::VARCHAR[])) AND {current} ORDER BY r.day NULLS LAST, r.published, e.id"""
_NAMED = """SELECT report, kind, name FROM entities WHERE kind IN ('person', 'organisation')
AND report IN (SELECT unnest($ids::VARCHAR[])) UNION ALL
SELECT report, 'place', name FROM places WHERE report IN (SELECT unnest($ids::VARCHAR[]))"""


@dataclass(frozen=True, slots=True)
class Told:
    """One event as one report tells it: rows of the casebook's tables, names of columns to values.

    `report` is its report, with what read it; `claims` the chain of those who say so, outermost first; `telling` its
    incident and origin, None where it is not linked yet; `named` whom and which places the report names, if asked for.
    """

    event: Row
    report: Row
    actors: Sequence[Row]
    recipients: Sequence[Row]
    claims: Sequence[Row]
    quantities: Sequence[Row]
    telling: Row | None
    named: Sequence[Row]

    def words(self, spans: Iterable[Sequence[int]]) -> str:
        """The report's words at these offsets."""
        return " … ".join(self.report["text"][start:end] for start, end in spans)


@dataclass(frozen=True, slots=True)
class Happened:
    """An incident and its tellings, the earliest report first."""

    incident: Row
    tellings: Sequence[Told]


def told(connection: DuckDBPyConnection, filter: Filter, *, named: bool = False) -> Iterator[Told]:
    """The events that the filter leaves, in the order in which they came in, as they stand after all verdicts.

    `named` asks also for the people, organisations and places that each one's report names.
    """
    found = sources(connection, filter)
    chosen = query(f"SELECT e.* FROM {found.events} e WHERE {event_where(filter, found)}", filter, **found.names)
    for events in batches(connection, chosen, _BATCH):
        yield from _together(connection, found, events, named)


def happened(connection: DuckDBPyConnection, filter: Filter) -> Iterator[Happened]:
    """The incidents that the filter leaves, each with all its tellings as they stand after all verdicts."""
    found = sources(connection, filter)
    chosen = query(f"SELECT i.* FROM incidents i WHERE {incident_where(filter, found)}", filter, **found.names)
    current = "true" if filter.older else CURRENT.format(report="e.report")
    members = _MEMBERS.format(events=found.events, current=current)
    for incidents in batches(connection, chosen, _BATCH // 2):
        events = _rows(connection, members, (incident["id"] for incident in incidents))
        tellings: dict[str, list[Told]] = defaultdict(list)
        for item in _together(connection, found, events, named=False):
            if item.telling is not None:
                tellings[item.telling["incident"]].append(item)
        for incident in incidents:
            if tellings[incident["id"]]:
                yield Happened(incident, tellings[incident["id"]])


def _together(connection: DuckDBPyConnection, found: Sources, events: Sequence[Row], named: bool) -> Iterator[Told]:
    ids = [event["id"] for event in events]
    texts = {event["report"] for event in events}
    reports = {row["id"]: row for row in _rows(connection, _REPORTS, texts)}
    names = _grouped(_rows(connection, _NAMED, texts), "report") if named else {}
    numbers = _QUANTITIES.format(quantities=present_quantities(connection))
    parties = _grouped(_rows(connection, _PARTIES.format(parties=found.parties), ids), "event")
    quantities = _grouped(_rows(connection, numbers, ids), "event")
    tellings = {row["event"]: row for row in _rows(connection, _TELLINGS, ids)}
    said = {id for event in events for id in event["claims"]}
    claims = {row["id"]: row for row in _rows(connection, _CLAIMS.format(claims=found.claims), said)}
    for event in events:
        sides = parties.get(event["id"], [])
        yield Told(
            event=event,
            report=reports[event["report"]],
            actors=_side(sides, "actor", event["actors"]),
            recipients=_side(sides, "recipient", event["recipients"]),
            claims=[claims[id] for id in event["claims"] if id in claims],
            quantities=quantities.get(event["id"], []),
            telling=tellings.get(event["id"]),
            named=names.get(event["report"], ()),
        )


def _side(parties: Iterable[Row], role: str, names: Sequence[str]) -> list[Row]:
    """The parties of one side; where someone corrected it, only the names are known."""
    found = [party for party in parties if party["role"] == role]
    if found or not names:
        return found
    bare: dict[str, Any] = {"entity": None, "kind": None, "country": None, "sectors": [], "spans": []}
    return [{"name": name, "as_written": "", **bare} for name in names]


def _rows(connection: DuckDBPyConnection, sql: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    return page(connection, Query(sql, {"ids": list(ids)}))


def _grouped(rows: Iterable[dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups
