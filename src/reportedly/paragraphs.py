"""Paragraphs of a text: blank lines part them; where there are none, every line that ends a sentence does."""

from __future__ import annotations

import re

from reportedly.report import Span

__all__ = ["paragraphs"]

_BLANK = re.compile(r"(?:\r\n|[\n\r\u2029])[ \t\u00a0]*(?:(?:\r\n|[\n\r\u2029])[ \t\u00a0]*)+|\u2029")
_LINE = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_ENDS = re.compile(r"[.!?:…][\"'”’»)\]]*\s*$")

# A text whose lines mostly end sentences has a paragraph a line; one that is wrapped at a column does not.
_LINES_THAT_END = 0.6


def paragraphs(text: str) -> list[Span]:
    """The paragraphs in order, without the white space around them; lines of a wrapped text stay together."""
    cut = _BLANK
    lines = [line for line in _LINE.split(text) if line.strip()]
    ending = sum(bool(_ENDS.search(line)) for line in lines[1:])
    if len(lines) > 1 and ending >= _LINES_THAT_END * (len(lines) - 1):
        cut = _LINE
    return [span for span in (_trim(text, s, e) for s, e in _pieces(text, cut)) if span.start < span.end]


def _pieces(text: str, cut: re.Pattern[str]) -> list[tuple[int, int]]:
    edges = [0]
    for match in cut.finditer(text):
        edges += [match.start(), match.end()]
    edges.append(len(text))
    return list(zip(edges[::2], edges[1::2], strict=True))


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
