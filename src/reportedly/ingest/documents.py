"""What the ways in hand on: one document each, as bytes with all that its source says of it, not yet read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Document", "Given", "Media", "Settle"]

Media = Literal["text", "html", "auto"]
"""How the bytes are to be read; "auto" looks at them."""

Settle = Callable[[], None]
"""Called once the document is safely stored, so that its source need not offer it again."""


def _nothing() -> None:
    return None


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a report beside its text; None where it is not. `published` is as its source writes it."""

    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One document from a folder, an archive, a feed or a crawl.

    `source` says where it lies, in words a person finds it by ("week.zip/a.html", "crawl.warc.gz record 17").
    `given` is what the user says, and goes before what the page says of itself; `hinted` is what the source says (a
    feed's item, a crawl's header), and comes after. `key` is what stays when the text changes (an address, a path), so
    that a changed report is known for a new version of the old; None where there is nothing of the kind. `charset` is
    the encoding that its sender declares (an HTTP header's), which goes before what the bytes declare.
    """

    source: str
    data: bytes
    media: Media = "auto"
    given: Given = Given()
    hinted: Given = Given()
    key: str | None = None
    charset: str | None = None
    settle: Settle = field(default=_nothing, compare=False, repr=False)

    @property
    def digest(self) -> str:
        """SHA-256 (16 hex digits) over the bytes and all that their source says of them: what was seen before."""
        total = hashlib.sha256(self.data)
        for part in (self.key, self.charset, *_words(self.given), *_words(self.hinted)):
            total.update(b"\0" + (part or "").encode("utf-8", "surrogatepass"))
        return total.hexdigest()[:16]


def _words(given: Given) -> tuple[str | None, ...]:
    return given.published, given.outlet, given.url, given.title
