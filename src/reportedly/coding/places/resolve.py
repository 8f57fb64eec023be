"""Which place a name means: size and kind to begin with, then what the rest of the report speaks for.

The score of a place grows with the logarithm of its inhabitants, its kind, and whether it goes by the name first; then
with the share of the report's other places that lie in its country and its first-order unit, with towns near by, with
the unit it is said to lie in, and with the outlet's home. Three rounds, since each name's meaning speaks for others';
one sense of a name in a report. The kinds' weights and the order of the rules follow a trial on the Local-Global
Lexicon (Lieberman, Samet and Sankaranarayanan 2010).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import cos, log10, radians
from typing import NamedTuple

from reportedly.coding.places.coherence import Common
from reportedly.coding.places.home import Home
from reportedly.coding.places.toponyms import Toponym
from reportedly.gazetteer import Entry, fold
from reportedly.gazetteer.extent import kilometres

__all__ = ["Choice", "resolve"]

_KIND = {"country": 3.0, "continent": 2.5, "admin1": 1.2, "region": 0.2, "town": 0.0, "admin2": -0.6, "admin3": -1.2}
_PREFERRED = 0.7
_NOTED = (0.0, 1.6, 2.2)  # by the hand list it is on: a capital is seldom its namesake in Texas
_FLOOR = (10, 100_000, 3_000_000)  # inhabitants that a place counts as at least, by the hand list it is on
_UNIT = 2.5  # a word beside the name says its kind
_SEAT = 2.0  # a unit named like a town in it, where no word says that the unit is meant
_IN_COUNTRY, _IN_UNIT = 2.2, 2.0  # times the share of the report's other places
_BEHIND = 0.25  # of the country's share, to a namesake of a capital: a report on America may name Paris
_STATED, _STATES = 5.5, 2.5  # said to lie in it; said to hold it
_HOLDS = 1.2  # a place in it is named elsewhere in the report
_LISTED = 0.8  # named in a list with a place of the same kind
_IN_PART, _PART_DEGREES = 1.5, 13.5  # times the share in the same part of the world
_NEAR = ((60.0, 1.2), (160.0, 0.6))  # kilometres to another place of the report, and what it gives
_NO_POINT = {"country", "continent", "region", "admin1", "site"}  # too wide, or a government's by-name
_UNSURE, _HINT, _WEAK, _REPEATED = 0.4, 0.5, 0.2, 0.3
_DOUBT = 0.6  # counted beside the report's places: a single other place is no proof
_SURE = 1.5  # lead over the next from which a meaning counts fully for others
_ROUNDS = 3
_HEARD = 100  # names, the weightiest of a report, that speak for the others: a very long text must not take for ever
_MOST = 25  # places of one name that are looked at
_SAME_KM = 100.0  # two places this near are one as far as a point on the map goes
_REGION_KM = 200.0  # a region has no bounds in the gazetteer: what lies this near its middle is in it
_TOGETHER, _IN_SAME, _MOST_TOGETHER = 1.0, 1.2, 2.5  # times the others' votes near by and in its unit; at most
_MOST_BEHIND = 1.5  # the same to a namesake of a capital
_TO_FIT = 1.2
_ALONE = 6.0  # the lead of the only place of its name


_Key = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """The place a name means, its lead over the next other one, what decided, and the best of those left aside.

    `fits` says that the report's other places, its words or its outlet speak for this one, not only its size.
    """

    entry: Entry
    lead: float
    decided: str
    others: tuple[Entry, ...]
    fits: bool = False


@dataclass(slots=True)
class _Group:
    """All mentions of one name."""

    entries: list[Entry]
    base: list[dict[str, float]]
    famous: bool = False
    count: int = 0
    hint: bool = True
    weak: bool = True
    within: list[int] = field(default_factory=list)
    holds: list[int] = field(default_factory=list)
    beside: set[int] = field(default_factory=set)
    best: int = 0
    lead: float = 0.0
    weight: float = 0.0
    scores: list[dict[str, float]] = field(default_factory=list)

    @property
    def chosen(self) -> Entry:
        return self.entries[self.best]

    def weigh(self) -> float:
        """How much this name's meaning counts for the others'."""
        weight = (1 + _REPEATED * (self.count - 1)) * (1.0 if self.lead >= _SURE else _UNSURE)
        return weight * (_HINT if self.hint or self.chosen.kind == "site" else _WEAK if self.weak else 1.0)


class _Heard(NamedTuple):
    """A name as the others hear it in one round."""

    group: _Group
    latitude: float
    longitude: float
    weight: float
    is_point: bool


def _heard(group: _Group) -> _Heard:
    place = group.chosen
    return _Heard(group, place.latitude, place.longitude, group.weight, place.kind not in _NO_POINT)


def resolve(found: Sequence[Toponym], home: Home | None) -> list[Choice | None]:
    """The meaning of each toponym, in their order; None for a name the gazetteer does not know."""
    keys = [_key(toponym) for toponym in found]
    groups: dict[_Key, _Group] = {}
    for key, toponym in zip(keys, found, strict=True):
        if toponym.entries:
            group = groups.get(key) or groups.setdefault(key, _group(toponym))
            group.count += 1
            group.hint = group.hint and toponym.grade == "hint"
            group.weak = group.weak and toponym.grade == "weak"
    order = list(groups)
    place = {key: number for number, key in enumerate(order)}
    for key, toponym in zip(keys, found, strict=True):
        if toponym.within is not None and key in place and keys[toponym.within] in place:
            inner, outer = place[key], place[keys[toponym.within]]
            groups[key].within.append(outer)
            groups[order[outer]].holds.append(inner)
        if toponym.beside is not None and key in place and keys[toponym.beside] in place:
            one, other = place[key], place[keys[toponym.beside]]
            groups[key].beside.add(other)
            groups[order[other]].beside.add(one)
    listed = [groups[key] for key in order]
    _settle([*listed, *_at_home(home)], home)
    return [
        None if key not in groups or _contradicted(toponym, groups[key], keys, groups) else _choice(groups[key], listed)
        for key, toponym in zip(keys, found, strict=True)
    ]


def _at_home(home: Home | None) -> list[_Group]:
    """The town that the outlet is named after, which may be any of its namesakes: heard as one more name."""
    if home is None or not home.namesakes:
        return []
    scored = [(entry, {"size": 0.3 * log10(max(10, entry.population))}) for entry in home.namesakes[:_MOST]]
    group = _Group([entry for entry, _ in scored], [base for _, base in scored], count=1, weak=False)
    group.scores = group.base
    group.lead = _lead(group)
    return [group]


def _contradicted(toponym: Toponym, group: _Group, keys: Sequence[_Key], groups: Mapping[_Key, _Group]) -> bool:
    """Whether the report says that a town lies in a state where the gazetteer knows none of its name."""
    if toponym.within is None or not toponym.stated or group.chosen.kind != "town":
        return False
    outer = groups.get(keys[toponym.within])
    if outer is None or outer.chosen.kind != "admin1" or outer is group:
        return False
    return all(_elsewhere(entry, outer.chosen) and not lies_in(entry, outer.chosen) for entry in group.entries)


def _key(toponym: Toponym) -> _Key:
    return fold(toponym.text), frozenset(kind for kind in toponym.units if kind != "town")


def _group(toponym: Toponym) -> _Group:
    towns = [entry for entry in toponym.entries if entry.kind == "town"]
    scored = [(entry, _base(entry, toponym.units, towns)) for entry in toponym.entries]
    scored.sort(key=lambda pair: -sum(pair[1].values()))
    scored = scored[:_MOST]
    famous = any(entry.noted and entry.preferred and entry.kind == "town" for entry, _ in scored)
    group = _Group([entry for entry, _ in scored], [base for _, base in scored], famous)
    group.scores = group.base
    group.lead = _lead(group)
    return group


def _base(entry: Entry, units: frozenset[str], towns: list[Entry]) -> dict[str, float]:
    people = max(entry.population, _FLOOR[entry.noted])
    base = {"size": log10(people) + _KIND.get(entry.kind, 0.2)}
    base["name"] = (_PREFERRED + _NOTED[entry.noted]) * entry.preferred
    if entry.kind in units:
        base["word beside"] = _UNIT
    elif entry.kind.startswith("admin") and not units - {"town"} and any(_is_seat(town, entry) for town in towns):
        base["size"] -= _SEAT
    return base


def _is_seat(town: Entry, unit: Entry) -> bool:
    if town.country != unit.country:
        return False
    return lies_in(town, unit) or not _elsewhere(town, unit)


def _settle(groups: list[_Group], home: Home | None) -> None:
    for _ in range(_ROUNDS):
        countries: defaultdict[str, float] = defaultdict(float)
        units: defaultdict[int, float] = defaultdict(float)
        total = _DOUBT
        for group in groups:
            group.weight = group.weigh()
            total += group.weight
            if group.chosen.country:
                countries[group.chosen.country] += group.weight
            if group.chosen.admin1:
                units[group.chosen.admin1] += group.weight
        heard = [_heard(group) for group in sorted(groups, key=lambda group: -group.weight)[:_HEARD]]
        common = Common([([] if g.weak else g.entries, [sum(score.values()) for score in g.scores]) for g in groups])
        for number, group in enumerate(groups):
            if len(group.entries) > 1 or group.weak:
                others = total - group.weight
                group.scores = [
                    {
                        **base,
                        **_shares(entry, group, countries, units, others),
                        **_stated(entry, group, groups),
                        "holds": _HOLDS * _has_named(entry, group, heard),
                        "near": _nearness(entry, group, heard),
                        "together": min(
                            _MOST_BEHIND if group.famous and not entry.noted else _MOST_TOGETHER,
                            _TOGETHER * common.near(entry, number) + _IN_SAME * common.unit(entry, number),
                        ),
                        "around": _IN_PART * _around(entry, group, heard) / others,
                        "home": home.speaks_for(entry) if home else 0.0,
                    }
                    for entry, base in zip(group.entries, group.base, strict=True)
                ]
        for group in groups:
            totals = [sum(score.values()) for score in group.scores]
            group.best = totals.index(max(totals))
            group.lead = _lead(group)


def _shares(
    entry: Entry, group: _Group, countries: Mapping[str, float], units: Mapping[int, float], others: float
) -> dict[str, float]:
    """What the report's other places in the same country and unit speak for."""
    of_country = countries.get(entry.country, 0.0) if entry.country else 0.0
    of_unit = units.get(entry.admin1, 0.0) if entry.admin1 else 0.0
    if entry.country and group.chosen.country == entry.country:
        of_country -= group.weight
    if entry.admin1 and group.chosen.admin1 == entry.admin1:
        of_unit -= group.weight
    wide = _IN_COUNTRY * (_BEHIND if group.famous and not entry.noted else 1.0)
    return {"country": wide * of_country / others, "unit": _IN_UNIT * of_unit / others}


