"""Whom "he", "she", "they" and "its" stand for: only where one answer is near; else they stay unresolved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportedly.coding.entities.cluster import Cluster
from reportedly.coding.entities.neuter import body_of_it
from reportedly.coding.entities.persons import Asked, all_same, person
from reportedly.coding.entities.quoted import of_quoted
from reportedly.reading import Quotation, Why
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["link_pronouns"]

_HE = {"he": "m", "his": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_THEY = {"they", "them", "their", "themselves"}
_ITS = {"its", "itself"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_OBJECTS = {"him", "her"}
_BELOW_VERB = {"dobj", "dative", "pobj", "prep", "agent", "oprd"}
_SHARED = {"conj", "xcomp", "advcl", "pcomp"}  # of such a verb the subject may be that of the verb above
_BODIES = {"country", "organisation", "group", "outlet"}
_Seat = tuple[int, "Cluster"]


def link_pronouns(doc: Doc, clusters: list[Cluster], quotations: Iterable[Quotation] = ()) -> None:
    """Add to each cluster the pronouns that stand for it, and its country to "his forces".

    In a whole sentence that is quoted a pronoun stands for somebody in the same quotation, or "he" for the only other
    man of whom the report has just spoken; else for nobody known: the speaker's "they" is not the report's.
    """
    seats: dict[int, Cluster] = {head: c for c in clusters for _, _, head in c.mentions}
    seats |= {head: name for head, c in seats.items() if (name := _named(doc[head], c, seats)) is not None}
    by_sentence = _by_sentence(doc, seats)
    text = doc.text  # put together anew on every call
    quoted = [q.inner for q in quotations if q.inner.of(text)[:1].isupper()]
    for number, sentence in enumerate(doc.sents):
        for token in sentence:
            if token.pos_ != "PRON":
                continue
            found = _antecedent(token, seats, by_sentence, number)
            held = next((span for span in quoted if span.start <= token.idx < span.end), None)
            if held is not None and (found is None or _foreign(token, found, held)):
                found = of_quoted(token, _HE.get(token.lower_, ""), held, seats, by_sentence, number)
            if found is None:
                continue
            word = token.lower_
            found.mentions.append((Span(token.idx, token.idx + len(token.text)), "pronoun", token.i))
            if word in _HE and not found.gender:
                found.gender = _HE[word]
            seats[token.i] = found
            by_sentence[number].append((token.i, found))
            _owned(token, found, seats)


def _antecedent(token: Token, seats: dict[int, Cluster], by_sentence: list[list[_Seat]], number: int) -> Cluster | None:
    word = token.lower_
    if word in _HE:
        return person(Asked(token, _HE[word], seats, by_sentence, number, _barred(token, seats)))
    if word in _THEY:
        return _people(token, by_sentence, number)
    if word in _ITS:
        return _body(token, seats)
    return body_of_it(token, seats, by_sentence, number) if word == "it" else None


def _named(head: Token, cluster: Cluster, seats: dict[int, Cluster]) -> Cluster | None:
    """Who an office is whose holder's name stands beside it: "the president, Jan Ruiz"."""
    if cluster.kind != "unnamed" or cluster.plural:
        return None
    names = (seats.get(child.i) for child in head.children if child.dep_ == "appos")
    return next((c for c in names if c is not None and c.kind == "person"), None)


def _foreign(token: Token, found: Cluster, held: Span) -> bool:
    """Whether the cluster has no mention before in the quoted sentences in which the pronoun stands."""
    return not any(held.start <= s.start < token.idx for s, _, _ in found.mentions)


def _by_sentence(doc: Doc, seats: dict[int, Cluster]) -> list[list[_Seat]]:
    lists: list[list[_Seat]] = []
    heads = sorted(seats)
    at = 0
    for sentence in doc.sents:
        inside: list[_Seat] = []
        while at < len(heads) and heads[at] < sentence.end:
            inside.append((heads[at], seats[heads[at]]))
            at += 1
        lists.append(inside)
    return lists


