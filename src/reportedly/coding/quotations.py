"""Quotation marks of every style, paired paragraph by paragraph, with what is missing or odd repaired.

Rules: a quotation ends with its paragraph; a straight mark opens or closes by what stands round it; an apostrophe is
no mark; a double mark that was never closed lasts until the next one opens or the paragraph ends; a single mark that
was never closed was an apostrophe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from reportedly.knowledge import DATA, load_yaml
from reportedly.reading import Quotation
from reportedly.report import Span

__all__ = ["quotations"]

_BEFORE_OPENING = set("([{<—–-―/\"“‘'«„`…:=*|")
_AFTER_CLOSING = set(")]}>—–-―/\"”’'»,.;:!?…*|")


@dataclass(frozen=True, slots=True)
class _Marks:
    pattern: re.Pattern[str]
    double: dict[str, frozenset[str]]
    single: dict[str, frozenset[str]]
    closing: frozenset[str]
    elided: re.Pattern[str]


@lru_cache(maxsize=1)
def _marks() -> _Marks:
    data = load_yaml(DATA / "cues" / "marks.yaml")
    double = {mark: frozenset(closers) for mark, closers in data["double"].items()}
    single = {mark: frozenset(closers) for mark, closers in data["single"].items()}
    closing = frozenset().union(*double.values(), *single.values())
    every = sorted({*double, *single, *closing}, key=lambda mark: (-len(mark), mark))
    return _Marks(
        pattern=re.compile("|".join(map(re.escape, every))),
        double=double,
        single=single,
        closing=closing,
        elided=re.compile(rf"(?:{'|'.join(map(re.escape, data['elided']))})\b|\d", re.IGNORECASE),
    )


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    double: bool
    sure: bool  # False: an apostrophe until something closes it


def quotations(text: str, paragraphs: Iterable[Span]) -> tuple[Quotation, ...]:
    """The quotations of a text in the order of their opening marks, nested ones too. Never raises."""
    found: list[Quotation] = []
    last: int | None = None  # the unclosed quotation with which the paragraph before ended
    for paragraph in paragraphs:
        here = _in_paragraph(text, paragraph)
        if not here:
            last = None
            continue
        base = len(found)
        if last is not None and here[0].span.start == paragraph.start:
            here[0] = replace(here[0], continues=last)
        found += here
        tail = next((i for i, q in enumerate(here) if not q.closed and q.span.end == paragraph.end), None)
        last = None if tail is None else base + tail
    return tuple(found)


def _in_paragraph(text: str, paragraph: Span) -> list[Quotation]:
    marks, found, stack = _marks(), list[Quotation](), list[_Open]()
    hits = [(m.group(), m.start()) for m in marks.pattern.finditer(text, paragraph.start, paragraph.end)]
    if not hits:
        return []
    nests = _balanced(hits)
    for number, (mark, at) in enumerate(hits):
        place = _closes(text, paragraph, mark, at, stack, hits[number + 1 :])
        if place is not None:
            _close(text, stack, place, Span(at, at + len(mark)), found)
        elif _opens(text, paragraph, mark, at, stack):
            double = mark in marks.double
            if double and any(o.double for o in stack) and not nests and not any(not o.double for o in stack):
                _abandon(text, stack, 0, at, found)
            stack.append(_Open(mark, at, double, double))
    _abandon(text, stack, 0, paragraph.end, found)
    return sorted(found, key=lambda q: (q.span.start, -q.span.end))


def _balanced(hits: list[tuple[str, int]]) -> bool:
    """Whether curly double marks nest in each other in this paragraph: as many close as open."""
    opening = sum(mark == "“" for mark, _ in hits)
    return opening == sum(mark == "”" for mark, _ in hits) and opening > 1


def _closes(
    text: str, paragraph: Span, mark: str, at: int, stack: list[_Open], rest: list[tuple[str, int]]
) -> int | None:
    """The place in the stack of the quotation that this mark closes."""
    marks = _marks()
    if mark not in marks.closing:
        return None
    end = at + len(mark)
    for place in range(len(stack) - 1, -1, -1):
        held = stack[place]
        if mark not in (marks.double if held.double else marks.single)[held.mark]:
            continue
        if held.start + len(held.mark) >= at:
            return None
        if held.double:
            fits = mark in {"”", "»"} or not _looks_opening(text, paragraph, at, end) or _only_straight(mark, rest)
        else:
            fits = _ends_single(text, paragraph, at, end, rest)
        return place if fits else None
    return None


def _only_straight(mark: str, rest: list[tuple[str, int]]) -> bool:
    """A straight mark that looks like an opening one still closes if the marks after it pair up without it."""
    return mark in {'"', "''", "＂"} and sum(other == mark for other, _ in rest) % 2 == 0


def _looks_opening(text: str, paragraph: Span, at: int, end: int) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    return (before.isspace() or before in _BEFORE_OPENING) and not after.isspace() and after not in _AFTER_CLOSING


def _ends_single(text: str, paragraph: Span, at: int, end: int, rest: list[tuple[str, int]]) -> bool:
    """Whether a single mark after a word ends a quotation: not inside a word, nor the possessive of a plural."""
    before = text[at - 1] if at > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    if before.isspace() or after.isalnum():
        return False
    if before in ".,!?;:…)" or before not in "sS" or not after.isspace():
        return True
    follows = text[end : end + 2].strip()
    later = any(m in {"’", "'"} and _certain(text, paragraph, i, i + 1) for m, i in rest)
    return not (follows.islower() and later)


def _certain(text: str, paragraph: Span, at: int, end: int) -> bool:
    before = text[at - 1] if at > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    return not before.isspace() and not after.isalnum() and (before not in "sS" or after in _AFTER_CLOSING)


def _opens(text: str, paragraph: Span, mark: str, at: int, stack: list[_Open]) -> bool:
    marks = _marks()
    end = at + len(mark)
    if mark in {"»", "“", "‘"} and any(
        mark in (marks.double if o.double else marks.single)[o.mark] for o in stack if o.mark in {"«", "„", "‚"}
    ):
        return False
    if end >= paragraph.end:
        return False
    if mark in marks.double:
        if mark in {'"', "''", "＂", "»"}:
            before = text[at - 1] if at > paragraph.start else " "
            return not before.isalnum() and not (not before.isspace() and text[end].isspace())
        return True
    if mark not in marks.single or not _looks_opening(text, paragraph, at, end):
        return False
    return not (mark in {"'", "‘"} and marks.elided.match(text, end))


def _close(text: str, stack: list[_Open], place: int, mark: Span, found: list[Quotation]) -> None:
    _abandon(text, stack, place + 1, mark.start, found)
    held = stack.pop()
    inner = Span(held.start + len(held.mark), mark.start)
    if text[inner.start : inner.end].strip():
        found.append(Quotation(Span(held.start, mark.end), inner))


def _abandon(text: str, stack: list[_Open], keep: int, end: int, found: list[Quotation]) -> None:
    """What is still open above `keep` ends here; single marks were apostrophes."""
    while len(stack) > keep:
        held = stack.pop()
        stop = end
        while stop > held.start and text[stop - 1].isspace():
            stop -= 1
        inner = Span(held.start + len(held.mark), stop)
        if held.sure and inner.start < inner.end and text[inner.start : inner.end].strip():
            found.append(Quotation(Span(held.start, stop), inner, closed=False))
