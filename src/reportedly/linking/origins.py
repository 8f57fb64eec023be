"""Whose work a report is: its own outlet's, the one whose text it copies or credits, or the one that it only relays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from reportedly.casebook.bulk import insert
from reportedly.linking.credits import Credit, credit
from reportedly.linking.groups import Groups, copy_row
from reportedly.linking.ids import batches, delete, with_ids
from reportedly.linking.outlets import Outlets, outlets, refers_back

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["changed_names", "known_outlets", "trace"]

_AT_ONCE = 1_000  # groups whose texts are in memory together

_MEMBERS = """
SELECT g.root, r.id, r.outlet, r.day, r.published, r.id IN (SELECT replaces FROM versions), r.text
FROM grouped g JOIN wanted w ON w.id = g.root JOIN reports r ON r.id = g.report
"""

# What a report tells, and the claims round each event, outermost first. History is background, not what is relayed.
_CHAINS = """
SELECT e.report, e.id, c.speaker, c.speaker_as_written, c.cue, c.source_spans, c.cue_spans
FROM events e JOIN asked a ON a.id = e.report
LEFT JOIN (SELECT id AS event, unnest(claims) AS claim, generate_subscripts(claims, 1) AS depth FROM events
           WHERE report IN (SELECT id FROM asked)) l ON l.event = e.id
LEFT JOIN claims c ON c.id = l.claim AND c.vouches
WHERE e.status <> 'historical'
ORDER BY e.report, e.id, c.id IS NULL, l.depth
"""


@dataclass(frozen=True, slots=True)
class _Member:
    """A report of a group. `age` sorts by day and hour of publication, undated ones last, replaced ones first."""

    report: str
    outlet: str | None
    age: tuple[str, str, bool, str]
    credit: Credit | None


@dataclass(frozen=True, slots=True)
class _Relay:
    outlet: str
    words: str
    spans: list[list[int]]


def known_outlets(connection: DuckDBPyConnection, *, before: bool = False) -> Outlets:
    """The outlets of the knowledge list and of the casebook's reports; with `before`, of those linked already."""
    only = "WHERE report IN (SELECT report FROM origins)" if before else ""
    rows = connection.execute(
        "SELECT DISTINCT outlet FROM (SELECT id AS report, outlet FROM reports UNION ALL "
        f"SELECT report, outlet FROM appearances) {only}"
    ).fetchall()
    return outlets(outlet for (outlet,) in rows if outlet)


def changed_names(connection: DuckDBPyConnection, before: Outlets, now: Outlets) -> set[str]:
    """Reports linked already whose words may name an outlet that was not known, or was another, when they were."""
    changed = {name for name, _ in before.names.items() ^ now.names.items()}
    if not changed:
        return set()
    with_ids(connection, "asked", changed)
    rows = connection.execute(
        "SELECT r.id FROM reports r WHERE r.id IN (SELECT report FROM origins) AND EXISTS "
        "(SELECT 1 FROM asked a WHERE contains(lower(r.text), a.id))"
    ).fetchall()
    return {report for (report,) in rows}


def trace(connection: DuckDBPyConnection, groups: Groups, known: Outlets, reports: Iterable[str]) -> set[str]:
    """Tell the origins of these reports and of all in their groups anew; returns all of which that was done."""
    with_ids(connection, "asked", reports)
    names = connection.execute(
        "SELECT DISTINCT g.root FROM grouped g JOIN asked a ON a.id = g.report ORDER BY 1"
    ).fetchall()
    done: set[str] = set()
    for some in batches((name for (name,) in names), _AT_ONCE):
        with_ids(connection, "wanted", some)
        members: defaultdict[str, list[_Member]] = defaultdict(list)
        for name, report, outlet, day, published, replaced, text in connection.execute(_MEMBERS).fetchall():
            age = (str(day or "9999"), published or "9999", not replaced, report)
            members[name].append(_Member(report, known.named(outlet) or outlet, age, credit(text, known)))
        done |= _trace(connection, groups, known, list(members.values()))
    return done


