"""A reading laid out for a page: paragraphs cut into pieces wherever a highlight begins or ends, and their notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from reportedly.paragraphs import paragraphs
from reportedly.reading import Attribution, Coder, Event, Reading
from reportedly.report import Span, Spans
from reportedly.show.words import clean, number, party, says, what, when, where, who_says, words

__all__ = ["Listed", "Note", "Piece", "Row", "Sheet", "lay_out"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same highlights; `anchors` are the ids that begin here."""

    text: str
    classes: str
    anchors: tuple[str, ...]
    link: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the margin: an event ("event") or an attribution ("says"), and the words it belongs to."""

    kind: str
    id: str
    target: str
    head: str
    status: str | None
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph and the notes beside it."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    headline: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A list below the text."""

    title: str
    items_: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page of one report shows."""

    title: str
    facts: tuple[str, ...]
    url: str | None
    counts: str
    rows: tuple[Row, ...]
    lists: tuple[Listed, ...]
    coder: Coder


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    name: str
    anchor: str | None = None
    link: str | None = None


def lay_out(reading: Reading, prefix: str) -> Sheet:
    """The sheet of a reading; `prefix` keeps the ids of several sheets in one page apart."""
    report = reading.report
    parts = paragraphs(report.text)
    marks = sorted(_marks(reading, prefix), key=lambda mark: mark.span)
    notes = sorted(_notes(reading, prefix), key=lambda pair: pair[0])
    heads = {s.span.start for s in reading.sentences if s.kind == "headline"}
    headline = next((s.span for s in reading.sentences if s.kind == "headline"), None)
    title = report.title or (headline.of(report.text) if headline else f"Report {report.id}")
    events, voices = len(reading.events), len(reading.attributions)
    return Sheet(
        title=clean(title),
        facts=tuple(clean(fact) for fact in (report.outlet, report.published) if fact),
        url=report.url if report.url and urlsplit(report.url).scheme in {"http", "https"} else None,
        counts=f"{events} event{'s' * (events != 1)}, {voices} attribution{'s' * (voices != 1)}",
        rows=tuple(_rows(report.text, parts, marks, notes, heads)),
        lists=tuple(listed for listed in _lists(reading) if listed.items_),
        coder=reading.coder,
    )


def _rows(
    text: str, parts: list[Span], marks: list[_Mark], notes: list[tuple[int, Note]], heads: set[int]
) -> Iterator[Row]:
    ends = [*(part.start for part in parts[1:]), len(text) + 1]
    alive: list[_Mark] = []
    i = j = 0
    for part, end in zip(parts, ends, strict=True):
        first = i
        while i < len(notes) and notes[i][0] < end:
            i += 1
        alive = [mark for mark in alive if mark.span.end > part.start]
        while j < len(marks) and marks[j].span.start < part.end:
            alive.append(marks[j])
            j += 1
        inside = [mark for mark in alive if mark.span.overlaps(part)]
        own = tuple(note for _, note in notes[first:i])
        yield Row(tuple(_pieces(text, part, inside)), own, part.start in heads)


def _pieces(text: str, part: Span, marks: list[_Mark]) -> Iterator[Piece]:
    """Cut at every edge of a mark, so that overlapping marks need no nesting."""
    edges = {part.start, part.end}
    for mark in marks:
        edges |= {max(mark.span.start, part.start), min(mark.span.end, part.end)}
    cuts = sorted(edges)
    active: list[_Mark] = []
    waiting = sorted(marks, key=lambda mark: mark.span.start, reverse=True)
    for start, end in pairwise(cuts):
        active = [mark for mark in active if mark.span.end > start]
        new = []
        while waiting and waiting[-1].span.start <= start:
            new.append(waiting.pop())
        active += new
        yield Piece(
            text=clean(text[start:end]),
            classes=" ".join(sorted({mark.name for mark in active})),
            anchors=tuple(mark.anchor for mark in new if mark.anchor),
            link=next((mark.link for mark in active if mark.link), None),
        )


def _marks(reading: Reading, prefix: str) -> Iterator[_Mark]:
    for event in reading.events:
        yield from _anchored(event.trigger, "trigger", f"{prefix}t-{event.id}", f"{prefix}{event.id}")
        for one in (*event.actors, *event.recipients):
            yield from (_Mark(span, "party") for span in one.spans)
    for attribution in reading.attributions:
        anchor = f"{prefix}t-{attribution.id}"
        cue, source = attribution.cue.spans, attribution.source.spans
        yield from _anchored(cue or source or attribution.content, "cue" if cue else "source", anchor, None)
        yield from (_Mark(span, "source") for span in source)
        yield from (_Mark(span, "content") for span in attribution.content)
    yield from (_Mark(quotation.span, "quote") for quotation in reading.quotations)
    yield from (_Mark(span, "place") for place in reading.places for span in place.spans)
    yield from (_Mark(span, "time") for time in reading.times for span in time.spans)
    yield from (_Mark(span, "number") for quantity in reading.quantities for span in quantity.spans)


def _anchored(spans: Spans, name: str, anchor: str, link: str | None) -> Iterator[_Mark]:
    for i, span in enumerate(spans):
        yield _Mark(span, name, None if i else anchor, link)


def _notes(reading: Reading, prefix: str) -> Iterator[tuple[int, Note]]:
    """Each note with the offset beside which it stands."""
    for event in reading.events:
        yield _start(event.trigger, event.evidence), _event_note(reading, event, prefix)
    for attribution in reading.attributions:
        start = _start(attribution.cue.spans, attribution.source.spans, attribution.content)
        yield start, _says_note(reading, attribution, prefix)


def _start(*choices: Spans) -> int:
    return next((spans[0].start for spans in choices if spans), 0)


def _event_note(reading: Reading, event: Event, prefix: str) -> Note:
    who = ", ".join(party(reading, p) for p in event.actors)
    whom = ", ".join(party(reading, p) for p in event.recipients)
    lines = [
        f"{who or '?'} → {whom}" if whom else who,
        " · ".join(filter(None, (where(event.place), when(event.time)))),
        "; ".join(number(magnitude) for magnitude in event.magnitudes),
        f"says {who_says(reading, event.attributed_to)}" if event.attributed_to else "",
    ]
    return Note(
        kind="event",
        id=f"{prefix}{event.id}",
        target=f"{prefix}t-{event.id}",
        head=what(event),
        status=event.status,
        lines=tuple(filter(None, lines)),
    )


def _says_note(reading: Reading, attribution: Attribution, prefix: str) -> Note:
    parent = reading.attribution(attribution.parent)
    cue = words(reading, attribution.cue.spans)
    lines = [
        f"“{cue}”, {attribution.form} speech" if cue else f"{attribution.form} speech",
        f"as told by {says(reading, parent)}" if parent else "",
    ]
    return Note(
        kind="says",
        id=f"{prefix}{attribution.id}",
        target=f"{prefix}t-{attribution.id}",
        head=says(reading, attribution),
        status=None,
        lines=tuple(filter(None, lines)),
    )


def _lists(reading: Reading) -> Iterator[Listed]:
    numbers = (
        f"{number(q)} (“{words(reading, q.spans)}”; {who_says(reading, q.attributed_to)})" for q in reading.quantities
    )
    yield Listed("Numbers", tuple(numbers))
    reasons = (
        f"{words(reading, x.effect.spans)} ← {words(reading, x.marker)} ← {words(reading, x.cause.spans)} "
        f"({x.status}; {who_says(reading, x.attributed_to)})"
        for x in reading.explanations
    )
    yield Listed("Reasons given", tuple(reasons))
