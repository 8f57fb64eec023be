"""Sentences, and the lines that are none (headline, dateline, by-line); with them, the quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from reportedly.coding.quotations import quotations
from reportedly.datelines import MOST_LINES_BEFORE, dateline
from reportedly.paragraphs import paragraphs
from reportedly.reading import Reading, Sentence
from reportedly.report import Span

__all__ = ["sentences"]

_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
_NAME = r"(?:[A-Z][\w.’'-]*|and|,|\||de|van|von|al|el|bin)"
_BYLINE = re.compile(rf"(?:By|BY|by)\s+{_NAME}(?:[\s,|]+{_NAME})*$")
_LONGEST_HEADLINE = 200  # characters; a longer line is a paragraph without its stop


def sentences(reading: Reading) -> Reading:
    """Fill `sentences` and `quotations`: the parse's sentences, cut where a paragraph ends and trimmed."""
    text = reading.report.text
    pieces = paragraphs(text)
    found: list[Sentence] = []
    cuts = _cuts(reading)
    for number, paragraph in enumerate(pieces):
        kind = _line_kind(text, paragraph, number, len(pieces))
        if kind is not None:
            found.append(Sentence(paragraph, kind, number))  # type: ignore[arg-type]
            continue
        start = paragraph.start
        opening = dateline(text, paragraph) if number < MOST_LINES_BEFORE else None
        if opening is not None:
            found.append(Sentence(opening[0], "dateline", number))
            start = opening[1]
        found += [Sentence(span, "sentence", number) for span in _split(text, Span(start, paragraph.end), cuts)]
    return replace(reading, sentences=tuple(found), quotations=quotations(text, pieces))


def _cuts(reading: Reading) -> list[int]:
    """Where the parse begins a sentence, as offsets."""
    if reading.doc is None:
        return []
    return [sentence.start_char for sentence in reading.doc.sents]


def _split(text: str, span: Span, cuts: list[int]) -> Iterator[Span]:
    low, high = bisect_right(cuts, span.start), bisect_right(cuts, span.end - 1)
    edges = [span.start, *cuts[low:high], span.end]
    for start, end in pairwise(edges):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            yield Span(start, end)


def _line_kind(text: str, line: Span, number: int, of: int) -> str | None:
    """headline, byline or dateline where the whole line is one; None for a paragraph of sentences."""
    words = line.of(text)
    if len(words) > _LONGEST_HEADLINE or "\n" in words or _STOP.search(words) or of == 1:
        return None
    if number <= 4 and _BYLINE.match(words):
        return "byline"
    if number == 0 and number + 1 < of:
        return "headline"
    return None
