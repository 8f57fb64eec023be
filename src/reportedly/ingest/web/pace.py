"""How often a host is asked: never before its delay is over, and not while it wants to be left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from reportedly.ingest.web.outcomes import Refused
from reportedly.ingest.web.state import Host, WebState

__all__ = ["Clock", "Pace", "retry_after"]

_LONGEST = 86_400.0  # seconds that a host is left alone at most, whatever it asks for


@dataclass(frozen=True, slots=True)
class Clock:
    """Unix time, and how to let it pass."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Pace:
    """Keeps to each host's delay, over runs as well; `longest` is the longest wait it will sit out, in seconds."""

    state: WebState
    clock: Clock
    longest: float

    def wait(self, host: str, delay: float) -> None:
        """Come back when the host may be asked; Refused where that takes too long."""
        now, known = self.clock.now(), self.state.host(host)
        if known.until - now > self.longest:
            raise Refused(f"asked to wait until {_told(known.until)}: run again then", "passing")
        if delay > self.longest:
            raise Refused(f"its robots.txt asks for {delay:,.0f} seconds between requests, more than is waited here")
        over = min(known.asked + delay - now, delay)  # a clock set back must not make it wait for ever
        pause = max(over, known.until - now)
        if pause > 0:
            self.clock.sleep(pause)

    def asked(self, host: str) -> None:
        """Note that the host has just answered, or failed to."""
        self.state.keep_host(host, Host(self.clock.now(), self.state.host(host).until))

    def hold(self, host: str, seconds: float) -> None:
        """Leave the host alone for so long, in this run and the next."""
        until = self.clock.now() + min(max(seconds, 0.0), _LONGEST)
        self.state.keep_host(host, Host(self.state.host(host).asked, until))


def retry_after(value: str | None, now: float) -> float | None:
    """The seconds that a Retry-After header asks for, given in seconds or as a date; None where it asks for none."""
    written = (value or "").strip()
    if written.isascii() and written.isdigit():
        return min(float(written[:9]), _LONGEST)
    try:
        when = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0.0, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - now)


def _told(moment: float) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M} UTC"
