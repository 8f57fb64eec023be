"""The two sides of an explanation: the words of the cause and of the effect, each with its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.explanations.markers import VERBAL, Found, knowledge
from reportedly.coding.syntax import (
    is_negated,
    is_passive,
    passive_agent,
    phrase_span,
    phrase_tokens,
    subject,
    token_span,
    trimmed_span,
)
from reportedly.report import Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_happening", "sides"]

Part = tuple[Spans, "Token"]

_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
_LEAVE = {"punct", "cc", "mark"}
_NEAR = 15  # tokens between a subject and a later verb of its own within which both are given as one


def sides(found: Found) -> tuple[Part, Part] | None:
    """(cause, effect), or None where one of them is not in the sentence."""
    shape = found.marker.shape
    if shape in VERBAL:
        return _verb_sides(found)
    governor = _governor(found)
    cause = _after(found) if shape == "preposition" else _clause(found)
    if governor is None or cause is None:
        return None
    inside = {t.i for t in found.tokens}
    if governor.i > cause[1].i and not any(t.text == "," for t in governor.doc[cause[1].i : governor.i]):
        return None  # "because he was scared they would come": the parser took what he feared for the effect
    effect = _effect(governor, inside, cause[1])
    return None if effect is None else (cause, effect)


def is_happening(head: Token) -> bool:
    """Whether this word tells that something happens or is the case."""
    return head.pos_ in {"VERB", "AUX"} or head.lemma_.lower() in knowledge().happenings


def _governor(found: Found) -> Token | None:
    """The word outside the marker that the marker hangs on."""
    inside = {t.i for t in found.tokens}
    top = next((t for t in found.tokens if t.head.i not in inside), found.tokens[0])
    if found.marker.shape == "clause" and top.dep_ == "mark":
        clause = top.head
        return clause.head if clause.head.i != clause.i else None
    return top.head if top.head.i != top.i else None


def _after(found: Found) -> Part | None:
    """The noun phrase, or -ing clause, that follows the marker."""
    last = found.tokens[-1]
    head = next((c for c in last.rights if c.dep_ in {"pobj", "pcomp"}), None)
    if head is None and last.i + 1 < len(last.doc):  # the parser hung the noun elsewhere: take the phrase that follows
        following = last.doc[last.i + 1]
        while following.dep_ in {"det", "amod", "compound", "poss", "nummod", "advmod", "punct", "case"} and (
            following.head.i > following.i
        ):
            following = following.head
        head = following
    if head is None or head.sent.start != last.sent.start or not (head.pos_ in _NOMINAL or head.tag_ == "VBG"):
        return None
    return (_words(head),), head


def _clause(found: Found) -> Part | None:
    mark = found.tokens[-1]
    verb = mark.head if mark.dep_ == "mark" else next((c for c in mark.rights if c.dep_ in {"ccomp", "acl"}), None)
    if verb is None or verb.pos_ not in {"VERB", "AUX"} or verb.i < mark.i:
        return None
    inside = [t for t in verb.subtree if t.i > mark.i]
    return (trimmed_span(inside),), verb


def _effect(governor: Token, marker: set[int], cause: Token) -> Part | None:
    """The clause or phrase that the marker hangs on, without marker and cause."""
    if governor.pos_ in _NOMINAL:
        return (phrase_span(governor),), governor
    verb = _finite(governor)
    if verb is None:
        return None
    governor, away = verb, {t.i for t in cause.subtree} | marker
    own = subject(governor)
    bare = own is not None and is_happening(own) and not _complement(governor, marker)
    if governor.lemma_ == "be" and own is not None and bare:
        return (_words(own),), own
    if governor.lemma_ == "be" and all(c == own or c.i in away or c.dep_ in _LEAVE for c in governor.children):
        return None  # "it is because …"
    noun = _described(governor)
    if noun is not None:
        return (phrase_span(noun, appositions=False), token_span(governor)), noun
    kept = [t for t in _near(governor) if t.i not in away and (t.dep_ not in _LEAVE or t.head.pos_ in _NOMINAL)]
    if own is not None:
        kept += [t for t in own.subtree if t.i not in away]
        whose = _antecedent(own, governor)
        kept += phrase_tokens(whose, appositions=False) if whose != own and whose.i == own.i - 1 else []
        if governor.dep_ == "conj" and 0 < governor.i - own.i < _NEAR:  # "officers shot and killed a boy because …"
            kept += [t for t in governor.doc[own.i : governor.i] if t.i not in away]
    return _pieces(governor, kept), governor


def _finite(verb: Token) -> Token | None:
    """The verb with a tense that an infinitive belongs to: "declined to be named" for "to be named".

    None where that verb is itself denied: "cannot afford to lose it because …" says why one would lose it, not why not.
    """
    for _ in range(3):
        if verb.dep_ not in {"xcomp", "ccomp"} or not any(c.tag_ == "TO" for c in verb.children):
            return verb
        verb = verb.head
        if verb.pos_ not in {"VERB", "AUX"} or is_negated(verb):
            return None
    return verb


def _described(participle: Token) -> Token | None:
    """The noun that a bare participle describes: "sanctions, imposed due to …"; however the parser hung it."""
    if participle.tag_ != "VBN" or any(c.dep_ in {"aux", "auxpass", "nsubj", "nsubjpass"} for c in participle.children):
        return None
    if participle.dep_ == "acl":
        return participle.head
    before = participle.i - 1
    if before > 0 and participle.doc[before].text == ",":
        before -= 1
    noun = participle.doc[before] if before >= participle.sent.start else participle
    return noun if participle.dep_ == "advcl" and noun.pos_ in _NOMINAL else None


def _complement(verb: Token, marker: set[int]) -> bool:
    return any(c.dep_ in {"attr", "acomp", "dobj", "ccomp", "xcomp"} and c.i not in marker for c in verb.children)


def _near(verb: Token) -> list[Token]:
    """The verb with its own words; other clauses that hang on it are left out."""
    out, stack = [verb], [verb]
    while stack:
        for child in stack.pop().children:
            listed = child.dep_ in {"conj", "cc"} and child.head.pos_ in _NOMINAL
            if listed or child.dep_ not in {"advcl", "conj", "parataxis", "relcl", "cc", "ccomp"}:
                out.append(child)
                stack.append(child)
    return out


def _pieces(head: Token, tokens: list[Token]) -> Spans:
    """The unbroken run round the head, trimmed."""
    kept = {t.i for t in tokens} | {head.i}
    first = last = head.i
    while first - 1 in kept or (first - 2 in kept and head.doc[first - 1].is_punct):
        first -= 1
    while last + 1 in kept or (last + 2 in kept and head.doc[last + 1].is_punct):
        last += 1
    return (trimmed_span(head.doc[first : last + 1]),)


def _verb_sides(found: Found) -> tuple[Part, Part] | None:
    verb, backward = found.tokens[0], found.marker.shape in {"backward", "blame"}
    own = subject(verb)
    passive = is_passive(verb)
    if len(found.tokens) > 1:
        other = next((c for c in found.tokens[-1].rights if c.dep_ in {"pobj", "pcomp"}), None)
    else:
        other = passive_agent(verb) if passive else next((c for c in verb.rights if c.dep_ in {"dobj", "obj"}), None)
        backward = backward or passive
    if found.marker.shape == "blame" and not passive:
        own = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    own = None if own is None else _antecedent(own, verb)
    if own is None or other is None or own.pos_ == "PRON" or other.pos_ == "PRON":
        return None
    first: Part = ((_words(own, without=other),), own)
    second: Part = ((_words(other, without=own),), other)
    return (second, first) if backward else (first, second)


def _antecedent(token: Token, verb: Token) -> Token:
    """The noun that a relative pronoun stands for; the token itself where it is none."""
    if token.tag_ not in {"WDT", "WP"}:
        return token
    while verb.dep_ == "conj":
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" else token


def _words(head: Token, without: Token | None = None) -> Span:
    """A side as words: a noun with its complements and what is coordinated with it, without clauses that hang on it."""
    kept, stack = [head], [head]
    without = without if without is not None and head.is_ancestor(without) else None
    while stack:
        for child in stack.pop().children:
            away = child.dep_ in {"relcl", "acl", "advcl", "appos", "parataxis"} and child.tag_ != "VBG"
            if away or (without is not None and (child == without or child.is_ancestor(without))):
                continue
            kept.append(child)
            stack.append(child)
    kept += _stray(kept[-1] if len(kept) == 1 else max(kept, key=lambda t: t.i), head)
    return trimmed_span(kept, set(" \t\r\n,;:."))


def _stray(last: Token, head: Token) -> list[Token]:
    """A noun after "and" that the parser coordinated with the verb, as no noun can be: it belongs to this phrase."""
    doc = head.doc
    if head.pos_ not in _NOMINAL or last.i + 2 >= len(doc) or doc[last.i + 1].lower_ not in {"and", "or"}:
        return []
    after = (t for t in doc[last.i + 2 : last.i + 8] if t.pos_ in _NOMINAL)
    noun = next((t for t in after if t.dep_ not in {"compound", "poss"}), None)
    if noun is None or noun.dep_ != "conj" or noun.head.pos_ != "VERB" or noun.head.i > head.i:
        return []
    return list(doc[last.i + 1 : noun.i + 1])
