"""A report as windows of word pieces: what the tagger reads at once.

A window holds whole paragraphs where they fit, so that a quotation and its cue stand together. Each piece has, beside
its id, a kind that the uncased vocabulary cannot tell: whether it stands in quotation marks, how it is capitalised, and
whether it begins a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.coding.quotations import quotations
from reportedly.paragraphs import paragraphs
from reportedly.report import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["KINDS", "LONGEST", "Piece", "Window", "pack", "pieces"]

LONGEST = 256
"""Word pieces in a window, the marks of beginning and end included."""

KINDS = 12
"""Kinds of piece: quoted or not × lower case, Capital, CAPITALS × first of its paragraph or not."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word piece and its place in the text; `inside` says that it goes on with the word of the piece before."""

    id: int
    span: Span
    kind: int
    inside: bool

    @property
    def quoted(self) -> bool:
        """Whether it stands in quotation marks, the marks included."""
        return self.kind >= KINDS // 2

    @property
    def first(self) -> bool:
        """Whether it is the first of its paragraph."""
        return self.kind % 2 == 1


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `start` to `end` of a text's pieces."""

    start: int
    end: int


def pieces(text: str, tokenizer: Tokenizer) -> tuple[list[Piece], list[int]]:
    """The pieces of a text, and at which of them its paragraphs begin."""
    places = paragraphs(text)
    quoted = [q.span for q in quotations(text, places)]
    clean = _LONE_SURROGATE.sub("\ufffd", text)
    encodings = tokenizer.encode_batch([clean[p.start : p.end] for p in places], add_special_tokens=False)
    found: list[Piece] = []
    starts: list[int] = []
    for place, encoding in zip(places, encodings, strict=True):
        near = [q for q in quoted if q.overlaps(place)]
        starts.append(len(found))
        words = zip(encoding.ids, encoding.offsets, encoding.tokens, strict=True)
        for number, (id, (low, high), token) in enumerate(words):
            span = Span(place.start + low, place.start + high)
            inside = number > 0 and token.startswith("##")
            found.append(Piece(id, span, _kind(text, span, near, first=number == 0), inside))
    return found, starts


def _kind(text: str, span: Span, quoted: Iterable[Span], *, first: bool) -> int:
    letters = text[span.start : span.end]
    case = 0 if not letters[:1].isupper() else 2 if len(letters) > 1 and letters.isupper() else 1
    return (any(q.start <= span.start < q.end for q in quoted) * 3 + case) * 2 + first


def pack(found: Sequence[Piece], starts: Sequence[int], longest: int = LONGEST) -> list[Window]:
    """Windows over all pieces: as many paragraphs as fit; a paragraph that does not fit alone is cut between words."""
    size = longest - 2
    edges = [*starts, len(found)]
    windows: list[Window] = []
    start = end = 0
    for edge in edges[1:]:
        if edge - start > size and end > start:
            windows.append(Window(start, end))
            start = end
        while edge - start > size:
            cut = _between_words(found, start, start + size)
            windows.append(Window(start, cut))
            start = cut
        end = edge
    if end > start:
        windows.append(Window(start, end))
    return windows


def _between_words(found: Sequence[Piece], start: int, at: int) -> int:
    cut = at
    while cut > start + 1 and found[cut].inside:
        cut -= 1
    return cut if cut > start + 1 else at
