"""What a telling says in each field, and how what two tellings say agrees: equal, compatible, or contradicting.

Two values contradict each other only where both cannot be true: counts whose ranges lie apart, days apart, places of
which neither holds the other, deeds of two who are known to be two, a denial and an assertion. What is coarser, open
or less sure is compatible. What is missing says nothing. A toll that rose contradicts the earlier one: which one holds
is for the reader to say, who sees the days of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from reportedly.knowledge import DATA, load_yaml
from reportedly.linking.distance import Site, apart
from reportedly.linking.facts import EventFacts, Party
from reportedly.linking.names import body_key
from reportedly.linking.tellings import Number, Telling
from reportedly.linking.witnesses import side

__all__ = ["Relation", "Value", "most_values", "relate", "values"]

Relation = Literal["equal", "compatible", "contradicting"]

_SURE = 0.5  # confidence of a place from which it may contradict another
_NAMED = frozenset({"person", "organisation", "group", "country"})


@dataclass(frozen=True, slots=True)
class Value:
    """What is said in a field: `words` to show; `key` is equal for equal values; `what` is a Number, days, a Site, …"""

    field: str
    words: str
    what: Any
    same: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Who is meant, or how much; else the words."""
        return self.same or (self.words,)


def values(telling: Telling) -> Iterator[Value]:
    """All that a telling says, field by field."""
    yield from _numbers(telling.numbers)
    facts = telling.facts
    if facts.first is not None and not facts.inferred and facts.last is not None:
        yield Value("day", _days(facts.first, facts.last), (facts.first, facts.last))
    if facts.site is not None:
        yield Value("place", facts.site.name, facts.site)
    said = side(telling)
    if said == "for":
        for field, parties in (("actor", facts.actors), ("recipient", facts.recipients)):
            known = [_placed(party, facts) for party in parties if party.kind is not None]
            known = [party for party in known if party.key or party.country or party.sectors]
            if known:
                who = tuple(sorted({_key(party) for party in known}))
                yield Value(field, ", ".join(dict.fromkeys(map(_called, known))), tuple(known), who)
    if said is not None:
        yield Value("status", "occurred" if said == "for" else "negated", said)


def _placed(party: Party, facts: EventFacts) -> Party:
    """ "The army" without more is that of the country spoken of."""
    if party.country is None and party.kind == "organisation" and party.sectors[:1] == ("MIL",) and facts.countries:
        return replace(party, country=facts.countries[0])
    return party


def relate(one: Value, other: Value) -> Relation | None:
    """How two values of one field agree; None where that cannot be told."""
    if one.key == other.key:
        return "equal"
    if isinstance(one.what, Number):
        return _relate_ranges(_range(one.what), _range(other.what))
    if one.field == "day":
        return _relate_ranges(one.what, other.what)
    if one.field == "place":
        return _relate_places(one.what, other.what)
    if one.field == "status":
        return "contradicting"
    return _relate_parties(one.what, other.what)


def _numbers(numbers: Sequence[Number]) -> Iterator[Value]:
    """The greatest number of each kind: smaller ones beside it may be parts of it."""
    most: dict[str, Number] = {}
    for number in numbers:
        held = most.get(number.kind)
        if number.kind in _knowledge()["numbers"] and (held is None or number.value > held.value):
            most[number.kind] = number
    for kind, number in sorted(most.items()):
        yield Value(kind, _shown(number), number, tuple(map(str, _range(number))))


def _shown(number: Number) -> str:
    """The figure with its bound, or the words where they give none ("dozens of fighters")."""
    if number.bound != "exact" and not any(letter.isdigit() for letter in number.written):
        return " ".join(number.written.split())
    return f"{_knowledge()['bounds'][number.bound]}{number.value:,g}"


@lru_cache(maxsize=1)
def _knowledge() -> dict[str, Any]:
    raw = load_yaml(DATA / "comparisons.yaml")
    sides = {sector: side for side, sectors in raw["sides"].items() for sector in sectors}
    return {"numbers": frozenset(raw["numbers"]), "bounds": raw["bounds"], "sides": sides, "most": int(raw["most"])}


def most_values() -> int:
    """How many distinct values of one field are compared with one another."""
    most: int = _knowledge()["most"]
    return most


def _range(number: Number) -> tuple[float, float]:
    low = number.low if number.low is not None else 0.0
    return low, number.high if number.high is not None else float("inf")


def _relate_ranges(one: tuple[float, float], other: tuple[float, float]) -> Relation:
    if one == other:
        return "equal"
    return "compatible" if one[0] <= other[1] and other[0] <= one[1] else "contradicting"


def _days(first: int, last: int) -> str:
    start, end = date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
    return start if start == end else f"{start} to {end}"


def _relate_places(one: Site, other: Site) -> Relation | None:
    between = apart(one, other)
    if between is None:
        return None
    if between.value < 0:
        return "contradicting" if min(one.confidence, other.confidence) >= _SURE else None
    return "equal" if between.km is not None and between.km < 1 and one.kind == other.kind else "compatible"


def _relate_parties(left: Sequence[Party], right: Sequence[Party]) -> Relation | None:
    """Those who have somebody in common agree; else they are compared pair by pair, and the best pair counts."""
    if {_key(party) for party in left} & {_key(party) for party in right}:
        return "compatible"
    found = {_relate_two(one, other) for one in left for other in right}
    if "compatible" in found or None in found:
        return "compatible" if "compatible" in found else None
    return "contradicting"


def _key(party: Party) -> str:
    sector = next(iter(party.sectors), None)
    return party.key or body_key(party.name, party.kind or "", party.country, sector) or _called(party)


def _called(party: Party) -> str:
    """A name as it is; a description without the capital of a sentence's beginning."""
    name = " ".join(party.name.split())
    return name[:1].lower() + name[1:] if party.kind in (None, "unnamed") else name


def _relate_two(one: Party, other: Party) -> Relation | None:
    """Two who are known to be two: of different countries, or an army and rebels. "Gunmen" may be either's."""
    if not (_is_named(one) and _is_named(other)):
        kin = bool({_kin(sector) for sector in one.sectors} & {_kin(sector) for sector in other.sectors})
        return "compatible" if kin and (not one.country or not other.country or one.country == other.country) else None
    if one.kind == "person" or other.kind == "person":
        return "compatible" if one.country and one.country == other.country else None
    if not one.country or not other.country:
        return None
    if one.country != other.country:
        return "contradicting"
    if "country" in (one.kind, other.kind) or not one.sectors or not other.sectors:
        return "compatible"
    if set(one.sectors) & set(other.sectors):
        return "compatible"
    sides = {side for side in (_side_of(one.sectors), _side_of(other.sectors)) if side}
    return "contradicting" if len(sides) == 2 else "compatible"


def _is_named(party: Party) -> bool:
    return party.kind in _NAMED and bool(party.country) and _key(party) != _called(party)


def _kin(sector: str) -> str:
    """A sector, or "armed" for those who fight without a state."""
    return "armed" if _knowledge()["sides"].get(sector) == "others" else sector


def _side_of(sectors: Iterable[str]) -> str | None:
    """The state's or the others' side, by the first sector that tells; rebels who rule are still rebels."""
    told = {_knowledge()["sides"].get(sector) for sector in sectors}
    return "others" if "others" in told else "state" if "state" in told else None
