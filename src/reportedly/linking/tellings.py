"""The events of incidents as what tells them: each with its report, its words, its numbers, and who says so."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportedly.linking.facts import EventFacts, from_plain
from reportedly.linking.ids import with_ids

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["CURRENT", "OUTLETS", "Number", "Speaker", "Telling", "tellings"]

CURRENT = """(e.report NOT IN (SELECT replaces FROM versions) AND e.id NOT IN (
  SELECT subject FROM (
    SELECT subject, judgement FROM verdicts WHERE other IS NULL AND field IS NULL
    QUALIFY row_number() OVER (PARTITION BY subject ORDER BY judged DESC, id DESC) = 1)
  WHERE judgement = 'rejected'))"""
"""Whether an event `e` counts: no newer version of its report is there, and no reader rejected it."""

OUTLETS = """coalesce((
  SELECT list(DISTINCT outlet ORDER BY outlet) FROM (
    SELECT outlet FROM reports WHERE id = {report} UNION ALL SELECT outlet FROM appearances WHERE report = {report})
  WHERE outlet IS NOT NULL), [])"""
"""Where a report came out, by the names given there."""

_EVENTS = f"""
SELECT e.id, f.facts, e.evidence, e.evidence_spans, e.trigger_spans[1][1] AS at, e.day,
  r.published, r.day AS report_day, coalesce(o.root, e.report) AS root, o.outlet AS voice, o.why,
  {CURRENT} AS current
FROM asked a JOIN events e ON e.id = a.id JOIN facts f ON f.event = e.id JOIN reports r ON r.id = e.report
LEFT JOIN origins o ON o.report = e.report
"""

_NUMBERS = """
SELECT q.event, q.kind, q.value, q.low, q.high, q.bound, q.spans FROM quantities q JOIN asked a ON a.id = q.event
ORDER BY q.id
"""

_SPEAKERS = """
SELECT l.event, c.speaker, c.speaker_as_written, c.stance, coalesce(w.kind, c.kind), coalesce(w.country, c.country),
  coalesce(w.sectors, c.sectors), w.id, w.name
FROM (SELECT e.id AS event, unnest(e.claims) AS claim, generate_subscripts(e.claims, 1) AS depth
      FROM events e JOIN asked a ON a.id = e.id) l
JOIN claims c ON c.id = l.claim
LEFT JOIN identities i ON i.entity = c.entity AND i.judgement = 'same' LEFT JOIN actors w ON w.id = i.actor
WHERE c.vouches
ORDER BY l.event, l.depth
"""

_OUTLETS = f"""
SELECT e.id, {OUTLETS.format(report="e.report")} FROM asked a JOIN events e ON e.id = a.id
"""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an event: `low` to `high`, None for an open end; `bound` as in the record."""

    kind: str
    value: float
    low: float | None
    high: float | None
    bound: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who vouches for an event; `actor` is who that is across reports, where it is known."""

    name: str | None
    written: str | None
    stance: str
    kind: str | None
    country: str | None
    sectors: tuple[str, ...]
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one report tells it.

    `root` is the report that its report goes back to, `voice` the outlet whose work it is, `why` as in the table
    `origins`; `outlets` are those where the text came out. `age` sorts by publication; `at` is where the trigger
    stands. `speakers` vouch for the event, outermost first; none: the report itself does.
    """

    facts: EventFacts
    root: str
    voice: str | None
    why: str
    outlets: tuple[str, ...]
    age: tuple[str, str, str]
    at: int
    current: bool
    day: str | None
    evidence: str
    spans: list[list[int]]
    numbers: tuple[Number, ...]
    speakers: tuple[Speaker, ...]

    @property
    def event(self) -> str:
        """The event's id."""
        return self.facts.id

    @property
    def report(self) -> str:
        """The report's id."""
        return self.facts.report


def tellings(connection: DuckDBPyConnection, events: Iterable[str]) -> dict[str, Telling]:
    """These events with all that is needed to count and compare them, under their ids."""
    with_ids(connection, "asked", events)
    numbers: defaultdict[str, list[Number]] = defaultdict(list)
    for event, kind, value, low, high, bound, spans in connection.execute(_NUMBERS).fetchall():
        numbers[event].append(Number(kind, value, low, high, bound, tuple((a, b) for a, b in spans)))
    speakers: defaultdict[str, list[Speaker]] = defaultdict(list)
    for event, name, written, stance, kind, country, sectors, actor, full in connection.execute(_SPEAKERS).fetchall():
        speakers[event].append(Speaker(full or name, written, stance, kind, country, _telling(sectors), actor))
    outlets = dict(connection.execute(_OUTLETS).fetchall())
    return {
        row[0]: _made(row, outlets[row[0]], numbers[row[0]], speakers[row[0]])
        for row in connection.execute(_EVENTS).fetchall()
    }


def _made(row: Any, outlets: Sequence[str], numbers: Sequence[Number], speakers: Sequence[Speaker]) -> Telling:
    _, plain, evidence, spans, at, day, published, report_day, root, voice, why, current = row
    facts = from_plain(json.loads(plain))
    return Telling(
        facts=facts,
        root=root,
        voice=voice,
        why=why or "own",
        outlets=tuple(outlets),
        age=(str(report_day or "9999"), published or "9999", facts.report),
        at=at,
        current=current,
        day=None if day is None else str(day),
        evidence=evidence,
        spans=[list(span) for span in spans],
        numbers=tuple(numbers),
        speakers=tuple(speakers),
    )


def _telling(sectors: Sequence[str]) -> tuple[str, ...]:
    """The sectors, those that tell most first: GOV is also what a bare "official" or "spokesman" is given."""
    known = [sector for sector in sectors if sector != "UNK"]
    return tuple(sorted(known, key=lambda sector: sector == "GOV"))
