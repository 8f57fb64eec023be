"""Whether a clause looks back or ahead: what decides the direction of a bare weekday or month."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from reportedly.knowledge import DATA, load_yaml

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Direction", "direction"]

Direction = Literal["back", "ahead", "now", "open"]
_STEPS = 12  # no clause is deeper than this between a time and its verb


@dataclass(frozen=True)
class _Cues:
    modals: frozenset[str]
    words: frozenset[str]
    unsure: frozenset[str]
    back: frozenset[str]


@lru_cache(maxsize=1)
def _cues() -> _Cues:
    data = load_yaml(DATA / "times/tense.yaml")
    return _Cues(
        modals=frozenset(data["ahead_modals"]),
        words=frozenset(data["ahead_words"]),
        unsure=frozenset(data["open_prepositions"]),
        back=frozenset(data["back_prepositions"]),
    )


def direction(token: Token, *, past_prepositions: bool = False) -> Direction:
    """Whether the clause round this token speaks of what was, of what is to come or of what is, or leaves it open.

    After "until" and its like the verb's tense says nothing of a date, unless `past_prepositions` asks for it.
    """
    cues = _cues()
    at_verb = True
    for _ in range(_STEPS):
        lower = token.lower_
        if token.pos_ in {"VERB", "AUX"} and (found := _of_verb(token, cues)) is not None:
            return "open" if found == "now" and not at_verb else found
        if lower in cues.back:
            return "back"
        if lower in cues.unsure and token.dep_ == "prep" and not past_prepositions:
            return "open"
        if token.lemma_.lower() in cues.words and token.pos_ in {"ADJ", "NOUN"}:
            return "ahead"
        if token.head.i == token.i:
            return "open"
        token = token.head
        at_verb = at_verb and (token.pos_ not in {"NOUN", "PROPN", "NUM", "SYM"} or token.ent_type_ in {"DATE", "TIME"})
    return "open"


def _of_verb(verb: Token, cues: _Cues) -> Direction | None:
    """The direction that a verb gives, or None where the verb above it has to tell (participles, gerunds)."""
    helpers = [child for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    if any(child.lower_ in cues.modals for child in helpers):
        # "may have left on Friday", "would have met": what a perfect under a modal speaks of is over
        return "back" if any(child.lemma_ == "have" for child in helpers) else "ahead"
    if verb.lemma_.lower() in cues.words:
        return "ahead"
    if any(child.lower_ == "to" and child.dep_ == "aux" for child in helpers):
        return None if any(child.lemma_ == "have" for child in helpers) else "ahead"
    if verb.tag_ == "VBD" or any(child.tag_ == "VBD" or child.lemma_ == "have" for child in helpers):
        return "back"
    if verb.tag_ in {"VBZ", "VBP"} or any(child.tag_ in {"VBZ", "VBP"} for child in helpers):
        return "now" if verb.dep_ == "ROOT" or verb.dep_ in {"relcl", "ccomp", "advcl", "conj"} else None
    return "back" if verb.tag_ == "VBN" and not helpers else None
