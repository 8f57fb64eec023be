"""Aid in goods: "40 tonnes of medicine", "1,200 blankets"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.quantities.counted import Counted
from reportedly.coding.quantities.lexicon import goods, lemma

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["given"]


def given(what: Counted) -> tuple[str | None, Token] | None:
    """The unit (None: pieces) and the last word of goods that are given to people in need; None for anything else.

    What people need is told by the goods ("medicine", "food parcels") or by someone who gives or gets them.
    """
    noun = what.noun
    if noun is None:
        return None
    known = goods()
    unit = known.weights.get(lemma(noun))
    thing = _content(noun) if unit is not None else noun
    if thing is None:
        return None
    names = {
        lemma(thing),
        thing.lower_.removesuffix("s"),
        *(f"{lemma(c)} {lemma(thing)}" for c in thing.children if c.dep_ in {"compound", "amod"}),
    }
    beside = {lemma(c) for c in thing.children if c.dep_ in {"compound", "amod"}}
    aid = bool(names & known.aid or (unit is not None and beside & known.aid))
    if not aid and not names & known.goods:
        return None
    sentence = {lemma(token) for token in noun.sent[:80]}
    if sentence & known.market or not (aid or sentence & known.giving):
        return None
    return unit or None, thing


def _content(weight: Token) -> Token | None:
    """The noun behind "tonnes of"."""
    of = next((child for child in weight.children if child.dep_ == "prep" and child.lower_ == "of"), None)
    return next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
