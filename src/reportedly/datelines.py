"""Datelines: "PARIS, May 3 (Reuters) — ", the place and agency that open a report's first paragraph."""

from __future__ import annotations

import re
from functools import lru_cache

from reportedly.knowledge import DATA, load_yaml
from reportedly.report import Span

__all__ = ["MOST_LINES_BEFORE", "dateline"]

MOST_LINES_BEFORE = 4
"""A dateline stands in one of the first so many paragraphs: after headline, by-line and sub-heading."""

_DASH = re.compile(r"\s*(?:—|–|--|-)\s+")
_LONGEST_DATELINE = 80


@lru_cache(maxsize=1)
def _agencies() -> re.Pattern[str]:
    names = load_yaml(DATA / "cues" / "datelines.yaml")["agencies"]
    some = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\((?:{some})(?:\s*/\s*(?:{some}))?\)|,\s*(?:{some})\s*$|^(?:{some})$", re.IGNORECASE)


def dateline(text: str, paragraph: Span) -> tuple[Span, int] | None:
    """The dateline that opens a paragraph, without its dash, and where the report goes on after it.

    Either a place in capitals ("KYIV, March 3 — …") or one followed by an agency ("Paris (Reuters) - …").
    """
    dash = _DASH.search(text, paragraph.start, min(paragraph.end, paragraph.start + _LONGEST_DATELINE))
    if dash is None or dash.start() == paragraph.start or dash.end() >= paragraph.end:
        return None
    head = text[paragraph.start : dash.start()]
    place = re.split(r"[,(/]", head)[0].strip()
    letters = [c for c in place if c.isalpha()]
    if not letters or len(place) > 40 or ". " in place:
        return None
    if (len(letters) > 2 and all(c.isupper() for c in letters)) or _agencies().search(head):
        return Span(paragraph.start, dash.start()), dash.end()
    return None
