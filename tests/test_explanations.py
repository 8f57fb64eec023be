"""What is given as the cause of what, how sure the report is of it, and who says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.reading import Reading

Read = Callable[..., Reading]

CASES = [
    ("The army pulled back because rebels had cut its supply line.", "rebels had cut", "pulled back", "stated"),
    ("Heavy shelling led to the displacement of 20,000 people.", "Heavy shelling", "displacement", "stated"),
    ("The protests were triggered by a rise in bread prices.", "a rise in bread prices", "protests", "stated"),
    ("The minister resigned due to the scandal.", "the scandal", "minister resigned", "stated"),
    ("Analysts blamed the collapse of the talks on sanctions.", "sanctions", "collapse", "stated"),
    ("In response to the killing, thousands marched in Nairobi.", "the killing", "thousands marched", "stated"),
    ("The attack was not linked to the talks.", "the talks", "attack", "negated"),
    ("The strikes may have been prompted by fears of an invasion.", "fears of an invasion", "strikes", "hypothetical"),
    ("The sanctions, imposed due to the war, hurt exports.", "the war", "sanctions", "stated"),
]


@pytest.mark.parametrize(("text", "cause", "effect", "status"), CASES)
def test_cause_and_effect_are_told_apart(read_text: Read, text: str, cause: str, effect: str, status: str) -> None:
    (found,) = read_text(text).explanations
    reading = read_text(text)
    assert cause in reading.text(found.cause.spans)
    assert effect in reading.text(found.effect.spans)
    assert found.status == status


@pytest.mark.parametrize(
    "text",
    [
        "The train is due to leave at noon.",
        "She led the delegation to Geneva.",
        "The road leads to the border.",
    ],
)
def test_words_that_only_look_like_a_cause_give_none(read_text: Read, text: str) -> None:
    assert not read_text(text).explanations


def test_the_sides_name_the_events_they_tell(read_text: Read) -> None:
    reading = read_text("Turkey withdrew its troops from Syria because rebels attacked a convoy.")
    (found,) = reading.explanations
    types = {e.id: e.type for e in reading.events}
    assert types.get(found.effect.event or "") == "RETREAT"
    assert types.get(found.cause.event or "") == "ASSAULT"


def test_an_explanation_belongs_to_the_source_that_gives_it(read_text: Read) -> None:
    reading = read_text("The minister said the bridge was closed because of shelling.")
    (found,) = reading.explanations
    assert [reading.text(a.source.spans) for a in reading.attributions if a.id in found.attributed_to] == [
        "The minister"
    ]
    assert not reading.text(found.effect.spans).startswith("The minister said")
