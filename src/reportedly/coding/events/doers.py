"""Who stands behind a weapon, a happening or a word of speech: none of them acts or suffers, people do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.names import Names, inner
from reportedly.coding.events.verbs import passive_agent_of, subject_of
from reportedly.coding.events.words import slot_words
from reportedly.coding.syntax import prepositional

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["doers", "is_happening", "sufferers"]

_ACTING = {"country", "person", "organisation"}
_OWNERS = {"poss", "amod", "compound", "nmod"}
_REFLEXIVE = ("self", "selves")
_OWN_WORDS = {"his", "her", "their"}
_PARTS = {"NOUN", "PROPN", "PRON"}


def doers(heads: Iterable[Token], names: Names, things: tuple[str, ...] = ("instrument",)) -> list[Token]:
    """Those who act: "Russian missiles" gives Russia, "the strike" nobody, "each other" the two sides.

    `things` are the classes of what never acts itself: weapons, and goods where they are given.
    """
    found: list[Token] = []
    for head in heads:
        if _reciprocal(head):
            who = subject_of(head.head)
            found += [who] if who is not None else []
        elif _is_team(head, names):
            found.append(head)
        elif is_happening(head) or any(_is(head, name) for name in things):
            found += _whose(head, names)
        elif (inside := inner(head)) is not None and any(_is(inside, name) for name in things):
            found += _whose(inside, names)  # "tonnes of Cuban medicine"
        else:
            found.append(head)
    return list(dict.fromkeys(found))


def sufferers(heads: Iterable[Token], names: Names) -> list[Token]:
    """Those to whom it is done: "the attack" is nobody, "Armenian criticism" is Armenia's."""
    found: list[Token] = []
    for head in heads:
        if not head.lower_.endswith(_REFLEXIVE) and head.lemma_.lower() not in slot_words()["spots"]:
            found += _whose(head, names) if is_happening(head) and not _is_team(head, names) else [head]
    return list(dict.fromkeys(found))


def is_happening(token: Token) -> bool:
    """Whether the noun names an act, a state of things or something said or written, by the class of that name."""
    return _is(token, "happening")


def _is_team(token: Token, names: Names) -> bool:
    """ "The Larsen *campaign*" is those who work for her; "his campaign against the press" is what he does."""
    if token.lemma_.lower() not in slot_words()["teams"] or any(True for _ in prepositional(token, "against")):
        return False
    about = (c for c in token.children if c.dep_ in {"compound", "nmod", "poss"})
    return any(names.kind(c) == "person" for c in about)


def _is(token: Token, name: str) -> bool:
    return token.pos_ in _PARTS and token.lemma_.lower() in load_classes()[name]


def _reciprocal(token: Token) -> bool:
    return token.lower_ in {"other", "another"} and any(c.lower_ in {"each", "one"} for c in token.children)


def _whose(noun: Token, names: Names) -> list[Token]:
    """The author of an act or the owner of a weapon, if the phrase names one."""
    found = [n for _, n in prepositional(noun, "by") if n.pos_ in _PARTS]
    found = found or [n for n in _fired_by(noun) if n.pos_ in _PARTS]
    if found:
        return found
    owners = [c for c in noun.children if c.dep_ in _OWNERS and names.kind(c) in _ACTING and names.is_known(c)]
    owners = [c for c in owners if c.dep_ == "poss" or not names.is_town(c)]  # "the Paris attacks"
    return owners or [
        c for c in noun.children if c.dep_ == "poss" and (names.kind(c) == "actor" or c.lower_ in _OWN_WORDS)
    ]


def _fired_by(noun: Token) -> Iterator[Token]:
    """ "Rockets fired by Hamas", "a bomb planted by rebels"."""
    for child in noun.children:
        if child.dep_ == "acl" and child.tag_ == "VBN":
            found = passive_agent_of(child)
            if found is not None:
                yield found
