"""Which entity a stretch of text is: for the stages that read sources, actors and recipients off the parse."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reportedly.reading import Entity, EntityKind, Mention, Reading
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["ensure_entity", "entities_within", "entity_over"]

_OF_NAMES = {"compound", "nmod", "amod", "nummod", "appos", "flat"}
_ENOUGH = 0.5  # share of the common characters (intersection over union) where no parse can tell the head


class _Seat(NamedTuple):
    """A mention, the token that heads it (-1 without a parse), and the entity's place in the reading."""

    span: Span
    head: int
    entity: int


class _Index:
    """The mentions of one reading in the order of the text."""

    def __init__(self, entities: tuple[Entity, ...], doc: Doc | None) -> None:
        self.entities = entities
        self.doc = doc
        seats = (
            _Seat(mention.span, head_of(doc, mention.span), number)
            for number, entity in enumerate(entities)
            for mention in entity.mentions
        )
        self.seats = sorted(seats)
        self.longest = max((seat.span.end - seat.span.start for seat in self.seats), default=0)

    def extended(self, entities: tuple[Entity, ...]) -> _Index:
        """The index of a reading with one entity more, without looking at the others again."""
        index = _Index((), self.doc)
        index.entities = entities
        index.seats = self.seats.copy()
        for mention in entities[-1].mentions:
            insort(index.seats, _Seat(mention.span, head_of(self.doc, mention.span), len(entities) - 1))
            index.longest = max(self.longest, index.longest, mention.span.end - mention.span.start)
        return index

    def overlapping(self, span: Span) -> list[_Seat]:
        """The mentions that share a character with `span`."""
        first = bisect_left(self.seats, ((span.start - self.longest, 0), -2, 0))
        found = []
        for seat in self.seats[first:]:
            if seat.span.start >= span.end:
                break
            if seat.span.end > span.start:
                found.append(seat)
        return found


_latest: _Index | None = None  # the reading at hand; stages ask about one reading many times in a row


def _index(reading: Reading) -> _Index:
    global _latest
    held = _latest
    if held is None or held.entities is not reading.entities or held.doc is not reading.doc:
        held = _latest = _Index(reading.entities, reading.doc)
    return held


def head_of(doc: Doc | None, span: Span) -> int:
    """The index of the token that heads `span`, or -1 where there is no parse or no such token."""
    if doc is None or not len(doc) or span.start >= span.end:
        return -1
    words = doc.char_span(span.start, min(span.end, doc[-1].idx + len(doc[-1].text)), alignment_mode="expand")
    if words is None:
        return -1
    head = words.root
    return int(head.head.i if head.dep_ == "case" and head.head in words else head.i)


def _shared(a: Span, b: Span) -> float:
    common = min(a.end, b.end) - max(a.start, b.start)
    return max(0, common) / (max(a.end, b.end) - min(a.start, b.start))


def entity_over(reading: Reading, span: Span) -> Entity | None:
    """The entity whose mention best covers `span`, or None.

    Best is the mention with the head that `span` has, then one in whose name this head is a word, and among those the
    one that fits most exactly. A mention that merely lies somewhere inside a longer phrase ("Syria" in "the withdrawal
    from Syria") does not answer for it, nor a longer phrase for what is said within it ("his" in "his men"). Without a
    parse the two must share half of their characters.
    """
    index = _index(reading)
    best: tuple[bool, float, int] | None = None
    head = -2
    for seat in index.overlapping(span):
        if seat.span == span:
            return reading.entities[seat.entity]
        if head == -2:
            head = head_of(reading.doc, span)
        fit = _shared(seat.span, span)
        same = head >= 0 and seat.head == head
        if head >= 0 and not same and not _in_name(reading, seat, head):
            continue
        if head < 0 and fit < _ENOUGH:
            continue
        if best is None or (same, fit) > best[:2]:
            best = (same, fit, seat.entity)
    return None if best is None else reading.entities[best[2]]


def entities_within(reading: Reading, span: Span) -> tuple[Entity, ...]:
    """All entities that have a mention inside `span`, in the order of the text.

    For phrases that name several: "leaders of Spain, Portugal and Italy".
    """
    inside = [seat for seat in _index(reading).overlapping(span) if span.contains(seat.span)]
    return tuple(reading.entities[number] for number in dict.fromkeys(seat.entity for seat in inside))


def _in_name(reading: Reading, seat: _Seat, head: int) -> bool:
    """Whether the word at `head` is a part of the name that the mention is, not of what only hangs on it."""
    token = reading.parse[head]
    if not seat.span.start <= token.idx < seat.span.end:
        return False
    while token.i != seat.head:
        if token.dep_ not in _OF_NAMES or token.head == token:
            return False
        token = token.head
    return True


def ensure_entity(reading: Reading, span: Span, kind: EntityKind = "unnamed") -> tuple[Reading, Entity]:
    """The entity of `span`; where there is none yet, the reading with a new one for that phrase.

    Country and sectors of a new entity come from the words of the phrase; `kind` stands where the words do not tell
    one (a known name does).
    """
    known = entity_over(reading, span)
    if known is not None:
        return reading, known
    from reportedly.coding.entities.make import known_by, new_entity

    held = known_by(reading, span)
    if held is not None:
        entity = replace(held, mentions=tuple(sorted((*held.mentions, Mention(span)), key=lambda m: m.span)))
        same = tuple(entity if each is held else each for each in reading.entities)
        return replace(reading, entities=same), entity
    entity = new_entity(reading, span, kind, f"e{len(reading.entities) + 1}")
    more = replace(reading, entities=(*reading.entities, entity))
    global _latest
    _latest = _index(reading).extended(more.entities)
    return more, entity
