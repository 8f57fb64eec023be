"""One request and its answer over the network, every step of it bounded in time and size.

httpcore2 speaks HTTP and nothing more: no cookies, no redirects, no proxies from the environment, no unpacking. Every
connection it makes goes through `_Network`, which judges the address and holds all reading and writing to one deadline,
so that a server that trickles its headers gains no more time than one that trickles its page.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import httpcore2
import httpx2

from reportedly.ingest.web import body
from reportedly.ingest.web.addresses import is_public, literal, resolve
from reportedly.ingest.web.outcomes import Refused, shown

__all__ = ["Answer", "Wire"]

_GOOD = frozenset({200, 203})
_IDLE = 30.0  # seconds that a connection is kept for the next request


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: header names in lower case, the last of each; the body of a good answer only, unpacked."""

    status: int
    headers: Mapping[str, str]
    data: bytes = b""

    @property
    def good(self) -> bool:
        """Whether it brought what was asked for."""
        return self.status in _GOOD

    @property
    def content_type(self) -> str:
        """The header that says what the body is; "" where there is none."""
        return self.headers.get("content-type", "")


class Wire:
    """Connections to any number of hosts, kept for the next request; a context manager, for one thread.

    With a `proxy` it is the proxy that looks names up: then only addresses spelt out can be judged here, and the proxy
    has to keep private ones from being asked by name.
    """

    def __init__(self, *, private: bool = False, proxy: str | None = None, trust: ssl.SSLContext | None = None) -> None:
        self._judges_literals = proxy is not None and not private
        self._network = _Network(private=private or proxy is not None)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=trust,
            proxy=httpcore2.Proxy(proxy) if proxy else None,
            max_connections=10,
            keepalive_expiry=_IDLE,
            network_backend=self._network,
        )

    def __enter__(self) -> Wire:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def ask(
        self, url: httpx2.URL, headers: Mapping[str, str], *, seconds: float, limit: int, types: frozenset[str] | None
    ) -> Answer:
        """GET one address. The body is read where the answer is good and of one of the `types` (None is any).

        Raises Refused for all that can go wrong on the way.
        """
        if self._judges_literals and (address := literal(url.host)) and not is_public(address):
            raise Refused(f"{address} is not a public address: allow private ones to ask it")
        self._network.deadline = time.monotonic() + seconds
        steps = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
        sent: list[tuple[str | bytes, str | bytes]] = [("Host", url.netloc), *headers.items()]
        try:
            with self._pool.stream("GET", _spelt(url), headers=sent, extensions={"timeout": steps}) as response:
                answer = Answer(response.status, _headers(response.headers))
                if not answer.good:
                    return answer
                _check_type(answer.content_type, types)
                packing = answer.headers.get("content-encoding", "")
                return Answer(answer.status, answer.headers, body.read(response.iter_stream(), packing, limit))
        except httpcore2.TimeoutException as error:
            raise Refused(f"no full answer within {seconds:g} seconds", "passing") from error
        except (httpcore2.NetworkError, httpcore2.ProxyError) as error:
            raise _unreached(error) from error
        except httpcore2.ProtocolError as error:
            raise Refused(f"its answer is no sound HTTP ({shown(error)})", "passing") from error


def _spelt(url: httpx2.URL) -> httpcore2.URL:
    return httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw}


def _check_type(content_type: str, types: frozenset[str] | None) -> None:
    kind = body.media_type(content_type)
    if types is not None and kind not in types:
        raise Refused(f"no page to read: it is sent as {shown(kind, 60)!r}")


def _unreached(error: Exception) -> Refused:
    """What to say of a connection that failed; the error that httpcore wraps says more than its own."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Refused(f"its certificate is not to be trusted ({shown(cause.verify_message)})", "passing")
    if isinstance(cause, ssl.SSLError):
        why = shown(cause.reason or cause)
        return Refused(f"no secure connection ({why}): try http:// if the site has no https://", "passing")
    why = shown(getattr(cause, "strerror", None) or error)
    return Refused(f"cannot be reached ({why}): try again later", "passing")


class _Network(httpcore2.NetworkBackend):
    """Connects to judged addresses only; all that runs over its connections ends at the `deadline` (monotonic time)."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._plain = httpcore2.SyncBackend()
        self.deadline = float("inf")

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        last: Exception = httpcore2.ConnectError("the name has no address")
        for address in resolve(host, port, private=self._private):
            try:
                stream = self._plain.connect_tcp(address, port, self.left(timeout), local_address, socket_options)
                return _Stream(stream, self)
            except httpcore2.ConnectError as error:
                last = error
        raise last

    def left(self, timeout: float | None) -> float:
        """Seconds until the deadline, or `timeout` where it is shorter."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time for this answer is used up")
        return left if timeout is None else min(left, timeout)


class _Stream(httpcore2.NetworkStream):
    """A connection whose reads and writes end at the network's deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, network: _Network) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._network.left(timeout)), self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
