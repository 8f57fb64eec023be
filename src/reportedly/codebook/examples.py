"""An example of the codebook beside its reading: which expected events are missing, misfitting or surplus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reportedly.codebook.entry import Example, Expected
from reportedly.codebook.load import load_codebook
from reportedly.knowledge import Knowledge
from reportedly.reading import Event, Party, Reading
from reportedly.report import Report, Span, Spans

__all__ = ["NONE", "PUBLISHED", "Outcome", "compare", "run_examples", "table"]

PUBLISHED = "2025-06-04"
"""The day on which examples count as published."""

NONE = "no event"
"""How a table of types calls that nothing was expected, or nothing coded."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one example: `wrong` says in words what is not as expected, nothing where all is.

    `pairs` are the types, expected and coded, of its events; `NONE` on one side where an event is missing or surplus.
    """

    example: Example
    wrong: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


def run_examples(knowledge: Knowledge, read: Callable[[Report], Reading]) -> Iterator[Outcome]:
    """The outcome of every example in the user's own files, read by `read` one after the other."""
    own = {str(file.path) for file in knowledge.codebook}
    for entry in load_codebook(knowledge).values():
        for example in entry.examples:
            if example.file in own:
                yield compare(read(Report(example.text, published=PUBLISHED)), example)


def compare(reading: Reading, example: Example) -> Outcome:
    """Whether every expected event is there, as expected, and none beside them."""
    wrong: list[str] = []
    pairs: list[tuple[str, str]] = []
    missing: list[Expected] = []
    left = list(reading.events)
    for want in example.events:
        fits = sorted(((misfits(reading, event, want), n) for n, event in enumerate(left)), key=_closeness)
        if not fits or "type" in fits[0][0]:
            wrong.append(f"missing {' or '.join(want.type)}")
            missing.append(want)
            continue
        event = left.pop(fits[0][1])
        pairs.append((event.type, event.type))
        wrong += [f"{event.type}: {field} is {_found(reading, event, field)}" for field in fits[0][0]]
    surplus = [event for event in left if event.status not in example.also]
    wrong += [f"surplus {event.type} “{reading.text(event.trigger)}”" for event in surplus]
    for n in range(max(len(missing), len(surplus))):
        wanted = missing[n].type[0] if n < len(missing) else NONE
        pairs.append((wanted, surplus[n].type if n < len(surplus) else NONE))
    if not example.events and not surplus:
        pairs.append((NONE, NONE))
    return Outcome(example, tuple(wrong), tuple(pairs))


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
    return event.status if field == "status" else " ".join(event.modes) or "not given"


def _touches(text: str, spans: Spans, phrase: str) -> bool:
    start = text.find(phrase)
    while start >= 0:
        if any(span.overlaps(Span(start, start + len(phrase))) for span in spans):
            return True
        start = text.find(phrase, start + 1)
    return False


def _holds(text: str, parties: tuple[Party, ...], phrases: tuple[str, ...] | None) -> bool:
    return phrases is None or all(any(_touches(text, p.spans, phrase) for p in parties) for phrase in phrases)
