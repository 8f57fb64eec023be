"""The learned tagger, and what becomes of it beside the rules."""

from __future__ import annotations

import shutil
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly import beside, read
from reportedly.errors import ModelError
from reportedly.pipeline import coder
from reportedly.report import Span
from reportedly.tagger import tag as tagger
from reportedly.tagger.decode import LABELS, barred, label
from reportedly.tagger.tag import tag
from reportedly.tagger.windows import Piece

REPORT = (
    "The governor of Daraa said that the crossing would stay shut.\n\n"
    "“We were told nothing,” said Salma Haddad, a baker in the town. “Nobody asked us.”\n\n"
    "The rebels have shelled the road twice since March."
)


def words(text: str) -> list[tuple[str, str, list[str]]]:
    return [
        (t.source.of(text) if t.source else "", t.cue.of(text), [c.of(text) for c in t.contents])
        for t in tag(text).attributions
    ]


def test_sees_source_cue_and_contents_and_joins_them() -> None:
    assert words(REPORT) == [
        ("The governor of Daraa", "said", ["that the crossing would stay shut"]),
        ("Salma Haddad, a baker in the town", "said", ["“We were told nothing,”", "“Nobody asked us.”"]),
    ]


def test_explanation_and_confidence_tell_whether_rules_and_tagger_agree() -> None:
    alone, both = read(REPORT), read(REPORT, attribution="model")
    assert [a.cue for a in both.attributions] == [a.cue for a in alone.attributions]
    assert all("the tagger sees it too" in a.why[0].detail for a in both.attributions)
    assert all(a.confidence > 0.8 for a in both.attributions)
    assert not any("tagger" in a.why[0].detail for a in alone.attributions)


def test_chains_are_left_as_the_rules_read_them() -> None:
    text = "Interfax quoted a local official as saying that the shelling had stopped."
    shape = [(a.id, a.parent, a.source.spans) for a in read(text).attributions]
    assert len(shape) == 2
    assert [(a.id, a.parent, a.source.spans) for a in read(text, attribution="model").attributions] == shape


@pytest.mark.parametrize("text", ["", "\n\n", "“", "He said “no.\n\n“Never", "a\ud800b said \ufffd.", "x" * 5000])
def test_nothing_in_a_text_makes_it_raise(text: str) -> None:
    tag(text)


def test_what_is_seen_does_not_depend_on_threads() -> None:
    assert tag(REPORT, threads=1).attributions == tag(REPORT, threads=2).attributions


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 7))
def test_labels_are_the_likeliest_of_all_that_may_be(seed: int, length: int) -> None:
    dice = np.random.default_rng(seed)
    scores, moves = dice.normal(size=(length, 7)).astype(np.float32), dice.normal(size=(8, 7)).astype(np.float32)
    starts = [0, *(place for place in range(1, length) if dice.random() < 0.3)]
    inside = [place not in starts and dice.random() < 0.3 for place in range(length)]
    found = [Piece(0, Span(place, place + 1), 0, inside[place]) for place in range(length)]
    free, within, first = barred()

    def worth(labels: tuple[int, ...]) -> float:
        total = 0.0
        for place, now in enumerate(labels):
            before = labels[place - 1]
            step = moves[-1, now] + first[0, now] if place in starts else moves[before, now] + free[before, now]
            total += scores[place, now] + (within[before, now] if inside[place] else step)
        return total

    told = [0] * length
    for run in label(scores, found, starts, moves):
        told[run.start : run.end] = [LABELS.index(f"B-{run.role}")] + [LABELS.index(f"I-{run.role}")] * (
            run.end - run.start - 1
        )
    # Paragraphs are told apart, so that all labellings of each can be tried.
    for start, end in pairwise([*starts, length]):
        rest = tuple(told)
        tried = (rest[:start] + some + rest[end:] for some in product(range(7), repeat=min(end - start, 4)))
        assert end - start > 4 or worth(rest) >= max(map(worth, tried)) - 1e-3


def test_a_coder_with_the_tagger_is_another_coder() -> None:
    assert coder("en_core_web_sm", attribution="model") != coder("en_core_web_sm", attribution="rules")


def test_a_missing_model_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger, "FOLDER", tmp_path)
    with pytest.raises(ModelError, match="install"):
        tag(REPORT)


def test_weights_that_were_not_fitted_for_the_model_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(tagger.FOLDER, tmp_path / "model")
    monkeypatch.setattr(tagger, "FOLDER", tmp_path / "model")
    named = tagger.identity()
    weights = tmp_path / "model" / "weights.json"
    weights.write_text(weights.read_text().replace("0.", "1.", 1))
    assert tagger.identity() == named
    with pytest.raises(ModelError, match=r"weights.json is damaged or of another build"):
        tag(REPORT)


def test_what_is_seen_beside_the_parse_is_what_is_seen_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, begun = beside.begin, []
    monkeypatch.setattr(beside, "begin", lambda work: begun.append(usual(work)) or begun[-1])
    monkeypatch.setattr(beside, "free", lambda: 2)
    together = read(REPORT, attribution="model").attributions
    monkeypatch.setattr(beside, "free", lambda: 1)
    alone = read(REPORT, attribution="model").attributions
    assert [future is not None for future in begun] == [True, True, False, False]  # the tagger, and who hears events
    assert together == alone
    assert together