def _stated(entry: Entry, group: _Group, groups: list[_Group]) -> dict[str, float]:
    """What "Paris, Texas" gives to the town and to the state, and a list to places of the kind that the others are."""
    if not (group.within or group.holds or group.beside):
        return {"stated": 0.0, "list": 0.0}
    a_country = bool(group.within) and any(other.kind == "country" and other.preferred for other in group.entries)
    inside = any(
        lies_in(entry, groups[outer].chosen) and not (a_country and groups[outer].chosen.kind == "country")
        for outer in group.within  # "Canada, Mexico and …" is a list, whatever Mexico has a village called Canada
    )
    holds = any(lies_in(inner, entry) for number in group.holds for inner in groups[number].entries)
    alike = any(groups[n].chosen.kind == entry.kind for n in group.beside if groups[n] is not group)
    return {"stated": _STATED * inside + _STATES * holds, "list": _LISTED * alike}


def _has_named(entry: Entry, group: _Group, heard: list[_Heard]) -> bool:
    """Whether the report clearly names a place in this country or unit."""
    return entry.kind in {"country", "admin1"} and any(
        other is not group and other.lead >= _SURE and lies_in(other.chosen, entry) for other, *_ in heard
    )


def lies_in(entry: Entry, whole: Entry) -> bool:
    """Whether a place lies in a country or a unit, by the gazetteer's word."""
    if whole.id == entry.id:
        return False
    if whole.kind == "country" and entry.kind != "country":
        return entry.country == whole.country
    if whole.kind == "region" and whole.country:
        at = (whole.latitude, whole.longitude)
        return entry.country == whole.country and kilometres(at, (entry.latitude, entry.longitude)) <= _REGION_KM
    return whole.geonameid is not None and whole.geonameid in (entry.admin1, entry.admin2)


