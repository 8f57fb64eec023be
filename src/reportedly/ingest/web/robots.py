"""What a site lets robots ask for (RFC 9309), by Scrapy's parser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import httpx2
from protego import Protego

from reportedly.ingest.web.outcomes import Refused
from reportedly.ingest.web.pace import Clock
from reportedly.ingest.web.state import Robots, WebState
from reportedly.ingest.web.urls import origin
from reportedly.ingest.web.wire import Answer

__all__ = ["ROBOT", "RobotsFiles", "Rules"]

ROBOT = "reportedly"
"""The name by which a robots.txt can speak to us."""

_DAY = 86_400.0  # seconds for which a robots.txt holds (RFC 9309, 2.4)
_SOON = 600.0  # seconds after which one that could not be had is asked for again
_LONGEST = 512_000  # bytes that are read of one: what RFC 9309, 2.5 asks for


@dataclass(frozen=True, slots=True)
class Rules:
    """A site's rules for us. `delay` is the seconds that it wants between requests, 0 where it says nothing."""

    parser: Protego
    delay: float

    def check(self, url: httpx2.URL) -> None:
        """Refuse an address that the site does not let us ask for."""
        if not self.parser.can_fetch(str(url), ROBOT):
            raise Refused("the site's robots.txt asks robots to leave it alone", "robots")


class RobotsFiles:
    """The rules of all sites met, each asked for once a day; `ask` fetches an address and follows its redirects.

    Without a robots.txt (an answer of 400 to 499) all is allowed; where it cannot be had, nothing is, for now, unless
    an older copy is at hand.
    """

    def __init__(self, state: WebState, clock: Clock, ask: Callable[[httpx2.URL], Answer]) -> None:
        self._state = state
        self._clock = clock
        self._ask = ask
        self._rules: dict[str, tuple[Rules, float]] = {}
        self._failed: dict[str, tuple[Refused, float]] = {}

    def of(self, url: httpx2.URL) -> Rules:
        """The rules of the site that an address belongs to; Refused where they cannot be had."""
        site, now = origin(url), self._clock.now()
        if site in self._rules and self._fresh(self._rules[site][1], _DAY):
            return self._rules[site][0]
        if site in self._failed and self._fresh(self._failed[site][1], _SOON):
            raise Refused(self._failed[site][0].reason, self._failed[site][0].cause)
        try:
            robots = self._robots(site)
        except Refused as refused:
            self._failed[site] = refused, now
            raise
        rules = _rules(robots.rules)
        self._rules[site] = rules, robots.asked
        return rules

    def _robots(self, site: str) -> Robots:
        kept = self._state.robots(site)
        if kept and self._fresh(kept.asked, _DAY):
            return kept
        try:
            robots = Robots(_text(self._ask(httpx2.URL(f"{site}/robots.txt"))), self._clock.now())
        except Refused as refused:
            if kept is None or refused.cause != "passing":
                raise Refused(f"robots.txt: {refused.reason}", refused.cause) from refused
            return Robots(kept.rules, self._clock.now() - _DAY + _SOON)
        self._state.keep_robots(site, robots)
        return robots

    def _fresh(self, asked: float, seconds: float) -> bool:
        return 0 <= self._clock.now() - asked < seconds


def _text(answer: Answer) -> str:
    if answer.good:
        return answer.data[:_LONGEST].decode("utf-8-sig", "replace")
    if 400 <= answer.status < 500 and answer.status != 429:
        return ""
    raise Refused(f"the answer was {answer.status}, so the site is left alone for now", "passing")


def _rules(text: str) -> Rules:
    parser = Protego.parse(text)
    rate = parser.request_rate(ROBOT)
    between = rate.seconds / rate.requests if rate and rate.requests > 0 else 0.0
    return Rules(parser, max(parser.crawl_delay(ROBOT) or 0.0, between))
