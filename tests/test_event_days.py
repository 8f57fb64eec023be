"""When an event took place: which date of its sentence is its own, seen from a Thursday, 17 March 2016."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.reading import Reading

Read = Callable[..., Reading]

DAYS = [
    # text, the day the (last) event is given, or None
    ("The army said on Friday it had recaptured the village.", None),
    ("The army said Friday rebels had attacked the base.", None),
    ("The minister said on Monday that on Sunday troops had seized the town.", "2016-03-13"),
    ("The ministry said late on Monday that its forces had recaptured the town a day earlier.", "2016-03-13"),
    ("An attack that killed 12 people on Wednesday was claimed by the group.", "2016-03-16"),
    ("Over the past 24 hours, the army shelled the town.", "2016-03-16"),
    ("Drones hit the port overnight into Tuesday.", "2016-03-14"),
    ("Gunmen stormed the hotel in the early hours of Saturday.", "2016-03-12"),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_an_event_has_the_day_that_is_told_of_it(read_text: Read, text: str, day: str | None) -> None:
    event = read_text(text, published="2016-03-17").events[-1]
    assert (event.time.start if event.time else None) == day


def test_a_later_day_counts_from_the_event_before(read_text: Read) -> None:
    text = "Militants shelled a base near Gao on 3 May 2015. Two days later they attacked the town."
    days = [event.time.start for event in read_text(text).events if event.time]
    assert days == ["2015-05-03", "2015-05-05"]
