"""Which pairs of events are looked at at all: those that share a blocking key, and whose days are near enough.

Two events share a key if their types belong to one family, their days lie within the window, and they are in one
country, near one place, or share a named party; or if their reports copy one another. A table of keys by event is all
that finding them takes, so that a new report meets its candidates in one join and nothing is scanned:

    SELECT DISTINCT least(a.event, b.event), greatest(a.event, b.event)
    FROM keys a JOIN keys b USING (key) WHERE a.event <> b.event AND a.event IN (the new ones)

The stop rule keeps the cost of an event bounded however many reports there are. Keys come in two sorts: wide ones (a
country on a day) and narrow ones (a place, a party). A wide key that more than `most` events have is passed over: what
belongs together meets under a narrow one. Of a narrow key with more than `most` events only the `most` whose ids sort
first are candidates for the rest: a happening told ten thousand times hangs together over them. Ids are hashes of
texts, so that the choice is as good as drawn by lot and the same in every order of reading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import floor

from reportedly.linking.distance import Site
from reportedly.linking.facts import EventFacts
from reportedly.linking.features import days_between
from reportedly.linking.knowledge import knowledge

__all__ = ["blocking_keys", "candidates", "is_wide", "partners", "within"]

_LONGEST_SPAN = 31  # days: of longer spans only the years are keys
_PARTIES = 4  # parties of an event that give keys
_WIDE, _NARROW = "w", "n"


def blocking_keys(one: EventFacts) -> list[str]:
    """The keys of an event, in a fixed order: w|… for wide, n|… for narrow ones."""
    family = knowledge().families.get(one.type, one.type)
    wide = list(one.countries) or ["?"]
    narrow = [f"@{name}" for name in _places(one.site or one.setting)]
    parties = [party.key for party in (*one.actors, *one.recipients) if party.key is not None]
    narrow += [key for key in dict.fromkeys(parties) if not key.startswith("country:")][:_PARTIES]
    keys = [f"{_WIDE}|{family}|{country}|{days}" for country in wide for days in _days(one)]
    keys += [f"{_NARROW}|{family}|{what}|{days}" for what in narrow for days in _days(one)]
    return keys if one.copies is None else [*keys, f"{_NARROW}|{family}|copies:{one.copies}"]


def is_wide(key: str) -> bool:
    """Whether the key is passed over where it is too common, instead of being cut short."""
    return key.startswith(_WIDE)


def partners(key: str, events: Sequence[str]) -> Sequence[str]:
    """Of the events that have a key, sorted by id, those that all others are compared with: the stop rule."""
    most = knowledge().most
    return events if len(events) <= most else () if is_wide(key) else events[:most]


def candidates(members: Mapping[str, Collection[str]], new: Collection[str] | None = None) -> Iterator[tuple[str, str]]:
    """Pairs of events that share a key, each once and in order; with `new`, those of which one at least is new.

    `members` leads from a key to all events that have it.
    """
    seen: set[tuple[str, str]] = set()
    for key in sorted(members):
        events = sorted(members[key])
        chosen = partners(key, events)
        for other in chosen:
            for one in events:
                pair = (one, other) if one < other else (other, one)
                if one != other and pair not in seen and (new is None or one in new or other in new):
                    seen.add(pair)
                    yield pair


def within(one: EventFacts, other: EventFacts) -> bool:
    """Whether their days, or their reports' days where an event has none, are near enough; unknown days are."""
    window = knowledge().vetoes.window
    gap = days_between(one, other)
    if gap is None:
        left, right = _about(one), _about(other)
        gap = 0 if left is None or right is None else max(0, right[0] - left[1], left[0] - right[1])
    return gap <= window


def _about(one: EventFacts) -> tuple[int, int] | None:
    """First and last day by the event's own words, else its scene's, else its report's."""
    if one.first is not None:
        return one.first, one.last if one.last is not None else one.first
    day = one.day if one.day is not None else one.report_day
    return None if day is None else (day, day)


def _days(one: EventFacts) -> list[str]:
    """Spans of days: two days within the window of one another have one in common."""
    span = _about(one)
    if span is None:
        return ["undated"]
    width = max(1, knowledge().vetoes.window)
    if span[1] - span[0] > _LONGEST_SPAN:
        return [f"{span[0] // 365}y", f"{span[0] // 365 + 1}y"]
    return [str(number) for number in range(span[0] // width, span[1] // width + 2)]


def _places(site: Site | None) -> list[str]:
    """Keys of a place: its name with its country, and the degree square it lies in if it is no wider than that."""
    if site is None or site.kind == "country":
        return []
    keys = [f"{site.name}/{site.country}"]
    if site.latitude is not None and site.longitude is not None and site.radius <= 40:
        keys.append(f"{floor(site.latitude)},{floor(site.longitude)}")
    return keys
