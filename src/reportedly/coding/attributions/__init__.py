from __future__ import annotations

from reportedly.reading import Reading


def attributions(reading: Reading) -> Reading:
    return reading
