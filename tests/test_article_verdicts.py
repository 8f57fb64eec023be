"""The scorer of verdicts on articles: a verdict holds for the event that a reader saw, and for no other."""

from __future__ import annotations

import json

import pytest
from benchmarks.articles.score import facts, key, score
from benchmarks.corpora import Item

from reportedly.pipeline import read
from reportedly.report import Report

TEXT = "Norway condemned Iceland on Monday."


@pytest.fixture
def item() -> Item:
    return Item("own/one", Report(TEXT, published="2030-05-08"))


def test_a_verdict_counts_for_the_event_that_was_read(item: Item, capsys: pytest.CaptureFixture[str]) -> None:
    reading = read(item.report)
    seen = key(facts(reading.events[0], reading))
    score([item], [{"article": item.id, "event": seen, "verdict": "open"}])
    assert "1 events judged: nothing wrong in 1 (100.0%), nothing left out either in 0" in capsys.readouterr().out


def test_another_party_is_not_judged(item: Item, capsys: pytest.CaptureFixture[str]) -> None:
    reading = read(item.report)
    other = key({**facts(reading.events[0], reading), "recipients": ["Sweden"]})
    score([item], [{"article": item.id, "event": other, "verdict": "yes"}])
    assert "0 events judged" in capsys.readouterr().out


def test_no_word_of_an_article_is_kept(item: Item) -> None:
    reading = read(item.report)
    kept = json.dumps(key(facts(reading.events[0], reading)))
    assert not any(word in kept for word in ("Norway", "Iceland", "condemned"))
