"""How a place, a date or a number hangs together with the words of an event: through which words of the sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.codebook.source import read_source
from reportedly.coding.events.telling import Telling
from reportedly.knowledge import DATA
from reportedly.reading import REAL

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Path", "bearers", "path_to", "setting_words"]

_VERBS = {"VERB", "AUX"}
_NOUNS = {"NOUN", "PROPN", "NUM", "PRON"}
_CLAUSES = {"relcl", "advcl", "ccomp", "acl", "parataxis", "csubj", "csubjpass", "pcomp", "xcomp"}
_SHARED = 1.0  # what it costs to hang on a verb that the event's is coordinated with
_COSTS = {"xcomp": 0.3, "advcl": 0.5}
_DEEP = 3  # nouns between a word and the event's words beyond which it is not the event's


@lru_cache(maxsize=1)
def setting_words() -> dict[str, frozenset[str]]:
    """The lists of settings.yaml by name. Raises KnowledgeError."""
    return {name: frozenset(part.texts()) for name, part in read_source(DATA / "settings.yaml").table().items()}


@dataclass(frozen=True, slots=True)
class Path:
    """From a word up to the event: the words between (the lowest first, without those of the event) and its cost.

    `on` is the word of the event, or of a verb that shares its setting, on which they hang.
    """

    between: tuple[Token, ...]
    on: Token
    cost: float

    @property
    def shared(self) -> bool:
        """Whether it hangs on a verb that the event's is only coordinated with."""
        return self.cost >= _SHARED and self.on.pos_ in _VERBS

    @property
    def nouns(self) -> tuple[Token, ...]:
        """The nouns between, the phrase itself (the lowest) and all but the first of a list left out."""
        return tuple(t for t in self.between[1:] if t.pos_ in _NOUNS and t.dep_ != "conj")


def bearers(telling: Telling) -> dict[int, float]:
    """The words whose places and dates are the event's, and what each costs.

    Its own words and what carries them are free; a verb that it is coordinated with under one subject, or hangs on as
    a participle ("…, killing five"), or as "began to …", shares what stands before it.
    """
    own = {t.i: 0.0 for t in (*telling.site.tokens, *telling.standing.carriers)}
    top, cost = telling.head, 0.0
    for _ in range(6):
        while top.head.i in own and top.head != top:
            top = top.head
        if top.head == top or not _shares(telling, top):
            break
        top, cost = top.head, cost + _COSTS.get(top.dep_, _SHARED)
        own[top.i] = cost
    governor = telling.standing.governor
    ordered = telling.site.nominal and telling.standing.status in {"future", "ongoing"}
    if governor is not None and ordered and top.dep_ == "dobj" and top.head == governor and governor.pos_ in _VERBS:
        own[governor.i] = cost + _COSTS["advcl"]  # "ordered the withdrawal of his forces from the island on Friday"
    return own


def _shares(telling: Telling, top: Token) -> bool:
    """Whether the word above has its place and date in common with this one."""
    head = top.head
    if top.dep_ == "conj" and top.pos_ == head.pos_ == "NOUN":
        return True
    if top.pos_ not in _VERBS or head.pos_ not in _VERBS:
        return False
    if any(c.dep_ in {"nsubj", "nsubjpass", "mark", "expl"} for c in top.children):
        return False
    if top.dep_ == "xcomp":
        return telling.standing.status in REAL and telling.standing.governor is None
    return top.dep_ == "conj" or (top.dep_ == "advcl" and top.tag_ == "VBG")


def path_to(token: Token, telling: Telling, own: Mapping[int, float], heads: Mapping[int, int]) -> Path | None:
    """The way from a word up to the event; None where another clause or another happening lies between.

    `own` are the event's bearers; `heads` leads from every word that tells an event to that event's head.
    """
    between: list[Token] = []
    while token.i not in own:
        if token.head == token or token.dep_ in _CLAUSES:
            return None
        if token.dep_ == "conj" and token.pos_ in _VERBS:
            return None
        between.append(token)
        token = token.head
    path = Path(tuple(between), token, own[token.i])
    if not between:
        return path
    if path.shared and between[-1].i > telling.head.i:
        return None  # it stands behind both verbs, on the one that is not the event's
    if len(path.nouns) >= _DEEP or _other_happening(path, telling, heads) or _beyond(path):
        return None
    return path


def _other_happening(path: Path, telling: Telling, heads: Mapping[int, int]) -> bool:
    """Whether a noun between tells another happening, in which the act does not lie."""
    words = setting_words()
    for noun in path.nouns:
        event = heads.get(noun.i, telling.head.i) != telling.head.i
        if not event and noun.lemma_.lower() not in words["happening"]:
            continue
        inside = noun.dep_ == "pobj" and noun.head.lower_ in words["within"] and noun.head.head.i == path.on.i
        direct = noun.dep_ == "dobj" and noun.head.i == path.on.i
        if telling.plover in words["among_parties"]:  # "agreed to a ceasefire in the valley"
            direct = direct or (noun.dep_ == "pobj" and noun.head.lower_ == "to" and noun.head.head.i == path.on.i)
            direct = direct and noun.lemma_.lower() in words["made"]
        if not inside and (event or not direct):
            return True
    return False


def _beyond(path: Path) -> bool:
    """Whether a word between points past the act: "ahead of the vote", "after a summit in Abuja"."""
    words = setting_words()
    for i, token in enumerate(path.between):
        if token.pos_ in {"ADP", "SCONJ", "ADV", "ADJ"} and token.lower_ in words["beyond"]:
            return True
        aside = token.dep_ == "prep" and token.lower_ in words["aside"]
        if aside and any(t.pos_ in _NOUNS for t in path.between[1:i]):
            return True
    return False
