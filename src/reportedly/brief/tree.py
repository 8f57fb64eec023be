"""A brief as a tree of frozen values: what it says, and the characters of reports on which every sentence rests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

__all__ = ["Brief", "Citation", "Day", "Mark", "Section", "Sentence", "Source", "Span"]

Span = tuple[int, int]
"""Offsets into a report's text, in code points: start inclusive, end exclusive."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Characters of one report: its id, the spans in ascending order, and the words at each."""

    report: str
    spans: tuple[Span, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is said, what it rests on, and the ids of the events that it tells of."""

    text: str
    citations: tuple[Citation, ...]
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences under a title, and further sections; `left_out` counts the events that did not fit."""

    title: str
    sentences: tuple[Sentence, ...] = ()
    sections: tuple[Section, ...] = ()
    left_out: int = 0

    def walk(self) -> Iterator[Sentence]:
        """All sentences, those of inner sections too, as they are read."""
        yield from self.sentences
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True)
class Source:
    """A report that is cited: where it came out (`outlets`; the first is the one it is named by), and when."""

    report: str
    outlets: tuple[str, ...]
    title: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place and how many events are told there; `exact` is False where only its country or region is known."""

    name: str
    latitude: float
    longitude: float
    events: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day and how many events are told of it."""

    day: date
    events: int


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief. `notes` are remarks on the brief itself, which cite nothing: how much was left out, or found."""

    headline: Sentence
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    marks: tuple[Mark, ...] = ()
    days: tuple[Day, ...] = ()
    notes: tuple[str, ...] = ()

    def sentences(self) -> Iterator[Sentence]:
        """The headline and every sentence, as they are read."""
        if self.headline.citations:
            yield self.headline
        for section in self.sections:
            yield from section.walk()
