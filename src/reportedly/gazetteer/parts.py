"""Where the north, the east, … of a country lies: the middle of the towns that lie that way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["DIRECTIONS", "parts"]

DIRECTIONS: dict[str, tuple[int, int]] = {
    "north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1), "northeast": (1, 1), "northwest": (1, -1),
    "southeast": (-1, 1), "southwest": (-1, -1),
}  # fmt: skip
"""Directions as steps of latitude and longitude."""

_SHARE = 0.3  # of a country's towns, the third or so that lies furthest that way


def parts(towns: Iterable[tuple[str, float, float]]) -> Iterator[tuple[str, str, float, float]]:
    """(country, direction, latitude, longitude) from the (country, latitude, longitude) of towns."""
    by_country: dict[str, list[tuple[float, float]]] = {}
    for country, latitude, longitude in towns:
        by_country.setdefault(country, []).append((latitude, longitude))
    for country, points in sorted(by_country.items()):
        if len(points) >= len(DIRECTIONS):
            for direction, step in DIRECTIONS.items():
                yield country, direction, *_middle(points, step)


def _middle(points: list[tuple[float, float]], step: tuple[int, int]) -> tuple[float, float]:
    """The middle of those furthest that way; latitude and longitude count by their ranks, so sizes do not matter."""
    rank: dict[int, float] = {}
    for axis in (0, 1):
        order = sorted(range(len(points)), key=lambda i: points[i][axis])
        for place, i in enumerate(order):
            rank[i] = rank.get(i, 0.0) + step[axis] * place
    last = sorted(rank, key=lambda i: rank[i])[-max(1, round(_SHARE * len(points))) :]
    latitude = sum(points[i][0] for i in last) / len(last)
    longitude = sum(points[i][1] for i in last) / len(last)
    return round(latitude, 3), round(longitude, 3)
