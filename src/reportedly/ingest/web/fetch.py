"""Fetching, politely and safely: one address after the other, each within the same bounds.

In this order, for the address asked for and for each that it redirects to: is it a web address; what does the site's
robots.txt say; is the host's delay over; is every address of the host public. Only then is anything sent.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from types import TracebackType

import httpx2

from reportedly.ingest.documents import Settle
from reportedly.ingest.web import body
from reportedly.ingest.web.outcomes import Fetched, Missed, Refused, Unchanged, WebLimits, shown
from reportedly.ingest.web.pace import Clock, Pace, retry_after
from reportedly.ingest.web.robots import ROBOT, RobotsFiles
from reportedly.ingest.web.state import Page, WebState
from reportedly.ingest.web.urls import parse
from reportedly.ingest.web.wire import Answer, Wire

__all__ = ["FEEDS", "PAGES", "Fetcher", "user_agent"]

PAGES = frozenset({"", "text/html", "application/xhtml+xml", "text/plain"})
"""The media types under which articles are sent; "" is none."""

FEEDS = PAGES | {
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml",
    "application/octet-stream",
}  # fmt: skip
"""The media types under which feeds are sent, rightly or wrongly."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_HOLD = 300.0  # seconds for which a host is left alone that has enough of us and does not say for how long
_VALIDATOR = 500  # characters of an ETag or a date that are sent back


def user_agent(contact: str | None = None) -> str:
    """How we say who we are; `contact` is an address where a site's owner can complain. ValueError if it is none."""
    from reportedly import __version__

    if contact and not (contact.isascii() and contact.isprintable() and len(contact) < 200):
        raise ValueError(f"the contact {contact!r} cannot be sent: give an e-mail or web address in plain letters")
    return f"{ROBOT}/{__version__}" + (f" (+{contact})" if contact else "")