def _trace(
    connection: DuckDBPyConnection, groups: Groups, known: Outlets, found: Sequence[Sequence[_Member]]
) -> set[str]:
    reports = {member.report for members in found for member in members}
    relays = _relays(connection, known, {member.report: member.outlet for members in found for member in members})
    roots = {member.report: _root(members).report for members in found for member in members}
    delete(connection, "origins", "report", reports)
    insert(connection, "origins", (row for members in found for row in _rows(members, relays)))
    with_ids(connection, "gone", reports)
    connection.execute("DELETE FROM copies WHERE judgement = 'same' AND report IN (SELECT id FROM gone)")
    connection.execute(
        "DELETE FROM copies WHERE report IN (SELECT id FROM gone) AND copy_of IN (SELECT id FROM gone) AND "
        "(SELECT root FROM origins o WHERE o.report = copies.report) = "
        "(SELECT root FROM origins o WHERE o.report = copies.copy_of)"
    )
    pairs = [(report, root) for report, root in sorted(roots.items()) if report != root]
    insert(connection, "copies", (copy_row(*key, found, "same") for key, found in groups.compare(pairs)))
    return reports


def _root(members: Sequence[_Member]) -> _Member:
    """The report that the others go back to: the earliest of the outlet that they credit, else the earliest of all."""
    credited = {m.credit.outlet for m in members if m.credit is not None and m.credit.outlet is not None}
    own = [m for m in members if m.outlet in credited]
    return min(own or members, key=lambda m: m.age)


def _rows(members: Sequence[_Member], relays: Mapping[str, _Relay]) -> Iterator[dict[str, Any]]:
    root = _root(members)
    origin = _own(root, relays.get(root.report))
    if len(members) > 1 and origin["why"] == "own":
        origin = _credited_by_others(members, root) or origin
    yield {**origin, "report": root.report, "root": root.report}
    for member in members:
        if member.report != root.report:
            named = member.credit is not None and _away(member)
            yield {
                "report": member.report,
                "root": root.report,
                "outlet": origin["outlet"],
                "why": "copy",
                "words": member.credit.words if named and member.credit else None,
                "spans": [list(member.credit.span)] if named and member.credit else [],
            }


def _own(member: _Member, relay: _Relay | None) -> dict[str, Any]:
    """Whose a report is by its own words."""
    if member.credit is not None and _away(member):
        return _named("credited", member.credit.outlet, member.credit.words, [list(member.credit.span)])
    if relay is not None:
        return _named("relayed", relay.outlet, relay.words, relay.spans)
    return _named("own", member.outlet, None, [])


def _credited_by_others(members: Sequence[_Member], root: _Member) -> dict[str, Any] | None:
    """The outlet that copies of a report credit, where its own report is not there."""
    for member in sorted(members, key=lambda m: m.age):
        if member.credit is not None and member.credit.outlet not in (None, root.outlet):
            return _named("credited", member.credit.outlet, None, [])
    return None


def _away(member: _Member) -> bool:
    """Whether the credit names another outlet than the report's own."""
    return member.credit is not None and (member.credit.outlet is None or member.credit.outlet != member.outlet)


def _named(why: str, outlet: str | None, words: str | None, spans: list[list[int]]) -> dict[str, Any]:
    return {"outlet": outlet, "why": why, "words": words, "spans": spans}


def _relays(connection: DuckDBPyConnection, known: Outlets, own: Mapping[str, str | None]) -> dict[str, _Relay]:
    """Reports all of whose events one other outlet vouches for, outermost of all who do."""
    with_ids(connection, "asked", own)
    outermost: defaultdict[str, dict[str, _Speaker]] = defaultdict(dict)
    for report, event, *speaker in connection.execute(_CHAINS).fetchall():
        outermost[report].setdefault(event, _Speaker(*speaker))
    relays = ((report, _relay(list(events.values()), known)) for report, events in outermost.items())
    return {report: relay for report, relay in relays if relay is not None and relay.outlet != own[report]}


class _Speaker(NamedTuple):
    """Who vouches for an event, outermost; all None where the report does so itself."""

    name: str | None
    written: str | None
    cue: str | None
    spans: list[list[int]] | None
    cue_spans: list[list[int]] | None


def _relay(speakers: Sequence[_Speaker], known: Outlets) -> _Relay | None:
    named = [(outlet, speaker) for speaker in speakers if (outlet := known.named(speaker.name)) is not None]
    if len({outlet for outlet, _ in named}) != 1:
        return None
    if any(known.named(speaker.name) is None and not refers_back(speaker.written) for speaker in speakers):
        return None
    outlet, first = min(named, key=lambda pair: pair[1].spans or [])
    pieces = sorted([(first.spans or [[]], first.written or ""), (first.cue_spans or [[]], first.cue or "")])
    return _Relay(outlet, " ".join(words for _, words in pieces), [span for spans, _ in pieces for span in spans])
