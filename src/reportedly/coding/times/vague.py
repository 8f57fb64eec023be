"""Words that point to the present, the past or the future without naming a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from reportedly.coding.times.words import Word
from reportedly.knowledge import DATA, load_yaml

__all__ = ["vague"]


@dataclass(frozen=True)
class _Phrases:
    by_first: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    outside: frozenset[str]
    not_before: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def _phrases() -> _Phrases:
    data = load_yaml(DATA / "times/vague.yaml")
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for value in ("PRESENT_REF", "PAST_REF", "FUTURE_REF"):
        for phrase in data[value]:
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, value))
    longest_first = {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in by_first.items()}
    not_before = {word: frozenset(others) for word, others in data["not_before"].items()}
    return _Phrases(longest_first, frozenset(data["outside"]), not_before)


def vague(words: Sequence[Word], text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, value) of each vague phrase, the longest at a place, without its preposition."""
    known = _phrases()
    lower = [text[word.start : word.end].lower() for word in words]
    at = 0
    while at < len(lower):
        taken = 0
        for phrase, value in known.by_first.get(lower[at], ()):
            end = at + len(phrase)
            if tuple(lower[at:end]) == phrase and lower[end : end + 1] != ["-"]:
                if lower[end : end + 1] and lower[end] in known.not_before.get(phrase[-1], ()):
                    continue
                skip = next(i for i, word in enumerate(phrase) if word not in known.outside)
                yield words[at + skip].start, words[end - 1].end, value
                taken = len(phrase)
                break
        at += taken or 1
