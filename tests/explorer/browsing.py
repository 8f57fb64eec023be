"""A real Chromium, and real explorers for it to look at: a large made-up casebook, a careful one, a hostile one."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
import uvicorn
from benchmarks.store import generate
from tests.explorer.hostile import hostile_casebook
from tests.linked_casebook import linked

from reportedly.casebook.layout import Layout, create
from reportedly.explorer.app import application

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_HOW = "no Chromium on the path, so no page was looked at: install one, on Debian with `apt-get install chromium`"
SKIPPED: list[str] = []
"""Why no browser test ran, told at the end."""

_COUNT = "() => { window.followed = 0; addEventListener('shown', () => window.followed++, {capture: true}) }"

MADE_EVENTS = 4_000
PATIENCE = 20.0  # seconds


@dataclass
class Site:
    """An explorer that is being served."""

    layout: Layout
    port: int = 0

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def served(layout: Layout) -> Iterator[Site]:
    """The explorer of a casebook, on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(application(layout, who="tester"), log_level="error", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield Site(layout, listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; the tests are skipped, and say so at the end, where there is none."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        SKIPPED.append(_HOW)
        pytest.skip(_HOW)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Look:
    """A page of a browser, and what it did that no page of ours may do."""

    page: Page
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def do(self, act: Callable[[], object]) -> None:
        """Act, and wait until all views have followed."""
        self.page.evaluate(_COUNT)
        act()
        until = time.monotonic() + PATIENCE
        while not self.page.evaluate("window.followed"):
            assert time.monotonic() < until, "the views did not follow"
            self.page.wait_for_timeout(20)


@pytest.fixture
def look(browser: Browser) -> Iterator[Callable[..., Look]]:
    """`look(url, **options of a context)`: a page that has loaded; at the end nothing may have gone wrong on any."""
    looks: list[Look] = []

    def open(url: str, **options: Any) -> Look:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options})
        context.set_default_timeout(1000 * PATIENCE)
        looking = Look(context.new_page())
        looks.append(looking)
        host = url.split("/")[2]
        page = looking.page
        page.on("pageerror", lambda error: looking.errors.append(str(error)))
        page.on("console", lambda said: looking.errors.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: (looking.errors.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda sent: looking.foreign.append(sent.url) if not _at(sent.url, host) else None)
        page.goto(url)
        if options.get("java_script_enabled", True):
            page.wait_for_load_state("networkidle")
        return looking

    yield open
    for looking in looks:
        looking.page.context.close()
    for looking in looks:
        assert not looking.foreign, looking.foreign
        assert not looking.errors, looking.errors


def _at(url: str, host: str) -> bool:
    return url.startswith((f"http://{host}/", "data:", "blob:", "about:"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Thousands of made-up events over six years, all over the world."""
    layout = create(tmp_path_factory.mktemp("made") / "book")
    with duckdb.connect(str(layout.database), config={"storage_compatibility_version": "v1.5.0"}) as connection:
        generate(connection, MADE_EVENTS)
    with served(layout) as site:
        yield site


@pytest.fixture(scope="session")
def careful(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Five reports on a shelling, contradicted and denied, and on a meeting."""
    with served(linked(tmp_path_factory.mktemp("careful") / "book")) as site:
        yield site


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Reports that would be markup, scripts, other directions and endless words, were they let."""
    with served(hostile_casebook(tmp_path_factory.mktemp("hostile") / "book")) as site:
        yield site


@pytest.fixture
def mine(tmp_path: Path) -> Iterator[Site]:
    """The careful casebook once more, for a test that writes into it."""
    with served(linked(tmp_path / "book")) as site:
        yield site
