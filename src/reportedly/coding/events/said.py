"""Words that do nothing to anybody: a fact denied, a thing described, one's own deeds defended, a danger told of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.names import Names
from reportedly.coding.events.slots import fill
from reportedly.coding.events.telling import Refused, Telling
from reportedly.coding.events.words import lemma_of, slot_words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["only_said"]

_SOMEBODY = frozenset({"actor", "country", "organisation", "person"})
_PRESENT = {"VBZ", "VBP"}
_CLAUSES = {"ccomp", "acl", "relcl"}
_FINITE = {"VBZ", "VBP", "VBD"}
_GRAVE = ("charge", "wrongdoing", "attack", "warlike")
_IN_CHARGE = ("military", "polity")


def only_said(tellings: Sequence[Telling], names: Names) -> tuple[list[Telling], list[Refused]]:
    """The tellings that do more, or may; and those that refuse, threaten, blame or support nothing and nobody."""
    found: list[Telling] = []
    refused: list[Refused] = []
    for telling in tellings:
        rule = None if telling.site.nominal else _RULES.get(telling.plover or "")
        reason = None if rule is None else rule(telling, names)
        if reason is None:
            found.append(telling)
        else:
            refused.append(Refused(telling.site, reason))
    return found, refused


def _of_a_fact(telling: Telling, _: Names) -> str | None:
    """ "Denied that the road was closed", "rejected the notion that she is an outsider": no demand, no charge."""
    verb, words = telling.head, slot_words()
    done_to = [c for c in verb.children if c.dep_ == "dobj"]
    if any(lemma_of(t) in words["facts"] for t in done_to):
        return "a fact, not a demand or a charge"
    clauses = [c for t in done_to if lemma_of(t) in words["notions"] for c in t.children]
    if lemma_of(verb) in words["denying"]:
        clauses += verb.children
    told = next((c for c in clauses if c.dep_ in _CLAUSES and _states(c) and not _grave(c)), None)
    return f"a description denied (“{told.text}”), not a demand or a charge" if told is not None else None


def _states(verb: Token) -> bool:
    """Whether a clause says what something is or comes to, not what somebody does or must do."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    return lemma_of(verb) in slot_words()["being"] and not helpers and verb.tag_ in _FINITE


def _grave(clause: Token) -> bool:
    """Whether it speaks of a misdeed or an act of force, or of those who do them for a state: then it is a charge."""
    classes = load_classes()
    about = [c for c in clause.children if c.dep_ == "nsubj"]
    if any(lemma_of(t) in classes[name] for t in about for name in _IN_CHARGE):
        return True
    return any(lemma_of(t) in classes[name] for t in clause.subtree for name in _GRAVE)


def _of_what_is(telling: Telling, _: Names) -> str | None:
    """ "Warned that the governor opposes the law", "that the party is in danger": nothing that the warner will do."""
    verb = telling.head
    if telling.site.proposed and lemma_of(verb) in slot_words()["cautioning"]:
        return f"advice to be careful (“{verb.text}”), no harm announced"
    if not telling.site.proposed or lemma_of(verb) not in slot_words()["warning"]:
        return None
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is None or clause.tag_ not in _PRESENT or any(c.dep_ == "aux" for c in clause.children):
        return None
    about = [c for c in clause.children if c.dep_ == "nsubj"]
    own = any(t.pos_ == "PRON" or any(c.dep_ == "poss" and c.pos_ == "PRON" for c in t.children) for t in about)
    return None if own or not about else f"a warning of what others do or of how things are (“{clause.text}”)"


def _of_a_thing(telling: Telling, names: Names) -> str | None:
    """ "Described the meeting as short", "contrasted her plan with the law": it is no one."""
    if not telling.site.proposed or lemma_of(telling.head) not in slot_words()["describing"]:
        return None
    about = fill(telling.site, "object")
    if not about or any(names.is_a(t, _SOMEBODY) for t in about):
        return None
    return f"something is described (“{about[0].text}”), nobody blamed"


def _of_oneself(telling: Telling, _: Names) -> str | None:
    """ "The mayor defended his budget": nobody else is stood by."""
    if lemma_of(telling.head) not in slot_words()["defending"]:
        return None
    about = [c for c in telling.head.children if c.dep_ == "dobj"]
    own = [t for t in about if any(c.dep_ == "poss" and c.pos_ == "PRON" for c in t.children)]
    if not own or any(lemma_of(t) in load_classes()["agent"] - slot_words()["bodies"] for t in own):
        return None
    return f"one's own deeds defended (“{own[0].text}”)"


_RULES: dict[str, Callable[[Telling, Names], str | None]] = {
    "REJECT": _of_a_fact,
    "THREATEN": _of_what_is,
    "ACCUSE": _of_a_thing,
    "SUPPORT": _of_oneself,
}
