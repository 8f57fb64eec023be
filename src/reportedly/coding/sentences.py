"""Sentences, and the lines that are none (headline, dateline, by-line); with them, the quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from reportedly.coding.quotations import quotations
from reportedly.knowledge import DATA, load_yaml
from reportedly.paragraphs import paragraphs
from reportedly.reading import Reading, Sentence
from reportedly.report import Span

__all__ = ["sentences"]

_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
_NAME = r"(?:[A-Z][\w.’'-]*|and|,|\||de|van|von|al|el|bin)"
_BYLINE = re.compile(rf"(?:By|BY|by)\s+{_NAME}(?:[\s,|]+{_NAME})*$")
_DASH = re.compile(r"\s*(?:—|–|--|-)\s+")
_LONGEST_HEADLINE = 200  # characters; a longer line is a paragraph without its stop
_LONGEST_DATELINE = 80


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
        dateline = _dateline(text, paragraph) if number < 4 else None
        if dateline is not None:
            found.append(Sentence(dateline[0], "dateline", number))
            start = dateline[1]
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


@lru_cache(maxsize=1)
def _agencies() -> re.Pattern[str]:
    names = load_yaml(DATA / "cues" / "datelines.yaml")["agencies"]
    some = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\((?:{some})(?:\s*/\s*(?:{some}))?\)|,\s*(?:{some})\s*$|^(?:{some})$", re.IGNORECASE)


def _dateline(text: str, paragraph: Span) -> tuple[Span, int] | None:
    """The dateline that opens a paragraph, without its dash, and where the report goes on after it.

    Either a place in capitals ("KYIV, March 3 — …") or one followed by an agency ("Paris (Reuters) - …").
    """
    dash = _DASH.search(text, paragraph.start, min(paragraph.end, paragraph.start + _LONGEST_DATELINE))
    if dash is None or dash.start() == paragraph.start or dash.end() >= paragraph.end:
        return None
    head = text[paragraph.start : dash.start()]
    place = re.split(r"[,(/]", head)[0].strip()
    letters = [c for c in place if c.isalpha()]
    if not letters or len(place) > 40 or ". " in place:
        return None
    if (len(letters) > 2 and all(c.isupper() for c in letters)) or _agencies().search(head):
        return Span(paragraph.start, dash.start()), dash.end()
    return None
