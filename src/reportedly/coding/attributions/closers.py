"""Who is named last or put in: "A, the ministry said, Interfax reported", "The bridge, the army claims, was hit"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from reportedly.coding.attributions.clauses import choose, content_of, cue_spans, rule_of, source_of, stance_of
from reportedly.coding.attributions.frames import complements
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.phrases import cue_frames, source_end
from reportedly.coding.attributions.speakers import source_spans, speaker
from reportedly.coding.syntax import is_passive
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

__all__ = ["broken", "closers"]

_AGAINST = {"denies", "doubts", "dismisses"}  # stances that do not close what they attribute
_VERBAL = {"VERB", "AUX"}
_NOMINAL = {"NOUN", "PROPN", "PRON"}
_FINITE = {"VBD", "VBZ", "VBP"}
_LONGEST_SOURCE = 12  # tokens between the comma and a closing cue
_LONGEST_CITED = 25  # tokens of whom a closing source cites
_AFTER_CUE = 9  # tokens of time and place that may follow a closing cue ("…, he said in Kyiv on Monday")
_QUESTIONS = {"whether", "if", "why", "how", "when", "where", "who", "what"}
_NO_SOURCE = {"CC", "IN", "RB", "TO", "WRB", "WDT", "WP", "VBG", "VBN"}  # tags that open no source


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
            yield from _inserted(page, first, last)
            yield from _impersonal(page, first, last)
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
        learned = token.tag_ == "VBN" and _finite(token)
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
    return page.doc[cue - 1].pos_ == "PROPN"


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
        if opening in _NO_SOURCE:
            return None
        if doc[end].pos_ not in {"NOUN", "PROPN", "PRON"} or doc[end].ent_type_ in {"DATE", "TIME"}:
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


def _inserted(page: Page, first: int, last: int) -> Iterator[Draft]:
    """ "The bridge, the army claims, was hit": source and cue between two commas, whatever the parse makes of them."""
    doc = page.doc
    for j in range(first + 3, last - 1):
        token, frames = doc[j], cue_frames(page, j)
        if frames is None or "quote" not in frames or not _finite(token) or page.inside[j] >= 0:
            continue
        turned = doc[j - 1].text == "," and token.tag_ in _FINITE
        stop = _after_noun(page, j, last) if turned else _tail(page, j, last)
        k = j - 1
        while k > first and j - k <= _LONGEST_SOURCE and doc[k].text != "," and doc[k].pos_ not in _VERBAL:
            k -= 1
        if stop is None or doc[k].text != "," or k < first + 1 or (doc[k + 1].tag_ in _NO_SOURCE and not turned):
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


def _impersonal(page: Page, first: int, last: int) -> Iterator[Draft]:
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
    cue, frames = after[0], page.cues.get(after[0].i)
    own = any(c.dep_ in {"nsubj", "nsubjpass"} and c.i >= after[0].i for c in cue.children)
    if frames is None or cue.tag_ not in _FINITE or own or any(t.pos_ in _VERBAL for t in before):
        return
    head = before.root
    chosen = choose([c for c in complements(cue) if c.first > cue.i], frames)
    if chosen is None or head.pos_ not in _NOMINAL or before[-1].pos_ not in _NOMINAL:
        return
    yield Draft(
        head=cue, cue=cue_spans(page, cue, chosen.joins), stance=stance_of(page, cue, frames[chosen.frame]),
        frame=chosen.frame, rule=rule_of(chosen.frame), source=[page.trim(page.span(before[0].i, before[-1].i))],
        heads=[head], content=content_of(page, chosen, cue),
    )  # fmt: skip


def _finite(token: Token) -> bool:
    """Whether a cue has its own tense: "claims" (a noun, to the parser, now and then), "insist", "has learned"."""
    had = token.tag_ == "VBN" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in token.children)
    return token.tag_ in _FINITE or token.tag_ in {"NNS", "NNPS"} or had or _bare(token)


def _bare(token: Token) -> bool:
    """Whether a verb in its bare form is one of the present: it has neither "to" nor "would" before it."""
    return token.tag_ == "VB" and not any(c.dep_ == "aux" for c in token.children)


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
