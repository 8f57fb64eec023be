"""Casebooks that briefs are made of: the made-up week, five reports with odd attributions, and a hostile one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.casebooks import entry, make

import reportedly
from reportedly.brief import Brief, compose
from reportedly.casebook.book import Casebook
from reportedly.casebook.database import connect
from reportedly.casebook.layout import create
from reportedly.casebook.queries import Filter
from reportedly.ingest.run import ingest
from reportedly.ingest.sources import documents
from reportedly.ingest.workers import Settings
from reportedly.linking.run import link

REPORTS = Path(__file__).parent / "reports.jsonl"
"""Five reports made up for these tests. Their places and offices are real; what is done and said in them is not."""

WEEK = Path(__file__).parents[2] / "examples" / "week"

HOSTILE = (
    "<script>alert(1)</script>",
    "[click](javascript:alert(1)) *bold* `code` | cell | www.evil.example",
    "\u202etxeT\u202c \x1b[31m",
    "{{ 7 * 7 }} ${x} & <b>\"'</b>",
)


def casebook(folder: Path, source: Path) -> Path:
    """A casebook of what lies at the source, read and linked."""
    layout = create(folder / "book")
    with connect(layout, write=True) as connection:
        ingest(documents([str(source)]), Settings(layout), connection, processes=1)
        link(connection)
    return layout.folder


@pytest.fixture(scope="session")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    with reportedly.open(casebook(tmp_path_factory.mktemp("week"), WEEK)) as book:
        yield book


@pytest.fixture(scope="session")
def week_brief(week: Casebook) -> Brief:
    return compose(week.connection, Filter(), None)


@pytest.fixture(scope="session")
def odd_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return casebook(tmp_path_factory.mktemp("odd"), REPORTS)


@pytest.fixture(scope="session")
def odd(odd_folder: Path) -> Iterator[Casebook]:
    with reportedly.open(odd_folder) as book:
        yield book


@pytest.fixture(scope="session")
def odd_brief(odd: Casebook) -> Brief:
    return compose(odd.connection, Filter(), None)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Casebook]:
    """Reports whose text, headline, outlet and address attack whoever shows them."""
    texts = [
        f'Rebels shelled Goma on Tuesday, killing {n + 11} people, "Colonel {bad} said.'
        for n, bad in enumerate(HOSTILE)
    ]
    lines = [
        entry(
            f"{text}\n\nOn Monday rebels attacked the town of Sake, {bad}.",
            outlet=bad,
            url=f"javascript:{n}",
            source=f"{n}",
        )
        for n, (text, bad) in enumerate(zip(texts, HOSTILE, strict=True))
    ]
    layout, _ = make(tmp_path_factory.mktemp("hostile") / "book", lines)
    with connect(layout, write=True) as connection:
        for bad in HOSTILE:
            connection.execute("UPDATE reports SET title = ? WHERE outlet = ?", [f"{bad} headline", bad])
        link(connection)
    with reportedly.open(layout.folder) as book:
        yield book
