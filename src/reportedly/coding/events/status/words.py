"""The words of status.yaml, ready for look-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.codebook.source import read_source
from reportedly.knowledge import DATA

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["StatusWords", "keys_of", "status_words"]

_NEAR = 5  # tokens after a verb within which its particle stands


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Word to status; `governors` is parted by part of speech. The sets hold words that give no status of their own."""

    auxiliaries: Mapping[str, str]
    governors: Mapping[str, Mapping[str, str]]
    modifiers: Mapping[str, str]
    adverbs: Mapping[str, str]
    marks: Mapping[str, str]
    carriers: frozenset[str]
    carrying_nouns: frozenset[str]
    manner: frozenset[str]
    done: frozenset[str]
    just_before: frozenset[str]
    short: frozenset[str]
    reporting: frozenset[str]
    wishes: frozenset[str]
    reported: frozenset[str]
    withholding: frozenset[str]
    awaiting: frozenset[str]
    fearing: frozenset[str]
    inverting: frozenset[str]
    habits: frozenset[str]
    comparisons: frozenset[str]
    factual: frozenset[str]
    without: frozenset[str]
    with_infinitive: frozenset[str]
    refusing: frozenset[str]
    ending: frozenset[str]
    conditions: frozenset[str]
    years: float
    book_years: float
    days: float


@lru_cache(maxsize=1)
def status_words() -> StatusWords:
    """status.yaml, read once. Raises KnowledgeError."""
    table = read_source(DATA / "status.yaml").table()
    governors: dict[str, dict[str, str]] = {}
    for status, parts in table["governors"].table().items():
        for pos, words in parts.table().items():
            for word in words.texts():
                governors.setdefault(pos, {}).setdefault(word, status)
    plain = {
        name: {word: status for status, words in table[name].table().items() for word in words.texts()}
        for name in ("auxiliaries", "modifiers", "adverbs", "marks")
    }
    return StatusWords(
        governors=governors,
        carrying_nouns=frozenset(table["carrying_nouns"].texts()),
        manner=frozenset(table["manner"].texts()),
        done=frozenset(table["done"].texts()),
        just_before=frozenset(table["just_before"].texts()),
        short=frozenset(table["short"].texts()),
        carriers=frozenset(table["carriers"].texts()),
        reporting=frozenset(table["reporting"].texts()),
        wishes=frozenset(table["wishes"].texts()),
        reported=frozenset(table["reported"].texts()),
        withholding=frozenset(table["withholding"].texts()),
        awaiting=frozenset(table["awaiting"].texts()),
        fearing=frozenset(table["fearing"].texts()),
        inverting=frozenset(table["inverting"].texts()),
        habits=frozenset(table["habits"].texts()),
        comparisons=frozenset(table["comparisons"].texts()),
        factual=frozenset(table["factual"].texts()),
        with_infinitive=frozenset(table["with_infinitive"].texts()),
        refusing=frozenset(table["refusing"].texts()),
        conditions=frozenset(table["conditions"].texts()),
        ending=frozenset(table["ending"].texts()),
        without=frozenset(table["without"].texts()),
        years=table["years_that_make_history"].number(),
        book_years=table["years_that_make_books"].number(),
        days=table["days_that_are_news"].number(),
        **plain,
    )


def keys_of(governor: Token, dependent: Token) -> list[str]:
    """The names under which a governor may be filed, the most telling first: "call off", "prepare for", "prepare"."""
    lemma = governor.lemma_.lower()
    near = range(governor.i + 1, governor.i + _NEAR)
    links = [c.lower_ for c in governor.children if c.dep_ in {"prt", "advmod"} and c.i in near]
    if dependent.dep_ == "prep" or dependent.pos_ == "ADP":
        links.append(dependent.lower_)
    if any(c.tag_ == "TO" for c in dependent.children):
        links.append("to")
    after = [(c, d) for c in governor.children if c.dep_ == "prep" for d in c.children if d.dep_ == "pobj"]
    links += [f"{c.lower_} {d.lower_}" for c, d in after]
    links += [c.lower_ for c in governor.children if c.dep_ == "dobj" and c != dependent]
    return [*(f"{lemma} {link}" for link in links), lemma]
