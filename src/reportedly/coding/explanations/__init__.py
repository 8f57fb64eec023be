"""Explanations: what the report, or a source in it, gives as the cause of what.

Markers are data (`data/explanations.yaml`). An explanation is coded only when both sides are in the same sentence and
tell a happening: an event of this reading, a clause, or a noun of happening.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.coding.explanations.markers import Found, find
from reportedly.coding.explanations.sides import is_happening, sides
from reportedly.coding.explanations.standing import standing
from reportedly.coding.syntax import tokens_span
from reportedly.reading import Event, Explanation, Reading, Side
from reportedly.report import Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["explanations"]

_CLAUSES = {"relcl", "acl", "advcl", "ccomp", "parataxis", "appos"}


def explanations(reading: Reading) -> Reading:
    """The reading with its explanations, in the order of their markers."""
    coded: list[Explanation] = []
    for found in find(reading.parse):
        explanation = _explain(reading, found, f"x{len(coded) + 1}")
        if explanation is not None:
            coded.append(explanation)
    return replace(reading, explanations=tuple(coded))


def _explain(reading: Reading, found: Found, id: str) -> Explanation | None:
    from reportedly.coding.attributions.chain import chain

    pair = sides(found)
    if pair is None:
        return None
    (cause, cause_head), (effect, effect_head) = pair
    cause_side, effect_side = _side(reading, cause, cause_head), _side(reading, effect, effect_head)
    tells = (bool(cause_side.event) or is_happening(cause_head), bool(effect_side.event) or is_happening(effect_head))
    needed = {"": (), "cause": tells[:1], "both": tells}[found.marker.needs]
    if not all(needed):
        return None
    marker = tokens_span(found.tokens)
    says = chain(reading, marker)
    within = reading.attribution(says[-1] if says else None)
    content = () if within is None else within.content
    return Explanation(
        id=id,
        cause=replace(cause_side, spans=_clip(cause_side.spans, content, cause_head)),
        effect=replace(effect_side, spans=_clip(effect_side.spans, content, effect_head)),
        marker=(marker,),
        status=standing(found),
        attributed_to=says,
        confidence=found.marker.sure,
    )


def _side(reading: Reading, spans: Spans, head: Token) -> Side:
    """The words of one side, with the event that its head tells or carries, the nearest of them."""
    inside = [e for e in reading.events if any(s.overlaps(t) for s in spans for t in e.trigger) and _told_by(head, e)]
    nearest = min(inside, key=lambda e: abs(e.trigger[0].start - head.idx), default=None)
    return Side(spans=spans, event=None if nearest is None else nearest.id)


def _told_by(head: Token, event: Event) -> bool:
    """Whether the words of an event hang on a word, or are that word, with no clause of their own between."""
    for span in event.trigger:
        words = head.doc.char_span(span.start, span.end, alignment_mode="expand")
        token = words.root if words is not None else head.doc[0]
        while token != head and token.head != token and token.dep_ not in _CLAUSES:
            token = token.head
        if token == head:
            return True
    return False


def _clip(spans: Spans, content: Spans, head: Token) -> Spans:
    """The parts of a side that the same source says: cue and source of the attribution are no part of it.

    A side whose own head is no part of the content stays whole.
    """
    inside = tuple(Span(max(s.start, c.start), min(s.end, c.end)) for s in spans for c in content if s.overlaps(c))
    return inside if any(s.start <= head.idx < s.end for s in inside) else spans
