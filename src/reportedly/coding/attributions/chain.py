"""Chains of attribution: who says that who says it."""

from __future__ import annotations

from reportedly.coding.attributions.lexicon import lexicon
from reportedly.reading import Attribution, Reading
from reportedly.report import Span, Spans

__all__ = ["chain", "containing", "holds"]


def containing(reading: Reading, span: Span) -> tuple[Attribution, ...]:
    """The attributions whose content holds `span`, outermost first.

    What stands in the source or the cue of an attribution is not in its content. Attributions whose stance does not
    put the content forward (intends, supports, criticises, …; see data/cues/stances.yaml) are left out: what somebody
    is for, against or about to do is not told on their word. So are answers to what another says ("…, a claim Kyiv
    denies"): they stand beside the one they answer and are no link of its chain.
    """
    words = lexicon()
    found = [
        a
        for a in reading.attributions
        if holds(a.content, span)
        and words.vouches(a.cue.stance)
        and not any(span.overlaps(part) for part in (*a.cue.spans, *a.source.spans))
    ]
    found = [a for i, a in enumerate(found) if not any(_answers(a, b) for b in found[:i])]
    return tuple(sorted(found, key=lambda a: (-_size(a.content), a.parent is not None)))


def _answers(later: Attribution, earlier: Attribution) -> bool:
    """Whether `later` says something of what `earlier` says: the same content, and neither stands in the other."""
    if later.parent == earlier.id or earlier.parent == later.id:
        return False
    return later.content == earlier.content or any(why.rule == "rejoinder" for why in later.why)


def chain(reading: Reading, span: Span) -> tuple[str, ...]:
    """The ids of the attributions on whose word `span` is told, outermost first; empty: the report's own voice."""
    return tuple(a.id for a in containing(reading, span))


def holds(content: Spans, span: Span) -> bool:
    """Whether `span` lies in the content, a gap between two of its pieces included where the span crosses it."""
    if any(piece.contains(span) for piece in content):
        return True
    starts = any(p.start <= span.start < p.end for p in content)
    return starts and any(p.start < span.end <= p.end for p in content)


def _size(content: Spans) -> int:
    return sum(piece.end - piece.start for piece in content)
