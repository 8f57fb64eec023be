"""Calendar arithmetic on TIMEX3 values: the days a value stands for, and the value that holds a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

__all__ = ["Extent", "extent", "month_end", "shift", "value_of"]

_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The meteorological seasons of the northern hemisphere by their first month."""


class Extent(NamedTuple):
    """The first and the last day of a time, and how fine it is: the words allow no finer days."""

    first: date
    last: date
    granularity: str


def month_end(year: int, month: int) -> date:
    """The last day of a month (31 December 9999 is the end of the calendar)."""
    return date(year, 12, 31) if month == 12 else date(year, month + 1, 1) - timedelta(1)


def shift(day: date, count: int, unit: str) -> date | None:
    """The day `count` units (TIMEX3: D W FN M Q Y E C) later, or earlier if negative; None outside the calendar."""
    try:
        if unit in {"D", "W", "FN"}:
            return day + timedelta(count * {"D": 1, "W": 7, "FN": 14}[unit])
        months = count * {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}[unit] + day.year * 12 + day.month - 1
        year, month = divmod(months, 12)
        return min(date(year, month + 1, 1) + timedelta(day.day - 1), month_end(year, month + 1))
    except (ValueError, OverflowError):
        return None


def value_of(day: date, unit: str) -> str:
    """The TIMEX3 value of the unit (D W M Q Y E C) that holds `day`."""
    if unit in {"W", "FN"}:
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if unit == "Q":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    length = {"D": 10, "M": 7, "Y": 4, "E": 3, "C": 2}[unit]
    return day.isoformat()[:length]


def _day(m: re.Match[str]) -> Extent:
    day = date(int(m[1]), int(m[2]), int(m[3]))
    return Extent(day, day, "time" if m[4] else "day")


def _months(year: int, first: int, count: int, granularity: str) -> Extent:
    last = first + count - 1
    return Extent(date(year, first, 1), month_end(year + (last > 12), (last - 1) % 12 + 1), granularity)


def _week(m: re.Match[str]) -> Extent:
    monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
    return Extent(monday + timedelta(5 if m[3] else 0), monday + timedelta(6), "week")


def _years(m: re.Match[str]) -> Extent:
    digits = m[1]
    first = max(1, int(digits.ljust(4, "0")))
    return Extent(date(first, 1, 1), date(int(digits.ljust(4, "9")), 12, 31), _BY_LENGTH[len(digits)])


_BY_LENGTH = {4: "year", 3: "decade", 2: "century"}
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Extent]], ...] = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(T.*)?"), _day),
    (re.compile(r"(\d{4})-(\d\d)"), lambda m: _months(int(m[1]), int(m[2]), 1, "month")),
    (re.compile(r"(\d{2,4})"), _years),
    (re.compile(r"(\d{4})-W(\d\d)(-WE)?"), _week),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda m: _months(int(m[1]), 3 * int(m[2]) - 2, 3, "quarter")),
    (re.compile(r"(\d{4})-H([12])"), lambda m: _months(int(m[1]), 6 * int(m[2]) - 5, 6, "year")),
    (re.compile(r"(\d{4})-(SP|SU|FA|WI)"), lambda m: _months(int(m[1]), _SEASONS[m[2]], 3, "season")),
)


def extent(value: str | None) -> Extent | None:
    """The days that a TIMEX3 value names, or None where it names none (PRESENT_REF, P2D, XXXX-WXX-5)."""
    for form, days in _FORMS:
        if match := form.fullmatch(value or ""):
            try:
                return days(match)
            except (ValueError, OverflowError):
                return None
    return None
