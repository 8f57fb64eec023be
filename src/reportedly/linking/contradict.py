"""Field by field over one incident: which tellings agree, and which cannot both be right.

Every distinct value of a field is held by one telling, and each two values are compared once, through those that hold
them: what a reader wants to see is which values there are. Who else says the same stands in rows of equals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from reportedly.linking.tellings import Telling
from reportedly.linking.values import Relation, Value, most_values, relate, values

__all__ = ["Comparison", "compare_tellings"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two tellings and what they say in one field."""

    field: str
    relation: Relation
    one: Telling
    other: Telling
    value: str
    other_value: str

    def row(self, incident: str) -> dict[str, Any]:
        """As a row of the table `comparisons`."""
        return {
            "incident": incident,
            "field": self.field,
            "relation": self.relation,
            "event": self.one.event,
            "other": self.other.event,
            "value": self.value,
            "other_value": self.other_value,
            "quote": self.one.evidence,
            "other_quote": self.other.evidence,
            "spans": self.one.spans,
            "other_spans": self.other.spans,
        }


@dataclass(frozen=True, slots=True)
class _Said:
    """A value, and the tellings that say it, the one to quote first."""

    value: Value
    told: tuple[Telling, ...]


def compare_tellings(told: Sequence[Telling], origins: dict[str, str]) -> list[Comparison]:
    """All comparisons of an incident's tellings; `origins` leads from events to whose word they rest on.

    Tellings that a newer version of their report replaced are left out. Of what one report says on one source's word
    only the first place in each field counts, and of numbers the greatest.
    """
    found = []
    for field, said in sorted(_by_field(told, origins).items()):
        ranked = sorted(said, key=lambda s: (-len({t.root for t in s.told}), s.value.words))[: most_values()]
        for left, right in combinations(sorted(ranked, key=lambda s: _order(s.told[0])), 2):
            relation = relate(left.value, right.value)
            if relation is not None:
                found.append(_pair(field, relation, left, right))
        found += [comparison for one in said for comparison in _equals(field, one)]
    return found


def _by_field(told: Sequence[Telling], origins: dict[str, str]) -> dict[str, list[_Said]]:
    """The distinct values of every field with those who say them."""
    said: defaultdict[tuple[str, tuple[str, ...]], list[tuple[Value, Telling]]] = defaultdict(list)
    for telling, value in _spoken(told, origins):
        said[value.field, value.key].append((value, telling))
    fields: defaultdict[str, list[_Said]] = defaultdict(list)
    for (field, _), pairs in said.items():
        tellings = sorted({t.event: t for _, t in pairs}.values(), key=_order)
        words = Counter(value.words for value, _ in pairs)
        shown = min(words, key=lambda w: (-words[w], -len(w), w))
        value = next(value for value, _ in pairs if value.words == shown)
        fields[field].append(_Said(value, tuple(tellings)))
    return fields


def _order(telling: Telling) -> tuple[Any, ...]:
    """Originals before copies, early before late, sentences before headlines."""
    return telling.report != telling.root, telling.age, telling.facts.headline, telling.at, telling.event


def _spoken(told: Sequence[Telling], origins: dict[str, str]) -> Iterator[tuple[Telling, Value]]:
    """Each report's values, once for each source it has them from; of numbers the greatest it gives."""
    best: dict[tuple[str, str, str], tuple[Telling, Value]] = {}
    for telling in sorted((t for t in told if t.current), key=_order):
        for value in values(telling):
            key = (telling.report, _voice(telling, origins), value.field)
            held = best.get(key)
            if held is None or _greater(value, held[1]):
                best[key] = telling, value
    yield from best.values()


def _voice(telling: Telling, origins: dict[str, str]) -> str:
    """Who says it in the report: numbers that one speaker gives may be parts of one another."""
    named = next((s.actor or s.name for s in reversed(telling.speakers) if s.kind not in (None, "unnamed")), None)
    return named or origins[telling.event]


def _greater(value: Value, held: Value) -> bool:
    mine, theirs = getattr(value.what, "value", None), getattr(held.what, "value", None)
    return mine is not None and theirs is not None and mine > theirs


def _pair(field: str, relation: Relation, left: _Said, right: _Said) -> Comparison:
    """The two tellings that are quoted: of different reports where there are such."""
    one, other = min(
        ((a, b) for a in left.told[:8] for b in right.told[:8]),
        key=lambda pair: (pair[0].report == pair[1].report, _order(pair[0]), _order(pair[1])),
    )
    return Comparison(field, relation, one, other, left.value.words, right.value.words)


def _equals(field: str, said: _Said) -> Iterator[Comparison]:
    """Who else says the same: another report each, not a copy of the one quoted."""
    first = said.told[0]
    roots = {first.root}
    for telling in said.told[1:]:
        if telling.root not in roots:
            roots.add(telling.root)
            yield Comparison(field, "equal", first, telling, said.value.words, said.value.words)
