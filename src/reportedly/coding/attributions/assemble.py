"""From drafts to attributions: one a cue, siblings cut apart, nested ones given their parents, weak ones left out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.passing import passed_on
from reportedly.coding.attributions.rejoinders import answered, rejoinders
from reportedly.coding.attributions.speakers import source_spans
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["merge", "rejoin", "settle"]

_CLOSERS = {"after", "closing", "preceding", "parenthesis"}  # rules whose cue stands behind its content
_NAMED = {"PERSON", "ORG", "NORP"}
_JOINED = {"that", "wh", "pred", "to"}
_HOLDING = {"that", "wh", "pred", "around", "relative"}
_PARTICIPLES = {"advcl", "acl", "conj", "xcomp", "ccomp", "dep", "pcomp"}
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
    _cut_phrases(page, kept)
    _cut_sources(page, kept)
    _cut_participles(page, kept)
    _hold_inserted(kept)
    _hold_inner(page, kept)
    _cut_coordinated(page, kept)
    _clip_inner(kept)
    kept = _pass_on(page, kept)
    for draft in kept:
        _cut_own(page, draft)
        for dateline in page.datelines:
            draft.content = [p for s in draft.content for p in _without(page, s, dateline)]
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
        draft.content = [p for s in draft.content for p in _without(page, s, part)]


def _pass_on(page: Page, drafts: list[Draft]) -> list[Draft]:
    """ "The paper said A, citing officials": the officials said A, and the paper passes it on."""
    by_cue = {draft.head.i: draft for draft in drafts}
    made = []
    for verb in page.doc:
        if verb.lemma_.lower() not in page.words.passing_on or verb.pos_ != "VERB" or not _beside_clause(verb):
            continue
        cited = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
        if cited is None or not _speaks(page, cited) or any(c.lower_ == "as" for c in verb.children):
            continue
        over = _passing(page, drafts, verb)
        source = _cited(page, verb, cited)
        if over is None or not source:
            continue
        over.content = [p for s in over.content for p in _without(page, s, Span(verb.idx, source[-1].end))]
        over.source = [p for s in over.source for p in _without(page, s, Span(verb.idx, source[-1].end))]
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


def _clip_inner(drafts: list[Draft]) -> None:
    """ "X fears that A, Y reports": the content of X's cue, which stands in Y's, ends where Y's does."""
    for outer in drafts:
        if outer.rule not in _CLOSERS:
            continue
        at = outer.cue[0]
        for inner in drafts:
            if inner is outer or not any(s.contains(at) for s in inner.content):
                continue
            held = next((s for s in outer.content if s.contains(inner.cue[0])), None)
            if held is not None:
                clipped = (Span(max(s.start, held.start), min(s.end, held.end)) for s in inner.content)
                inner.content = [s for s in clipped if s.start < s.end]


def _cut_coordinated(page: Page, drafts: list[Draft]) -> None:
    """ "X said that Y had asked for arms, and denied that A": X denies it, though the parse has Y do so."""
    for draft in drafts:
        verb = draft.head
        inner = verb.head
        if verb.dep_ != "conj" or verb.tag_ != "VBD" or any(c.dep_ in {"nsubj", "aux"} for c in verb.children):
            continue
        lead = page.doc[verb.i - 1]
        if lead.tag_ != "CC" or page.doc[verb.i - 2].text != "," or not any(c.lower_ == "had" for c in inner.children):
            continue
        outer = next((d for d in drafts if d.head.i == inner.head.i and d.head.tag_ == "VBD"), None)
        if outer is None or not any(s.contains(draft.cue[0]) for s in outer.content):
            continue
        for other in drafts:
            if any(s.contains(draft.cue[0]) for s in other.content):
                other.content = [p for s in other.content for p in _before(page, s, lead.idx)]
        draft.source, draft.heads = list(outer.source), list(outer.heads)


def _hold_inserted(drafts: list[Draft]) -> None:
    """ "X said it held a man who, it claims, had spied": the words of X do not end where its claim is put in."""
    for put_in in drafts:
        if put_in.rule != "parenthesis":
            continue
        for outer in drafts:
            if outer is put_in or outer.frame not in _HOLDING:
                continue
            held = [s for s in outer.content if s.contains(put_in.cue[0])]
            grown = {s: Span(s.start, max(s.end, *(c.end for c in put_in.content))) for s in held}
            outer.content = [grown.get(s, s) for s in outer.content]


def _hold_inner(page: Page, drafts: list[Draft]) -> None:
    """ "dismissed its claim that A", "blames the port, which it says ignored it": what is said there is held whole."""
    for inner in drafts:
        first = inner.content[0] if inner.content else None
        if first is None or len(inner.content) > 1 or not (inner.rule == "noun" or inner.frame == "relative"):
            continue
        for outer in drafts:
            last = outer.content[-1] if outer.content else None
            if outer is inner or last is None or outer.frame[:3] != "obj" or outer.head.i > inner.head.i:
                continue
            lead = page.text[last.end : max(last.end, inner.cue[0].start)]
            near = last.contains(inner.cue[-1]) or (inner.frame == "relative" and _opens_relative(lead, inner.source))
            if near and last.end < first.end and last.end <= first.start + 1:
                outer.content[-1] = Span(last.start, first.end)


