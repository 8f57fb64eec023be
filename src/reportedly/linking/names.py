"""Under which key an entity of one report is known in all: by the knowledge lists, as a country's force, or by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportedly.coding.entities.lexicon import Entry, Hit, lexicon
from reportedly.coding.entities.words import split
from reportedly.knowledge import DATA, load_yaml

__all__ = ["Name", "body_key", "initials", "person_name"]

_NAMED = {"body", "group", "organ", "seat", "party", "outlet"}
_PLACES = {"country", "demonym", "capital", "town"}


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name: its words as they are compared, without particles and titles, the family name last."""

    words: tuple[str, ...]

    @property
    def family(self) -> str:
        """The last word."""
        return self.words[-1]

    def shortens(self, other: Name) -> bool:
        """Whether this name leaves words of the other out: "Burhan", "Abdel Burhan" for "Abdel Fattah al-Burhan"."""
        return self.family == other.family and set(self.words) < set(other.words)


@lru_cache(maxsize=50_000)
def person_name(name: str) -> Name | None:
    """The name by which a person is compared; that of the knowledge list where the list has the person."""
    words = split(name)
    for hit in lexicon().match(words):
        people = {entry.name for entry in hit.entries if entry.kind == "person"}
        if len(people) == 1 and hit.first == 0 and hit.last == len(words):
            words = split(people.pop())
    kept = tuple(word.key for word in words if word.key not in _knowledge()["particles"])
    return Name(kept) if kept else None


@lru_cache(maxsize=50_000)
def body_key(name: str, kind: str, country: str | None, sector: str | None) -> str | None:
    """The key of a country, organisation, group or outlet; None where the words name nobody in particular.

    Where the words hold a name of the knowledge lists and beside it only what such a body is ("the rebel RSF"), it is
    that body. Where they hold only words for a state's forces or rulers and its country, it is the state's.
    """
    if kind == "country":
        return f"country:{country}" if country else None
    words = [word for word in split(name) if word.key not in _knowledge()["noise"]]
    if not words:
        return None
    hits = lexicon().match(words)
    covered = sum(hit.last - hit.first for hit in hits) == len(words)
    known = _only(hits)
    if covered and known is not None and known.note != "forces":
        return f"body:{known.country or ''}:{_joined(known.name)}"
    if known is not None and covered:
        return f"state:{known.country}:{known.sectors[0] if known.sectors else 'MIL'}"
    described = " ".join(word.key for hit in hits if not _is_place(hit) for word in words[hit.first : hit.last])
    if covered and country and sector and described in _knowledge()["states"].get(sector, ()):
        return f"state:{country}:{sector}"
    if covered and not any(entry.kind in _NAMED for hit in hits for entry in hit.entries):
        return f"body:{country}:{described}" if country and " " in described and name != name.lower() else None
    if name == name.lower():
        return None
    return f"{'outlet' if kind == 'outlet' else 'body'}:{country or ''}:{_joined(name)}"


def initials(key: str) -> str | None:
    """The initials of the body with this key, by which it may be called ("rsf"); None for a single word."""
    words = key.rpartition(":")[2].split()
    return "".join(word[0] for word in words) if key.startswith("body:") and len(words) > 1 else None


def _only(hits: Sequence[Hit]) -> Entry | None:
    """The one body that the hits name, or None."""
    named = {
        (entry.name, entry.country): entry for hit in hits for entry in hit.entries if entry.kind in _NAMED
    }  # a body under several dates is one
    return next(iter(named.values())) if len(named) == 1 else None


def _is_place(hit: Hit) -> bool:
    return any(entry.kind in _PLACES for entry in hit.entries)


def _joined(name: str) -> str:
    return " ".join(word.key for word in split(name) if word.key not in _knowledge()["noise"])


@lru_cache(maxsize=1)
def _knowledge() -> dict[str, Any]:
    raw = load_yaml(DATA / "identity.yaml")
    return {
        "noise": frozenset(raw["noise"]),
        "particles": frozenset(raw["particles"]),
        "states": {sector: frozenset(words) for sector, words in raw["states"].items()},
    }
