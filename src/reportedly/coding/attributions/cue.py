"""A cue as it is written, with its stance, its source and its content: what all rules on the parse share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.attributions.lexicon import Frames, lexicon
from reportedly.coding.attributions.page import Page
from reportedly.coding.attributions.shapes import SUBJECTS, TIMES, Complement
from reportedly.coding.attributions.speakers import source_spans
from reportedly.coding.syntax import is_negated
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["CLAUSES", "choose", "content_of", "cue_spans", "held_back", "rule_of", "source_of", "stance_of"]

_ORDER = ("that", "wh", "preceding", "to", "inf", "ing", "pred")
CLAUSES = {*_ORDER}
"""The frames whose content is a clause."""
_THEN = {"before", "after", "while", "when", "as", "during", "upon", "until", "outside"}
_ADDRESSED = {"on to", "upon to", "for to", "to to", "with to"}


def stance_of(page: Page, head: Token, stance: str) -> str:
    """The cue's stance, turned where the cue is negated."""
    negated = (
        is_negated(head)
        or any(c.dep_ == "nsubj" and "few" in {c.lower_, *(m.lower_ for m in c.children)} for c in head.children)
        or (head.dep_ == "conj" and any(c.lower_ == "nor" for c in head.head.children))
        or (head.dep_ == "pcomp" and head.head.lower_ == "without")
        or _not_able(head)
        or held_back(head) is not None
        or any(c.lower_ == "longer" for c in head.children)
        or any(c.lower_ == "longer" for a in head.children if a.dep_ == "acomp" for c in a.children)
    )
    return page.words.negate(stance) if negated else stance


def _not_able(verb: Token) -> bool:
    """ "was not able to verify", "was unable to say"."""
    able = verb.head
    if verb.dep_ != "xcomp" or able.lower_ not in {"able", "unable"}:
        return False
    return able.lower_ == "unable" or is_negated(able) or is_negated(able.head)


def held_back(verb: Token) -> Token | None:
    """The verb that keeps this one from being done: "declined to say", "has yet to confirm"."""
    above = verb.head
    own = any(c.dep_ in {"dobj", "nsubj"} and c.i < verb.i for c in verb.children)
    if verb.dep_ not in {"xcomp", "acl"} or above.i >= verb.i or own or (verb.dep_ == "acl" and above.pos_ != "NOUN"):
        return None
    if above.pos_ == "ADJ":
        return above if above.lower_ in lexicon().holding_back else None
    yet = above.lemma_.lower() == "have" and any(c.lower_ == "yet" for c in above.children)
    return above if yet or above.lemma_.lower() in lexicon().holding_back else None


def cue_spans(page: Page, verb: Token, joins: tuple[int, ...] = ()) -> list[Span]:
    """The cue as written: the verb with its auxiliaries, negation, particle and the words that join it."""
    kept = {verb.i, *joins}
    if (above := held_back(verb)) is not None:
        link = above.head if above.pos_ == "ADJ" and above.head.i == above.i - 1 else above  # "is reluctant to say"
        low = min([link.i, *(c.i for c in above.children if c.dep_ in {"aux", "neg"} and c.i >= above.i - 3)])
        kept.update(range(low, verb.i))
    for child in verb.children:
        helps = child.dep_ in {"aux", "auxpass", "neg"} and child.i < verb.i and child.tag_ != "TO"
        helps = helps and page.inside[child.i] == page.inside[verb.i]
        if helps or (child.dep_ == "prt" and child.i > verb.i):
            kept.add(child.i)
    for child in verb.children:
        if child.dep_ == "advmod" and child.i < verb.i and child.i - 1 in kept and child.i + 1 in kept:
            kept.add(child.i)
    spans: list[Span] = []
    for i in sorted(kept):
        if spans and i - 1 in kept:
            spans[-1] = Span(spans[-1].start, page.span(i, i).end)
        else:
            spans.append(page.span(i, i))
    return spans


def choose(found: list[Complement], frames: Frames) -> Complement | None:
    """The complement that the lexicon allows, clauses before phrases."""
    fit = [c for c in found if c.frame in frames or (c.frame == "preceding" and "quote" in frames)]
    # "obj as", "obj of": the phrase after the object is part of what is said; plain obj does without it
    fit += [Complement("obj", *c[1:]) for c in found if c.frame[:4] == "obj " and "obj" in frames and c not in fit]
    return min(fit, key=_rank, default=None)


def _rank(chosen: Complement) -> int:
    if chosen.frame in _ADDRESSED:
        return _ORDER.index("to")
    return _ORDER.index(chosen.frame) if chosen.frame in CLAUSES else len(_ORDER) + chosen.first


