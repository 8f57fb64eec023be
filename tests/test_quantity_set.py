"""The open set of quantities keeps its own conventions, and its scorer counts what it says."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import get_args

import pytest
from benchmarks.quantities.score import Gold, Item, figures, load, main, match

from reportedly.knowledge import DATA, load_yaml
from reportedly.reading import Bound, Quantity
from reportedly.report import Span

ITEMS = load()
GOLD = [(item, gold) for item in ITEMS for gold in item.quantities]
TEXT = "Two soldiers died and some 30 were hurt."


def test_the_set_is_large_and_a_fixed_part_is_held_out() -> None:
    held_out, development = load("held-out"), load("development")
    assert len(ITEMS) >= 300
    assert len(held_out) >= 100
    assert len(held_out) + len(development) == len(ITEMS)
    assert len({item.id for item in ITEMS}) == len({item.text for item in ITEMS}) == len(ITEMS)


def test_about_one_sentence_in_five_is_a_hard_negative() -> None:
    empty = [item for item in ITEMS if not item.quantities]
    assert 0.15 < len(empty) / len(ITEMS) < 0.25


def test_phrases_point_into_their_sentence_and_share_no_word() -> None:
    for item in ITEMS:
        spans = sorted(gold.span for gold in item.quantities)
        assert all(gold.span.of(item.text) == gold.phrase for gold in item.quantities)
        assert not any(one.overlaps(other) for one, other in pairwise(spans)), item.id


def test_kinds_and_bounds_are_those_of_the_record() -> None:
    kinds = set(load_yaml(DATA / "quantities/kinds.yaml")["kinds"]) | {"money", "aid"}
    assert {kind for _, gold in GOLD for kind in gold.kinds} <= kinds
    assert {bound for _, gold in GOLD for bound in gold.bounds} == set(get_args(Bound))


def test_ends_follow_from_the_bound() -> None:
    for item, gold in GOLD:
        low, high, where = gold.low, gold.high, f"{item.id}: {gold.phrase}"
        assert (low or 0) <= gold.value <= (math.inf if high is None else high), where
        match gold.bounds[0]:
            case "under" | "at_most":
                assert (low, high) == (None, gold.value), where
            case "over" | "at_least":
                assert (low, high) == (gold.value, None), where
            case "about":
                assert gold.value == ((low or 0) + (high or 0)) / 2, where
            case _:
                assert low == high == gold.value, where


def test_units_are_currencies_weights_or_groups() -> None:
    units = {gold.unit for _, gold in GOLD if gold.unit}
    assert all(unit in {"tonnes", "families", "households"} or re.fullmatch("[A-Z]{3}", unit) for unit in units)
    assert all(gold.unit for _, gold in GOLD if gold.kinds[0] == "money")


def test_the_scorer_pairs_one_to_one_and_counts_misses_and_extras() -> None:
    two = Gold("Two soldiers", Span(0, 12), ("deaths",), 2, 2, 2, ("exact",), None)
    thirty = Gold("some 30", Span(22, 29), ("injured", "people"), 30, 30, 30, ("about",), None)
    item = Item("x-1", TEXT, (two, thirty))
    long = Quantity("deaths", 2, 2, 2, "exact", (Span(0, 17),))
    again = Quantity("troops", 2, 2, 2, "exact", (Span(0, 3),))
    outcome = match(item, (again, long))
    assert outcome.pairs == ((two, long), (thirty, None))
    assert outcome.extra == (again,)
    table = figures([outcome, match(Item("x-2", "At one point", ()), ())])
    assert table["found"] == table["all right"] == table["kind right"] == (1, 2)
    assert table["precise"] == (1, 2)
    assert table["extra"] == (1, 2)
    assert table["negatives empty"] == (1, 1)


def test_a_bound_or_an_end_that_differs_is_counted() -> None:
    gold = Gold("some 30", Span(22, 29), ("injured", "people"), 30, 30, 30, ("about",), None)
    read = Quantity("people", 30, None, 30, "at_most", (Span(22, 29),))
    table = figures([match(Item("x-1", TEXT, (gold,)), (read,))])
    assert table["kind right"] == table["value right"] == table["unit right"] == (1, 1)
    assert table["bound right"] == table["ends right"] == table["all right"] == (0, 1)


def test_errors_of_the_held_out_part_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--part", "held-out", "-v"])
    assert "figures only" in capsys.readouterr().err
