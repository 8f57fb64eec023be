"""Made-up reports by the thousand, for measuring: short, plain, each unlike the others, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from reportedly.report import Report

__all__ = ["made_reports"]

_TOWNS = (
    "Goma", "Mosul", "Kandahar", "Donetsk", "Aleppo", "Maiduguri", "Mekelle", "Nyala", "Taiz", "Mogadishu", "Bamako",
    "Sittwe", "Quetta", "Tripoli", "Bangui", "Juba", "Kherson", "Homs", "Herat", "Marawi", "Cali", "Port-au-Prince",
)  # fmt: skip
_ACTORS = (
    "Rebels", "Government troops", "Islamist militants", "Gunmen", "The army", "A militia", "Police", "Separatists",
    "Peacekeepers", "Border guards", "Insurgents", "The air force",
)  # fmt: skip
_DEEDS = (
    "shelled a village near {town} on {day}, killing {n} people",
    "attacked a convoy outside {town} on {day} and wounded {n} soldiers",
    "arrested {n} protesters in {town} on {day}",
    "withdrew from {town} on {day} after {n} days of fighting",
    "released {n} prisoners in {town} on {day}",
    "bombed a depot in {town} on {day}; {n} people were hurt",
    "agreed to a truce in {town} on {day}, {n} weeks after talks began",
    "seized {n} trucks of food aid in {town} on {day}",
)
_SOURCES = ("a doctor", "the governor", "the United Nations", "an aid worker", "the defence ministry", "residents")
_MORE = (
    "Talks were to resume within {n} days, {source} said.",
    "The road to the {side} was closed, {source} said.",
    "{source} said that {n} families had fled to the {side}.",
    "It was not clear who had given the order.",
    "The market opened again the next morning.",
    "Schools in the {side} of the town stayed shut for {n} days.",
    "An earlier attack in the {side} had killed {n} people, {source} said.",
)
_SIDES = ("north", "south", "east", "west")
_OUTLETS = tuple(f"Outlet {number}" for number in range(1, 41))


def made_reports(number: int, *, sentences: int = 3, seed: int = 0) -> Iterator[Report]:
    """`number` reports of a lead and `sentences` - 1 sentences more, dated over four years."""
    chance = random.Random(seed)
    for count in range(number):
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(1461))
        lead = f"{chance.choice(_ACTORS)} {_filled(chance, chance.choice(_DEEDS))}, {chance.choice(_SOURCES)} said."
        more = [_sentence(_filled(chance, chance.choice(_MORE))) for _ in range(sentences - 1)]
        yield Report(
            " ".join([lead, *more, f"This was report {count} of the day."]),
            outlet=chance.choice(_OUTLETS),
            published=day.isoformat(),
            url=f"https://news.example/{seed}/{count}",
        )


def _filled(chance: random.Random, pattern: str) -> str:
    return pattern.format(
        town=chance.choice(_TOWNS),
        day=chance.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")),
        n=chance.randrange(2, 90),
        source=chance.choice(_SOURCES),
        side=chance.choice(_SIDES),
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
