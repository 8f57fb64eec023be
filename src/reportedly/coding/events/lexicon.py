"""The frames' words, compiled once: which frames may begin at a word, and what a frame's conditions test."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportedly.codebook.entry import Conditions, Entry, Frame
from reportedly.codebook.load import TESTS, load_classes, load_codebook
from reportedly.knowledge import BUILT_IN, Knowledge

__all__ = ["Lexicon", "Start", "Test", "lexicon", "split_words"]

_PIECE = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*|-|[^\w\s]")


def split_words(words: str) -> tuple[str, ...]:
    """Lower-case pieces as the tokeniser cuts them: "cease-fire" is three."""
    return tuple(_PIECE.findall(words.lower().replace("’", "'")))


@dataclass(frozen=True, slots=True)
class Start:
    """A frame's words that begin with the word they are filed under."""

    entry: Entry
    frame: Frame
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """What one slot of a condition may hold: single words, words of several pieces, and kinds of entity."""

    slot: str
    words: frozenset[str]
    phrases: tuple[tuple[str, ...], ...]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`starts`: the hash of the first word (a lemma or a form) → frames; `needs`, `unless`: (type, number) → tests."""

    starts: dict[int, tuple[Start, ...]]
    needs: dict[tuple[str, int], tuple[Test, ...]]
    unless: dict[tuple[str, int], tuple[Test, ...]]


@lru_cache(maxsize=8)
def lexicon(knowledge: Knowledge = BUILT_IN) -> Lexicon:
    """The compiled codebook."""
    return compile_lexicon(load_codebook(knowledge))


def compile_lexicon(book: dict[str, Entry]) -> Lexicon:
    """The lexicon of these entries: under the same start, longer words stand first, then the user's own."""
    from spacy.strings import get_string_id

    starts: dict[int, list[Start]] = {}
    needs, unless = {}, {}
    for entry in book.values():
        for frame in entry.frames:
            needs[entry.type, frame.number] = _tests(frame.needs)
            unless[entry.type, frame.number] = _tests(frame.unless)
            for words in frame.words:
                first, *rest = split_words(words)
                starts.setdefault(get_string_id(first), []).append(Start(entry, frame, tuple(rest)))
    ordered = {
        first: tuple(sorted(found, key=lambda s: (-len(s.rest), not s.frame.own))) for first, found in starts.items()
    }
    return Lexicon(ordered, needs, unless)


def _tests(conditions: Conditions) -> tuple[Test, ...]:
    return tuple(_test(slot, words) for slot, words in conditions.items())


def _test(slot: str, words: tuple[str, ...]) -> Test:
    classes = load_classes()
    every: set[str] = set()
    for word in words:
        if not word.startswith("@"):
            every.add(word)
        elif word[1:] in classes:
            every |= classes[word[1:]]
    pieces = {split_words(word) for word in every}
    return Test(
        slot,
        frozenset(piece[0] for piece in pieces if len(piece) == 1),
        tuple(sorted(piece for piece in pieces if len(piece) > 1)),
        frozenset(word[1:] for word in words if word.startswith("@") and word[1:] in TESTS),
    )
