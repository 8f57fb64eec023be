"""Small lists of slots.yaml, ready for look-up."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.codebook.source import read_source
from reportedly.knowledge import DATA

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_aged", "lemma_of", "slot_words"]


@lru_cache(maxsize=1)
def slot_words() -> dict[str, frozenset[str]]:
    """The lists of slots.yaml by name. Raises KnowledgeError."""
    return {name: frozenset(part.texts()) for name, part in read_source(DATA / "slots.yaml").table().items()}


def is_aged(token: Token) -> bool:
    """Whether an age stands for a person: "a 17-year-old", which a tagger of names takes for a date."""
    return token.lower_ in {"old", "olds"} and any(c.dep_ in {"npadvmod", "compound"} for c in token.children)


def lemma_of(token: Token) -> str:
    """The lemma in lower case; a plural at the head of a sentence that was taken for a name loses its ending."""
    word = token.lemma_.lower()
    if token.tag_[:3] == "NNP" and token.is_sent_start and token.ent_type_ == "" and token.text[1:].islower():
        return word.removesuffix("s")
    return word
