"""The cue lexicon: which words attribute, what they take, and the stance they give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportedly.errors import KnowledgeError
from reportedly.knowledge import DATA, load_yaml

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Lexicon", "Stance", "lexicon"]

Frames = Mapping[str, str]
"""Frame to stance: `{"that": "states", "obj": "reports"}`."""


@dataclass(frozen=True, slots=True)
class Stance:
    """A stance: whether its source puts the content forward, and what it becomes when negated."""

    vouches: bool
    negated: str


@dataclass(frozen=True)
class Lexicon:
    """All cue files, ready to be asked about a token."""

    stances: Mapping[str, Stance]
    verbs: Mapping[str, Frames]
    nouns: Mapping[str, Frames]
    adjectives: Mapping[str, Frames]
    phrases: Mapping[tuple[str, str], str]
    prepositions: Mapping[str, str]
    speechless: frozenset[str]
    documents: frozenset[str]
    connectives: frozenset[str]
    spokesmen: frozenset[str]
    passing_on: frozenset[str]
    addressing: frozenset[str]
    controlling: frozenset[str]
    media: frozenset[str]
    contested: Mapping[str, str]
    grounds: frozenset[str]
    light: frozenset[str]
    holding_back: frozenset[str]
    holding: frozenset[str]
    adverbial: frozenset[str]
    indefinite: frozenset[str]
    bare: frozenset[str]
    claimable: frozenset[str]
    threatened: frozenset[str]
    spreading: frozenset[str]
    observing: frozenset[str]
    carrying: frozenset[str]
    showing: frozenset[str]
    proposals: frozenset[str]
    labels: frozenset[str]
    hearsay: Mapping[str, str]
    impersonal: Mapping[str, str]
    outlets: frozenset[str]
    in_the_air: frozenset[str]
    cited: frozenset[str]
    contrasts: frozenset[str]
    printed: frozenset[str]
    seeing: frozenset[str]
    of_people: frozenset[str]
    headlined: frozenset[str]
    opening: frozenset[str] = field(default_factory=frozenset)

    def frames(self, token: Token) -> Frames | None:
        """What the token takes as a cue, or None where it is none; a particle makes another verb of it."""
        pos = token.pos_
        if self.as_noun(token):
            return self.nouns.get(token.lemma_.lower())
        if pos == "VERB":
            lemma = token.lemma_.lower()
            if token.tag_ == "VBN" and lemma not in self.verbs:
                return self.adjectives.get(token.lower_)
            if lemma in self.opening:
                for child in token.children:
                    if child.dep_ in {"prt", "advmod"} and child.i > token.i:
                        with_particle = self.verbs.get(f"{lemma} {child.lower_}")
                        if with_particle is not None:
                            return with_particle
            if any(child.dep_ == "prt" for child in token.children):
                return None
            return self.verbs.get(lemma)
        if pos == "NOUN":
            return self.nouns.get(token.lemma_.lower())
        if pos == "ADJ":
            return self.adjectives.get(token.lower_)
        return None

    def as_noun(self, token: Token) -> bool:
        """Whether a word that the parser takes for a verb stands as a noun: "dismissed rumours that …"."""
        return token.tag_ == "VBZ" and token.dep_ in {"dobj", "pobj"} and token.lemma_.lower() in self.nouns

    def is_speech(self, noun: Token) -> bool:
        """Whether the noun stands for words that somebody said: "a statement", "the denial"."""
        lemma = noun.lemma_.lower()
        return lemma in self.media or lemma in self.nouns

    def negate(self, stance: str) -> str:
        """The stance of a negated cue."""
        return self.stances[stance].negated

    def vouches(self, stance: str) -> bool:
        """Whether a source with this stance puts the content forward."""
        known = self.stances.get(stance)
        return known is None or known.vouches


def _frames(groups: Iterable[Mapping[str, Any]], stances: Mapping[str, Stance], name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for group in groups:
        if group["stance"] not in stances:
            raise KnowledgeError(f"{name}: unknown stance {group['stance']!r}")
        for word in group["words"]:
            held = found.setdefault(str(word), {})
            for frame in group["take"]:
                held.setdefault(str(frame), str(group["stance"]))
    return found


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of `data/cues`; raises KnowledgeError where a file names a stance that is not defined."""
    folder = DATA / "cues"
    stances = {
        name: Stance(bool(entry["vouches"]), str(entry["negated"]))
        for name, entry in load_yaml(folder / "stances.yaml").items()
    }
    others = load_yaml(folder / "nouns.yaml")
    verbs = _frames(load_yaml(folder / "verbs.yaml"), stances, "verbs.yaml")
    return Lexicon(
        stances=stances,
        verbs=verbs,
        nouns=_frames(others["nouns"], stances, "nouns.yaml"),
        adjectives=_frames(others["adjectives"], stances, "nouns.yaml"),
        phrases={
            (before, word): group["stance"]
            for group in others["phrases"]
            for before in group["before"]
            for word in group["words"]
        },
        prepositions={word: group["stance"] for group in others["prepositions"] for word in group["words"]},
        speechless=frozenset(others["speechless"]),
        documents=frozenset(others["documents"]),
        connectives=frozenset(others["connectives"]),
        spokesmen=frozenset(others["spokesmen"]),
        passing_on=frozenset(others["passing_on"]),
        addressing=frozenset(others["addressing"]),
        controlling=frozenset(others["controlling"]),
        media=frozenset(others["media"]),
        grounds=frozenset(others["grounds"]),
        light=frozenset(others["light"]),
        carrying=frozenset(others["carrying"]),
        showing=frozenset(others["showing"]),
        labels=frozenset(others["labels"]),
        proposals=frozenset(others["proposals"]),
        hearsay=dict(others["hearsay"]),
        impersonal=dict(others["impersonal"]),
        outlets=frozenset(others["outlets"]),
        holding_back=frozenset(others["holding_back"]),
        holding=frozenset(others["holding"]),
        adverbial=frozenset(f"{before} {word}" for before, words in others["adverbial"].items() for word in words),
        indefinite=frozenset(others["indefinite"]),
        observing=frozenset(others["observing"]),
        spreading=frozenset(others["spreading"]),
        bare=frozenset(others["bare"]),
        claimable=frozenset(others["claimable"]),
        threatened=frozenset(others["threatened"]),
        in_the_air=frozenset(others["in_the_air"]),
        cited=frozenset(others["cited"]),
        contrasts=frozenset(others["contrasts"]),
        printed=frozenset(others["printed"]),
        seeing=frozenset(others["seeing"]),
        of_people=frozenset(others["of_people"]),
        headlined=frozenset(others["headlined"]),
        contested={word: stance for stance, words in others["contested"].items() for word in words},
        opening=frozenset(word.split()[0] for word in verbs if " " in word),
    )
