"""Times that count from another day: yesterday, on Monday, last month, two years ago, the same day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reportedly.coding.times.absolute import is_name
from reportedly.coding.times.calendar import Extent, extent, shift, value_of
from reportedly.coding.times.rules import Phrase
from reportedly.coding.times.view import Meaning, Seen, View, count, unknown
from reportedly.coding.times.words import lexicon

__all__ = ["READERS"]


_SMALL_HOURS = "MO"  # TIMEX3 has no part of the day before the morning


def _timed(meaning: Meaning | None, phrase: Phrase) -> Meaning | None:
    """The same day with the part of it that the phrase adds ("Friday night", "tomorrow morning")."""
    part = phrase.value("PART", part="part")
    if meaning is None or part is None or meaning.value is None:
        return meaning
    return Meaning.named(f"{meaning.value}T{part}", meaning.detail, rests=meaning.rests, kind="TIME")


def day_word(phrase: Phrase, view: View) -> Meaning | None:
    """Yesterday, today, tomorrow, tonight, the day before yesterday."""
    step = int(phrase.value("YESTERDAY", "TODAY", "TOMORROW", "TONIGHT") or 0)
    step += ("after" in phrase.parts) - ("before" in phrase.parts)
    meaning = view.shifted(step, "D")
    if phrase.has("TONIGHT") and meaning and meaning.value:
        return Meaning.named(f"{meaning.value}TNI", meaning.detail, rests=True, kind="TIME")
    return _timed(meaning, phrase)


def weekday(phrase: Phrase, view: View) -> Meaning | None:
    """A weekday: the one before, or the report's own, where the clause looks back; else the one after."""
    number = int(phrase.value("WEEKDAYNAME", "WEEKDAYABBR") or 0)
    if len(phrase.words) == 1 and is_name(phrase, view):
        return None
    if view.anchor is None or not view.anchor.allows("D"):
        return unknown()
    here = view.anchor.day
    way = phrase.value("LAST", "NEXT", "PREVIOUS", "FOLLOWING", "COMING", "THIS", part="way")
    if phrase.has("COMING"):
        way = 1
    if phrase.has("PREVIOUS", "FOLLOWING") and (then := view.focus(phrase.start, "D")):
        here = then.days.first
    back = (here.isoweekday() - number) % 7
    told = view.direction(phrase, past_prepositions=True)
    if way == -1 or (phrase.has("THIS") and phrase.has("LAST")):
        day, what = _move(here, -(back or 7)), "before"
    elif way == 1 or (way is None and told in {"ahead", "now"}):
        day, what = _move(here, (7 - back) if back or way == 1 else 0), "after"
    elif way == 0:
        day, what = _move(here, number - here.isoweekday()), "of its week"
    else:
        day, what = _move(here, -back), "before" if back else "itself"
    if day is None:
        return None
    return _timed(Meaning.named(day.isoformat(), view.relative(f"the {day:%A} {what}"), rests=True), phrase)


def _move(day: date, days: int) -> date | None:
    return shift(day, days, "D")


def weekday_of_week(phrase: Phrase, view: View) -> Meaning | None:
    """Wednesday last week, Monday of next week."""
    if phrase.value("UNIT", part="week") != "W":
        return None
    if view.anchor is None or not view.anchor.allows("D"):
        return unknown()
    week = int(phrase.value("LAST", "THIS", "NEXT", part="week") or 0)
    number = int(phrase.value("WEEKDAYNAME", "WEEKDAYABBR") or 0)
    day = _move(view.anchor.day, 7 * week + number - view.anchor.day.isoweekday())
    if day is None:
        return None
    return Meaning.named(day.isoformat(), view.relative(f"the {day:%A} of that week"), rests=True)


