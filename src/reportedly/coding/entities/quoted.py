"""Whom "he" stands for in quoted sentences that do not name him: the other one of whom the report has just spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.entities.persons import all_same, is_one, someone_unknown

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

    from reportedly.coding.entities.cluster import Cluster
    from reportedly.report import Span

__all__ = ["of_quoted"]

_SUBJECTS = {"nsubj", "nsubjpass"}
_Seat = tuple[int, "Cluster"]


def of_quoted(
    token: Token, gender: str, held: Span, seats: dict[int, Cluster], by_sentence: list[list[_Seat]], number: int
) -> Cluster | None:
    """The only person of fitting gender but the speaker right before the quotation `held` in which the pronoun stands.

    "Lund met the mayor. “He was rude,” Lund said." Only where the speaker is known: nobody calls himself "he".
    """
    doc = token.doc
    if not gender or any(held.start <= t.idx < token.idx and _is_like(t, token) for t in token.sent):
        return None
    if token.sent.start_char > held.start:
        return None
    speaker = _speaker(token.sent, held, seats)
    if speaker is None:
        return None
    before = by_sentence[number - 1] if number else []
    if before and someone_unknown(doc[doc[token.sent.start - 1].sent.start : token.i], gender, seats):
        return None
    for near in ([(i, c) for i, c in by_sentence[number] if doc[i].idx < held.start], before):
        fits = [c for i, c in near if c is not speaker and is_one(doc[i], c, gender)]
        if fits:
            return fits[0] if all_same(fits) and fits[0].gender == gender else None
    return None


def _is_like(word: Token, token: Token) -> bool:
    return word.pos_ == "PRON" and word.lower_ == token.lower_


def _speaker(sentence: Words, held: Span, seats: dict[int, Cluster]) -> Cluster | None:
    """Who says what is quoted, in a sentence of which the quotation is a part."""
    from reportedly.coding.attributions.lexicon import lexicon

    if sentence.end_char <= held.start or sentence.start_char >= held.end + 1:
        return None
    for word in sentence:
        outside = not held.start <= word.idx < held.end
        if outside and word.dep_ == "nsubj" and word.i in seats and word.head.lemma_.lower() in lexicon().verbs:
            return seats[word.i]
    return None
