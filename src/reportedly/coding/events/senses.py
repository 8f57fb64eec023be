"""Senses that no single slot tells: words that fit an act of force or of state, said of something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.names import Names
from reportedly.coding.events.site import Site
from reportedly.coding.events.slots import fill
from reportedly.coding.events.words import lemma_of, slot_words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["other_sense"]

_REFLEXIVE = ("self", "selves")


def other_sense(site: Site, names: Names) -> str | None:
    """Why the site's words tell no such act between these parties; None where they may."""
    if site.frame.pos == "verb" and site.entry.type == "ASSAULT":
        if _to_oneself(site):
            return "done to oneself alone"
        if _in_words(site, names):
            return "one named person attacks another, and nothing tells of a blow: an attack in words"
        if _by_accident(site):
            return "an accident: nobody meant it"
    if _of_business(site, names):
        return "business between firms"
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
    if not all(side and all(_one_by_name(t, names) for t in side) for side in sides):
        return False
    force = load_classes()["instrument"] | load_classes()["weapon"] | slot_words()["outcome"]
    return not any(t.lemma_.lower() in force for t in site.head.sent)


def _one_by_name(token: Token, names: Names) -> bool:
    return token.pos_ in {"PROPN", "NOUN"} and token.text.istitle() and names.kind(token) == "person"


def _by_accident(site: Site) -> bool:
    """ "Killed when the bus overturned": the parser takes a verb after its noun for a participle of it."""
    if lemma_of(site.head) not in slot_words()["outcome"]:
        return False
    for clause in site.head.children:
        if clause.dep_ != "advcl":
            continue
        verbs = (clause, *(c for c in clause.children if c.dep_ in {"acl", "relcl"}))
        if any(lemma_of(v) in load_classes()["mishap"] for v in verbs):
            return True
    return False


def _of_business(site: Site, names: Names) -> bool:
    """ "Alpha Corp. rejected the bid": a firm, or what may be one, and an offer to buy or to merge."""
    if site.entry.type not in {"AGREE", "REJECT"} or site.frame.pos != "verb":
        return False
    who = fill(site, "subject")
    if not who or not all(names.may_be_firm(t) for t in who):
        return False
    about = (lemma_of(t) for slot in ("object", "complement", "to", "that") for t in fill(site, slot))
    return any(word in load_classes()["trade"] for word in about)
