"""Places said by way of another: "40 km south of Mosul", "some 20 miles outside Kyiv"."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin

from reportedly.coding.places.distances import BEARINGS, distance_before
from reportedly.reading import Place, Why
from reportedly.report import Span

__all__ = ["offset", "shifted"]

_POINTS = {"town", "admin3", "base", "airport", "crossing", "camp", "site", "river", "strait"}
_DEGREE_KM = 111.2


def offset(text: str, place: Place) -> Place | None:
    """The place that the words before `place` lead to, its span over the whole phrase; None where there are none.

    With a direction the point is shifted by the distance; without one it stays at the place itself, which is as much
    as the words say. The name is what is written. Countries and provinces are no points to count from.
    """
    span = place.spans[0]
    if place.latitude is None or place.longitude is None or place.kind not in _POINTS:
        return None
    said = distance_before(text, span.start)
    if said is None:
        return None
    whole = Span(said.start, span.end)
    at = (place.latitude, place.longitude)
    if said.direction and said.kilometres:
        at = shifted(at, said.kilometres, said.direction)
    far = "a distance not given in figures" if said.kilometres is None else f"{said.kilometres:.0f} km"
    way = f"to the {said.direction} of" if said.direction else "from"
    why = Why("place", "offset", f"The words put it at {far} {way} {place.name}.", (whole,))
    name = " ".join(whole.of(text).split())
    return replace(
        place, spans=(whole,), name=name, geonameid=None, latitude=round(at[0], 4), longitude=round(at[1], 4),
        kind="offset", why=(*place.why, why),
    )  # fmt: skip


def shifted(at: tuple[float, float], distance: float, direction: str) -> tuple[float, float]:
    """The point `distance` kilometres from (latitude, longitude) in a direction."""
    bearing = radians(BEARINGS.get(direction, 0))
    latitude = max(-90.0, min(90.0, at[0] + distance * cos(bearing) / _DEGREE_KM))
    width = _DEGREE_KM * max(0.05, cos(radians(at[0])))
    longitude = at[1] + distance * sin(bearing) / width
    return latitude, (longitude + 180.0) % 360.0 - 180.0
