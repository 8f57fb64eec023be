"""What the parse says of a clause: subjects, objects, phrases, voice, negation. Nothing here knows of news.

Labels are those of the ClearNLP scheme that spaCy's English pipelines use (nsubj, dobj, pobj, relcl, …).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "clause_span", "conjuncts", "head_verb", "is_negated", "is_passive", "objects", "passive_agent", "phrase_span",
    "prepositional", "subject", "token_span", "tokens_span", "trim", "trimmed_span",
]  # fmt: skip

_CLAUSAL = {"relcl", "acl", "advcl", "ccomp", "parataxis", "appos_clause", "mark", "cc_clause"}
_BRACKETS = {"(": ")", "[": "]"}
_EDGE = set(" \t\r\n\u00a0,;:.!?()[]{}\"'“”‘’«»—–-")


def token_span(token: Token) -> Span:
    """The characters of one token."""
    return Span(token.idx, token.idx + len(token.text))


def tokens_span(tokens: Iterable[Token]) -> Span:
    """From the first character to the last of these tokens."""
    spans = [token_span(token) for token in tokens]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def trim(text: str, span: Span, edge: set[str] = _EDGE) -> Span:
    """The span without white space and punctuation at its edges."""
    start, end = span
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return Span(start, end)


def phrase_tokens(head: Token, *, appositions: bool = True) -> list[Token]:
    """A noun phrase: the head's subtree without clauses, coordinated phrases and, if asked, appositions.

    The tokens are those of one unbroken stretch round the head.
    """
    leave = {*_CLAUSAL, "conj", "cc", "punct", "preconj", "advmod_clause"}
    if not appositions:
        leave.add("appos")
    kept = {head.i}
    stack = [head]
    while stack:
        for child in stack.pop().children:
            if child.dep_ in leave and not _inside_name(child, head):
                continue
            kept.add(child.i)
            stack.append(child)
    run = _stretch(kept, head)
    words = [i for i in run if not head.doc[i].is_space] or [head.i]
    return [head.doc[i] for i in range(words[0], _whole_brackets(head, words[-1]) + 1)]


def _whole_brackets(head: Token, last: int) -> int:
    """The last word, moved so that a bracket that the phrase opens ("… States (ECOWAS") is closed or left out."""
    doc = head.doc
    opened = next((i for i in range(last, head.i, -1) if doc[i].text in _BRACKETS), None)
    if opened is None or doc[last].text == _BRACKETS[doc[opened].text]:
        return last
    if last + 1 < len(doc) and doc[last + 1].text == _BRACKETS[doc[opened].text]:
        return last + 1
    return opened - 1


def _inside_name(child: Token, head: Token) -> bool:
    return child.dep_ == "punct" and child.text in {"-", "–", "/", "'"} and child.i < head.i


def _stretch(kept: set[int], head: Token) -> range:
    """The unbroken run of kept tokens round the head; punctuation between kept tokens does not break it."""
    doc = head.doc
    first = last = head.i
    while first - 1 in kept or (first - 2 in kept and doc[first - 1].is_punct):
        first -= 1
    while last + 1 in kept or (last + 2 in kept and doc[last + 1].is_punct and doc[last + 1].text != ";"):
        last += 1
    return range(first, last + 1)


def phrase_span(head: Token, *, appositions: bool = True) -> Span:
    """The characters of the noun phrase of `head` (see phrase_tokens)."""
    return tokens_span(phrase_tokens(head, appositions=appositions))


def clause_span(verb: Token) -> Span:
    """The verb's whole subtree, trimmed at its edges."""
    return trimmed_span([verb.left_edge, verb.right_edge])


def trimmed_span(tokens: Iterable[Token], edge: set[str] = _EDGE) -> Span:
    """From the first of these tokens to the last, without white space and punctuation at the edges."""
    ordered = sorted(tokens, key=lambda token: token.i)
    words = ordered[0].doc[ordered[0].i : ordered[-1].i + 1]  # not doc.text, which is put together on every call
    inner = trim(words.text, Span(0, len(words.text)), edge)
    return Span(words.start_char + inner.start, words.start_char + inner.end)


def conjuncts(head: Token) -> list[Token]:
    """The head and all that is coordinated with it, in the order of the text."""
    found, stack = [head], [head]
    while stack:
        for child in stack.pop().children:
            if child.dep_ == "conj":
                found.append(child)
                stack.append(child)
    return sorted(found, key=lambda token: token.i)


def subject(verb: Token) -> Token | None:
    """The subject, active or passive; borrowed from the verb this one is coordinated with or controlled by."""
    seen = 0
    token: Token | None = verb
    while token is not None and seen < 6:
        for child in token.children:
            if child.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"}:
                return child
        if token.dep_ in {"conj", "xcomp"} or (token.dep_ == "advcl" and token.tag_ == "VBG"):
            token, seen = token.head, seen + 1
        elif token.dep_ in {"relcl", "acl"}:
            return token.head
        else:
            return None
    return None


def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive, or as a bare participle after a noun ("the town seized by …")."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    if verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ == "VBN":
        return is_passive(verb.head) and not any(child.dep_ == "nsubj" for child in verb.children)
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}


def passive_agent(verb: Token) -> Token | None:
    """The noun after "by" of a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by" and is_passive(verb)):
            return next((noun for noun in child.children if noun.dep_ in {"pobj", "pcomp"}), None)
    return None


def objects(verb: Token) -> Iterator[Token]:
    """Direct objects and complements that stand for them."""
    yield from (child for child in verb.children if child.dep_ in {"dobj", "obj"})


def prepositional(head: Token, *words: str) -> Iterator[tuple[Token, Token]]:
    """(preposition, its noun) for each phrase with one of `words` (any, if none) under `head`, nested ones too."""
    for child in head.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.pos_ in {"ADP", "SCONJ", "VERB"}:
            for noun in child.children:
                if noun.dep_ in {"pobj", "pcomp"} and (not words or child.lower_ in words):
                    yield child, noun
                if noun.dep_ == "prep":
                    yield from (
                        (noun, n) for n in noun.children if n.dep_ == "pobj" and (not words or noun.lower_ in words)
                    )


def is_negated(verb: Token) -> bool:
    """Whether a negation stands on the verb itself or on its subject ("no one", "neither")."""
    if any(child.dep_ == "neg" or child.lower_ in {"never", "hardly", "nor"} for child in verb.children):
        return True
    who = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    return who is not None and (
        who.lower_ in {"nobody", "none", "neither", "nothing"}
        or any(child.lower_ in {"no", "neither"} and child.dep_ in {"det", "preconj"} for child in who.children)
    )


def head_verb(token: Token) -> Token | None:
    """The verb that governs this token, through prepositions and nouns."""
    while token.head.i != token.i:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return token if token.pos_ in {"VERB", "AUX"} else None
