"""Times that name their own place in the calendar: dates, months, years, decades, centuries."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from reportedly.coding.times.calendar import Extent, extent
from reportedly.coding.times.rules import Phrase
from reportedly.coding.times.view import Meaning, View, unknown
from reportedly.coding.times.words import lexicon
from reportedly.knowledge import DATA, load_yaml

__all__ = ["READERS"]

_AGAINST = 330
"""Days by which a date that goes against the clause's tense is held to be further away than it is."""
_LEANING = 220
"""The same for a date that is past in a clause in the present tense ("ends on 31 December")."""
_LEAP = 4
"""Years within which every day of the calendar, 29 February too, comes back."""
_LONGEST = 20
"""Years that a stretch written as 2014-15 may last; more are likely to be something else."""
_SLACK = 2
"""Days that a report's date may lag behind what it tells: time zones, a text dated by its first edition."""


def _month(phrase: Phrase) -> int:
    return int(phrase.value("MONTHNAME", "MONTHABBR") or 0)


def _number(phrase: Phrase) -> int:
    return int(phrase.value("DD", "DDTH", "ORD", "FIRST", "SECOND") or 0)


def year_of(phrase: Phrase, view: View) -> int | None:
    """The year that a phrase names, in figures, in words, or as last, this or next year; None where it names none."""
    if "years" in phrase.parts:
        way = phrase.value("LAST", "THIS", "NEXT", "PREVIOUS", "FOLLOWING", part="years")
        if phrase.value("UNIT", part="years") != "Y" or view.anchor is None:
            return None
        return view.anchor.day.year + int(way or 0)
    part = "year" if "year" in phrase.parts else None
    figures = phrase.value("YEAR", part=part)
    return int(figures) if figures is not None else _spelled(phrase)


def _spelled(phrase: Phrase) -> int | None:
    """The year that words spell: nineteen eighty-six, twenty fourteen, two thousand eight."""
    codes = lexicon().codes
    kinds = {codes[name] for name in ("NINETEEN", "TENSWORD", "TEENWORD", "ONESWORD", "BIGWORD")}
    numbers = [int(word.value) for word in phrase.words if word.kind in kinds]
    if len(numbers) > 1 and numbers[:2] == [2, 1000]:
        return 2000 + sum(numbers[2:])
    if len(numbers) > 1 and numbers[0] in {19, 20}:
        return 100 * numbers[0] + sum(numbers[1:])
    return None


def iso_date(phrase: Phrase, _view: View) -> Meaning | None:
    """2016-03-14; no time where the calendar has no such day."""
    year, month, day = (int(word.value) for word in phrase.words if isinstance(word.value, int))
    return Meaning.named(f"{year:04}-{month:02}-{day:02}", "names its own day")


def slashed_date(phrase: Phrase, view: View) -> Meaning | None:
    """12/03/2016: the order of day and month is told by a number over 12, else by which lies nearer the report."""
    first, second, year = (int(word.value) for word in phrase.words if isinstance(word.value, int))
    if year < 100:
        year += 2000 if year < 70 else 1900
    dotted = any(word.value == "." for word in phrase.words)
    readings = [_valid(year, second, first)] if dotted else [_valid(year, first, second), _valid(year, second, first)]
    days = [day for day in readings if day]
    if not days:
        return None
    if len(set(days)) == 1:
        return Meaning.named(days[0].isoformat(), "names its own day")
    if view.anchor is None or not view.anchor.allows("D"):
        return Meaning.named(f"{year:04}", "day and month cannot be told apart")
    near = min(days, key=lambda day: abs((day - view.anchor.day).days) if view.anchor else 0)
    return Meaning.named(near.isoformat(), view.relative("of the two orders of day and month the nearer"), rests=True)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_date(phrase: Phrase, view: View) -> Meaning | None:
    """March 14, 2016; the 14th of March last year."""
    year = year_of(phrase, view)
    if year is None:
        return unknown() if view.anchor is None and "years" in phrase.parts else None
    rests = "years" in phrase.parts
    detail = view.relative("day and month of that year") if rests else "names its own day"
    return Meaning.named(f"{year:04}-{_month(phrase):02}-{_number(phrase):02}", detail, rests=rests)