class Fetcher:
    """Asks for pages and feeds; a context manager, one for each run, for one thread. The `state` is the caller's.

    `private` allows addresses that are not public. No proxy is taken from the environment, since behind a proxy
    addresses cannot be judged here: name one (`proxy`) to use it, and see `Wire`. `trust` replaces the system's
    certificates.
    """

    def __init__(
        self,
        state: WebState,
        limits: WebLimits | None = None,
        *,
        private: bool = False,
        agent: str | None = None,
        proxy: str | None = None,
        trust: ssl.SSLContext | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.limits = limits or WebLimits()
        self._state = state
        self._clock = clock or Clock()
        self._wire = Wire(private=private, proxy=proxy, trust=trust)
        self._pace = Pace(state, self._clock, self.limits.wait)
        self._robots = RobotsFiles(state, self._clock, self._ask_freely)
        self._headers = {
            "User-Agent": agent or user_agent(),
            "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5",
            "Accept-Language": "en, *;q=0.5",
            "Accept-Encoding": "gzip",
        }

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wire.close()

    def get(self, url: str, *, types: frozenset[str] = PAGES, fresh: bool = False) -> Fetched | Unchanged | Missed:
        """Ask for one address; whatever goes wrong with it comes out as a `Missed`, which is a `Skipped`.

        What was settled before is asked for with its validators and may be `Unchanged`; `fresh` wants it in any case.
        """
        try:
            return self._get(parse(url), types, fresh)
        except Refused as refused:
            return Missed(shown(url, 2_000), refused.reason, refused.cause)

    def asked(self, url: str) -> float | None:
        """When (Unix time) an address was last asked for and its content then settled or unchanged; None for never."""
        page = self._state.page(url)
        return page.asked if page else None

    def now(self) -> float:
        """Unix time, by the fetcher's clock."""
        return self._clock.now()

    def _get(self, first: httpx2.URL, types: frozenset[str], fresh: bool) -> Fetched | Unchanged:
        url, answer = self._follow(first, self._permitted, types, fresh)
        if answer.status == 304 and not fresh and (page := self._state.page(str(url))):
            self._settle(first, url, page.etag, page.modified)()
            return Unchanged(str(first))
        if not answer.good:
            raise _unwanted(answer.status)
        settle = self._settle(first, url, answer.headers.get("etag"), answer.headers.get("last-modified"))
        data = body.as_utf8(answer.data, body.charset(answer.content_type))
        return Fetched(str(url), data, body.media_type(answer.content_type), settle)

    def _follow(
        self, url: httpx2.URL, permitted: Callable[[httpx2.URL], float], types: frozenset[str] | None, fresh: bool
    ) -> tuple[httpx2.URL, Answer]:
        """The answer at the end of the redirects and its address; `permitted` refuses, or gives the host's delay."""
        seen: set[str] = set()
        while len(seen) <= self.limits.redirects:
            seen.add(str(url))
            delay = permitted(url)
            answer = self._ask(url, delay, {} if fresh else self._validators(url), types)
            if answer.status not in _REDIRECTS:
                return url, answer
            url = _target(url, answer)
            if str(url) in seen:
                raise Refused("it redirects in a circle")
        raise Refused(f"it redirects more than {self.limits.redirects} times")

    def _permitted(self, url: httpx2.URL) -> float:
        rules = self._robots.of(url)
        rules.check(url)
        return max(self.limits.delay, rules.delay)

    def _ask_freely(self, url: httpx2.URL) -> Answer:
        """For a robots.txt, which may always be asked for."""
        return self._follow(url, lambda _: self.limits.delay, None, True)[1]

    def _ask(self, url: httpx2.URL, delay: float, validators: dict[str, str], types: frozenset[str] | None) -> Answer:
        """One answer; a host that is busy and soon will not be is asked once more then."""
        answer = self._once(url, delay, validators, types)
        if not self._busy(url.host, answer):
            return answer
        answer = self._once(url, delay, validators, types)
        if self._busy(url.host, answer, _HOLD):
            raise Refused(f"it has had enough requests for now ({answer.status}): run again later", "passing")
        return answer

    def _busy(self, host: str, answer: Answer, shortest: float = 0.0) -> bool:
        """Whether the host asks to be left alone, which is noted: for as long as it says, and no shorter than this."""
        seconds = retry_after(answer.headers.get("retry-after"), self._clock.now())
        if answer.status not in _BUSY or (answer.status == 503 and seconds is None):
            return False
        self._pace.hold(host, max(_HOLD if seconds is None else seconds, shortest))
        return True

    def _once(self, url: httpx2.URL, delay: float, validators: dict[str, str], types: frozenset[str] | None) -> Answer:
        self._pace.wait(url.host, delay)
        limits = self.limits
        try:
            return self._wire.ask(
                url, self._headers | validators, seconds=limits.seconds, limit=limits.bytes, types=types
            )
        finally:
            self._pace.asked(url.host)

    def _validators(self, url: httpx2.URL) -> dict[str, str]:
        page = self._state.page(str(url))
        kept = {"If-None-Match": page.etag, "If-Modified-Since": page.modified} if page else {}
        return {name: value for name, value in kept.items() if value}

    def _settle(self, first: httpx2.URL, url: httpx2.URL, etag: str | None, modified: str | None) -> Settle:
        """Remembers that the content at `url`, reached from `first`, is safe."""
        asked = self._clock.now()

        def settle() -> None:
            self._state.keep_page(str(url), Page(_sound(etag), _sound(modified), asked))
            if url != first:
                self._state.keep_page(str(first), Page(None, None, asked))

        return settle


def _sound(validator: str | None) -> str | None:
    """A validator that may be sent back as it came."""
    good = validator and len(validator) <= _VALIDATOR and validator.isascii() and validator.isprintable()
    return validator if good else None


def _target(url: httpx2.URL, answer: Answer) -> httpx2.URL:
    place = answer.headers.get("location", "")
    if not place:
        raise Refused("it redirects without saying where")
    try:
        return parse(str(url.join(place)))
    except Refused as refused:
        raise Refused(f"it redirects to {shown(place, 80)}: {refused.reason}") from refused
    except (httpx2.InvalidURL, ValueError) as error:
        raise Refused(f"it redirects to no sound address ({shown(error)})") from error


def _unwanted(status: int) -> Refused:
    if status in {404, 410}:
        return Refused(f"not there ({status}): check the address")
    if status in {401, 402, 403, 407, 451}:
        return Refused(f"not open to everyone ({status}): save the page and name its file")
    if status >= 500 or status in _BUSY | {304, 408, 425}:
        return Refused(f"the server could not answer ({status}): try again later", "passing")
    return Refused(f"no page: the answer was {status}")
