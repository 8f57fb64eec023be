"""Running the explorer: a socket, a server on it, and a browser that opens where there is one."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from reportedly.casebook.layout import Layout
from reportedly.errors import ExplorerError
from reportedly.explorer.app import application
from reportedly.explorer.guard import Keys

__all__ = ["serve"]


def serve(
    layout: Layout,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    who: str | None = None,
    browser: bool = True,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve the casebook until interrupted; `tell` hears the address, a port of 0 takes a free one.

    Raises ExplorerError where the address cannot be listened on.
    """
    keys = Keys.of(host)
    with _socket(host, port) as listening:
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listening.getsockname()[1]}/" + (f"?token={keys.token}" if keys.token else "")
        config = uvicorn.Config(
            application(layout, host=host, keys=keys, who=who),
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        tell(address)
        if browser:
            threading.Timer(0.3, webbrowser.open, [address]).start()
        uvicorn.Server(config).run(sockets=[listening])


def _socket(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises ExplorerError, saying what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ExplorerError(
            f"cannot listen on {host} port {port} ({error.strerror or error}): choose another with --port, or leave "
            "--port out for a free one"
        ) from error
    return listening
