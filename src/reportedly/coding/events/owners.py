"""Whose the things are that somebody praises or blames: "praised *the nun's* courage", "the presence of *rebels*"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.names import Names
from reportedly.coding.events.site import Site
from reportedly.coding.events.words import lemma_of, slot_words
from reportedly.coding.syntax import prepositional

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["whose"]

_BEFORE = {"compound", "amod", "nmod"}


def whose(heads: Iterable[Token], site: Site, names: Names) -> list[Token]:
    """The same, but of a judgement those whose trait or deed it is of, where the phrase says so."""
    if (site.entry.plover or "").lower() not in slot_words()["judging"]:
        return list(heads)
    return [party for head in heads for party in (_owners(head, names) or [head])]


def _owners(thing: Token, names: Names) -> list[Token]:
    """Whose it is: the possessor, the name before it, or the noun of "of"."""
    word = lemma_of(thing)
    trait = thing.pos_ == "NOUN" and word in slot_words()["traits"] and not _are_people(thing, names)
    if trait:
        found = [c for c in thing.children if c.dep_ == "poss" and names.kind(c) is not None]
        before = (c for c in thing.children if c.dep_ in _BEFORE and c.pos_ != "ADJ")
        found = found or [c for c in before if names.kind(c) is not None]
        if found:
            return found
    if (trait or word in slot_words()["doings"]) and not any(c.dep_ == "poss" for c in thing.children):
        return [n for p, n in prepositional(thing, "of") if p.head == thing and names.kind(n) not in {None, "place"}]
    return []


def _are_people(noun: Token, names: Names) -> bool:
    """Whether a word such as "leadership" stands for those who lead ("Iran's leadership"), not for how one leads."""
    if lemma_of(noun) not in load_classes()["agent"]:
        return False
    persons = any(c.dep_ == "poss" and names.kind(c) == "person" for c in noun.children)
    return not (persons or any(True for _ in prepositional(noun, "to")))
