"""The stage: a reading with its entities."""

from __future__ import annotations

from dataclasses import replace

from reportedly.coding.entities.acronyms import settled
from reportedly.coding.entities.bodies import link_bodies
from reportedly.coding.entities.clusters import gather, in_order
from reportedly.coding.entities.homeland import lend_country
from reportedly.coding.entities.lexicon import Hit, lexicon
from reportedly.coding.entities.phrases import phrases
from reportedly.coding.entities.pronouns import link_pronouns
from reportedly.coding.entities.words import split
from reportedly.reading import Reading

__all__ = ["entities"]

_OF_A_COUNTRY = {"country", "demonym", "capital", "town", "group", "organ", "seat", "party"}


def entities(reading: Reading) -> Reading:
    """Fill `reading.entities`: who acts or speaks, in the order of first mention, ids e1, e2, …

    Names, titles, acronyms, surnames, descriptions and pronouns of one and the same are one entity; where this is not
    sure they are kept apart, and a pronoun stays unresolved. Offices are those of the day the report was published.
    """
    doc = reading.parse
    published = reading.report.published
    text = reading.report.text
    date, known = published[:10] if published else None, settled(lexicon(reading.knowledge), text)
    hits = known.match(split(text), date=date)
    clusters = gather(text, phrases(doc, known, date, hits), date, known)
    clusters = link_bodies(doc, clusters)
    link_pronouns(doc, clusters, reading.quotations)
    lend_country(doc, clusters, _countries(hits))
    found = tuple(cluster.entity(f"e{number}") for number, cluster in enumerate(in_order(clusters), 1))
    return replace(reading, entities=found)


def _countries(hits: list[Hit]) -> list[str]:
    """The countries of all that the report names, each as often as it is named."""
    first = (hit.entries[0] for hit in hits)
    return [entry.country for entry in first if entry.kind in _OF_A_COUNTRY and entry.country is not None]
