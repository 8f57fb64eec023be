"""What the judge learns from: every place in an open example where a frame's words stand, and what it tells there."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.examples import load

from reportedly.codebook import Example
from reportedly.codebook.examples import NONE, PUBLISHED, compare
from reportedly.coding.events.judge import Words, words_of
from reportedly.coding.events.names import Names
from reportedly.coding.events.parties import party_span
from reportedly.coding.events.stage import events, trigger_spans
from reportedly.coding.events.telling import tell, tellings
from reportedly.parsing import DEFAULT_PARSER, load_parser
from reportedly.pipeline import coder, stages
from reportedly.reading import Reading
from reportedly.report import Report, Span, Spans

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["FOLDS", "Case", "cases"]

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Case:
    """A place, the type that it tells or NONE, and the fold of its example.

    `coded` is the type that the frames code there and `right` whether the example expects it; "" where they code none.
    """

    words: Words
    type: str
    fold: int
    coded: str = ""
    right: bool = False


def cases() -> Iterator[tuple[Reading, list[Case]]]:
    """Each open example, read up to its events, with its cases: first those of its events."""
    nlp = load_parser()
    before = stages()[: [stage.__name__ for stage in stages()].index("events")]
    examples = load("open")
    for example, doc in zip(examples, nlp.pipe(e.text for e in examples), strict=True):
        reading = Reading(report=Report(example.text, published=PUBLISHED), coder=coder(DEFAULT_PARSER), doc=doc)
        for stage in before:
            reading = stage(reading)
        yield reading, list(_cases(reading, example))


def _cases(reading: Reading, example: Example) -> Iterator[Case]:
    fold = zlib.crc32(example.text.encode()) % FOLDS
    coded = events(reading)
    right = {match.event.id for match in compare(coded, example).matches if match.event is not None}
    for event in coded.events:
        good = event.id in right
        type = event.type if good else _expected(reading.report.text, example, event.trigger) or NONE
        yield Case(words_of(event), type, fold, event.type, good)
    names = Names(reading.parse, reading)
    told, refused = tellings(reading.parse, names)
    seen = {t.head.i for t in told}  # what the frames take but do not code is told all the same: no case
    for item in refused:
        if item.site.head.i in seen:
            continue
        seen.add(item.site.head.i)
        trigger = trigger_spans(item.site.tokens)
        roles = tell(item.site, names).roles
        type = _expected(reading.report.text, example, trigger) or NONE
        yield Case(Words(trigger, _first(roles.actors), _first(roles.recipients)), type, fold)


def _expected(text: str, example: Example, trigger: Spans) -> str | None:
    """The type of the event that the example expects to be told by these words."""
    for want in example.events:
        if any(span.overlaps(found) for word in want.trigger or () for found in _all(text, word) for span in trigger):
            return want.type[0]
    return None


def _all(text: str, words: str) -> Iterator[Span]:
    start = text.find(words)
    while start >= 0:
        yield Span(start, start + len(words))
        start = text.find(words, start + 1)


def _first(heads: list[Token]) -> Spans:
    return (party_span(heads[0]),) if heads else ()
