"""The words that say something of the place name beside them, from `data/places/words.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from reportedly.errors import KnowledgeError
from reportedly.knowledge import DATA, load_yaml

__all__ = ["Words", "words"]


@dataclass(frozen=True, slots=True)
class Words:
    """See the file for what each list is for; `directions` leads from a word to the direction it names."""

    locatives: frozenset[str]
    of_places: frozenset[str]
    directions: dict[str, str]
    units: dict[str, frozenset[str]]
    particles: frozenset[str]
    articles: frozenset[str]
    trim_before: frozenset[str]
    trim_after: frozenset[str]
    titles: frozenset[str]
    never: frozenset[str]
    local: frozenset[str]
    strikes: frozenset[str]
    tails: frozenset[str]
    settled: frozenset[str]
    outlets: frozenset[str]
    adornments: frozenset[str]
    loose: frozenset[str]
    calendar: frozenset[str]
    between: frozenset[str]
    parties: frozenset[str]
    plurals: frozenset[str]
    lengths: dict[str, float]
    vague_distances: dict[str, float]
    papers: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> Words:
    """The lists, read once; raises KnowledgeError where one is missing."""
    path = DATA / "places" / "words.yaml"
    raw = load_yaml(path)
    units: dict[str, set[str]] = {}
    try:
        for kind, its in raw["units"].items():
            for word in its:
                units.setdefault(word, set()).add(kind)
        lists = {
            name: frozenset(raw[name])
            for name in (
                "locatives",
                "of_places",
                "particles",
                "articles",
                "trim_before",
                "trim_after",
                "titles",
                "never",
                "local",
                "strikes",
                "tails",
                "settled",
                "outlets",
                "adornments",
                "loose",
                "calendar",
                "between",
                "parties",
                "plurals",
            )
        }
        lengths = {word: float(far) for far, its in raw["lengths"].items() for word in its}
        vague = {word: float(many) for many, its in raw["counts"].items() for word in its}
        papers = tuple(sorted(raw["papers"], key=len, reverse=True))
        directions = {word: direction for direction, its in raw["directions"].items() for word in its}
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise KnowledgeError(f"{path.name}: {error!r} is missing or of another shape") from error
    return Words(
        directions=directions,
        units={w: frozenset(k) for w, k in units.items()},
        papers=papers,
        lengths=lengths,
        vague_distances=vague,
        **lists,
    )
