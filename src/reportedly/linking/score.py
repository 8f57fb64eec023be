"""How likely two events are one happening, and why: a weighted sum of features, and vetoes that no sum outweighs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp

from reportedly.linking.distance import kilometres
from reportedly.linking.facts import EventFacts
from reportedly.linking.features import Feature, compare, days_between
from reportedly.linking.knowledge import knowledge

__all__ = ["Scored", "cap", "part", "probability", "score", "veto"]


@dataclass(frozen=True, slots=True)
class Scored:
    """The score of a pair, 0 to 1, the features it rests on, and the veto in words where there is one."""

    score: float
    features: tuple[Feature, ...]
    veto: str | None = None


def score(left: EventFacts, right: EventFacts) -> Scored:
    """How likely the two are the same, as a probability; 0 where a veto parts them, low where a field contradicts."""
    why = veto(left, right)
    if why is not None:
        return Scored(0.0, (), why)  # most pairs that meet: the rest need not be looked at
    features = compare(left, right)
    chance, against = probability(features), cap(features)
    if against is None:
        return Scored(chance, features)
    return Scored(min(chance, knowledge().capped), (*features, against))


def cap(features: Iterable[Feature]) -> Feature | None:
    """The field that contradicts so plainly that, however alike the words, the two may at most be left open."""
    for feature in features:
        if feature.value <= knowledge().caps.get(feature.name, -2.0):
            return Feature("capped", -1.0, f"{feature.name} differ: {feature.words}")
    return None


def part(feature: Feature) -> float:
    """What a feature adds to the score, in log-odds: what speaks for and what speaks against have their own weights."""
    return knowledge().weights[feature.name][feature.value < 0] * feature.value


def probability(features: Iterable[Feature]) -> float:
    """The logistic of bias and parts."""
    return 1.0 / (1.0 + exp(-(knowledge().bias + sum(part(feature) for feature in features))))


def veto(left: EventFacts, right: EventFacts) -> str | None:
    """Why the two cannot be the same, in words, or None: days or places that both name and that exclude each other."""
    rules = knowledge().vetoes
    gap = days_between(left, right)
    if gap is not None and gap >= rules.days_apart and not (left.inferred or right.inferred):
        return f"{gap} days apart"
    if left.site is not None and right.site is not None:
        one, other = left.site, right.site
        sure = min(one.confidence, other.confidence) >= rules.sure_of_place
        if sure and max(one.radius, other.radius) <= rules.town_km:
            km = kilometres(one, other)
            if km is not None and km - one.radius - other.radius >= rules.km_apart:
                return f"{one.name} and {other.name} are {km:.0f} km apart"
    return None