def month_day(phrase: Phrase, view: View) -> Meaning | None:
    """A day without its year: the one that fits the tense, the nearest where the tense leaves it open."""
    month, number = _month(phrase), _number(phrase)
    if not _valid(2000, month, number) or _counts_something(phrase, view):
        return None
    if view.anchor is None:
        return unknown()
    day = _nearest(month, number, view, phrase)
    if day is None:
        return None
    way = "before" if day < view.anchor.day else "after" if day > view.anchor.day else "itself"
    return Meaning.named(day.isoformat(), view.relative(f"the {day.day} {day:%B} {way}"), rests=True)


def _counts_something(phrase: Phrase, view: View) -> bool:
    """Whether the number of "In March 12 people died" belongs to what follows."""
    last = view.token(phrase.words[-1].start)
    return (
        last is not None
        and phrase.words[-1].kind == lexicon().codes["DD"]
        and last.dep_ == "nummod"
        and last.head.i > last.i
        and last.head.pos_ == "NOUN"
    )


def _nearest(month: int, number: int, view: View, phrase: Phrase) -> date | None:
    if view.anchor is None:
        return None
    here = view.anchor.day
    told = view.direction(phrase)
    if view.anchor.fineness == "Y":
        return _valid(here.year, month, number)
    if view.anchor.fineness == "M":
        return _valid(here.year + (month <= here.month), month, number)  # see anchor.infer

    def cost(day: date) -> int:
        ahead = (day - here).days
        against = (told == "back" and ahead > _SLACK) or (told == "ahead" and ahead < -_SLACK)
        return abs(ahead) + (_AGAINST if against else _LEANING if told == "now" and ahead < -_SLACK else 0)

    years = range(here.year - _LEAP, here.year + _LEAP + 1)
    days = [day for year in years if (day := _valid(year, month, number))]
    return min(days, key=cost, default=None)


def day_range(phrase: Phrase, view: View) -> Meaning | None:
    """From one day of a month to another, the year named or found as for a single day."""
    first, last = (int(phrase.value("DD", "DDTH", part=part) or 0) for part in ("from", "to"))
    month = _month(phrase)
    year = year_of(phrase, view) if "year" in phrase.parts else None
    rests = year is None
    if not (0 < first < last <= 31) or not _valid(2000, month, last):
        return None
    if year is None:
        if view.anchor is None:
            return unknown()
        end = _nearest(month, last, view, phrase)
        year = end.year if end else None
    start, end = (_valid(year, month, number) if year else None for number in (first, last))
    if start is None or end is None:
        return None
    detail = view.relative("the days of that month nearest by the tense") if rests else "names its own days"
    skip = phrase.words[1].start - phrase.start if phrase.words[0].value in ("from", "between") else 0
    return Meaning("DATE", f"{start}/{end}", detail, rests, Extent(start, end, "day"), skip)


def month(phrase: Phrase, view: View) -> Meaning | None:
    """A month with its year, or without: the one that fits the tense."""
    number = _month(phrase)
    if "year" in phrase.parts or "years" in phrase.parts:
        year = year_of(phrase, view)
        rests = "years" in phrase.parts
        if year is None:
            return unknown() if rests and view.anchor is None else None
        detail = view.relative("the month of that year") if rests else "names its own month"
        return Meaning.named(f"{year:04}-{number:02}", detail, rests=rests)
    if len(phrase.words) == 1 and is_name(phrase, view):
        return None
    if view.anchor is None:
        return unknown()
    year, what = _year_of_month(number, phrase, view)
    return Meaning.named(f"{year:04}-{number:02}", view.relative(what), rests=True)


