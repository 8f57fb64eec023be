"""Days in words, and a report's words of time made plain: "on Tuesday" becomes "on Tuesday 4 March"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from reportedly.brief.gather import Material
from reportedly.brief.phrase import Phrase, cite, plain
from reportedly.brief.tree import Span
from reportedly.brief.wording import phrases
from reportedly.exports.told import Row

__all__ = ["Calendar", "rewritten", "within"]

_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH_DAY = re.compile(
    rf"(?:[A-Z][a-z]+day,? )?(?:[A-Z][a-z]+\.? {_NTH}(?:,? \d{{4}})?|{_NTH} [A-Z][a-z]+\.?(?:,? \d{{4}})?)$"
)
_WEEKDAY_FIRST = re.compile(r"[A-Z][a-z]+day\b")
_DEICTIC = re.compile(r"(?:last|this|next) \w+$", re.I)
_DATE_COMMA = re.compile(r",(?= (?:that|to|in|at|by|for|and)\b)")  # of "July 14, 2015, that …"
_YEAR = re.compile(r"\b\d{4}\b")


class Calendar:
    """How days are written in one brief: the year is left out where all of the brief is of one year."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self._months: list[str] = phrases()["months"]
        self._weekdays: list[str] = phrases()["weekdays"]

    def day(self, day: date, *, weekday: bool = True, year: bool = False) -> str:
        """Such as "Tuesday 4 March", with the year where it is another than the brief's or asked for."""
        said = f"{day.day} {self._months[day.month - 1]}"
        said = f"{self._weekdays[day.weekday()]} {said}" if weekday else said
        return f"{said} {day.year}" if year or day.year != self.year else said

    def month(self, day: date, *, year: bool = False) -> str:
        """Such as "March", with the year where it is another than the brief's or asked for."""
        said = self._months[day.month - 1]
        return f"{said} {day.year}" if year or day.year != self.year else said

    def span(self, first: date, last: date) -> str:
        """Such as "3 to 9 March 2031", always with the year."""
        if first == last:
            return self.day(first, weekday=False, year=True)
        end = self.day(last, weekday=False, year=True)
        if first.year != last.year:
            return f"{self.day(first, weekday=False, year=True)} to {end}"
        if first.month != last.month:
            return f"{first.day} {self._months[first.month - 1]} to {end}"
        return f"{first.day} to {end}"

    def names_weekday(self, words: str) -> bool:
        """Whether the words end with a day of the week."""
        return words.split()[-1] in self._weekdays

    def names_month(self, words: str) -> bool:
        """Whether the words name a month."""
        return any(month in words for month in self._months)


def within(times: Iterable[Row], span: Span) -> list[Row]:
    """The times whose words lie in the span, the first first, none within another."""
    inside = [t for t in times if len(t["spans"]) == 1 and span[0] <= t["spans"][0][0] and t["spans"][0][1] <= span[1]]
    inside.sort(key=lambda t: (t["spans"][0][0], -t["spans"][0][1]))
    found: list[Row] = []
    for time in inside:
        if not found or time["spans"][0][0] >= found[-1]["spans"][0][1]:
            found.append(time)
    return found


def rewritten(
    material: Material, calendar: Calendar, report: str, span: Span, changes: Sequence[tuple[Span, Phrase]] = ()
) -> tuple[Phrase, bool]:
    """The report's words at the span, with `changes` made and words of time plain; and whether these tell a day."""
    text = material.reports[report]["text"]
    edits = [(at, said) for at, said in changes if span[0] <= at[0] and at[1] <= span[1]]
    days = False
    for time in within(material.times.get(report, ()), span):
        at = (time["spans"][0][0], time["spans"][0][1])
        owns = text[at[1] : at[1] + 2] in ("'s", "’s")
        if not owns and not any(at[0] < b and a < at[1] for (a, b), _ in edits):
            said = Phrase(_plainly(calendar, time, text[at[0] : at[1]]), cite(report, [at]))
            comma = _DATE_COMMA.match(text, at[1]) if _YEAR.search(text[at[0] : at[1]]) else None
            edits.append(((at[0], at[1] + bool(comma)), said))
            days = days or (time["granularity"] == "day" and time["first_day"] is not None)
    position, parts = span[0], []
    cited = list(cite(report, [span]))
    for (start, end), said in sorted(edits, key=lambda edit: edit[0]):
        if start >= position:
            parts += [text[position:start], said.text]
            cited += said.cited
            position = end
    parts.append(text[position : span[1]])
    return Phrase(plain("".join(parts)), tuple(cited)), days


def _plainly(calendar: Calendar, time: Row, words: str) -> str:
    first, last = time["first_day"], time["last_day"]
    if first is None or time["kind"] not in ("DATE", "TIME") or time["inferred"]:
        return words
    if time["granularity"] == "day" and first == last:
        if _MONTH_DAY.match(words):
            return calendar.day(first, weekday=bool(_WEEKDAY_FIRST.match(words)), year=bool(_YEAR.search(words)))
        if calendar.names_weekday(words):
            return f"{words} {calendar.day(first, weekday=False)}"
        return f"{words} ({calendar.day(first, weekday=False)})"
    if _YEAR.search(words) or last is None or not _DEICTIC.match(words):
        return _with_year(calendar, time, words)
    if time["granularity"] == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{words} ({calendar.month(first)})"
    if time["granularity"] == "year" and first.year == last.year:
        return f"{words} ({first.year})"
    return words


def _with_year(calendar: Calendar, time: Row, words: str) -> str:
    """A bare month with its year, where that is another than the brief's."""
    first, bare = time["first_day"], calendar.names_month(words) and len(words.split()) == 1
    return f"{words} {first.year}" if bare and time["granularity"] == "month" and first.year != calendar.year else words
