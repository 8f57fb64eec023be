"""A brief as one self-contained page. It loads nothing and runs nothing; everything from a report is escaped."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reportedly import __version__
from reportedly.brief.notes import left_out, notes, one_line, safe_address, when
from reportedly.brief.pictures import Drawing, svg
from reportedly.brief.pictures.svg import style
from reportedly.brief.tree import Brief
from reportedly.brief.wording import phrases

__all__ = ["html"]

_TEMPLATES = Path(__file__).parent / "templates"


def html(brief: Brief, map: Drawing | None = None, timeline: Drawing | None = None) -> str:
    """The page, with its pictures in it."""
    css = (_TEMPLATES / "brief.css").read_text("utf-8") + style()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    pictures = [
        {"svg": Markup(svg(drawing, name)), "title": drawing.title, "rows": rows, "heads": heads}
        for name, drawing, rows, heads in (
            ("map", map, [(m.name, m.events) for m in brief.marks], ("Place", "Events")),
            ("timeline", timeline, [(f"{d.day:%Y-%m-%d}", d.events) for d in brief.days], ("Day", "Events")),
        )
        if drawing is not None
    ]
    return _environment().get_template("brief.html").render(
        brief=brief, notes=notes(brief), words=phrases(), pictures=pictures, css=Markup(css),
        hash=Markup(f"sha256-{digest}"), version=__version__,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters |= {"line": one_line, "when": when, "address": safe_address, "left_out": left_out}
    return environment
