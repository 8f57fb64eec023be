"""The scorer of the codebook's examples counts what it says, and shows nothing of what is held out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from benchmarks.examples import figures, load, main

from reportedly.codebook import Example
from reportedly.codebook.entry import Expected
from reportedly.codebook.examples import PUBLISHED, Outcome, compare
from reportedly.reading import Reading

WANT = Expected(None, ("COERCE",), None, ("occurred",), ("Police",), ("the editor",), None, None)
ONE = Example("COERCE", "Police arrested the editor.", (WANT,), "", (), "", True, 1, "examples/COERCE.yaml")


@pytest.fixture
def outcome(read_text: Callable[..., Reading]) -> Callable[..., Outcome]:
    def read(*events: Expected) -> Outcome:
        return compare(read_text(ONE.text, published=PUBLISHED), replace(ONE, events=events))

    return read


def test_a_part_is_held_out_by_its_text_alone() -> None:
    held_out, open_, every = load("held-out"), load("open"), load("all")
    assert len(held_out) + len(open_) == len(every)
    assert all(example.further for example in held_out)
    assert len(load("all", further=True)) > 2 * len(held_out) > 0
    assert [e.text for e in held_out] == [e.text for e in every if e.held_out]


def test_types_roles_surplus_events_and_empty_negatives_are_counted(outcome: Callable[..., Outcome]) -> None:
    right, other, role, none = (
        outcome(WANT),
        outcome(replace(WANT, type=("ASSAULT",))),
        outcome(replace(WANT, recipient=("Police",))),
        outcome(),
    )
    table = figures([right, other, role, none])
    assert table["COERCE"] == {
        "type": (2, 2),
        "entirely": (1, 2),
        "precise: type": (2, 4),
        "precise: entirely": (1, 4),
        "kept empty": (0, 1),
        "examples right": (1, 4),
    }
    assert table["ASSAULT"]["type"] == (0, 1)
    assert table["all"]["type"] == (2, 3)
    assert other.pairs == (("ASSAULT", "COERCE"),)
    assert none.pairs == (("no event", "COERCE"),)


def test_what_is_held_out_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for options in (["-v"], ["--type", "COERCE"]):
        with pytest.raises(SystemExit):
            main(["--part", "held-out", *options])
    assert "figures only" in capsys.readouterr().err
