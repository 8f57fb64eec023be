"""Words of an act that tell none: a habit or a rule, a comparison, a command in a quotation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.events.status.words import status_words
from reportedly.coding.events.telling import Telling
from reportedly.coding.events.verbs import governing_verb, is_infinitive
from reportedly.coding.events.words import slot_words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["no_act"]

_PRESENT = {"VBZ", "VBP"}
_QUOTES = set("\"'“”‘’«»„")
_SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}
_OF_ALL = {"dobj", "advmod", "pobj"}


def no_act(telling: Telling) -> str | None:
    """Why the words tell no single act; None where they do."""
    head = telling.head
    if telling.site.nominal:
        return _compared(telling) or _none_at_all(telling) or _of_a_kind(telling)
    if telling.roles.actors and all(t.lower_ == "you" for t in telling.roles.actors):
        return "what somebody is told to his face, not an act"
    if telling.status == "hypothetical" and not telling.roles.actors and not telling.roles.recipients:
        return "only possible, and nobody does it"
    if head.pos_ != "VERB":
        return None
    if telling.convention is None and any(c.dep_ == "neg" for c in head.children) and is_infinitive(head):
        return "what shall not be done (“not to …”), not a denial"
    return _habit(head) or _rule(telling) or _command(head)


def _compared(telling: Telling) -> str | None:
    """ "No attack this year has killed so many": there were others, and there was this one."""
    standing, head = telling.standing, telling.head
    no = standing.word is not None and standing.word.lower_ == "no" and standing.word.head == head
    verb = governing_verb(head)
    if standing.status != "negated" or not no or verb is None or head.dep_ != "nsubj":
        return None
    like = next((t for t in verb.subtree if t.i > verb.i and t.lower_ in status_words().comparisons), None)
    return f"a comparison (“{like.text}”), which denies no act" if like is not None else None


def _none_at_all(telling: Telling) -> str | None:
    """ "No arrests were reported": nobody did it, and to nobody."""
    nobody = not telling.roles.actors and not telling.roles.recipients
    if telling.status != "negated" or not nobody or (telling.plover or "").lower() in slot_words()["faceless"]:
        return None
    return "there was none, by nobody and to nobody"


def _of_a_kind(telling: Telling) -> str | None:
    """ "Attacks *like* those make walls more likely": of a kind, none of them told."""
    head = telling.head
    if head.tag_ != "NNS" or telling.roles.actors or telling.roles.recipients:
        return None
    like = next((c for c in head.children if c.lower_ in slot_words()["likening"] and c.dep_ == "prep"), None)
    return f"any of a kind (“{like.text}”), not one that is told" if like is not None else None


def _habit(verb: Token) -> str | None:
    """ "It strikes only military targets": what someone does as a rule."""
    if verb.tag_ not in _PRESENT or any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.children):
        return None
    near = (t for c in verb.children if c.dep_ in _OF_ALL for t in (c, *c.children))
    word = next((t for t in near if t.lower_ in status_words().habits and t.dep_ in {"advmod", "neg"}), None)
    return f"a habit or a rule (“{word.text}”), not an act" if word is not None else None


def _rule(telling: Telling) -> str | None:
    """ "The law *bans* rallies", "one person a year *is killed* there": running text tells no deed so."""
    verb, deeds = telling.head, slot_words()["deeds"]
    if (telling.plover or "").lower() not in deeds or telling.convention is not None or telling.status != "occurred":
        return None
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    simple = not helpers and verb.tag_ in _PRESENT
    passive = len(helpers) == 1 and helpers[0].dep_ == "auxpass" and helpers[0].tag_ in _PRESENT and verb.tag_ == "VBN"
    if not (simple or passive) or any(t.ent_type_ in {"DATE", "TIME"} and t.dep_ != "poss" for t in verb.subtree):
        return None
    end = list(verb.sent)[-1]
    while end.i and (end.is_space or end.text in _QUOTES):
        end = end.nbor(-1)
    return "a habit or a rule (simple present), not an act" if end.text == "." else None


def _command(verb: Token) -> str | None:
    """ "“Give us bread,” they shouted": what others are told to do."""
    if verb.tag_ != "VB" or verb.dep_ not in {"ROOT", "ccomp", "advcl"}:
        return None
    told = any(c.lower_ in {"do", "let"} and c.dep_ == "aux" for c in verb.children)  # "Don't shoot him"
    if any(c.dep_ in _SUBJECTS or (c.dep_ == "aux" and not told) for c in verb.children):
        return None
    if told and any(c.dep_ == "neg" for c in verb.children):
        return "a command, not an act"
    before = next(_before(verb), None)
    return "a command, not an act" if before is not None and before.text in _QUOTES else None


def _before(verb: Token) -> Iterator[Token]:
    """The words before the verb's own first word, nearest first."""
    first = min((c.i for c in verb.children if c.i < verb.i and c.text not in _QUOTES), default=verb.i)
    yield from (verb.doc[i] for i in range(first - 1, -1, -1) if not verb.doc[i].is_space)
