"""Numbers that share a verb with another, and shares of numbers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.reading import Reading

Read = Callable[..., Reading]

COUNTS = [
    ("Police detained 20 people on Friday and 15 on Saturday.", [("arrested", 20), ("arrested", 15)]),
    ("Nine villagers were killed in Bara, six in Maru.", [("deaths", 9), ("deaths", 6)]),
    ("The blast killed five soldiers and wounded 30 more.", [("deaths", 5), ("injured", 30)]),
    ("A third of the 300 hostages were freed.", [("released", 100)]),
    ("Half of the 40 wounded were children.", [("injured", 40)]),
    ("A third of the population fled.", []),
    ("They met on Friday and 15 March.", []),
    ("It cost 3 million Danish kroner.", [("money", 3_000_000)]),
]


@pytest.mark.parametrize(("text", "wanted"), COUNTS)
def test_counts_without_a_verb_and_shares(read_text: Read, text: str, wanted: list[tuple[str, float]]) -> None:
    found = read_text(text, published="2016-03-17").quantities
    assert [(quantity.kind, quantity.value) for quantity in found] == wanted


def test_a_share_is_about_and_points_at_its_words(read_text: Read) -> None:
    reading = read_text("Nearly two-thirds of the 90 prisoners were released on Sunday.")
    (quantity,) = reading.quantities
    assert (quantity.low, quantity.high, quantity.bound) == (None, 60, "under")
    assert reading.text(quantity.spans) == "Nearly two-thirds of the 90 prisoners"
