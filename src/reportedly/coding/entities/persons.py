"""Whom "he" and "she" stand for: the subject above, who is about to act, or of whom the report has just spoken."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reportedly.codebook.load import load_classes
from reportedly.coding.entities.lexicon import roles

if TYPE_CHECKING:
    from spacy.tokens import Span as Words
    from spacy.tokens import Token

    from reportedly.coding.entities.cluster import Cluster

__all__ = ["Asked", "all_same", "is_one", "person", "someone_unknown"]

_SUBJECTS = {"nsubj", "nsubjpass"}
_BEFORE = {"advcl", "prep", "npadvmod"}  # what may stand before the subject of a sentence and look ahead to it
_OTHERS = {"dobj", "pobj", "poss", "dative"}
_OWN = {"himself", "herself"}
_PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_SPOKEN_OF = _SUBJECTS | {"poss"}
_FAR = 2  # sentences back to which a pronoun reaches where nobody is spoken of in between
_Seat = tuple[int, "Cluster"]


@lru_cache(maxsize=1)
def _human() -> frozenset[str]:
    classes = load_classes()
    return frozenset((*classes["personal"], *classes["rival"], *roles()["male"], *roles()["female"]))


@lru_cache(maxsize=1)
def _anybody() -> frozenset[str]:
    return _human() | frozenset(load_classes()["people"])


class Asked(NamedTuple):
    """A pronoun whose person is sought: its sex ("m", "f"), the clusters by the word that they stand on, those of each
    sentence and the number of its own, and the one whom it cannot be.
    """

    token: Token
    gender: str
    seats: dict[int, Cluster]
    by_sentence: list[list[_Seat]]
    number: int
    barred: Cluster | None


def person(asked: Asked) -> Cluster | None:
    """The subject above the pronoun, else the one to come, else the one person of the sentence or of those before."""
    token, gender, seats, by_sentence, number, barred = asked
    doc = token.doc
    fits = [(i, c) for i, c in by_sentence[number] if i < token.i and is_one(doc[i], c, gender) and c is not barred]
    fits = [(i, c) for i, c in _sure(fits) if not doc[i].is_ancestor(token) or c.kind == "person"]
    if token.dep_ == "poss":
        fits = [(i, c) for i, c in fits if doc[i].dep_ != "poss" or doc[i].head.i != token.head.i]
    beside = _beside(token, gender, seats)
    if beside is not None:
        return beside
    known, above = _above(token, gender, fits, by_sentence[number], seats)
    if known:
        return above
    subjects = [(i, c) for i, c in fits if doc[i].dep_ in _SUBJECTS]
    ahead = _ahead(token, gender, seats)
    if ahead is not None and not subjects and ahead is not barred:
        return ahead
    people = [c for _, c in subjects or fits]
    if people:
        return people[0] if all_same(people) else None
    here = doc[token.sent.start : token.i]
    new = any(_new_name(t) for t in here if t.i not in seats)
    if new or token.lower_ in _OWN or someone_unknown(here, gender, seats):
        return None
    return _before(asked)


def _beside(token: Token, gender: str, seats: dict[int, Cluster]) -> Cluster | None:
    """Whose the second of two is: "Lund and *his* aides"."""
    first = token.head.head
    if token.dep_ != "poss" or token.head.dep_ != "conj" or any(c.pos_ == "PRON" for c in first.children):
        return None
    found = seats.get(first.i)
    human = found is not None and (found.kind == "person" or first.lower_ in _human())
    return found if found is not None and human and may_be(found, gender) else None


def _above(
    token: Token, gender: str, fits: list[_Seat], here: list[_Seat], seats: dict[int, Cluster]
) -> tuple[bool, Cluster | None]:
    """Whether the clauses above settle whom it stands for, and the subject of the nearest one that may be meant."""
    doc = token.doc
    for ancestor in token.ancestors:
        relative = _relative(ancestor, here)
        if relative is not None and (relative[1].kind == "person" or doc[relative[0]].lower_ in _human()):
            if may_be(relative[1], gender):
                return True, relative[1]
            continue
        above = next((c for i, c in fits if doc[i].dep_ in _SUBJECTS and doc[i].head.i == ancestor.i), None)
        if above is not None or _stranger(ancestor, token, seats):
            return True, above
    return False, None


def _relative(verb: Token, seats: list[_Seat]) -> _Seat | None:
    """Whom "who" stands for where it is the verb's subject."""
    if verb.dep_ != "relcl" or not any(c.dep_ in _SUBJECTS and c.tag_ in {"WP", "WDT"} for c in verb.children):
        return None
    return next(((i, c) for i, c in seats if i == verb.head.i), None)


def _stranger(verb: Token, token: Token, seats: dict[int, Cluster]) -> bool:
    """Whether the subject of a verb above, of whom nothing is known, may be meant: "Norlan said he …"."""
    if verb.pos_ != "VERB":
        return False
    names = (c for c in verb.children if c.dep_ == "nsubj" and c.i < token.i and c.i not in seats)
    return any(c.tag_ == "NNP" and c.text[:1].isupper() for c in names) and any(
        c.dep_ == "ccomp" and (c == token or c.is_ancestor(token)) for c in verb.children
    )


