"""What `data/linking.yaml` says: weights, thresholds, vetoes, near types, and words that are read through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportedly.errors import KnowledgeError
from reportedly.knowledge import DATA, load_yaml

__all__ = ["Knowledge", "Vetoes", "knowledge"]


@dataclass(frozen=True, slots=True)
class Vetoes:
    """What parts two events whatever else speaks for them; see the file."""

    days_apart: int
    km_apart: float
    town_km: float
    sure_of_place: float
    window: int


@dataclass(frozen=True, slots=True)
class Knowledge:
    """See the file for what each part is for. `weights` are those of a feature's values above and below 0.
    `near` leads from two types to how near they are, 0 to 1."""

    bias: float
    weights: Mapping[str, tuple[float, float]]
    without_vectors: Mapping[str, float]
    same: float
    unsure: float
    join: float
    vetoes: Vetoes
    caps: Mapping[str, float]
    capped: float
    radius: Mapping[str, float]
    near: Mapping[tuple[str, str], float]
    near_modes: Mapping[tuple[str, str], float]
    families: Mapping[str, str]
    between_parties: frozenset[str]
    statuses: Mapping[tuple[str, str], float]
    most: int
    state_sectors: frozenset[str]
    armed_sectors: frozenset[str]
    name_noise: frozenset[str]
    anyone: frozenset[str]
    function_words: frozenset[str]
    stems: Mapping[str, str]


@lru_cache(maxsize=1)
def knowledge() -> Knowledge:
    """The file, read once; raises KnowledgeError where a part is missing or of another shape."""
    path = DATA / "linking.yaml"
    raw = load_yaml(path)
    try:
        return _knowledge(raw)
    except (KeyError, AttributeError, TypeError, ValueError) as error:
        raise KnowledgeError(f"{path.name}: {error!r} is missing or of another shape; mend the file") from error


def _knowledge(raw: Mapping[str, Any]) -> Knowledge:
    return Knowledge(
        bias=float(raw["bias"]),
        weights={name: (float(up), float(down)) for name, (up, down) in raw["weights"].items()},
        without_vectors={name: float(raw["without_vectors"][name]) for name in ("base", "share")},
        same=float(raw["same"]),
        unsure=float(raw["unsure"]),
        join=float(raw["join"]),
        vetoes=Vetoes(**raw["vetoes"]),
        caps={name: float(value) for name, value in raw["caps"].items()},
        capped=float(raw["capped"]),
        radius={kind: float(km) for kind, km in raw["radius"].items()},
        near=_pairs(raw["near"]),
        near_modes=_pairs(raw["near_modes"]),
        families={type: family for family, types in raw["families"].items() for type in types},
        statuses=_pairs(raw["statuses"]),
        most=int(raw["most"]),
        **{
            name: frozenset(str(word) for word in raw[name])
            for name in ("between_parties", "state_sectors", "armed_sectors", "name_noise", "anyone", "function_words")
        },
        stems={str(form): str(word) for word, forms in raw["stems"].items() for form in (*forms, word)},
    )


def _pairs(rows: list[list[Any]]) -> dict[tuple[str, str], float]:
    """Rows of two names and a value, under both orders."""
    return {pair: float(value) for one, other, value in rows for pair in ((one, other), (other, one))}
