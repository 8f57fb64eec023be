"""A picture as a list of shapes, in the order in which they are drawn; units are pixels, from the top left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Anchor", "Circle", "Drawing", "Label", "Path", "Point", "Role", "Shape", "colours"]

Point = tuple[float, float]
Role = Literal["paper", "sea", "land", "border", "dashed", "grid", "axis", "mark", "vague", "bar", "text", "faint"]
"""What a shape stands for; its colour follows from that and from the theme."""
Anchor = Literal["start", "middle", "end"]

_LIGHT = {
    "paper": "#ffffff", "sea": "#dfe9ef", "land": "#fbfaf6", "border": "#a39c8b", "dashed": "#a39c8b",
    "grid": "#c9d5dc", "axis": "#6a6a70", "mark": "#a03a1c",
    "vague": "#a03a1c", "bar": "#10457f", "text": "#1d1d1f", "faint": "#55555b",
}  # fmt: skip
_DARK = {
    "paper": "#17181b", "sea": "#16202a", "land": "#24262b", "border": "#70737c", "dashed": "#70737c",
    "grid": "#2c3640", "axis": "#9b9aa0", "mark": "#f09a7c",
    "vague": "#f09a7c", "bar": "#a9cdf7", "text": "#e6e4df", "faint": "#b4b3b8",
}  # fmt: skip


def colours(*, dark: bool = False) -> dict[str, str]:
    """Roles to colours. On paper and sea alike, text and marks keep a contrast of 4.5 to 1."""
    return dict(_DARK if dark else _LIGHT)


@dataclass(frozen=True, slots=True)
class Path:
    """A line, or an area where `closed`."""

    points: tuple[Point, ...]
    role: Role
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc, or a ring where its role is vague; `title` is what it stands for."""

    centre: Point
    radius: float
    role: Role
    title: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Words whose base line begins, is centred or ends at a point; `size` in pixels."""

    at: Point
    text: str
    role: Role = "text"
    anchor: Anchor = "start"
    size: int = 13


Shape = Path | Circle | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, and what it shows in words: a title, and a description for those who do not see it."""

    width: int
    height: int
    title: str
    description: str
    shapes: tuple[Shape, ...]
