"""How much is read of what comes in: bounds that no report reaches and every bomb does."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.pipeline import LONGEST

__all__ = ["LARGEST", "Limits"]

LARGEST = 8 * LONGEST
"""The largest document that is read, in bytes: room for the longest text in a wide encoding, or for a page's markup."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost, in bytes unless said otherwise; what is beyond is left out and told as `Skipped`.

    Deflate packs English text to a third or a tenth and can pack 1,032 to one, so a file may unpack to `ratio` times
    its size on disk, over all layers and members together, and to `slack` whatever its size.
    """

    document: int = LARGEST
    """One document, unpacked."""
    line: int = 10 * LARGEST
    """A line of JSON: the largest document with its escapes, or a record with all that was read from it."""
    ratio: int = 200
    """Unpacked bytes to each byte on disk."""
    slack: int = 256_000_000
    """Unpacked bytes that are allowed in any case: about a second's work."""
    inner: int = 1_000_000_000
    """An archive inside an archive, unpacked: it has to be laid down (on disk) before it can be read."""
