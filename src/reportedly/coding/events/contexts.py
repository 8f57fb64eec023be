"""PLOVER's contexts: what else the clause of an event is about."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.codebook.source import read_source
from reportedly.coding.events.clauses import clause_head
from reportedly.coding.events.lexicon import split_words
from reportedly.knowledge import DATA

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["context_words", "contexts_in"]

_Table = dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]
_NOUNS = {"NOUN", "PROPN"}
_AWAY = {"relcl", "advcl", "ccomp", "parataxis"}


@lru_cache(maxsize=1)
def context_words() -> _Table:
    """First word → (all words, context, whether only as a noun), the longest first. Raises KnowledgeError."""
    table: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for context, part in read_source(DATA / "contexts.yaml").table().items():
        for phrase in part.texts():
            plain = phrase.removesuffix("/noun")
            words = split_words(plain)
            table.setdefault(words[0], []).append((words, context, plain != phrase))
    return {first: tuple(sorted(found, key=lambda f: -len(f[0]))) for first, found in table.items()}


def contexts_in(event: Token) -> tuple[str, ...]:
    """The contexts that the words of the event's own clause give, in PLOVER's order; longer phrases hide shorter."""
    tokens = _clause(clause_head(event), event)
    lemmas = [token.lemma_.lower() for token in tokens]
    table, found, i = context_words(), set(), 0
    while i < len(lemmas):
        length = 1
        for words, context, noun in table.get(lemmas[i], ()):
            if len(words) < length or tuple(lemmas[i : i + len(words)]) != words:
                continue
            if (tokens[i].ent_type_ == "PERSON" and len(words) == 1) or (noun and tokens[i].pos_ not in _NOUNS):
                continue
            length = len(words)
            found.add(context)
        i += length
    return tuple(context for context in _order() if context in found)


def _clause(head: Token, event: Token) -> list[Token]:
    """The words of a clause in their order, without other clauses that hang on it and without who says so."""
    kept, stack = [head], [head]
    while stack:
        for child in stack.pop().children:
            if not _other(child, event):
                kept.append(child)
                stack.append(child)
    return sorted(kept, key=lambda token: token.i)


def _other(child: Token, event: Token) -> bool:
    """Whether a word heads another clause, or names who says so."""
    if child.dep_ in _AWAY:
        return child.dep_ != "advcl" or not any(c.tag_ == "TO" for c in child.children)
    if child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}:
        return child != event and not child.is_ancestor(event)
    return child.dep_ == "prep" and child.lower_ == "according"


@lru_cache(maxsize=1)
def _order() -> tuple[str, ...]:
    return tuple(name for name in read_source(DATA / "contexts.yaml").table() if name != "none")