def _year_of_month(number: int, phrase: Phrase, view: View) -> tuple[int, str]:
    assert view.anchor is not None
    here = view.anchor.day
    way = phrase.value("LAST", "THIS", "NEXT", "PREVIOUS", part="way")
    if phrase.has("COMING", part="way"):
        way = 1
    if way == -1:
        return here.year - (number >= here.month), f"the last {date(2000, number, 1):%B} before"
    if way == 1:
        return here.year + (number <= here.month), f"the next {date(2000, number, 1):%B}"
    if way == 0 or number == here.month:
        return here.year, "the month of that name in its year"
    told = view.direction(phrase) if view.anchor.fineness == "D" else "ahead"
    if told in {"open", "now"}:
        told = "ahead" if (number - here.month) % 12 <= 5 else "back"
    if told == "ahead":
        return here.year + (number < here.month), f"the {date(2000, number, 1):%B} after"
    return here.year - (number > here.month), f"the {date(2000, number, 1):%B} before"


def year(phrase: Phrase, view: View) -> Meaning | None:
    """A year in figures or words; a number that counts or names something else is none."""
    figures = phrase.value("YEAR")
    named = year_of(phrase, view)
    unit = phrase.value("UNIT")
    if named is None or (unit is not None and unit != "Y"):
        return None
    bare = len(phrase.words) == 1 or phrase.has("ABOUT")
    if figures is not None and bare and not _is_year(phrase, view):
        return None
    return Meaning.named(f"{named:04}", "names its own year")


_PART_OF_NUMBER = re.compile(r"[%°]|[.,:]?\d")


def _edge_word(text: str, which: int) -> str:
    """The first (0) or last (-1) word of a piece of text, without marks; "" where there is none."""
    words = text.split()
    return words[which].strip(".,;:()“”\"'").lower() if words else ""


def _is_year(phrase: Phrase, view: View) -> bool:
    known = lexicon()
    word = phrase.words[-1]
    before, after = view.text[max(0, word.start - 24) : word.start], view.text[word.end : word.end + 24]
    if before.endswith(tuple("$€£¥#.,/:+")) or _PART_OF_NUMBER.match(after):
        return False
    last, following = _edge_word(before, -1), _edge_word(after, 0)
    if last in known.no_year_after or following in known.no_year_before:
        return False
    token = view.token(word.start)
    counted = token is not None and token.dep_ == "nummod" and token.head.i > token.i and token.head.tag_ == "NNS"
    return not counted or 1900 <= int(word.value) <= 2040


def year_range(phrase: Phrase, _view: View) -> Meaning | None:
    """2014-15: the second year by its last two figures."""
    first = int(phrase.value("YEAR") or 0)
    last = first // 100 * 100 + int(phrase.value("DD", part="to") or 0)
    if not first < last <= first + _LONGEST:
        return None
    days = Extent(date(first, 1, 1), date(last, 12, 31), "year")
    return Meaning("DATE", f"{days.first}/{days.last}", "names its own years", days=days)


def decade(phrase: Phrase, _view: View) -> Meaning | None:
    """The 1990s, the late '80s, the nineties; not “under-60s”."""
    word = phrase.value("DECADEWORD")
    digits = str(word) if word is not None else str(phrase.value("DECADE"))
    if word is None and len(digits) == 2:
        if phrase.words[-1].end - phrase.words[-1].start < 4 and not phrase.says("the"):
            return None  # "under-60s"
        digits = f"{20 if digits[0] in '0123' and digits != '30' else 19}{digits}"
        if digits[2] in "123":
            return None  # "the '20s" may be either century's
    if word is None and not digits.endswith("0"):
        return None
    return Meaning.named(digits[:3], "names its own decade")


def century(phrase: Phrase, _view: View) -> Meaning | None:
    """The 20th century: 19 in TIMEX3."""
    if phrase.value("UNIT", part="century") != "C" or not 0 < _number(phrase) < 40:
        return None
    return Meaning.named(f"{_number(phrase) - 1:02}", "names its own century")


