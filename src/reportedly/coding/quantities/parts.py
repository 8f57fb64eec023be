"""Numbers that count what was counted before: "sixteen of them", "including five children", "others spoke of fifty"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.quantities.counted import Counted, follower
from reportedly.coding.quantities.lexicon import lemma, words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["inherited", "listed", "thing_again"]


def inherited(what: Counted, kind: str | None, before: str | None) -> str | None:
    """The kind that a number takes over from the one before it in its sentence; None where it does not.

    `kind` is what its own words tell, `before` the kind of the number before.
    """
    known = words()
    if kind in {"people", "troops", "police"} and (over := listed(what)):
        return over
    if before is None:
        return None
    people = before in known.listed("of_people")
    if kind is None and what.of is not None and what.of.lower_ in known.listed("standing.pronouns"):
        return before
    if kind is None and what.noun is None and (_is_other_figure(what) or _is_so_badly(what) or _is_elsewhere(what)):
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
    if lemma(verb) not in known.listed("downing.verbs"):
        return None
    if lemma(verb) == "shoot" and not any(child.lower_ in known.listed("downing.with") for child in verb.children):
        return None
    return before if before in {"weapons", "vehicles"} else known.downed


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


def _is_so_badly(what: Counted) -> bool:
    """ "hurt 33, three critically"."""
    after = follower(what.number)
    return after is not None and after.lower_ in words().listed("standing.adverbs")


def _is_elsewhere(what: Counted) -> bool:
    """ "12 were held on Friday and 15 on Saturday", "nine in Bakura, six in Maru": the verb is not said again."""
    before, after = what.first.nbor(-1) if what.first.i else None, follower(what.number)
    if before is None or after is None or before.lower_ not in words().listed("gaps.after"):
        return False
    if after.lower_ in {"more", "others"}:
        after = follower(after)
    return after is not None and after.pos_ == "ADP" and after.lower_ in words().listed("gaps.before")


def listed(what: Counted) -> str | None:
    """The kind that a list's subject tells: "the dead included 14 women", "among the wounded were three Nepalis"."""
    known = words()
    node = what.node
    for _ in range(4):
        if node.dep_ != "conj":
            break
        node = node.head
    verb = node.head
    if lemma(verb) not in known.listed("included_by"):
        return None
    if node.dep_ == "dobj":
        over = [child for child in verb.children if child.dep_ == "nsubj"]
    else:
        among = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in known.listed("including")]
        over = [noun for preposition in among for noun in preposition.children]
    kinds = (known.tolls.get(lemma(noun)) or known.after.get(noun.lower_) for noun in over)
    return next((kind for kind in kinds if kind), None)


def _is_other_figure(what: Counted) -> bool:
    """ "the unions claimed 40 thousand", "residents spoke of fifty": a bare number that a source gives."""
    node: Token = what.node
    if node.dep_ == "pobj" and node.head.lower_ in {"of", "at"}:
        node = node.head
    elif node.dep_ == "attr":  # "the police estimate was 8,000"
        return any(c.dep_ == "nsubj" and lemma(c) in words().listed("counts") for c in node.head.children)
    elif node.dep_ != "dobj":
        return False
    return lemma(node.head) in words().listed("figures")