def part_of_day(phrase: Phrase, view: View) -> Meaning | None:
    """This morning, last night, the next evening, overnight: a day, and the part of it."""
    part = phrase.value("PART", "OVERNIGHT")
    if unit := phrase.value("UNITS", part="hours"):
        if unit != "TH":
            return None
        part = _SMALL_HOURS
    if phrase.has("SAME", "FOLLOWING", "PREVIOUS", "THAT") or (phrase.has("NEXT") and phrase.says("the")):
        then = view.focus(phrase.start, "D")
        step = int(phrase.value("FOLLOWING", "PREVIOUS", "NEXT") or 0)
        day = _move(then.days.first, step) if then else None
        if then is None or day is None:
            return unknown("TIME")
        return Meaning.named(f"{day}T{part}", "read from the day named before", rests=then.rests, kind="TIME")
    step = -1 if phrase.has("LAST") else 0
    if phrase.has("THIS", "LAST", "OVERNIGHT"):
        meaning = view.shifted(step, "D")
        if meaning is None or meaning.value is None:
            return meaning and unknown("TIME")
        timed = Meaning.named(f"{meaning.value}T{part}", meaning.detail, rests=True, kind="TIME")
        before = timed and timed.days and _move(timed.days.first, -1)
        if timed and timed.days and before and phrase.has("OVERNIGHT"):
            return replace(timed, days=timed.days._replace(first=before))  # the night that led to that day
        return timed
    return _on_the_day(f"T{part}", phrase, view)


def _on_the_day(suffix: str, phrase: Phrase, view: View) -> Meaning | None:
    """A part of a day that is not named with it: the day named last, else the report's."""
    then = _day_of_the_passage(phrase, view)
    skip = next((word.start - phrase.start for word in phrase.parts.get("part", ())), 0)
    if then is not None:
        value, detail, rests = f"{then.days.first}{suffix}", "read from the day named before", then.rests
    elif view.anchor is not None and view.anchor.allows("D"):
        value, detail, rests = f"{view.anchor.day}{suffix}", view.relative("that day"), True
    else:
        return Meaning("TIME", suffix, "no day is named for it", skip=skip, loose=True)
    return Meaning("TIME", value, detail, rests, extent(value), skip, loose=then is None and suffix[1].isalpha())


def _day_of_the_passage(phrase: Phrase, view: View) -> Seen | None:
    """The day named last, if in the same paragraph and not one that is still to come while the past is told."""
    then = view.focus(phrase.start, "D")
    if then is None or "\n" in view.text[then.offset : phrase.start]:
        return None
    ahead = view.anchor is not None and then.days.first > view.anchor.day
    return None if ahead and view.direction(phrase) != "ahead" else then


def clock(phrase: Phrase, view: View) -> Meaning | None:
    """A time of the clock, on the day named with it or before it."""
    name = phrase.value("HOURNAME")
    if name is not None:
        return _on_the_day(f"T{name}", phrase, view)
    figures = [word for word in phrase.words if word.kind in {lexicon().code(name) for name in ("DD", "INT", "YEAR")}]
    half = phrase.value("AMPM")
    hour = int(figures[0].value)
    minute = int(figures[1].value) if len(figures) > 1 else 0
    if phrase.has("UNITS") or (half is None and len(figures) == 1 and phrase.has("ZONE")):
        if phrase.value("UNITS") not in {"TH", None} or figures[0].end - figures[0].start != 4:
            return None
        hour, minute = divmod(hour, 100)
    elif half is not None:
        hour = hour % 12 + int(half)
    if hour > 24 or minute > 59 or (len(figures) > 1 and figures[1].end - figures[1].start != 2):
        return None
    return _on_the_day(f"T{hour:02}:{minute:02}", phrase, view)


def weekend(phrase: Phrase, view: View) -> Meaning | None:
    """The weekend, last weekend: Saturday and Sunday of the week that words and tense point to."""
    if view.anchor is None or not view.anchor.allows("W"):
        return unknown()
    here = view.anchor.day
    way = phrase.value("LAST", "THIS", "NEXT", part="way")
    if not phrase.parts.get("way"):
        return None
    at_it = here.isoweekday() >= 6
    if phrase.has("LAST") or (way is None and view.direction(phrase) != "ahead"):
        week = -1 if not at_it or phrase.has("LAST") else 0
    else:
        week = 1 if way == 1 else 0
    day = _move(here, 7 * week)
    if day is None:
        return None
    detail = view.relative("the weekend nearest by words and tense")
    return Meaning.named(f"{value_of(day, 'W')}-WE", detail, rests=True)


