"""Which earlier entity a phrase means: by surname, title, acronym, apposition, or as the only one of its kind."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.coding.entities.cluster import Cluster
from reportedly.coding.entities.lexicon import roles
from reportedly.coding.entities.phrases import Phrase
from reportedly.coding.entities.resolve import Resolved
from reportedly.coding.entities.words import fold

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["collective", "institution", "names_person", "same"]

_NEAR = 400  # entities back to which a surname, a title or an acronym may point: a long report names fewer


@lru_cache(maxsize=1)
def _institutions() -> frozenset[str]:
    return frozenset(roles()["institutions"])


@lru_cache(maxsize=1)
def _surname_first() -> frozenset[str]:
    return frozenset(roles()["surname_first"])


@lru_cache(maxsize=1)
def _called() -> frozenset[str]:
    return frozenset(word for words in roles()["bodies"].values() for word in words)


@lru_cache(maxsize=1)
def collective() -> frozenset[str]:
    """Singular nouns for bodies of people."""
    return frozenset(roles()["collective"])


def same(phrase: Phrase, clusters: list[Cluster], at_head: dict[int, Cluster], sex: str = "") -> Cluster | None:
    """An earlier cluster that the phrase means without sharing a key: by surname, title, apposition or acronym.

    `sex` is "m" or "f" where the phrase tells it.
    """
    head = phrase.head
    apposed = _apposed(phrase, at_head) if head.dep_ == "appos" else None
    if apposed is not None:
        return apposed
    if _of_an_age(head) and phrase.kind in {"role", "vague"}:
        people = {id(c): c for c in clusters[-_NEAR:] if c.kind == "person" and not c.plural}
        return next(iter(people.values())) if len(people) == 1 else None
    described = _described(phrase)
    if described is not None and (other := at_head.get(described.i)) is not None and _describes(other, described):
        return other
    if phrase.kind in {"person", "named"} and names_person(phrase):
        titled = _titled(phrase, clusters)
        if titled is not None:
            return titled
    if names_person(phrase):
        return _same_person(phrase, clusters, sex)
    if phrase.kind == "organisation":
        return _same_body(phrase, clusters)
    if phrase.kind == "role" and head.tag_ in {"NN", "NNP"} and any(c.lower_ == "the" for c in head.children):
        bare = all(c.dep_ in {"det", "punct"} or c.pos_ in {"VERB", "AUX"} or c.i > head.i for c in head.children)
        several = head.dep_ == "conj" or any(c.dep_ in {"conj", "appos"} for c in head.children)
        if bare and not several and not any(c.dep_ == "prep" and c.lower_ in {"of", "for"} for c in head.children):
            fits = [c for c in clusters[-_NEAR:] if c.kind == "person" and head.lower_ in c.titles]
            return fits[0] if len(fits) == 1 else None
    return None


def _apposed(phrase: Phrase, at_head: dict[int, Cluster]) -> Cluster | None:
    """Whom an apposition says more of: "Jan Ruiz, the mayor", "Greenwatch, an environmental group"."""
    head, above = phrase.head, phrase.head.head
    other, person = at_head.get(above.i), names_person(phrase)
    if person and above.dep_ == "pobj" and above.head.lower_ == "of":
        office = at_head.get(above.head.head.i)  # "the mayor of X, Jan Ruiz"
        other = office if office is not None and office.kind == "unnamed" and not office.plural else other
    if other is None or phrase.kind not in {"role", "vague", "person", "named"}:
        return None
    if (other.kind == "person") != person:
        return None if person and other.plural else other  # "four people were arrested: Jan Ruiz, …"
    named = any(form == "name" for _, form, _ in other.mentions)
    body = phrase.kind in {"role", "vague"} and head.lower_ in _called() | collective()
    return other if body and named and other.kind in {"organisation", "group"} else None


def _of_an_age(head: Token) -> bool:
    """ "the 41-year-old surgeon": the one person of whom the report speaks."""
    aged = any(c.lower_ in {"old", "year-old"} and c.dep_ in {"amod", "compound"} for c in head.children)
    return aged and head.tag_ == "NN" and any(c.lower_ == "the" for c in head.children)


def _same_body(phrase: Phrase, clusters: list[Cluster]) -> Cluster | None:
    """The body that an acronym stands for, or a person whose surname was taken for a body."""
    ending = f" {_plain(phrase.words)}"
    near = clusters[-_NEAR:]
    person = next((c for c in reversed(near) if c.kind == "person" and _plain(c.name).endswith(ending)), None)
    if person is not None or not phrase.words.isupper():
        return person
    return next((c for c in near if c.kind == "organisation" and _initials(c.name) == phrase.words), None)


def _described(phrase: Phrase) -> Token | None:
    """The noun that a body's name stands in apposition to: "the news agency SANA", also where the parse takes both
    for subjects.
    """
    head = phrase.head
    if phrase.kind not in {"named", "organisation"} or names_person(phrase):
        return None
    if head.dep_ == "appos":
        return head.head
    before = head.doc[head.i - 1] if head.i else None
    twice = before is not None and before.dep_ == head.dep_ == "nsubj" and before.head.i == head.head.i
    return before if twice else None


def _describes(other: Cluster, described: Token) -> bool:
    """Whether the cluster is a body that was only described so far, by this noun."""
    if described.tag_ != "NN" or other.kind not in {"organisation", "unnamed"}:
        return False
    if len(other.mentions) != 1 or other.mentions[0][1] != "nominal":
        return False
    return described.lower_ in collective() | _called()


def _titled(phrase: Phrase, clusters: list[Cluster]) -> Cluster | None:
    """The office right before a name where the parse holds the two apart: "far-right minister Jan Ruiz"."""
    last = clusters[-1] if clusters else None
    if last is None or last.kind != "unnamed" or last.plural or len(last.mentions) != 1:
        return None
    span, form, head = last.mentions[0]
    office = phrase.head.doc[head]
    bare = office.tag_ == "NN" and not any(child.dep_ in {"det", "poss"} for child in office.children)
    return last if form == "nominal" and bare and span.end + 1 == phrase.span.start and last.sectors else None


def names_person(phrase: Phrase) -> bool:
    """Whether the phrase is a person's name, known or not."""
    if phrase.kind == "person":
        return True
    return phrase.hit is not None and phrase.kind == "named" and phrase.hit.entries[0].kind == "person"


