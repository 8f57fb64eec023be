"""The codebook: its format is enforced, and every example in it is coded as it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from reportedly.codebook import Entry, Example, describe, load_codebook
from reportedly.codebook.examples import PUBLISHED, compare
from reportedly.codebook.load import load_entry
from reportedly.errors import KnowledgeError
from reportedly.knowledge import Knowledge
from reportedly.reading import Reading

BOOK = load_codebook()
EXAMPLES = [example for entry in BOOK.values() for example in entry.examples]
OPEN = [
    pytest.param(example, id=f"{'further-' if example.further else ''}{example.type}-{example.line}")
    for example in EXAMPLES
    if not example.held_out
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


def told(reading: Reading) -> str:
    text = reading.report.text
    lines = [
        f"{e.type} {e.modes} {e.status} “{reading.text(e.trigger)}” {[reading.text(p.spans) for p in e.actors]} → "
        f"{[reading.text(p.spans) for p in e.recipients]} @ {e.place and e.place.name} / {e.time and e.time.value}"
        for e in reading.events
    ]
    refused = [f"  not: {r.candidate}: {r.reason}" for r in reading.rejected]
    return "\n".join([text, *lines, *refused])


@pytest.mark.parametrize("example", OPEN)
def test_an_example_is_coded_as_the_codebook_says(example: Example, read_text: Callable[..., Reading]) -> None:
    reading = read_text(example.text, published=PUBLISHED)
    assert compare(reading, example).mend == (), told(reading)


def test_no_sentence_stands_twice_and_none_that_is_held_out_says_how_it_is_read() -> None:
    assert not [text for text, n in Counter(example.text for example in EXAMPLES).items() if n > 1]
    assert not [example.text for example in EXAMPLES if example.held_out and example.missed]


def test_what_an_example_expects_stands_in_it_and_is_a_type_a_mode() -> None:
    for example in EXAMPLES:
        for want in example.events:
            modes = {mode for type in want.type for mode in BOOK[type].modes}
            phrases = (*(want.trigger or ()), *(want.actor or ()), *(want.recipient or ()), want.place, want.time)
            assert set(want.mode or ()) <= modes, example.text
            assert all(phrase in example.text for phrase in phrases if phrase), example.text


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


def test_further_examples_are_a_list_and_of_a_type_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    path = tmp_path / "examples/RETREATS.yaml"
    path.write_text("- text: Nothing happened.\n  events: []\n")
    with pytest.raises(KnowledgeError, match=r"RETREATS\.yaml:1: examples of a type RETREATS, which is not there"):
        load_codebook(Knowledge.of(codebook=[tmp_path]))
    path.rename(path.with_name("RETREAT.yaml"))
    (*ours, theirs) = load_codebook(Knowledge.of(codebook=[tmp_path]))["RETREAT"].examples
    assert (len(ours), theirs.text, theirs.further) == (len(BOOK["RETREAT"].examples), "Nothing happened.", True)


def test_describe_lists_the_types_and_shows_one_in_full() -> None:
    assert len(describe().splitlines()) == len(BOOK)
    shown = describe("assault")
    assert shown.startswith("ASSAULT: material conflict, intensity -9")
    assert "Examples" in shown
    with pytest.raises(KnowledgeError, match="no event type 'NOTHING'"):
        describe("NOTHING")
