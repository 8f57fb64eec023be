"""The times in a piece of a report."""

from __future__ import annotations

from reportedly.reading import Reading, Time
from reportedly.report import Span

__all__ = ["time_in"]


def time_in(reading: Reading, span: Span) -> tuple[Time, ...]:
    """The times whose words share a character with `span`, in the order of the text."""
    return tuple(time for time in reading.times if any(part.overlaps(span) for part in time.spans))