def _nearness(entry: Entry, group: _Group, heard: list[_Heard]) -> float:
    """The most that another place of the report near by gives; countries and units are no points."""
    best = 0.0
    if entry.kind in _NO_POINT:
        return best
    latitude, longitude = entry.latitude, entry.longitude
    for other, north, east, _, is_point in heard:
        if is_point and -1.5 <= north - latitude <= 1.5 and other is not group:
            distance = kilometres((latitude, longitude), (north, east))
            best = max(best, next((gain for within, gain in _NEAR if distance <= within), 0.0))
    return best


def _around(entry: Entry, group: _Group, heard: list[_Heard]) -> float:
    """The weight of the report's other places in the same part of the world (some 1,500 km round about)."""
    latitude, longitude = entry.latitude, entry.longitude
    width = _PART_DEGREES / max(0.2, cos(radians(latitude)))
    total = 0.0
    for other, north, east, weight, _ in heard:
        near = abs(north - latitude) < _PART_DEGREES and abs(east - longitude) < width
        total += weight if near and other is not group else 0.0
    return total


def _lead(group: _Group) -> float:
    totals = [sum(score.values()) for score in group.scores]
    best = group.entries[group.best]
    rivals = [total for total, entry in zip(totals, group.entries, strict=True) if _elsewhere(entry, best)]
    return totals[group.best] - max(rivals) if rivals else _ALONE


