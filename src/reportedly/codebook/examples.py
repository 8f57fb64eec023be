"""An example of the codebook beside its reading: which expected events are missing, misfitting or surplus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from reportedly.codebook.entry import Example, Expected
from reportedly.codebook.load import load_codebook
from reportedly.knowledge import Knowledge
from reportedly.reading import Event, Party, Reading
from reportedly.report import Report, Span, Spans

__all__ = ["NONE", "PUBLISHED", "Match", "Outcome", "compare", "own_examples", "run_examples", "table"]

PUBLISHED = "2025-06-04"
"""The day on which examples count as published."""

NONE = "no event"
"""How a table of types calls that nothing was expected, or nothing coded."""


@dataclass(frozen=True, slots=True)
class Match:
    """An expected event beside the event coded for it, None where none of its type is left.

    `misfits` are the fields in which that event is not as expected, with what was read in each, in words.
    """

    want: Expected
    event: Event | None
    misfits: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one example: its expected events, each with what was coded, and the events coded beside them."""

    example: Example
    matches: tuple[Match, ...]
    surplus: tuple[Event, ...]
    wrong: tuple[str, ...]
    """What is not as expected, in words; nothing where all is."""

    @property
    def mend(self) -> tuple[str, ...]:
        """What somebody has to mend: `wrong`, less what the example says is missed, or that mark itself."""
        if not self.example.missed:
            return self.wrong
        return () if self.wrong else ("read as it says; take its mark `missed` away",)

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The types, expected and coded, of its events; `NONE` on one side where an event is missing or surplus."""
        found = [(match.event.type, match.event.type) for match in self.matches if match.event is not None]
        missing = [match.want.type[0] for match in self.matches if match.event is None]
        coded = [event.type for event in self.surplus]
        pairs = [*found, *zip_longest(missing, coded, fillvalue=NONE)]
        return tuple(pairs) or ((NONE, NONE),)


def own_examples(knowledge: Knowledge) -> Iterator[Example]:
    """The examples in the user's own files."""
    own = {str(file.path) for file in knowledge.codebook}
    for entry in load_codebook(knowledge).values():
        yield from (example for example in entry.examples if example.file in own)


def run_examples(examples: Iterable[Example], read: Callable[[Report], Reading]) -> Iterator[Outcome]:
    """The outcome of each example, read by `read` one after the other."""
    for example in examples:
        yield compare(read(Report(example.text, published=PUBLISHED)), example)


def compare(reading: Reading, example: Example) -> Outcome:
    """Whether every expected event is there, as expected, and none beside them."""
    matches: list[Match] = []
    wrong: list[str] = []
    left = list(reading.events)
    for want in example.events:
        fits = sorted(((misfits(reading, event, want), n) for n, event in enumerate(left)), key=_closeness)
        if not fits or "type" in fits[0][0]:
            wrong.append(f"missing {' or '.join(want.type)}")
            matches.append(Match(want, None, {}))
            continue
        event = left.pop(fits[0][1])
        match = Match(want, event, {field: _found(reading, event, field) for field in fits[0][0]})
        wrong += [f"{event.type}: {field} is {found}" for field, found in match.misfits.items()]
        matches.append(match)
    surplus = tuple(event for event in left if event.status not in example.also)
    wrong += [f"surplus {event.type} “{reading.text(event.trigger)}”" for event in surplus]
    return Outcome(example, tuple(matches), surplus, tuple(wrong))


def misfits(reading: Reading, event: Event, want: Expected) -> list[str]:
    """The fields in which an event is not what an example expects; parties, places and times by their words."""
    text = reading.report.text
    checks = {
        "type": event.type in want.type,
        "trigger": want.trigger is None or any(_touches(text, event.trigger, word) for word in want.trigger),
        "mode": want.mode is None or any(mode in event.modes for mode in want.mode),
        "status": event.status in want.status,
        "actor": _holds(text, event.actors, want.actor),
        "recipient": _holds(text, event.recipients, want.recipient),
        "place": want.place is None or (event.place is not None and _touches(text, event.place.spans, want.place)),
        "time": want.time is None or (event.time is not None and _touches(text, event.time.spans, want.time)),
        "contexts": set(want.contexts) <= set(event.contexts),
    }
    return [field for field, good in checks.items() if not good]


def table(outcomes: Iterable[Outcome]) -> str:
    """A table of confusions: a row for each type expected, a column for each type coded."""
    count = Counter(pair for outcome in outcomes for pair in outcome.pairs)
    rows = sorted({want for want, _ in count}, key=lambda name: (name == NONE, name))
    columns = sorted({got for _, got in count}, key=lambda name: (name == NONE, name))
    width = max(map(len, ("expected", *rows)))
    lines = [f"{'expected':{width}}  coded as", f"{'':{width}}  {'  '.join(columns)}"]
    for want in rows:
        cells = (f"{count[want, got] or '.':>{len(got)}}" for got in columns)
        lines.append(f"{want:{width}}  {'  '.join(cells)}")
    return "\n".join(lines)


def _closeness(fit: tuple[list[str], int]) -> tuple[bool, int, int]:
    fields, place = fit
    return "type" in fields, len(fields), place


def _found(reading: Reading, event: Event, field: str) -> str:
    """What was read in a field, in words."""
    spans: dict[str, Spans] = {
        "trigger": event.trigger,
        "actor": tuple(span for party in event.actors for span in party.spans),
        "recipient": tuple(span for party in event.recipients for span in party.spans),
        "place": event.place.spans if event.place is not None else (),
        "time": event.time.spans if event.time is not None else (),
    }
    if field in spans:
        return f"“{reading.text(spans[field])}”" if spans[field] else "not given"
    words = {"status": (event.status,), "mode": event.modes, "contexts": event.contexts}
    return " ".join(words[field]) or "not given"


def _touches(text: str, spans: Spans, phrase: str) -> bool:
    start = text.find(phrase)
    while start >= 0:
        if any(span.overlaps(Span(start, start + len(phrase))) for span in spans):
            return True
        start = text.find(phrase, start + 1)
    return False


def _holds(text: str, parties: tuple[Party, ...], phrases: tuple[str, ...] | None) -> bool:
    return phrases is None or all(any(_touches(text, p.spans, phrase) for p in parties) for phrase in phrases)
