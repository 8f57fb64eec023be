"""Whom "it" stands for: a government, an army, a body that speaks or acts; never where it may be a thing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.coding.entities.lexicon import roles

if TYPE_CHECKING:
    from spacy.tokens import Token

    from reportedly.coding.entities.cluster import Cluster

__all__ = ["body_of_it"]

_BODIES = {"country", "organisation", "group", "outlet"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_CLAUSES = {"ccomp", "xcomp", "csubj", "advcl", "relcl", "acl"}
_EMPTY = {"be", "seem", "appear", "become", "take", "happen", "turn", "make", "look", "cost", "rain", "snow", "matter"}
_Seat = tuple[int, "Cluster"]


@lru_cache(maxsize=1)
def _animate() -> frozenset[str]:
    return frozenset(roles()["animate"])


@lru_cache(maxsize=1)
def _speaking_for() -> frozenset[str]:
    return frozenset(roles()["speaking_for"])


@lru_cache(maxsize=1)
def _of_itself() -> frozenset[str]:
    return frozenset(roles()["of_itself"])


def body_of_it(token: Token, seats: dict[int, Cluster], by_sentence: list[list[_Seat]], number: int) -> Cluster | None:
    """The body for which a subject "it" stands, or None.

    "The army said it had left": the subject of the verb that takes the clause. In other clauses ("held the town since
    it entered the war") that subject too, if no other body is named before. "…, it said" closes what a body says: the
    one that spoke in the sentence before, or the subject of what is said.
    """
    verb = token.head
    if token.dep_ not in _SUBJECTS or _empty(token, verb):
        return None
    if verb.i > token.i and verb.dep_ == "ROOT" and _opens(token, verb):
        return _speaking_on(verb, by_sentence, number)
    if verb.dep_ == "ccomp" and _spokesman(verb.head):
        return _main(verb, by_sentence, number)
    said = next((c for c in verb.children if c.dep_ == "ccomp" and c.right_edge.i < token.i), None)
    if said is not None:
        return _closing(said, seats, by_sentence, number)
    return _above(token, verb, seats, by_sentence[number])


def _opens(token: Token, verb: Token) -> bool:
    """Whether "it" opens its sentence, but for when and where it was said: "In a statement on Monday it …"."""
    before = token.doc[token.sent.start : token.i]
    leads = [c for c in verb.children if c.i < token.i and c.dep_ in {"prep", "npadvmod", "advmod", "punct"}]
    return all(any(lead.i == t.i or lead.is_ancestor(t) for lead in leads) for t in before)


def _spokesman(verb: Token) -> bool:
    """ "A spokeswoman said it feared …": she speaks for the body of the sentence before."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.lemma_.lower() not in _speaking_for():
        return False
    return verb.dep_ == "ROOT" and all(c.lower_ in {"a", "an", "its", "the"} for c in subject.children)


def _empty(token: Token, verb: Token) -> bool:
    """Whether "it" stands for nothing ("it was clear that …", "it is said that …", "it rained")."""
    if token.dep_ == "nsubjpass":
        return any(c.dep_ in {"ccomp", "xcomp"} and c.i > verb.i for c in verb.children)
    if verb.lemma_ not in _EMPTY:
        return False
    told = [c for c in verb.children if c.dep_ in {"acomp", "attr"}]
    if any(c.lower_ in _animate() for c in told):
        return False
    inside = (g for c in told for g in c.children)
    return verb.lemma_ in {"rain", "snow"} or any(
        c.dep_ in _CLAUSES and c.i > token.i for c in (*verb.children, *inside)
    )


def _above(token: Token, verb: Token, seats: dict[int, Cluster], here: list[_Seat]) -> Cluster | None:
    direct, told, at = True, False, verb
    for _ in range(8):
        if at.head.i == at.i:
            return None
        told = told or at.dep_ == "ccomp"
        at, direct = _up(at, direct)
        if at.pos_ not in {"VERB", "AUX"}:
            continue
        subject = next((c for c in at.children if c.dep_ in _SUBJECTS and c.i < token.i), None)
        if subject is None:
            continue
        found = _seat(subject, seats)
        if found is None and subject.tag_ in {"NNS", "NNPS"}:
            continue
        if found is not None and (subject.tag_ == "NNS" or found.kind == "person"):
            if at.dep_ in {"conj", "ccomp"}:
                continue
            return None
        if found is None or not _is_body(subject, found):
            return None
        others = {id(c) for i, c in here if i < token.i and c is not found and c.kind in _BODIES and not c.plural}
        return found if direct or (not told and not others) else None
    return None


def _up(at: Token, direct: bool) -> tuple[Token, bool]:
    """One step up, and whether the clause is still what somebody says: "said in a statement that …" is."""
    if at.dep_ in {"relcl", "acl"} and at.left_edge.lower_ == "that" and at.left_edge.dep_ == "mark":
        while at.head.i != at.i and at.head.pos_ not in {"VERB", "AUX"}:
            at = at.head
        return at.head, direct and at.head.lemma_.lower() in _of_itself()
    if at.dep_ == "ccomp" and at.head.lemma_.lower() not in _of_itself():
        return at.head, False
    return at.head, direct and at.dep_ in {"conj", "ccomp"}


def _seat(subject: Token, seats: dict[int, Cluster]) -> Cluster | None:
    if subject.tag_ in {"WP", "WDT"} and subject.head.dep_ == "relcl":
        return seats.get(subject.head.head.i)
    return seats.get(subject.i)


def _is_body(subject: Token, cluster: Cluster) -> bool:
    joined = any(child.dep_ == "conj" for child in subject.children)
    return cluster.kind in _BODIES and subject.tag_ not in {"NNS", "CD"} and not joined


def _closing(said: Token, seats: dict[int, Cluster], by_sentence: list[list[_Seat]], number: int) -> Cluster | None:
    own = next((c for c in said.children if c.dep_ in _SUBJECTS), None)
    spoken = _main(said, by_sentence, number)
    told = _seat(own, seats) if own is not None else None
    told = told if own is not None and told is not None and _is_body(own, told) else None
    if spoken is None or spoken is told:
        return told
    return None if told is not None else spoken


def _speaking_on(verb: Token, by_sentence: list[list[_Seat]], number: int) -> Cluster | None:
    """ "It said …", "It also accused …" after a sentence of which one body was the subject."""
    from reportedly.coding.attributions.lexicon import lexicon

    takes = any(c.dep_ in {"ccomp", "dobj", "xcomp"} for c in verb.children)
    if not takes or verb.lemma_.lower() not in lexicon().verbs:
        return None
    return _main(verb, by_sentence, number)


def _main(token: Token, by_sentence: list[list[_Seat]], number: int) -> Cluster | None:
    """The body that is the subject of the sentence before, if it is the only body there but for what is owned."""
    if not number:
        return None
    doc = token.doc
    bodies = [(i, c) for i, c in by_sentence[number - 1] if c.kind in _BODIES and not c.plural]
    main = [(i, c) for i, c in bodies if doc[i].dep_ in _SUBJECTS and doc[i].head.dep_ == "ROOT"]
    if len(main) != 1 or not _is_body(doc[main[0][0]], main[0][1]):
        return None
    subjects = {id(c) for i, c in bodies if doc[i].dep_ in _SUBJECTS}
    return main[0][1] if len(subjects) == 1 else None
