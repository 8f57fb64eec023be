"""A report's text cut at every span's boundary, so that spans may overlap as they like, and the notes beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from reportedly.explorer import words
from reportedly.paragraphs import paragraphs
from reportedly.report import Span

__all__ = ["Mark", "Note", "Piece", "Read", "Row", "lay_out"]

_LONGEST = 10_000  # characters of a paragraph
_BOUNDS = {"about": "about ", "under": "nearly ", "over": "more than ", "at_least": "at least ", "at_most": "at most "}


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the text, what it is, and the record it belongs to; `first` where the record's note points to it."""

    start: int
    end: int
    name: str
    id: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same spans: the records it belongs to, what it is in them, what begins here."""

    text: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A note in the margin: an event, or someone's words."""

    id: str
    kind: str
    at: int
    head: str
    status: str | None
    lines: tuple[str, ...]
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph with the notes that belong beside it."""

    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from a report, as rows of the casebook's tables; `says` leads from events to who says so."""

    text: str
    events: Sequence[Mapping[str, Any]]
    parties: Sequence[Mapping[str, Any]]
    claims: Sequence[Mapping[str, Any]]
    quantities: Sequence[Mapping[str, Any]]
    says: Mapping[str, str] = field(default_factory=dict)


def lay_out(read: Read, start: int, end: int) -> list[Row]:
    """The paragraphs that begin between two offsets, each with its notes."""
    parts = [part for whole in paragraphs(read.text) for part in _short(read.text, whole) if start <= part.start < end]
    marks = sorted(_marks(read), key=lambda mark: (mark.start, mark.end))
    notes = sorted(_notes(read), key=lambda note: note.at)
    bounds = [*(part.start for part in parts[1:]), end]
    rows: list[Row] = []
    alive: list[Mark] = []
    j = i = 0
    while i < len(notes) and notes[i].at < start:
        i += 1
    for part, bound in zip(parts, bounds, strict=False):
        first = i
        while i < len(notes) and notes[i].at < bound:
            i += 1
        while j < len(marks) and marks[j].start < part.end:
            alive.append(marks[j])
            j += 1
        alive = [mark for mark in alive if mark.end > part.start]
        rows.append(Row(tuple(_pieces(read.text, part, alive)), tuple(notes[first:i])))
    return rows


def _short(text: str, part: Span) -> Iterator[Span]:
    """The paragraph, in several where it is longer than any that people write; cut at a blank if there is one."""
    start = part.start
    while part.end - start > _LONGEST:
        blank = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
        end = blank + 1 if blank > 0 else start + _LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, part.end)


def _pieces(text: str, part: Span, marks: Sequence[Mark]) -> Iterator[Piece]:
    edges = {part.start, part.end}
    for mark in marks:
        edges |= {min(max(edge, part.start), part.end) for edge in (mark.start, mark.end)}
    active: list[Mark] = []
    waiting = sorted(marks, key=lambda mark: mark.start, reverse=True)
    for start, end in pairwise(sorted(edges)):
        active = [mark for mark in active if mark.end > start]
        while waiting and waiting[-1].start <= start:
            active.append(waiting.pop())
        yield Piece(
            text=text[start:end],
            ids=tuple(dict.fromkeys(mark.id for mark in active)),
            classes=tuple(sorted({mark.name for mark in active})),
            anchors=tuple(mark.id for mark in active if mark.first and mark.start == start),
        )


def _marks(read: Read) -> Iterator[Mark]:
    for event in read.events:
        id = words.local(event["id"])
        yield from _spans(event["trigger_spans"] or event["evidence_spans"], "trigger", id, read.text, first=True)
        yield from _spans(event["place_spans"], "place", id, read.text)
        yield from _spans(event["time_spans"], "time", id, read.text)
    for party in read.parties:
        yield from _spans(party["spans"], "party", words.local(party["event"]), read.text)
    for quantity in read.quantities:
        id = words.local(quantity["event"] or quantity["id"])
        yield from _spans(quantity["spans"], "number", id, read.text)
    for claim in read.claims:
        id = words.local(claim["id"])
        cue, source, content = claim["cue_spans"], claim["source_spans"], claim["content_spans"]
        yield from _spans(cue, "cue", id, read.text, first=True)
        yield from _spans(source, "source", id, read.text, first=not cue)
        yield from _spans(content, "content", id, read.text, first=not cue and not source)


def _spans(spans: Iterable[Sequence[int]], name: str, id: str, text: str, *, first: bool = False) -> Iterator[Mark]:
    for number, (start, end) in enumerate(spans):
        if 0 <= start < end <= len(text):  # a part of somebody else's may say anything
            yield Mark(start, end, name, id, first and not number)


def _notes(read: Read) -> Iterator[Note]:
    numbers: dict[str, list[str]] = defaultdict(list)
    for quantity in read.quantities:
        if quantity["event"]:
            numbers[quantity["event"]].append(_number(quantity))
    for event in read.events:
        yield _event_note(event, numbers[event["id"]], read.says.get(event["id"], ""))
    known = {claim["id"]: claim for claim in read.claims}
    for claim in read.claims:
        yield _claim_note(claim, known)


def _event_note(event: Mapping[str, Any], numbers: Sequence[str], says: str) -> Note:
    who, whom = words.names(event["actors"], 6), words.names(event["recipients"], 6)
    lines = (
        f"{who or 'nobody named'} → {whom}" if whom else who,
        " · ".join(filter(None, (words.where(event), words.days(event)))),
        "; ".join(numbers[:6]),
        f"says {says}" if says else "in the report’s own voice",
    )
    return Note(
        id=words.local(event["id"]),
        kind="event",
        at=_at(event["trigger_spans"], event["evidence_spans"]),
        head=words.plain_type(event["type"], event["modes"]),
        status=event["status"],
        lines=tuple(words.shortened(line, 300) for line in lines if line),
        event=event["id"],
    )


def _claim_note(claim: Mapping[str, Any], known: Mapping[str, Mapping[str, Any]]) -> Note:
    parent = known.get(claim["parent"] or "")
    chain = []
    seen = {claim["id"]}
    while parent is not None and parent["id"] not in seen:
        seen.add(parent["id"])
        chain.append(parent["speaker"] or "an unnamed source")
        parent = known.get(parent["parent"] or "")
    kind = ", ".join(filter(None, (claim["kind"], words.country(claim["country"]), *claim["sectors"][:2])))
    lines = (
        f"{claim['stance']}: “{words.shortened(claim['cue'], 60)}”, {claim['form']} speech"
        if claim["cue"]
        else f"{claim['stance']}, {claim['form']} speech",
        f"as told by {', as told by '.join(chain)}" if chain else "",
        kind,
        "" if claim["vouches"] else "does not vouch for it",
    )
    return Note(
        id=words.local(claim["id"]),
        kind="says",
        at=_at(claim["cue_spans"], claim["source_spans"], claim["content_spans"]),
        head=words.shortened(claim["speaker"] or "an unnamed source", 120),
        status="negated" if claim["stance"] == "denies" else None,
        lines=tuple(line for line in lines if line),
    )


def _number(quantity: Mapping[str, Any]) -> str:
    value = words.amount(quantity["value"], quantity["value"])
    return f"{quantity['kind']}: {_BOUNDS.get(quantity['bound'], '')}{value}"


def _at(*choices: Sequence[Sequence[int]]) -> int:
    return next((spans[0][0] for spans in choices if spans), 0)