def this_unit(phrase: Phrase, view: View) -> Meaning | None:
    """Last week, this year, next month, the current quarter."""
    unit = str(phrase.value("UNIT"))
    if unit.startswith("T") or (unit == "D" and not phrase.has("PREVIOUS")):
        return None
    part = "way" if "way" in phrase.parts else "years"
    way = int(phrase.value("LAST", "PREVIOUS", "NEXT", "COMING", part=part) or 0)
    if phrase.has("PREVIOUS") and (then := view.focus(phrase.start, unit)):
        return _from(then, -1, unit)
    return view.shifted(way, "W" if unit == "FN" else unit)


def edge_unit(phrase: Phrase, view: View) -> Meaning | None:
    """The end of the year, later in the month, year-end: the running one."""
    unit = str(phrase.value("UNIT") or ("Y" if phrase.has("YEAREND") else ""))
    if unit not in {"W", "M", "Q", "Y", "E", "C"}:
        return None
    return view.shifted(0, unit)


def full_year(phrase: Phrase, view: View) -> Meaning | None:
    """The fiscal year, the full year; "the year ended June 30" is a length of time."""
    if phrase.value("UNIT") != "Y":
        return None
    return view.shifted(0, "Y") if len(phrase.words) > 2 else Meaning("DURATION", "P1Y", "a length of time")


def around_units(phrase: Phrase, view: View) -> Meaning | None:
    """The past two weeks, the next three years: a duration whose days the report's date gives."""
    unit = str(phrase.value("UNITS", "UNIT"))
    number = count(phrase) if "n" in phrase.parts else 1
    if number is None or ("n" not in phrase.parts and unit == "D"):
        return None
    if "n" not in phrase.parts and phrase.has("NEXT") and view.direction(phrase) == "back":
        return same_unit(phrase, view)  # "The next year it fell."
    way = int(phrase.value("LAST", "PREVIOUS", "LATEST", "NEXT", "COMING", "FOLLOWING") or -1)
    value = length(number, unit)
    days = _stretch(number, unit, way, view)
    detail = view.relative(f"the stretch {'up to' if way < 0 else 'from'} it") if days else "a length of time"
    return Meaning("DURATION", value, detail, days is not None, days)


def _stretch(number: float | str, unit: str, way: int, view: View) -> Extent | None:
    """The days of so many units before or after the report's; hours count as the days they reach into."""
    if isinstance(number, str) or view.anchor is None or unit not in _NAMED:
        return None
    if unit == "TH":
        number, unit = max(1.0, number / 24), "D"
    other = shift(view.anchor.day, round(way * number), unit) if view.anchor.allows(unit) else None
    if other is None:
        return None
    return Extent(min(view.anchor.day, other), max(view.anchor.day, other), _NAMED[unit])


_NAMED = {
    "D": "day", "TH": "day", "W": "week", "FN": "week", "M": "month", "Q": "quarter", "Y": "year", "E": "decade",
    "C": "century",
}  # fmt: skip


def recent_units(_phrase: Phrase, _view: View) -> Meaning | None:
    """Recent years: no days can be named."""
    return Meaning("DATE", "PAST_REF", "a vague time before the report")


_FINER = {
    "C": (100, "Y"), "E": (10, "Y"), "Y": (12, "M"), "Q": (3, "M"), "M": (30, "D"), "W": (7, "D"), "D": (24, "H"),
    "TH": (60, "M"), "TM": (60, "S"),
}  # fmt: skip
"""How many of the finer unit make one: for halves."""


def length(number: float | str, unit: str) -> str:
    """The TIMEX3 value of a length of time: P3D, PT36H, P2Y6M, PXW."""
    if unit == "FN":
        number, unit = (number * 2 if not isinstance(number, str) else number), "W"
    clock_unit = unit.startswith("T")
    name = {"E": "E", "C": "C"}.get(unit, unit[-1])
    if isinstance(number, str):
        return f"P{'T' if clock_unit else ''}X{name}"
    whole, rest = int(number), number - int(number)
    if unit == "E" and not rest and whole > 1:
        whole, name = 10 * whole, "Y"
    out = f"P{'T' if clock_unit else ''}" + (f"{whole}{name}" if whole or not rest else "")
    if rest:
        many, finer = _FINER.get(unit, (0, ""))
        out += ("T" if unit == "D" else "") + f"{round(rest * many)}{finer}" if many else ""
    return out


