"""Word sequences of a text, and the few numbers by which texts that share them find one another.

Three-word sequences say how alike two whole texts are: with 6 % of the words changed, two copies still share 71 % of
them (of five-word sequences 58 %). Five-word sequences of the opening, of which every fourth is kept, find the copy
that was cut down to a few paragraphs of a long text: it is like the other in no share of the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash

from reportedly.knowledge import DATA, load_yaml

__all__ = ["BANDS", "SAMPLE", "Opened", "opened", "signatures"]

_PERMUTATIONS, _ROWS, _SEED = 128, 4, 42
BANDS = _PERMUTATIONS // _ROWS
"""Bands of a signature. With four rows a band, texts that share 58 % of their sequences meet with 98 %, 71 % with
99.99 %, 20 % with 5 %."""

SAMPLE = BANDS
"""Number of the "band" that holds the sampled sequences of a text's opening."""

_OPENING = 150  # words; a copy that was cut down keeps a story's first paragraphs
_SAMPLED = 4  # one sequence in so many is kept, chosen by its own hash: the same ones in every text
_WORD = re.compile(r"[^\W_]+(?:[.,:]\d+)*")


@dataclass(frozen=True, slots=True)
class Opened:
    """A text as copies are looked for: the number of its words, and their sequences of three and of five, hashed.

    `kinds` are the sequences of three, each once; `numbers` the words that are numbers. Case does not count.
    """

    words: int
    threes: NDArray[np.uint64]
    kinds: NDArray[np.uint64]
    fives: NDArray[np.uint64]
    numbers: frozenset[str]


def opened(text: str) -> Opened:
    """The words of a text and their sequences. A number with its decimals is a word; punctuation is none."""
    words = tuple(match.group().casefold() for match in _WORD.finditer(text))
    hashes = np.array([_hash(word) for word in words], dtype=np.uint64)
    threes = _sequences(hashes, 3)
    names = _number_words()
    numbers = frozenset(word for word in words if word[0].isdigit() or word in names)
    return Opened(len(words), threes, np.unique(threes), _sequences(hashes, 5), numbers)


@lru_cache(maxsize=1)
def _number_words() -> frozenset[str]:
    named = load_yaml(DATA / "quantities" / "numbers.yaml")
    return frozenset(str(word) for part in ("ones", "scales") for word in named[part]) - {"one"}


def signatures(texts: Sequence[Opened]) -> list[list[tuple[int, int]]]:
    """For each text its bands and samples, as pairs of a number of the band and a hash.

    Texts of fewer than three words have none.
    """
    bands = _bands(texts)
    return [
        [*enumerate(row), *((SAMPLE, int(h)) for h in _samples(text))] if len(text.threes) else []
        for text, row in zip(texts, bands, strict=True)
    ]


def _bands(texts: Sequence[Opened]) -> list[list[int]]:
    if not texts:
        return []
    ends = np.cumsum([0, *(len(text.threes) for text in texts)])
    flat = np.concatenate([text.threes for text in texts])
    rows = RMinHash.digest_matrix_from_flat_token_hashes(flat, ends.tolist(), _PERMUTATIONS, _SEED).to_rows()
    packed = np.asarray(rows, dtype=np.uint32).reshape(len(texts), BANDS, _ROWS)
    return [[_digest(band.tobytes()) for band in text] for text in packed]


def _samples(text: Opened) -> list[int]:
    opening = text.fives[: _OPENING - 4]
    kept: list[int] = np.unique(opening[opening % np.uint64(_SAMPLED) == 0]).tolist()
    return kept


def _sequences(hashes: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """Every run of `length` words as one number; order tells (64-bit polynomial, then mixed)."""
    count = len(hashes) - length + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    for step in range(length):
        total = total * np.uint64(0x9E3779B97F4A7C15) + hashes[step : step + count]
    total ^= total >> np.uint64(31)
    total = total * np.uint64(0xBF58476D1CE4E5B9)
    return total ^ (total >> np.uint64(29))


@lru_cache(maxsize=100_000)
def _hash(word: str) -> int:
    return _digest(word.encode("utf-8", "surrogatepass"))


def _digest(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")