def _ahead(token: Token, gender: str, seats: dict[int, Cluster]) -> Cluster | None:
    """The subject of the main verb to which a clause before it looks ahead: "Asked if he would run, *Lund* …".

    Not where the main clause has a pronoun of its own that may look back: "after he left, Lund praised him".
    """
    root = token.sent.root
    if any(t.dep_ == "poss" and t.pos_ != "PRON" for t in token.doc[token.sent.start : token.i]):
        return None  # the possessor may be meant
    subject = next((c for c in root.children if c.dep_ in _SUBJECTS and c.i > token.i), None)
    under = next((t for t in (token, *token.ancestors) if t.head == root), None)
    found = seats.get(subject.i) if subject is not None else None
    if subject is None or under is None or found is None or under.dep_ not in _BEFORE or under.i > subject.i:
        return None
    after = (t for t in root.subtree if t.i > subject.i and t.dep_ not in {"poss", "nsubj"})
    if any(_PRONOUNS.get(t.lower_) == gender for t in after):
        return None
    named = subject.pos_ != "PRON" and not any(c.dep_ == "conj" for c in subject.children)
    return found if named and is_one(subject, found, gender) else None


def _before(asked: Asked) -> Cluster | None:
    """The one person of the sentence before; of several the subject, and of several subjects that of its main verb.

    Where that sentence speaks of nobody, the subject of the main verb of the one before it.
    """
    token, gender, seats, by_sentence, number, barred = asked
    doc, words = token.doc, token.sent
    for back in range(number - 1, max(-1, number - 1 - _FAR), -1):
        words = doc[words.start - 1].sent
        fits = [(i, c) for i, c in by_sentence[back] if is_one(doc[i], c, gender) and c is not barred]
        if token.dep_ in _OTHERS and _done_by_them(token):
            fits = [(i, c) for i, c in fits if not _joined(doc[i])]
        subjects = [(i, c) for i, c in fits if doc[i].dep_ in _SUBJECTS]
        main = next((c for i, c in subjects if doc[i].head.dep_ == "ROOT"), None)
        unsure = len(_sure(fits)) < len(fits) and (main is None or main.kind != "person")
        if unsure or someone_unknown(words, gender, seats):
            return None
        fits, subjects = _sure(fits), _sure(subjects)
        if back < number - 1 and fits:
            return main
        for some in (subjects, fits):
            if all_same([c for _, c in some]):
                return some[0][1]
            if some:
                return main if token.dep_ in _SUBJECTS else None
        if any(_names_someone(t) for t in words):
            return None
    return None


def _names_someone(word: Token) -> bool:
    return _new_name(word) or word.ent_type_ == "PERSON" or word.lower_ in _anybody()


def _new_name(word: Token) -> bool:
    """Whether it may be a name that the tagger does not know."""
    return word.tag_ == "NNP" and word.ent_type_ in {"", "PERSON"} and word.dep_ in _SUBJECTS | {"dobj", "pobj"}


def _sure(seats: list[_Seat]) -> list[_Seat]:
    """Without those of whom neither name nor gender is known, where there are others."""
    sure = [(i, c) for i, c in seats if c.kind == "person" or c.gender]
    return sure or seats


def _done_by_them(token: Token) -> bool:
    """ "They pushed *him*": he is none of those two who were the subject before."""
    verb = next((t for t in token.ancestors if t.pos_ == "VERB"), token)
    verb = verb.head if verb.dep_ == "conj" else verb
    return any(c.dep_ in _SUBJECTS and c.lower_ == "they" for c in verb.children)


def _joined(word: Token) -> bool:
    """Whether it is one of several subjects: "Lund and Harlan went"."""
    first = word.head if word.dep_ == "conj" else word
    return first.dep_ in _SUBJECTS and any(c.dep_ == "conj" for c in first.children)


def someone_unknown(words: Words, gender: str, seats: dict[int, Cluster]) -> bool:
    """Whether among the words one of fitting gender is spoken of, and it is not known who: "he", "her husband"."""
    other = {"m": roles()["female"], "f": roles()["male"]}[gender]
    told = [span for t in words if t.i in seats for span, _, head in seats[t.i].mentions if head == t.i]
    for word in words:
        if any(span.start <= word.idx < span.end for span in told):
            continue
        if _PRONOUNS.get(word.lower_) == gender and word.dep_ in _SPOKEN_OF:
            return True
        named = word.dep_ in {"compound", "amod", "attr", "appos", "oprd"} or _in_the_part(word)
        known = any(c.lower_ == "the" for c in word.children)  # "the nominee" is somebody who has been named
        if word.tag_ == "NN" and word.lower_ in _human() and word.lower_ not in other and not named and not known:
            return True
    return False


def all_same(clusters: list[Cluster]) -> bool:
    """Whether there is one, and no other."""
    return bool(clusters) and all(c is clusters[0] for c in clusters)


def is_one(word: Token, cluster: Cluster, gender: str) -> bool:
    """Whether a cluster of which `word` is a mention may be "he" (gender "m") or "she" ("f").

    One without a name has to be the subject or a man or a woman by the word itself: not "*as a candidate*".
    """
    if not may_be(cluster, gender) or cluster.kind == "person":
        return cluster.kind == "person" and may_be(cluster, gender)
    told = word.dep_ in _SUBJECTS or (word.lower_ in roles()["men_and_women"] and word.dep_ in _OTHERS)
    human = word.lower_ in _human() or word.pos_ == "PRON"
    return cluster.kind == "unnamed" and human and told and not _in_the_part(word)


def _in_the_part(word: Token) -> bool:
    """ "As a candidate", "like a judge": no other person is meant."""
    return word.dep_ == "pobj" and word.head.lower_ in {"as", "like", "than"}


def may_be(cluster: Cluster, gender: str) -> bool:
    """Whether neither number nor gender speak against it."""
    return not cluster.plural and cluster.gender in {"", gender}
