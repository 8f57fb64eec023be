"""The pictures of a brief: what is drawn, apart from how it is written as SVG or PNG."""

from __future__ import annotations

from reportedly.brief.pictures.drawing import Drawing
from reportedly.brief.pictures.map import map_of, outlines
from reportedly.brief.pictures.png import png
from reportedly.brief.pictures.svg import svg
from reportedly.brief.pictures.timeline import timeline_of

__all__ = ["Drawing", "map_of", "outlines", "png", "svg", "timeline_of"]
