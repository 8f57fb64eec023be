"""A sentence as the checker sees it: quotations, words, names and numbers, taken from its characters alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportedly.knowledge.data import DATA, load_yaml

__all__ = ["Word", "folded", "names", "numbers", "quotations", "unquoted", "words_of"]

_QUOTED = re.compile(r"“([^”]*)”")
_WORD = re.compile(r"\d[\d,.]*\d|[^\W_]+(?:[-'.&][^\W_]+)*")
_SPACE = re.compile(r"\s+")
_FOLDS = str.maketrans({"“": "'", "”": "'", '"': "'", "‘": "'", "’": "'", "«": "'", "»": "'", "\u00a0": " "})
_JOINS = ("of", "al", "for", "de", "the")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, where it begins, and whether a sentence begins with it."""

    text: str
    start: int
    first: bool

    @property
    def key(self) -> str:
        """The word in lower case, without a possessive."""
        return self.text.lower().removesuffix("'s")


def folded(text: str) -> str:
    """The text with one kind of quotation mark and single spaces."""
    return _SPACE.sub(" ", text.replace("``", "'").replace("''", "'").translate(_FOLDS)).strip()


def quotations(sentence: str) -> list[str]:
    """What stands between “ and ”."""
    return _QUOTED.findall(sentence)


def unquoted(sentence: str) -> str:
    """The sentence without what stands between “ and ”."""
    return _QUOTED.sub(" “” ", sentence)


def words_of(text: str) -> list[Word]:
    """The words of a folded text in order."""
    said = folded(text)
    found = []
    for match in _WORD.finditer(said):
        before = said[: match.start()].rstrip(" '([")
        found.append(Word(match[0], match.start(), not before or before[-1] in ".!?:;"))
    return found


def names(text: str) -> Iterator[tuple[str, ...]]:
    """Runs of words that begin with a capital, such as a name; "of" and the like may stand within."""
    run: list[str] = []
    pending: list[str] = []
    said = folded(text)
    end = 0
    for word in words_of(text):
        between = said[end : word.start]
        if run and between.strip():
            yield tuple(run)
            run, pending = [], []
        end = word.start + len(word.text)
        if word.text[0].isupper():
            run += [*pending, word.text] if run else [word.text]
            pending = []
        elif run and word.text in _JOINS and len(pending) < 2:
            pending.append(word.text)
        elif run:
            yield tuple(run)
            run, pending = [], []
    if run:
        yield tuple(run)


@lru_cache(maxsize=1)
def _number_words() -> tuple[dict[str, float], dict[str, float]]:
    data = load_yaml(DATA / "quantities" / "numbers.yaml")
    return data["ones"], data["scales"]


def numbers(words: Iterable[Word]) -> list[float]:
    """The values of the numbers among the words, in figures or in words ("two hundred" is one)."""
    ones, scales = _number_words()
    found: list[float] = []
    value: float | None = None
    for word in words:
        key = word.text.lower()
        parts = key.split("-")
        if all(part in ones for part in parts):
            said = float(sum(ones[part] for part in parts))
            value = said if value is None or value < 100 else value + said
        elif key in scales and value is not None:
            value *= scales[key]
        elif re.fullmatch(r"\d[\d,]*(?:\.\d+)?", key):
            found += [value] if value is not None else []
            value = float(key.replace(",", ""))
        else:
            found += [value] if value is not None else []
            value = None
    return [*found, value] if value is not None else found
