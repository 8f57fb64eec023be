"""The events of incidents as what tells them: each with its report, its words, its numbers, and who says so."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportedly.casebook.queries.present import present_quantities
from reportedly.linking.corrected import corrected
from reportedly.linking.facts import EventFacts, Party, from_plain
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
SELECT q.event, q.kind, q.value, q.low, q.high, q.bound, q.as_written FROM {quantities} q JOIN asked a ON a.id = q.event
ORDER BY q.id
"""

_NAMED = """
SELECT e.id, c.speaker, c.speaker_as_written, c.stance, coalesce(w.kind, c.kind), coalesce(w.country, c.country),
  coalesce(w.sectors, c.sectors), w.id, w.name
FROM asked a JOIN events e ON e.id = a.id JOIN claims c ON c.report = e.report
LEFT JOIN identities i ON i.entity = c.entity AND i.judgement = 'same' LEFT JOIN actors w ON w.id = i.actor
WHERE c.kind <> 'unnamed' AND contains(c.speaker_as_written, ' ')
ORDER BY e.id, c.source_spans, c.id
"""

_PARTIES = """
SELECT p.event, p.role, p.position, w.id, w.name FROM parties p JOIN asked a ON a.id = p.event
JOIN identities i ON i.entity = p.entity AND i.judgement = 'same' JOIN actors w ON w.id = i.actor
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
    """A number of an event: `low` to `high`, None for an open end; `bound` and the words as in the record."""

    kind: str
    value: float
    low: float | None
    high: float | None
    bound: str
    written: str


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
    stands. `speakers` vouch for the event, outermost first; none: the report itself does. `named` are all who speak in
    the report under a name, by which a source without a name may be known.
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
    named: tuple[Speaker, ...]

    @property
    def event(self) -> str:
        """The event's id."""
        return self.facts.id

    @property
    def report(self) -> str:
        """The report's id."""
        return self.facts.report


def tellings(connection: DuckDBPyConnection, events: Iterable[str]) -> dict[str, Telling]:
    """These events as people put them right, with all that is needed to count and compare them, under their ids."""
    asked = list(events)
    put_right = corrected(connection, asked)
    with_ids(connection, "asked", asked)
    numbers: defaultdict[str, list[Number]] = defaultdict(list)
    sql = _NUMBERS.format(quantities=present_quantities(connection))
    for event, *number in connection.execute(sql).fetchall():
        numbers[event].append(Number(*number))
    speakers, named = _speakers(connection, _SPEAKERS), _speakers(connection, _NAMED)
    parties: defaultdict[str, dict[tuple[str, int], tuple[str, str]]] = defaultdict(dict)
    for event, role, position, actor, name in connection.execute(_PARTIES).fetchall():
        parties[event][role, position] = actor, name
    outlets = dict(connection.execute(_OUTLETS).fetchall())
    found = {}
    for event, plain, evidence, spans, at, day, published, report_day, root, voice, why, current in connection.execute(
        _EVENTS
    ).fetchall():
        day = put_right.day(event, day)
        facts = put_right.facts(_known(from_plain(json.loads(plain)), parties[event]))
        found[event] = Telling(
            facts=facts,
            root=root,
            voice=voice,
            why=why or "own",
            outlets=tuple(outlets[event]),
            age=(str(report_day or "9999"), published or "9999", facts.report),
            at=at,
            current=current,
            day=None if day is None else str(day),
            evidence=evidence,
            spans=[list(span) for span in spans],
            numbers=tuple(numbers[event]),
            speakers=tuple(speakers[event]),
            named=tuple(named[event]),
        )
    return found


def _speakers(connection: DuckDBPyConnection, query: str) -> defaultdict[str, list[Speaker]]:
    found: defaultdict[str, list[Speaker]] = defaultdict(list)
    for event, name, written, stance, kind, country, sectors, actor, full in connection.execute(query).fetchall():
        found[event].append(Speaker(full or name, written, stance, kind, country, _telling(sectors), actor))
    return found


def _known(facts: EventFacts, known: Mapping[tuple[str, int], tuple[str, str]]) -> EventFacts:
    """The facts with the names and keys that their parties have across reports."""

    def renamed(role: str, parties: Sequence[Party]) -> tuple[Party, ...]:
        told = ((party, known.get((role, position))) for position, party in enumerate(parties))
        return tuple(party if actor is None else replace(party, key=actor[0], name=actor[1]) for party, actor in told)

    return replace(facts, actors=renamed("actor", facts.actors), recipients=renamed("recipient", facts.recipients))


def _telling(sectors: Sequence[str]) -> tuple[str, ...]:
    """The sectors, those that tell most first: GOV is also what a bare "official" or "spokesman" is given."""
    known = [sector for sector in sectors if sector != "UNK"]
    return tuple(sorted(known, key=lambda sector: sector == "GOV"))
