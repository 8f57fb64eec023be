"""The words of time expressions: a text cut into words and marks, each with its class from `words.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from reportedly.errors import KnowledgeError
from reportedly.knowledge import DATA, load_yaml

__all__ = ["BREAK", "OTHER", "Lexicon", "Word", "cut", "lexicon"]

OTHER = "\ue000"
"""The class of a word that no time expression holds."""
BREAK = "\ue001"
"""The class of a blank line: no time expression goes across it."""

NUMBERS = ("DD", "DDTH", "YEAR", "INT", "DECADE")
MARKS = {
    ".": "DOT", ",": "COMMA", "-": "HYPHEN", "–": "HYPHEN", "—": "HYPHEN", "‑": "HYPHEN", "/": "SLASH", ":": "COLON",
    "'": "APOSTROPHE", "’": "APOSTROPHE",
}  # fmt: skip

_YEARS = range(1000, 2101)

_CUT = re.compile(
    r"[^\W\d_]+(?:['’]clock)?"
    r"|['’‘]?(?:\d\d)?\d0['’]?s(?!\w)"
    r"|\d+(?:st|nd|rd|th)(?!\w)"
    r"|\d+(?:,\d{3})+(?!\d)|\d+"
    r"|\n[ \t\r\xa0]*\n\s*"
    r"|\S"
)
_AMPM = re.compile(r"([ap])\.?\s?m(?:\.|(?!\w))", re.I)


class Word(NamedTuple):
    """One word or mark: where it stands, its class (a single character), and what it stands for."""

    start: int
    end: int
    kind: str
    value: int | float | str


@dataclass(frozen=True)
class Lexicon:
    """Classes and words: `codes` gives each class (or literal word) its character, `words` each word its entry."""

    codes: Mapping[str, str]
    words: Mapping[str, tuple[str, int | float | str]]
    capital: frozenset[str]
    noun: frozenset[str]
    no_year_after: frozenset[str]
    no_year_before: frozenset[str]
    literals: dict[str, str] = field(default_factory=dict)

    def code(self, name: str) -> str:
        """The character of a class; raises KeyError where there is none of this name."""
        return self.codes[name]

    def literal(self, word: str) -> str:
        """The character of a word that rules name as such; it is given one when first asked for."""
        if word in self.words:
            raise KnowledgeError(f"times/rules.yaml: {word!r} has a class in words.yaml, name that")
        return self.literals.setdefault(word, chr(0xE200 + len(self.literals)))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of `words.yaml`; raises KnowledgeError where a word stands in two classes."""
    data = load_yaml(DATA / "times/words.yaml")
    names = [*data["classes"], *NUMBERS, *dict.fromkeys(MARKS.values())]
    codes = {name: chr(0xE010 + i) for i, name in enumerate(names)}
    words: dict[str, tuple[str, int | float | str]] = {}
    for name, entries in data["classes"].items():
        for word, value in entries.items():
            if word in words:
                raise KnowledgeError(f"times/words.yaml: {word!r} stands in two classes")
            words[word] = (codes[name], value)
    capital, noun, after, before = (
        frozenset(data[key]) for key in ("capital", "noun", "no_year_after", "no_year_before")
    )
    return Lexicon(codes, words, capital, noun, after, before)


def cut(text: str) -> list[Word]:
    """All words and marks of a text in their order, with their classes."""
    known = lexicon()
    found: list[Word] = []
    at = 0
    search = _CUT.search
    while match := search(text, at):
        at = match.end()
        piece = match[0]
        first = piece[0]
        if first in "apAP" and len(piece) < 3 and (clock := _AMPM.match(text, match.start())) and _after_digit(found):
            at = clock.end()
            found.append(Word(match.start(), at, known.codes["AMPM"], 12 if first in "pP" else 0))
        elif first.isalpha():
            found.append(_word(match.start(), at, piece, known))
        else:
            found.append(_mark(match.start(), at, piece, known))
    return found


def _after_digit(found: list[Word]) -> bool:
    return bool(found) and isinstance(found[-1].value, int)


def _word(start: int, end: int, piece: str, known: Lexicon) -> Word:
    lower = piece.lower()
    entry = known.words.get(lower)
    if entry is None:
        return Word(start, end, known.literals.get(lower, OTHER), lower)
    if lower in known.capital and piece[0] == lower[0]:
        return Word(start, end, OTHER, lower)
    return Word(start, end, *entry)


def _mark(start: int, end: int, piece: str, known: Lexicon) -> Word:
    if piece[0] == "\n":
        return Word(start, end, BREAK, piece)
    digits = "".join(c for c in piece if c.isdecimal())
    if not digits:
        name = MARKS.get(piece)
        return Word(start, end, known.codes[name] if name else OTHER, piece)
    number = int(digits[:12])
    if piece[-1] == "s":
        return Word(start, end, known.codes["DECADE"], digits)
    if piece[-1].isalpha():
        return Word(start, end, known.codes["DDTH"], number)
    kind = "DD" if len(piece) < 3 else "YEAR" if len(piece) == 4 and number in _YEARS else "INT"
    return Word(start, end, known.codes[kind], number)
