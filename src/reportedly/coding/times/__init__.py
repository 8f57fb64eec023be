"""Times: the words that tell when, and the days they stand for."""

from __future__ import annotations

from reportedly.coding.times.lookup import time_in
from reportedly.coding.times.tag import times

__all__ = ["time_in", "times"]
