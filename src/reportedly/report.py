"""What came in: a report, the spans that point into it, and the inputs that had to be left out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Report", "Skipped", "Span", "Spans"]


class Span(NamedTuple):
    """A piece of a report's text: code points from `start` (inclusive) to `end` (exclusive)."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The characters it points to."""
        return text[self.start : self.end]


Spans = tuple[Span, ...]
"""Pieces of one thing that may be discontinuous, in the order of the text."""


@dataclass(frozen=True, slots=True)
class Report:
    """One news report as it came in; immutable. A report is an outlet's voice, never the truth.

    `text` is the input as decoded, unchanged. `published` is an ISO 8601 date or datetime, or None when unknown.
    """

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    language: str = "en"

    @property
    def id(self) -> str:
        """The SHA-256 of the text (first 16 hex digits): the same text has the same id everywhere."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that was left out of a run: where it came from and why, in words that say what to do."""

    source: str
    reason: str
