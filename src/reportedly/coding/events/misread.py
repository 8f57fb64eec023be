"""Whom a verb has to do with where the parser hangs words wrongly in a way that is common in reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.clauses import root_of
from reportedly.coding.events.status.words import status_words
from reportedly.coding.events.words import lemma_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["accused_before", "is_misread_name", "lost_antecedent", "resident", "shared_object"]

_LIGHT = {"cc", "punct", "advmod", "aux", "neg"}  # what may stand between two verbs that share an object
_IN_ADDRESS = {"PROPN", "NUM", "PUNCT", "PART"}


def is_misread_name(word: Token) -> bool:
    """ "*Jolly*, who …, was arrested": a name that the parser takes for an adverb."""
    return word.dep_ == "advmod" and word.text.istitle() and any(c.dep_ == "relcl" for c in word.children)


def resident(who: Token) -> Token | None:
    """ "*Cole* (19), of 4 Elm Drive, Cahir, who …": the name right before the address, wherever the parser hangs it."""
    doc, first = who.doc, root_of(who).left_edge.i
    of = next((i for i in range(who.i - 1, first, -1) if doc[i].lower_ == "of"), None)
    if of is None or not doc[of + 1].is_digit or any(t.pos_ not in _IN_ADDRESS for t in doc[of + 1 : who.i]):
        return None
    before = of - 1
    while before > first and (doc[before].is_punct or doc[before].is_digit):
        before -= 1
    return doc[before] if doc[before].pos_ == "PROPN" else None


def accused_before(of: Token) -> Token | None:
    """ "The army *accused rebels*, as it often does, *of* plotting a coup", where the parser hangs it elsewhere."""
    if of.lower_ != "of" or not of.i or of.nbor(-1).text != ",":
        return None
    charges = (t for t in of.doc[root_of(of).left_edge.i : of.i] if lemma_of(t) == "accuse" and t.pos_ == "VERB")
    verb = max(charges, key=lambda t: t.i, default=None)
    if verb is None:
        return None
    accused = next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}), None)
    words = (verb, *([accused] if accused is not None else []))
    return None if any(c.lower_ == "of" and c != of for t in words for c in t.children) else accused


def lost_antecedent(verb: Token) -> Token | None:
    """ "Took money from *states that* the ministry, before and after, criticised": read as what is said."""
    that = next((c for c in verb.children if c.dep_ == "mark" and c.lower_ == "that"), None)
    if verb.dep_ != "ccomp" or that is None or not that.i or lemma_of(verb.head) in status_words().reporting:
        return None
    noun = verb.doc[that.i - 1]
    fits = noun.pos_ == "NOUN" and noun.dep_ in {"pobj", "dobj"} and lemma_of(noun) in load_classes()["agent"]
    return noun if fits and not any(c.dep_ in {"dobj", "ccomp", "xcomp"} for c in verb.children) else None


def shared_object(verb: Token) -> Iterator[Token]:
    """ "Criticised and even threatened to sue *his rivals*": the object of the next verb, where none stands between."""
    nearby = next((c for c in verb.children if c.dep_ == "conj"), None)
    if nearby is None or any(t.dep_ not in _LIGHT for t in verb.doc[verb.i + 1 : nearby.i]):
        return
    below = next((c for c in nearby.children if c.dep_ == "xcomp" and c.i - nearby.i <= 2), None)
    for other in (nearby, *([below] if below is not None else [])):
        found = [c for c in other.children if c.dep_ == "dobj"]
        yield from found
        if found:
            return
