"""Where and when: the place and the time that stand nearest to the words of an event."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from reportedly.codebook.load import load_classes
from reportedly.codebook.source import read_source
from reportedly.coding.events.clauses import root_of
from reportedly.coding.events.reach import Path, bearers, path_to, setting_words
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
_OUTCOME = 0.6  # what it costs a date to hang on what came of the act
_LABELS = {"compound", "amod", "poss", "nummod", "nmod"}


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


def place_of(telling: Telling, places: Anchored[Place], heads: Mapping[int, int]) -> tuple[Place | None, str]:
    """The place of the event and why; `heads` leads from every word that tells an event to that event's head.

    Only where the act takes place: after a preposition of place that hangs on the event's own words, or as what an
    act on the ground is done to. A party's name is none, nor is a place of another clause or another happening.
    """
    best: tuple[float, Place, str] | None = None
    own = bearers(telling)
    for token, place in places.beside(telling.head):
        phrase = _phrase(token)
        path = path_to(phrase, telling, own, heads)
        if path is None or (path.shared and phrase.i > path.on.i):
            continue
        fits = _as_setting(telling, place, phrase, path) or _as_party(telling, place, token, phrase)
        if fits is None or _owned(token, phrase):
            continue
        cost = path.cost + fits[0] + len(path.nouns) / 10 + abs(token.i - telling.head.i) / 1000
        cost += 0.3 if token != phrase and token.dep_ == "poss" else 0.0
        if best is None or cost < best[0]:
            best = (cost, place, fits[1])
    return (best[1], best[2]) if best else (None, "")


def _phrase(token: Token) -> Token:
    """The head of the phrase that a place stands in: "airport" of "at the Kabul airport"."""
    phrase = token
    while phrase.dep_ in {"compound", "nmod", "amod", "conj", "appos", "poss", "punct"} and phrase.head != phrase:
        phrase = phrase.head
    return phrase


def _owned(token: Token, phrase: Token) -> bool:
    """Whether the place only names whose the thing is: "on Israel's border", "in a Russian court"."""
    while token != phrase:
        if token.dep_ in {"poss", "amod"} and token.ent_type_ == "NORP":
            return True
        if token.dep_ == "poss" and token.head.lemma_.lower() in setting_words()["edges"]:
            return True
        token = token.head
    return False


def _as_setting(telling: Telling, place: Place, phrase: Token, path: Path) -> tuple[float, str] | None:
    """After a preposition of place; the plainest ("in", "near") below the act's nouns too, others on its words only."""
    link = _link(phrase)
    if link is None:
        return None
    words, word = setting_words(), link.lower_
    direct = link.head.i == path.on.i
    if word not in slot_words()["inside"] and not (direct and word in slot_words()["locative"]):
        return None
    if word in words["at_it"] and telling.plover in words["from_afar"]:
        return None
    if not direct and word in words["leading"] and not (word == "from" and telling.plover in words["leaving"]):
        return None
    if path.nouns and telling.plover in words["spoken"]:
        return None
    party = phrase in telling.roles.actors or phrase in telling.roles.recipients
    if party and place.kind == "country" and word not in slot_words()["inside"]:
        return None
    actor = any(phrase in actor.subtree for actor in telling.roles.actors)  # where the actor is from
    return (0.5 if actor else 0.0), f"it hangs on the words of the event, after “{link.text}”"


def _as_party(telling: Telling, place: Place, token: Token, phrase: Token) -> tuple[float, str] | None:
    """The place itself is what an act on the ground is done to ("invaded Kuwait"), or part of its name."""
    words = setting_words()
    if telling.plover not in words["on_the_ground"] or telling.mode in words["to_people"]:
        return None
    if phrase.i == token.i and phrase.head in telling.site.tokens and phrase.dep_ in {"dobj", "nsubjpass"}:
        return 0.0, "the object of the act"
    noun = phrase.head.head if phrase.dep_ == "pobj" and phrase.head.lower_ == "of" else None
    if noun is not None and (noun.i == telling.head.i or _town(noun, telling)):
        return 0.3, "part of what the act is done to"  # "the town of Sirte"
    # "Kabul airport", not "a Kabul man"
    site = token == phrase or phrase.lemma_.lower() in load_classes()["stronghold"]
    if site and phrase in telling.roles.recipients and place.kind not in {"country", "continent"}:
        return 0.5, "what the act is done to, or part of it"
    return None


def _town(noun: Token, telling: Telling) -> bool:
    return noun in telling.roles.recipients and noun.lemma_.lower() in load_classes()["stronghold"]


def _link(phrase: Token) -> Token | None:
    """The preposition that the place's phrase hangs on: "in" of "in the port of Mombasa"."""
    if phrase.dep_ != "pobj":
        return None
    of = phrase.head
    noun = of.head
    if of.lower_ == "of" and noun.dep_ == "pobj" and noun.lemma_.lower() not in load_classes()["agent"]:
        return noun.head  # "in the port of Mombasa"
    return of


