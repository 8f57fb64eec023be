"""The sentences for training: all in the form, none told twice, none near to an example that is held out."""

from __future__ import annotations

from pathlib import Path

import pytest
from training.events import sentences as room
from training.events.doubts import doubts

from reportedly.codebook import load_codebook
from reportedly.errors import KnowledgeError


def test_no_sentence_is_near_to_an_example_of_the_codebook_or_to_another() -> None:
    book = [example for entry in load_codebook().values() for example in entry.examples]
    assert [f"{e.file}:{e.line}" for e in room.near(room.sentences(), book)] == []


def test_an_event_that_leaves_a_role_out_or_names_other_words_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "FOLDER", tmp_path)
    text = "- text: Dockers walked out at Piraeus.\n  events: [{trigger: walked out, actor: %s}]\n"
    (tmp_path / "PROTEST.yaml").write_text(text % "Dockers", "utf-8")
    with pytest.raises(KnowledgeError, match=r"PROTEST.yaml:1: .*names its recipient"):
        room.sentences()
    (tmp_path / "PROTEST.yaml").write_text(text % "Sailors, recipient: []", "utf-8")
    with pytest.raises(KnowledgeError, match="does not stand in the sentence"):
        room.sentences()
    (tmp_path / "PROTEST.yaml").write_text(text % "Dockers, recipient: []", "utf-8")
    assert [example.events[0].type for example in room.sentences()] == [("PROTEST",)]


def test_a_label_that_the_network_contradicts_is_doubted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "FOLDER", tmp_path)
    text = "Turkish police detained 43 people in Izmir on Tuesday."
    label = "{trigger: %s, actor: Turkish police, recipient: 43 people}"
    (tmp_path / "COERCE.yaml").write_text(f"- text: {text}\n  events: [{label % 'detained'}]\n", "utf-8")
    assert list(doubts(room.sentences())) == []
    (tmp_path / "COERCE.yaml").write_text(f"- text: {text}\n  events: [{label % 'Tuesday'}]\n", "utf-8")
    told = [doubt for _, doubt in doubts(room.sentences())]
    assert any(doubt.startswith("lacks COERCE “Tuesday”") for doubt in told)
    assert any(doubt.startswith("has COERCE “detained”") for doubt in told)
