"""A drawing as PNG, in the colours of paper, with the typeface that comes with Pillow: no font need be installed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from reportedly.brief.pictures.drawing import Circle, Drawing, Label, Path, Point, colours
from reportedly.show.words import clean

__all__ = ["png"]

_SCALE = 2  # pixels drawn for a pixel of the drawing, so that print is sharp
_OVER = 2  # drawn finer once more and scaled down, to smooth edges


def png(drawing: Drawing) -> bytes:
    """The drawing as the bytes of a PNG file, twice as wide and high as the drawing says."""
    by = _SCALE * _OVER
    image = Image.new("RGB", (drawing.width * by, drawing.height * by), "#ffffff")
    canvas = ImageDraw.Draw(image)
    known = colours()
    for shape in drawing.shapes:
        colour = known[shape.role]
        match shape:
            case Path(closed=True):
                canvas.polygon(_scaled(shape.points, by), fill=colour)
            case Path():
                for piece in _dashes(shape) if shape.role == "dashed" else (shape.points,):
                    canvas.line(_scaled(piece, by), fill=colour, width=by // 2 if shape.role == "grid" else by)
            case Circle():
                _circle(canvas, shape, colour, by)
            case Label():
                _label(canvas, shape, colour, by)
    small = image.resize((drawing.width * _SCALE, drawing.height * _SCALE), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def _dashes(line: Path) -> Iterator[tuple[Point, ...]]:
    """Strokes of four pixels with gaps of three along the line."""
    at = 0.0
    for (x, y), (u, v) in pairwise(line.points):
        long = math.hypot(u - x, v - y)
        here = -(at % 7)
        while long and here < long:
            a, b = max(here, 0) / long, min(here + 4, long) / long
            if b > a:
                yield ((x + a * (u - x), y + a * (v - y)), (x + b * (u - x), y + b * (v - y)))
            here += 7
        at += long


def _scaled(points: tuple[Point, ...], by: int) -> list[Point]:
    return [(x * by, y * by) for x, y in points]


def _circle(canvas: ImageDraw.ImageDraw, circle: Circle, colour: str, by: int) -> None:
    x, y, r = (value * by for value in (*circle.centre, circle.radius))
    box = (x - r, y - r, x + r, y + r)
    if circle.role == "vague":
        canvas.ellipse(box, outline=colour, width=2 * by)
    else:
        canvas.ellipse(box, fill=colour)


def _label(canvas: ImageDraw.ImageDraw, label: Label, colour: str, by: int) -> None:
    font = ImageFont.load_default(label.size * by)
    anchor = {"start": "ls", "middle": "ms", "end": "rs"}[label.anchor]
    canvas.text((label.at[0] * by, label.at[1] * by), clean(label.text), fill=colour, font=font, anchor=anchor)
