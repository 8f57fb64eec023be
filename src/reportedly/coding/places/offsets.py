"""Places said by way of another: "40 km south of Mosul", "some 20 miles outside Kyiv"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, radians, sin

from reportedly.coding.places.words import words
from reportedly.reading import Place, Why
from reportedly.report import Span

__all__ = ["offset"]

_POINTS = {"town", "admin3", "base", "airport", "crossing", "camp", "site", "river", "strait"}
_REACH = 110  # characters before a name that such a phrase may take up
_DEGREE_KM = 111.2
_FURTHEST_KM = 1000.0
_BEARINGS = {
    "north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
    "northwest": 315,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Phrase:
    start: int
    kilometres: float | None
    direction: str | None


def offset(text: str, place: Place) -> Place | None:
    """The place that the words before `place` lead to, its span over the whole phrase; None where there are none.

    With a direction the point is shifted by the distance; without one it stays at the place itself, which is as much
    as the words say. The name is what is written. Countries and provinces are no points to count from.
    """
    span = place.spans[0]
    if place.latitude is None or place.longitude is None or place.kind not in _POINTS:
        return None
    said = _before(text, span.start)
    if said is None:
        return None
    whole = Span(said.start, span.end)
    at = (place.latitude, place.longitude)
    if said.direction and said.kilometres:
        at = _shifted(at, said.kilometres, said.direction)
    far = "a distance not given in figures" if said.kilometres is None else f"{said.kilometres:.0f} km"
    way = f"to the {said.direction} of" if said.direction else "from"
    why = Why("place", "offset", f"The words put it at {far} {way} {place.name}.", (whole,))
    name = " ".join(whole.of(text).split())
    return replace(
        place, spans=(whole,), name=name, geonameid=None, latitude=round(at[0], 4), longitude=round(at[1], 4),
        kind="offset", why=(*place.why, why),
    )  # fmt: skip


def _before(text: str, end: int) -> _Phrase | None:
    start = max(0, end - _REACH)
    match = _pattern().search(text[start:end])
    if match is None:
        return None
    known = words()
    number, direction = match["number"], match["direction"]
    distance = _number(number) if number else known.vague_distances.get(match["vague"].lower())
    if distance is not None:
        distance *= known.lengths[match["unit"].lower()]
        if distance > _FURTHEST_KM:
            return None
    way = known.directions.get(direction.lower().replace(" ", "-")) if direction else None
    return _Phrase(start + match.start(), distance, way)


def _number(written: str) -> float | None:
    value = words().vague_distances.get(written.lower())
    if value is not None:
        return value
    try:
        return float(written.replace(",", ""))
    except ValueError:
        return None


def _shifted(at: tuple[float, float], distance: float, direction: str) -> tuple[float, float]:
    bearing = radians(_BEARINGS.get(direction, 0))
    latitude = max(-90.0, min(90.0, at[0] + distance * cos(bearing) / _DEGREE_KM))
    width = _DEGREE_KM * max(0.05, cos(radians(at[0])))
    longitude = at[1] + distance * sin(bearing) / width
    return latitude, (longitude + 180.0) % 360.0 - 180.0


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Distance, unit, perhaps the same in brackets, direction or "outside", at the end of what stands before a name."""
    known = words()
    units = _any(known.lengths)
    vague = _any(known.vague_distances)
    directions = _any(word for word, way in known.directions.items() if way in _BEARINGS)
    between = _any({*known.between, *(word for word, kinds in known.units.items() if kinds & {"town", "camp"})})
    figure = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,4}(?:\.\d+)?"
    return re.compile(
        rf"(?<![\w.,])(?:(?P<number>{figure})[ \u00a0-]?|(?P<vague>{vague})[ -])(?P<unit>{units})\b\.?"
        rf"(?: ?\((?:{figure})[ -]?(?:{units})\.?\))?(?: (?:away|further|farther|inland|upstream|downstream))?"
        rf"(?:,? (?:to the |due )?(?P<direction>{directions}) (?:of|from)|,? (?:outside|from|off|away from|beyond))"
        rf" (?:(?:the )?(?:(?:{between}) )*(?:of )?)(?:the )?\Z",
        re.IGNORECASE,
    )


def _any(of: Iterable[str]) -> str:
    listed = sorted(of, key=len, reverse=True)
    return "|".join(re.escape(word).replace("\\-", "[- ]") for word in listed)
