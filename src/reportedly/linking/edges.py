"""Pairs of events on the store: found by a join over their keys, judged, and kept as edges."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.casebook.bulk import insert
from reportedly.linking.block import blocking_keys, within
from reportedly.linking.facts import Encoder, EventFacts, from_plain
from reportedly.linking.ids import batches, delete, with_ids
from reportedly.linking.judge import Edge, judge
from reportedly.linking.knowledge import knowledge
from reportedly.linking.score import veto
from reportedly.linking.vectors import encoded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["edges_among", "forget_between", "forget_passed_over", "meet", "put_keys"]

_AT_ONCE = 500  # events whose candidates are looked for together
_JUDGED_AT_ONCE = 20_000  # pairs

_FACTS = """
SELECT f.event, f.facts, f.vector, o.root, o.report <> o.root OR EXISTS (
  SELECT 1 FROM origins c WHERE c.root = o.report AND c.report <> o.report)
FROM asked a JOIN facts f ON f.event = a.id LEFT JOIN origins o ON o.report = f.report
"""

# As `reportedly.linking.block.partners`: wide keys that too many have are passed over, narrow ones cut short.
_CANDIDATES = """
WITH mine AS (
  SELECT DISTINCT key FROM keys k JOIN wanted w ON w.id = k.event
), ranked AS (
  SELECT k.key, k.event, w.id IS NOT NULL AS mine, count(*) OVER (PARTITION BY k.key) AS n,
    row_number() OVER (PARTITION BY k.key ORDER BY k.event) AS place
  FROM keys k SEMI JOIN mine m ON m.key = k.key LEFT JOIN wanted w ON w.id = k.event
)
SELECT DISTINCT least(m.event, o.event) AS one, greatest(m.event, o.event) AS other
FROM ranked m JOIN ranked o ON o.key = m.key AND o.event <> m.event
WHERE m.mine AND {among} AND (m.n <= $most OR (NOT starts_with(m.key, 'w') AND (m.place <= $most OR o.place <= $most)))
ORDER BY one, other
"""

# Edges of pairs that meet under no key any more, now that keys of theirs have become too common.
_PASSED_OVER = """
WITH mine AS (
  SELECT DISTINCT key FROM keys k JOIN wanted w ON w.id = k.event
), common AS (
  SELECT k.key FROM keys k SEMI JOIN mine m ON m.key = k.key GROUP BY k.key HAVING count(*) > $most
), suspect AS (
  SELECT DISTINCT l.event, l.other FROM links l JOIN keys a ON a.event = l.event
  JOIN keys b ON b.event = l.other AND b.key = a.key JOIN common c ON c.key = a.key
), theirs AS (
  SELECT DISTINCT key FROM keys WHERE event IN (SELECT event FROM suspect UNION ALL SELECT other FROM suspect)
), ranked AS (
  SELECT k.key, k.event, count(*) OVER (PARTITION BY k.key) AS n,
    row_number() OVER (PARTITION BY k.key ORDER BY k.event) AS place
  FROM keys k SEMI JOIN theirs t ON t.key = k.key
), meeting AS (
  SELECT s.event, s.other FROM suspect s JOIN ranked a ON a.event = s.event
  JOIN ranked b ON b.event = s.other AND b.key = a.key
  WHERE a.n <= $most OR (NOT starts_with(a.key, 'w') AND (a.place <= $most OR b.place <= $most))
)
DELETE FROM links WHERE (event, other) IN (FROM suspect) AND (event, other) NOT IN (FROM meeting)
RETURNING event, other
"""

_AMONG = """
SELECT l.event, l.other, l.judgement, l.score, l.features FROM links l
JOIN wanted a ON a.id = l.event JOIN wanted b ON b.id = l.other ORDER BY l.event, l.other
"""


def put_keys(connection: DuckDBPyConnection, events: Iterable[str]) -> None:
    """Tell the keys of these events anew, and forget their edges."""
    for some in batches(sorted(set(events)), 4 * _AT_ONCE):
        delete(connection, "keys", "event", some)
        for column in ("event", "other"):
            connection.execute(f'DELETE FROM links WHERE "{column}" IN (SELECT id FROM gone)')
        facts = _facts(connection, some)
        insert(connection, "keys", ({"key": key, "event": one} for one in some for key in blocking_keys(facts[one])))


def meet(connection: DuckDBPyConnection, events: Iterable[str], encode: Encoder | None) -> int:
    """Compare these events with all that share a key with them; keep what may be the same. Returns how many pairs."""
    done = 0
    fresh = sorted(set(events))
    new = frozenset(fresh)
    for some in batches(fresh, _AT_ONCE):
        with_ids(connection, "wanted", some)
        here = frozenset(some)
        pairs = [
            pair
            for pair in connection.execute(_CANDIDATES.format(among="true"), {"most": knowledge().most}).fetchall()
            if not any(event in new and event < some[0] and event not in here for event in pair)  # met already
        ]
        judged = _judged(connection, pairs, encode)
        insert(connection, "links", (_row(edge) for edge in judged if edge.judgement != "different"))
        done += len(pairs)
    return done


def forget_passed_over(connection: DuckDBPyConnection, events: Iterable[str]) -> set[str]:
    """Take out what no longer meets because these new events share a key that too many have now; returns whose it was.

    So that it does not matter whether a pair was looked at while its key was still rare.
    """
    with_ids(connection, "wanted", events)
    gone = connection.execute(_PASSED_OVER, {"most": knowledge().most}).fetchall()
    return {event for pair in gone for event in pair}


def edges_among(
    connection: DuckDBPyConnection, groups: Sequence[Sequence[str]], encode: Encoder | None
) -> list[list[Edge]]:
    """For each group, all edges between its events; those that say "different" are judged and kept now that they
    matter."""
    of = {event: number for number, group in enumerate(groups) for event in group}
    with_ids(connection, "wanted", of)
    found: list[list[Edge]] = [[] for _ in groups]
    for one, other, judgement, score, features in connection.execute(_AMONG).fetchall():
        if of[one] == of[other]:
            found[of[one]].append(Edge(one, other, judgement, score, veto=_veto(features)))
    known = {(edge.left, edge.right) for edges in found for edge in edges}
    pairs = connection.execute(_CANDIDATES.format(among="o.mine"), {"most": knowledge().most}).fetchall()
    within_one = ((one, other) for one, other in pairs if of[one] == of[other] and (one, other) not in known)
    missing = list(_judged(connection, within_one, encode))
    insert(connection, "links", (_row(edge) for edge in missing))
    for edge in missing:
        found[of[edge.left]].append(edge)
    return found


def forget_between(connection: DuckDBPyConnection, groups: Iterable[Sequence[str]]) -> None:
    """Take out edges that say "different" between groups: only within one do they matter."""
    with_ids(connection, "asked", (f"{event}={group[0]}" for group in groups for event in group))
    connection.execute(
        "DELETE FROM links WHERE judgement = 'different' AND rowid IN (SELECT l.rowid FROM links l "
        "JOIN asked a ON split_part(a.id, '=', 1) = l.event JOIN asked b ON split_part(b.id, '=', 1) = l.other "
        "WHERE split_part(a.id, '=', 2) <> split_part(b.id, '=', 2))"
    )


def _judged(connection: DuckDBPyConnection, pairs: Iterable[tuple[str, str]], encode: Encoder | None) -> Iterator[Edge]:
    for some in batches(pairs, _JUDGED_AT_ONCE):
        facts = _facts(connection, {event for key in some for event in key})
        near = [pair for pair in some if within(facts[pair[0]], facts[pair[1]])]
        open_to_doubt = {event for pair in near if veto(facts[pair[0]], facts[pair[1]]) is None for event in pair}
        facts |= encoded(connection, [facts[event] for event in sorted(open_to_doubt)], encode)
        for one, other in near:
            yield judge(facts[one], facts[other])


def _facts(connection: DuckDBPyConnection, events: Iterable[str]) -> dict[str, EventFacts]:
    with_ids(connection, "asked", events)
    return {
        event: replace(from_plain(json.loads(plain), vector), copies=root if shared else None)
        for event, plain, vector, root, shared in connection.execute(_FACTS).fetchall()
    }


def _row(edge: Edge) -> dict[str, object]:
    features = edge.explained()
    if edge.judgement == "different":
        features = [row for row in features if row["name"] == "veto"]
    return {
        "event": edge.left,
        "other": edge.right,
        "judgement": edge.judgement,
        "score": edge.score,
        "features": features,
    }


def _veto(features: str) -> str | None:
    rows = json.loads(features)
    return rows[0]["words"] if rows and rows[0]["name"] == "veto" else None
