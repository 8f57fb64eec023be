"""The learned judge beside the frames: what it takes out, what it leaves, and that it is heard in the explanation."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import reportedly
import reportedly.coding.events
from reportedly.errors import ModelError
from reportedly.knowledge import Knowledge
from reportedly.show.explain import explain

judging = sys.modules["reportedly.coding.events.judge"]  # the package's `judge` is the stage

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
    assert any("learned judge" in rejected.reason for rejected in reading.rejected)
    assert "learned judge" in explain(reading)


def test_an_event_is_explained_by_both_voices() -> None:
    reading = reportedly.read("Turkish jets bombed Kurdish positions near Afrin on Monday.")
    assert [event.type for event in reading.events] == ["ASSAULT"]
    text = explain(reading)
    assert "tells ASSAULT" in text
    assert "the learned judge reads ASSAULT too" in text


def test_a_type_of_the_users_own_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "KINDNESS.yaml").write_text(_OWN, "utf-8")
    own = Knowledge.of(codebook=[tmp_path])
    reading = reportedly.read("The bank's customers pay back the loan to France.", knowledge=own)
    assert [event.type for event in reading.events] == ["KINDNESS"]
    assert not any(why.field == "judge" for why in reading.events[0].why)


def test_a_report_is_judged_alike_alone_and_in_company() -> None:
    one = "Turkish jets bombed Kurdish positions near Afrin on Monday."
    two = one + "\n\nThousands of teachers marched through Lima to demand higher pay."
    alone, beside = reportedly.read(one).events[0], reportedly.read(two).events[0]
    assert (alone.confidence, alone.why[-1].detail) == (beside.confidence, beside.why[-1].detail)


def test_other_weights_than_those_written_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in judging.FOLDER.iterdir():
        shutil.copy(file, tmp_path / file.name)
    (tmp_path / "weights.npy").write_bytes(b"nothing")
    monkeypatch.setattr(judging, "FOLDER", tmp_path)
    judging.head.cache_clear()
    with pytest.raises(ModelError, match="pip install --force-reinstall reportedly"):
        judging.head()
    monkeypatch.undo()
    judging.head.cache_clear()
