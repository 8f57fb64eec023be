"""The wording of briefs, as `data/brief` holds it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportedly.errors import KnowledgeError
from reportedly.knowledge.data import DATA, load_csv, load_yaml

__all__ = ["Label", "demonyms", "label_of", "lexicon", "phrases", "told_lexicon", "words"]

_FOLDER = DATA / "brief"
_SLOT = re.compile(r"\{[a-z_]*\}")


@dataclass(frozen=True, slots=True)
class Label:
    """What an event is called: its noun, and how the noun is used."""

    noun: str
    type: str | None = None
    mode: str | None = None
    words: tuple[str, ...] = ()
    place: str | None = None
    mass: bool = False
    plural: bool = False

    @property
    def definite(self) -> str:
        """Such as "the air strike"."""
        return f"the {self.noun}"

    @property
    def indefinite(self) -> str:
        """Such as "an air strike", "shelling", "arrests", "the capture"."""
        if self.place == "of":
            return self.definite
        if self.mass or self.plural:
            return self.noun
        return f"{'an' if self.noun[0] in 'aeiou' and not self.noun.startswith('use') else 'a'} {self.noun}"


@lru_cache(maxsize=1)
def phrases() -> dict[str, Any]:
    """`phrases.yaml`."""
    found = load_yaml(_FOLDER / "phrases.yaml")
    if not isinstance(found, dict):
        raise KnowledgeError("data/brief/phrases.yaml: must be a mapping of phrases")
    return found


@lru_cache(maxsize=1)
def _labels() -> tuple[Label, ...]:
    rows = load_yaml(_FOLDER / "labels.yaml")
    try:
        return tuple(Label(**{**row, "words": tuple(row.get("words", ()))}) for row in rows)
    except TypeError as error:
        raise KnowledgeError(f"data/brief/labels.yaml: {error}") from error


def label_of(type: str, modes: list[str], trigger: str) -> Label:
    """The first label that fits an event's type, modes (any of them) and the words that tell it."""
    told = [word.lower() for word in re.findall(r"\w+", trigger)]
    for label in _labels():
        if label.type not in (None, type) or (label.mode is not None and label.mode not in modes):
            continue
        if not label.words or any(word.startswith(label.words) for word in told):
            return label
    return Label("event")


@lru_cache(maxsize=16)
def words(name: str) -> frozenset[str]:
    """One of the lists of `words.yaml`, in lower case."""
    return frozenset(str(word).lower() for word in load_yaml(_FOLDER / "words.yaml")[name])


@lru_cache(maxsize=1)
def lexicon() -> frozenset[str]:
    """All words that a brief may say without a report's having said them: the fixed words of phrases and labels."""
    texts: list[str] = []
    _texts(phrases(), texts)
    texts += [label.noun for label in _labels()] + [label.place or "" for label in _labels()]
    small = "a an the and or in at near on of outside around off to who which as is are was were"
    joined = " ".join([*texts, small])
    return frozenset(re.findall(r"[a-z]+", _SLOT.sub(" ", joined).lower()))


@lru_cache(maxsize=1)
def told_lexicon() -> frozenset[str]:
    """The words that a brief may add where it relays a report: those of `tell` and its parts."""
    texts: list[str] = []
    for name in ("tell", "dated", "context", "carried", "verb", "unknown_outlet", "citing", "said"):
        _texts(phrases()[name], texts)
    return frozenset(re.findall(r"[a-z]+", _SLOT.sub(" ", " ".join([*texts, "the a an"])).lower()))


def _texts(value: Any, into: list[str]) -> None:
    if isinstance(value, dict):
        for inner in value.values():
            _texts(inner, into)
    elif isinstance(value, list):
        for inner in value:
            _texts(inner, into)
    else:
        into.append(str(value))


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Names, other names and demonyms of countries, in lower case, to their ISO 3166-1 alpha-3 codes."""
    found: dict[str, str] = {}
    for row in load_csv(DATA / "actors" / "countries.csv"):
        for name in (row["name"], *row["aliases"].split("|"), *row["demonyms"].split("|")):
            if name:
                found.setdefault(name.lower(), row["code"])
    return found


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """ISO 3166-1 alpha-3 codes to the names of countries."""
    return {row["code"]: row["name"] for row in load_csv(DATA / "actors" / "countries.csv")}