def _barred(token: Token, seats: dict[int, Cluster]) -> Cluster | None:
    """Whom "him" cannot be: the subject of the verb that it is an object of, however far up that stands."""
    if token.lower_ not in _OBJECTS or token.dep_ == "poss":
        return None
    verb = token
    while verb.pos_ not in {"VERB", "AUX"}:
        if verb.head == verb or verb.dep_ not in _BELOW_VERB:
            return None
        verb = verb.head
    while True:
        subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if subject is not None:
            return seats.get(subject.i)
        offered = verb.dep_ == "acl" and verb.head.dep_ == "dobj" and any(c.lower_ == "to" for c in verb.children)
        above = verb.head.head if offered or verb.dep_ == "pcomp" else verb.head  # "had a chance to talk with him"
        if above == verb or not (offered or verb.dep_ in _SHARED) or above.pos_ not in {"VERB", "AUX"}:
            return None
        verb = above


def _people(token: Token, by_sentence: list[list[_Seat]], number: int) -> Cluster | None:
    """The plural subject before "they" in its sentence, else the one of the sentence before."""
    doc = token.doc
    here = [(i, c) for i, c in by_sentence[number] if i < token.i]
    for seats in (here, by_sentence[number - 1] if number else []):
        if any(doc[i].dep_ in _SUBJECTS and any(c.dep_ == "conj" for c in doc[i].children) for i, _ in seats):
            return None  # "Mali and Chad" may be they
        fits = [c for i, c in seats if c.plural and (c.kind in {"unnamed", "group"} or doc[i].lower_ == "forces")]
        subjects = [c for i, c in seats if c in fits and doc[i].dep_ in _SUBJECTS]
        if all_same(subjects):
            return subjects[0] if seats is here or _leads(doc, seats, subjects[0]) else None
        if subjects and token.dep_ in _SUBJECTS and seats is not here:
            return _of_main_clause(doc, seats, subjects)
        if subjects or (fits and not all_same(fits)):
            return None
        if fits:
            return fits[0]
    return None


def _leads(doc: Doc, seats: list[_Seat], cluster: Cluster) -> bool:
    """Whether the cluster is the subject of its sentence's main verb, or its only plural subject."""
    roots = [i for i, c in seats if c is cluster and doc[i].head.dep_ == "ROOT"]
    return bool(roots) or sum(1 for i, c in seats if c.plural and doc[i].dep_ in _SUBJECTS) == 1


def _of_main_clause(doc: Doc, seats: list[_Seat], subjects: list[Cluster]) -> Cluster | None:
    """Of several plural subjects the one of the main clause: they who speak go on speaking."""
    main = [c for i, c in seats if c in subjects and doc[i].dep_ in _SUBJECTS and doc[i].head.dep_ == "ROOT"]
    return main[0] if all_same(main) else None


def _body(token: Token, seats: dict[int, Cluster]) -> Cluster | None:
    """The body that is the subject of the clause in which "its" stands, or by which it is done: "papers released *by
    the agency* about *its* inquiry".
    """
    for ancestor in token.ancestors:
        doers = [c for by in ancestor.children if by.dep_ == "agent" and ancestor.dep_ == "acl" for c in by.children]
        for child in (*ancestor.children, *doers):
            if (child.dep_ in _SUBJECTS or child in doers) and child.i < token.i:
                found = seats.get(child.i)
                return found if found is not None and found.kind in _BODIES and not found.plural else None
    return None


def _owned(token: Token, owner: Cluster, seats: dict[int, Cluster]) -> None:
    """ "His forces" belong to his country."""
    if token.dep_ != "poss" or owner.country is None:
        return
    owned = seats.get(token.head.i)
    person = owned is not None and owned.kind == "person" and owner.kind == "person"
    if owned is not None and owned is not owner and owned.country is None and not person:
        owned.country = owner.country
        span = Span(token.idx, token.idx + len(token.text))
        owned.why.append(Why("country", "owner", f"{owner.country}: “{token.text}” is {owner.name}", (span,)))
