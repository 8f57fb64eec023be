"""PLOVER's contexts: what else the passage of an event is about."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.codebook.source import read_source
from reportedly.coding.events.lexicon import split_words
from reportedly.knowledge import DATA

if TYPE_CHECKING:
    from spacy.tokens import Span as Words

__all__ = ["context_words", "contexts_in"]

_Table = dict[str, tuple[tuple[tuple[str, ...], str], ...]]


@lru_cache(maxsize=1)
def context_words() -> _Table:
    """First word → (all words, context), from contexts.yaml. Raises KnowledgeError."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for context, part in read_source(DATA / "contexts.yaml").table().items():
        for phrase in part.texts():
            words = split_words(phrase)
            table.setdefault(words[0], []).append((words, context))
    return {first: tuple(found) for first, found in table.items()}


def contexts_in(sentence: Words) -> tuple[str, ...]:
    """The contexts that the words of a sentence give, in PLOVER's order."""
    table = context_words()
    lemmas = [token.lemma_.lower() for token in sentence]
    found = {
        context
        for i, lemma in enumerate(lemmas)
        if lemma in table
        for words, context in table[lemma]
        if len(words) == 1 or tuple(lemmas[i : i + len(words)]) == words
    }
    return tuple(context for context in _order() if context in found)


@lru_cache(maxsize=1)
def _order() -> tuple[str, ...]:
    return tuple(read_source(DATA / "contexts.yaml").table())
