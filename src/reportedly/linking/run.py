"""Linking a casebook: what is new is compared with what is there, and only what that touches is told anew.

    signatures → groups of copies → origins → actors → keys → edges → incidents, their tellings and comparisons

New reports are taken some thousand at a time, each lot in one transaction: a run that is cut off leaves every lot whole
or undone, and the next run goes on from there. Whatever order reports come in, and in however many lots, the result is
that of one run over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.casebook.bulk import Bulk
from reportedly.casebook.imports import transaction
from reportedly.linking.cluster import Partition, Verdict, cluster, groups
from reportedly.linking.corrected import judged_events
from reportedly.linking.edges import edges_among, forget_between, forget_passed_over, meet, put_keys
from reportedly.linking.facts import Encoder
from reportedly.linking.groups import Groups
from reportedly.linking.identity import identify
from reportedly.linking.ids import batches, delete, with_ids
from reportedly.linking.incidents import incident
from reportedly.linking.judge import Edge
from reportedly.linking.origins import changed_names, known_outlets, trace
from reportedly.linking.outlets import Outlets
from reportedly.linking.tellings import CURRENT, OUTLETS, tellings
from reportedly.linking.vectors import default_encoder
from reportedly.linking.verdicts import Pair, judged

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["LinkSummary", "link", "relink"]

_LOT = 2_000  # reports linked in one transaction
_AT_ONCE = 1_000  # reports signed together
_EVENTS = 5_000  # events whose incidents are told together
_MADE = (
    "signatures", "copies", "origins", "keys", "links", "incidents", "tellings", "comparisons", "actors", "identities",
)  # fmt: skip

# By day, so that reports of one happening come together.
_FRESH = f"""
SELECT id FROM reports WHERE id NOT IN (SELECT report FROM origins) ORDER BY day NULLS LAST, id LIMIT {_LOT}
"""

_SHARED = """
SELECT o.report, o.root FROM origins o JOIN asked a ON a.id = o.report
WHERE o.report <> o.root OR EXISTS (SELECT 1 FROM origins c WHERE c.root = o.report AND c.report <> o.report)
"""

_STALE = f"""
SELECT t.event, t.report FROM tellings t JOIN events e ON e.id = t.event
WHERE t.current <> {CURRENT} OR t.outlets <> {OUTLETS.format(report="t.report")}
"""


@dataclass(frozen=True, slots=True)
class LinkSummary:
    """What a run of linking did: reports that were new, events of theirs, pairs compared, incidents told anew."""

    reports: int = 0
    events: int = 0
    compared: int = 0
    incidents: int = 0

    def __add__(self, other: LinkSummary) -> LinkSummary:
        return LinkSummary(
            self.reports + other.reports,
            self.events + other.events,
            self.compared + other.compared,
            self.incidents + other.incidents,
        )


def link(connection: DuckDBPyConnection, *, encode: Encoder | None = None) -> LinkSummary:
    """Link what came in since the last run, and heed what people judged since.

    `encode` turns words into vectors (default: the encoder that comes along, where its model is there). Raises
    StoreError where the database cannot write.
    """
    return _run(connection, encode or default_encoder(), anew=False)


def relink(connection: DuckDBPyConnection, *, encode: Encoder | None = None) -> LinkSummary:
    """Throw away all that linking made, and make it again, as for a newer linker. Cut off, `link` goes on with it."""
    return _run(connection, encode or default_encoder(), anew=True)


def _run(connection: DuckDBPyConnection, encode: Encoder | None, *, anew: bool) -> LinkSummary:
    total = LinkSummary()
    before: Outlets | None = None
    while True:
        with transaction(connection):
            if anew:
                _clear(connection)
                anew = False
            known = known_outlets(connection)
            lot = _Lot(_ids(connection, _FRESH), before or known_outlets(connection, before=True), known)
            total += _link(connection, lot, encode)
        before = known
        if len(lot.reports) < _LOT:
            return total


def _clear(connection: DuckDBPyConnection) -> None:
    for name in _MADE:
        connection.execute(f'DELETE FROM "{name}"')
    connection.execute("UPDATE facts SET vector = NULL")


@dataclass(frozen=True, slots=True)
class _Lot:
    """Reports that are linked together, and the outlets that were known when those before them were, and are now."""

    reports: list[str]
    before: Outlets
    known: Outlets


def _link(connection: DuckDBPyConnection, lot: _Lot, encode: Encoder | None) -> LinkSummary:
    verdicts = judged(connection, "same_event")
    stale = connection.execute(_STALE).fetchall()
    retold, moved = _origins(connection, lot, {report for _, report in stale})
    retold |= identify(connection, lot.reports, judged(connection, "same_entity"))
    new = _events_of(connection, {*lot.reports, *moved})
    touched = new | _neighbours(connection, new) | {event for pair in verdicts for event in pair}
    put_keys(connection, new)
    compared = meet(connection, new, encode)
    touched |= forget_passed_over(connection, new)
    hanging = _connected(connection, touched, verdicts)
    told = _cluster(connection, hanging, verdicts, lot.known, encode)
    again = (_events_of(connection, retold) | {event for event, _ in stale} | judged_events(connection)) - hanging
    told += _tell_again(connection, again, lot.known)
    return LinkSummary(len(lot.reports), len(_events_of(connection, lot.reports)), compared, told)


def _origins(connection: DuckDBPyConnection, lot: _Lot, stale: set[str]) -> tuple[set[str], set[str]]:
    """Copies and origins; returns the reports whose origin was told, and those that are in another group now.

    `stale` reports were replaced, or came out elsewhere, since they were linked.
    """
    renamed = changed_names(connection, lot.before, lot.known)
    copies = Groups(connection, judged(connection, "copy"))
    for some in batches(lot.reports, _AT_ONCE):
        copies.add(some)
    copies.judge()
    old = (copies.touched | stale) - set(lot.reports)
    shared = _shared(connection, old)
    retold = trace(connection, copies, lot.known, copies.touched | renamed | stale)
    now = _shared(connection, old)
    return retold, {report for report in old if shared.get(report) != now.get(report)}


def _shared(connection: DuckDBPyConnection, reports: Iterable[str]) -> dict[str, str]:
    """The group of copies of those reports that are in one."""
    with_ids(connection, "asked", reports)
    return dict(connection.execute(_SHARED).fetchall())


def _ids(connection: DuckDBPyConnection, query: str) -> list[str]:
    return [id for (id,) in connection.execute(query).fetchall()]


def _events_of(connection: DuckDBPyConnection, reports: Iterable[str]) -> set[str]:
    with_ids(connection, "asked", reports)
    return set(_ids(connection, "SELECT f.event FROM facts f JOIN asked a ON a.id = f.report"))


def _neighbours(connection: DuckDBPyConnection, events: Iterable[str]) -> set[str]:
    """Events that are linked with these, or in one incident with them."""
    with_ids(connection, "asked", events)
    return set(
        _ids(
            connection,
            "SELECT l.other FROM links l JOIN asked a ON a.id = l.event WHERE l.judgement <> 'different' "
            "UNION SELECT l.event FROM links l JOIN asked a ON a.id = l.other WHERE l.judgement <> 'different' "
            "UNION SELECT o.event FROM tellings t JOIN asked a ON a.id = t.event JOIN tellings o USING (incident)",
        )
    )


def _connected(connection: DuckDBPyConnection, events: Iterable[str], verdicts: dict[Pair, str]) -> set[str]:
    """These events and all that hang together with them over edges, incidents and verdicts."""
    found: set[str] = set()
    frontier = set(events)
    while frontier:
        found |= frontier
        beside = {event for pair in verdicts if frontier & set(pair) for event in pair}
        frontier = (_neighbours(connection, frontier) | beside) - found
    with_ids(connection, "asked", found)
    return set(_ids(connection, "SELECT f.event FROM facts f JOIN asked a ON a.id = f.event"))


def _cluster(
    connection: DuckDBPyConnection, events: set[str], verdicts: dict[Pair, str], known: Outlets, encode: Encoder | None
) -> int:
    """Form incidents anew out of these events, which hang together with no others; returns how many they are."""
    said = [Verdict(*pair, same=word == "same") for pair, word in verdicts.items() if word in ("same", "different")]
    said = [verdict for verdict in said if {verdict.left, verdict.right} <= events]
    _forget(connection, events)
    partition: list[tuple[str, ...]] = []
    together = _groups(connection, events, said)
    forget_between(connection, together)
    partition += [group for group in together if len(group) == 1]
    for some in _by_size(group for group in together if len(group) > 1):
        members = {event: group for group in some for event in group}
        mine: dict[tuple[str, ...], list[Verdict]] = {group: [] for group in some}
        for verdict in said:
            if verdict.left in members:
                mine[members[verdict.left]].append(verdict)
        for group, edges in zip(some, edges_among(connection, some, encode), strict=True):
            partition += cluster(edges, mine[group], group)
    return _tell(connection, partition, known)


def _groups(connection: DuckDBPyConnection, events: set[str], verdicts: list[Verdict]) -> Partition:
    """Events that hang together, and every other on its own."""
    with_ids(connection, "wanted", events)
    rows = connection.execute(
        "SELECT l.event, l.other FROM links l JOIN wanted w ON w.id = l.event WHERE l.judgement <> 'different'"
    ).fetchall()
    together = groups((Edge(one, other, "same", 1.0) for one, other in rows), verdicts)
    alone = events - {event for group in together for event in group}
    return tuple(sorted((*together, *((event,) for event in alone))))


def _tell_again(connection: DuckDBPyConnection, events: Iterable[str], known: Outlets) -> int:
    """Tell the incidents of these events again, with the members that they have."""
    with_ids(connection, "asked", events)
    rows = connection.execute(
        "SELECT incident, list(event ORDER BY event) FROM tellings WHERE incident IN "
        "(SELECT t.incident FROM tellings t JOIN asked a ON a.id = t.event) GROUP BY incident ORDER BY incident"
    ).fetchall()
    partition = [tuple(members) for _, members in rows]
    _forget(connection, (event for members in partition for event in members))
    return _tell(connection, partition, known)


def _forget(connection: DuckDBPyConnection, events: Iterable[str]) -> None:
    """Take out the incidents of these events."""
    with_ids(connection, "asked", events)
    gone = _ids(connection, "SELECT DISTINCT t.incident FROM tellings t JOIN asked a ON a.id = t.event")
    delete(connection, "incidents", "id", gone)
    delete(connection, "comparisons", "incident", gone)
    delete(connection, "tellings", "incident", gone)


def _tell(connection: DuckDBPyConnection, partition: Iterable[tuple[str, ...]], known: Outlets) -> int:
    """Put the rows of these incidents."""
    done = 0
    with Bulk(connection) as bulk:
        for some in _by_size(partition):
            told = tellings(connection, (event for members in some for event in members))
            for members in some:
                one = incident([told[event] for event in members], known)
                bulk.add("incidents", one.row)
                for name, rows in (("tellings", one.tellings), ("comparisons", one.comparisons)):
                    for row in rows:
                        bulk.add(name, row)
                done += 1
    return done


def _by_size(partition: Iterable[tuple[str, ...]]) -> Iterable[list[tuple[str, ...]]]:
    """Incidents together until they hold so many events."""
    some: list[tuple[str, ...]] = []
    size = 0
    for members in partition:
        some.append(members)
        size += len(members)
        if size >= _EVENTS:
            yield some
            some, size = [], 0
    if some:
        yield some
