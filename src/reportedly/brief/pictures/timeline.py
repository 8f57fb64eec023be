"""When it happened: a bar for each day, or for each week or month where there are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from reportedly.brief.pictures.drawing import Drawing, Label, Path, Shape
from reportedly.brief.tree import Day
from reportedly.brief.wording import phrases

__all__ = ["timeline_of"]

_WIDTH, _HEIGHT = 680, 180
_LEFT, _FLOOR, _TOP = 34, 146, 18
_DAYS, _WEEKS = 62, 104  # at most so many bars of a kind
_WIDEST = 56.0


def timeline_of(days: Sequence[Day]) -> Drawing | None:
    """The timeline; None where no day is known."""
    if not days:
        return None
    first, last = days[0].day, days[-1].day
    start, step, unit = _units(first, last)
    counts: Counter[date] = Counter()
    for day in days:
        counts[start(day.day)] += day.events
    bins = list(_bins(start(first), start(last), step))
    most = max(counts.values())
    wide = (_WIDTH - _LEFT - 6) / len(bins)
    shapes: list[Shape] = [Path(((_LEFT, _FLOOR), (_WIDTH - 6, _FLOOR)), "axis")]
    shapes += _scale(most)
    every = max(1, round(70 / wide))
    for n, at in enumerate(bins):
        middle = _LEFT + (n + 0.5) * wide
        half = min(wide * 0.8, _WIDEST) / 2
        if counts[at]:
            top = _FLOOR - (_FLOOR - _TOP) * counts[at] / most
            corners = ((middle - half, _FLOOR), (middle - half, top), (middle + half, top), (middle + half, _FLOOR))
            shapes.append(Path(corners, "bar", True))
        if n % every == 0:
            shapes.append(Label((middle, _FLOOR + 16), _named(at, unit), "text", "middle", 12))
    years = str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    shapes.append(Label((_WIDTH - 6, _HEIGHT - 4), years, "faint", "end", 11))
    told = ", ".join(f"{_named(at, unit)}: {counts[at]}" for at in bins if counts[at])
    return Drawing(_WIDTH, _HEIGHT, f"Events told, by {unit}", f"Events by {unit}. {told}.", tuple(shapes))


def _units(first: date, last: date) -> tuple[Callable[[date], date], Callable[[date], date], str]:
    """What a bar stands for: the start of a day's bin, the start of the next, and the unit's name."""
    days = (last - first).days + 1
    if days <= _DAYS:
        return (lambda d: d), (lambda d: d + timedelta(1)), "day"
    if days <= 7 * _WEEKS:
        return (lambda d: d - timedelta(d.weekday())), (lambda d: d + timedelta(7)), "week"
    if days <= 365 * 8:
        return (lambda d: d.replace(day=1)), (lambda d: (d.replace(day=1) + timedelta(32)).replace(day=1)), "month"
    return (lambda d: d.replace(month=1, day=1)), (lambda d: d.replace(year=d.year + 1, month=1, day=1)), "year"


def _bins(at: date, last: date, step: Callable[[date], date]) -> Iterator[date]:
    while at <= last:
        yield at
        at = step(at)


def _scale(most: int) -> Iterator[Shape]:
    for value in sorted({most, most // 2} - {0}):
        y = _FLOOR - (_FLOOR - _TOP) * value / most
        yield Path(((_LEFT, y), (_WIDTH - 6, y)), "grid")
        yield Label((_LEFT - 5, y + 4), str(value), "faint", "end", 11)


def _named(day: date, unit: str) -> str:
    month = str(phrases()["months"][day.month - 1])
    if unit == "year":
        return str(day.year)
    return month[:3] + f" {day.year}" if unit == "month" else f"{day.day} {month[:3] if unit == 'week' else month}"
