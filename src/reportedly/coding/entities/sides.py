"""The country of "the opposition" and "the troops", and offices shared out among countries, from the sentence."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from reportedly.coding.entities.cluster import Cluster
from reportedly.coding.entities.identity import names_person
from reportedly.coding.entities.phrases import Phrase
from reportedly.coding.entities.resolve import INTERNATIONAL
from reportedly.reading import Why

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["sides"]

_SIDES = {"OPP", "GOV", "MIL", "LEG", "PTY", "JUD", "COP", "SPY"}
_DEFINITE = {"the", "this", "that", "these", "those"}


def sides(phrases: list[Phrase], at_head: dict[int, Cluster]) -> None:
    """The country of "the opposition" and of "the troops": that of the side beside them, or the only one at hand."""
    if not phrases:
        return
    starts = [sentence.start for sentence in phrases[0].head.doc.sents]
    by_sentence: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        by_sentence.setdefault(bisect_right(starts, phrase.head.i), []).append(phrase)
    for phrase in phrases:
        cluster = at_head.get(phrase.head.i)
        if cluster is None:
            continue
        office = _office_shared(phrase, at_head)
        if office is not None and office.sectors and cluster.kind == "country":
            _share(phrase, cluster, office, at_head)
        side = bool(cluster.sectors) and cluster.sectors[0] in _SIDES and phrase.kind in {"role", "vague"}
        if cluster.country is None and side:
            near = _beside(phrase.head, at_head)
            if near is None and any(child.lower_ in _DEFINITE for child in phrase.head.children):
                others = by_sentence[bisect_right(starts, phrase.head.i)]
                near = _only([o for o in others if not _told_of(phrase, cluster, o)], at_head)
            if near is not None:
                cluster.country = near.country
                cluster.why.append(Why("country", "context", f"{near.country}: as “{near.name}” in the same sentence",
                                       (near.mentions[0][0],)))  # fmt: skip


def _share(phrase: Phrase, cluster: Cluster, office: Cluster, at_head: dict[int, Cluster]) -> None:
    """Make the mention of a country one of its government where an office is shared out among countries."""
    cluster.mentions = [mention for mention in cluster.mentions if mention[0] != phrase.span]
    name = f"{office.name.split(' of ')[0]} of {cluster.name}"
    shared = Cluster(name, "group", cluster.country, office.sectors, plural=True)
    shared.mentions.append((phrase.span, "nominal", phrase.head.i))
    shared.why.append(Why("sectors", "shared office", f"{' '.join(office.sectors)}: “{office.name}”", (phrase.span,)))
    at_head[phrase.head.i] = shared


def _beside(head: Token, at_head: dict[int, Cluster]) -> Cluster | None:
    near = [head.head] if head.dep_ == "conj" else []
    near += [child for child in head.children if child.dep_ == "conj"]
    found = (at_head.get(token.i) for token in near)
    return next((c for c in found if c is not None and c.country and c.kind != "country"), None)


def _told_of(phrase: Phrase, cluster: Cluster, other: Phrase) -> bool:
    """ "The foreign secretary said Tehran had …": no government calls itself by its capital."""
    verb = phrase.head.head
    told = any(c.dep_ == "ccomp" and c.left_edge.i <= other.head.i <= c.right_edge.i for c in verb.children)
    return other.kind == "capital" and cluster.sectors[:1] == ("GOV",) and told


def _only(phrases: list[Phrase], at_head: dict[int, Cluster]) -> Cluster | None:
    """The one country that acts in the sentence, if there is but one."""
    acting: dict[str, Cluster] = {}
    for other in phrases:
        cluster = at_head.get(other.head.i)
        if cluster is None or cluster.country is None or cluster.country in INTERNATIONAL or cluster.kind == "outlet":
            continue
        if other.head.dep_ in {"dobj", "pobj"} and not names_person(other):
            continue  # what is acted on, or a mere scene
        if other.kind == "country" and other.head.dep_ == "poss" and other.head.head.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        acting.setdefault(cluster.country, cluster)
    return next(iter(acting.values())) if len(acting) == 1 else None


def _office_shared(phrase: Phrase, at_head: dict[int, Cluster]) -> Cluster | None:
    """The office of "leaders" for "France" in "leaders of Great Britain, France and Germany"."""
    head = phrase.head
    if phrase.kind != "country" or head.dep_ != "conj":
        return None
    while head.dep_ == "conj":
        head = head.head
    if head.dep_ != "pobj" or head.head.lower_ != "of" or head.head.head.tag_ != "NNS":
        return None
    return at_head.get(head.head.head.i)
