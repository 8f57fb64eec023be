"""A real server on this machine that behaves well, badly or maliciously, and a clock that does not keep one waiting."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from reportedly.ingest.web.pace import Clock

Route = Callable[[BaseHTTPRequestHandler], None]

PAGE = b"<!DOCTYPE html><html><head><title>Truce</title></head><body><p>The sides agreed on a truce.</p></body></html>"


@dataclass
class Site:
    """A server: what it answers at which path, and what it was asked."""

    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def on(self, path: str, data: bytes = PAGE, status: int = 200, **headers: str) -> None:
        """Answer with these bytes; names of headers are written with "_" for "-"."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in ({"Content_Type": "text/html; charset=utf-8"} | headers).items():
                request.send_header(name.replace("_", "-"), value)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            request.wfile.write(data)

        self.routes[path] = answer

    def on_validated(self, path: str, data: bytes = PAGE, etag: str = '"1"', kind: str = "text/html") -> None:
        """Answer 304 to whoever knows the ETag."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            known = request.headers.get("If-None-Match") == etag
            request.send_response(304 if known else 200)
            request.send_header("ETag", etag)
            request.send_header("Content-Type", kind)
            request.send_header("Content-Length", "0" if known else str(len(data)))
            request.end_headers()
            if not known:
                request.wfile.write(data)

        self.routes[path] = answer

    def on_raw(self, path: str, *pieces: bytes, pause: float = 0.0) -> None:
        """Answer with these very bytes and hang up."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.close_connection = True
            for piece in pieces:
                request.wfile.write(piece)
                time.sleep(pause)

        self.routes[path] = answer


@contextmanager
def serving() -> Iterator[Site]:
    """A site that is up."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10

        def do_GET(self) -> None:
            made.asked.append((self.path, dict(self.headers)))
            with suppress(ConnectionError):
                made.routes.get(self.path, lambda request: request.send_error(404))(self)

        def log_message(self, *args: Any) -> None: ...

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *args: Any) -> None: ...

    with Server(("127.0.0.1", 0), Handler) as server:
        made.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@dataclass
class Time:
    """A clock whose time passes only by sleeping."""

    now: float = 1_900_000_000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.now, sleep=self.sleep)
