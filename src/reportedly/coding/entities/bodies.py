"""Bodies that a report names once and calls "the group", "the charity", "the paper" from then on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.coding.entities.lexicon import roles
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from reportedly.coding.entities.cluster import Cluster

__all__ = ["link_bodies"]

_BODIES = {"organisation", "group", "outlet"}
_LINKED = {"nsubj", "nsubjpass", "pobj", "dobj", "poss", "agent"}
_STATE = {"GOV", "MIL", "COP", "LEG", "JUD", "SPY"}
_Mention = tuple[int, "Cluster"]


@lru_cache(maxsize=1)
def _nouns() -> dict[str, frozenset[str]]:
    table = roles()["bodies"]
    return {name: frozenset(words) for name, words in table.items()}


def link_bodies(doc: Doc, clusters: list[Cluster]) -> list[Cluster]:
    """Add "the group" to the one body it can mean; without those that were nothing but such a noun.

    The body has a name and stands before the noun. Where the report calls one body just that ("the charity Hands
    Across") it is that one; "the group" may also be the only named body so far that is none of a state. Of two that
    fit, none is taken.
    """
    named = sorted(
        ((s.start, c) for c in clusters if _is_named(doc, c) for s, form, at in c.mentions if _a_name(doc, form, at)),
        key=lambda found: found[0],
    )
    lost: list[Cluster] = []
    for token in doc:
        if not _bare(token):
            continue
        own = next((c for c in clusters if any(head == token.i for _, _, head in c.mentions)), None)
        if own is not None and (_is_named(doc, own) or own.country is not None or own in lost):
            continue
        found = _meant(token, [c for start, c in named if start < token.idx])
        if found is None or found is own or _of_several(doc, found):
            continue
        if own is None:
            start = token.left_edge.idx
            found.mentions.append((Span(start, token.idx + len(token.text)), "nominal", token.i))
        else:
            found.mentions += own.mentions
            own.mentions = []
            lost.append(own)
        found.mentions.sort()
    return [c for c in clusters if c.mentions]


def _is_named(doc: Doc, cluster: Cluster) -> bool:
    return cluster.kind in _BODIES and any(_a_name(doc, form, head) for _, form, head in cluster.mentions)


def _a_name(doc: Doc, form: str, head: int) -> bool:
    return form == "name" or (form == "nominal" and doc[head].pos_ == "PROPN" and doc[head].text.istitle())


def _bare(token: Token) -> bool:
    """Whether a noun for a body stands with "the" alone: "the group", not "the armed group in Gao"."""
    if token.tag_ != "NN" or token.dep_ not in _LINKED or token.lower_ not in frozenset().union(*_nouns().values()):
        return False
    before = [child for child in token.children if child.i < token.i]
    after = any(c.dep_ in {"prep", "relcl", "acl", "appos"} for c in token.children if c.i > token.i)
    return not after and len(before) == 1 and before[0].lower_ == "the"


def _of_several(doc: Doc, cluster: Cluster) -> bool:
    """Whether the body is named beside another: "the group" may be either, or both."""
    heads = [doc[head] for _, form, head in cluster.mentions if form != "pronoun"]
    return any(head.dep_ == "conj" or any(c.dep_ == "conj" for c in head.children) for head in heads)


def _meant(token: Token, before: list[Cluster]) -> Cluster | None:
    nouns = _nouns()
    once = list({id(c): c for c in before}.values())
    called = [c for c in once if token.lower_ in c.titles or token.lower_ in c.name.lower().split()]
    if called:
        return called[0] if len(called) == 1 else None
    if token.lower_ in nouns["outlets"]:
        fits = [c for c in once if c.kind == "outlet" or "JRN" in c.sectors]
    elif token.lower_ in nouns["any"]:
        fits = [c for c in once if c.kind != "outlet" and not (c.country and _STATE & set(c.sectors[:1]))]
    else:
        return None
    return fits[0] if len(fits) == 1 else None
