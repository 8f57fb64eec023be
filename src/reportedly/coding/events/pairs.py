"""The type of the event between a given pair: the typing alone, open for measurement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.coding.events.backoff import likeness
from reportedly.coding.events.choose import content_of, weight
from reportedly.coding.events.conventions import convention_for
from reportedly.coding.events.names import Names
from reportedly.coding.events.site import Site
from reportedly.coding.events.status import standing
from reportedly.coding.events.telling import Telling, tellings
from reportedly.knowledge import BUILT_IN, Knowledge
from reportedly.parsing import load_parser

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Coding", "code_pair", "code_pair_in"]

Phrase = tuple[int, int] | None
"""Start and end in code points; None where the sentence does not name that side."""

# Set by hand on the development pairs; only their order of size matters.
_ROLE, _ON_PATH, _BETWEEN, _LIKE = 0.35, 0.25, 0.1, 0.5
_INSIDE, _CONTENT, _UNMET, _FAR, _DEEP = 0.35, 0.7, 0.7, 0.01, 0.06
_SURE_OF_WORDS, _SURE_OF_LIKENESS = 0.75, 0.25


@dataclass(frozen=True, slots=True)
class Coding:
    """A type (None where nothing can be said) and how sure it is, from 0 to 1."""

    type: str | None
    confidence: float


def code_pair(sentence: str, actor: Phrase, recipient: Phrase, *, knowledge: Knowledge = BUILT_IN) -> Coding:
    """The event type between the two phrases of a sentence, given as (start, end) in code points."""
    return code_pair_in(load_parser()(sentence), actor, recipient, knowledge)


def code_pair_in(doc: Doc, actor: Phrase, recipient: Phrase, knowledge: Knowledge = BUILT_IN) -> Coding:
    """As code_pair, over a parse that is there already."""
    if not len(doc):
        return Coding(None, 0.0)
    pair = _Pair(doc, actor, recipient)
    told, refused = tellings(doc, Names(doc, knowledge=knowledge))
    scored = [(pair.score(telling, told), telling.type) for telling in told]
    scored += [(pair.place(item.site) - _UNMET + item.site.frame.sure, _type(item.site)) for item in refused]
    like = likeness((token.lemma_ for token in doc if not pair.inside(token)), knowledge)
    best = max(scored, key=lambda x: x[0] + _LIKE * like.get(x[1], 0.0), default=None)
    if best is not None and best[0] > 0:
        return Coding(best[1], round(min(0.99, max(0.3, _SURE_OF_WORDS * best[0])), 2))
    guess = max(like, key=lambda name: like[name], default=None)
    return Coding(guess, _SURE_OF_LIKENESS)


def _type(site: Site) -> str:
    rule = convention_for(site.entry.type, site.frame.mode, standing(site))
    return rule.type if rule is not None else site.entry.type


class _Pair:
    """Where the two phrases stand, and how near to them a trigger is."""

    def __init__(self, doc: Doc, actor: Phrase, recipient: Phrase) -> None:
        self.actor = _tokens(doc, actor)
        self.recipient = _tokens(doc, recipient)
        self.path = _path(doc, self.actor, self.recipient)

    def inside(self, token: Token) -> bool:
        """Whether the token is part of either phrase."""
        return token.i in self.actor or token.i in self.recipient

    def score(self, telling: Telling, told: list[Telling]) -> float:
        """How well a telling fits the pair: its words, its roles, its place in the sentence."""
        value = weight(telling) + self.place(telling.site)
        for heads, mine, other in (
            (telling.roles.actors, self.actor, self.recipient),
            (telling.roles.recipients, self.recipient, self.actor),
        ):
            value += _ROLE * any(t.i in mine for t in heads)
            value -= _ROLE * (any(t.i in other for t in heads) and not any(t.i in mine for t in heads)) / 2
        return value - _CONTENT * (content_of(telling, told) is not None)

    def place(self, site: Site) -> float:
        """Nearness of a trigger: on the path between the phrases, between them, outside of them, high in the tree."""
        head = site.head
        value = _ON_PATH * (head.i in self.path)
        both = self.actor | self.recipient
        low, high = (min(both), max(both)) if both else (0, len(head.doc))
        value += _BETWEEN * (low <= head.i <= high)
        value -= _INSIDE * self.inside(head)
        value -= _FAR * max(0, low - head.i, head.i - high)
        return value - _DEEP * min(5, sum(1 for t in head.ancestors if t.pos_ in {"VERB", "AUX"}))


def _tokens(doc: Doc, span: Phrase) -> set[int]:
    if span is None:
        return set()
    start, end = max(0, span[0]), min(len(doc.text), span[1])
    words = doc.char_span(start, end, alignment_mode="expand") if start < end else None
    return set(range(words.start, words.end)) if words is not None else set()


def _path(doc: Doc, one: set[int], two: set[int]) -> set[int]:
    """The tokens between the heads of two phrases, along the dependencies."""
    up = [_way_up(doc, phrase) for phrase in (one, two) if phrase]
    if len(up) < 2:
        return {i for way in up for i in way}
    common = next((i for i in up[0] if i in up[1]), None)
    if common is None:
        return {i for way in up for i in way}
    return {i for way in up for i in way[: way.index(common) + 1]}


def _way_up(doc: Doc, phrase: set[int]) -> list[int]:
    token = doc[min(phrase) : max(phrase) + 1].root
    return [token.i, *(t.i for t in token.ancestors)]
