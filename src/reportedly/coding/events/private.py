"""Private crime: violence among private people that a report has from the police or a court.

A sentence alone hardly shows it ("the shooting took place at the corner of Elm and Third"), the report does: who is
named in it, who reports it, and that nothing in it speaks of arms of war, of politics, of a crowd or of many dead.
What police and courts do about it (an arrest, a charge) stays an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.names import Names, inner
from reportedly.coding.events.telling import Refused, Telling
from reportedly.coding.events.words import is_aged, lemma_of, slot_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from reportedly.reading import Entity

__all__ = ["private_crime"]

_CASE = 2  # different words of police and courts that make a report one of a case
_MANY = 4  # people who were attacked together are a public
_MODES = {None, "firearms", "primitive", "beat", "sexual", "abduct", "targeted", "torture"}
_WARRING = {"REB", "PRM", "UAF", "OPP", "PTY", "IGO", "REF"}  # PLOVER sectors of those who fight and rule
_CIVIL = {"UNK", "CVL", "BUS", "MNC", "CRM", "EDU", "AGR", "HLH", "LAB"}  # and of those who live beside them


def private_crime(
    tellings: Sequence[Telling], doc: Doc, names: Names, entities: Sequence[Entity]
) -> tuple[list[Telling], list[Refused]]:
    """The tellings of a report that are no private crime, or may be more; and those that are.

    One act of violence with a public party, or by arms of war, is reason enough to keep all that the report tells.
    """
    people, words = _People(doc, names, entities), _words_of_a_case(doc)
    violent = [telling for telling in tellings if telling.plover == "ASSAULT"]
    among_private = all(telling.mode in _MODES and people.private(telling) for telling in violent)
    if len(words) < _CASE or not among_private or _told_in_public(doc, entities):
        return list(tellings), []
    reason = f"private crime: nobody of public life in it, in a report of a case (“{'”, “'.join(words[:_CASE])}”)"
    held = [t for t in tellings if t.plover == "COERCE" and _unnamed(t.roles.actors) and people.private(t)]
    crimes = {id(telling) for telling in (*violent, *held)}
    kept = [telling for telling in tellings if id(telling) not in crimes]
    return kept, [Refused(t.site, reason) for t in tellings if id(t) in crimes]


def _words_of_a_case(doc: Doc) -> list[str]:
    """The different words of police, courts and crime that the report holds."""
    return list(dict.fromkeys(lemma_of(t) for t in doc if lemma_of(t) in slot_words()["case"]))


def _told_in_public(doc: Doc, entities: Sequence[Entity]) -> bool:
    """Whether a word, or somebody named, stands for war, terror, politics, hatred, a crowd or many dead."""
    named = (entity for entity in entities if entity.kind != "unnamed")
    if any(_WARRING & set(entity.sectors) for entity in named):
        return True
    return any(not slot_words()["public_matter"].isdisjoint((lemma_of(t), t.lower_)) for t in doc)


def _unnamed(actors: Sequence[Token]) -> bool:
    """ "*Shop assistants* held him until police came": a name or a pronoun may be an officer's."""
    return bool(actors) and all(t.pos_ == "NOUN" for t in actors)


class _People:
    """Who of a report is private: an unnamed man or woman, somebody of whom only the name is told."""

    def __init__(self, doc: Doc, names: Names, entities: Sequence[Entity]) -> None:
        self._names = names
        self._sectors = {m.span.end: set(entity.sectors) for entity in entities for m in entity.mentions}
        self._surnames = {entity.name.lower().split()[-1] for entity in entities if entity.kind == "person"}
        self._surnames |= {token.lower_ for token in doc if _told_with_age(token)}

    def private(self, telling: Telling) -> bool:
        """Whether nobody but private people, and few of them, has a part in it; that nobody is named will do."""
        actors, recipients = telling.roles.actors, telling.roles.recipients
        if len(recipients) >= _MANY or any(_number(t) >= _MANY for t in (*actors, *recipients)):
            return False
        return all(self._is_private(inner(t) or t) for t in (*actors, *recipients))

    def _is_private(self, token: Token) -> bool:
        if self._sectors.get(token.idx + len(token.text), set()) - _CIVIL:
            return False
        words = {lemma_of(token), *(lemma_of(c) for c in token.children)}
        foreign = any(c.ent_type_ == "NORP" for c in token.children)
        if foreign or not words.isdisjoint(slot_words()["in_office"]):
            return False
        if self._names.kind(token) == "person" or token.pos_ in {"PRON", "NUM"} or is_aged(token):
            return True
        if token.pos_ == "PROPN" and token.lower_ in self._surnames:  # Paris, whose first name was told before
            return True
        classes, word = load_classes(), lemma_of(token)
        return word in classes["private"] or word in classes["people"] or word in slot_words()["private_people"]


def _told_with_age(token: Token) -> bool:
    """ "John Brook *Paris*, 51, was found dead": no town, though it has the name of one."""
    if token.pos_ != "PROPN" or not 0 < token.i < len(token.doc) - 2 or token.nbor(-1).pos_ != "PROPN":
        return False
    return token.nbor(1).text == "," and token.nbor(2).text.isdigit()


def _number(token: Token) -> int:
    """How many people it is, as far as a number says: 1, 2 for a few, else `_MANY`."""
    numbers = [c for c in (token, *token.children) if c.pos_ == "NUM" and (c == token or c.dep_ == "nummod")]
    if not numbers:
        return 1
    return 2 if all(n.lower_ in slot_words()["few"] for n in numbers) else _MANY
