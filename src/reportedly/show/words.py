"""A reading's values in plain words, safe to print anywhere; table, page and explanation share them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from reportedly.reading import Attribution, Event, Party, Place, Quantity, Reading, Time
from reportedly.report import Span

__all__ = [
    "OWN_VOICE", "clean", "content_of", "number", "party", "place", "says", "what", "when", "where", "who_says",
    "words",
]  # fmt: skip

OWN_VOICE = "the report itself"

# Marks that turn the direction of all that follows on a line; what is shown must not be able to reorder what is read.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANKS = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_UNSAFE = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_PLAIN = frozenset({"states", "reports"})  # they add nothing to the bare fact that someone says so

_BOUNDS = {
    "exact": "", "about": "about ", "under": "nearly ", "over": "more than ", "at_least": "at least ",
    "at_most": "at most ",
}  # fmt: skip


def clean(text: str) -> str:
    """The text without power over a terminal: each control or direction mark becomes U+FFFD, each line end a space.

    One character stands for one character, so offsets into the text keep their meaning.
    """
    return _UNSAFE.sub(lambda match: " " if match[0] in _BLANKS else "\ufffd", text)


def words(reading: Reading, spans: Iterable[Span]) -> str:
    """The words that the spans point to, on one line, safe to print."""
    return re.sub(r"\s+", " ", clean(reading.text(spans))).strip()


def party(reading: Reading, party: Party) -> str:
    """An actor or recipient as written, with the entity's name where the words do not show it."""
    written = words(reading, party.spans)
    entity = reading.entity(party.entity)
    if entity is None:
        return written
    name = clean(entity.name)
    if not written:
        return name
    return written if _shows(written, name) else f"{written} ({name})"


def _shows(written: str, name: str) -> bool:
    """Whether the name's initials, one of its words, or the start of one ("Russia" in "Russian") are written."""
    said = _folded(written)
    initials = "".join(part[0] for part in name.split() if part[0].isupper())
    if len(initials) > 1 and initials.casefold() in said.replace(".", "").split():
        return True
    return any(part[:4] in said for part in _folded(name).split() if len(part) > 2) or _folded(name) in said


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def when(time: Time | None) -> str:
    """The day or days, no finer than the words; the words themselves where they give no day."""
    if time is None:
        return ""
    if time.start is None and time.end is None:
        day = time.value or ""
    elif time.start == time.end or time.end is None:
        day = time.start or ""
    elif time.value and time.granularity in {"month", "year"}:
        day = time.value
    else:
        day = f"{time.start or '…'} to {time.end}"
    return f"{clean(day)} (inferred)" if time.inferred and day else clean(day)


def where(place: Place | None) -> str:
    """The place's name and, where it was resolved, its country."""
    if place is None:
        return ""
    name = clean(place.name)
    return f"{name} ({place.country})" if place.country and place.kind != "country" else name


def place(place: Place) -> str:
    """What a place was resolved to, with its coordinates."""
    if place.latitude is None or place.longitude is None:
        return f"{where(place)}, not resolved"
    return f"{where(place)}, {place.kind or 'place'} at {place.latitude:.2f}, {place.longitude:.2f}"


def what(event: Event) -> str:
    """Type and modes in lower-case words."""
    type_ = event.type.replace("_", " ").lower()
    modes = ", ".join(mode.replace("_", " ").replace("-", " ") for mode in event.modes)
    return f"{type_}: {modes}" if modes else type_


def _speaker(reading: Reading, attribution: Attribution) -> str:
    entity = reading.entity(attribution.source.entity)
    return clean(entity.name) if entity else words(reading, attribution.source.spans) or "an unnamed source"


def says(reading: Reading, attribution: Attribution) -> str:
    """Speaker and stance: "Stepan Poltorak (claims)"; a plain statement needs no stance."""
    stance = attribution.cue.stance
    speaker = _speaker(reading, attribution)
    return speaker if stance in _PLAIN else f"{speaker} ({clean(stance)})"


def who_says(reading: Reading, ids: Iterable[str]) -> str:
    """The chain of who says so, outermost first: "Ukrinform, citing Stepan Poltorak (claims)"."""
    chain = [attribution for id in ids if (attribution := reading.attribution(id))]
    return ", citing ".join(says(reading, attribution) for attribution in chain) or OWN_VOICE


def content_of(reading: Reading, attribution: Attribution) -> str:
    """What is said, on one line."""
    return words(reading, attribution.content)


def number(quantity: Quantity) -> str:
    """A quantity in words: "deaths: nearly 250,000", "injured: 20 to 30"."""
    low, high = quantity.low, quantity.high
    amount = _BOUNDS[quantity.bound] + _digits(quantity.value)
    if quantity.bound in {"exact", "about"} and low is not None and low != high:
        amount = f"{_digits(low)} or more" if high is None else f"{_digits(low)} to {_digits(high)}"
    unit = f" {clean(quantity.unit)}" if quantity.unit else ""
    return f"{clean(quantity.kind)}: {amount}{unit}"


def _digits(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"
