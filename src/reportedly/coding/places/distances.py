"""Distances and directions in words: "40 km south of", "some 20 miles outside"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from reportedly.coding.places.words import words

__all__ = ["BEARINGS", "Distance", "distance_before", "distance_in"]

BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
    "northwest": 315,
}  # fmt: skip
"""Directions by their degrees from north."""

_REACH = 110  # characters before a name that such a phrase may take up
_FURTHEST_KM = 1000.0


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance in the text: where its words begin, its kilometres (None: too far to be one), its direction."""

    start: int
    kilometres: float | None
    direction: str | None


def distance_before(text: str, end: int) -> Distance | None:
    """The distance that leads to the name at `end`."""
    start = max(0, end - _REACH)
    match = _pattern().search(text[start:end])
    return None if match is None else _distance(match, start)


def distance_in(phrase: str) -> Distance | None:
    """The distance with which a phrase begins ("40 km south of Mosul")."""
    match = _leading().match(phrase)
    return None if match is None else _distance(match, 0)


def _distance(match: re.Match[str], start: int) -> Distance | None:
    known = words()
    number, direction = match["number"], match["direction"]
    distance = _number(number) if number else known.vague_distances.get(match["vague"].lower())
    if distance is not None:
        distance *= known.lengths[match["unit"].lower()]
        if distance > _FURTHEST_KM:
            return None
    way = known.directions.get(direction.lower().replace(" ", "-")) if direction else None
    return Distance(start + match.start(), distance, way)


def _number(written: str) -> float | None:
    value = words().vague_distances.get(written.lower())
    if value is not None:
        return value
    try:
        return float(written.replace(",", ""))
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """A distance at the end of what stands before a name."""
    return re.compile(rf"(?<![\w.,]){_written()}\Z", re.IGNORECASE)


@lru_cache(maxsize=1)
def _leading() -> re.Pattern[str]:
    return re.compile(_written(), re.IGNORECASE)


def _written() -> str:
    """Distance, unit, perhaps the same in brackets, direction or "outside", and what may stand before a name."""
    known = words()
    units = _any(known.lengths)
    vague = _any(known.vague_distances)
    directions = _any(word for word, way in known.directions.items() if way in BEARINGS)
    between = _any({*known.between, *(word for word, kinds in known.units.items() if kinds & {"town", "camp"})})
    figure = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:\.\d+)?"
    return (
        rf"(?:(?P<number>{figure})[ \u00a0-]?|(?P<vague>{vague})[ -])(?P<unit>{units})\b\.?"
        rf"(?: ?\((?:{figure})[ -]?(?:{units})\.?\))?(?: (?:away|further|farther|inland|upstream|downstream))?"
        rf"(?:,? (?:to the |due )?(?P<direction>{directions}) (?:of|from)|,? (?:outside|from|off|away from|beyond))"
        rf" (?:(?:the )?(?:(?:{between}) )*(?:of )?)(?:the )?"
    )


def _any(of: Iterable[str]) -> str:
    listed = sorted(of, key=len, reverse=True)
    return "|".join(re.escape(word).replace("\\-", "[- ]") for word in listed)
