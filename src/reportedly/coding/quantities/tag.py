"""The stage that finds the quantities of a report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from reportedly.coding.quantities.kinds import Counted, counted, kind_of, words
from reportedly.coding.quantities.numbers import Number, numbers
from reportedly.reading import Quantity, Reading
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["quantities"]

_YEARS = range(1900, 2101)
_OLDEST = 120  # years that a person may reach


def quantities(reading: Reading) -> Reading:
    """Fill `reading.quantities`: numbers of people, things and money, with what they count and how exact they are.

    A number without a kind of interest is left out, as are dates, ages, shares, ranks and names that hold a figure.
    """
    return replace(reading, quantities=tuple(_quantities(reading)))


def _quantities(reading: Reading) -> Iterator[Quantity]:
    text = reading.report.text
    doc = reading.parse
    starts = [token.idx for token in doc]
    times = sorted(span for time in reading.times for span in time.spans)
    edges = [span.start for span in times]
    for number in numbers(text):
        before = bisect_right(edges, number.end - 1) - 1
        if before >= 0 and times[before].end > number.core:
            continue
        bound, first, last = (bisect_right(starts, at) - 1 for at in (number.start, number.core, number.end - 1))
        if bound < 0:
            continue
        if quantity := _quantity(text, number, list(doc[first : last + 1]), doc[bound]):
            yield quantity


def _quantity(text: str, number: Number, tokens: list[Token], first: Token) -> Quantity | None:
    if number.currency:
        return _made(number, "aid" if _is_aid(tokens) else "money", Span(number.start, number.end), number.currency)
    what = counted(tokens, first)
    if what is None or _is_named(number, what) or _is_age(text, number, what) or _is_pronoun(text, number):
        return None
    kind, told = kind_of(what, number.value)
    unit = words().units.get(what.noun.lemma_.lower()) if what.noun is not None else None
    if kind is None or number.value == 0 or (number.value == 1 and not told) or (number.loose and what.noun is None):
        return None
    return _made(number, kind, _phrase(text, number, what), unit)


def _is_named(number: Number, what: Counted) -> bool:
    """Whether a bare numeral may be a year or a part of a name rather than a count."""
    year = number.value in _YEARS and number.scale == 1 and number.end - number.core == 4
    return what.noun is None and (year or what.number.ent_type_ in {"DATE", "TIME", "PERCENT", "ORDINAL", "LAW"})


def _is_age(text: str, number: Number, what: Counted) -> bool:
    """Whether a bare numeral is someone's age: "Omar, 34, was killed"."""
    opened = text[max(0, number.core - 3) : number.core].rstrip().endswith(",")
    closed = text[number.end : number.end + 1] in {",", ";", ".", ")", ""}
    return what.noun is None and number.value < _OLDEST and opened and closed


def _is_pronoun(text: str, number: Number) -> bool:
    """Whether "one" is none: "no one", "one another"."""
    before, after = text[max(0, number.core - 8) : number.core].split(), text[number.end : number.end + 12].split()
    known = words()
    return number.value == 1 and (
        (before != [] and before[-1].lower() in known.one_after)
        or (after != [] and after[0].lower() in known.one_before)
    )


def _is_aid(tokens: list[Token]) -> bool:
    """Whether money goes to people in need: "$300 million in aid", "an aid package of $2 billion"."""
    known = words().aid_heads
    top = tokens[-1]
    near = top.doc[max(0, tokens[0].i - 5) : top.i + 5]
    return any(token.lemma_.lower() in known and token.sent.start == top.sent.start for token in near)


def _phrase(text: str, number: Number, what: Counted) -> Span:
    """From the bound word to the noun counted, or to the word that tells what it counts ("12 dead")."""
    end = number.end
    if what.noun is not None and 0 < what.noun.i - what.number.i < 9:
        end = max(end, what.noun.idx + len(what.noun.text))
    elif what.noun is None and what.number.i + 1 < len(what.number.doc):
        after = what.number.nbor()
        if after.lower_ in words().after and after.pos_ in {"ADJ", "NOUN"}:
            end = after.idx + len(after.text)
    return Span(number.start, min(end, len(text)))


def _made(number: Number, kind: str, span: Span, unit: str | None) -> Quantity:
    return Quantity(kind, float(number.value), number.low, number.high, number.bound, (span,), unit)
