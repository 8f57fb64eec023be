"""The stage that finds the quantities of a report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reportedly.coding.quantities.counted import Counted, counted, follower
from reportedly.coding.quantities.goods import given
from reportedly.coding.quantities.kinds import kind_in_itself, kind_of
from reportedly.coding.quantities.lexicon import lemma, words
from reportedly.coding.quantities.numbers import Number, numbers
from reportedly.coding.quantities.parts import inherited, thing_again
from reportedly.coding.quantities.tolls import toll
from reportedly.reading import Bound, Quantity, Reading
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["quantities"]

_YEARS = range(1900, 2101)
_OLDEST = 120  # years that a person may reach
_UNREAD = {"DATE", "TIME", "PERCENT", "ORDINAL", "LAW"}


class _Before(NamedTuple):
    """The last quantity with the sentence it stands in."""

    kind: str
    sentence: int


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
    last: _Before | None = None
    for number in numbers(text):
        before = bisect_right(edges, number.end - 1) - 1
        if before >= 0 and times[before].end > number.core:
            continue
        bound, first, end = (bisect_right(starts, at) - 1 for at in (number.start, number.core, number.end - 1))
        if bound < 0:
            continue
        sentence = doc[first].sent.start
        kind_before = last.kind if last is not None and last.sentence == sentence else None
        tokens = list(doc[first : end + 1])
        quantity = _quantity(text, number, tokens, doc[bound], kind_before)
        if number.whole is not None:
            quantity = _of_whole(quantity, _quantity(text, number.whole, tokens, doc[first], kind_before), tokens)
        if quantity:
            last = _Before(quantity.kind, sentence)
            yield quantity


def _of_whole(share: Quantity | None, whole: Quantity | None, tokens: list[Token]) -> Quantity | None:
    """The share where the verb is told of it ("a third of the 600 were freed"), else the whole.

    What the noun says by itself is said of all: "half of the 80 wounded were children" counts 80 wounded.
    """
    what = counted(tokens, tokens[0])
    if share is not None and share.unit is not None:
        return whole  # "half of the 2,000 tonnes": that many were given
    return whole if share is None or what is None or share.kind == kind_in_itself(what) else share


def _quantity(text: str, number: Number, tokens: list[Token], first: Token, before: str | None) -> Quantity | None:
    if number.currency is not None:
        span = Span(number.start, number.end)
        return _made(number, "aid" if _is_aid(tokens) else "money", span, number.currency or None)
    what = counted(tokens, first)
    if what is None or number.value == 0 or _is_age(text, number, what) or _is_pronoun(text, number):
        return None
    if what.noun is None and (reached := toll(what)) and not _is_year(number):
        return _made(_at(number, reached[1]), reached[0], Span(number.start, number.end), None)
    if goods := given(what):
        return _made(number, "aid", Span(number.start, goods[1].idx + len(goods[1].text)), goods[0])
    if what.noun is None and _is_year(number):
        return None
    kind, told = kind_of(what, number.value)
    taken = None if told else inherited(what, kind, before) or thing_again(what, before)
    if what.noun is None and not told and not taken and what.number.ent_type_ in _UNREAD:
        return None
    if taken:
        kind, told = taken, True
    if number.short and kind != "people" and kind not in words().listed("of_people"):
        return None
    if kind is None or (number.value == 1 and not _is_one(number, what, kind, told)):
        return None
    if number.loose and what.noun is None and what.of is None:
        return None
    unit = words().units.get(lemma(what.noun))
    return _made(number, kind, _phrase(text, number, what), unit)


def _is_one(number: Number, what: Counted, kind: str, told: bool) -> bool:
    """Whether "one" counts: "one killed", "only one doctor"; not "the only one", "the one captured on film"."""
    if what.noun is None:
        return told and kind in words().listed("one.kinds")
    return told or number.start < number.core


def _at(number: Number, bound: Bound) -> Number:
    """The number with the bound that a verb gives it ("has passed 80"), where it has none of its own."""
    if number.bound != "exact" or bound == "exact":
        return number
    low, high = (number.value, None) if bound == "over" else (None, number.value)
    return replace(number, bound=bound, low=low, high=high)


def _is_year(number: Number) -> bool:
    """Whether a bare numeral may be a year."""
    return number.value in _YEARS and number.scale == 1 and number.end - number.core == 4


def _is_age(text: str, number: Number, what: Counted) -> bool:
    """Whether a bare numeral is someone's age: "Omar, 34, was killed"."""
    opened = text[max(0, number.core - 3) : number.core].rstrip().endswith(",")
    closed = text[number.end : number.end + 1] in {",", ";", ".", ")", ""}
    return what.noun is None and number.value < _OLDEST and opened and closed


def _is_pronoun(text: str, number: Number) -> bool:
    """Whether "one" is none: "no one", "one another"."""
    if number.value != 1:
        return False
    before, after = text[max(0, number.core - 8) : number.core].split(), text[number.end : number.end + 12].split()
    known = words()
    return bool(
        (before and before[-1].lower() in known.listed("one.after"))
        or (after and after[0].lower() in known.listed("one.before"))
    )


def _is_aid(tokens: list[Token]) -> bool:
    """Whether money goes to people in need: "$300 million in aid", "an aid package of $2 billion"."""
    known = words().listed("aid.heads")
    top = tokens[-1]
    near = top.doc[max(0, tokens[0].i - 5) : top.i + 5]
    return any(token.lemma_.lower() in known and token.sent.start == top.sent.start for token in near)


def _phrase(text: str, number: Number, what: Counted) -> Span:
    """From the bound word to the noun counted, or to the word that tells what it counts ("12 dead")."""
    end = number.end
    if what.noun is not None and 0 < what.noun.i - what.number.i < 9:
        end = max(end, what.noun.idx + len(what.noun.text))
    elif what.of is not None:
        end = what.of.idx + len(what.of.text)
    else:
        after = follower(what.number)
        if after is not None and after.lower_ in words().after and (after.is_upper or after.tag_ != "VBD"):
            end = after.idx + len(after.text)
    return Span(number.start, min(end, len(text)))


def _made(number: Number, kind: str, span: Span, unit: str | None) -> Quantity:
    return Quantity(kind, float(number.value), number.low, number.high, number.bound, (span,), unit)
