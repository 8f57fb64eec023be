"""What a plain text says of itself: the day and the outlet in its dateline, where both are beyond doubt."""

from __future__ import annotations

import re
from functools import lru_cache

from reportedly.datelines import MOST_LINES_BEFORE, dateline
from reportedly.ingest.dates import iso_date
from reportedly.ingest.html import Page
from reportedly.knowledge import DATA, load_csv, load_yaml
from reportedly.paragraphs import paragraphs

__all__ = ["page_of_text"]

_HEAD = 4_000  # characters in which a dateline stands
_DATE = re.compile(r"[A-Z][a-z]+\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]+\.? \d{4}")
_BRACKETS = re.compile(r"\(([^()]{2,60})\)")


def page_of_text(text: str) -> Page:
    """A plain text as a page: "KASSALA, March 7, 2031 (Kassala Evening Post) —" names its day and its outlet.

    A day without its year is none, and a name in brackets counts only where it is a known outlet's or that of a paper.
    """
    head = text[:_HEAD]
    for paragraph in paragraphs(head)[:MOST_LINES_BEFORE]:
        if found := dateline(head, paragraph):
            line = found[0].of(head)
            dated, named = _DATE.search(line), _BRACKETS.search(line)
            outlet = " ".join(named[1].split()) if named else None
            return Page(
                text=text,
                published=iso_date(dated[0]) if dated else None,
                outlet=outlet if outlet and _is_outlet(outlet) else None,
            )
    return Page(text=text)


def _is_outlet(name: str) -> bool:
    return name.casefold() in _known() or (name[0].isupper() and name.split()[-1].casefold() in _papers())


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    rows = load_csv(DATA / "outlets.csv")
    return frozenset(name.casefold() for row in rows for name in (row["name"], *row["aliases"].split("|")) if name)


@lru_cache(maxsize=1)
def _papers() -> frozenset[str]:
    """The last words of newspapers' names."""
    return frozenset(load_yaml(DATA / "places" / "words.yaml")["papers"])
