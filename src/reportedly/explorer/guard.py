"""What stands before every page: whom the server answers, who may write, and what a browser may do with an answer.

- Only requests to a name of this machine are answered, so that a page elsewhere cannot have its own name lead here
  (DNS rebinding).
- Off loopback everything needs the token of the printed address, which a cookie then holds.
- What writes must come from a page of ours: its token, and the browser's word on where the request comes from.
- Answers tell the browser to load nothing from elsewhere and to run no script but ours.
"""

from __future__ import annotations

import ipaddress
import logging
import secrets
import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["COOKIE", "Guard", "Keys", "is_loopback", "may_write"]

COOKIE = "reportedly"
"""The cookie that holds the token off loopback."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_FAILED = "This page could not be made; the terminal says why. Whatever else was asked is not touched by it."
_log = logging.getLogger(__name__)
_LARGEST = 64 * 1024  # bytes of what is written: a verdict


def is_loopback(host: str) -> bool:
    """Whether this address or name can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _secret() -> str:
    return secrets.token_urlsafe(24)


@dataclass(frozen=True, slots=True)
class Keys:
    """The secrets of one run: `token` lets in (None: on loopback nobody needs one), `csrf` is in our own pages."""

    token: str | None
    csrf: str = field(default_factory=_secret)

    @classmethod
    def of(cls, host: str) -> Keys:
        """The keys for a server that listens at this address."""
        return cls(token=None if is_loopback(host) else _secret())


class Guard:
    """The application behind its guard."""

    def __init__(self, app: ASGIApp, *, host: str, keys: Keys) -> None:
        self._app = app
        self._keys = keys
        self._local = is_loopback(host)
        self._names = {"localhost", host.casefold(), *(() if self._local else _own_names())}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        begun = False

        async def guarded(message: Message) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)  # a page may name a policy of its own
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        answer = self._refused(scope)
        try:
            await (answer or self._app)(scope, receive, guarded)
        except Exception:
            _log.exception("%s %s", scope["method"], scope["path"])
            if not begun:
                await PlainTextResponse(_FAILED, 500)(scope, receive, guarded)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self._known(headers.get("host", "")):
            return PlainTextResponse("This server answers only under the names of the machine it runs on.", 421)
        length = headers.get("content-length", "0")
        if "transfer-encoding" in headers or not length.isdigit() or int(length) > _LARGEST:
            return PlainTextResponse(f"Nothing longer than {_LARGEST:,} bytes is taken here.", 413)
        return self._keep_out(scope, headers) if self._keys.token else None

    def _known(self, host: str) -> bool:
        """Whether the name in the Host header is one of this machine's, whatever the port."""
        name = _name(host)
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self._local  # no name stands in an address, so none leads here from elsewhere

    def _keep_out(self, scope: Scope, headers: Headers) -> Response | None:
        """None for those who have the token; who brings it in the address gets it as a cookie."""
        token = self._keys.token or ""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in query if name == "token"]
        if any(_same(value, token) for value in given):
            rest = urlencode([pair for pair in query if pair[0] != "token"])
            path = scope["path"]
            answer = RedirectResponse((path if not path.startswith("//") else "/") + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, token, httponly=True, samesite="strict", path="/")
            return answer
        if _same(cookie_parser(headers.get("cookie", "")).get(COOKIE, ""), token):
            return None
        return PlainTextResponse(
            "This casebook is open to those who have its token: use the address that `reportedly explore` printed.", 401
        )


def may_write(request: HTTPConnection, keys: Keys, csrf: str) -> str | None:
    """Why this request may not write; None where it may.

    Our pages send no referrer, and for that browsers call their own origin "null" in forms: so Sec-Fetch-Site, which no
    page can forge, goes first.
    """
    headers = request.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    own = f"{request.url.scheme}://{headers.get('host', '')}"
    foreign = site != "same-origin" if site is not None else origin is not None and origin != own
    if foreign or (origin not in (None, "null", own)):
        return "verdicts are taken from this explorer's own pages only: open the page here and judge there"
    if not _same(csrf, keys.csrf):
        return "this page is of an earlier run of the explorer: load it again, and judge again"
    return None


def _same(given: str, secret: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def _name(host: str) -> str:
    """The name of `name:port`; addresses of version 6 without their brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].casefold()
    return host.rpartition(":")[0].casefold() if host.count(":") == 1 else host.casefold()


def _own_names() -> Iterable[str]:
    return {socket.gethostname().casefold(), socket.getfqdn().casefold()}
