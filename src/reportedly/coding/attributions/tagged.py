"""What the tagger sees laid beside what the rules find: each finds what the other misses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reportedly.coding.attributions.clauses import stance_of
from reportedly.coding.attributions.frames import complements
from reportedly.coding.attributions.page import Draft, Page
from reportedly.report import Span
from reportedly.tagger.tag import Tagged, Tagging

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["EVIDENCE", "Finding", "Weights", "compare", "evidence", "together"]

By = Literal["both", "tagger", "rules"]
Weights = Mapping[By, Sequence[float]]

EVIDENCE: Mapping[By, Sequence[str]] = {
    "both": ("one", "rule", "cue", "source", "content", "source linked", "content linked", "same content",
             "same source", "no source"),
    "tagger": ("one", "cue", "source", "content", "source linked", "content linked", "no source"),
    "rules": ("one", "rule", "cue", "source", "content", "no source"),
}  # fmt: skip
"""What speaks for an attribution that both find, or one of the two: what is weighed, in the order of the weights."""

_KEPT = 0.3  # the confidence from which an attribution is kept: where F1 is highest on development data
_SAME = 0.5  # intersection over union from which two contents are one
_BESIDE = {"according", "as", "headline", "citing"}  # rules that hang on a fixed phrase
_SUREST = 4.0  # log odds beyond which no figure is taken at its word


@dataclass(slots=True)
class Finding:
    """A draft, who found it, and how alike the two see it (intersection over union).

    `chained`: the rules read it as a link of a chain.
    """

    draft: Draft
    by: By
    tagged: Tagged | None = None
    chained: bool = False
    same_content: float = 0.0
    same_source: float = 0.0


def together(
    page: Page, drafts: Sequence[Draft], tagging: Tagging, right: Mapping[str, float], weights: Weights
) -> list[Draft]:
    """One draft a cue, in order of the text, each with its confidence; those that too little speaks for are left out.

    `right` is how often each rule is. The tagger has learned to see outermost attributions alone: what only the rules
    find inside another's content stands on their word.
    """
    found = compare(page, drafts, tagging)
    for finding in found:
        seen = evidence(finding, tagging, right[finding.draft.rule])
        finding.draft.right = _likely(seen, weights[finding.by])
        finding.draft.seen = _words(finding)
    while low := [f for f in found if (f.draft.right or 0.0) < _KEPT and not _stands(f, found)]:
        found = [finding for finding in found if all(finding is not other for other in low)]
    for finding in found:
        if _nested(finding, found):
            finding.draft.right, finding.draft.seen = None, ""
    return sorted((finding.draft for finding in found), key=lambda d: (d.cue[0].start, d.cue[-1].end))


def compare(page: Page, drafts: Sequence[Draft], tagging: Tagging) -> list[Finding]:
    """The rules' drafts and those that only the tagger sees. Where both see one cue, they are made one, in place."""
    found = [Finding(draft, "rules", chained=_chained(draft, drafts)) for draft in drafts]
    for tagged in tagging.attributions:
        same = [f for f in found if any(s.overlaps(tagged.cue) for s in f.draft.cue)]
        near = max(same, key=lambda f: _shared(f.draft.content, tagged.contents), default=None)
        if near is None:
            new = _draft(page, tagged)
            found += [Finding(new, "tagger", tagged)] if new is not None else []
        elif near.by == "rules":
            _agree(page, near, tagged)
    return found


def _stands(finding: Finding, found: Iterable[Finding]) -> bool:
    """Whether it is kept however little the tagger sees in it: a link of a chain, or a source put beside a sentence."""
    alone = finding.by == "rules" and (finding.chained or finding.draft.rule in _BESIDE)
    return alone or _nested(finding, found)


def _chained(draft: Draft, drafts: Iterable[Draft]) -> bool:
    """Whether it stands in another's content or another in its own, or one passes the other on."""
    for other in drafts:
        if other is draft:
            continue
        if draft.under is other or other.under is draft:
            return True
        if any(s.contains(other.cue[0]) for s in draft.content) or any(s.contains(draft.cue[0]) for s in other.content):
            return True
    return False


def _nested(finding: Finding, found: Iterable[Finding]) -> bool:
    """Whether another passes it on, or only the rules see it and it stands in another's content."""
    cue = finding.draft.cue[0]
    if any(f.draft is finding.draft.under for f in found):
        return True
    return finding.by == "rules" and any(s.contains(cue) for f in found if f is not finding for s in f.draft.content)


