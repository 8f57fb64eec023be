"""Dates as pages, feeds and data sets write them, to ISO 8601; what could mean two days means none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

__all__ = ["iso_date", "iso_date_in_address"]

_FIRST_YEAR, _LAST_YEAR = 1600, 2200  # newspapers began then; what lies outside is a program's "no date"
_EPOCH = "1970-01-01T00:00:00"  # the other "no date"
_SECONDS = range(100_000_000, 7_000_000_000)  # Unix time from 1973 on, which no date in digits looks like

_MAIL = re.compile(r"(?:[A-Za-z]{3}, ?)?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,4})")
_STAMP = re.compile(r"\d{14}")
_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?:[T ]\d.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?: \d\d:\d\d(?::\d\d)?)?")
_ZONE_APART = re.compile(r" (?=[+-]\d\d:?\d\d$)")
_ZONE_NAMED = re.compile(r" ?(?:UTC|GMT|Z)$", re.I)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_CLOCK = r"(?:,? (?:at )?\d{1,2}[:.]\d\d(?:[:.]\d\d)? ?(?:[ap]\.?m\.?)?(?: [a-z]{2,4})?)?"
_WORDS = tuple(
    re.compile(f"{_WEEKDAY}{form}{_CLOCK}", re.I)
    for form in (rf"{_MONTH} {_DAY},? (?P<year>\d{{4}})", rf"{_DAY} {_MONTH},? (?P<year>\d{{4}})")
)
_IN_ADDRESS = re.compile(r"/(\d{4})[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/_-]|$)", re.I)


def iso_date(written: str | int | float | None) -> str | None:
    """The ISO 8601 date or datetime that is written, or None where it is no date or not certainly one.

    Read are ISO 8601 in its common forms, the date of mails and HTTP headers, 2031/03/04, "March 4, 2031" and "4 March
    2031" (their hour, which lacks its zone, is left away), 14-digit stamps, and Unix time in seconds or milliseconds.
    """
    if isinstance(written, int | float) and not isinstance(written, bool):
        return _unix(written) or (iso_date(str(written)) if 0 < written < 1e18 else None)
    text = " ".join(written.split()) if isinstance(written, str) and len(written) < 100 else ""
    found = _iso(text) or _mail(text) or _stamp(text) or _year_first(text) or _in_words(text)
    return found if found and not found.startswith(_EPOCH) else None


def iso_date_in_address(url: str | None) -> str | None:
    """The day in an address such as https://example.org/2031/03/04/truce, or None."""
    match = _IN_ADDRESS.search((url or "").split("?")[0])
    if match is None:
        return None
    year, month, day = match.groups()
    if month.isdigit():
        return _day(year, month, day)
    return _day(year, _MONTHS.index(month.lower()) + 1, day) if month.lower() in _MONTHS else None


def _iso(text: str) -> str | None:
    if not _ISO.fullmatch(text):
        return None
    if len(text) <= 10:
        return _checked(lambda: date.fromisoformat(text))
    plain = _ZONE_NAMED.sub("+00:00", _ZONE_APART.sub("", text))
    return _checked(lambda: datetime.fromisoformat(plain))


def _mail(text: str) -> str | None:
    return _checked(lambda: parsedate_to_datetime(text)) if _MAIL.fullmatch(text) else None


def _stamp(text: str) -> str | None:
    return _checked(lambda: datetime.strptime(text, "%Y%m%d%H%M%S")) if _STAMP.fullmatch(text) else None


def _year_first(text: str) -> str | None:
    match = _YEAR_FIRST.fullmatch(text)
    return _day(match[1], match[3], match[4]) if match else None


def _in_words(text: str) -> str | None:
    match = next((match for form in _WORDS if (match := form.fullmatch(text))), None)
    return _day(match["year"], _MONTHS.index(match["month"][:3].lower()) + 1, match["day"]) if match else None


def _unix(number: float) -> str | None:
    whole = int(number) if 0 < number < 1e18 else 0
    seconds = whole if whole in _SECONDS else whole // 1000
    return _checked(lambda: datetime.fromtimestamp(seconds, UTC)) if seconds in _SECONDS else None


def _day(year: str, month: str | int, day: str) -> str | None:
    return _checked(lambda: date(int(year), int(month), int(day)))


def _checked(make: Callable[[], date]) -> str | None:
    """The date in ISO 8601, to the second; None where there is no such day, or no such news."""
    try:
        made = make()
    except (ValueError, OverflowError, OSError):
        return None
    if not _FIRST_YEAR <= made.year <= _LAST_YEAR:
        return None
    return made.isoformat("T", "seconds") if isinstance(made, datetime) else made.isoformat()
