"""A place name in a text, and what the words beside it say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from reportedly.coding.places.names import Name
from reportedly.coding.places.words import words
from reportedly.gazetteer import Entry
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Grade", "Toponym", "in_setting", "toponym_of"]

Grade = Literal["dateline", "marked", "read", "repeated", "weak", "unknown", "hint"]
"""How a place name was found: in a dateline; marked by the parser; read from the words around it; because the report
names the place elsewhere; read from words that are not enough unless the place fits the report's others; marked by
the parser but not in the gazetteer; or inside another name, as a hint only."""

_LIES_IN = {", ", " (", ", in ", " in ", ",\n", " of "}  # between a place and what it lies in
_LIST = 24  # tokens that a list of names may run on for
_LISTED = {", ", " and ", ", and ", " or ", ", or "}  # between places of a list


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name: its tokens [start, end), where it stands, what it may mean, and what the text says of it.

    `units` are the kinds of place that a word beside it names ("Idlib province"), `direction` the part meant
    ("eastern Ukraine"; `whole` then takes the direction in), `within` the index of the toponym it is
    said to lie in (`stated`: after a comma), `beside` that of the next in a list ("Georgia and Alabama").
    """

    start: int
    end: int
    span: Span
    whole: Span
    text: str
    entries: tuple[Entry, ...]
    grade: Grade
    units: frozenset[str] = frozenset()
    direction: str | None = None
    direction_word: str = ""
    within: int | None = None
    stated: bool = False
    beside: int | None = None


def toponym_of(doc: Doc, name: Name, entries: tuple[Entry, ...], grade: Grade) -> Toponym:
    """A name as a toponym, before its setting is looked at."""
    at = doc[name.start].idx
    span = Span(at, at + len(name.text))
    return Toponym(name.start, name.end, span, span, name.text, entries, grade)


def in_setting(doc: Doc, text: str, found: list[Toponym]) -> list[Toponym]:
    """The toponyms with what the words beside each say of its kind, its part and what it lies in."""
    return _containers(text, [_described(doc, toponym) for toponym in found])


def _described(doc: Doc, toponym: Toponym) -> Toponym:
    """The toponym with the kinds and the direction that the words beside it give."""
    known = words()
    units: frozenset[str] = frozenset()
    if toponym.end < len(doc):
        units = known.units.get(doc[toponym.end].lower_, units) or _of_list(doc, toponym.end)
    before = toponym.start - 1
    if not units and before > 0 and doc[before].lower_ == "of":
        units = known.units.get(doc[before - 1].lower_, units)
    direction, written, whole = None, "", toponym.span
    for first in (before - 2, before):  # "north-eastern" may be three tokens
        if first < 0 or toponym.grade == "hint":
            continue
        word = "".join(token.text_with_ws for token in doc[first : before + 1]).strip().lower()
        if direction is None and word in known.directions:
            direction, written = known.directions[word], word
            whole = Span(doc[first].idx, toponym.span.end)
    return replace(toponym, units=units, direction=direction, direction_word=written, whole=whole)


def _of_list(doc: Doc, end: int) -> frozenset[str]:
    """The kinds that the plural at the end of a list of names gives to all of them."""
    known = words()
    for token in doc[end : end + _LIST]:
        if token.lower_ in known.plurals:
            return known.units.get(token.lower_, frozenset())
        if not (token.text[:1].isupper() or token.lower_ in {",", "and", "or"}):
            break
    return frozenset()


def _containers(text: str, found: list[Toponym]) -> list[Toponym]:
    """The toponyms, with the index of the one each is said to lie in: "Paris, Texas", "Homs in Syria"."""
    joined = []
    for i, toponym in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) else None
        if after is not None and text[toponym.span.end : after.whole.start] in _LIES_IN:
            comma = text[toponym.span.end : after.whole.start] == ", "
            toponym = replace(toponym, within=i + 1, stated=comma)
        if after is not None and text[toponym.span.end : after.whole.start] in _LISTED:
            toponym = replace(toponym, beside=i + 1)
        joined.append(toponym)
    return joined