def _same_person(phrase: Phrase, clusters: list[Cluster], sex: str) -> Cluster | None:
    """The person last named so; of several of one surname the one whom the report calls by it, else nobody."""
    words = _plain(phrase.words).split()
    fits = [c for c in reversed(clusters[-_NEAR:]) if c.kind == "person" and _may_be(words, c)]
    fits = [c for c in fits if not sex or c.gender in {"", sex}]
    if sex and len(fits) > 1:
        fits = [c for c in fits if c.gender == sex] or fits
    if len(words) > 1 or len(fits) < 2:
        return fits[0] if fits else None
    called = [c for c in fits if words[0] in map(_plain, c.called)]
    return called[0] if called else None


def _may_be(words: list[str], cluster: Cluster) -> bool:
    known = _plain(cluster.name).split()
    if len(words) < len(known) and words == known[-len(words) :]:
        return True
    if len(words) == 1 and len(known) > 1 and words[0] == known[0] and cluster.country in _surname_first():
        return True
    return len(words) > 1 and words[-1] == known[-1] and (len(known) == 1 or words[0] == known[0])


def institution(phrase: Phrase, found: Resolved, clusters: list[Cluster]) -> Cluster | None:
    """The one army of which a report has spoken, for "the army"; none where it has spoken of two."""
    head = phrase.head
    if phrase.kind not in {"role", "vague"} or found.country is not None:
        return None
    if head.lower_ not in _institutions() or phrase.words.lower() != head.lower_:
        return None
    if any(child.i < head.i and child.lower_ != "the" for child in head.children):
        return None
    if any(child.dep_ == "prep" and child.lower_ == "of" for child in head.children):
        return None
    near = clusters[-_NEAR:]
    like = [c for c in near if head.lower_ in c.heads and c.kind == "organisation"]
    if not like and head.lower_ == "bloc":
        like = [c for c in near if c.kind == "organisation" and "IGO" in (c.country, *c.sectors)]
    if len(like) > 1:  # of several the one that has been called just that
        like = [c for c in like if c.name.lower() == head.lower_]
    return like[0] if len(like) == 1 else None


def _plain(name: str) -> str:
    return fold(name).replace("’", "'")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[:1].isupper())
