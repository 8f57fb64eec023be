"""Numbers that count what was counted before: "sixteen of them", "including five children", "others spoke of fifty"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.quantities.counted import Counted
from reportedly.coding.quantities.lexicon import lemma, words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["inherited", "thing_again"]


def inherited(what: Counted, kind: str | None, before: str | None) -> str | None:
    """The kind that a number takes over from the one before it in its sentence; None where it does not.

    `kind` is what its own words tell, `before` the kind of the number before.
    """
    if before is None:
        return None
    known = words()
    people = before in known.listed("of_people")
    if kind is None and what.of is not None and what.of.lower_ in known.listed("standing.pronouns"):
        return before
    if kind is None and what.noun is None and _is_other_figure(what):
        return before
    if people and kind in {None, "people", "troops", "police"} and _is_included(what):
        return before if kind is not None or what.noun is None else None
    return None


def thing_again(what: Counted, before: str | None) -> str | None:
    """What "two others" are where no people are meant: what was counted before, or what is shot down."""
    known = words()
    if what.noun is not None and lemma(what.noun) != "other":
        return None
    verb = what.node.head
    if lemma(verb) in known.listed("downing.verbs"):
        if lemma(verb) != "shoot" or any(child.lower_ in known.listed("downing.with") for child in verb.children):
            return before if before in {"weapons", "vehicles"} else known.downed
    return None


def _is_included(what: Counted) -> bool:
    """ "including five children", "among them two women", "three of them children"."""
    node = what.node
    for _ in range(4):
        if node.dep_ != "conj":
            break
        node = node.head
    if node.dep_ in {"pobj", "dobj"} and node.head.lower_ in words().listed("including"):
        return True
    at = what.first.i
    return any(token.lower_ in words().listed("including") for token in what.first.doc[max(0, at - 2) : at])


def _is_other_figure(what: Counted) -> bool:
    """ "the unions claimed 40 thousand", "residents spoke of fifty": a bare number that a source gives."""
    node: Token = what.node
    if node.dep_ == "pobj" and node.head.lower_ in {"of", "at"}:
        node = node.head
    elif node.dep_ != "dobj":
        return False
    return lemma(node.head) in words().listed("figures")
