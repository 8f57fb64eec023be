"""What an incident is called: "the air strike in Nyala on Tuesday 4 March"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportedly.brief.days import Calendar
from reportedly.brief.gather import Material
from reportedly.brief.phrase import Phrase, cite, fill, singled
from reportedly.brief.speakers import outlet
from reportedly.brief.tree import Span
from reportedly.brief.witnesses import affirming
from reportedly.brief.wording import Label, label_of, phrases
from reportedly.exports.told import Happened, Told

__all__ = ["Called", "called", "day_cited", "told_day", "told_days"]

_BEFORE = re.compile(r"\b(in|near|at|outside|around|off|on|inside|across)\s+(the\s+)?$")
_THE = re.compile(r"\bthe\s+$")
_MOST_WORDS = 20
_AT = {"camp", "base", "airport", "site"}


@dataclass(frozen=True, slots=True)
class Called:
    """An incident's name in parts; `sure` where it says enough to be told from others."""

    label: Label
    place: Phrase
    day: Phrase
    words: Phrase

    @property
    def sure(self) -> bool:
        """Whether a place or a day tells it from others."""
        return bool(self.place.text or self.day.text)

    def the(self, *, day: bool = True, place: bool = True) -> Phrase:
        """Such as "the air strike in Nyala on Tuesday 4 March"."""
        return self._named(self.label.definite, day, place)

    def some(self) -> Phrase:
        """Such as "an air strike in Nyala on Tuesday 4 March"."""
        return self._named(self.label.indefinite, True, True, worded=False)

    def bare(self) -> Phrase:
        """Such as "air strike in Nyala"."""
        return self._named(self.label.noun, False, True, worded=False)

    def _named(self, noun: str, day: bool, place: bool, *, worded: bool = True) -> Phrase:
        parts = [part for part, kept in ((self.place, place), (self.day, day)) if kept and part.text]
        said = Phrase(" ".join([noun, *(p.text for p in parts)]), tuple(c for p in parts for c in p.cited))
        if self.place.text or not self.words.text or not worded:
            return said
        return Phrase(f"{said.text} ({self.words.text})", said.cited + self.words.cited)


def called(material: Material, calendar: Calendar, incident: Happened) -> Called:
    """What to call the incident, from those of its tellings that say it was so (or else from all)."""
    tellings = affirming(incident.tellings) or list(incident.tellings)
    label = _label(tellings)
    return Called(label, _place(incident, tellings, label), _day(calendar, tellings), _words(material, tellings))


def _words(material: Material, tellings: Sequence[Told]) -> Phrase:
    """A telling's own words, to tell the incident from others where no place does; no headline's."""
    for told in tellings:
        report, words = told.report["id"], told.event["evidence"]
        line = material.text(report).at(told.event["trigger_spans"][0][0]).line
        if not line and len(told.event["evidence_spans"]) == 1 and len(words.split()) <= _MOST_WORDS:
            quote = Phrase(f"“{singled(words)}”", cite(report, told.event["evidence_spans"]))
            return fill(phrases()["label_words"], outlet=outlet(material, told), quote=quote)
    return Phrase("")


def _label(tellings: Sequence[Told]) -> Label:
    found = [label_of(t.event["type"], t.event["modes"], t.event["trigger"]) for t in tellings]
    counts = Counter(found)
    special = [label for label in counts if label.mode or label.words]
    best = max(special, key=lambda label: counts[label], default=None)
    if best is not None and 3 * counts[best] >= len(found):
        return best
    return counts.most_common(1)[0][0]


def _place(incident: Happened, tellings: Sequence[Told], label: Label) -> Phrase:
    placed = [t for t in tellings if t.event["place_spans"] and t.event["place"] == incident.incident["place"]]
    placed = placed or [t for t in tellings if t.event["place_spans"]]
    if not placed:
        return Phrase("")
    told = placed[0]
    start, end = told.event["place_spans"][0]
    text = told.report["text"]
    before = _BEFORE.search(text[:start])
    article = "the " if _THE.search(text[:start]) and told.event["place_kind"] not in _AT else ""
    usual = "at" if told.event["place_kind"] in _AT else "in"
    word = label.place or (before[1] if before and before[1] != "on" else usual)
    cited = cite(told.report["id"], [(start, end)], told.event["trigger_spans"])
    return Phrase(f"{word} {article}{text[start:end]}", cited)


def told_days(tellings: Sequence[Told]) -> dict[date, Told]:
    """The days that tellings name, each with one that names it, the most often told first."""
    named = [t for t in tellings if told_day(t) is not None]
    counts = Counter(t.event["first_day"] for t in named)
    return {day: next(t for t in named if t.event["first_day"] == day) for day, _ in counts.most_common()}


def told_day(told: Told) -> date | None:
    """The one day that a telling's own words name."""
    event = told.event
    exact = event["granularity"] == "day" and event["day_from"] == "time" and event["first_day"] == event["last_day"]
    day = event["first_day"]
    return day if exact and isinstance(day, date) else None


def day_cited(told: Told) -> tuple[tuple[str, Span], ...]:
    """The words of time of a telling, and those that tell the event."""
    return cite(told.report["id"], told.event["time_spans"], told.event["trigger_spans"])


def _day(calendar: Calendar, tellings: Sequence[Told]) -> Phrase:
    days = told_days(tellings)
    if not 1 <= len(days) <= 2:
        return Phrase("")
    cited = tuple(c for t in days.values() for c in day_cited(t))
    if len(days) == 1:
        return Phrase(f"on {calendar.day(next(iter(days)))}", cited)
    first, last = sorted(days)
    return Phrase(f"on {calendar.day(first)} or {calendar.day(last)}", cited)
