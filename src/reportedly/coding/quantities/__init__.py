from __future__ import annotations

from reportedly.reading import Reading


def quantities(reading: Reading) -> Reading:
    return reading
