"""What an acronym of several bodies stands for in a report: "RSF" is an army of Sudan, and a watchdog of the press."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from reportedly.coding.entities.lexicon import Entry, Lexicon
from reportedly.coding.entities.words import Word, split

__all__ = ["settled"]

_PLACES = {"country", "demonym", "capital", "town"}


@lru_cache(maxsize=4)
def settled(known: Lexicon, text: str) -> Lexicon:
    """The lexicon with one meaning, or none, for each acronym of several that the report uses.

    A full name in the report decides; else the one country of theirs that it names. Where neither does, the acronym
    stands for nobody known.
    """
    words = split(text)
    used = {word.key for word in words if word.text.replace(".", "").isupper()} & known.ambiguous.keys()
    if not used:
        return known
    named, countries = _told(known, words)
    chosen: dict[str, Entry | None] = {}
    for key in used:
        entries = list(dict.fromkeys(known.ambiguous[key]))
        fits = [e for e in entries if e.name in named] or [e for e in entries if e.country in countries]
        chosen[key] = fits[0] if len({e.name for e in fits}) == 1 else None
    return known.choosing(chosen)


def _told(known: Lexicon, words: list[Word]) -> tuple[set[str], set[str]]:
    """The names that the report gives in full, and the countries that it speaks of."""
    named: set[str] = set()
    places: defaultdict[str, int] = defaultdict(int)
    for hit in known.match(words):
        if hit.last - hit.first > 1:
            named.update(entry.name for entry in hit.entries)
        entry = hit.entries[0]
        if entry.kind in _PLACES and entry.country:
            places[entry.country] += 1
    return named, set(places)
