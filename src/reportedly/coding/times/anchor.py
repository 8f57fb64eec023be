"""The day from which relative times are read: the report's own, or one inferred from what the text holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_tz

from reportedly.coding.times.calendar import Extent, month_end
from reportedly.report import Report

__all__ = ["Anchor", "infer", "of_report"]

_FINENESS = {"D": 0, "W": 1, "FN": 1, "M": 2, "Q": 2, "Y": 3, "E": 4, "C": 5}
_ISO = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?:$|[T ,Zz])")
_HEAD = 400
"""A full date within so many characters of the text's start, outside a sentence, is taken for the report's own."""


@dataclass(frozen=True)
class Anchor:
    """A day to count from. `fineness` is the finest unit that is known of it (D, M or Y)."""

    day: date
    fineness: str = "D"
    inferred: bool = False

    def allows(self, unit: str) -> bool:
        """Whether a time of this unit can be counted from it: from a mere year no week can."""
        return _FINENESS[self.fineness] <= _FINENESS[unit]

    def __str__(self) -> str:
        known = self.day.isoformat()[: {"D": 10, "M": 7, "Y": 4}[self.fineness]]
        what = f"{known}, a {self.day:%A}" if self.fineness == "D" else known
        return f"{what} (inferred from the text)" if self.inferred else f"the report of {what}"


def of_report(report: Report) -> Anchor | None:
    """The report's own date, or None where it has none or one that cannot be read."""
    given = report.published
    if not isinstance(given, str):
        return None
    try:
        if match := _ISO.match(given.strip()):
            year, month, day = (int(part or 0) for part in match.groups())
            if not month:
                return Anchor(date(year, 12, 31), "Y")
            return Anchor(date(year, month, day), "D") if day else Anchor(month_end(year, month), "M")
        if mail := parsedate_tz(given):
            return Anchor(date(*mail[:3]))
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    return None


def infer(named: Iterable[tuple[int, Extent, bool]]) -> Anchor | None:
    """An anchor from the times that the text names in full: (offset, days, whether it stands outside a sentence).

    A full date at the head of the text and outside its sentences is the report's own. Otherwise the full date named
    most often (the latest of those) serves if no year named is later; else the latest year, and month, that is named.
    """
    times = [(offset, days, apart) for offset, days, apart in named if days.first.year >= 1900]
    own = [days for offset, days, apart in times if apart and offset < _HEAD and days.granularity in {"day", "time"}]
    if own:
        return Anchor(own[0].first, "D", inferred=True)
    if not times:
        return None
    latest = max((days for _, days, _ in times), key=lambda days: (days.first.year, days.first))
    counts = Counter(days.first for _, days, _ in times if days.granularity in {"day", "time"})
    if counts:
        day = max(counts, key=lambda day: (counts[day], day))
        if day.year >= latest.first.year:
            return Anchor(day, "D", inferred=True)
    if latest.granularity == "month":
        return Anchor(latest.last, "M", inferred=True)
    return Anchor(latest.last, "Y", inferred=True) if latest.granularity in {"year", "quarter", "season"} else None
