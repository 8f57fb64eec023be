"""Where a content or a source ends: cut at the words of other sources, grown to hold what is said in it."""

from __future__ import annotations

from reportedly.coding.attributions.page import Draft, Page
from reportedly.report import Span

__all__ = ["fit", "without"]

_CLOSERS = {"after", "closing", "preceding", "parenthesis"}  # rules whose cue stands behind its content
_HOLDING = {"that", "wh", "pred", "around", "relative"}
_PARTICIPLES = {"advcl", "acl", "conj", "xcomp", "ccomp", "dep", "pcomp"}
_WHOLE = {"according", "as", "closing"}  # rules whose cue stands beside a whole sentence


def fit(page: Page, drafts: list[Draft]) -> None:
    """Cut and grow the contents and sources of drafts that stand in one another, in place."""
    _cut_phrases(page, drafts)
    _cut_sources(page, drafts)
    _cut_lines(page, drafts)
    _cut_participles(page, drafts)
    _hold_inserted(drafts)
    _hold_inner(page, drafts)
    _cut_coordinated(page, drafts)
    _clip_inner(drafts)


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
                other.source = [p for s in other.source for p in without(page, s, region)]
            elif any(s.start < region.start < s.end for s in other.source):  # taken for an apposition
                other.source = [p for s in other.source for p in _before(page, s, region.start)]


def _cut_lines(page: Page, drafts: list[Draft]) -> None:
    """ "says the minister – Reuters", "Report: the king gave the order, says a guard": nothing runs over the mark."""
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


def _without_edge(page: Page, span: Span, region: Span) -> list[Span]:
    if not span.contains(region):
        return [span]
    if any(c.isalnum() for c in page.text[region.end : span.end]):
        return [span]
    cut = page.trim(Span(span.start, region.start))
    return [cut] if cut.start < cut.end else []


def _before(page: Page, span: Span, offset: int) -> list[Span]:
    if span.end <= offset:
        return [span]
    cut = page.trim(Span(span.start, offset)) if span.start < offset else Span(0, 0)
    return [cut] if cut.start < cut.end else []


def without(page: Page, span: Span, part: Span) -> list[Span]:
    """What of a span is left beside a part of it; nothing without letters."""
    if not span.overlaps(part):
        return [span]
    pieces = [page.trim(Span(span.start, part.start)), page.trim(Span(part.end, span.end))]
    return [p for p in pieces if p.start < p.end and any(c.isalnum() for c in page.text[p.start : p.end])]
