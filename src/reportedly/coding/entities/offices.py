"""Offices of which a country has one: "the Kenyan president" and the president of Kenya whom a report names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.coding.entities.lexicon import roles

if TYPE_CHECKING:
    from reportedly.coding.entities.cluster import Cluster

__all__ = ["hold_offices"]


@lru_cache(maxsize=1)
def _lists() -> tuple[tuple[str, ...], frozenset[str]]:
    table = roles()
    longest = sorted(table["sole_offices"], key=len, reverse=True)
    return tuple(longest), frozenset(table["not_quite"])


def hold_offices(clusters: list[Cluster]) -> None:
    """Give the mentions of an office without a name to the one person of the report who holds it.

    Only where the country is the same, the office is one that a country has once, and one person alone fits.
    """
    people = [c for c in clusters if c.kind == "person" and c.country is not None]
    for cluster in clusters:
        office = _office(cluster)
        if office is None:
            continue
        fits = [p for p in people if p.country == cluster.country and _holds(p, office)]
        if len(fits) == 1:
            fits[0].mentions += cluster.mentions
            cluster.mentions = []


def _office(cluster: Cluster) -> str | None:
    """The office, where the cluster is but "the Kenyan president", "Kenya's president" or "the president of Kenya"."""
    if cluster.kind != "unnamed" or cluster.plural or cluster.country is None:
        return None
    words = cluster.name.lower().replace("’", "'").split()
    offices, others = _lists()
    if others & set(words) or any("-" in word for word in words) or len(words) > 5:
        return None
    name = " ".join(words)
    for office in offices:
        if name.endswith(office) and len(words) - len(office.split()) <= 2:
            return office
        if name.startswith(f"{office} of ") and len(words) - len(office.split()) <= 3:
            return office
    return None


def _holds(person: Cluster, office: str) -> bool:
    titles, others = person.titles, _lists()[1]
    return set(office.split()) <= titles and not titles & others
