"""What people put right in an event, where incidents are told: the facts that linking compares are as they were read.

A correction changes what an incident says, and how its tellings agree. It links nothing anew: whether two events are
one is judged by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from reportedly.casebook.queries.present import present
from reportedly.linking.distance import Site
from reportedly.linking.facts import EventFacts, Party
from reportedly.linking.ids import with_ids
from reportedly.linking.knowledge import knowledge

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Corrected", "corrected", "judged_events"]

_JUDGED = """SELECT subject, list(DISTINCT field) FROM (
  SELECT subject, field, judgement FROM verdicts WHERE relation = 'field' AND other IS NULL AND field IS NOT NULL
  QUALIFY row_number() OVER (PARTITION BY subject, field ORDER BY judged DESC, id DESC) = 1)
WHERE judgement IN ('corrected', 'rejected') AND subject IN (SELECT id FROM asked) GROUP BY subject"""

_ACTORS = """SELECT name, any_value(known), any_value(actor), any_value(kind), any_value(country), any_value(sectors)
FROM (SELECT unnest(names) AS name, name AS known, id AS actor, kind, country, sectors FROM actors)
WHERE name IN (SELECT unnest(?::VARCHAR[])) GROUP BY name"""


def judged_events(connection: DuckDBPyConnection) -> set[str]:
    """Events of which a field was ever judged; what was withdrawn since has to be told anew as well."""
    found = connection.execute("SELECT DISTINCT subject FROM verdicts WHERE relation = 'field' AND field IS NOT NULL")
    return {id for (id,) in found.fetchall()}


class Corrected:
    """The corrections of some events."""

    def __init__(self, rows: Mapping[str, Mapping[str, Any]], fields: Mapping[str, set[str]],
                 actors: Mapping[str, Party]) -> None:  # fmt: skip
        self._rows = rows
        self._fields = fields
        self._actors = actors

    def facts(self, facts: EventFacts) -> EventFacts:
        """The facts with what people put right in them."""
        row, fields = self._rows.get(facts.id), self._fields.get(facts.id, set())
        if row is None:
            return facts
        values: dict[str, Any] = {name: row[name] for name in ("type", "status", "quad") if name in fields}
        if "modes" in fields:
            values["modes"] = tuple(row["modes"])
        if fields & {"first_day", "last_day"}:
            first, last = row["first_day"] or row["last_day"], row["last_day"] or row["first_day"]
            values |= {"first": _ordinal(first), "last": _ordinal(last), "granularity": row["granularity"]}
            values |= {"inferred": bool(row["time_inferred"])}
        if "place" in fields:
            values["site"] = _site(row)
        for side in ("actors", "recipients"):
            if side in fields:
                values[side] = tuple(self._party(name) for name in row[side])
        return replace(facts, **values)

    def day(self, event: str, day: date | None) -> date | None:
        """The day that the event counts by, where people put it right or left it open."""
        return self._rows[event]["day"] if "day" in self._fields.get(event, ()) else day

    def _party(self, name: str) -> Party:
        return self._actors.get(name) or Party(name, name, None, None, (), None)


def corrected(connection: DuckDBPyConnection, events: Iterable[str]) -> Corrected:
    """What people put right in these events."""
    with_ids(connection, "asked", events)
    fields = {subject: set(names) for subject, names in connection.execute(_JUDGED).fetchall()}
    if not fields:
        return Corrected({}, {}, {})
    found = connection.execute(
        f"SELECT * FROM {present(connection, 'events')} e WHERE e.id IN (SELECT unnest(?::VARCHAR[]))", [list(fields)]
    )
    names = [column[0] for column in found.description or ()]
    rows = {row[names.index("id")]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
    said = sorted({name for row in rows.values() for name in (*row["actors"], *row["recipients"])})
    actors = {
        name: Party(name, known, kind, country, tuple(sectors), actor)
        for name, known, actor, kind, country, sectors in connection.execute(_ACTORS, [said]).fetchall()
    }
    return Corrected(rows, fields, actors)


def _ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


def _site(row: Mapping[str, Any]) -> Site | None:
    if row["place"] is None:
        return None
    radius = knowledge().radius
    return Site(
        row["place"], row["latitude"], row["longitude"], row["place_kind"], row["country"],
        row["place_confidence"] or 1.0, radius.get(row["place_kind"] or "", radius["unknown"]),
    )  # fmt: skip
