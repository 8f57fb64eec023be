"""What the tagger sees laid beside what the rules find: each finds what the other misses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from reportedly.coding.attributions.cue import stance_of
from reportedly.coding.attributions.frames import complements
from reportedly.coding.attributions.page import Draft, Page
from reportedly.report import Span
from reportedly.tagger.tag import Tagged, Tagging

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "EDGES", "EVIDENCE", "ROLES", "Finding", "Role", "Weights", "compare", "disputed", "evidence", "prefer",
    "preferring", "seen_of", "together",
]  # fmt: skip

By = Literal["both", "tagger", "rules"]
Weights = Mapping[str, Mapping[str, Sequence[float]]]
"""By `confidence` those of EVIDENCE by who found it, by `edges` those of EDGES by role."""

EVIDENCE: Mapping[By, Sequence[str]] = {
    "both": ("one", "rule", "cue", "source", "content", "source linked", "content linked", "same content",
             "same source", "no source"),
    "tagger": ("one", "cue", "source", "content", "source linked", "content linked", "no source"),
    "rules": ("one", "rule", "cue", "source", "content", "no source"),
}  # fmt: skip
"""What speaks for an attribution that both find, or one of the two: what is weighed, in the order of the weights."""

EDGES = ("one", "rule", "same", "adds", "adds surely", "drops", "drops surely", "quoted", "adds after a comma")
"""What speaks for the tagger's edges of a span where it sees other ones than the rules: how often the rule is right,
how alike the two spans are, and what the tagger adds and drops, and how sure it is of that."""

Role = Literal["source", "cue", "content"]
ROLES: Sequence[Role] = ("source", "cue", "content")

_KEPT = 0.35  # the confidence from which an attribution is kept: where F1 is highest on development data
_ALONE = 0.5  # what the tagger alone sees is kept where it is likelier right than not: nobody need have spoken
_SAME = 0.5  # intersection over union from which two contents are one
_BESIDE = {"according", "as", "headline", "citing", "label"}  # rules that hang on a fixed phrase
_EVEN = 0.5  # the likelihood from which the tagger's edges are taken
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
        prefer(page, finding, found, tagging, right[finding.draft.rule], weights["edges"])
        seen = evidence(finding, tagging, right[finding.draft.rule])
        finding.draft.right = _likely(seen, weights["confidence"][finding.by])
        finding.draft.seen = _words(finding)
    while low := [f for f in found if (f.draft.right or 0.0) < _least(f) and not _stands(f, found)]:
        found = [finding for finding in found if all(finding is not other for other in low)]
    for finding in found:
        if _nested(finding, found) or (finding.chained and (finding.draft.right or 0.0) < _KEPT):
            finding.draft.right, finding.draft.seen = None, ""
    return sorted((finding.draft for finding in found), key=lambda d: (d.cue[0].start, d.cue[-1].end))


def compare(page: Page, drafts: Sequence[Draft], tagging: Tagging) -> list[Finding]:
    """The rules' drafts and those that only the tagger sees; where both see one cue, they are one."""
    found = [Finding(draft, "rules", chained=_chained(draft, drafts)) for draft in drafts]
    for tagged in tagging.attributions:
        same = [f for f in found if any(s.overlaps(tagged.cue) for s in f.draft.cue)]
        near = max(same, key=lambda f: _shared(f.draft.content, tagged.contents), default=None)
        if near is None:
            new = None if _known(tagged, drafts) else _draft(page, tagged)
            found += [Finding(new, "tagger", tagged)] if new is not None else []
        elif near.by == "rules":
            near.by, near.tagged = "both", tagged
            near.same_content = _shared(near.draft.content, tagged.contents)
            near.same_source = _shared(near.draft.source, seen_of(tagged, "source"))
    return found


def _least(finding: Finding) -> float:
    return _ALONE if finding.by == "tagger" else _KEPT


def _known(tagged: Tagged, drafts: Iterable[Draft]) -> bool:
    """Whether the rules find the same content under another cue, or a source where the tagger sees the cue."""
    return any(
        _shared(d.content, tagged.contents) >= _SAME or any(s.overlaps(tagged.cue) for s in d.source) for d in drafts
    )


def _stands(finding: Finding, found: Iterable[Finding]) -> bool:
    """Whether it is kept however little the tagger sees in it: a link of a chain, or a source put beside a sentence."""
    beside = finding.by == "rules" and finding.draft.rule in _BESIDE
    return beside or finding.chained or _nested(finding, found)


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


def prefer(
    page: Page,
    finding: Finding,
    found: Iterable[Finding],
    tagging: Tagging,
    right: float,
    weights: Mapping[str, Sequence[float]],
) -> None:
    """Where rules and tagger see other edges of a span, take those that are likelier right, in place.

    Links of a chain are left as the rules read them: the tagger knows of no chains. A source that only one of the two
    sees is taken.
    """
    for role in disputed(finding, found):
        ours, theirs = getattr(finding.draft, role), seen_of(finding.tagged, role)
        if ours and _likely(preferring(page, ours, theirs, tagging, role, right), weights[role]) < _EVEN:
            continue
        if role == "source":
            _take_source(page, finding.draft, theirs[0])
        else:
            setattr(finding.draft, role, theirs)


def disputed(finding: Finding, found: Iterable[Finding]) -> list[Role]:
    """The roles of which both see a span, or the tagger alone does, and not the same one.

    The tagger's does not count where it takes in the cue or the content of another that the rules find.
    """
    if finding.by != "both" or finding.chained:
        return []
    others = [span for f in found if f.by != "tagger" and f is not finding for span in (*f.draft.cue, *f.draft.content)]
    roles: list[Role] = []
    for role in ROLES:
        ours, theirs = getattr(finding.draft, role), seen_of(finding.tagged, role)
        if theirs and theirs != ours and not any(a.overlaps(b) for a in _without(theirs, ours) for b in others):
            roles.append(role)
    return roles


def seen_of(tagged: Tagged | None, role: Role) -> list[Span]:
    """What the tagger sees in a role."""
    if tagged is None:
        return []
    spans = {"source": (tagged.source,), "cue": (tagged.cue,), "content": tagged.contents}[role]
    return [span for span in spans if span is not None]


def preferring(
    page: Page, ours: Sequence[Span], theirs: Sequence[Span], tagging: Tagging, role: Role, right: float
) -> list[float]:
    """What speaks for the tagger's edges against the rules', as EDGES names it."""
    adds, drops = _without(theirs, ours), _without(ours, theirs)
    adds_surely, drops_surely = (_log_odds(tagging.under(role, part)) if part else 0.0 for part in (adds, drops))
    quoted = any(q.span.start == ours[0].start or q.span.end == ours[-1].end for q in page.tops)
    comma = any(page.text[s.start : s.end].lstrip().startswith((",", ";")) for s in adds)
    return [
        1.0, _log_odds(right), _shared(ours, theirs), float(bool(adds)), adds_surely, float(bool(drops)),
        -drops_surely, float(quoted), float(comma),
    ]  # fmt: skip


def _without(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What of `spans` lies in none of `others`."""
    left = list(spans)
    for other in others:
        cut = [(s.start, min(s.end, other.start)) for s in left] + [(max(s.start, other.end), s.end) for s in left]
        left = [Span(start, end) for start, end in cut if start < end]
    return sorted(left)


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
