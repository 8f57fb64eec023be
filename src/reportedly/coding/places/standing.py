"""How well known the places of a name are, and so how little else must speak for it in a text."""

from __future__ import annotations

from reportedly.gazetteer import Entry

__all__ = ["SMALL", "WELL_KNOWN", "foremost", "slight", "weight"]

WELL_KNOWN = 100_000
"""Inhabitants of a town whose bare name is taken without a word of place."""
SMALL = 15_000
"""Inhabitants below which a name needs a word of place somewhere in the report."""


def foremost(entries: tuple[Entry, ...]) -> bool:
    """Whether the name is first of all that of a country or of a place that the hand lists hold."""
    return any((e.kind == "country" or e.noted) and e.preferred and not e.bound and e.kind != "site" for e in entries)


def slight(entries: tuple[Entry, ...]) -> bool:
    """Whether the name is only a second name, or that of small towns."""
    return not any(e.preferred or e.kind == "admin1" for e in entries) or weight(entries) < SMALL


def weight(entries: tuple[Entry, ...]) -> int:
    """The inhabitants of the largest place of the name; countries, states and hand-listed places are well known."""
    known = {"country", "admin1"}
    return max((WELL_KNOWN if e.noted or e.kind in known else e.population for e in entries), default=0)
