"""Whether a text can be read as a report, and the report made of it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from reportedly.errors import UnreadableReport
from reportedly.pipeline import LONGEST
from reportedly.report import Report

__all__ = ["check_published", "check_text", "language_of", "make_report"]

_SAMPLE = 2_000  # characters that are looked at to tell the language
_JUNK = 0.1  # share of control characters from which a text counts as binary
_LATIN = 0.5  # share of letters that must be Latin
# How much better, in log likelihood a character, another language must fit before a text counts as not English.
# Headlines full of names fit others by up to 0.6; French, Dutch, German and Spanish ones by 1.1 and more.
_FITS_BETTER = 0.9
_FITS_BETTER_LONG = 0.3  # from 200 characters on
_LONG = 200

_SPACES = "\t\n\r\f"
_EMPTY = "\0\v\ufeff \u00a0\u2028\u2029" + _SPACES
_NO_TEXT = frozenset({"Cc", "Co", "Cn", "Cs"})  # controls, private use, unassigned, half characters

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def make_report(
    text: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    title: str | None = None,
    language: str | None = None,
) -> Report:
    """A report of this text, unchanged; empty strings in the other fields count as unknown.

    `published` is an ISO 8601 date or datetime; anything else raises ValueError. `language` is an ISO 639-1 code where
    it is known; None has it told from the text. Raises UnreadableReport (see `check_text`).
    """
    day = check_published(published) if published else None
    check_text(text, language)
    return Report(text=text, title=title or None, outlet=outlet or None, url=url or None, published=day)


def check_published(published: str) -> str:
    """The date or datetime as given, without white space round it; ValueError says what is expected."""
    given = published.strip()
    try:
        if not _DAY.match(given):
            raise ValueError
        date.fromisoformat(given) if len(given) == 10 else datetime.fromisoformat(given)
    except ValueError:
        raise ValueError(
            f"the date {published!r} is not an ISO 8601 date or datetime, such as 2016-03-17 or 2016-03-17T08:30:00Z"
        ) from None
    return given


def check_text(text: str, language: str | None = None) -> None:
    """Raise UnreadableReport for a text that is empty, too long, binary, or not English; the message says which."""
    if len(text) > LONGEST:
        raise UnreadableReport(
            f"too long: {len(text):,} characters; texts of up to {LONGEST:,} are read, so split it, a report a file"
        )
    if not text.strip(_EMPTY):
        raise UnreadableReport("empty: there is no text to read")
    junk = sum(c == "\ufffd" or (c not in _SPACES and unicodedata.category(c) in _NO_TEXT) for c in text)
    if junk > _JUNK * len(text):
        raise UnreadableReport("binary: this is no text; convert it to plain text or HTML first")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise UnreadableReport("holds half characters (lone surrogates): decode the text again from its bytes")
    if not any(c.isalpha() for c in text):
        raise UnreadableReport("empty: there are no words to read")
    told = language_of(text) if language is None else language
    if told.split("-")[0].lower() != "en":
        raise UnreadableReport(f"not English (the language looks like {told!r}): only English reports are read")


def language_of(text: str) -> str:
    """The ISO 639-1 code of the text's language, told from samples; "en" where a short text leaves doubt."""
    from py3langid import rank

    sample = _sample(text)
    letters = [c for c in sample if c.isalpha()]
    scores: dict[str, float] = dict(rank(sample))
    best = max((code for code in scores if code != "en"), key=lambda code: scores[code])
    if sum("LATIN" in unicodedata.name(c, "") for c in letters) < _LATIN * len(letters):
        return best
    needed = _FITS_BETTER if len(sample) < _LONG else _FITS_BETTER_LONG
    return best if scores[best] - scores["en"] > needed * len(sample) else "en"


def _sample(text: str) -> str:
    """The start, the middle and the end: a report may open or close in the language of another."""
    plain = " ".join(text.replace("\0", " ").split()) if len(text) < 10 * _SAMPLE else text
    if len(plain) <= _SAMPLE:
        return plain
    third, middle = _SAMPLE // 3, len(plain) // 2
    return f"{plain[:third]} {plain[middle : middle + third]} {plain[-third:]}"
