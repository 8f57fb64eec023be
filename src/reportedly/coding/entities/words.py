"""Words as the lexicon sees them: letters and digits; hyphens, apostrophes and the points of "U.S." do not count."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

__all__ = ["Word", "fold", "plurals", "split"]

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)|[^\W_]+")
_JOINS = re.compile(r"(?:\.?[ \u00a0]|\r?\n|[-‑–'’/&.]| & | ?['’\"“”] ?)?$")
_MEN = {"man": "men", "woman": "women", "child": "children", "person": "people", "thief": "thieves"}


class Word(NamedTuple):
    """A word of a text: its characters, its key, and whether it may continue a name begun by the word before."""

    text: str
    key: str
    start: int
    end: int
    joined: bool
    gap: str


def fold(text: str) -> str:
    """The key of a word: lower case, without accents and points."""
    if text.isascii():
        return text.lower().replace(".", "")
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower().replace(".", "") or text


def split(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]` with their offsets in `text`."""
    words: list[Word] = []
    last = start
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        gap = text[last : match.start()]
        piece = match[0]
        joined = bool(words) and _JOINS.match(gap) is not None
        if joined and gap.startswith(".") and len(words[-1].text) > 5:
            joined = False  # a full stop, not the point of an abbreviation
        words.append(Word(piece, fold(piece), match.start(), match.end(), joined, gap))
        last = match.end()
    return words


def plurals(noun: str) -> list[str]:
    """The plural forms of a noun phrase in lower case, as far as rules can tell ("man of law" is left alone)."""
    rest, _, last = noun.rpartition(" ")
    before = f"{rest} " if rest else ""
    for one, many in _MEN.items():
        if last.endswith(one):
            return [before + last[: -len(one)] + many]
    if last.endswith("y") and len(last) > 2 and last[-2] not in "aeiou":
        return [before + last[:-1] + "ies"]
    if last.endswith(("s", "x", "ch", "sh", "z")):
        return [before + last + "es"] if not last.endswith("s") or last.endswith("ss") else []
    return [before + last + "s"]
