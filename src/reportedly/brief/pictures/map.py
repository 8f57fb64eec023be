"""Where it happened: places on a map, the area of a mark by how many events are told there.

Borders are for orientation only. They come from the explorer's outlines, where these are installed; without them the
map shows degrees, and says so.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path as File
from typing import Any

from reportedly.brief.pictures.drawing import Anchor, Circle, Drawing, Label, Path, Point, Shape
from reportedly.brief.tree import Mark
from reportedly.errors import KnowledgeError

__all__ = ["map_of", "outlines"]

_OUTLINES = File(__file__).parents[2] / "explorer" / "static" / "vendor" / "outlines.json"
_WIDTH, _TALLEST, _FOOT = 680, 460, 26
_LEAST = 3.0  # degrees that a map shows at least
_PAD = 0.18  # of the span, around the outermost places
_ROUND = 15.0  # radius of the mark with the most events
_LETTER = 6.6  # pixels that a letter takes, about
_MOST_LABELS = 30
_STEPS = (0.5, 1, 2, 5, 10, 20, 30, 60)

Box = tuple[float, float, float, float]


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, Any] | None:
    """`countries` (`{iso3, name, rings}`), `borders` and `dashed` (lines) in degrees; None: not installed."""
    if not _OUTLINES.is_file():
        return None
    try:
        found = json.loads(_OUTLINES.read_text("utf-8"))
        return {name: found[name] for name in ("countries", "borders", "dashed")}
    except (ValueError, TypeError, KeyError) as error:
        raise KnowledgeError(f"{_OUTLINES.name}: {error}; install reportedly again") from error


def map_of(marks: Sequence[Mark], lines: Mapping[str, Any] | None) -> Drawing | None:
    """The map; None where no place is known."""
    if not marks:
        return None
    frame = _frame(marks)
    size = _size(frame)
    shapes: list[Shape] = [Path(((0, 0), (size[0], 0), size, (0, size[1])), "sea", True)]
    if lines is not None:
        shapes += _land(lines, frame, size)
    shapes += _grid(frame, size, lines is None)
    shapes += _marks(marks, frame, size)
    note = "Borders are for orientation only." if lines else "Outlines of countries are not installed: degrees only."
    foot = ((0, size[1]), (_WIDTH, size[1]), (_WIDTH, size[1] + _FOOT), (0, size[1] + _FOOT))
    shapes.append(Path(foot, "paper", True))
    shapes.append(Label((4, size[1] + 17), f"{note} Rings: places known by region or country only.", "faint", size=11))
    told = ", ".join(f"{m.name}: {m.events}" for m in marks[:_MOST_LABELS])
    return Drawing(_WIDTH, int(size[1]) + _FOOT, "Map of the events told", f"Events by place. {told}.", tuple(shapes))


def _frame(marks: Sequence[Mark]) -> Box:
    """South, west, north, east, with room around the places; west may be below -180 where the dateline is crossed."""
    longitudes = [m.longitude for m in marks]
    if max(longitudes) - min(longitudes) > 180:
        longitudes = [x if x < 0 else x - 360 for x in longitudes]
    south, north = min(m.latitude for m in marks), max(m.latitude for m in marks)
    west, east = min(longitudes), max(longitudes)
    high, wide = max(north - south, _LEAST), max(east - west, _LEAST)
    middle, centre = (south + north) / 2, (west + east) / 2
    high, wide = high * (1 + 2 * _PAD), wide * (1 + 2 * _PAD)
    least = wide * math.cos(math.radians(middle)) * 0.45
    high = max(high, least)
    return (max(middle - high / 2, -89), centre - wide / 2, min(middle + high / 2, 89), centre + wide / 2)


def _size(frame: Box) -> Point:
    """Width and height of the map in pixels; a frame that is too tall is drawn with more room at its sides."""
    south, west, north, east = frame
    shrink = math.cos(math.radians((south + north) / 2))
    height = _WIDTH * (north - south) / max((east - west) * shrink, 1e-6)
    return (_WIDTH, min(height, _TALLEST))


def _place(point: Sequence[float], frame: Box, size: Point) -> Point:
    """Longitude and latitude as pixels: equirectangular, true to scale at the middle of the frame."""
    south, west, north, east = frame
    shrink = math.cos(math.radians((south + north) / 2))
    scale = min(size[0] / ((east - west) * shrink), size[1] / (north - south))
    longitude = point[0]
    if longitude - west > 360 or (longitude > east and longitude - 360 >= west):
        longitude -= 360
    x = size[0] / 2 + (longitude - (west + east) / 2) * shrink * scale
    return (x, size[1] / 2 - (point[1] - (south + north) / 2) * scale)


def _clipped(ring: Sequence[Sequence[float]], frame: Box) -> list[Point]:
    """The part of a ring in the frame and some way around it (Sutherland and Hodgman)."""
    south, west, north, east = frame
    wide = east - west
    west, east = west - wide, east + wide
    points: list[Point] = [(p[0], p[1]) for p in ring]
    if west < -180 and all(p[0] > east for p in points):
        points = [(x - 360, y) for x, y in points]
    for axis, edge, below in ((0, west, False), (0, east, True), (1, south - 1, False), (1, north + 1, True)):
        points = list(_cut(points, axis, edge, below))
    return points


def _land(lines: Mapping[str, Any], frame: Box, size: Point) -> Iterator[Shape]:
    """Countries as areas; borders, the dashed ones disputed, as lines over them."""
    for country in lines["countries"]:
        for ring in country["rings"]:
            cut = _clipped(ring, frame)
            if len(cut) > 2:
                yield Path(_thinned([_place(point, frame, size) for point in cut]), "land", True)
    for role, several in (("border", lines["borders"]), ("dashed", lines["dashed"])):
        for line in several:
            for part in _parts(line, frame):
                yield Path(_thinned([_place(point, frame, size) for point in part]), role)  # type: ignore[arg-type]


def _parts(line: Sequence[Sequence[float]], frame: Box) -> Iterator[list[Point]]:
    """The stretches of a line that run near the frame."""
    south, west, north, east = frame
    part: list[Point] = []
    for longitude, latitude in line:
        x = longitude - 360 if longitude > east + 180 else longitude
        if west - 10 <= x <= east + 10 and south - 10 <= latitude <= north + 10:
            part.append((x, latitude))
            continue
        if len(part) > 1:
            yield part
        part = []
    if len(part) > 1:
        yield part


def _cut(points: Sequence[Point], axis: int, edge: float, below: bool) -> Iterator[Point]:
    for n, point in enumerate(points):
        last = points[n - 1]
        inside, was = ((p[axis] <= edge) is below or p[axis] == edge for p in (point, last))
        if inside != was:
            share = (edge - last[axis]) / (point[axis] - last[axis])
            yield (last[0] + share * (point[0] - last[0]), last[1] + share * (point[1] - last[1]))
        if inside:
            yield point


def _thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    """Without points that fall on the pixel of the one before."""
    kept: list[Point] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 0.8:
            kept.append((round(x, 1), round(y, 1)))
    return tuple(kept)


def _grid(frame: Box, size: Point, named: bool) -> Iterator[Shape]:
    south, west, north, east = frame
    step = next((s for s in _STEPS if (east - west) / s <= 6), _STEPS[-1])
    for n in range(math.ceil(west / step), math.floor(east / step) + 1):
        x, _ = _place((n * step, south), frame, size)
        yield Path(((x, 0), (x, size[1])), "grid")
        if named:
            yield Label((x + 3, size[1] - 4), _degrees(n * step, "E", "W"), "faint", size=11)
    for n in range(math.ceil(south / step), math.floor(north / step) + 1):
        _, y = _place((west, n * step), frame, size)
        yield Path(((0, y), (size[0], y)), "grid")
        if named:
            yield Label((3, y - 3), _degrees(n * step, "N", "S"), "faint", size=11)


def _degrees(value: float, above: str, below: str) -> str:
    value = (value + 180) % 360 - 180 if above == "E" else value
    return f"{abs(value):g}°{above if value > 0 else below if value < 0 else ''}"


def _marks(marks: Sequence[Mark], frame: Box, size: Point) -> Iterator[Shape]:
    most = max(mark.events for mark in marks)
    taken: list[Box] = []
    labels: list[Shape] = []
    for mark in marks:
        x, y = _place((mark.longitude, mark.latitude), frame, size)
        radius = max(_ROUND * math.sqrt(mark.events / most), 3.5)
        taken.append((x - radius, y - radius, x + radius, y + radius))
        yield Circle((x, y), radius, "mark" if mark.exact else "vague", f"{mark.name}: {mark.events}")
    for mark in marks[:_MOST_LABELS]:
        label = _label(mark, taken, frame, size, most)
        if label is not None:
            labels.append(label)
    yield from labels


def _label(mark: Mark, taken: list[Box], frame: Box, size: Point, most: int) -> Label | None:
    """The place's name where it covers nothing; None where there is no room."""
    x, y = _place((mark.longitude, mark.latitude), frame, size)
    gap = max(_ROUND * math.sqrt(mark.events / most), 3.5) + 4
    name = mark.name if len(mark.name) <= 28 else f"{mark.name[:27]}…"
    wide = _LETTER * len(name)
    places: tuple[tuple[Point, Anchor, float], ...] = (
        ((x + gap, y + 4), "start", x + gap), ((x - gap, y + 4), "end", x - gap - wide),
        ((x, y - gap), "middle", x - wide / 2), ((x, y + gap + 9), "middle", x - wide / 2),
    )  # fmt: skip
    for at, anchor, left in places:
        box = (left, at[1] - 11, left + wide, at[1] + 3)
        free = all(box[2] < a or c < box[0] or box[3] < b or d < box[1] for a, b, c, d in taken)
        if free and box[0] > 0 and box[2] < size[0] and box[1] > 0 and box[3] < size[1]:
            taken.append(box)
            return Label(at, name, "text", anchor)
    return None
