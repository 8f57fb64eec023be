"""What is put in between two commas: "The bridge, the army claims, was hit", "The deal, it is hoped, will hold"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from reportedly.coding.attributions.cue import choose, content_of, cue_spans, rule_of, source_of, stance_of
from reportedly.coding.attributions.frames import complements
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.phrases import cue_frames, source_end
from reportedly.coding.attributions.speakers import speaker
from reportedly.coding.syntax import is_passive
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

__all__ = ["NO_SOURCE", "broken", "finite", "impersonal", "inserted"]

_VERBAL = {"VERB", "AUX"}
_NOMINAL = {"NOUN", "PROPN", "PRON"}
_FINITE = {"VBD", "VBZ", "VBP"}
_LONGEST_SOURCE = 12  # tokens between the comma and the cue
_AFTER_CUE = 9  # tokens of time and place that may follow the cue ("…, he said in Kyiv on Monday, …")
_QUESTIONS = {"whether", "if", "why", "how", "when", "where", "who", "what"}
NO_SOURCE = {"CC", "IN", "RB", "TO", "WRB", "WDT", "WP", "VBG", "VBN"}
"""Tags of words that open no source."""


def inserted(page: Page, first: int, last: int) -> Iterator[Draft]:
    """ "The bridge, the army claims, was hit": source and cue between two commas, whatever the parse makes of them."""
    doc = page.doc
    for j in range(first + 3, last - 1):
        token, frames = doc[j], cue_frames(page, j)
        if frames is None or "quote" not in frames or not finite(token) or page.inside[j] >= 0:
            continue
        turned = doc[j - 1].text == "," and token.tag_ in _FINITE
        stop = _after_noun(page, j, last) if turned else _tail(page, j, last)
        k = j - 1
        while k > first and j - k <= _LONGEST_SOURCE and doc[k].text != "," and doc[k].pos_ not in _VERBAL:
            k -= 1
        if stop is None or doc[k].text != "," or k < first + 1 or (doc[k + 1].tag_ in NO_SOURCE and not turned):
            continue
        low, end = (j + 1, stop - 1) if turned else (k + 1, source_end(page, k + 1, j))
        head = doc[low : end + 1].root
        head = head if head.pos_ in _NOMINAL else doc[end]
        if head.pos_ not in _NOMINAL or head.ent_type_ in {"DATE", "TIME"}:
            continue
        before, after = doc[first:k], doc[stop + 1 : last + 1]
        told = any(t.pos_ in _VERBAL for t in after) or _goes_on(page, after[0])
        if not told or any(t.text == ":" for t in before):
            continue
        relative = doc[k - 1].tag_ in {"WP", "WDT"}  # "a man who, it claimed, was …"
        if turned and after[0].tag_ not in {*_FINITE, "MD"} and after[0].lower_ != "that":
            continue
        if not relative and doc[k - 1].tag_ != "CC" and _whole(before) and not _goes_on(page, after[0]):
            continue
        if page.inside[k] >= 0 or page.inside[stop] >= 0:
            continue
        pieces = [page.span(first, k - 1), page.span(stop + 1, last)]
        if relative:
            del pieces[0]
        content = [page.without_connective(page.trim(page.snap(piece, j))) for piece in pieces]
        yield from _broken(page, before, after)
        yield Draft(
            head=token, cue=cue_spans(page, token), stance=stance_of(page, token, frames["quote"]), frame="around",
            rule="parenthesis", source=[page.trim(page.span(low, end))], heads=[head],
            content=[span for span in content if span.start < span.end],
        )  # fmt: skip


def _after_noun(page: Page, cue: int, last: int) -> int | None:
    """The comma behind the subject of a cue that stands before it: ", said a European official, "."""
    doc = page.doc
    for i in range(cue + 1, min(cue + 1 + _LONGEST_SOURCE, last)):
        if doc[i].text == ",":
            return i if i > cue + 1 and doc[cue + 1].pos_ in {*_NOMINAL, "DET", "ADJ", "NUM"} else None
        if doc[i].pos_ in _VERBAL or doc[i].is_punct or doc[i].lower_ == "that" or page.inside[i] >= 0:
            return None
    return None


def impersonal(page: Page, first: int, last: int) -> Iterator[Draft]:
    """ "The ministry, it was reported, feared A", "A, it was reported on Friday": told on the word of nobody named."""
    doc = page.doc
    for i in range(first + 2, last - 1):
        if doc[i].lower_ != "it" or doc[i - 1].text != "," or doc[i + 1].lemma_ not in {"be", "have"}:
            continue
        j = next((k for k in range(i + 2, min(i + 5, last + 1)) if doc[k].tag_ == "VBN" and k in page.cues), None)
        frames = page.cues.get(j, {}) if j is not None else {}
        if j is None or "quote" not in frames or page.inside[j] >= 0 or not is_passive(doc[j]):
            continue
        tail = doc[j + 1 : last + 1]
        stop = next((t.i for t in tail if t.text == ","), last + 1)
        if any(t.pos_ in _VERBAL or t.lower_ in {"that", "by"} for t in tail if t.i < stop):
            continue
        pieces = [(first, i - 2), (stop + 1, last)]
        content = [page.without_connective(page.trim(page.snap(page.span(a, b), j))) for a, b in pieces if a <= b]
        stance = page.words.impersonal.get(doc[j].lemma_.lower(), frames["quote"])
        yield Draft(
            head=doc[j], cue=cue_spans(page, doc[j]), stance=stance_of(page, doc[j], stance), frame="around",
            rule="passive", source=[], heads=[], content=[span for span in content if span.start < span.end],
        )  # fmt: skip


def broken(page: Page, spoken: list[Draft]) -> Iterator[Draft]:
    """ "“We heard,” he said, “that the bridge was gone.”": the same within a quotation that its cue breaks."""
    for draft in spoken:
        pieces = sorted(draft.content)
        for one, other in pairwise(pieces):
            before = _words(page, one)
            after = _words(page, other)
            if before and after:
                yield from _broken(page, before, after)


def _words(page: Page, span: Span) -> Words | None:
    """The tokens of a span without marks at its edges."""
    low, high = page.first_at(span.start), page.last_before(span.end)
    while low <= high and page.doc[low].is_punct:
        low += 1
    while high >= low and page.doc[high].is_punct:
        high -= 1
    return page.doc[low : high + 1] if low <= high else None


def _broken(page: Page, before: Words, after: Words) -> Iterator[Draft]:
    """ "They agreed, an aide said, that the guns would stay": the clause that the one put in parts from its cue.

    "Her crew, she wrote, believed the fog was alive": the cue that it parts from its subject.
    """
    cue = before[-1]
    if cue.dep_ in {"dobj", "dative"} and cue.head.lemma_.lower() in page.words.addressing:
        cue = cue.head  # "told him, he said, that …"
    frames = page.cues.get(cue.i, {})
    opening = "that" if after[0].lower_ == "that" else "wh" if after[0].lower_ in _QUESTIONS else ""
    if opening in frames and cue.pos_ in _VERBAL:
        head = speaker(cue)
        source = source_of(page, head, cue)
        yield Draft(
            head=cue, cue=cue_spans(page, cue), stance=stance_of(page, cue, frames[opening]), frame=opening,
            rule="passive" if is_passive(cue) else opening, source=source,
            heads=[head] if head is not None and source else [],
            content=[page.trim(page.span(after[0].i, after[-1].i))],
        )  # fmt: skip
    yield from _parted(page, before, after)


def _parted(page: Page, before: Words, after: Words) -> Iterator[Draft]:
    """The cue that opens the second part and whose subject is all of the first."""
    cue = next((t for t in after if t.pos_ not in {"AUX", "ADV", "PART"}), after[0])  # "…, has told them that"
    frames = page.cues.get(cue.i)
    own = any(c.dep_ in {"nsubj", "nsubjpass"} and c.i >= after[0].i for c in cue.children)
    tensed = finite(cue) or (cue.i > after[0].i and after[0].pos_ == "AUX")
    if frames is None or not tensed or is_passive(cue) or own or any(t.pos_ in _VERBAL for t in before):
        return
    head = before.root
    chosen = choose([c for c in complements(cue) if c.first > cue.i], frames)
    fits = head.pos_ in _NOMINAL or head.dep_ in {"nsubj", "nsubjpass"}  # "Some of my men"
    if chosen is None or not fits or before[-1].pos_ not in _NOMINAL:
        return
    yield Draft(
        head=cue, cue=cue_spans(page, cue, chosen.joins), stance=stance_of(page, cue, frames[chosen.frame]),
        frame=chosen.frame, rule=rule_of(chosen.frame), source=[page.trim(page.span(before[0].i, before[-1].i))],
        heads=[head], content=content_of(page, chosen, cue),
    )  # fmt: skip


def _whole(words: Words) -> bool:
    """Whether a clause is complete: it has a verb with its subject, other than in a relative clause."""
    return any(
        t.pos_ == "VERB" and t.dep_ not in {"relcl", "acl", "advcl", "pcomp"}
        and (t.tag_ in _FINITE or any(c.dep_ in {"aux", "auxpass"} for c in t.children))
        for t in words
    )  # fmt: skip


def _goes_on(page: Page, opening: Token) -> bool:
    """Whether a word takes up a clause that was broken off: "It proved, he said, that …", "…, he said, and …"."""
    return opening.tag_ in {"CC", "IN", "TO"} and opening.lower_ not in page.words.contrasts


def _tail(page: Page, cue: int, last: int) -> int | None:
    """The comma behind a cue that is put in, with at most a time, a place or whom it told before it."""
    doc = page.doc
    told = doc[cue].lemma_.lower() in page.words.addressing
    for i in range(cue + 1, min(cue + 1 + _AFTER_CUE, last)):
        token = doc[i]
        if token.text == ",":
            return i
        opens = i > cue + 1 or told or token.pos_ in {"ADP", "ADV"} or token.ent_type_ in {"DATE", "TIME"}
        breaks = token.pos_ in _VERBAL or token.is_punct or token.lower_ in {"that", "to"}
        if breaks or not opens or page.inside[i] >= 0:
            return None
    return None


def finite(token: Token) -> bool:
    """Whether a cue has its own tense: "claims" (a noun, to the parser, now and then), "insist", "has learned"."""
    had = token.tag_ == "VBN" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children)
    return token.tag_ in _FINITE or token.tag_ in {"NNS", "NNPS"} or had or _bare(token)


def _bare(token: Token) -> bool:
    """Whether a verb in its bare form is one of the present: it has neither "to" nor "would" before it."""
    return token.tag_ == "VB" and not any(c.dep_ == "aux" for c in token.children)