def quarter(phrase: Phrase, view: View) -> Meaning | None:
    """A quarter of a named year, or the one last begun (the coming one where the clause looks ahead)."""
    number = int(phrase.value("FIRST", "SECOND", "ORD") or 0)
    if phrase.value("UNIT", part="quarter") != "Q" or not 1 <= number <= 4:
        return None
    if "year" in phrase.parts or "years" in phrase.parts:
        named = year_of(phrase, view)
        rests = "years" in phrase.parts
        detail = view.relative("the quarter of that year") if rests else "names its own quarter"
        return unknown() if named is None else Meaning.named(f"{named:04}-Q{number}", detail, rests=rests)
    if view.anchor is None:
        return unknown()
    here = view.anchor.day
    begun = number <= (here.month + 2) // 3
    back = (not begun and number - (here.month + 2) // 3 > 1) or (not begun and view.direction(phrase) == "back")
    detail = view.relative("the quarter nearest by the tense")
    return Meaning.named(f"{here.year - back:04}-Q{number}", detail, rests=True)


def half(phrase: Phrase, view: View) -> Meaning | None:
    """The first half of 2015, the second half of the year."""
    if phrase.has("UNITS") and (phrase.value("UNITS") != "Q" or phrase.value("ONESWORD") != 2):
        return None
    named = year_of(phrase, view)
    if named is None:
        if phrase.value("UNIT", part="years") != "Y":
            return None
        if view.anchor is None:
            return unknown()
        named = view.anchor.day.year
    number = 1 if phrase.has("FIRST") else 2
    return Meaning.named(f"{named:04}-H{number}", "names its own half of a year", rests="years" in phrase.parts)


def season(phrase: Phrase, view: View) -> Meaning | None:
    """A season of a named year, or the one that fits last, this, next or the tense."""
    name = phrase.value("SEASON")
    if "year" in phrase.parts:
        named = year_of(phrase, view)
        return None if named is None else Meaning.named(f"{named:04}-{name}", "names its own season")
    if view.anchor is None:
        return unknown()
    if name in {"FA", "SP"} and phrase.says("the") and not _in_season(phrase, view):
        return None  # "the fall of the city"
    here = view.anchor.day
    way = phrase.value("LAST", "NEXT", "PREVIOUS", "THIS", part="way")
    told = {-1: "back", 1: "ahead", 0: "near"}.get(int(way), "open") if way is not None else view.direction(phrase)
    if phrase.has("LAST") and phrase.has("THIS"):
        told = "back"
    spans = [(year, days) for year in range(here.year - 2, here.year + 2) if (days := extent(f"{year:04}-{name}"))]
    if told in {"near", "open", "now"}:
        best = min(spans, key=lambda span: abs((span[1].first + timedelta(45) - here).days))
    elif told == "back":
        best = [span for span in spans if (span[1].last if way else span[1].first) < here][-1]
    else:
        best = next(span for span in spans if span[1].first > here)
    return Meaning.named(f"{best[0]:04}-{name}", view.relative("the season nearest by words and tense"), rests=True)


def _in_season(phrase: Phrase, view: View) -> bool:
    text = view.text
    before = _edge_word(text[max(0, phrase.start - 12) : phrase.start], -1)
    return before in _joins()["season_after"] and text[phrase.end : phrase.end + 4] != " of "


@lru_cache(maxsize=1)
def _joins() -> dict[str, frozenset[str]]:
    data = load_yaml(DATA / "times/joins.yaml")
    return {key: frozenset(data[key]) for key in ("season_after", "names")}


def is_name(phrase: Phrase, view: View) -> bool:
    """Whether a day or month alone is part of a name: the Sunday Times, Theresa May."""
    token = view.token(phrase.words[-1].start)
    if token is None:
        return False
    if phrase.has("MONTHNAME") and token.i and token.nbor(-1).pos_ == "PROPN" and token.nbor(-1).text.isalpha():
        view.surnames.add(token.lower_)
        return True
    acts = token.dep_ in {"nsubj", "nsubjpass", "poss", "dobj"}
    return token.ent_type_ in _joins()["names"] or (acts and token.lower_ in view.surnames)


READERS = {
    reader.__name__: reader
    for reader in (
        iso_date, slashed_date, full_date, month_day, day_range, month, year, year_range, decade, century, quarter,
        half, season,
    )
}  # fmt: skip
"""The readers by the name that rules.yaml calls them."""
