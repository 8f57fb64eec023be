"""What the explorer's tests share: the made-up week, read and linked once and served, and browsers to look at pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.explorer.browsing import SKIPPED, browser, careful, hostile, look, made, mine
from tests.explorer.serving import Served, copied, serving

from reportedly.casebook.database import open_database
from reportedly.casebook.layout import create
from reportedly.ingest.run import ingest
from reportedly.ingest.sources import documents
from reportedly.ingest.workers import Settings
from reportedly.linking.run import link

__all__ = ["browser", "careful", "hostile", "look", "made", "mine"]

WEEK = Path(__file__).parents[2] / "examples" / "week"


@pytest.fixture(scope="session")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook of the made-up week."""
    layout = create(tmp_path_factory.mktemp("week") / "week")
    connection = open_database(layout, write=True)
    ingest(documents([str(WEEK)]), Settings(layout), connection, processes=1)
    link(connection)
    connection.close()
    return layout.folder


@pytest.fixture(scope="session")
def explorer(week: Path) -> Iterator[Served]:
    """The week, served; for tests that only read."""
    with serving(week) as served:
        yield served


@pytest.fixture
def own(week: Path, tmp_path: Path) -> Iterator[Served]:
    """A week of one's own, served; for tests that judge."""
    with serving(copied(week, tmp_path)) as served:
        yield served


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say once, where everybody sees it, that the browser tests did not run."""
    for line in dict.fromkeys(SKIPPED):
        terminalreporter.write_line(f"SKIPPED: the explorer's browser tests: {line}", yellow=True)
