"""The learned voice beside the frames: what it turns down, what it adds, and that it is heard in the explanation."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportedly
import reportedly.coding.events
from reportedly.coding.events.voice import voice
from reportedly.errors import ModelError
from reportedly.knowledge import Knowledge
from reportedly.parsing import load_parser
from reportedly.reading import Reading
from reportedly.report import Report
from reportedly.show.explain import explain

voices = sys.modules["reportedly.coding.events.voice"]

_OWN = """
type: KINDNESS
quad: material cooperation
intensity: 5
definition: Somebody pays back what was lent.
frames:
  - words: [pay back]
    pos: verb
examples:
  - text: France paid back the loan.
    events: [{trigger: paid back}]
"""


@pytest.mark.parametrize(
    "text",
    ["The bank demanded that customers pay back the loan.", "The coach attended the session with her players."],
)
def test_what_only_sounds_like_an_event_is_turned_down(text: str) -> None:
    reading = reportedly.read(text)
    assert not reading.events
    assert any("learned voice" in rejected.reason for rejected in reading.rejected)
    assert "learned voice" in explain(reading)


def test_an_event_is_explained_by_both_voices() -> None:
    reading = reportedly.read("Turkish jets bombed Kurdish positions near Afrin on Monday.")
    assert [event.type for event in reading.events] == ["ASSAULT"]
    text = explain(reading)
    assert "tells ASSAULT" in text
    assert "the learned voice reads ASSAULT too" in text


def test_a_type_of_the_users_own_stands_by_its_frames(tmp_path: Path) -> None:
    (tmp_path / "KINDNESS.yaml").write_text(_OWN, "utf-8")
    own = Knowledge.of(codebook=[tmp_path])
    reading = reportedly.read("The bank's customers pay back the loan to France.", knowledge=own)
    assert [event.type for event in reading.events] == ["KINDNESS"]
    assert not any("voice" in why.detail for why in reading.events[0].why)


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "old")


def test_a_report_is_heard_alike_alone_and_in_company() -> None:
    one = "Turkish jets bombed Kurdish positions near Afrin on Monday."
    two = one + "\n\nThousands of teachers marched through Lima to demand higher pay."
    alone, beside = reportedly.read(one).events[0], reportedly.read(two).events[0]
    assert [w.detail for w in alone.why if w.rule != "the report"] == [
        w.detail for w in beside.why if w.rule != "the report"
    ]


def test_a_lone_event_is_less_likely_in_a_report_that_tells_of_nothing_of_the_kind() -> None:
    told = "The mayor's office rejected the criticism."
    quiet = " ".join(f"The choir of the {word} parish sang two songs by a composer from Lyon." for word in _ORDINALS)
    alone, lost = reportedly.read(told), reportedly.read(f"{told} {quiet}")
    war = " ".join(f"Shells killed {n} people in the {word} district." for n, word in enumerate(_ORDINALS, 2))
    among = reportedly.read(f"{told} {war}")
    sure = [next((e.confidence for e in r.events if e.type == "REJECT"), 0.0) for r in (lost, alone, among)]
    assert sure[0] < sure[1] < sure[2]
    doubted = [
        *(why.detail for event in lost.events for why in event.why if why.rule == "the report"),
        *(item.reason for item in lost.rejected if "the report hardly tells any event" in item.reason),
    ]
    assert doubted


def test_weights_of_another_build_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in voices.FOLDER.iterdir():
        shutil.copy(file, tmp_path / file.name)
    (tmp_path / "weights.json").write_text("{}", "utf-8")
    monkeypatch.setattr(voices, "FOLDER", tmp_path)
    with pytest.raises(ModelError, match="pip install --force-reinstall reportedly"):
        reportedly.read("Turkish jets bombed Kurdish positions near Afrin on Monday.")


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_every_token_of_any_text_is_heard_once(text: str) -> None:
    doc = load_parser()(text)
    heard = voice(doc)
    assert len(heard.types) == len(doc)
    assert all(abs(float(row.sum()) - 1) < 1e-3 for row in heard.types)


def test_a_sentence_longer_than_the_network_reads_at_once_is_heard_to_its_end() -> None:
    names = ", ".join(f"the mayor of town number {n}" for n in range(80))
    text = f"The marchers passed {names}, and then Turkish jets bombed Kurdish positions near Afrin on Monday."
    reading = reportedly.read(text)
    assert ("ASSAULT", "bombed") in [(event.type, reading.text(event.trigger)) for event in reading.events]


def test_a_reading_leaves_its_process_without_the_networks_numbers() -> None:
    reading = reportedly.read("Turkish jets bombed Kurdish positions near Afrin on Monday.")
    assert reading.voice is None
    assert reading.tagging is None
    assert Reading(Report("x"), reading.coder).voice is None


def test_of_what_is_told_in_passing_only_what_is_nearly_certain_is_an_event() -> None:
    told = reportedly.read("The president lifted the curfew after three weeks of protests by students in Lima.")
    assert "PROTEST" in [event.type for event in told.events]
    topic = reportedly.read("The president spoke of the war and of peace at a school in Lima.")
    assert not topic.events
