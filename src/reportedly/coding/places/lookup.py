"""Questions that other stages ask of the places of a report, and of country names."""

from __future__ import annotations

from reportedly.gazetteer import Gazetteer
from reportedly.reading import Place, Reading
from reportedly.report import Span

__all__ = ["country_of_name", "place_in"]


def place_in(reading: Reading, span: Span) -> tuple[Place, ...]:
    """The places of the report that share a character with `span`, in the order of the text."""
    return tuple(place for place in reading.places if any(s.overlaps(span) for s in place.spans))


def country_of_name(name: str) -> str | None:
    """ISO 3166-1 alpha-3 of the country that `name` is a name of ("Syria", "U.K.", "the Netherlands"), or None.

    Only names that a country goes by first count, and a name that a larger place shares ("Georgia") still counts.
    """
    for form in (name, name.removeprefix("the ").removeprefix("The ")):
        countries = [e for e in Gazetteer.open().candidates(form) if e.kind == "country" and not e.bound]
        if countries:
            return max(countries, key=lambda entry: (entry.preferred, entry.population)).country
    return None
