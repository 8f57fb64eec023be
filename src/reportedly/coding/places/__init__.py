from __future__ import annotations

from reportedly.reading import Reading


def places(reading: Reading) -> Reading:
    return reading
