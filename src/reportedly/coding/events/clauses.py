"""Which clause a word belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.events.status.words import status_words
from reportedly.coding.syntax import tokens_span, trim

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

    from reportedly.report import Span

__all__ = ["clause_head", "clause_span", "is_speaker", "root_of", "sentence_of"]

_CLAUSES = {"ROOT", "ccomp", "advcl", "relcl", "parataxis", "csubj", "csubjpass"}


def clause_head(token: Token) -> Token:
    """The verb (or what stands for it) of the token's clause."""
    while token.dep_ not in _CLAUSES and token.head != token:
        if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and any(c.dep_ == "nsubj" for c in token.children):
            return token
        token = token.head
    return token


def root_of(token: Token) -> Token:
    """The root of the token's sentence, which stands for the sentence (Token.sent walks the whole text)."""
    while token.head.i != token.i:
        token = token.head
    return token


def sentence_of(token: Token) -> Words:
    """The token's sentence."""
    root = root_of(token)
    return root.doc[root.left_edge.i : root.right_edge.i + 1]


def clause_span(token: Token, text: str) -> Span:
    """The characters of the token's clause and all that hangs on it, trimmed; `text` is that of the report."""
    head = clause_head(token)
    if head.dep_ in {"csubj", "csubjpass"}:  # "*Shelling* kills nine": a subject is no clause to be read by itself
        head = clause_head(head.head)
    last = head.right_edge
    speaker = next((t for t in (last, *last.ancestors) if t.i > head.i and is_speaker(t)), None)
    if speaker is not None and speaker.left_edge.i - 1 > head.i:
        last = speaker.doc[speaker.left_edge.i - 1]
    return trim(text, tokens_span((head.left_edge, last)))


def is_speaker(noun: Token) -> bool:
    """Whether what was read as an apposition speaks: "killed five people, *a sailor* said"; the verb has no subject."""
    after = noun.right_edge.i + 1
    if noun.dep_ != "appos" or after >= len(noun.doc):
        return False
    verb = noun.doc[after]
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.lemma_.lower() not in status_words().reporting:
        return False
    return not any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in verb.children)
