"""Bare numbers that a toll has reached: "the death toll rose to 45", "the number of wounded exceeds 400"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.quantities.counted import Counted
from reportedly.coding.quantities.lexicon import Tolls, lemma, tolls, words
from reportedly.coding.quantities.verbs import subject_of
from reportedly.reading import Bound

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["toll"]

_REACH = 16  # words that may stand between a toll and its number


def toll(what: Counted) -> tuple[str, Bound] | None:
    """The kind that a toll before or round the number counts, and the bound that its verb gives; None for no toll."""
    known = tolls()
    before = what.first.nbor(-1) if what.first.i else None
    if before is None:
        return None
    if lemma(before) in words().listed("numbering") and before.pos_ == "VERB" and (own := _numbering(before)):
        return own, "exact"
    verb = _verb(what, before, known)
    kind = _counter(before) if verb is not None else None
    if verb is None or kind is None:
        return None
    return kind, _bound(verb, before, known)


def _numbering(verb: Token) -> str | None:
    """The kind of those whose strength a verb gives: "the insurgents, numbering 2,000"."""
    subject = verb.head if verb.dep_ in {"acl", "relcl"} else subject_of(verb)
    return words().nouns.get(lemma(subject)) or words().tolls.get(lemma(subject))


def _verb(what: Counted, before: Token, known: Tolls) -> Token | None:
    """The word that moves a toll to the number: "rose" of "rose to", "exceed", "as" of "given as"."""
    if lemma(before) in known.reaching:
        return before
    if lemma(before) in words().tolls and what.first.i < what.number.i:  # "the toll between 20 and 30"
        return before
    if before.lower_ not in known.links:
        return None
    for token in reversed(before.doc[max(before.sent.start, before.i - _REACH) : before.i]):
        if lemma(token) in known.moving or (lemma(token) in known.counts and before.lower_ != "of"):
            return token
        if (token.pos_ == "VERB" and token.lower_ not in words().after) or token.text in {";", ":"}:
            return None
    return None


def _bound(verb: Token, before: Token, known: Tolls) -> Bound:
    low = before.lower_
    if low in {"past", "above", "over", "beyond"}:
        return "over"
    given = known.reaching.get(lemma(verb), "exact") if verb.i == before.i else "exact"
    return "over" if given == "over" else "under" if given == "under" else "exact"


def _counter(before: Token) -> str | None:
    """The kind of the toll nearest before the number in its sentence."""
    start = max(before.sent.start, before.i - _REACH)
    known, words_ = tolls(), words()
    for token in reversed(before.doc[start : before.i + 1]):
        if token.text == ";":
            return None
        noun = lemma(token)
        if noun in known.counts and (kind := _of_what(token, before)):
            return kind
        if noun in words_.tolls:
            return words_.tolls[noun]
    return None


def _of_what(counter: Token, before: Token) -> str | None:
    """What a "number", "count" or "toll" is one of: told by the words behind its "of" or the one before it."""
    known = words()
    if known.tolls.get(lemma(counter)):
        return known.tolls[lemma(counter)]
    own: str | None = None
    doc = counter.doc
    following = doc[counter.i + 1 : before.i]
    if len(following) < 2 or following[0].lower_ not in {"of", "for"}:
        earlier = counter.nbor(-1) if counter.i else None
        kind = known.tolls.get(lemma(earlier)) or known.nouns.get(lemma(earlier))
        return None if kind == "police" else kind  # a "police count" is theirs, not of them
    for token in following[1:8]:
        told = known.after.get(token.lower_) or known.tolls.get(lemma(token))
        if told:
            return told
        own = own or known.nouns.get(lemma(token)) or ("people" if lemma(token) in known.people else None)
        if token.pos_ == "AUX" or (token.pos_ == "VERB" and token.tag_ != "VBN"):
            break
        if token.tag_ == "VBN" and (kind := known.objects.get(lemma(token))):
            return kind
    return own
