"""What others say of what was said: "…, a claim Kyiv denies", "…; the rebels denied it"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.cue import cue_spans, stance_of
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.phrases import cue_frames
from reportedly.coding.attributions.speakers import agent_or_none, source_spans
from reportedly.coding.syntax import is_passive
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["answered", "rejoinders"]

_ANSWERS = {
    "denies", "doubts", "dismisses", "withholds", "confirms", "admits", "criticises", "opposes", "refuses", "praises",
    "supports", "accepts",
}  # fmt: skip
_SUBJECTS = {"nsubj", "nsubjpass"}
_LOOSE = {"dobj", "attr", "oprd", "npadvmod"}  # what the parse makes of an apposition to a whole clause
_RELATIVE = {"relcl", "acl"}
_BREAKS = {",", "—", "–", "-", "--"}


def rejoinders(page: Page, drafts: list[Draft]) -> Iterator[Draft]:
    """Drafts for the answers that hang on a noun at the end of what was said; what they answer is cut before them."""
    for token in page.doc:
        if token.dep_ not in _RELATIVE or page.inside[token.i] >= 0:
            continue
        if token.lemma_.lower() in page.words.passing_on and token.tag_ == "VBN":
            continue
        draft = _rejoinder(page, token, drafts)
        if draft is not None and draft.content and draft.source:
            yield draft


def _rejoinder(page: Page, verb: Token, drafts: list[Draft]) -> Draft | None:
    """ "…, a claim that Kyiv denies", "…, an accusation dismissed by Kyiv", "…, which Kyiv denies"."""
    frames = cue_frames(page, verb.i)
    if frames is None or "obj" not in frames:
        return None
    begin = _begins(page, verb)
    if begin is None:
        return None
    noun = verb.head
    speech = page.words.contested.get(noun.lemma_.lower()) if noun.i > begin else None
    stance = frames["obj"]
    if stance in {"refuses", "opposes"}:
        stance = speech or stance
    stance = stance_of(page, verb, stance)
    head = agent_or_none(verb) if is_passive(verb) else _subject(verb)
    if stance not in _ANSWERS or head is None or head.tag_ in {"WP", "WDT"}:
        return None
    offset = page.starts[begin]
    holder = _holder(drafts, offset)
    beside = None if holder is not None else _beside(page, drafts, offset)
    if beside is not None:
        content = list(beside.content)
    elif holder is None:
        content = [page.trim(Span(page.starts[verb.sent.start], offset))]
    else:
        content = _before(page, holder.content, offset)
        if speech is not None or noun.i < begin or stance in {"denies", "doubts", "withholds"}:
            holder.content = list(content)
    return Draft(
        head=verb, cue=cue_spans(page, verb), stance=stance, frame="answer", rule="rejoinder",
        source=source_spans(page, head, verb.i), heads=[head], content=[s for s in content if s.start < s.end],
    )  # fmt: skip


def _begins(page: Page, verb: Token) -> int | None:
    """The token after the comma with which the answer begins."""
    doc, noun = page.doc, verb.head
    if noun.dep_ == "appos" or (noun.lemma_.lower() in page.words.contested and noun.dep_ in _LOOSE):
        first = noun.left_edge.i
    else:
        first = verb.left_edge.i
        if doc[first].lower_ != "which":
            return None
    # the answer ends the sentence, or the clause
    last = verb.right_edge.i
    ends = last + 1 >= len(doc) or not doc[last + 1].is_alpha
    return first if first and doc[first - 1].text in _BREAKS and ends and first > verb.sent.start + 3 else None


def _subject(verb: Token) -> Token | None:
    # "a claim Baku rejects": the tagger may take the verb for a noun
    deps = _SUBJECTS if verb.pos_ == "VERB" else {*_SUBJECTS, "compound"}
    found = next((c for c in verb.children if c.dep_ in deps and c.i < verb.i), None)
    has_object = any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children)
    return None if has_object else found


def _holder(drafts: Iterable[Draft], offset: int) -> Draft | None:
    """The draft with the smallest content in which the answer stands."""
    holding = [d for d in drafts if any(s.start <= offset < s.end for s in d.content)]
    return min(holding, key=lambda d: sum(s.end - s.start for s in d.content), default=None)


def _beside(page: Page, drafts: Iterable[Draft], offset: int) -> Draft | None:
    """The draft that ends right before the answer: "A, Kyiv said, a claim Moscow denies"."""
    ending = [d for d in drafts if not _letters(page, max(s.end for s in (*d.content, *d.cue, *d.source)), offset)]
    return max(ending, key=lambda d: sum(s.end - s.start for s in d.content), default=None)


def _letters(page: Page, start: int, end: int) -> bool:
    return start > end or any(c.isalnum() for c in page.text[start:end])


def _before(page: Page, content: list[Span], offset: int) -> list[Span]:
    cut = (page.trim(Span(s.start, min(s.end, offset))) if s.start < offset else s for s in content)
    return [s for s in cut if s.end <= offset and s.start < s.end]


def answered(page: Page, drafts: list[Draft]) -> None:
    """ "X accused Y of A; Z denied it": what Z denies is A, not that X said so."""
    for draft in drafts:
        if draft.rule != "preceding" or draft.stance not in _ANSWERS:
            continue
        said = [
            d for d in drafts
            if d is not draft and d.source and any(s.contains(d.cue[0]) for s in draft.content)
            and page.inside[d.head.i] < 0 and d.head.idx < draft.head.idx
        ]  # fmt: skip
        outer = min(said, key=lambda d: d.head.i, default=None)
        if outer is None:
            continue
        between = page.text[outer.content[-1].end : draft.cue[0].start].lstrip()[:1]
        short = any(c.dep_ == "dobj" and c.lower_ in {"it", "this", "that"} for c in draft.head.children)
        if between == ";" or (between == "," and short):
            draft.content = list(outer.content)
