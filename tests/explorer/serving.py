"""The explorer as people meet it: the real application on a real server, asked over HTTP."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import uvicorn

from reportedly.casebook.layout import locate
from reportedly.explorer.app import application
from reportedly.explorer.guard import Keys


@dataclass
class Served:
    """A running explorer: its address, its keys, and a client that follows no redirect by itself."""

    address: str
    keys: Keys
    client: httpx2.Client
    folder: Path

    def get(self, path: str, **options: Any) -> httpx2.Response:
        return self.client.get(path, **options)

    def page(self, path: str) -> str:
        """The text of a page that must be there."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def judge(self, **given: str) -> httpx2.Response:
        """Send the form of a verdict as the page does."""
        return self.client.post("/api/verdicts", data={"csrf": self.keys.csrf, "back": "/", **given})

    def rows(self, path: str) -> list[dict[str, Any]]:
        """The rows of a list."""
        found: list[dict[str, Any]] = self.get(path).json()
        return found


@contextmanager
def serving(folder: Path, *, host: str = "127.0.0.1", who: str | None = "tester") -> Iterator[Served]:
    """Serve the casebook on a free port, as if it listened at `host`."""
    keys = Keys.of(host)
    config = uvicorn.Config(
        application(locate(folder), host=host, keys=keys, who=who), host="127.0.0.1", port=0, log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx2.Client(base_url=address, timeout=120, follow_redirects=False) as client:
            yield Served(address, keys, client, folder)
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def copied(book: Path, folder: Path) -> Path:
    """A casebook of one's own."""
    return Path(shutil.copytree(book, folder / "book"))


def texts(html: str) -> str:
    """What a reader sees of a page: tags taken out, blanks drawn together."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))
