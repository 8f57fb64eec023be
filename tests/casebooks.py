"""Small casebooks for tests: real readings of short reports in our own words, in a real database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import reportedly
from reportedly.casebook.database import connect
from reportedly.casebook.imports import Taken, take_in
from reportedly.casebook.layout import Layout, create
from reportedly.casebook.parts import Appearance, Entry, Line, write_part
from reportedly.reading import Coder
from reportedly.report import Report

CODER = Coder(version="0", parser="test", knowledge="test")

GOMA = "Rebels shelled the city of Goma on Tuesday, killing at least 12 civilians, the army said."
SYRIA = "Turkey withdrew its troops from Syria on Monday, the defence minister said."
TALKS = "Kenya's president met the Ethiopian prime minister in Nairobi on Friday."


def entry(
    text: str,
    *,
    outlet: str | None = "The Daily",
    published: str | None = "2024-03-06",
    url: str | None = None,
    source: str | None = None,
    key: str | None = None,
    seen: str = "2024-03-07T00:00:00.000",
    bare: bool = False,
) -> Entry:
    """A reading of `text` and its appearance; `bare` leaves the record out."""
    reading = reportedly.read(Report(text, outlet=outlet, published=published, url=url))
    source = source or url or f"{reading.report.id}.txt"
    appearance = Appearance(
        report=reading.report.id,
        source=source,
        digest=f"{abs(hash((text, source))):016x}"[:16],
        seen=seen,
        key=key or url,
        outlet=outlet,
        url=url,
        published=published,
    )
    return Entry(appearance, None if bare else reading.to_dict())  # type: ignore[arg-type]


def make(folder: Path, *parts: Sequence[Line]) -> tuple[Layout, Taken]:
    """A casebook with these parts taken in."""
    layout = create(folder)
    for lines in parts:
        write_part(layout, CODER, lines, {})
    with connect(layout, write=True) as connection:
        return layout, take_in(layout, connection)
