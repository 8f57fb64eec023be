"""The country of a town that no list of actors knows: "Tillabéri residents", "police in Bamenda"."""

from __future__ import annotations

import re

from reportedly.errors import GazetteerError

__all__ = ["country_of_town"]

_NAME = r"((?:[A-Z][\w’'-]+)(?: [A-Z][\w’'-]+){0,2})"
_AFTER = re.compile(rf"\b(?:in|from|at|near) (?:the )?(?:(?:town|city|village|province|region) of )?{_NAME}$")
_BEFORE = re.compile(rf"^(?:[Tt]he )?{_NAME}(?:['’]s)? [a-z]")

LOCAL = {"COP", "CVL", "MED", "JUD", "GOV", "AGR", "EDU", "REF", "LAB"}
"""Sectors whose people are named after the place they are in."""

_KNOWN = 15_000  # inhabitants from which a namesake is the likely one
_AHEAD = 4  # how many times larger it must be than the largest namesake of another country
_UNITS = {"admin1", "region"}


def country_of_town(phrase: str, sectors: tuple[str, ...]) -> str | None:
    """ISO 3166-1 alpha-3 of the one place that a phrase about local people names, or None where it is not clear."""
    match = _AFTER.search(phrase)
    if match is None and sectors and sectors[0] in LOCAL:
        match = _BEFORE.match(phrase)
    if match is None:
        return None
    from reportedly.gazetteer import Gazetteer

    try:
        found = Gazetteer.open().candidates(match[1])
    except GazetteerError:
        return None  # the words alone must do
    sizes: dict[str, int] = {}
    for place in found:
        if place.country is not None and not place.bound:
            size = max(place.population, _KNOWN if place.kind in _UNITS else 0)
            sizes[place.country] = max(sizes.get(place.country, 0), size)
    ranked = sorted(sizes.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < _KNOWN or (len(ranked) > 1 and ranked[0][1] < _AHEAD * ranked[1][1]):
        return None
    return ranked[0][0]
