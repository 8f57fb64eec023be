"""What a number counts: told by its noun and by the verb or noun that governs it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.coding.quantities.counted import Counted, follower
from reportedly.coding.quantities.lexicon import Words, demonyms, lemma, words
from reportedly.coding.quantities.verbs import clauses, governed, on_noun, roles_of, verb_before

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["kind_in_itself", "kind_of"]

_MODEL = re.compile(r"[A-Za-z]+-\d+[A-Za-z]*s")  # "80 F-16s"
_MEMBERS = {"people", "troops", "police", "prisoners"}


def kind_of(what: Counted, value: float) -> tuple[str | None, bool]:
    """The kind of thing counted (None: none of interest), and whether a word that governs it tells so."""
    known = words()
    if what.noun is not None and value > 1 and not _is_plural(what.noun, None):
        what = _with_nearer(what)
    noun = lemma(what.noun)
    if noun in known.listed("never") or (what.noun is None and _is_sum(what, known)):
        return None, False
    own = _own(what, noun, known)
    if what.noun is not None and value > 1 and not _is_plural(what.noun, own):
        return None, False
    if own in known.only_with and not _under(what, own, known):
        return None, False
    if what.whole and noun:
        told = _behind(what, known) or on_noun(what, own)
        return told or (None if own == "people" else own), told is not None
    if own in known.listed("fixed"):
        return own, False
    told = _behind(what, known) or governed(what, own) or verb_before(what, own)
    if told is not None and what.noun is not None and told in {"troops", "police"}:
        told = None  # "a force of 12 tanks"
    if told == "people":
        return (told if what.noun is None else own), False
    if told in {"displaced", "participants"} and own in {"troops", "police"}:
        return own, False  # armed men who flee are no refugees, officers who gather no protesters
    if told in known.listed("of_people") and what.noun is not None and not _may_be_people(what.noun, own):
        return own, False
    return told or own or _bare_people(what), told is not None


def kind_in_itself(what: Counted) -> str | None:
    """The kind that the noun tells, or a participle on it, whatever is said of it in its clause."""
    own = _own(what, lemma(what.noun), words())
    return on_noun(what, own, labels=("acl", "amod")) or own


def _with_nearer(what: Counted) -> Counted:
    """The number with the noun right behind it, where a verb was taken for the noun ("a million Rohingya shelter")."""
    after = follower(what.number)
    if after is None or what.noun is None or after.i != what.noun.i - 1 or after.pos_ not in {"NOUN", "PROPN"}:
        return what
    if not (_is_nation(after) or (after.tag_ == "NNS" and _own(replace(what, noun=after), lemma(after), words()))):
        return what
    return replace(what, noun=after, node=after)


def _is_sum(what: Counted, known: Words) -> bool:
    """Whether a bare number is money: "released millions in cash"."""
    after = follower(what.number)
    if after is None or after.lower_ != "in":
        return False
    return any(lemma(child) in known.listed("sums") for child in after.children)


def _own(what: Counted, noun: str, known: Words) -> str | None:
    """The kind that the noun tells itself, with the word before it ("jet fighters") or alone."""
    token = what.noun
    if token is None:
        return None
    before = token.nbor(-1) if token.i else None
    if before is not None and before.lower_ == "-" and before.i:
        before = before.nbor(-1)
    if f"{lemma(before)} {noun}" in known.listed("others"):
        return None
    own = known.nouns.get(f"{lemma(before)} {noun}") or known.nouns.get(f"{before.lower_} {noun}") if before else None
    singular = token.lower_.removesuffix("s")  # where the lemma is wrong
    own = own or known.nouns.get(noun) or known.nouns.get(singular) or known.after.get(token.lower_)
    if own is None and before is not None and noun in known.named_only:
        named = before.lower_ in known.listed("naming") or any(c.isdigit() for c in before.text)
        named = (named and before.i > what.number.i) or bool(_of(token) & known.listed("naming"))
        named = named or (known.named_only[noun] == "attacks" and lemma(what.node.head) in known.listed("launching"))
        own = known.named_only[noun] if named else None
    if own is None and _MODEL.fullmatch(token.text):
        return "weapons"
    own = own or ("people" if _is_people(token, noun, known) else _modified(token, known))
    dead = own == "people" and any(c.dep_ == "amod" and c.lower_ == "dead" for c in token.children)
    return "deaths" if dead else own  # "two dead workers"


def _of(token: Token) -> set[str]:
    """The nouns behind an "of": "rounds of ammunition"."""
    return {lemma(noun) for of in token.children if of.lower_ == "of" for noun in of.children}


def _is_people(token: Token, noun: str, known: Words) -> bool:
    """Whether a noun means people: by the lists, or as a people's name ("Syrians", "Rohingya")."""
    return noun in known.people or token.lower_.removesuffix("s") in known.people or _is_nation(token)


