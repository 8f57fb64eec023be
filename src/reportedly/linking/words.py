"""The words of sentences and phrases as linking compares them."""

from __future__ import annotations

from functools import lru_cache

from reportedly.coding.entities.words import split
from reportedly.linking.knowledge import knowledge

__all__ = ["content", "names", "stem"]

_HELD = 50_000  # sentences and phrases whose words are held: an event is compared with many
_STEM = 5  # letters by which a country and its people are known for one


@lru_cache(maxsize=_HELD)
def stem(word: str) -> str:
    """A verb or noun without its ending, so that "shelled", "shelling" and "shells" are one word."""
    irregular = knowledge().stems.get(word)
    if irregular is not None:
        return irregular
    for ending in ("ings", "ing", "ers", "er", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


@lru_cache(maxsize=_HELD)
def content(text: str) -> frozenset[str]:
    """The stems of the words of a phrase that mean something."""
    return frozenset(stem(w.key) for w in split(text) if w.key not in knowledge().function_words)


@lru_cache(maxsize=_HELD)
def names(text: str) -> frozenset[str]:
    """The first letters of the names in a sentence ("Russia" and "Russian" are one); its first word is none."""
    words = split(text)[1:]
    return frozenset(w.key[:_STEM] for w in words if w.text[0].isupper() and w.key not in knowledge().function_words)
