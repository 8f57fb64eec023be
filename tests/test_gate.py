"""The gate: a figure below its floor fails, and no floor goes down without a word on why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmarks import gate


@pytest.fixture
def floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "floors.json"
    monkeypatch.setattr(gate, "FLOORS", path)
    monkeypatch.setattr(gate, "fingerprint", lambda corpus: "the same data")
    return path


def _known(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text("utf-8")))


def test_a_floor_rises_by_itself_and_falls_only_with_a_reason(floors: Path) -> None:
    gate.update({"plv": {"root": 80.0}}, {}, None)
    assert _known(floors)["plv"]["figures"] == {"root": 79.5}
    gate.update({"plv": {"root": 70.0}}, _known(floors), None)
    assert _known(floors)["plv"]["figures"] == {"root": 79.5}
    gate.update({"plv": {"root": 70.0}}, _known(floors), "a class was redefined")
    assert _known(floors)["plv"]["figures"] == {"root": 69.5}
    assert _known(floors)["plv"]["lowered"][0]["reason"] == "a class was redefined"


def test_what_is_below_its_floor_is_named(floors: Path) -> None:
    gate.update({"plv": {"root": 80.0, "quad": 90.0}}, {}, None)
    low = gate.compare({"plv": {"root": 79.0, "quad": 90.0}}, _known(floors))
    assert len(low) == 1
    assert "root 79.0" in low[0]


def test_other_data_are_not_compared(floors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate.update({"plv": {"root": 80.0}}, {}, None)
    monkeypatch.setattr(gate, "fingerprint", lambda corpus: "other data")
    assert gate.compare({"plv": {"root": 10.0}}, _known(floors)) == []