def _opens_relative(lead: str, source: list[Span]) -> bool:
    """Whether nothing but a comma, a relative pronoun and the source stand between."""
    words = lead.replace(",", " ").split()
    return bool(words) and words[0].lower() in {"who", "which", "that"} and bool(source) and len(words) < 9


def _cut_phrases(page: Page, drafts: list[Draft]) -> None:
    """ "X said A, according to Y": the phrase at the edge is not of what X said."""
    for phrase in drafts:
        if phrase.rule not in _WHOLE:
            continue
        parts = [*phrase.cue, *phrase.source]
        low = page.first_at(min(p.start for p in parts))
        low -= phrase.rule == "as" and low > 0 and page.doc[low - 1].lower_ == "as"
        region = Span(page.starts[low], max(p.end for p in parts))
        for other in drafts:
            if other is phrase or other.rule in _WHOLE or not any(s.contains(region) for s in other.content):
                continue
            if page.inside[phrase.head.i] >= 0 and page.inside[phrase.head.i] != page.inside[other.head.i]:
                continue
            other.content = [p for s in other.content for p in _without_edge(page, s, region)]


def _cut_sources(page: Page, drafts: list[Draft]) -> None:
    """ "The minister, the agency reports, denied A": what is put in is not of the minister's name."""
    for put_in in drafts:
        if put_in.rule != "parenthesis" or not put_in.source:
            continue
        parts = [*put_in.cue, *put_in.source]
        region = Span(min(p.start for p in parts), max(p.end for p in parts))
        for other in drafts:
            if other is put_in:
                continue
            if any(s.contains(region) for s in other.source):
                other.source = [p for s in other.source for p in _without(page, s, region)]
            elif any(s.start < region.start < s.end for s in other.source):  # taken for an apposition
                other.source = [p for s in other.source for p in _before(page, s, region.start)]
    for line in drafts:
        if line.frame != "colon":
            continue
        mark = line.cue[0].start
        for other in drafts:
            if other is line or not any(s.contains(other.cue[0]) for s in line.content):
                continue
            if mark > other.cue[0].start:  # "says the minister – Reuters"
                other.source = [p for s in other.source for p in _before(page, s, mark)] or other.source
                other.content = [p for s in other.content for p in _before(page, s, mark)] or other.content
            else:  # "Report: the king gave the order, says a guard"
                first = line.content[0].start
                other.source = [Span(max(s.start, first), s.end) for s in other.source if first < s.end]
                if other.source and all(h.idx < first for h in other.heads):  # "Witness: officer said …"
                    other.heads = [page.doc[page.last_before(other.source[-1].end)]]
                other.content = [Span(max(s.start, first), s.end) for s in other.content if first < s.end]


def _without_edge(page: Page, span: Span, region: Span) -> list[Span]:
    if not span.contains(region):
        return [span]
    if any(c.isalnum() for c in page.text[region.end : span.end]):
        return [span]
    cut = page.trim(Span(span.start, region.start))
    return [cut] if cut.start < cut.end else []


def _cut_participles(page: Page, drafts: list[Draft]) -> None:
    """ "X stated that A, claiming that B": two sayings of X side by side, whatever the parse hangs the second on."""
    for draft in drafts:
        head = draft.head
        if head.tag_ != "VBG" or head.dep_ not in _PARTICIPLES or head.i < 2:
            continue
        without = page.doc[head.i - 1].lower_ == "without"
        if page.doc[head.i - 1 - without].text != ",":
            continue
        outer = [
            d for d in drafts
            if d is not draft and d.frame in _HOLDING and d.rule not in _WHOLE and d.head.tag_ != "VBG"
            and page.inside[d.head.i] == page.inside[head.i] and any(s.start < head.idx < s.end for s in d.content)
        ]  # fmt: skip
        if not outer:
            continue
        near = max(outer, key=lambda d: d.head.i)
        if near.rule == "noun":  # "denied reports that A, calling them lies": whoever denied them
            holding = (d for d in drafts if d.head.pos_ == "VERB" and any(s.contains(near.cue[0]) for s in d.content))
            near = max(holding, key=lambda d: d.head.i, default=near)
        begin = page.starts[head.i - 1] if without else draft.cue[0].start
        for held in (near, *(d for d in outer if d.rule == "noun")):
            held.content = [p for s in held.content for p in _before(page, s, begin)]
        draft.source, draft.heads = list(near.source), list(near.heads)


def _before(page: Page, span: Span, offset: int) -> list[Span]:
    if span.end <= offset:
        return [span]
    cut = page.trim(Span(span.start, offset)) if span.start < offset else Span(0, 0)
    return [cut] if cut.start < cut.end else []


def _without(page: Page, span: Span, part: Span) -> list[Span]:
    if not span.overlaps(part):
        return [span]
    pieces = [page.trim(Span(span.start, part.start)), page.trim(Span(part.end, span.end))]
    return [p for p in pieces if p.start < p.end and any(c.isalnum() for c in page.text[p.start : p.end])]
