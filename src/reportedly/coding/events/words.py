"""Small lists of slots.yaml, ready for look-up."""

from __future__ import annotations

from functools import lru_cache

from reportedly.codebook.source import read_source
from reportedly.knowledge import DATA

__all__ = ["slot_words"]


@lru_cache(maxsize=1)
def slot_words() -> dict[str, frozenset[str]]:
    """The lists of slots.yaml by name. Raises KnowledgeError."""
    return {name: frozenset(part.texts()) for name, part in read_source(DATA / "slots.yaml").table().items()}