def _is_nation(token: Token) -> bool:
    if token.lower_ in words().peoples:
        return True
    if token.pos_ == "PROPN" and token.lower_.removesuffix("s") in demonyms():
        return True
    return token.ent_type_ == "NORP" and (token.tag_ in {"NNPS", "NNS"} or token.lower_.endswith("ese"))


def _is_plural(token: Token, own: str | None) -> bool:
    """Whether the noun can stand for more than one: "32 Artillery Brigade" is a name."""
    shouted = token.is_upper and own is not None
    return token.lower_.endswith(words().plural) or _is_nation(token) or token.lower_ == "own" or shouted


def _may_be_people(noun: Token, own: str | None) -> bool:
    """Whether a noun can stand for people: by its own kind, or as a plural or a people's name of no known kind."""
    if own is not None:
        return own in words().listed("of_people") or own in _MEMBERS
    return noun.tag_ in {"NNS", "NNPS"} or noun.ent_type_ == "NORP" or noun.lower_ == "own"


def _modified(noun: Token, known: Words) -> str | None:
    """ "12 displaced families", "20 wounded"."""
    return next((known.after[c.lower_] for c in noun.children if c.dep_ == "amod" and c.lower_ in known.after), None)


def _behind(what: Counted, known: Words) -> str | None:
    """The word right behind the number or its noun: "12 dead", "30 others wounded", "took 12 people hostage"."""
    last = what.noun if what.noun is not None and what.noun.i > what.number.i else what.number
    after = follower(last)
    for _ in range(3):
        if after is None or after.lower_ not in known.listed("passing") or after.i == last.i:
            break
        after = follower(after)
    if what.noun is not None and known.nouns.get(lemma(what.noun)) not in {*_MEMBERS, None}:
        return None
    if after is None or (after.tag_ == "VBD" and any(child.dep_ in {"dobj", "obj"} for child in after.children)):
        return None
    kind = known.after.get(after.lower_)
    if kind is None and after.is_upper and len(after) > 2 and last.is_upper:  # "13 SOLDIERS DIE"
        kind = known.subjects.get(known.forms.get(after.lower_, ""))
    if kind is None and what.noun is None and what.node.i == after.i:
        kind = known.subjects.get(after.lower_)  # "thousands flee", read as a noun
    return None if kind == "people" else kind


def _bare_people(what: Counted) -> str | None:
    """ "15,000 of us", "the 80,000 who stayed"."""
    if what.noun is not None:
        return None
    known = words()
    if what.of is not None and what.of.lower_ in known.listed("standing.us"):
        return "people"
    after = follower(what.number)
    if after is None:
        return None
    return "people" if after.lower_ in {"who", "whose"} or known.after.get(after.lower_) == "people" else None


def _under(what: Counted, own: str, known: Words) -> bool:
    """Whether a verb of those that the kind needs governs the number or stands in a clause on it."""
    lemmas = known.only_with[own]
    if lemma(what.noun) in known.but_owned.get(own, ()):
        return not any(lemma(head) in known.listed("owning") for _, head in roles_of(what))
    for part, head in roles_of(what):
        if part == "of" and lemma(head) in known.only_heads.get(own, ()):
            return True
        if part != "of" and lemma(head) in lemmas and (part == "object" or not _has_object(head)):
            return True
    return any(lemma(clause) in lemmas for clause in clauses(what.node))


def _has_object(verb: Token) -> bool:
    return any(child.dep_ == "dobj" for child in verb.children)
