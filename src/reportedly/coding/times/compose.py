"""Times that stand together: an hour and its day, the two ends of a stretch, an open end."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from reportedly.coding.times.calendar import Extent, extent, shift
from reportedly.coding.times.view import Meaning
from reportedly.knowledge import DATA, load_yaml

__all__ = ["Item", "compose"]

_CLOCK = re.compile(r"T(?:\d\d:\d\d|[A-Z]{2})$")
_DAYLESS = {"clock", "part of a day", "overnight"}  # rules whose hour needs a day
_LOOK = 20  # characters before a time in which the preposition that opens a stretch stands


class _Joins(NamedTuple):
    """The words of `joins.yaml`, compiled."""

    together: re.Pattern[str]
    stretch: re.Pattern[str]
    opened: re.Pattern[str]
    opener: dict[str, str]
    open_end: dict[str, str]


@lru_cache(maxsize=1)
def _joins() -> _Joins:
    data = load_yaml(DATA / "times/joins.yaml")
    days = "|".join(word for word in data["hour_and_day"] if word)
    links = "|".join(word for word in data["stretch"] if word != "-")
    opens, skipped = "|".join(data["opens"]), "|".join(data["skipped"])
    return _Joins(
        together=re.compile(rf",?\s(?:(?:{days})\s)?"),
        stretch=re.compile(rf"\s({links})\s(?:the\s)?| ?([-–—]) ?", re.I),
        opened=re.compile(rf"\b({opens})\s+(?:(?:{skipped})\s+)?$", re.I),
        opener=dict(data["stretch"]),
        open_end=dict(data["open_end"]),
    )


@dataclass(frozen=True)
class Item:
    """A time expression on its way: where it stands, the rule that found it, what it means, and its open end."""

    start: int
    end: int
    rule: str
    meaning: Meaning
    opened: str = ""


def compose(text: str, items: Iterable[Item]) -> list[Item]:
    """The items with those put together that belong together, and open ends marked ("since", "until")."""
    done: list[Item] = []
    for item in items:
        last = done[-1] if done else None
        joined = last and (_clock_and_day(text, last, item) or _stretch(text, last, item))
        if joined:
            done[-1] = joined
        else:
            done.append(item)
    return [replace(item, opened=_open_end(text, item)) for item in done if not item.meaning.loose]


def _opening(text: str, item: Item) -> str:
    match = _joins().opened.search(text, max(0, item.start - _LOOK), item.start)
    return match[1].lower() if match else ""


def _open_end(text: str, item: Item) -> str:
    return _joins().open_end.get(_opening(text, item), "")


def _clock_and_day(text: str, first: Item, second: Item) -> Item | None:
    """ "10 p.m. on Wednesday", "Wednesday at noon": one time, of the day that is named."""
    if not _joins().together.fullmatch(text, first.end, second.start):
        return None
    clock, day = (first, second) if first.meaning.kind == "TIME" else (second, first)
    if clock.rule not in _DAYLESS:
        return None
    if clock.meaning.kind != "TIME" or day.meaning.kind != "DATE":
        return None
    hour = _CLOCK.search(clock.meaning.value or "")
    days = day.meaning.days
    if hour is None or not days or days.granularity != "day" or days.first != days.last:
        return None
    value = f"{days.first}{hour[0]}"
    covered = extent(value)
    before = shift(days.first, -1, "D") if clock.rule == "overnight" else None
    if covered and before:
        covered = covered._replace(first=before)  # the night that led to that day
    meaning = replace(day.meaning, kind="TIME", value=value, days=covered)
    return Item(first.start, second.end, day.rule, meaning)


def _stretch(text: str, first: Item, second: Item) -> Item | None:
    """ "from March to June", "between 2001 and 2005", "2014–2016": from the first's start to the second's end."""
    link = _joins().stretch.fullmatch(text, first.end, second.start)
    one, two = first.meaning, second.meaning
    if not link or one.kind != two.kind or one.kind != "DATE" or not (one.days and two.days):
        return None
    wanted = _joins().opener["-" if link[2] else link[1].lower()]
    if wanted and _opening(text, first) != wanted:
        return None
    begin = _before(one.days.first, two) if one.rests and not two.rests else one.days.first
    if begin >= two.days.last or one.days.granularity != two.days.granularity:
        return None
    days = Extent(begin, two.days.last, two.days.granularity)
    meaning = Meaning("DATE", f"{begin}/{two.days.last}", f"a stretch: {two.detail}", one.rests and two.rests, days)
    return Item(first.start, second.end, "stretch", meaning)


def _before(day: date, end: Meaning) -> date:
    """The day in the year that only the stretch's end names ("between March and June 2015")."""
    assert end.days is not None
    year = end.days.first.year
    try:
        moved = day.replace(year=year)
        return moved if moved <= end.days.first else day.replace(year=year - 1)
    except ValueError:
        return day
