"""Values of the casebook in plain words, for pages. Report text is made harmless where it is rendered: `harmless`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from reportedly.exports.countries import country_name
from reportedly.show.words import clean

__all__ = [
    "FILTERS", "STATUSES", "amount", "bare", "count", "country", "days", "harmless", "link", "local", "moment", "names",
    "plain_type", "shortened", "value_words", "where",
]  # fmt: skip

STATUSES = ("occurred", "ongoing", "historical", "future", "hypothetical", "negated")
"""The statuses of an event, in the order in which they are offered."""

FILTERS = {
    "text": "words in the report", "who": "who", "whom": "to whom", "actor": "who or to whom", "type": "what",
    "mode": "mode", "context": "context", "quad": "quad", "status": "status", "who_country": "country of who",
    "whom_country": "country of whom", "country": "country", "place": "place", "since": "from", "until": "until",
    "outlet": "outlet", "speaker": "speaker", "stance": "stance", "min_origins": "independent origins, at least",
    "disputed": "disputed", "field": "disputed in", "report": "report", "incident": "incident", "box": "box on the map",
    "older": "older versions too",
}  # fmt: skip
"""What each part of the filter is called on a page."""

_LONG = 600  # characters of a text shown in a list


def harmless(value: Any) -> Any:
    """What a template is about to show, without the marks that would reorder or hide what stands around it.

    Each becomes U+FFFD, so that one sees that something stood there; markup of our own stays as it is.
    """
    if value is None:
        return ""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def shortened(text: str | None, most: int = _LONG) -> str:
    """The text, cut where it is longer than anyone reads in a list."""
    text = text or ""
    return text if len(text) <= most else f"{text[:most].rstrip()} […]"


def count(n: int, noun: str, nouns: str | None = None) -> str:
    """A number with its noun: "1 report", "12,000 reports"."""
    return f"{n:,} {noun if n == 1 else nouns or noun + 's'}"


def plain_type(type: str | None, modes: Iterable[str] = ()) -> str:
    """An event type and its modes in lower-case words."""
    said = (type or "").replace("_", " ").lower()
    how = ", ".join(mode.replace("_", " ").replace("-", " ") for mode in modes)
    return f"{said}: {how}" if how else said


def country(code: str | None) -> str:
    """The country's name, or the code where it is none's."""
    return country_name(code) or code or ""


def where(row: Mapping[str, Any]) -> str:
    """The place with its country in words."""
    place, land = row.get("place"), country(row.get("country"))
    if place and land and place != land and row.get("place_kind") != "country":
        return f"{place}, {land}"
    return place or land


def days(row: Mapping[str, Any]) -> str:
    """The day, or the span of days; of a telling that names none, the report's own."""
    first, last = row["first_day"] or row["last_day"], row["last_day"] or row["first_day"]
    if first is None:
        return f"{row['day']} (the report’s day)" if row.get("day") else ""
    span = str(first) if first == last else f"{first} to {last}"
    return f"{span} (inferred)" if row.get("time_inferred") else span


def amount(low: float | None, high: float | None) -> str:
    """A number or a range of numbers."""
    if low is None and high is None:
        return ""
    if low is None or high is None:
        return f"at least {_digits(low)}" if low is not None else f"at most {_digits(high)}"
    return _digits(low) if low == high else f"{_digits(low)} to {_digits(high)}"


def _digits(value: float | None) -> str:
    return f"{value:,.0f}" if value is None or value == int(value) else f"{value:,}"


def moment(value: datetime | str | None) -> str:
    """A moment in UTC, to the minute."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return f"{value:%Y-%m-%d %H:%M} UTC" if value else ""


def local(id: str) -> str:
    """An id within its report: `v1` of `0e77…:v1`."""
    return id.rpartition(":")[2]


def link(url: str | None) -> str | None:
    """The address, if a browser may follow it: only http and https."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def bare(name: str) -> str:
    """A name as people say it: without the `=` that asks for all of it."""
    return name.removeprefix("=")


def value_words(name: str, value: str) -> str:
    """A value of the filter as a page names it."""
    if name in ("type", "quad", "mode", "context", "field"):
        return plain_type(value)
    if name in ("country", "who_country", "whom_country"):
        return country(value.upper())
    if name == "disputed":
        return "yes" if value.lower() in ("1", "true", "yes", "on") else "no"
    return "" if name == "older" else bare(value)


def names(values: Sequence[str], most: int = 3) -> str:
    """Names one after the other, the first few."""
    more = f" and {len(values) - most} more" if len(values) > most else ""
    return ", ".join(shortened(value, 80) for value in values[:most]) + more
