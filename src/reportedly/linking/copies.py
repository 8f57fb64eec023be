"""Whether one text repeats another: near-duplicates, wire copy, and copies that were cut down.

A pure judgement of two texts, so that it does not matter which came first or what else there is. Three things look
like copies and are none: reports of one outlet with the same long footer (their openings differ), bulletins made from
one form day after day (their numbers differ, or they are days apart), and short notes that say like things.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reportedly.linking.shingles import Opened

__all__ = ["Likeness", "Text", "compare_texts"]

Judgement = Literal["same", "unsure", "different"]

ALIKE = 0.5
"""Share of sequences in common (Jaccard) from which texts are copies: 6 % of words changed leave 0.71, 12 % 0.52."""

HELD = 0.6
"""Share of the shorter text's sequences that the longer holds, from which it is a copy cut down: 6 % changed leave
0.83 on average, and seldom less than 0.65 of a short text."""

_NEAR = 0.35  # Jaccard from which a pair that fails is still shown as unsure
_NEARLY_HELD = 0.5  # the same for the share of the shorter text
_OPENING = 30  # words: what is news in a report, and no outlet's footer, stands there
_FIRST = 15  # words: how even a note of one sentence begins, before the outlet's own footer
_OPENS_ALIKE = 0.5  # share of them that must be in common
_REWRITTEN = 150  # sequences in common that make a copy even where another outlet wrote another opening
_SHORTEST = 30  # words: shorter texts say like things in like words
_ALIKE_SHORT = 0.8
_FORM = 0.5  # share of the numbers in common: below, the two were made from one form
_FEWEST_NUMBERS = 5
_DAYS = 4  # copies come out within days of their original


@dataclass(frozen=True, slots=True)
class Text:
    """A report as copies are looked for."""

    report: str
    outlet: str | None
    day: date | None
    opened: Opened


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are, 0 to 1, and what follows.

    `alike` is the share of three-word sequences in common (Jaccard), `held` the share of the shorter text's that the
    longer has, `opening` the same for its first words, `begins` the lesser share of how either begins, `common` the
    number of sequences in common; `numbers` is the share of the shorter text's numbers (None: too few), `days` those
    between the two (None: unknown). `because` says in words what the judgement rests on.
    """

    alike: float
    held: float
    opening: float
    begins: float
    common: int
    numbers: float | None
    days: int | None
    judgement: Judgement = "different"
    because: str = ""

    def features(self) -> list[dict[str, object]]:
        """For the table: name, value, and words to show."""
        told: list[tuple[str, float | None, str]] = [
            ("alike", self.alike, f"{self.alike:.0%} of word sequences in common"),
            ("held", self.held, f"{self.held:.0%} of the shorter text stands in the longer"),
            ("opening", self.opening, f"{self.opening:.0%} of its opening"),
            ("numbers", self.numbers, f"{self.numbers or 0:.0%} of its numbers"),
            ("days", self.days, f"{self.days} days apart"),
        ]
        rows: list[dict[str, object]] = [
            {"name": name, "value": round(value, 3), "words": words} for name, value, words in told if value is not None
        ]
        return [{"name": "judgement", "value": self.judgement, "words": self.because}, *rows]


def compare_texts(one: Text, other: Text) -> Likeness:
    """How alike two texts are, and whether one repeats the other; the same whichever is named first."""
    short, long = (t.opened for t in sorted((one, other), key=lambda text: (len(text.opened.threes), text.report)))
    inside = np.isin(short.threes, long.threes)
    few, many = len(short.kinds), len(long.kinds)
    common = len(np.unique(short.threes[inside]))
    likeness = Likeness(
        alike=common / max(1, few + many - common),
        held=common / max(1, few),
        opening=_share(inside[: _OPENING - 2]),
        begins=min(_share(inside[: _FIRST - 2]), _share(np.isin(long.threes[: _FIRST - 2], short.threes))),
        common=common,
        numbers=_numbers_shared(short, long),
        days=None if one.day is None or other.day is None else abs((one.day - other.day).days),
    )
    outlets = {one.outlet, other.outlet} - {None}
    one_outlet = len(outlets) == 1 and one.outlet == other.outlet
    judgement, because = _judge(likeness, short.words, one_outlet, len(outlets) == 2)
    return replace(likeness, judgement=judgement, because=because)


def _share(inside: NDArray[np.bool_]) -> float:
    return float(inside.mean()) if len(inside) else 0.0


def _judge(found: Likeness, words: int, one_outlet: bool, two_outlets: bool) -> tuple[Judgement, str]:
    """`words` is the length of the shorter text."""
    if found.alike < _NEAR and found.held < _NEARLY_HELD:
        return "different", "too little in common"
    if words < _SHORTEST and (found.alike < _ALIKE_SHORT or (found.numbers or 1.0) < 1.0):
        return "different", "too short to tell"
    if one_outlet and found.begins < _OPENS_ALIKE:
        return "different", "one outlet, another opening: what they share is no news"
    if found.numbers is not None and found.numbers < _FORM:
        return "different", "like words with other numbers: made from one form"
    if found.days is not None and found.days > _DAYS:
        return "unsure", f"{found.days} days apart"
    if found.alike < ALIKE and found.held < HELD:
        return "unsure", "half in common"
    if found.opening < _OPENS_ALIKE and not (two_outlets and found.common >= _REWRITTEN):
        return "unsure", "the openings differ"
    return "same", "one text repeats the other" if found.alike >= ALIKE else "the shorter text stands in the longer"


def _numbers_shared(short: Opened, long: Opened) -> float | None:
    few = short.numbers
    return None if len(few) < _FEWEST_NUMBERS else len(few & long.numbers) / len(few)
