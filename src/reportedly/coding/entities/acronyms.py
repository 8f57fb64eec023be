"""What a short name stands for in a report: an acronym of several bodies ("RSF" is an army of Sudan, and a watchdog of
the press), and a surname that is somebody known's and many another's."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

from reportedly.coding.entities.lexicon import Entry, Lexicon, roles
from reportedly.coding.entities.words import Word, split

__all__ = ["settled"]

_PLACES = {"country", "demonym", "capital", "town"}


@lru_cache(maxsize=4)
def settled(known: Lexicon, text: str) -> Lexicon:
    """The lexicon with one meaning, or none, for each acronym of several that the report uses.

    A full name in the report decides; else the one country of theirs that it names. Where neither does, the acronym
    stands for nobody known. Nor does a surname that stands behind "Mr" or "Mrs" alone: reports that mean somebody known
    give the full name or the office first.
    """
    words = split(text)
    used = {word.key for word in words if word.text.replace(".", "").isupper()} & known.ambiguous.keys()
    courteous = _only_behind_courtesies(known, words)
    if not used and not courteous:
        return known
    named, countries = _told(known, words)
    chosen: dict[str, Entry | None] = {}
    for key in used:
        entries = list(dict.fromkeys(known.ambiguous[key]))
        fits = [e for e in entries if e.name in named] or [e for e in entries if e.country in countries]
        chosen[key] = fits[0] if len({e.name for e in fits}) == 1 else None
    strangers = [key for key in courteous if not {form.entry.name for form in known.forms[key]} & named]
    return known.choosing(chosen).without_people(strangers)


def _only_behind_courtesies(known: Lexicon, words: list[Word]) -> set[str]:
    """The surnames of known people that the report writes behind "Mr" and the like, and never otherwise."""
    behind: set[str] = set()
    otherwise: set[str] = set()
    for before, word in pairwise(words):
        if word.joined and before.text in _courtesies():
            if any(form.entry.kind == "person" for form in known.forms.get(word.key, ())):
                behind.add(word.key)
        elif word.text[:1].isupper():
            otherwise.add(word.key)
    return behind - otherwise


@lru_cache(maxsize=1)
def _courtesies() -> frozenset[str]:
    return frozenset(word.capitalize() for word in roles()["courtesies"])


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
