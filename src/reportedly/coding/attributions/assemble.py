"""From drafts to attributions: one a cue, siblings cut apart, nested ones given their parents, weak ones left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportedly.coding.attributions.cuts import fit, without
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.passing import passed_on
from reportedly.coding.attributions.rejoinders import answered, rejoinders
from reportedly.coding.attributions.speakers import source_spans
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["merge", "rejoin", "settle"]

_NAMED = {"PERSON", "ORG", "NORP"}
_JOINED = {"that", "wh", "pred", "to"}
_CLAUSES = {"that", "wh", "preceding", "quote", "around", "raised", "relative"}
_WHOLE = {"according", "as", "closing"}  # rules whose cue stands beside a whole sentence


def merge(page: Page, quoted: list[Draft], clausal: Iterable[Draft]) -> list[Draft]:
    """Quotations and clauses of the same cue made one: "said that “A” and B" is one content, and so is "said A: “B”".

    The drafts of `quoted` are grown in place; returned are the clausal ones that have no quotation.
    """
    by_cue = {draft.head.i: draft for draft in quoted}
    others = []
    for draft in clausal:
        held = by_cue.get(draft.head.i)
        if held is None:
            others.append(draft)
        elif draft.frame in _JOINED and held.content:
            held.content = _joined(page, held, draft)
            if not held.source:
                held.source, held.heads = draft.source, draft.heads
    return others


def _joined(page: Page, held: Draft, draft: Draft) -> list[Span]:
    clause = draft.content[0]
    first = min(held.content)
    if page.text[clause.start : max(first.start, clause.start)].rstrip().endswith(":"):  # "told the agent: “A”"
        return held.content
    if any(clause.overlaps(span) for span in held.content):
        if clause.start < held.head.idx:  # what stands before the cue is settled by the marks
            return held.content
        low = min([clause.start, *(s.start for s in held.content if s.overlaps(clause))])
        high = max([clause.end, *(s.end for s in held.content if s.overlaps(clause))])
        return sorted([Span(low, high), *(s for s in held.content if not s.overlaps(clause))])
    if draft.frame == "that" and held.head.idx < clause.start and clause.end <= first.start:
        return sorted([clause, *held.content])
    return held.content


def settle(page: Page, drafts: Iterable[Draft]) -> list[Draft]:
    """One draft a cue (the first given wins), contents cut where another source's words begin, in order of the text."""
    kept = _one_each(drafts)
    fit(page, kept)
    kept = _pass_on(page, kept)
    for draft in kept:
        _cut_own(page, draft)
        for dateline in page.datelines:
            draft.content = [p for s in draft.content for p in without(page, s, dateline)]
    kept = [d for d in kept if d.content and any(c.isalnum() for s in d.content for c in page.text[s.start : s.end])]
    return sorted(kept, key=lambda d: (d.cue[0].start, d.cue[-1].end))


def rejoin(page: Page, drafts: list[Draft]) -> list[Draft]:
    """The drafts with the answers that others give to them, without those that say a thing twice; in order."""
    answers = [*passed_on(page, drafts), *rejoinders(page, drafts)]
    cues = {draft.head.i for draft in answers}
    kept = [draft for draft in drafts if draft.head.i not in cues]
    answered(page, kept)
    kept = [draft for draft in kept if draft.content and not _repeats(page, draft, kept)]
    return sorted([*kept, *answers], key=lambda d: (d.cue[0].start, d.cue[-1].end))


def _repeats(page: Page, draft: Draft, drafts: list[Draft]) -> bool:
    """ "promised to support the truce", "denied having told them that A": one thing that is said, and not two."""
    borrowed = draft.head.dep_ in {"xcomp", "pcomp"} and not any(c.dep_ == "nsubj" for c in draft.head.children)
    if (draft.frame in _CLAUSES and not borrowed) or not draft.source:
        return False
    over = next((d for d in drafts if d.head.i == draft.head.head.i and d.rule == "passive"), None)
    if over is not None and borrowed and not over.source and not any(s.contains(draft.source[0]) for s in over.content):
        return True  # "had been asked to explain why A"
    return any(
        d is not draft and d.source == draft.source and any(s.contains(draft.cue[0]) for s in d.content)
        and (draft.frame not in _CLAUSES or page.words.vouches(d.stance))
        for d in drafts
    )  # fmt: skip


def _one_each(drafts: Iterable[Draft]) -> list[Draft]:
    taken: set[int] = set()
    kept: list[Draft] = []
    for draft in drafts:
        here = range(draft.cue[0].start, draft.cue[0].end)
        if draft.head.idx in taken or any(c in taken for c in here):
            held = next((d for d in kept if d.head.i == draft.head.i and d.frame == "quote"), None)
            if held is not None and draft.rule == "closing" and draft.content[0].end <= held.head.idx:
                _add_closed(held, draft)
            continue
        taken.update(here)
        taken.add(draft.head.idx)
        kept.append(draft)
    return kept


