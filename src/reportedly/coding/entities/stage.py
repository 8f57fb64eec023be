"""The stage: a reading with its entities."""

from __future__ import annotations

from dataclasses import replace

from reportedly.coding.entities.acronyms import settled
from reportedly.coding.entities.clusters import gather, in_order
from reportedly.coding.entities.homeland import lend_country
from reportedly.coding.entities.lexicon import lexicon
from reportedly.coding.entities.phrases import phrases
from reportedly.coding.entities.pronouns import link_pronouns
from reportedly.coding.entities.words import split
from reportedly.reading import Reading

__all__ = ["entities"]

_PLACES = {"country", "demonym", "capital", "town"}


def entities(reading: Reading) -> Reading:
    """Fill `reading.entities`: who acts or speaks, in the order of first mention, ids e1, e2, …

    Names, titles, acronyms, surnames, descriptions and pronouns of one and the same are one entity; where this is not
    sure they are kept apart, and a pronoun stays unresolved. Offices are those of the day the report was published.
    """
    doc = reading.parse
    published = reading.report.published
    date, known = published[:10] if published else None, settled(lexicon(reading.knowledge), doc.text)
    hits = known.match(split(doc.text), date=date)
    clusters = gather(doc.text, phrases(doc, known, date, hits), date, known)
    link_pronouns(doc, clusters, reading.quotations)
    places = (next((e for e in hit.entries if e.kind in _PLACES), None) for hit in hits)
    lend_country(doc, clusters, [place.country for place in places if place is not None and place.country])
    found = tuple(cluster.entity(f"e{number}") for number, cluster in enumerate(in_order(clusters), 1))
    return replace(reading, entities=found)