def time_of(telling: Telling, times: Anchored[Time], heads: Mapping[int, int]) -> tuple[Time | None, str]:
    """The day or period of the event and why: a date that hangs on its own words, in its own clause.

    What came of the act ("an attack that killed 12 on Wednesday") came on its day, too.
    """
    best: tuple[float, Time, str] | None = None
    own = {t.i: _OUTCOME for outcome in telling.outcomes for t in outcome.tokens} | bearers(telling)
    for token, time in times.beside(telling.head):
        if time.start is None or not (time.kind in _DATES or time.end is not None):  # "over the past 24 hours"
            continue
        if _of_saying(token, telling.head):
            continue
        path = path_to(token, telling, own, heads)
        if path is None or not _dates(telling, token, path, heads):
            continue
        cost = path.cost + len(path.nouns) / 10 + abs(token.i - telling.head.i) / 1000
        if best is None or cost < best[0]:
            best = (cost, time, f"it hangs on “{path.on.text}”")
    return (best[1], best[2]) if best else (None, "")


def _of_saying(date: Token, head: Token) -> bool:
    """Whether a date stands right behind the verb that says it all, before what is said has begun.

    "The army said on Friday it had recaptured the village": parsers hang the day on the wrong verb.
    """
    clause = head
    while clause.head != clause:
        verb, subject = clause.head, _subject(clause)
        if clause.dep_ == "ccomp" and verb.i < date.i < clause.i and subject is not None and date.i < subject.i:
            between = date.doc[verb.i + 1 : date.i]
            return date.dep_ != "poss" and all(t.pos_ in {"ADP", "ADV", "ADJ", "DET"} for t in between)
        clause = verb
    return False


def _subject(clause: Token) -> Token | None:
    """The first word of a clause's subject."""
    subject = next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"}), None)
    return None if subject is None else next(iter(subject.subtree))


def _dates(telling: Telling, token: Token, path: Path, heads: Mapping[int, int]) -> bool:
    """Whether a date says when: not as a noun's own label ("the 2014 law"), nor as where a stretch of time begins."""
    words = setting_words()
    if token.dep_ == "pobj" and token.head.lower_ in words["limits"]:
        return False
    if token.dep_ in _LABELS and token.head.i != path.on.i:
        inside = token.head.dep_ == "pobj" and token.head.head.lower_ in words["within"]
        event = heads.get(token.head.i, telling.head.i) != telling.head.i  # "arrested in the 1967 killings"
        return inside and not event and token.head.head.head.i == path.on.i  # "killed in Tuesday's raid"
    spoken = telling.plover in words["spoken"] and len(path.nouns) > 0
    return not spoken or all(noun.pos_ == "PROPN" for noun in path.nouns)


def magnitudes_of(telling: Telling, quantities: Anchored[Quantity], heads: Mapping[int, int]) -> list[Quantity]:
    """The numbers of the event that fit its type: deaths of an attack, money of aid.

    `heads` leads from every word that tells an event to that event's head: a number below another event's word is
    that one's, as one of another clause is not this one's; a part ("including ten civilians") is no number of its own.
    """
    own = bearers(telling)
    found = []
    for token, quantity in quantities.beside(telling.head):
        if not _measures(quantity, telling) or _part(token):
            continue
        owner = _owner(token, heads)
        outcome = heads.get(token.i) == telling.head.i or _with_participle(token, telling)
        if outcome or (owner == telling.head.i and _in_reach(token, own, heads)):
            found.append(quantity)
    return [quantity for quantity in found if not any(_is_whole_of(quantity, other) for other in found)]


def _is_whole_of(whole: Quantity, part: Quantity) -> bool:
    """ "Looted 12 of the convoy's *20 trucks*": the number that another of its kind is a part of."""
    inside = all(any(held.contains(span) for held in part.spans) for span in whole.spans)
    return whole.kind == part.kind and whole.spans != part.spans and inside


def _with_participle(noun: Token, telling: Telling) -> bool:
    """ "Twenty civilians *killed* in a raid": the participle on the noun counted tells the event."""
    sites = (telling.site, *telling.outcomes)
    return any(t.dep_ == "acl" and t.tag_ in {"VBN", "VBD"} and t.head == noun for s in sites for t in s.tokens)


def _measures(quantity: Quantity, telling: Telling) -> bool:
    """Whether a kind of quantity can measure the type; of a type that belongs to none of PLOVER's, any kind can."""
    types = _fitting().get(quantity.kind)
    return types is None or telling.plover is None or telling.plover in types


def _in_reach(token: Token, own: Mapping[int, float], heads: Mapping[int, int]) -> bool:
    """Whether no other clause lies between a number and the event's words; what came of the act is its own."""
    while token.i not in own and token.i not in heads and token.head != token:
        if token.dep_ in {"relcl", "ccomp", "acl", "parataxis", "csubj"}:
            return False
        below = {c.dep_ for c in token.children} if token.dep_ == "conj" else set()
        whole = {"aux", "auxpass"} & below or token.tag_ != "VBN"  # "200 killed and 400 wounded" is one clause
        if whole and {"nsubj", "nsubjpass"} & below:
            return False
        token = token.head
    return True


def _part(token: Token) -> bool:
    """Whether a number is a part of another that was just given: "including ten civilians", "among them a child"."""
    head = token.head
    return token.dep_ == "pobj" and head.lower_ in setting_words()["parts"]


def _owner(token: Token, heads: Mapping[int, int]) -> int | None:
    """The nearest word above that tells an event."""
    while token.i not in heads and token.head != token:
        token = token.head
    return heads.get(token.i)
