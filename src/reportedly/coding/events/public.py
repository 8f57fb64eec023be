"""Whether what is told is a public matter at all: not one of sport, business or home, nor of a work of art."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.names import Names, inner
from reportedly.coding.events.telling import Telling
from reportedly.coding.events.words import is_aged, lemma_of, slot_words
from reportedly.coding.syntax import prepositional

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["not_public"]

_HOPS = 6
_ABSTRACT = ("ness", "ism", "onia", "itis")
_FORCE = ("military", "armed", "polity", "crowd", "weapon")


def not_public(telling: Telling, names: Names) -> str | None:
    """Why no state, no armed or political party and no crowd can have a part in it; None where one may.

    An act without any party is left to other rules.
    """
    work = _of_work(telling.head)
    if work is not None:
        return f"told in or by a work (“{work.text}”)"
    sport = _on_the_pitch(telling.head)
    if sport is not None:
        return f"sport (“{sport.text}”)"
    thing = _thing_acts(telling, names)
    if thing is not None:
        return f"a thing, not a party (“{thing.text}”)"
    if telling.plover is None or telling.plover.lower() not in slot_words()["public"]:
        return None
    actors, recipients = telling.roles.actors, telling.roles.recipients
    doing = actors or recipients
    if doing and any(_private(t, names) for t in doing) and not any(_public(t, names) for t in (*actors, *recipients)):
        return "business or private life: no public party has a part in it"
    return None


def _of_work(head: Token) -> Token | None:
    """The work that the act is the matter of: "an exhibition on the siege", "in the film rebels seize a train"."""
    works, token = slot_words()["works"], head
    for _ in range(_HOPS):
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "in" and any(lemma_of(c) in works for c in child.children):
                return next(c for c in child.children if lemma_of(c) in works)
        if token.head == token or (token.dep_ in {"ccomp", "conj"} and token.pos_ == "VERB"):
            return None
        preposition = token.dep_ == "pobj" and token.head.lower_ in {"on", "about", "of", "recalling"}
        token = token.head.head if preposition else token.head
        if (preposition or token.pos_ == "NOUN") and lemma_of(token) in works and token != head:
            return token
    return None


def _on_the_pitch(head: Token) -> Token | None:
    """A word that only sport has, in a sentence without any word of arms, of the state or of a crowd."""
    sentence = list(head.sent)
    word = next((t for t in sentence if lemma_of(t) in slot_words()["pitch"] and t != head), None)
    if word is None or any(lemma_of(t) in load_classes()[name] for t in sentence for name in _FORCE):
        return None
    return word


def _thing_acts(telling: Telling, names: Names) -> Token | None:
    """ "Pneumonia forced her to leave", "correctness has run amok": no party does it."""
    if telling.plover is None or telling.plover.lower() not in slot_words()["of_parties"] or telling.site.nominal:
        return None
    actors = telling.roles.actors
    things = [t for t in actors if t.tag_ == "NN" and names.kind(t) is None and _abstract(lemma_of(t))]
    return actors[0] if actors and len(things) == len(actors) else None


def _abstract(lemma: str) -> bool:
    return lemma.endswith(_ABSTRACT) or any(lemma in load_classes()[name] for name in ("disaster", "happening"))


def _private(token: Token, names: Names) -> bool:
    whose = [c for c in token.children if c.dep_ == "poss"]
    whose += [n for p, n in prepositional(token, "of", "for") if p.head == token]
    words = [token, *whose, *((inner(token),) if inner(token) else ())]
    return any(_of_home(lemma_of(t)) or names.may_be_firm(t) for t in words if t is not None)


def _of_home(lemma: str) -> bool:
    return lemma in load_classes()["private"] or lemma in slot_words()["houses"]


def _public(token: Token, names: Names) -> bool:
    if _private(token, names) or token.pos_ == "PRON" or is_aged(token):
        return False
    return any(names.kind(t) not in {None, "number"} for t in (token, inner(token) or token))
