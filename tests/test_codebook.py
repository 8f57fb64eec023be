"""The codebook: its format is enforced, and every example in it is coded as it says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reportedly.codebook import Entry, Example, Expected, describe, load_codebook
from reportedly.codebook.load import load_entry
from reportedly.errors import KnowledgeError
from reportedly.reading import Event, Party, Reading
from reportedly.report import Span

PUBLISHED = "2025-06-04"
BOOK = load_codebook()
EXAMPLES = [
    pytest.param(entry, example, id=f"{entry.type}-{example.line}")
    for entry in BOOK.values()
    for example in entry.examples
]

SMALL = """\
type: RETREAT
quad: material cooperation
intensity: 6.5
definition: Forces go back.
modes:
  withdraw: {intensity: 8.0, definition: troops leave}
frames:
  - words: [withdraw, pull out]
    pos: verb
    mode: withdraw
    if: {object: ["@military"]}
    unless: {on: [Monday]}
examples:
  - text: Turkey withdrew its troops.
    events: [{trigger: withdrew, actor: Turkey}]
"""


def places_of(text: str, phrase: str) -> list[Span]:
    """Every place where the phrase stands in the text."""
    found, start = [], text.find(phrase)
    while start >= 0:
        found.append(Span(start, start + len(phrase)))
        start = text.find(phrase, start + 1)
    return found


def touches(text: str, spans: tuple[Span, ...], phrase: str) -> bool:
    return any(span.overlaps(place) for span in spans for place in places_of(text, phrase))


def holds(text: str, parties: tuple[Party, ...], phrases: tuple[str, ...] | None) -> bool:
    return phrases is None or all(any(touches(text, p.spans, phrase) for p in parties) for phrase in phrases)


def misfits(reading: Reading, event: Event, want: Expected) -> list[str]:
    """The fields in which an event is not what the example expects."""
    text = reading.report.text
    checks = {
        "type": event.type in want.type,
        "trigger": want.trigger is None or any(touches(text, event.trigger, word) for word in want.trigger),
        "mode": want.mode is None or any(mode in event.modes for mode in want.mode),
        "status": event.status in want.status,
        "actor": holds(text, event.actors, want.actor),
        "recipient": holds(text, event.recipients, want.recipient),
        "place": want.place is None or (event.place is not None and touches(text, event.place.spans, want.place)),
        "time": want.time is None or (event.time is not None and touches(text, event.time.spans, want.time)),
    }
    return [field for field, good in checks.items() if not good]


def told(reading: Reading) -> str:
    text = reading.report.text
    lines = [
        f"{e.type} {e.modes} {e.status} “{reading.text(e.trigger)}” {[reading.text(p.spans) for p in e.actors]} → "
        f"{[reading.text(p.spans) for p in e.recipients]} @ {e.place and e.place.name} / {e.time and e.time.value}"
        for e in reading.events
    ]
    refused = [f"  not: {r.candidate}: {r.reason}" for r in reading.rejected]
    return "\n".join([text, *lines, *refused])


def check(reading: Reading, example: Example) -> list[str]:
    """What is wrong with the reading of an example: missing, misfitting and surplus events."""
    wrong, left = [], list(reading.events)
    for want in example.events:
        fits = sorted(
            ((misfits(reading, event, want), n) for n, event in enumerate(left)), key=lambda x: (len(x[0]), x[1])
        )
        if not fits or "type" in fits[0][0]:
            wrong.append(f"missing {want.type}")
            continue
        left.pop(fits[0][1])
        wrong += [f"{'/'.join(want.type)}: {field}" for field in fits[0][0]]
    return wrong + [f"surplus {event.type}" for event in left if event.status not in example.also]


@pytest.mark.parametrize(("entry", "example"), EXAMPLES)
def test_an_example_is_coded_as_the_codebook_says(
    entry: Entry, example: Example, read_text: Callable[..., Reading]
) -> None:
    reading = read_text(example.text, published=PUBLISHED)
    assert check(reading, example) == [], told(reading)


@pytest.mark.parametrize("entry", BOOK.values(), ids=list(BOOK))
def test_an_entry_has_enough_examples_and_hard_negatives(entry: Entry) -> None:
    assert len(entry.examples) >= 15
    assert sum(not example.events for example in entry.examples) >= 3


def test_the_book_has_the_sixteen_types_of_plover() -> None:
    assert len(BOOK) == 16
    assert sum(entry.recipient_required for entry in BOOK.values()) == 3


def test_prepositions_stay_words_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "RETREAT.yaml"
    path.write_text(SMALL)
    (frame,) = load_entry(path).frames
    assert frame.unless == {"on": ("monday",)}
    assert frame.actor == ("subject",)
    assert frame.recipient == ("object",)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("mode: withdraw", "mode: retire", 10, "unknown mode 'retire'"),
        ("words:", "wordz:", 8, "unknown key 'wordz'"),
        ("object: [", "objekt: [", 11, "unknown slot 'objekt'"),
        ("@military", "@navvy", 11, "unknown class '@navvy'"),
        ("pos: verb", "pos: werb", 9, "expected one of verb, noun, adjective"),
        ("intensity: 6.5", "intensity: much", 3, "expected a number"),
        ("actor: Turkey", "actr: Turkey", 15, "unknown key 'actr'"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    path = tmp_path / "RETREAT.yaml"
    path.write_text(SMALL.replace(old, new, 1))
    with pytest.raises(KnowledgeError, match=rf"RETREAT\.yaml:{line}: .*{said}"):
        load_entry(path)


def test_describe_lists_the_types_and_shows_one_in_full() -> None:
    assert len(describe().splitlines()) == len(BOOK)
    shown = describe("assault")
    assert shown.startswith("ASSAULT: material conflict, intensity -9")
    assert "Examples" in shown
    with pytest.raises(KnowledgeError, match="no event type 'NOTHING'"):
        describe("NOTHING")
