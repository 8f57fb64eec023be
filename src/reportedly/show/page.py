"""Readings as one self-contained page: the text with its spans highlighted, and notes in the margin.

The page loads nothing and runs nothing; everything from a report is escaped, so its text can never become markup.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reportedly import __version__
from reportedly.reading import Reading
from reportedly.show.sheet import lay_out

__all__ = ["fragment", "page"]

_TEMPLATES = Path(__file__).parent / "templates"


def page(readings: Iterable[Reading]) -> Iterator[str]:
    """The page in parts, to be written one after the other: head, a section a report, foot."""
    yield _head()
    for n, reading in enumerate(readings, 1):
        yield _section(reading, f"r{n}-")
    yield "</body>\n</html>\n"


def fragment(reading: Reading) -> str:
    """One reading as a piece of HTML with its own style, for a notebook."""
    section = _section(reading, f"r{reading.report.id}-")
    return f'<style>{_css()}</style>\n<div class="reportedly">\n{section}</div>'


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@lru_cache(maxsize=1)
def _css() -> str:
    return (_TEMPLATES / "page.css").read_text("utf-8")


def _head() -> str:
    css = _css()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    template = _environment().get_template("head.html")
    return template.render(css=Markup(css), hash=Markup(f"sha256-{digest}"), version=__version__, title="reportedly")


def _section(reading: Reading, prefix: str) -> str:
    return _environment().get_template("report.html").render(sheet=lay_out(reading, prefix))
