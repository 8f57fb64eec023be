"""Where and when: the place and the time that stand nearest to the words of an event."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from reportedly.codebook.load import load_classes
from reportedly.codebook.source import read_source
from reportedly.coding.events.clauses import clause_head, root_of
from reportedly.coding.events.telling import Telling
from reportedly.coding.events.words import slot_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from reportedly.reading import Place, Quantity, Time
    from reportedly.report import Spans

__all__ = ["Anchored", "Starts", "magnitudes_of", "place_of", "time_of"]

from reportedly.knowledge import DATA

Thing = TypeVar("Thing")

_DATES = {"DATE", "TIME"}
_CLAUSAL = {"relcl", "advcl", "ccomp", "acl", "parataxis"}
_CLAUSE, _SENTENCE = 1.0, 2.0  # what it costs to stand only in the event's clause, only in its sentence


@lru_cache(maxsize=1)
def _fitting() -> dict[str, frozenset[str]]:
    """Kind of quantity → the event types whose magnitude it can be."""
    return {kind: frozenset(part.texts()) for kind, part in read_source(DATA / "magnitudes.yaml").table().items()}


class Starts:
    """The token that begins at a character."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.index = {start: i for i, start in enumerate(doc.to_array("IDX").tolist())}

    def at(self, start: int) -> Token | None:
        """The token, or None where none begins."""
        i = self.index.get(start)
        return None if i is None else self.doc[i]


class Anchored(Generic[Thing]):
    """Things of one kind (places, times, quantities) by the token that heads their words, sentence by sentence."""

    def __init__(self, things: tuple[Thing, ...], spans_of: list[Spans], starts: Starts) -> None:
        self.by_sentence: dict[int, list[tuple[Token, Thing]]] = {}
        for thing, spans in zip(things, spans_of, strict=True):
            token = starts.at(spans[0].start) if spans else None
            if token is not None:
                while token.head != token and spans[0].start <= token.head.idx < spans[-1].end:
                    token = token.head
                self.by_sentence.setdefault(root_of(token).i, []).append((token, thing))

    def beside(self, token: Token) -> list[tuple[Token, Thing]]:
        """Those of the token's sentence."""
        return self.by_sentence.get(root_of(token).i, [])


def place_of(telling: Telling, places: Anchored[Place]) -> tuple[Place | None, str]:
    """The place of the event and why; a party's own country is none, unless it stands after "in", "from", …"""
    best: tuple[float, Place, str] | None = None
    for token, place in places.beside(telling.head):
        link, phrase = _link(token)
        score, why = _near(telling, token, phrase)
        if _elsewhere(telling, token, phrase, score):
            continue
        if any(phrase in actor.subtree for actor in telling.roles.actors):
            score += 0.5  # where the actor is from
        fits = _as_setting(telling, place, link, phrase) if link is not None else None
        if fits is None:
            fits = _as_party(telling, place, token, phrase)
        if fits is not None and (best is None or score + fits[0] < best[0]):
            best = (score + fits[0], place, f"{why}, {fits[1]}")
    return (best[1], best[2]) if best else (None, "")


def _elsewhere(telling: Telling, token: Token, phrase: Token, score: float) -> bool:
    """Whether a place or date belongs to another clause, or to another act ("after the killing in Bucha")."""
    if score >= _SENTENCE and telling.head not in clause_head(phrase).subtree:
        return True
    own = {t.i for t in telling.site.tokens}
    noun_between = False
    while token.i not in own and token.head != token:
        if token.dep_ == "prep" and token.lower_ in slot_words()["aside"] and noun_between:
            return True
        noun_between = noun_between or (token.pos_ == "NOUN" and token.dep_ == "pobj" and token.i != phrase.i)
        token = token.head
    return False


def _as_setting(telling: Telling, place: Place, link: Token, phrase: Token) -> tuple[float, str] | None:
    """After a preposition of place; the plainest ("in", "from") anywhere in the clause, others on the event's words."""
    word = link.lower_
    if phrase in telling.roles.actors and place.kind == "country" and word not in slot_words()["inside"]:
        return None
    if word in slot_words()["inside"] or (link.head in telling.site.tokens and word in slot_words()["locative"]):
        if phrase in telling.roles.recipients and place.kind == "country" and word not in slot_words()["inside"]:
            return None
        return 0.0, f"after “{link.text}”"
    return None