def ago(phrase: Phrase, view: View) -> Meaning | None:
    """Two weeks ago. In a passage about a quarter "a year ago" is that quarter of the year before."""
    unit = str(phrase.value("UNIT", "UNITS"))
    number = count(phrase) or 1 if "n" in phrase.parts else "X" if phrase.has("UNITS") else 1
    if number == 1 and "n" not in phrase.parts and unit != "Y":
        return None
    if number == "X" or unit.startswith("T"):
        return Meaning("DATE", "PAST_REF", "a vague time before the report")
    if unit == "Y" and number == 1 and (quarter := _quarter_before(phrase, view)):
        return quarter
    return view.shifted(-round(float(number)), unit)


def in_units(phrase: Phrase, view: View) -> Meaning | None:
    """In two weeks, where the clause looks ahead."""
    unit, number = str(phrase.value("UNIT", "UNITS")), count(phrase) or 1
    if isinstance(number, str) or unit.startswith("T") or view.direction(phrase) != "ahead":
        return None
    meaning = view.shifted(round(number), unit)
    return meaning and replace(meaning, skip=phrase.words[1].start - phrase.start)


def _quarter_before(phrase: Phrase, view: View) -> Meaning | None:
    if phrase.has("FIRST", "SECOND", "ORD") and view.anchor:
        number = int(phrase.value("FIRST", "SECOND", "ORD") or 0)
        detail = view.relative("that quarter a year before")
        return Meaning.named(f"{view.anchor.day.year - 1:04}-Q{number}", detail, rests=True)
    then = view.last_of(phrase.start, "quarter")
    day = then and shift(then.days.first, -1, "Y")
    if then is None or day is None:
        return None
    return Meaning.named(value_of(day, "Q"), "the quarter named before, a year earlier", rests=then.rests)


def earlier(phrase: Phrase, view: View) -> Meaning | None:
    """Two days later, a year earlier: counted from the time named before, if it is fine enough."""
    unit = str(phrase.value("UNIT", "UNITS"))
    number = count(phrase)
    if number is None:
        number = 1
    way = int(phrase.value("EARLIER", "LATER", "HENCE") or 1)
    if number == "X" or unit.startswith("T"):
        return Meaning("DURATION", length(number, unit), "a length of time from another time")
    if unit == "Y" and number == 1 and way < 0 and (quarter := _quarter_before(phrase, view)):
        return quarter
    then = view.focus(phrase.start, unit)
    if then is not None:
        return _from(then, way * round(float(number)), unit)
    if unit in {"Y", "Q", "E"}:
        return view.shifted(way * round(float(number)), unit)
    return Meaning("DURATION", length(number, unit), "a length of time from another time")


def _from(then: Seen, number: int, unit: str) -> Meaning | None:
    day = shift(then.days.first, number, unit)
    if day is None:
        return None
    detail = f"counted from {then.days.first}, the time named before"
    return Meaning.named(value_of(day, unit), detail, rests=then.rests)


def same_unit(phrase: Phrase, view: View) -> Meaning | None:
    """The same day, that year, the following month: from the time named before."""
    unit = str(phrase.value("UNIT"))
    if unit.startswith("T"):
        return None
    then = view.focus(phrase.start, unit)
    return then and _from(then, int(phrase.value("FOLLOWING", "NEXT", "PREVIOUS") or 0), unit)


def latest_quarter(phrase: Phrase, view: View) -> Meaning | None:
    """The quarter, the latest period: the quarter named last, else the one that ended last."""
    unit = phrase.value("UNIT")
    if unit != "Q" and not (unit is None and phrase.says("period")):
        return None
    if view.text[phrase.end : phrase.end + 1] in {"-", "–"}:
        return None
    then = view.last_of(phrase.start, "quarter")
    if then is not None:
        return Meaning.named(value_of(then.days.first, "Q"), "the quarter named before", rests=then.rests)
    if unit is None:
        return None
    return view.shifted(0 if phrase.has("THIS") else -1, "Q")


READERS = {
    reader.__name__: reader
    for reader in (
        day_word, weekday, weekday_of_week, part_of_day, clock, weekend, this_unit, edge_unit, full_year, around_units,
        recent_units, ago, in_units, earlier, same_unit, latest_quarter,
    )
}  # fmt: skip
"""The readers by the name that rules.yaml calls them."""
