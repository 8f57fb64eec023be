"""Where events were, and how far two places are from one another against how precisely each is known."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

__all__ = ["Apart", "Site", "apart", "kilometres"]

_EARTH = 6371.0  # mean radius in km
_COARSE = 15.0  # km: a place wider than this holds others


@dataclass(frozen=True, slots=True)
class Site:
    """Where. `radius` is how far from its point, in km, the event may have been, given the kind of place."""

    name: str
    latitude: float | None
    longitude: float | None
    kind: str | None
    country: str | None
    confidence: float
    radius: float


def kilometres(one: Site, other: Site) -> float | None:
    """Great-circle distance between two points, or None where one of them has none."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    a, b = radians(one.latitude), radians(other.latitude)
    across = sin((b - a) / 2) ** 2
    along = cos(a) * cos(b) * sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _EARTH * asin(min(1.0, sqrt(across + along)))


class Apart(NamedTuple):
    """Kilometres between two points (None where one is a country alone), what that says (-1 to 1), and in words."""

    km: float | None
    value: float
    words: str


def apart(one: Site, other: Site) -> Apart | None:
    """What two places say: a town and its province agree a little, two towns apart disagree; None if unknown."""
    sure = min(one.confidence, other.confidence)
    if one.country and other.country and one.country != other.country:
        return Apart(None, -sure, f"{one.name} ({one.country}) and {other.name} ({other.country})")
    if "country" in {one.kind, other.kind}:
        return Apart(None, 0.2, f"{one.name} and {other.name}") if one.country == other.country else None
    km = kilometres(one, other)
    if km is None:
        return Apart(None, 0.8, f"both in {one.name}") if one.name == other.name else None
    words = f"{one.name} and {other.name}, {km:.0f} km apart" if one.name != other.name else f"both in {one.name}"
    reach = one.radius + other.radius
    if km > reach:
        return Apart(km, -sure * min(1.0, 0.5 + (km - reach) / max(40.0, reach)), words)
    if max(one.radius, other.radius) > _COARSE:
        return Apart(km, 0.6 if km < 1.0 else 0.3, words)
    return Apart(km, 1.0 if km < 1.0 else 0.5, words)
