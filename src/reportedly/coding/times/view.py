"""What a reader of one time expression can look at: the report's day, the clause's direction, the times before it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reportedly.coding.times.anchor import Anchor
from reportedly.coding.times.calendar import Extent, extent, shift, value_of
from reportedly.coding.times.rules import Phrase
from reportedly.coding.times.tense import Direction, direction
from reportedly.coding.times.words import lexicon
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Meaning", "Seen", "View", "count", "unknown"]

_NEAR = 600
"""A time is taken up again ("the same day", "a year earlier") within so many characters, about three sentences."""

_FAR = 3 * _NEAR
"""A quarter of the year stays the subject of a passage for longer."""

_FINE = {"time": 0, "day": 0, "week": 1, "month": 2, "quarter": 3, "season": 3, "year": 4, "decade": 5, "century": 6}
_OF_UNIT = {"D": 0, "W": 1, "FN": 1, "M": 2, "Q": 3, "Y": 4, "E": 5, "C": 6}


@dataclass(frozen=True)
class Meaning:
    """What a time expression says: TIMEX3 kind and value, the days, and in words how they were found.

    `rests` says that the days rest on the report's own date; `skip` how many characters at the phrase's start are no
    part of the time; `loose` that it is a time only together with a day ("the night" of some day).
    """

    kind: str
    value: str | None
    detail: str
    rests: bool = False
    days: Extent | None = None
    skip: int = 0
    loose: bool = False

    @classmethod
    def named(cls, value: str, detail: str, *, rests: bool = False, kind: str = "DATE") -> Meaning | None:
        """The meaning of a value that names days; None where the calendar has no such day."""
        days = extent(value)
        return cls(kind, value, detail, rests, days) if days else None


def unknown(kind: str = "DATE") -> Meaning:
    """A time that is relative to a day that is not known: it keeps its words and gets no value."""
    return Meaning(kind, None, "relative to the report's date, which is not known")


class Seen(NamedTuple):
    """A time read before: where it stands, its days, and whether they rest on the report's own date."""

    offset: int
    days: Extent
    rests: bool


@dataclass
class View:
    """The report as seen from a time expression.

    `seen` holds the times read so far; `surnames` the months that are someone's name in this report (Theresa May).
    """

    doc: Doc
    anchor: Anchor | None
    headlines: Sequence[Span] = ()
    seen: list[Seen] = field(default_factory=list)
    surnames: set[str] = field(default_factory=set)

    @cached_property
    def text(self) -> str:
        """The text, which a parse puts together anew whenever it is asked."""
        return self.doc.text

    @cached_property
    def _offsets(self) -> list[int]:
        return [token.idx for token in self.doc]

    def token(self, offset: int) -> Token | None:
        """The parsed token at a character of the text."""
        i = bisect_right(self._offsets, offset) - 1
        return self.doc[i] if i >= 0 else None

    def direction(self, phrase: Phrase, *, past_prepositions: bool = False) -> Direction:
        """Whether the clause of this phrase looks back or ahead (see tense.direction)."""
        token = self.token(phrase.start)
        told = direction(token, past_prepositions=past_prepositions) if token is not None else "open"
        # the present tense of a headline tells what has happened
        headline = told == "now" and any(span.start <= phrase.start < span.end for span in self.headlines)
        return "back" if headline else told

    def focus(self, offset: int, unit: str) -> Seen | None:
        """The time last named before `offset` that is as fine as the unit, if it stands near."""
        for then in reversed(self.seen):
            if then.offset < offset - _NEAR:
                break
            if then.offset < offset and _FINE.get(then.days.granularity, 9) <= _OF_UNIT[unit]:
                return then
        return None

    def last_of(self, offset: int, granularity: str) -> Seen | None:
        """The time of exactly this granularity that was named last before `offset`, if near."""
        for then in reversed(self.seen):
            if then.offset < offset - _FAR:
                break
            if then.offset < offset and then.days.granularity == granularity:
                return then
        return None

    def shifted(self, number: int, unit: str) -> Meaning | None:
        """The unit that lies `number` units from the report's day; None outside the calendar."""
        if self.anchor is None or not self.anchor.allows(unit):
            return unknown()
        day = shift(self.anchor.day, number, unit)
        if day is None:
            return None
        return Meaning.named(value_of(day, unit), self.relative(f"{_moved(number, unit)}"), rests=True)

    def relative(self, what: str) -> str:
        """The sentence that says what a time was read against."""
        return f"read relative to {self.anchor}: {what}"


_NAMES = {
    "D": "day", "W": "week", "FN": "fortnight", "M": "month", "Q": "quarter", "Y": "year", "E": "decade",
    "C": "century",
}  # fmt: skip


def _moved(number: int, unit: str) -> str:
    name = _NAMES[unit]
    if abs(number) < 2:
        return f"the {name} " + {0: "it lies in", 1: "after", -1: "before"}[number]
    return f"{abs(number)} {name}s {'after' if number > 0 else 'before'}"


def count(phrase: Phrase, part: str = "n") -> float | str | None:
    """The number that a part of a phrase spells, "X" where it is open ("several"), or None where it spells none."""
    total: float = 0
    last: float = 0
    words = phrase.parts.get(part, ())
    numbers = [word.value for word in words if word.kind != lexicon().code("A")]
    if any(value == "X" for value in numbers):
        return "X"
    if any(word.value == "/" for word in words):
        *whole, above, below = [value for value in numbers if isinstance(value, int)]
        return (whole[0] if whole else 0) + above / below if below else None
    for value in numbers:
        if not isinstance(value, int | float):
            continue
        if value in {100, 1000} and last:
            total = total - last + last * value
            last = last * value
        else:
            total, last = total + value, value
    return total or None
