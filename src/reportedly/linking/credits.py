"""What a report says of its own origin: the agency in its dateline, in its by-line, or under its last paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportedly.datelines import MOST_LINES_BEFORE
from reportedly.knowledge import DATA, load_yaml
from reportedly.linking.outlets import Outlets
from reportedly.paragraphs import paragraphs
from reportedly.report import Span

__all__ = ["Credit", "credit"]

_LAST = 3  # paragraphs at the end that are looked at
_DATELINE = 90  # characters in which a dateline ends
_LONGEST = 160  # characters of a paragraph that is nothing but a by-line
_EDGES = " \t\r\n.,;:—–-*_[]"


@dataclass(frozen=True, slots=True)
class Credit:
    """The outlet named as origin (None: agencies that are not named) and the words that name it.

    `whole` is False where the outlet only had a part in the report.
    """

    outlet: str | None
    words: str
    span: Span
    whole: bool


def credit(text: str, known: Outlets) -> Credit | None:
    """The first credit of a report, one for the whole of it before one for a part; None where it names no origin."""
    forms = _forms()
    pieces = paragraphs(text)
    first, last = pieces[:MOST_LINES_BEFORE], pieces[-_LAST:]
    found = [
        *_within(forms.datelines, text, _heads(text, first), known, whole=True),
        *_alone(forms.bylines, text, first, known, whole=True),
        *_alone(forms.signatures, text, last, known, whole=True),
        *_within(forms.shares, text, [*first, *last], known, whole=False),
        *_alone(forms.shares_alone, text, [*first, *last], known, whole=False),
    ]
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Form:
    """A form, and the longest of its fixed words, without which it need not be looked for."""

    pattern: re.Pattern[str]
    fixed: str


@dataclass(frozen=True, slots=True)
class _Forms:
    bylines: tuple[_Form, ...]
    datelines: tuple[_Form, ...]
    signatures: tuple[_Form, ...]
    shares: tuple[_Form, ...]
    shares_alone: tuple[_Form, ...]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    """The forms of the data file. A name is any few words: whether it is an outlet's is looked up."""
    wording = load_yaml(DATA / "origins.yaml")
    agencies = "|".join(sorted(map(re.escape, wording["agencies"]), key=len, reverse=True))
    blanks = {
        "{outlet}": r"(?P<outlet>[^\W_][\w.&'’/-]*(?:[ \t]+[\w.&'’/-]+){0,6})(?![^\W_])",
        "{agencies}": f"(?P<agencies>{agencies})(?![^\\W_])",
        "{name}": r"[^\W\d_][\w.'’-]*(?:[ \t]+[\w.'’&-]+){0,5}",
    }
    return _Forms(**{part: tuple(_compile(form, blanks) for form in wording[part]) for part in _Forms.__slots__})


def _compile(form: str, blanks: dict[str, str]) -> _Form:
    pieces = re.split(r"(\{\w+\})", form)
    fixed = max((word for piece in pieces if piece not in blanks for word in piece.split()), key=len, default="")
    whole = "".join(blanks.get(piece) or re.escape(piece).replace("\\ ", r"\s+") for piece in pieces)
    return _Form(re.compile(whole, re.IGNORECASE), fixed)


def _heads(text: str, pieces: list[Span]) -> Iterator[Span]:
    """Where a dateline may stand: before the first dash, or on a line of its own."""
    for piece in pieces:
        end = min(piece.end, piece.start + _DATELINE)
        dash = re.search(r"\s(?:—|–|--|-)\s|\)\s*:\s", text[piece.start : end])
        if dash is not None:
            yield Span(piece.start, piece.start + dash.end())
        elif piece.end - piece.start <= _DATELINE and text[piece.start : piece.end].rstrip().endswith(")"):
            yield piece


def _within(
    forms: Iterable[_Form], text: str, spans: Iterable[Span], known: Outlets, *, whole: bool
) -> Iterator[Credit]:
    for span in spans:
        folded = text[span.start : span.end].casefold()
        for form in forms:
            if form.fixed in folded:
                for match in form.pattern.finditer(text, span.start, span.end):
                    yield from _credit(match, known, whole=whole)


def _alone(
    forms: Iterable[_Form], text: str, spans: Iterable[Span], known: Outlets, *, whole: bool
) -> Iterator[Credit]:
    """Paragraphs that are nothing but the credit."""
    for span in spans:
        start, end = span
        while start < end and text[start] in _EDGES:
            start += 1
        while end > start and text[end - 1] in _EDGES:
            end -= 1
        if end - start > _LONGEST:
            continue
        folded = text[start:end].casefold()
        for form in forms:
            match = form.pattern.fullmatch(text, start, end) if form.fixed in folded else None
            if match is not None:
                yield from _credit(match, known, whole=whole)


def _credit(match: re.Match[str], known: Outlets, *, whole: bool) -> Iterator[Credit]:
    span = Span(match.start(), match.end())
    found = match.groupdict()
    if found.get("agencies"):
        yield Credit(None, match.group(), span, whole)
        return
    name = known.named(found["outlet"]) if whole else _in(found["outlet"], known)
    if name is not None:
        yield Credit(name, match.group(), span, whole)


def _in(words: str, known: Outlets) -> str | None:
    """The outlet at the end of these words ("… of the Associated Press"), or at their beginning."""
    split = words.split()
    runs = [split[at:] for at in range(len(split))] + [split[:at] for at in range(len(split) - 1, 0, -1)]
    return next((name for run in runs if (name := known.named(" ".join(run)))), None)
