"""How well the namesakes of a report's names fit together: of ten Henry Counties, the one that lies by the others' own.

Each name spreads its vote over all the places it may mean, by size and kind; a place then hears what the other names
have near it and in its unit. So many small names that could each lie in a dozen states settle on the one they share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import cos, exp, floor, radians

from reportedly.gazetteer import Entry

__all__ = ["Common"]

_SOFT = 1.2  # a vote halves with every 0.8 that a namesake's score lies behind
_CELL = 1.0  # degrees of latitude; a place hears its own cell and those round it: 110 to 220 km
_POINTS = {"town", "admin2", "admin3", "base", "airport", "crossing", "river"}
_RINGS = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)]


def votes(scores: Sequence[float]) -> list[float]:
    """The share of a name's one vote that each of its places gets."""
    best = max(scores)
    raw = [exp((score - best) / _SOFT) for score in scores]
    total = sum(raw)
    return [value / total for value in raw]


class Common:
    """What the names of a report have in common, for every corner of the world that they may lie in."""

    def __init__(self, names: Sequence[tuple[Sequence[Entry], Sequence[float]]]) -> None:
        """`names`: the places each may mean, and their scores so far."""
        self._cells: defaultdict[tuple[int, int], dict[int, float]] = defaultdict(dict)
        self._heard: dict[tuple[int, int], dict[int, float]] = {}
        self._units: defaultdict[int, dict[int, float]] = defaultdict(dict)
        for number, (entries, scores) in enumerate(names):
            for entry, vote in zip(entries, votes(scores) if entries else (), strict=True):
                if entry.kind in _POINTS:
                    cell = self._cells[_cell(entry.latitude, entry.longitude)]
                    cell[number] = max(cell.get(number, 0.0), vote)
                if entry.admin1:
                    unit = self._units[entry.admin1]
                    unit[number] = unit.get(number, 0.0) + vote

    def near(self, entry: Entry, number: int) -> float:
        """The votes of the other names for places near by."""
        if entry.kind not in _POINTS:
            return 0.0
        best = self._around(*_cell(entry.latitude, entry.longitude))
        return sum(best.values()) - best.get(number, 0.0)

    def _around(self, row: int, column: int) -> dict[int, float]:
        """By name, the best vote that it has in a cell or in one beside it."""
        best = self._heard.get((row, column))
        if best is None:
            best = self._heard[row, column] = {}
            for down, right in _RINGS:
                for other, vote in self._cells.get((row + down, column + right), {}).items():
                    best[other] = max(best.get(other, 0.0), vote)
        return best

    def unit(self, entry: Entry, number: int) -> float:
        """The votes of the other names for places in the same first-order unit."""
        its = self._units.get(entry.admin1 or 0, {})
        return sum(its.values()) - its.get(number, 0.0)


@lru_cache(maxsize=20_000)
def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    """A cell of the globe some 110 km high and, away from the poles, about as wide."""
    row = floor(latitude / _CELL)
    width = _CELL / max(0.2, cos(radians(row * _CELL)))
    return row, floor(longitude / width)
