"""The page of a brief in a real browser: axe finds nothing, nothing is fetched, nothing runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportedly.brief import Brief, compose
from reportedly.brief.html import html
from reportedly.brief.pictures import map_of, outlines, timeline_of
from reportedly.casebook.book import Casebook
from reportedly.casebook.queries import Filter

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next((path for name in NAMES if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on the path: install one, on Debian with `apt-get install chromium`")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


def shown(browser: Browser, brief: Brief, file: Path, scheme: str) -> tuple[Page, list[str]]:
    """The brief's page, and what went wrong or was asked for elsewhere."""
    file.write_text(html(brief, map_of(brief.marks, outlines()), timeline_of(brief.days)), "utf-8")
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    odd: list[str] = []
    page.on("request", lambda request: odd.append(request.url) if request.url != file.as_uri() else None)
    page.on("console", lambda message: odd.append(message.text))
    page.on("dialog", lambda dialog: odd.append(dialog.message))
    page.goto(file.as_uri())
    return page, odd


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["odd_brief", "hostile_brief"])
def test_axe_finds_nothing_and_nothing_is_fetched(
    name: str, scheme: str, browser: Browser, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page, odd = shown(browser, request.getfixturevalue(name), tmp_path / "brief.html", scheme)
    assert odd == []
    for details in page.locator("summary").all():
        details.click()
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_reference_leads_to_its_note(browser: Browser, odd_brief: Brief, tmp_path: Path) -> None:
    page, _ = shown(browser, odd_brief, tmp_path / "brief.html", "light")
    page.locator("main li a.ref").first.click()
    note = page.locator("li:target")
    assert note.count() == 1
    assert "characters" in note.inner_text()


@pytest.fixture(scope="module")
def hostile_brief(hostile: Casebook) -> Brief:
    return compose(hostile.connection, Filter(), None)
