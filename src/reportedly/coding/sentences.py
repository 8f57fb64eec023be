"""Sentences and quotations."""

from __future__ import annotations

from reportedly.reading import Reading


def sentences(reading: Reading) -> Reading:
    return reading