def _as_party(telling: Telling, place: Place, token: Token, phrase: Token) -> tuple[float, str] | None:
    """The place itself is what the act is done to ("invaded Kuwait"), or part of its name."""
    if phrase.i == token.i and phrase.head in telling.site.tokens and phrase.dep_ in {"dobj", "nsubjpass"}:
        return 0.0, "the object of the act"
    noun = phrase.head.head if phrase.dep_ == "pobj" and phrase.head.lower_ == "of" else None
    if noun is not None and noun.lemma_.lower() in load_classes()["stronghold"] and noun in telling.roles.recipients:
        return 0.3, "part of what the act is done to"  # "the town of Sirte"
    if phrase in telling.roles.recipients and place.kind != "country":
        return 0.5, "what the act is done to, or part of it"
    return None


def _link(token: Token) -> tuple[Token | None, Token]:
    """The preposition that the place's phrase hangs on, and the head of that phrase."""
    phrase = token
    while phrase.dep_ in {"compound", "nmod", "amod", "conj", "appos", "poss", "punct"} and phrase.head != phrase:
        if phrase.dep_ in {"amod", "poss"} and phrase.head.pos_ != "PROPN" and phrase.ent_type_ == "NORP":
            return None, phrase
        phrase = phrase.head
    if phrase.dep_ != "pobj":
        return None, phrase
    of = phrase.head
    noun = of.head
    if of.lower_ == "of" and noun.dep_ == "pobj" and noun.lemma_.lower() not in load_classes()["agent"]:
        return noun.head, phrase  # "in the port of Mombasa"
    return of, phrase


def _near(telling: Telling, token: Token, phrase: Token) -> tuple[float, str]:
    """How far a word is from the event: on it, in its clause, in its sentence."""
    distance = abs(token.i - telling.head.i) / 1000
    up, own = phrase, {t.i for t in telling.site.tokens}
    for _ in range(4):
        if up.i in own:
            return distance, "it hangs on the words of the event"
        if up.dep_ in _CLAUSAL and up.head.i not in own:
            break
        up = up.head
    if clause_head(phrase) == clause_head(telling.head):
        return _CLAUSE + distance, "it stands in the clause"
    return _SENTENCE + distance, "it stands in the sentence"


def time_of(telling: Telling, times: Anchored[Time]) -> tuple[Time | None, str]:
    """The day or period of the event and why: on its words, in its clause, then in its sentence."""
    best: tuple[float, Time, str] | None = None
    for token, time in times.beside(telling.head):
        if time.kind not in _DATES or time.start is None:
            continue
        phrase = token.head.head if token.dep_ == "pobj" else token.head
        score, why = _near(telling, token, phrase)
        if _elsewhere(telling, token, phrase, score):
            continue
        if best is None or score < best[0]:
            best = (score, time, why)
    return (best[1], best[2]) if best else (None, "")


def magnitudes_of(telling: Telling, quantities: Anchored[Quantity], heads: dict[int, int]) -> list[Quantity]:
    """The numbers in the event's clause that fit its type: deaths of an attack, money of aid.

    `heads` leads from every word that tells an event to that event's head: a number below another event's word is
    that one's.
    """
    clause = clause_head(telling.head)
    found = []
    for token, quantity in quantities.beside(telling.head):
        if telling.type not in _fitting().get(quantity.kind, {telling.type}):
            continue
        owner, own = _owner(token, heads), clause_head(token)
        beside = own == clause or token in telling.head.subtree or telling.head in own.subtree
        if owner == telling.head.i or (owner is None and beside):
            found.append(quantity)
    return found


def _owner(token: Token, heads: dict[int, int]) -> int | None:
    """The nearest word above that tells an event."""
    while token.i not in heads and token.head != token:
        token = token.head
    return heads.get(token.i)
