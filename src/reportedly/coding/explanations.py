"""Explanations: what is given as the cause of what."""

from __future__ import annotations

from reportedly.reading import Reading


def explanations(reading: Reading) -> Reading:
    return reading
