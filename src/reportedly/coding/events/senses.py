"""Senses that no single slot tells: words that fit an act of force or of state, said of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.names import Names
from reportedly.coding.events.site import Site
from reportedly.coding.events.slots import fill
from reportedly.coding.events.words import lemma_of, slot_words
from reportedly.coding.syntax import prepositional

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["other_sense"]

_REFLEXIVE = ("self", "selves")


def other_sense(site: Site, names: Names) -> str | None:
    """Why the site's words tell no such act between these parties; None where they may."""
    if site.frame.pos == "verb" and site.entry.plover == "ASSAULT":
        if _to_oneself(site):
            return "done to oneself alone"
        if _in_words(site, names):
            return "one named person attacks another, and nothing tells of a blow: an attack in words"
        if _by_accident(site):
            return "an accident: nobody meant it"
    if site.entry.plover == "AGREE" and site.frame.pos == "adjective" and site.head.dep_ == "amod":
        return "it says what kind they are, not that they showed themselves so"
    if lemma_of(site.head) == "leave" and _leaves_so(site.head):
        return "it says how something was left, not that anybody left"
    if site.nominal and any(c.dep_ == "dobj" and c.lower_.endswith(_REFLEXIVE) for c in site.head.children):
        return "done to oneself alone"
    if _of_business(site, names):
        return "business: an offer to buy or to merge"
    return None


def _to_oneself(site: Site) -> bool:
    """ "He hanged himself"; "he killed himself and three others" is done to others too, and so is a suicide attack."""
    if site.frame.mode == "suicide-attack":
        return False
    done_to = fill(site, "object")
    return bool(done_to) and all(
        t.lower_.endswith(_REFLEXIVE) and not any(c.dep_ == "conj" for c in t.children) for t in done_to
    )


def _in_words(site: Site, names: Names) -> bool:
    """ "The senator attacked the governor over taxes": people by name, and no word of a weapon or a wound."""
    if lemma_of(site.head) not in slot_words()["in_words"] or len(site.tokens) > 1:
        return False
    sides = (fill(site, "subject"), fill(site, "object"))
    alone = lemma_of(site.head) == "attack" and any(t.pos_ == "PROPN" or t.lower_ in {"he", "she"} for t in sides[0])
    judged = sides[:1] if alone else sides if sides[0] else sides[1:]  # "she attacked officers nationwide"
    if not all(side and all(_rival(t, names) for t in side) for side in judged):
        return False
    if all(t.pos_ == "PRON" for side in sides for t in side):
        return False
    force = load_classes()["instrument"] | load_classes()["weapon"] | slot_words()["outcome"]
    return not any(t.lemma_.lower() in force for t in site.head.sent)


def _rival(token: Token, names: Names) -> bool:
    """One person by name, or one who stands against another in politics; or a pronoun for such."""
    if token.lower_ in {"he", "she", "him", "her"} or lemma_of(token) in load_classes()["rival"]:
        return True
    return token.pos_ in {"PROPN", "NOUN"} and token.text.istitle() and names.kind(token) == "person"


def _by_accident(site: Site) -> bool:
    """ "Killed when the bus overturned": the parser takes a verb after its noun for a participle of it."""
    if lemma_of(site.head) not in slot_words()["outcome"]:
        return False
    above = site.head.head
    if site.head.tag_ == "VBG" and site.head.dep_ == "advcl" and above.pos_ == "VERB":
        between = site.head.doc[above.i + 1 : site.head.i]
        if _mishap(above) or any(lemma_of(t) in load_classes()["disaster"] for t in between):
            return True
    for clause in site.head.children:
        if clause.dep_ != "advcl":
            continue
        verbs = (clause, *(c for c in clause.children if c.dep_ in {"acl", "relcl"}))
        if any(lemma_of(v) in load_classes()["mishap"] for v in verbs):
            return True
    return False


def _mishap(verb: Token) -> bool:
    """ "The boat sank, killing 30"; "they brought cholera to the island, killing thousands"."""
    about = [c for c in verb.children if c.dep_ in {"nsubj", "dobj", "nsubjpass"}]
    if any(lemma_of(c) in load_classes()["disaster"] for c in about):
        return True
    return lemma_of(verb) in load_classes()["mishap"] and not any(c.dep_ == "dobj" for c in about)


def _leaves_so(verb: Token) -> bool:
    """ "Left the court split", "leave the ruling in place"."""
    if any(c.dep_ in {"oprd", "acomp", "ccomp"} and c.i > verb.i for c in verb.children):
        return True
    return any(noun.lower_ in {"place", "doubt", "limbo", "charge"} for _, noun in prepositional(verb, "in"))


def _of_business(site: Site, names: Names) -> bool:
    """ "Alpha Corp. rejected the bid": a firm, or what may be one, and an offer to buy or to merge."""
    if site.entry.plover not in {"AGREE", "REJECT"} or site.frame.pos != "verb":
        return False
    bought = load_classes()["purchase"]
    if any(c.dep_ == "acl" and lemma_of(c) in bought for t in fill(site, "object") for c in t.children):
        return True  # "expressed a desire to buy"
    who = fill(site, "subject")
    if not who or not all(names.may_be_firm(t) for t in who):
        return False
    about = (lemma_of(t) for slot in ("object", "complement", "to", "that") for t in fill(site, slot))
    return any(word in load_classes()["trade"] for word in about)
