"""How far from its point a place reaches: the radius of uncertainty of what happened there, in kilometres.

It follows from what a record says of a place (name, kind, country, GeoNames id), so that a record that is read again
gives the same radius.
"""

from __future__ import annotations

from reportedly.coding.places.distances import distance_in
from reportedly.coding.places.words import words
from reportedly.gazetteer import Gazetteer
from reportedly.gazetteer.extent import of_kind
from reportedly.knowledge import BUILT_IN, Knowledge

__all__ = ["radius_km"]

_PARTED = {"country", "admin1", "admin2", "region"}
_PART = 0.5  # of a country's radius: its north or its east is about so wide
_ROUNDED = 0.15  # of a distance in the text: people round, and roads are no straight lines
_DIRECTED = 0.4  # of a distance said with a direction: "south" may be anything between southwest and southeast
_ABOUT = 5.0  # kilometres that any distance in the text is rough by


def radius_km(
    name: str, kind: str | None, country: str | None, geonameid: int | None, knowledge: Knowledge = BUILT_IN
) -> float | None:
    """Kilometres from its point that a resolved place reaches; None for one that is on no map (no `kind`).

    "40 km south of Mosul" reaches as far as distance and direction are rough, "eastern Ukraine" half as far as the
    country.
    """
    if kind is None:
        return None
    if kind == "offset":
        return _offset(name)
    gazetteer = Gazetteer.open(knowledge.gazetteer)
    if geonameid is not None:
        known = gazetteer.radius(geonameid, kind)
        return of_kind(kind) if known is None else known
    return _part(name, country, gazetteer) or of_kind(kind)


def _offset(name: str) -> float:
    said = distance_in(name)
    if said is None or said.kilometres is None:
        return of_kind("admin2")
    if said.direction is None:
        return round(said.kilometres + _ABOUT, 1)  # anywhere around it
    return round(max(_ABOUT, (_DIRECTED + _ROUNDED) * said.kilometres), 1)


def _part(name: str, country: str | None, gazetteer: Gazetteer) -> float | None:
    """Of "eastern Ukraine", what the gazetteer says of Ukraine; None where no direction begins the name."""
    direction, _, rest = name.partition(" ")
    if direction not in words().directions:
        return None
    fitting = [e for e in gazetteer.candidates(rest) if e.country == country and e.kind in _PARTED]
    return round(_PART * max(entry.radius for entry in fitting), 1) if fitting else None
