"""A report's text by sentences and lines, without a parse: what a brief relays or quotes is one of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache

from reportedly.brief.wording import words
from reportedly.datelines import MOST_LINES_BEFORE, dateline
from reportedly.knowledge.data import DATA, load_yaml
from reportedly.paragraphs import paragraphs

__all__ = ["Passage", "Text"]

_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[A-Z0-9])")
_LAST_WORD = re.compile(r"(?:^|[\s(\[\"“‘])([^\s(\[\"“‘]*)$")
_LONGEST_WORD = 30  # characters that an abbreviation takes at most, with room
_STOP = re.compile(r"[.!?…][\"'”’»)\]]*$")
_PLACE_LINE = re.compile(r"[A-Z][A-Z'’. -]{2,40}(?:, [^()_\n]{2,30})? ?(?:\([A-Z][\w ]*\))? ?(?:_+|--)\s+")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+$")


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    listed = load_yaml(DATA / "abbreviations.yaml").values()
    return frozenset(word.lower() for several in listed for word in several) | words("abbreviations")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence (`line` False), or a line that is none, such as a headline; of which paragraph, counted from 0."""

    start: int
    end: int
    paragraph: int
    line: bool


class Text:
    """A report's text and the passages in it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All passages in order."""
        found: list[Passage] = []
        pieces = paragraphs(self.text)
        for number, piece in enumerate(pieces):
            if len(pieces) > 1 and not _STOP.search(self.text[piece.start : piece.end]):
                found.append(Passage(piece.start, piece.end, number, True))
                continue
            opening = dateline(self.text, piece) if number < MOST_LINES_BEFORE else None
            place = _PLACE_LINE.match(self.text, piece.start, piece.end) if number < MOST_LINES_BEFORE else None
            start = opening[1] if opening else place.end() if place else piece.start
            found += [Passage(a, b, number, False) for a, b in self._sentences(start, piece.end)]
        return tuple(found)

    def at(self, offset: int) -> Passage:
        """The passage that holds the offset, or the last that begins before it."""
        starts = [passage.start for passage in self.passages]
        return self.passages[max(bisect_right(starts, offset) - 1, 0)]

    def before(self, passage: Passage) -> Passage | None:
        """The passage before it in the same paragraph."""
        at = self.passages.index(passage)
        earlier = self.passages[at - 1] if at else None
        return earlier if earlier and earlier.paragraph == passage.paragraph else None

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        text = self.text[:end]
        while start < end and text[start].isspace():
            start += 1
        cuts = [match.end() for match in _END.finditer(text, start) if not self._abbreviates(start, match)]
        found: list[tuple[int, int]] = []
        at = start
        for cut in [*cuts, end]:
            if cut < end and _open(text[at:cut]):
                continue  # within a quotation
            if text[at:cut].strip():
                found.append((at, cut))
            at = cut
            while at < end and text[at].isspace():
                at += 1
        return found

    def _abbreviates(self, start: int, match: re.Match[str]) -> bool:
        if match[0] != ".":
            return False
        found = _LAST_WORD.search(self.text[max(start, match.end() - _LONGEST_WORD) : match.end()])
        last = found[1] if found else ""
        return last.lower() in _abbreviations() or bool(_INITIALS.match(last))


def _open(text: str) -> bool:
    """Whether a quotation is open at the end of the text."""
    return (
        text.count('"') % 2 == 1
        or text.count("``") > text.count("''")
        or text.count("“") > text.count("”")
        or text.count("«") > text.count("»")
    )
