"""How far a place reaches from its point: the radius of uncertainty of whatever is said to have happened "in" it.

A country or a province reaches as far as most of its towns lie from its point, a town as far as a town of so many
people does, everything else as far as its kind (`data/places/extents.csv`). Only the standard library is used: the
package's build asks for it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from math import asin, ceil, cos, pi, radians, sin, sqrt
from pathlib import Path

__all__ = ["UNKNOWN_KM", "kilometres", "of_kind", "of_town", "of_towns"]

_LIST = Path(__file__).parent.parent / "data" / "places" / "extents.csv"

UNKNOWN_KM = 100.0
"""The radius of a place whose kind no list holds."""

_MOST = 0.9  # of a unit's towns lie within its radius
_FEWEST = 5  # towns that a radius is measured by
_CROWD = 2_500.0  # inhabitants to the square kilometre of a town, roughly the world's middle
_LEAST_KM = 1.0
_EARTH_KM = 12_742.0  # diameter


def of_kind(kind: str | None) -> float:
    """Kilometres for a place of this kind."""
    return _by_kind().get(kind or "", UNKNOWN_KM)


def of_town(population: int) -> float:
    """Kilometres for a town of so many inhabitants, as if it were a disc of the usual density; 0: not known."""
    if population <= 0:
        return of_kind("town")
    return round(max(_LEAST_KM, sqrt(population / _CROWD / pi)), 1)


def of_towns(at: tuple[float, float], towns: Sequence[tuple[float, float]], kind: str) -> float:
    """Kilometres for a country or a unit with its point `at` and its towns at (latitude, longitude)."""
    if len(towns) < _FEWEST:
        return of_kind(kind)
    far = sorted(kilometres(at, town) for town in towns)
    return max(float(ceil(far[ceil(_MOST * len(far)) - 1])), _LEAST_KM)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance between two points given as (latitude, longitude)."""
    la1, lo1, la2, lo2 = map(radians, (*a, *b))
    h = sin((la2 - la1) / 2) ** 2 + cos(la1) * cos(la2) * sin((lo2 - lo1) / 2) ** 2
    return _EARTH_KM * asin(min(1.0, sqrt(h)))


@lru_cache(maxsize=1)
def _by_kind() -> dict[str, float]:
    with _LIST.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return {row["kind"]: float(row["radius_km"]) for row in rows}
