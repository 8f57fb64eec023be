"""What a name is that no list has: a person, a body, or a place that nobody acts for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Words

    from reportedly.coding.entities.lexicon import Hit

__all__ = ["Named", "ends_name", "family_name", "is_surname", "named", "unknown_name"]

_LEFT = {"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "punct"}
_SUBJECTS = {"nsubj", "nsubjpass"}
_AFTER_SURNAME = {"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"}
_WITHIN = {"in", "near", "outside", "around", "into", "towards", "toward"}


class Named(NamedTuple):
    """What a report calls by a name elsewhere: the surnames of people named in full, places told as such."""

    surnames: frozenset[str]
    towns: frozenset[str]


def named(doc: Doc, place_nouns: frozenset[str]) -> Named:
    """The lone surnames and the towns ("the mining town of *Rubaya*") that the report makes known."""
    surnames = frozenset(family_name(ent) for ent in doc.ents if ent.label_ == "PERSON" and len(ent) > 1)
    called = (t for t in doc if t.dep_ == "pobj" and t.pos_ == "PROPN" and t.head.lower_ == "of")
    towns = {t.text for t in called if t.head.head.lemma_.lower() in place_nouns and _is_lone(t)}
    return Named(surnames, frozenset(towns - surnames))


def _is_lone(token: Token) -> bool:
    return not any(child.dep_ in _LEFT for child in token.lefts) and ends_name(token)


def unknown_name(
    token: Token, hit_of: dict[int, Hit], lists: Mapping[str, frozenset[str]], towns: frozenset[str]
) -> str | None:
    """The kind of a name that no list has, by the tagger and by what stands round it; `lists` from roles.yaml."""
    if token.text in towns and _is_lone(token):
        return None
    if token.pos_ == "PROPN" and not token.ent_type_ and token.text.istitle():
        return "organisation" if _behind_a_body(token, lists["bodies"]) else _explained(token, hit_of, lists["bodies"])
    if token.ent_type_ not in {"PERSON", "ORG"} or token.pos_ != "PROPN" or token.lower_ in lists["not_bodies"]:
        return None
    if not ends_name(token) or _is_place(token, lists["place_nouns"]):
        return None
    if _called_a_body(token, lists["bodies"]):
        return "organisation"
    if token.ent_type_ == "PERSON":
        return None if _headline_verb(token, hit_of) else "person"
    if not token.text[:1].isupper():
        return None
    somebody = _has_office(token, hit_of, lists["collective"]) or _opens_with_office(token, hit_of)
    return "person" if somebody else "organisation"


def family_name(name: Words) -> str:
    """The surname of a person's whole name: "Lund" of "Paul Lund Jr."."""
    words = [word.text for word in name if word.text not in _AFTER_SURNAME]
    return words[-1] if len(words) > 1 else name[-1].text


def is_surname(token: Token) -> bool:
    """Whether a lone word that is a surname in the report is one here, be it tagged as a body or as a place.

    A place only where it does something: "Lincoln was arrested".
    """
    if token.pos_ not in {"PROPN", "NOUN"} or not token.text[:1].isupper() or not ends_name(token):
        return False
    if any(c.dep_ in _LEFT for c in token.lefts) or (token.ent_type_ and token.ent_iob_ == "I"):
        return False
    if token.pos_ == "NOUN" or token.ent_type_ in {"GPE", "LOC", "FAC"}:
        return token.dep_ in _SUBJECTS
    return True


def _called_a_body(token: Token, bodies: frozenset[str]) -> bool:
    """Whether a name stands behind a noun for a body: "the charity Hands Across", "the company, Norlift,"."""
    doc, first = token.doc, token.i
    while first and doc[first].ent_iob_ == "I":
        first -= 1
    before = doc[first - 1] if first else token
    if before.text == "," and token.dep_ == "appos":
        before = token.head
    near = before.i == first - 1 or token.dep_ == "appos"
    return near and before.tag_ == "NN" and before.lower_ in bodies and before.i != token.i


def _behind_a_body(token: Token, bodies: frozenset[str]) -> bool:
    """ "the charity Open Hands", where the tagger sees no name."""
    doc, first = token.doc, token.i
    while first and doc[first - 1].text.istitle() and doc[first - 1].pos_ in {"PROPN", "ADJ", "NOUN", "VERB"}:
        first -= 1
    before = doc[first - 1] if first else token
    ends = token.i + 1 >= len(doc) or not doc[token.i + 1].text.istitle()
    told = before.i and doc[before.i - 1].pos_ in {"DET", "ADJ", "NOUN"}
    return bool(told) and ends and before.tag_ == "NN" and before.lower_ in bodies


