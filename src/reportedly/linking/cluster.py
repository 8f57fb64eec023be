"""From edges to incidents: which events are tellings of one happening.

Incidents are derived from edges and never stored as merges, so that undoing one is a row. Within each group of events
that are connected at all, the two clusters whose events are most alike on average are joined, again and again, down to
a threshold: a single wrong edge does not chain two incidents. The order in which edges come in plays no part, and a
group that no new edge touches stays as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from reportedly.linking.judge import Edge
from reportedly.linking.knowledge import knowledge

__all__ = ["Partition", "Verdict", "cluster", "groups"]

Partition = tuple[tuple[str, ...], ...]
"""Clusters of event ids, each sorted, in the order of their first ids."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reader's word on two events: it outweighs every edge. Of two on one pair the later one counts."""

    left: str
    right: str
    same: bool


@dataclass(slots=True)
class _Tie:
    """Between two clusters: the sum of scores, how many pairs were compared, and whether they must not join."""

    total: float = 0.0
    compared: int = 0
    barred: bool = False


@dataclass(slots=True)
class _Forest:
    """Clusters under way: members by cluster, and ties between clusters, under their smallest ids."""

    members: dict[str, list[str]]
    ties: defaultdict[str, dict[str, _Tie]] = field(default_factory=lambda: defaultdict(dict))

    def tie(self, one: str, other: str) -> _Tie:
        tie = self.ties[one].get(other)
        if tie is None:
            tie = self.ties[one][other] = self.ties[other][one] = _Tie()
        return tie

    def likeness(self, one: str, other: str) -> float:
        """Mean score between two clusters. Pairs never compared count as unlike, at most as many as were compared."""
        tie = self.ties[one][other]
        if tie.barred:
            return 0.0
        absent = len(self.members[one]) * len(self.members[other]) - tie.compared
        return tie.total / (tie.compared + min(absent, tie.compared)) if tie.compared else 0.0

    def join(self, one: str, other: str) -> None:
        """Merge `other` into `one`."""
        self.members[one] += self.members.pop(other)
        for neighbour, tie in self.ties.pop(other).items():
            del self.ties[neighbour][other]
            if neighbour == one:
                continue
            held = self.tie(one, neighbour)
            held.total += tie.total
            held.compared += tie.compared
            held.barred |= tie.barred


def cluster(
    edges: Iterable[Edge],
    verdicts: Sequence[Verdict] = (),
    events: Iterable[str] = (),
    *,
    at_least: float | None = None,
) -> Partition:
    """The partition of all events that edges, verdicts or `events` name; the same for every order of edges and events.

    `at_least` is the mean score from which clusters join (default: `join` of the data file). Vetoed pairs, and pairs a
    reader called different, are never in one cluster, unless a reader said so of the pair itself.
    """
    threshold = knowledge().join if at_least is None else at_least
    given = {(min(e.left, e.right), max(e.left, e.right)): e for e in edges}
    latest = {(min(v.left, v.right), max(v.left, v.right)): v.same for v in verdicts}
    names = {name for pair in (*given, *latest) for name in pair} | set(events)
    forest = _Forest({name: [name] for name in sorted(names)})
    for pair, edge in sorted(given.items()):
        tie = forest.tie(*pair)
        tie.total += edge.score
        tie.compared += 1
        tie.barred |= edge.veto is not None
    for pair, same in sorted(latest.items()):
        forest.tie(*pair).barred = not same
    _told_same(forest, sorted(pair for pair, same in latest.items() if same))
    _agglomerate(forest, threshold)
    return tuple(sorted(tuple(sorted(members)) for members in forest.members.values()))


def groups(edges: Iterable[Edge], verdicts: Iterable[Verdict] = ()) -> Partition:
    """Events that are connected by edges judged same or unsure, or by verdicts: each group is clustered on its own.

    After new edges only the groups that hold one of their events need be clustered again.
    """
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    joined = [(e.left, e.right) for e in edges if e.judgement != "different"]
    for left, right in (*joined, *((v.left, v.right) for v in verdicts)):
        one, other = sorted((root(left), root(right)))
        parent[other] = one
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(parent):
        found[root(name)].append(name)
    return tuple(sorted(tuple(members) for members in found.values()))


def _told_same(forest: _Forest, pairs: Sequence[tuple[str, str]]) -> None:
    """Join what a reader called the same, except where the joined clusters hold a pair that must not be one."""
    where = {name: name for name in forest.members}
    for left, right in pairs:
        one, other = sorted((where[left], where[right]))
        if one == other or forest.tie(one, other).barred:
            continue
        for name in forest.members[other]:
            where[name] = one
        forest.join(one, other)


def _agglomerate(forest: _Forest, threshold: float) -> None:
    """Join the two likest clusters until none are alike enough; ties in likeness go to the ids that sort first."""
    heap = [
        (-likeness, one, other)
        for one, ties in forest.ties.items()
        for other in ties
        if one < other and (likeness := forest.likeness(one, other)) >= threshold
    ]
    heapify(heap)
    while heap:
        likeness, one, other = heappop(heap)
        if one not in forest.members or other not in forest.members or -forest.likeness(one, other) != likeness:
            continue  # grown since, and entered anew
        forest.join(one, other)
        for neighbour in forest.ties[one]:
            again = forest.likeness(one, neighbour)
            if again >= threshold:
                heappush(heap, (-again, min(one, neighbour), max(one, neighbour)))
