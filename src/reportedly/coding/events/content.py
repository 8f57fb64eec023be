"""Whom an act of words concerns, where only its content says so: "threatened to evict *the squatters*"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.doers import is_happening
from reportedly.coding.events.names import Names, inner
from reportedly.coding.events.site import Site
from reportedly.coding.events.slots import fill
from reportedly.coding.events.verbs import agent_of, object_of
from reportedly.coding.events.words import lemma_of, slot_words
from reportedly.coding.syntax import prepositional

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["content_party"]

_CONCERNED = ("people", "settlement")
_LABEL = "whom its content concerns"
_ASKED = "who is to do it"
_BLAMED = "who is said to have done it"
_BEFORE = {"compound", "amod", "nmod"}
_NAMED = {"country", "organisation"}
_OWN = {"its", "our", "my"}


def content_party(site: Site, names: Names) -> tuple[list[Token], str]:
    """The party that the act refused, threatened or promised would be done to, or that is to do what is asked for;
    nobody for other types.

    First the object of the verb in the content, then the noun after a preposition of that verb or of its object
    ("cut aid *to Cairo*"), then the one of what is refused or promised ("a pledge of vaccines *to the islands*").
    """
    if site.entry.plover == "REQUEST":
        asked = [t for t in _who_is_to(site) if names.kind(t) is not None] or list(_who_owes(site, names))
        return (asked, _ASKED) if asked else ([], "")
    if site.entry.plover == "ACCUSE":
        blamed = list(_who_is_said_to(site, names))
        return (blamed, _BLAMED) if blamed else ([], "")
    if (site.entry.plover or "").lower() not in slot_words()["of_content"]:
        return [], ""
    verbs = [t for slot in ("complement", "that") for t in fill(site, slot) if t.pos_ == "VERB"]
    for verb in dict.fromkeys(verbs):
        things = [t for t in object_of(verb) if t.pos_ != "ADJ" and not _own_moved(t, verb)]
        for group in (things, list(_after(verb)), [n for t in things for n in _after(t)]):
            found = [t for t in group if _is_party(t, names)]
            if found:
                return found, _LABEL
    refused = [t for slot in ("object", "of") for t in fill(site, slot)]
    found = [n for thing in dict.fromkeys(refused) for n in _after(thing) if _is_party(n, names)]
    return (found, _LABEL) if found else ([], "")


def _who_is_to(site: Site) -> Iterator[Token]:
    """ "Calls *for Israel to accept* a plan"."""
    for word in (*site.tokens, *fill(site, "object")):
        for clause in word.children:
            if any(c.dep_ == "mark" and c.lower_ == "for" for c in clause.children):
                yield from (c for c in clause.children if c.dep_ == "nsubj")


def _who_owes(site: Site, names: Names) -> Iterator[Token]:
    """Whose the deed is that is asked for: "demanded *the minister's* resignation", "sought *French* help"."""
    for thing in dict.fromkeys((*fill(site, "object"), *fill(site, "for"))):
        if lemma_of(thing) not in slot_words()["owed"]:
            continue
        owners = [c for c in thing.children if c.dep_ == "poss" and c.lower_ not in _OWN]
        owners = owners or [c for c in thing.children if c.dep_ in _BEFORE and names.kind(c) in _NAMED]
        yield from owners[:1]


def _who_is_said_to(site: Site, names: Names) -> Iterator[Token]:
    """Who does what is complained of: "alleged that *the firm* bribed him", not who bears it or only says so."""
    for word in dict.fromkeys((*site.tokens, *fill(site, "object"))):
        if lemma_of(word) not in slot_words()["alleging"]:
            continue
        for clause in (c for c in word.children if c.dep_ in {"ccomp", "acl"} and c.pos_ in {"VERB", "AUX"}):
            who = agent_of(clause) if lemma_of(clause) not in slot_words()["undergoing"] else None
            if who is not None and who.i > word.i and _is_party(who, names):
                yield who


def _own_moved(thing: Token, verb: Token) -> bool:
    """ "Threatened to withdraw *its troops*": one's own, whom one moves, are not those to whom it is done."""
    own = any(c.dep_ == "poss" and c.pos_ == "PRON" for c in thing.children)
    return own and lemma_of(verb) in slot_words()["moving"]


def _after(word: Token) -> Iterator[Token]:
    """The nouns after the prepositions by which an act reaches someone."""
    yield from (noun for preposition, noun in prepositional(word) if preposition.lower_ in slot_words()["reaching"])


def _is_party(token: Token, names: Names) -> bool:
    if token.pos_ == "PRON" or is_happening(token):
        return False
    words = (token, inner(token) or token)
    if any(names.kind(t) not in {None, "number", "place"} or t.ent_type_ == "LOC" for t in words):
        return True
    return any(lemma_of(t) in load_classes()[name] for t in words for name in _CONCERNED)
