"""Map and timeline: what is drawn, with and without outlines, as SVG and as PNG."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from reportedly.brief.pictures import Drawing, map_of, png, svg, timeline_of
from reportedly.brief.pictures.drawing import Circle, Label, Path
from reportedly.brief.tree import Day, Mark

NYALA = Mark("Nyala", 12.05, 24.88, 4, True)
SUDAN = Mark("Sudan", 16.0, 30.0, 1, False)
SQUARE: dict[str, Any] = {
    "countries": [{"iso3": "XXX", "name": "Square", "rings": [[[20, 5], [40, 5], [40, 25], [20, 25], [20, 5]]]}],
    "borders": [[[20, 5], [40, 5]]],
    "dashed": [[[20, 25], [40, 25]]],
}


def shapes(drawing: Drawing | None, role: str) -> list[Any]:
    assert drawing is not None
    return [shape for shape in drawing.shapes if shape.role == role]


def words(drawing: Drawing | None) -> str:
    assert drawing is not None
    return " ".join(shape.text for shape in drawing.shapes if isinstance(shape, Label))


def test_places_known_by_country_only_are_rings() -> None:
    drawing = map_of([NYALA, SUDAN], SQUARE)
    (mark,), (ring,) = shapes(drawing, "mark"), shapes(drawing, "vague")
    assert (mark.title, ring.title) == ("Nyala: 4", "Sudan: 1")
    assert mark.radius == pytest.approx(2 * ring.radius)  # the area goes by the number
    assert mark.centre[0] < ring.centre[0]
    assert mark.centre[1] > ring.centre[1]


def test_borders_are_drawn_and_said_to_orient_only() -> None:
    drawing = map_of([NYALA, SUDAN], SQUARE)
    assert shapes(drawing, "land")
    assert shapes(drawing, "border")
    assert shapes(drawing, "dashed")
    assert "Borders are for orientation only" in words(drawing)


def test_without_outlines_the_map_shows_degrees_and_says_so() -> None:
    drawing = map_of([NYALA, SUDAN], None)
    assert not shapes(drawing, "land")
    assert "Outlines of countries are not installed" in words(drawing)
    assert "°E" in words(drawing)
    assert "Nyala" in words(drawing)


def test_places_on_both_sides_of_the_dateline_lie_side_by_side() -> None:
    fiji, samoa = Mark("Suva", -18.14, 178.44, 1, True), Mark("Apia", -13.83, -171.77, 1, True)
    one, other = shapes(map_of([fiji, samoa], None), "mark")
    assert one.centre[0] < other.centre[0]
    assert other.centre[0] - one.centre[0] < 600


def test_all_marks_lie_within_the_picture() -> None:
    far = [
        Mark("North", 78.2, 15.6, 1, True),
        Mark("South", -54.8, -68.3, 2, True),
        Mark("East", -36.8, 174.7, 1, True),
    ]
    drawing = map_of(far, None)
    assert drawing is not None
    for circle in shapes(drawing, "mark"):
        assert 0 <= circle.centre[0] <= drawing.width
        assert 0 <= circle.centre[1] <= drawing.height


@pytest.mark.parametrize(("span", "unit"), [(7, "day"), (300, "week"), (1500, "month"), (5000, "year")])
def test_bars_stand_for_days_weeks_months_or_years(span: int, unit: str) -> None:
    days = [Day(date(2020, 1, 1) + timedelta(n), 1) for n in range(0, span, 3)]
    drawing = timeline_of(days)
    assert drawing is not None
    assert drawing.title == f"Events told, by {unit}"
    bars = [shape for shape in shapes(drawing, "bar") if isinstance(shape, Path)]
    assert 2 < len(bars) < 110
    assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for bar in bars for x, y in bar.points)


def test_no_place_and_no_day_give_no_picture() -> None:
    assert map_of([], None) is None
    assert timeline_of([]) is None


def test_svg_is_well_formed_and_names_are_only_text() -> None:
    bad = Mark("<script>alert('1')</script> & \u202e", 0.0, 0.0, 1, True)
    drawing = map_of([bad], None)
    assert drawing is not None
    text = svg(drawing, "map", alone=True)
    root = ElementTree.fromstring(text)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags == {"svg", "title", "desc", "style", "path", "circle", "text"}
    assert "\u202e" not in text
    assert any((element.text or "").startswith("<script>") for element in root.iter())


def test_png_is_drawn_without_any_font_of_the_machine() -> None:
    drawing = map_of([NYALA, SUDAN], SQUARE)
    assert drawing is not None
    image = Image.open(BytesIO(png(drawing))).convert("RGB")
    assert image.size == (2 * drawing.width, 2 * drawing.height)
    (mark,) = (shape for shape in drawing.shapes if isinstance(shape, Circle) and shape.role == "mark")
    red, green, blue = image.getpixel((int(2 * mark.centre[0]), int(2 * mark.centre[1])))  # type: ignore[misc]
    assert red > green + 50 > blue
