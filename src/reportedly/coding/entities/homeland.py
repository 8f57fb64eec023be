"""The country of "the army" in a report that speaks of one country's forces and state only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.coding.entities.cluster import Cluster
from reportedly.coding.entities.lexicon import roles
from reportedly.coding.entities.resolve import INTERNATIONAL
from reportedly.reading import Why

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["lend_country"]

_STATE = {"MIL", "GOV", "COP", "PRM", "REB", "SPY", "LEG", "JUD"}  # PLOVER sectors of those who rule and fight
_MOST = 0.75  # share of the report's countries, each as often as it is named, that must be the one
_LEAST = 2  # times that it is named
_WHOSE = {"a", "an", "another", "other", "foreign", "neighbouring", "neighboring", "both", "each", "any", "some", "no"}
_WITHIN = {"det", "amod", "compound", "nmod", "poss"}


@lru_cache(maxsize=1)
def _homely() -> frozenset[str]:
    return frozenset(roles()["of_the_country"])


def lend_country(doc: Doc, clusters: Iterable[Cluster], named: Iterable[str]) -> None:
    """Give the report's one country to its army, government, police and ministries that are named without one.

    `named` are the countries of all names of countries and places in the report, each as often as it stands there. No
    country is lent where another's forces or state take part, or where others are named often.
    """
    listed = list(clusters)
    country = _only(listed, Counter(named))
    if country is None:
        return
    for cluster in listed:
        if cluster.country is None and cluster.kind != "person" and _lacks(doc, cluster):
            cluster.country = country
            span = min(cluster.mentions)[0]
            cluster.why.append(Why("country", "context", f"{country}: the one country whose forces or state the report "
                                   "speaks of", (span,)))  # fmt: skip


def _only(clusters: list[Cluster], named: Counter[str]) -> str | None:
    acting = {c.country for c in clusters if c.country and _STATE & set(c.sectors)} - INTERNATIONAL
    total = sum(count for country, count in named.items() if country not in INTERNATIONAL)
    if len(acting) > 1 or not total:
        return None
    country, count = max(named.items(), key=lambda item: item[1])
    if acting and acting != {country}:
        return None
    return country if count >= _LEAST and count / total >= _MOST else None


def _lacks(doc: Doc, cluster: Cluster) -> bool:
    """Whether it is a body of a state or a war, by its common name alone ("the army", "the Energy Ministry")."""
    if not cluster.sectors or cluster.sectors[0] not in _STATE or set(cluster.sectors) & INTERNATIONAL:
        return False
    heads = [doc[head] for _, form, head in cluster.mentions if form != "pronoun"]
    return bool(heads) and all(_homely_noun(head) for head in heads)


def _homely_noun(noun: Token) -> bool:
    if noun.lower_ not in _homely() and noun.lemma_.lower() not in _homely():
        return False
    beside = [c for c in noun.children if c.dep_ in _WITHIN]
    if any(c.lower_ in _WHOSE or (c.dep_ == "poss" and c.pos_ != "PROPN") for c in beside):
        return False
    if any(c.ent_type_ in {"NORP", "GPE", "PERSON"} for c in beside):
        return False
    return not any(c.dep_ == "prep" and c.lower_ in {"of", "from", "for"} for c in noun.children)