def rule_of(frame: str) -> str:
    """The class of rules (data/cues/rules.yaml) that a frame belongs to."""
    if frame in _ADDRESSED:
        return "to"
    return frame if frame in CLAUSES else "object" if frame[:3] == "obj" else "preposition"


def source_of(page: Page, head: Token | None, cue: Token) -> list[Span]:
    """The source that `head` heads, as written; empty where the words name nobody."""
    if head is None or head.lower_ in page.words.speechless or any(c.tag_ == "WP$" for c in head.children):
        return []
    return source_spans(page, head, cue.i)


def content_of(page: Page, chosen: Complement, cue: Token) -> list[Span]:
    """The content as written: whole quotations, without what belongs to the cue or to another source."""
    first, last = chosen.first, chosen.last
    if chosen.frame in CLAUSES:
        first = _past_time(page, first, last, cue)
        last = _before_another(page, chosen, cue) if chosen.frame == "that" else last
    else:
        last = _before_medium(page, first, last)
    while last > first and page.doc[last].dep_ in {"cc", "punct"} and page.doc[last].text.isalpha():
        last -= 1
    span = page.trim(page.snap(_with_predicate(page, page.span(first, last)), cue.i))
    if chosen.frame in CLAUSES:
        span = _whole_quotation(page, span)
    return [span] if span.start < span.end else []


def _whole_quotation(page: Page, span: Span) -> Span:
    """ "declared “We signed in good faith” before boarding a flight": what he did then is not of what he said."""
    lead = 5 if page.text[span.start : span.start + 5] == "that " else 0
    for quotation in page.tops:
        if quotation.span.start == span.start + lead and quotation.span.end < span.end:
            behind = page.doc[page.first_at(quotation.span.end)]
            words = page.doc[page.first_at(quotation.inner.start) : page.first_at(quotation.inner.end)]
            told = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in words)
            return Span(span.start, quotation.span.end) if told and behind.lower_ in _THEN else span
    return span


def _with_predicate(page: Page, span: Span) -> Span:
    """ "said the cutter “came within an arm’s length”": the parse may leave out the quotation that holds the verb."""
    after = next((q for q in page.tops if q.span.start == span.end + 1), None)
    if after is None or page.text[span.end] != " ":
        return span
    return Span(span.start, after.span.end) if page.opens_with_verb(after) else span


def _before_another(page: Page, chosen: Complement, cue: Token) -> int:
    """ "X said A, while Y denied B", "X said A, and Y confirmed B": not past the clause of another source."""
    doc, last = page.doc, chosen.last
    for i in range(chosen.first + 2, last + 1):
        other = doc[i]
        if not page.says(i) or other.pos_ != "VERB" or page.inside[i] >= 0 or other.dep_ not in {"advcl", "conj"}:
            continue
        subject = next((c for c in other.children if c.dep_ in SUBJECTS), None)
        if subject is None or subject.pos_ == "PRON" or other.head.head.i != cue.i:
            continue
        lead = doc[subject.left_edge.i - 1]
        joins = lead.lower_ in {"and", "but"} if other.dep_ == "conj" else lead.lower_ in page.words.contrasts
        if joins and lead.i - 2 > chosen.first and doc[lead.i - 1].text == ",":
            return lead.i - 2
    return last


def _past_time(page: Page, first: int, last: int, cue: Token) -> int:
    """ "said on Friday it had left": the day, which the parse hangs on the clause, is that of the saying."""
    doc, at = page.doc, first
    if first != cue.i + 1:
        return first
    if doc[at].dep_ == "prep":
        at += 1
    while at <= last and doc[at].ent_type_ in TIMES:
        at += 1
    if not first < at <= last or doc[at - 1].ent_type_ not in TIMES:
        return first
    opening = doc[at]
    while opening.dep_ not in SUBJECTS and first <= opening.head.i <= last and opening.head.i > opening.i:
        opening = opening.head
    return at if opening.dep_ in SUBJECTS and opening.left_edge.i == at else first


def _before_medium(page: Page, first: int, last: int) -> int:
    """ "welcomed the truce in a statement": where it was said is not of what was said."""
    for i in range(first + 1, last):
        token = page.doc[i]
        closes = token.dep_ == "prep" and token.lower_ in {"in", "on", "during"} and token.right_edge.i == last
        if closes and any(n.lemma_.lower() in page.words.media for n in token.children if n.dep_ == "pobj"):
            return i - 1
    return last
