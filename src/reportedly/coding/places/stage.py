"""The stage: from place names and their meanings to `Reading.places`."""

from __future__ import annotations

from dataclasses import replace

from reportedly.coding.places.confidence import confidence
from reportedly.coding.places.distances import BEARINGS
from reportedly.coding.places.home import home_of
from reportedly.coding.places.offsets import offset, shifted
from reportedly.coding.places.reach import radius_km
from reportedly.coding.places.recognise import toponyms
from reportedly.coding.places.resolve import Choice, resolve
from reportedly.coding.places.toponyms import Toponym
from reportedly.gazetteer import Entry, Gazetteer
from reportedly.knowledge import Knowledge
from reportedly.reading import Place, Reading, Why

__all__ = ["places"]

_PART = 0.5  # of a place's radius: how far from its middle the middle of its north or its east lies
_FOUND = {
    "dateline": "it stands in the dateline",
    "marked": "the parser marks it as a place",
    "read": "the gazetteer holds it and the words around it speak of a place",
    "repeated": "the report names this place elsewhere",
    "weak": "the words around it allow for a place, and it fits the report's other places",
    "unknown": "it stands after a word of place",
}
_DECIDED = {
    "size": "by size and kind",
    "name": "because it goes by this name first",
    "word beside": "by the word beside it, which says what kind of place it is",
    "country": "because the report's other places lie in the same country",
    "unit": "because the report's other places lie in the same province or state",
    "stated": "because the report says what it lies in",
    "list": "because it is named in a list with places of that kind",
    "around": "because the report's other places lie in the same part of the world",
    "holds": "because the report names a place in it",
    "together": "because the report's other names may lie near by or in the same province or state",
    "near": "because the report names places near by",
    "home": "because the outlet is at home there",
}


def places(reading: Reading) -> Reading:
    """Fill `places`: every place named, in the order of the text; a name that is on no map has no point.

    Raises GazetteerError where the gazetteer is missing.
    """
    if reading.doc is None or not reading.report.text.strip():
        return reading
    text = reading.report.text
    named = [_place(toponym, choice) for toponym, choice in decided(reading)]
    placed = [offset(text, place) or place for place in named]
    return replace(reading, places=tuple(_reaching(place, reading.knowledge) for place in placed))


def _reaching(place: Place, knowledge: Knowledge) -> Place:
    return replace(place, radius_km=radius_km(place.name, place.kind, place.country, place.geonameid, knowledge))


def decided(reading: Reading) -> list[tuple[Toponym, Choice | None]]:
    """The toponyms of a report and what each means: no hints, and of the weak ones those that fit the others."""
    found = toponyms(reading)
    meant = resolve(found, home_of(reading.report))
    return [
        (toponym, choice)
        for toponym, choice in zip(found, meant, strict=True)
        if toponym.grade != "hint" and (toponym.grade != "weak" or (choice is not None and choice.fits))
    ]


def _place(toponym: Toponym, choice: Choice | None) -> Place:
    spans = (toponym.whole,)
    if choice is None:
        detail = f"“{toponym.text}” is taken for a place: {_FOUND[toponym.grade]}; the gazetteer does not hold it."
        why = Why("place", toponym.grade, detail, spans)
        return Place(spans, toponym.text, None, None, None, None, None, confidence(toponym.grade, None), (why,))
    whole = _whole(toponym, choice.entry)
    sure = confidence(toponym.grade, choice)
    whys = (
        Why("place", toponym.grade, f"“{toponym.text}” is taken for a place: {_FOUND[toponym.grade]}.", spans),
        Why("place", choice.decided, _reason(choice), spans),
    )
    return replace(whole, spans=spans, confidence=sure, why=whys)


def _whole(toponym: Toponym, entry: Entry) -> Place:
    """The place itself or, with a direction before the name, the part of it that is meant."""
    at = (entry.latitude, entry.longitude)
    if toponym.direction is None:
        return Place((), _called(toponym, entry), entry.geonameid, *at, entry.country, entry.kind, 0.0)
    of_country = entry.country if entry.kind == "country" else None
    if of_country and (middle := Gazetteer.open().part(of_country, toponym.direction)):
        at = middle
    elif toponym.direction in BEARINGS:
        at = shifted(at, _PART * entry.radius, toponym.direction)
    return Place((), f"{toponym.direction_word} {_called(toponym, entry)}", None, *at, entry.country, "region", 0.0)


def _called(toponym: Toponym, entry: Entry) -> str:
    """The name: the hand lists' or, for other places, the one that the report uses, which is English if any is."""
    written = toponym.text
    settled = entry.noted or entry.kind in {"country", "continent"} or entry.bound
    if settled or written.isupper() or written.endswith(".") or Gazetteer.open().written(written):
        return entry.name
    return " ".join(written.split())


def _reason(choice: Choice) -> str:
    entry = choice.entry
    said = f"{entry.name} ({entry.kind}{', ' + entry.country if entry.country else ''})"
    if not choice.others:
        return f"Read as {said}, {choice.decided}."
    left = " and ".join(f"{e.name} ({e.kind}{', ' + e.country if e.country else ''})" for e in choice.others)
    return f"Read as {said} rather than {left}, {_DECIDED[choice.decided]}."
