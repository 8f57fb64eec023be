"""The learned tagger, and what becomes of it beside the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportedly import read
from reportedly.errors import ModelError
from reportedly.pipeline import coder
from reportedly.tagger import tag as tagger
from reportedly.tagger.tag import tag

REPORT = (
    "The governor of Daraa said on Monday that the crossing would stay shut.\n\n"
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


def test_a_coder_with_the_tagger_is_another_coder() -> None:
    assert coder("en_core_web_sm", attribution="model") != coder("en_core_web_sm", attribution="rules")


def test_a_missing_model_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger, "FOLDER", tmp_path)
    with pytest.raises(ModelError, match="install"):
        tag(REPORT)
