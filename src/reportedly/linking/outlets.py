"""Outlets by every name that they go by: those of the knowledge list, and those whose reports the casebook holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from reportedly.knowledge import DATA, load_csv, load_yaml

__all__ = ["Outlets", "fold", "outlets", "refers_back"]

_FEWEST_LETTERS = 3  # of initials


def fold(name: str) -> str:
    """A name as names are compared: case folded, without the article, its spaces single."""
    return " ".join(name.casefold().split()).removeprefix("the ")


@dataclass(frozen=True, slots=True)
class Outlets:
    """`names` leads from every folded name to the outlet's own."""

    names: Mapping[str, str] = field(default_factory=dict)

    def named(self, name: str | None) -> str | None:
        """The outlet that goes by this name, or None."""
        return self.names.get(fold(name)) if name else None


def outlets(published: Iterable[str]) -> Outlets:
    """The knowledge list and these, under their names, what is left of these without their endings, and initials.

    A short name that two outlets would share, or that means something else (a country, a body), is nobody's.
    """
    names = dict(_listed())
    own = {name: names.get(fold(name), name) for name in sorted(set(published))}
    short: defaultdict[str, set[str]] = defaultdict(set)
    for name, canonical in own.items():
        names.setdefault(fold(name), canonical)
        for alias in _short(name):
            short[alias].add(canonical)
    for alias, owners in short.items():
        if len(owners) == 1 and alias not in names and _free(alias):
            names[alias] = owners.pop()
    return Outlets(names)


def refers_back(speaker: str | None) -> bool:
    """Whether the words ("the station") stand for an outlet that was named before."""
    return speaker is not None and fold(speaker) in _media() and speaker.casefold().startswith("the ")


@lru_cache(maxsize=1)
def _media() -> frozenset[str]:
    return frozenset(load_yaml(DATA / "origins.yaml")["media"])


@lru_cache(maxsize=1)
def _listed() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in load_csv(DATA / "outlets.csv"):
        for name in (row["name"], row["domain"], *row["aliases"].split("|")):
            if name:
                names.setdefault(fold(name), row["name"])
    return names


def _short(name: str) -> set[str]:
    folded = fold(name)
    found = {folded.removesuffix(f" {ending}") for ending in _endings()} - {folded}
    initials = "".join(word[0] for word in folded.split())
    return found | ({initials} if len(initials) >= _FEWEST_LETTERS else set())


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(load_yaml(DATA / "origins.yaml")["endings"])


@lru_cache(maxsize=10_000)
def _free(alias: str) -> bool:
    """Whether the knowledge lists leave the name to the outlet."""
    from reportedly.coding.entities import resolve_actor

    for written in (alias.title(), alias.upper()):
        actor = resolve_actor(written)
        if actor.country is not None or set(actor.sectors) - {"UNK", "JRN"}:
            return False
    return True
