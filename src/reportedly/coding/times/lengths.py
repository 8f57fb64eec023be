"""Durations and sets: how long, how often."""

from __future__ import annotations

from reportedly.coding.times.relative import length
from reportedly.coding.times.rules import Phrase
from reportedly.coding.times.view import Meaning, View, count

__all__ = ["READERS"]


def duration(phrase: Phrase, view: View) -> Meaning | None:
    """For three days, a two-week war, 2 1/2 years, half an hour."""
    unit = str(phrase.value("UNITS", "UNIT"))
    number = count(phrase) if "n" in phrase.parts else 0
    if number is None:
        number = 1
    if "half" in phrase.parts and not isinstance(number, str):
        number += 0.5
    if not number or _is_age(phrase, view) or (unit == "Q" and number in {1, 3}):
        return None  # "a quarter", "three quarters" are shares more often than times
    rate = _rate(phrase, view)
    return Meaning("SET" if rate else "DURATION", length(number, unit), "how often" if rate else "a length of time")


def _is_age(phrase: Phrase, view: View) -> bool:
    """Whether "12-year-old", "aged 12 years" or "12 years old" tells someone's age, which is no time."""
    after = view.text[phrase.end : phrase.end + 6].lower()
    return after.startswith(("-old", " old", "-olds", "‑old"))


def _rate(phrase: Phrase, view: View) -> bool:
    """Whether "a week" says how often: four flights a week, $20 a day."""
    first = phrase.words[0]
    if len(phrase.words) != 2 or str(first.value) != "1" or first.end - first.start > 2:
        return False
    token = view.token(phrase.words[1].start)
    return token is not None and token.dep_ == "npadvmod" and token.head.pos_ in {"NOUN", "NUM", "SYM", "PROPN"}


def bare_units(phrase: Phrase, view: View) -> Meaning | None:
    """Within weeks, for years: a number of units that is left open."""
    token = view.token(phrase.start)
    if token is None or token.dep_ not in {"pobj", "dobj", "npadvmod", "conj"} or token.head.lower_ == "of":
        return None
    if any(child.dep_ in {"amod", "compound", "det", "poss", "nummod"} for child in token.children):
        return None
    return Meaning("DURATION", length("X", str(phrase.value("UNITS"))), "a length of time, left open")


def every(phrase: Phrase, view: View) -> Meaning | None:
    """Daily, every Friday, on Mondays, twice a week."""
    day = phrase.value("WEEKDAYNAME", "WEEKDAYABBR", "WEEKDAYS")
    part = phrase.value("PART", "PARTS")
    unit = phrase.value("UNIT", "UNITS")
    adverb = phrase.value("DAILY")
    month, season = phrase.value("MONTHNAME", "MONTHABBR"), phrase.value("SEASON")
    if adverb is not None:
        token = view.token(phrase.start)
        if token is None or token.dep_ == "amod" or token.pos_ in {"ADJ", "PROPN", "NOUN"}:
            return None  # "daily flights", "the Daily Telegraph"
        value = str(adverb)
    elif day is not None:
        value = f"XXXX-WXX-{day}" + (f"T{part}" if part else "")
    elif month is not None:
        value = f"XXXX-{month:02}"
    elif season is not None:
        value = f"XXXX-{season}"
    elif part is not None:
        value = f"XXXX-XX-XXT{part}"
    elif unit is not None:
        number = count(phrase) if "n" in phrase.parts and not phrase.says("times") else 2 if phrase.says("other") else 1
        value = length(number or 1, str(unit))
    else:
        value = "XXXX-WXX-WE"
    return Meaning("SET", value, "how often")


READERS = {reader.__name__: reader for reader in (duration, bare_units, every)}
"""The readers by the name that rules.yaml calls them."""
