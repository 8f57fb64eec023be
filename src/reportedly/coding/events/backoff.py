"""A last resort for pairs: which entry's words, definition and examples a clause resembles most.

Term weights are computed from the codebook alone (tf-idf over its entries); nothing is learned from any corpus.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from reportedly.codebook.entry import Entry
from reportedly.codebook.load import load_codebook
from reportedly.knowledge import BUILT_IN, Knowledge

__all__ = ["likeness"]

_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = re.compile(r"(?:ies|ied|ing|ment|tion|ions|ed|es|s|e)$")
_FRAMES, _TEXT = 3.0, 1.0  # a frame's word says more of a type than a word of its definition


def _stem(word: str) -> str:
    return _STEM.sub("", word) if len(word) > 4 else word


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(text.lower())]


@lru_cache(maxsize=8)
def _vectors(knowledge: Knowledge) -> dict[str, dict[str, float]]:
    counts = {name: _count(entry) for name, entry in load_codebook(knowledge).items()}
    spread = Counter(stem for count in counts.values() for stem in count)
    vectors = {}
    for name, count in counts.items():
        vector = {s: (1 + math.log(n)) * math.log(1 + len(counts) / spread[s]) for s, n in count.items() if n >= 1}
        length = math.sqrt(sum(v * v for v in vector.values())) or 1.0
        vectors[name] = {s: v / length for s, v in vector.items()}
    return vectors


def _count(entry: Entry) -> Counter[str]:
    count: Counter[str] = Counter()
    for frame in entry.frames:
        for words in frame.words:
            for stem in _stems(words):
                count[stem] += _FRAMES  # type: ignore[assignment]
        for condition in frame.needs.values():
            for word in condition:
                if not word.startswith("@"):
                    for stem in _stems(word):
                        count[stem] += _TEXT  # type: ignore[assignment]
    texts = [entry.definition, *entry.includes, *(m.definition for m in entry.modes.values())]
    texts += [e.text for e in entry.examples if not e.held_out and any(entry.type in x.type for x in e.events)]
    for text in texts:
        count.update(_stems(text))
    return count


def likeness(words: Iterable[str], knowledge: Knowledge = BUILT_IN) -> dict[str, float]:
    """How much these words resemble each entry: cosine from 0 to 1 by type."""
    stems = Counter(_stem(word.lower()) for word in words if _WORD.fullmatch(word))
    length = math.sqrt(sum(n * n for n in stems.values())) or 1.0
    vectors = _vectors(knowledge)
    return {name: sum(n * vectors[name].get(stem, 0.0) for stem, n in stems.items()) / length for name in vectors}