def _explained(token: Token, hit_of: dict[int, Hit], bodies: frozenset[str]) -> str | None:
    """What an apposition makes of a name that the tagger does not know: "Greenwatch, a group", "Petrov, a driver"."""
    for noun in token.children:
        if noun.dep_ != "appos" or noun.tag_ != "NN" or not any(c.lower_ in {"a", "an", "the"} for c in noun.children):
            continue
        if noun.lower_ in bodies:
            return "organisation"
        hit = hit_of.get(noun.i)
        if hit is not None and hit.entries[0].kind == "role" and hit.entries[0].sectors:
            return "person"
    return None


def _opens_with_office(token: Token, hit_of: dict[int, Hit]) -> bool:
    """Whether a name of two words or three stands behind what somebody is: "Bishop Jean Kasongo", taken for a body."""
    doc, first = token.doc, token.i
    while first and doc[first].ent_iob_ == "I" and doc[first].text != ",":
        first -= 1
    if first in hit_of and hit_of[first].entries[0].kind in {"country", "demonym"} and first + 1 < token.i:
        first += 1  # "Nepal PM Dipendra Karki"
    if not _is_office(doc[first], hit_of) and first and doc[first - 1].head.i == token.i:
        first -= 1
    if not _is_office(doc[first], hit_of):
        return False
    name = [word for word in doc[first + 1 : token.i + 1] if word.text != "-"]
    return len(name) in {2, 3} and all(word.pos_ == "PROPN" and word.text.istitle() for word in name)


def _is_office(token: Token, hit_of: dict[int, Hit]) -> bool:
    hit = hit_of.get(token.i)
    role = hit is not None and hit.entries[0].kind == "role" and hit.last - hit.first == 1
    return role and token.tag_ in {"NNP", "NN"}


def _is_place(token: Token, places: frozenset[str]) -> bool:
    """Whether a name that the tagger took for someone is a place: "the village of X", "in X", "X, the capital,"."""
    if any(child.dep_ == "appos" and child.lemma_.lower() in places for child in token.children):
        return True
    head = token
    while head.dep_ == "conj" and head.head.pos_ == "PROPN":
        head = head.head
    if head.dep_ != "pobj":
        return False
    if head.head.lower_ == "of":
        return head.head.head.lemma_.lower() in places
    alone = token.ent_iob_ == "B" and not any(child.dep_ in _LEFT for child in token.children)
    return head.head.lower_ in _WITHIN and alone and not token.is_upper


def _has_office(token: Token, hit_of: dict[int, Hit], bodies: frozenset[str]) -> bool:
    """Whether an apposition says that a name is somebody's: "X, spokesman for …", "the gunman, X"."""
    beside = [child for child in token.children if child.dep_ == "appos"]
    beside += [token.head] if token.dep_ == "appos" else []
    if token.dep_ == "appos" and token.head.dep_ == "pobj" and token.head.head.lower_ == "of":
        beside.append(token.head.head.head)  # "the mayor of X, Jan Ruiz"
    for noun in beside:
        hit = hit_of.get(noun.i)
        role = hit is not None and hit.entries[0].kind == "role" and bool(hit.entries[0].sectors)
        if role and noun.tag_ == "NN" and noun.lower_ not in bodies:
            before = token.doc[token.i - 1] if token.i else token
            behind = token.doc[token.i - 2].text == "," if token.i > 1 else False
            return before.ent_iob_ == "B" or behind  # a name of two words
    return False


def _headline_verb(token: Token, hit_of: dict[int, Hit]) -> bool:
    """Whether a "person" is a country and the verb behind it, written with a capital: "Ruritania Halts Talks"."""
    before = hit_of.get(token.i - 1)
    return token.ent_iob_ == "I" and before is not None and before.entries[0].kind == "country"


def ends_name(token: Token) -> bool:
    """Whether no further word of the tagger's name follows the token."""
    after = token.i + 1
    doc = token.doc
    return after >= len(doc) or doc[after].ent_iob_ != "I" or doc[after].text in {"'s", "’s"}