def _shared(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Intersection over union, in characters."""
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    either = sum(s.end - s.start for s in (*one, *other)) - both
    return both / either if either else 0.0


def _agree(page: Page, finding: Finding, tagged: Tagged) -> None:
    """Both see the cue. Where their contents differ, the tagger's is taken, and of one source its edges.

    Links of a chain are left as the rules read them: the tagger knows of no chains.
    """
    draft = finding.draft
    source = [tagged.source] if tagged.source is not None else []
    finding.by, finding.tagged = "both", tagged
    finding.same_content, finding.same_source = _shared(draft.content, tagged.contents), _shared(draft.source, source)
    if finding.chained:
        return
    if finding.same_content < _SAME:
        draft.content = list(tagged.contents)
    if tagged.source is not None and (not draft.source or finding.same_source > 0):
        _take_source(page, draft, tagged.source)


def _take_source(page: Page, draft: Draft, source: Span) -> None:
    head = _head(page, source)
    if head is None:
        return
    draft.source = [source]
    if not any(source.start <= token.idx < source.end for token in draft.heads):
        draft.heads = [head]


def _draft(page: Page, tagged: Tagged) -> Draft | None:
    """What only the tagger sees."""
    head = _cue_head(page, tagged.cue)
    if head is None:
        return None
    frame, stance = _frame(page, head, tagged.contents)
    if stance == "orders":  # an order is what somebody does: an event, and nobody's word
        return None
    draft = Draft(
        head=head, cue=[tagged.cue], stance=stance_of(page, head, stance), frame=frame, rule="tagger", source=[],
        heads=[], content=list(tagged.contents),
    )  # fmt: skip
    if tagged.source is not None:
        _take_source(page, draft, tagged.source)
    return draft


def evidence(finding: Finding, tagging: Tagging, right: float) -> list[float]:
    """What speaks for a draft, as EVIDENCE names it; `right` is how often its rule is."""
    draft, tagged = finding.draft, finding.tagged
    figures = {
        "one": 1.0,
        "rule": _log_odds(right),
        "cue": _log_odds(tagging.under("cue", draft.cue)),
        "source": _log_odds(tagging.under("source", draft.source)) if draft.source else 0.0,
        "content": _log_odds(tagging.under("content", draft.content)),
        "source linked": _log_odds(tagged.source_linked) if tagged else 0.0,
        "content linked": _log_odds(tagged.content_linked) if tagged else 0.0,
        "same content": finding.same_content,
        "same source": finding.same_source,
        "no source": float(not draft.source),
    }
    return [figures[name] for name in EVIDENCE[finding.by]]


def _log_odds(likely: float) -> float:
    return max(-_SUREST, min(_SUREST, math.log((likely + 1e-6) / (1 - likely + 1e-6))))


def _likely(seen: Sequence[float], weights: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-sum(a * b for a, b in zip(seen, weights, strict=True))))


def _words(finding: Finding) -> str:
    """What the two say of each other, for the explanation."""
    if finding.by == "tagger":
        return "only the tagger sees it"
    if finding.by == "rules":
        return "only the rules find it"
    if finding.same_content < _SAME:
        return "the tagger sees another content"
    if finding.draft.source and not finding.same_source:
        return "the tagger sees another source"
    return "the tagger sees it too"


def _tokens(page: Page, span: Span) -> list[Token]:
    low, high = page.first_at(span.start), page.last_before(span.end)
    return [page.doc[i] for i in range(low, high + 1)]


def _head(page: Page, span: Span) -> Token | None:
    """The first token that hangs on none of the others in the span."""
    tokens = _tokens(page, span)
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), None)


def _cue_head(page: Page, span: Span) -> Token | None:
    """The word of the cue that attributes: one of the lexicon's, a verb first; else the last verb, or the head."""
    tokens = _tokens(page, span)
    known = [t for t in tokens if t.i in page.cues]
    verbs = [t for t in known if t.pos_ == "VERB"] or known or [t for t in tokens if t.pos_ == "VERB"]
    return verbs[-1] if verbs else _head(page, span)


def _frame(page: Page, head: Token, contents: Sequence[Span]) -> tuple[str, str]:
    """How the content hangs on the cue, and the stance that the cue has with it."""
    frames: Mapping[str, str] = page.cues.get(head.i) or {}
    first = contents[0]
    hangs = [c.frame for c in complements(head) if page.span(c.first, c.last).overlaps(first)]
    listed = next((frame for frame in hangs if frame in frames), None)
    if listed is not None:
        return listed, frames[listed]
    known = frames.get("that") or next(iter(frames.values()), None)
    if first.end <= head.idx or any(q.span.start <= first.start + 1 and first.end - 1 <= q.span.end for q in page.tops):
        return "quote", frames.get("quote") or known or "states"
    if not hangs or hangs[0] in {"that", "wh"}:
        return "that", known or "states"
    return hangs[0], known or ("intends" if hangs[0] in {"inf", "to"} else "discusses")
