"""Who is named last: "A, the ministry said, Interfax reported"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.cue import cue_spans, source_of, stance_of
from reportedly.coding.attributions.inserted import NO_SOURCE, finite, impersonal, inserted
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.phrases import cue_frames, source_end
from reportedly.coding.attributions.speakers import source_spans, speaker

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["closers"]

_AGAINST = {"denies", "doubts", "dismisses"}  # stances that do not close what they attribute
_VERBAL = {"VERB", "AUX"}
_NOMINAL = {"NOUN", "PROPN", "PRON"}
_NOMINAL = {"NOUN", "PROPN", "PRON"}
_FINITE = {"VBD", "VBZ", "VBP"}
_LONGEST_SOURCE = 12  # tokens between the comma and a closing cue
_LONGEST_CITED = 25  # tokens of whom a closing source cites
_AFTER_CUE = 9  # tokens of time and place that may follow a closing cue ("…, he said in Kyiv on Monday")


def closers(page: Page) -> Iterator[Draft]:
    """The drafts of all sentences, the last named source first; what is put in is looked for in what they close."""
    for sentence in page.doc.sents:
        for first, stop in _parts(page, sentence.start, sentence.end - 1):
            last = _before_citing(page, first, _last_word(page, first, stop))
            while last - first >= 3:
                draft = _closing(page, first, last)
                if draft is None or not draft.content:
                    break
                yield draft
                last = _before_citing(page, first, _last_word(page, first, page.last_before(draft.content[-1].end)))
            yield from inserted(page, first, last)
            yield from impersonal(page, first, last)
            yield from _after_citing(page, first, last)
            yield from _hearsay(page, first, last)


def _parts(page: Page, first: int, last: int) -> Iterator[tuple[int, int]]:
    """What semicolons part: each may have its own sources."""
    for i in range(first, last + 1):
        if page.doc[i].text == ";" and page.inside[i] < 0:
            if first < i:
                yield first, i - 1
            first = i + 1
    yield first, last


def _last_word(page: Page, first: int, last: int) -> int:
    while last > first and (page.doc[last].is_space or page.doc[last].is_punct):
        last -= 1
    return last


def _before_citing(page: Page, first: int, last: int) -> int:
    """The last word before ", citing officials", which belongs to whoever closes the sentence."""
    doc = page.doc
    for j in range(last - 1, max(first + 5, last - _LONGEST_CITED), -1):
        if doc[j].text == "," and doc[j + 1].tag_ == "VBG" and doc[j + 1].lemma_.lower() in page.words.passing_on:
            return _last_word(page, first, j)
        if doc[j].text in {";", ":"} or page.inside[j] >= 0:
            return last
    return last


def _closing(page: Page, first: int, last: int) -> Draft | None:
    """ "…, the ministry said on Monday." where the parse did not see that all before is what was said."""
    doc = page.doc
    for j in range(last, max(first + 3, last - _AFTER_CUE), -1):
        token = doc[j]
        if token.text in {",", ";", ":"} or page.inside[j] >= 0:
            return None
        frames = cue_frames(page, j)
        learned = token.tag_ == "VBN" and finite(token)
        if frames is None or "quote" not in frames or (token.tag_ in {"VBG", "VB", "VBN"} and not learned):
            if token.pos_ == "VERB":
                return None
            continue
        if token.tag_ not in _FINITE and not learned and not (j == last and _named(page, j)):
            continue
        if j == last and _tells(page, token):  # "…, families told": they are whom somebody told
            return None
        if frames["quote"] in _AGAINST or (token.dep_ in {"relcl", "acl"} and not _own_clause(page, token)):
            return None  # "…, a charge Moscow denies"
        return _close_at(page, token, frames, first, last)
    return None


def _own_clause(page: Page, cue: Token) -> bool:
    """Whether what the parse takes for a relative clause is one of its own: ", state agency AVN reported"."""
    subject = next((c for c in cue.children if c.dep_ == "nsubj" and c.pos_ != "PRON"), None)
    return subject is not None and page.doc[subject.left_edge.i - 1].text == ","


def _tells(page: Page, cue: Token) -> bool:
    """Whether the cue needs somebody who is told."""
    return cue.lemma_.lower() in page.words.addressing and page.cues.get(cue.i, {}).get("quote") != "warns"


def _own_matter(page: Page, cue: Token, first: int, comma: int, last: int) -> bool:
    """Whether the cue has its own object ("…, they proposed a truce"), or what precedes only sets its scene."""
    for child in cue.children:
        inverted = comma == cue.i - 1 and child.i == cue.i + 1
        told = child.dep_ == "dobj" and cue.lemma_.lower() in page.words.addressing
        if cue.i < child.i <= last and child.dep_ in {"dobj", "ccomp", "xcomp"} and not (inverted or told):
            return True
        scene = child.dep_ in {"advcl", "prep", "npadvmod"}
        if scene and child.left_edge.i == first and child.right_edge.i >= comma - 2:
            return True
    return False


def _named(page: Page, cue: int) -> bool:
    """Whether what stands right before is a name: "the Moscow Times reports"."""
    before = page.doc[cue - 1]
    return before.pos_ == "PROPN" or before.ent_type_ == "ORG"


def _close_at(page: Page, token: Token, frames: dict[str, str], first: int, last: int) -> Draft | None:
    doc, j = page.doc, token.i
    k = j - 1
    while k > first and j - k <= _LONGEST_SOURCE and doc[k].text != "," and doc[k].text not in {"”", '"', "''", "—"}:
        if doc[k].pos_ in _VERBAL and doc[k].dep_ not in {"aux", "auxpass"}:
            return None
        if doc[k].text in {";", ":", "(", ")"} or (doc[k].tag_ in {"WP", "WDT", "IN"} and doc[k].dep_ == "mark"):
            return None
        k -= 1
    if doc[k].text not in {",", "”", '"', "''"} or k - first < (2 if _a_line(page, last) else 3):
        return None
    told = any(t.pos_ in _VERBAL for t in doc[first:k]) or _a_line(page, last)
    if not told or _own_matter(page, token, first, k, last):
        return None
    if k == j - 1:  # inverted: "…, said the minister"
        head = next((c for c in token.children if c.i > j and c.dep_ in {"nsubj", "dobj", "npadvmod", "attr"}), None)
        source = source_spans(page, head, j) if head is not None else []
    else:
        end = source_end(page, k + 1, j)
        opening = doc[k + 1].tag_
        if opening in NO_SOURCE:
            return None
        named = doc[end].pos_ in _NOMINAL or doc[end].ent_type_ == "ORG"
        if not named or doc[end].ent_type_ in {"DATE", "TIME"}:
            return None
        head = doc[k + 1 : end + 1].root
        source = [page.trim(page.span(k + 1, end))]
    if not source or head is None:
        return None
    span = page.without_connective(page.trim(page.snap(page.span(first, k - 1), j)))
    return Draft(
        head=token, cue=cue_spans(page, token), stance=stance_of(page, token, frames["quote"]), frame="preceding",
        rule="closing", source=source, heads=[head], content=[span],
    )  # fmt: skip


def _a_line(page: Page, last: int) -> bool:
    """Whether the sentence is a line without a stop, as headlines are: they do without verbs."""
    return last + 1 >= len(page.doc) or page.doc[last + 1].is_space


def _after_citing(page: Page, first: int, last: int) -> Iterator[Draft]:
    """ "The agency had reported, citing rescue workers, that A": the clause that the phrase parts from its cue."""
    doc = page.doc
    for j in range(first + 1, last - 4):
        frames = page.cues.get(j)
        if frames is None or "that" not in frames or doc[j].pos_ != "VERB" or doc[j + 1].text != ",":
            continue
        if doc[j + 2].tag_ != "VBG" or doc[j + 2].lemma_.lower() not in page.words.passing_on:
            continue
        comma = next((i for i in range(j + 3, last) if doc[i].text == ","), last)
        if comma < last and doc[comma + 1].lower_ == "that":
            head = speaker(doc[j])
            source = source_of(page, head, doc[j])
            yield Draft(
                head=doc[j], cue=cue_spans(page, doc[j]), stance=stance_of(page, doc[j], frames["that"]), frame="that",
                rule="that", source=source, heads=[head] if head is not None and source else [],
                content=[page.trim(page.span(comma + 1, last))],
            )  # fmt: skip


def _hearsay(page: Page, first: int, last: int) -> Iterator[Draft]:
    """ "Reportedly, an exchange is near", "was reportedly killed": told on the word of nobody named."""
    doc = page.doc
    for i in range(first, last):
        stance = page.words.hearsay.get(doc[i].lower_)
        verb = doc[i].head
        if stance is None or page.inside[i] >= 0 or verb.pos_ not in _VERBAL or verb.i == i:
            continue
        low, high = max(first, verb.left_edge.i), min(last, verb.right_edge.i)
        pieces = [page.span(a, b) for a, b in ((low, i - 1), (i + 1, high)) if a <= b]
        content = [span for piece in pieces if (span := page.trim(piece)).start < span.end]
        yield Draft(
            head=doc[i], cue=[page.span(i, i)], stance=stance, frame="hearsay", rule="hearsay", source=[], heads=[],
            content=content,
        )  # fmt: skip
