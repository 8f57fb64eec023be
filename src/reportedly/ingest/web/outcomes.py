"""What comes of asking for an address, and the bounds within which it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportedly.ingest.documents import Settle
from reportedly.report import Skipped

__all__ = ["Cause", "Fetched", "Missed", "Refused", "Unchanged", "WebLimits", "shown"]

Cause = Literal["passing", "robots", "lasting"]
"""Why an address was missed: "passing" may go better in another run (no answer, asked to wait), "robots" is forbidden
by the site's robots.txt, "lasting" will stay so (not there, too large, no page)."""


@dataclass(frozen=True, slots=True)
class WebLimits:
    """How much is taken from the web and how gently, for each address or each host."""

    bytes: int = 8_000_000
    """One answer, unpacked."""
    seconds: float = 30.0
    """One answer, from the name's look-up to the last byte; redirects and waiting count apart."""
    redirects: int = 5
    """Addresses that may be followed from one."""
    delay: float = 1.0
    """Seconds from one answer of a host to the next request to it, at least; its robots.txt may ask for more."""
    wait: float = 60.0
    """The longest wait, in seconds, that a host may ask for; beyond it the address is left for another run."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page or feed as it came. `url` is where it was found at last, `media` the media type it came under.

    Where the answer named a character encoding and keeps to it, `data` is UTF-8 with a byte order mark. `settle` is to
    be called once the data are safely stored: only then may the next run ask "has it changed since?".
    """

    url: str
    data: bytes
    media: str
    settle: Settle


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An address whose document is known and has not changed: nothing to read."""

    url: str


@dataclass(frozen=True, slots=True)
class Missed(Skipped):
    """A `Skipped` address, with the kind of reason."""

    cause: Cause = "lasting"


class Refused(Exception):
    """Raised within this package, where it becomes a `Missed`."""

    def __init__(self, reason: str, cause: Cause = "lasting") -> None:
        super().__init__(reason)
        self.reason = reason
        self.cause: Cause = cause


def shown(words: object, longest: int = 200) -> str:
    """Words of a stranger, fit to stand in a message: one line, printable, not long."""
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(words)[: longest + 1])
    return line if len(line) <= longest else f"{line[:longest]}…"
