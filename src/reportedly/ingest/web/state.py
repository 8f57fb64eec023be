"""What the fetcher remembers between runs, in a small SQLite file beside the casebook's other files.

It holds nothing that cannot be had again: without it every page is asked for once more.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from reportedly.errors import StoreError

__all__ = ["Host", "Page", "Robots", "WebState"]

_VERSION = 1
_DDL = """
    CREATE TABLE pages (url TEXT PRIMARY KEY, etag TEXT, modified TEXT, asked REAL NOT NULL) WITHOUT ROWID;
    CREATE TABLE robots (origin TEXT PRIMARY KEY, rules TEXT NOT NULL, asked REAL NOT NULL) WITHOUT ROWID;
    CREATE TABLE hosts (host TEXT PRIMARY KEY, asked REAL NOT NULL, until REAL NOT NULL) WITHOUT ROWID;
"""
_PATIENCE = 10.0  # seconds to wait for another process that writes


class Page(NamedTuple):
    """What a page or feed answered when it was last asked and its content was safely stored; times are Unix time."""

    etag: str | None
    modified: str | None
    asked: float


class Robots(NamedTuple):
    """A site's robots.txt as it was when last asked; "" where it has none."""

    rules: str
    asked: float


class Host(NamedTuple):
    """When a host last answered, and until when it asked to be left alone."""

    asked: float
    until: float


class WebState:
    """The file open; a context manager. Any thread may use it. StoreError where it cannot be opened or written."""

    def __init__(self, file: Path | None = None) -> None:
        """Open the file, made where it is not there; None remembers only until the end."""
        self._name = str(file or ":memory:")
        self._lock = threading.Lock()
        try:
            self._base = sqlite3.connect(self._name, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            self._prepare()
        except sqlite3.Error as error:
            raise self._error(error) from error

    def __enter__(self) -> WebState:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def page(self, url: str) -> Page | None:
        """What is remembered of a page."""
        row = self._row("SELECT etag, modified, asked FROM pages WHERE url = ?", (url,))
        return Page(*row) if row else None

    def keep_page(self, url: str, page: Page) -> None:
        """Remember a page whose content is safe."""
        self._do("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?)", (url, *page))

    def robots(self, origin: str) -> Robots | None:
        """The robots.txt remembered of an origin ("https://example.org:8443")."""
        row = self._row("SELECT rules, asked FROM robots WHERE origin = ?", (origin,))
        return Robots(*row) if row else None

    def keep_robots(self, origin: str, robots: Robots) -> None:
        """Remember the robots.txt of an origin."""
        self._do("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", (origin, *robots))

    def host(self, host: str) -> Host:
        """When a host was last asked; zeros where it never was."""
        row = self._row("SELECT asked, until FROM hosts WHERE host = ?", (host,))
        return Host(*row) if row else Host(0.0, 0.0)

    def keep_host(self, host: str, state: Host) -> None:
        """Remember when a host was asked."""
        self._do("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (host, *state))

    def _prepare(self) -> None:
        """Make the tables, and make them anew where another version made them: a memory is no evidence."""
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("PRAGMA synchronous = NORMAL")
        self._base.execute("BEGIN IMMEDIATE")
        if self._base.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            for table in ("pages", "robots", "hosts"):
                self._base.execute(f"DROP TABLE IF EXISTS {table}")
            for statement in filter(str.strip, _DDL.split(";")):
                self._base.execute(statement)
            self._base.execute(f"PRAGMA user_version = {_VERSION}")
        self._base.execute("COMMIT")

    def _row(self, query: str, values: Iterable[Any]) -> Any:
        try:
            with self._lock, closing(self._base.execute(query, tuple(values))) as cursor:
                return cursor.fetchone()
        except sqlite3.Error as error:
            raise self._error(error) from error

    def _do(self, statement: str, values: Iterable[Any]) -> None:
        try:
            with self._lock:
                self._base.execute(statement, tuple(values))
        except sqlite3.Error as error:
            raise self._error(error) from error

    def _error(self, error: sqlite3.Error) -> StoreError:
        return StoreError(
            f"{self._name}: cannot be used ({error}); see that its disk has room and that it may be written. If it is "
            "damaged, delete it: it only remembers which pages were fetched, and they are asked for once more"
        )