def _elsewhere(entry: Entry, best: Entry) -> bool:
    """Whether the two are far apart and neither is the unit that the other lies in: "Moscow" and its region are one."""
    if lies_in(best, entry) or lies_in(entry, best):
        return False
    if abs(entry.latitude - best.latitude) > _SAME_KM / 110.0:  # most are: no need to measure
        return True
    return kilometres((entry.latitude, entry.longitude), (best.latitude, best.longitude)) > _SAME_KM


def _choice(group: _Group, groups: Sequence[_Group]) -> Choice:
    order = sorted(range(len(group.entries)), key=lambda i: -sum(group.scores[i].values()))
    others = [i for i in order if _elsewhere(group.entries[i], group.chosen)]
    decided = "the only place of that name"
    if others:
        mine, next_best = group.scores[group.best], group.scores[others[0]]
        decided = max(mine, key=lambda part: mine[part] - next_best.get(part, 0.0))
    return Choice(group.chosen, group.lead, decided, tuple(group.entries[i] for i in others[:2]), _fits(group, groups))


def _fits(group: _Group, groups: Sequence[_Group]) -> bool:
    """Whether what the report says, apart from the name itself, speaks for the place chosen."""
    score = group.scores[group.best]
    given = score.get("stated", 0.0) + score.get("near", 0.0)
    beside = {groups[number].chosen.country for number in group.beside if groups[number] is not group}
    return (
        given > 0
        or group.chosen.country in beside
        or score.get("together", 0.0) >= _TO_FIT
        or score.get("home", 0.0) >= _TO_FIT
    )
