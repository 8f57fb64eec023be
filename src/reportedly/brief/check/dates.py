"""Days: those that a sentence names, and those that a report's words of time can mean, given when it came out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from reportedly.brief.wording import words

__all__ = ["Named", "meant", "named"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_W = "|".join(day.capitalize() for day in _WEEKDAYS)
_M = "|".join(month.capitalize() for month in _MONTHS)
_SPAN = re.compile(rf"\b(\d{{1,2}})(?: ({_M}))?(?: (\d{{4}}))? to (\d{{1,2}}) ({_M})(?: (\d{{4}}))?")
_DAY = re.compile(rf"(?:\b({_W}) )?\b(\d{{1,2}}) ({_M})\b(?: (\d{{4}})\b)?")
_SHORT = "|".join(month[:3].capitalize() for month in _MONTHS)
_AMERICAN = re.compile(rf"\b({_M}|{_SHORT})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (\d{{4}})\b)?")
_BRITISH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({_M})\b(?:,? (\d{{4}}))?")
_MONTH = re.compile(rf"\b({_M})\b(?: (\d{{4}})\b)?")
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
_REPORTED = re.compile(r"(?:reported|saying|report) on $")
_BACK = {"yesterday": 1, "last night": 1, "overnight": 1, "the day before": 1, "a day earlier": 1, "previous day": 1,
         "the day after": -1, "a day later": -1, "next day": -1, "tomorrow": -1, "today": 0, "tonight": 0,
         "this morning": 0, "two days earlier": 2, "two days ago": 2, "two days later": -2}  # fmt: skip
_AHEAD_STEMS = tuple(word[:-1] for word in words("ahead") if word.endswith("*"))


@dataclass(frozen=True, slots=True)
class Named:
    """A day, month or year that a sentence names; `published`: as the day of a report. Zero stands for not said."""

    words: str
    day: int
    month: int
    year: int
    weekday: str
    published: bool

    def fits(self, other: date) -> bool:
        """Whether it can be this day."""
        parts = ((self.day, other.day), (self.month, other.month), (self.year, other.year))
        if any(said and said != is_ for said, is_ in parts):
            return False
        return not self.weekday or _WEEKDAYS[other.weekday()] == self.weekday.lower()


def named(text: str) -> tuple[list[Named], str]:
    """The days that a text names, and the text without them."""
    found: list[Named] = []

    def span(match: re.Match[str]) -> str:
        first_month = match[2] or match[5]
        first_year = int(match[3] or match[6] or 0)
        found.append(Named(match[0], int(match[1]), _month(first_month), first_year, "", False))
        found.append(Named(match[0], int(match[4]), _month(match[5]), int(match[6] or 0), "", False))
        return " "

    def day(match: re.Match[str]) -> str:
        published = bool(_REPORTED.search(match.string[: match.start()]))
        found.append(Named(match[0], int(match[2]), _month(match[3]), int(match[4] or 0), match[1] or "", published))
        return " "

    def month(match: re.Match[str]) -> str:
        if match[1] == "May" and not match[2]:
            return match[0]
        found.append(Named(match[0], 0, _month(match[1]), int(match[2] or 0), "", False))
        return " "

    def year(match: re.Match[str]) -> str:
        found.append(Named(match[0], 0, 0, int(match[1]), "", False))
        return " "

    def american(match: re.Match[str]) -> str:
        found.append(Named(match[0], int(match[2]), _month(match[1]), int(match[3] or 0), "", False))
        return " "

    rest = _AMERICAN.sub(american, _DAY.sub(day, _SPAN.sub(span, text)))
    return found, _YEAR.sub(year, _MONTH.sub(month, rest))


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def meant(text: str, published: date | None) -> tuple[set[date], set[tuple[int, int]]]:
    """The days that a report's words can mean; and its months and years, as (year, month) with 0 for a whole year."""
    days = _spelt(text, published)
    coarse = {(day.year, day.month) for day in days} | {(day.year, 0) for day in days}
    coarse |= {(int(year), 0) for year in _YEAR.findall(text)}
    for month, year in _MONTH.findall(text):
        known = int(year or 0)
        coarse |= {(known, _month(month))} if known else set()
        if not known and published is not None:
            coarse |= {(published.year, _month(month)), (published.year - 1, _month(month))}
    if published is None:
        return days, coarse
    lower = text.lower()
    for name in _WEEKDAYS:
        if re.search(rf"\b{name}\b", lower):
            days |= _weekday(published, name, lower)
    known_days = set(days)
    for words_, back in _BACK.items():
        if words_ in lower:
            days |= {day - timedelta(back) for day in {published, *known_days}}
    for words_, years in (("last year", 1), ("this year", 0), ("next year", -1), ("a year ago", 1)):
        if words_ in lower:
            coarse.add((published.year - years, 0))
    for words_, months in (("last month", 1), ("this month", 0), ("next month", -1)):
        if words_ in lower:
            at = published.year * 12 + published.month - 1 - months
            coarse.add((at // 12, at % 12 + 1))
    return days, coarse | {(day.year, day.month) for day in days} | {(day.year, 0) for day in days}


def _spelt(text: str, published: date | None) -> set[date]:
    """Days written with their month: "March 14", "14 March 2016"."""
    found = {(int(d), _month(m), int(y or 0)) for m, d, y in _AMERICAN.findall(text)}
    found |= {(int(d), _month(m), int(y or 0)) for d, m, y in _BRITISH.findall(text)}
    days = set()
    for day, month, year in found:
        years = [year] if year else [published.year, published.year - 1] if published else []
        for one in years:
            try:
                days.add(date(one, month, day))
            except ValueError:
                continue
            break
    return days


def _weekday(published: date, name: str, text: str) -> set[date]:
    """The last such weekday up to the day of publication; the next too where the words look ahead."""
    back = (published.weekday() - _WEEKDAYS.index(name)) % 7
    days = {published - timedelta(back)}
    if re.search(rf"\blast {name}\b", text):
        days.add(published - timedelta(back or 7))
    tokens = re.findall(r"[a-z]+", text)
    if any(token in words("ahead") or token.startswith(_AHEAD_STEMS) for token in tokens):
        days.add(published + timedelta(7 - back))
    return days