def _add_closed(held: Draft, closed: Draft) -> None:
    """ "A, she said. “B.”": both are what she said."""
    if not any(s.overlaps(c) for s in held.content for c in closed.content):
        held.content = sorted([*closed.content, *held.content])


def _cut_own(page: Page, draft: Draft) -> None:
    """No content holds its own cue or source."""
    for part in (*draft.cue, *draft.source):
        draft.content = [p for s in draft.content for p in without(page, s, part)]


def _pass_on(page: Page, drafts: list[Draft]) -> list[Draft]:
    """ "The paper said A, citing officials": the officials said A, and the paper passes it on."""
    by_cue = {draft.head.i: draft for draft in drafts}
    made = []
    for verb in page.doc:
        if verb.lemma_.lower() not in page.words.passing_on or verb.pos_ != "VERB" or not _beside_clause(verb):
            continue
        cited = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
        if cited is None or not _speaks(page, cited) or _as_saying(verb):
            continue
        over = _passing(page, drafts, verb)
        source = _cited(page, verb, cited)
        if over is None or not source:
            continue
        over.content = [p for s in over.content for p in without(page, s, Span(verb.idx, source[-1].end))]
        over.source = [p for s in over.source for p in without(page, s, Span(verb.idx, source[-1].end))]
        draft = by_cue.get(verb.i)
        if draft is None:
            draft = Draft(
                head=verb, cue=[page.span(verb.i, verb.i)], stance="reports", frame="according", rule="citing",
                source=[], heads=[], content=[],
            )  # fmt: skip
            made.append(draft)
        draft.source, draft.heads, draft.content = source, [cited], list(over.content)
        draft.frame, draft.rule, draft.stance, draft.under = "according", "citing", "reports", over
    return [*drafts, *made]


def _as_saying(verb: Token) -> bool:
    """ "quoting the army as saying that …": it is the army's word, and the quoting more than a beside."""
    behind = verb.doc[verb.i + 1 : verb.right_edge.i + 3]
    return any(t.lower_ == "as" and t.i + 1 < len(t.doc) and t.nbor().tag_ == "VBG" for t in behind)


def _cited(page: Page, verb: Token, cited: Token) -> list[Span]:
    """Whom it cites, with what the parse hangs on the verb: "citing two people with knowledge of the matter"."""
    source = source_spans(page, cited, verb.i)
    for child in verb.children:
        goes_on = source and page.starts[child.left_edge.i] == source[-1].end + 1
        if goes_on and child.dep_ == "prep" and child.lower_ in {"with", "in", "at", "close"}:
            source[-1] = Span(source[-1].start, page.span(child.i, child.right_edge.i).end)
    return source


def _beside_clause(verb: Token) -> bool:
    """Whether "citing …" or "which cited …" only says where another's words come from."""
    if verb.tag_ == "VBG":
        return True
    return verb.dep_ == "relcl" and any(c.tag_ in {"WDT", "WP"} and c.dep_ == "nsubj" for c in verb.children)


def _speaks(page: Page, noun: Token) -> bool:
    """Whether the noun is one for whom or what can be cited: "citing officials", not "citing the weather"."""
    words = page.words
    forms = {noun.lower_, noun.lemma_.lower()}
    held = words.spokesmen | words.cited | words.documents | words.media
    return bool(forms & held) or noun.ent_type_ in _NAMED or noun.i in page.who


def _passing(page: Page, drafts: list[Draft], verb: Token) -> Draft | None:
    """The saying that "citing officials" belongs to: the one it hangs on, or the source it follows."""
    others = [d for d in drafts if d.head.i != verb.i and page.inside[d.head.i] == page.inside[verb.i]]
    comma = page.doc[verb.i - 1] if verb.i > 1 else None
    if comma is not None and comma.text == "," and (d := next((d for d in others if d.head.i == verb.i - 2), None)):
        return d
    found, above = [], verb.head
    for _ in range(3):
        found += [d for d in others if d.head.i == above.i or any(head.i == above.i for head in d.heads)]
        if above.dep_ not in {"ccomp", "nsubj"}:
            break
        above = above.head
    if found:
        before = [d for d in found if d.head.i < verb.i]
        return next((d for d in before if d.stance == "reports"), before[0] if before else found[0])
    return next((d for d in others if d.rule in _WHOLE and d.source and d.source[-1].end == verb.idx - 2), None)
