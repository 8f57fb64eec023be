"""Quantities: how many of what, how exact, and which numbers are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.coding.quantities import quantities
from reportedly.coding.quantities.numbers import numbers
from reportedly.coding.times import times
from reportedly.reading import Coder, Reading
from reportedly.report import Report

if TYPE_CHECKING:
    from spacy.language import Language

Count = Callable[[str], Reading]


@pytest.fixture(scope="session")
def count(nlp: Language) -> Count:
    """The quantities of a text, its times read before."""

    def run(text: str) -> Reading:
        return quantities(times(Reading(Report(text, published="2016-03-17"), Coder("", "", ""), nlp(text))))

    return run


NUMBERS = [
    # text, value, low, high, bound
    ("12", 12, 12, 12, "exact"),
    ("1,234,567", 1234567, 1234567, 1234567, "exact"),
    ("two hundred and fifty thousand", 250000, 250000, 250000, "exact"),
    ("twenty-five", 25, 25, 25, "exact"),
    ("a hundred", 100, 100, 100, "exact"),
    ("nearly a quarter million", 250000, None, 250000, "under"),
    ("half a million", 500000, 500000, 500000, "exact"),
    ("one and a half million", 1500000, 1500000, 1500000, "exact"),
    ("over four million", 4000000, 4000000, None, "over"),
    ("at least 12", 12, 12, None, "at_least"),
    ("no fewer than 60", 60, 60, None, "at_least"),
    ("up to 300", 300, None, 300, "at_most"),
    ("as many as 40", 40, None, 40, "at_most"),
    ("some 7,000", 7000, 7000, 7000, "about"),
    ("an estimated 40,000", 40000, 40000, 40000, "about"),
    ("100 or more", 100, 100, None, "at_least"),
    ("between 20 and 30", 25, 20, 30, "about"),
    ("20-30", 25, 20, 30, "about"),
    ("2 to 3 million", 2500000, 2000000, 3000000, "about"),
    ("dozens", 24, 24, None, "at_least"),
    ("a dozen", 12, 12, 12, "about"),
    ("several hundred", 300, 300, None, "at_least"),
    ("tens of thousands", 20000, 20000, None, "at_least"),
    ("a handful", 3, 3, None, "at_least"),
    ("up to several hundred", 300, None, None, "at_most"),
    ("upwards of a dozen", 12, 12, None, "over"),
    ("a hundred and twenty", 120, 120, 120, "exact"),
    ("a million and a half", 1500000, 1500000, 1500000, "exact"),
    ("three or four hundred", 350, 300, 400, "about"),
    ("500 crore", 5e9, 5e9, 5e9, "exact"),
    ("20-odd", 20, 20, 20, "about"),
]


@pytest.mark.parametrize(("text", "value", "low", "high", "bound"), NUMBERS)
def test_numbers(text: str, value: float, low: float | None, high: float | None, bound: str) -> None:
    (number,) = numbers(f"It hit {text} of them")
    assert (number.value, number.low, number.high, number.bound) == (value, low, high, bound)
    assert f"It hit {text} of them"[number.start : number.end] == text


NONE = [
    "one in three",
    "six out of ten",
    "at 10:30",
    "by 12%",
    "30 percent",
    "a 12-year-old",
    "the T-72",
    "the 5th",
    "1.2.3",
    "9" * 40,
]


@pytest.mark.parametrize("text", NONE)
def test_no_number(text: str) -> None:
    assert list(numbers(text)) == []


KINDS = [
    # text, (words, kind, value) of each quantity
    ("Twelve people were killed in the raid.", [("Twelve people", "deaths", 12)]),
    ("The blast tore through the bazaar, killing 12.", [("12", "deaths", 12)]),
    ("The war has cost nearly 90,000 lives.", [("nearly 90,000 lives", "deaths", 90000)]),
    ("Nine miners lost their lives.", [("Nine miners", "deaths", 9)]),
    ("The death toll rose to 45, doctors said.", [("45", "deaths", 45)]),
    ("Doctors put the number of dead at 31.", [("31", "deaths", 31)]),
    ("12 dead, 30 wounded in market blast", [("12 dead", "deaths", 12), ("30 wounded", "injured", 30)]),
    ("The shelling left 30 wounded.", [("30 wounded", "injured", 30)]),
    ("More than 40 people were feared dead.", [("More than 40 people", "deaths", 40)]),
    ("The bomb killed or wounded 40 villagers.", [("40 villagers", "casualties", 40)]),
    ("The death of 12 civilians led to riots.", [("12 civilians", "deaths", 12)]),
    (
        "Two Georgian soldiers and three police officers died.",
        [("Two Georgian soldiers", "deaths", 2), ("three police officers", "deaths", 3)],
    ),
    ("Four were shot dead and six wounded.", [("Four", "deaths", 4), ("six wounded", "injured", 6)]),
    ("The fighting displaced over two million people.", [("over two million people", "displaced", 2000000)]),
    ("The camp holds 8,000 refugees.", [("8,000 refugees", "displaced", 8000)]),
    ("Hundreds of villagers fled the valley.", [("Hundreds of villagers", "displaced", 200)]),
    ("The floods forced 5,000 people to flee.", [("5,000 people", "displaced", 5000)]),
    ("Police arrested between 20 and 30 protesters.", [("between 20 and 30 protesters", "arrested", 25)]),
    ("Gunmen kidnapped more than 20 pupils.", [("more than 20 pupils", "abducted", 20)]),
    ("The raiders took 12 people hostage.", [("12 people", "abducted", 12)]),
    ("The rebels freed 42 prisoners.", [("42 prisoners", "released", 42)]),
    ("Nine people are missing.", [("Nine people", "missing", 9)]),
    ("Some 7,000 demonstrators marched past.", [("Some 7,000 demonstrators", "participants", 7000)]),
    ("About 500 people attended the rally.", [("About 500 people", "participants", 500)]),
    ("Moscow withdrew up to 300 troops.", [("up to 300 troops", "troops", 300)]),
    ("The brigade lost 15 soldiers there.", [("15 soldiers", "deaths", 15)]),
    ("They shot down two fighter jets.", [("two fighter jets", "weapons", 2)]),
    ("Around 300 homes were destroyed.", [("Around 300 homes", "buildings", 300)]),
    ("The state spent 5 billion rubles on it.", [("5 billion rubles", "money", 5e9)]),
    ("Donors pledged $300 million in aid.", [("$300 million", "aid", 3e8)]),
    ("The deal is worth €2bn.", [("€2bn", "money", 2e9)]),
    ("Half a million people live there.", [("Half a million people", "people", 500000)]),
    # what befell them, told by a verb together with another word
    ("Bandits shot dead four shepherds.", [("four shepherds", "deaths", 4)]),
    ("Around 90 inmates burned to death.", [("Around 90 inmates", "deaths", 90)]),
    ("A court sentenced 75 people to death.", [("75 people", "people", 75)]),
    ("The guerrillas took 14 policemen prisoner.", [("14 policemen", "captured", 14)]),
    ("Dozens were taken hostage.", [("Dozens", "abducted", 24)]),
    ("The junta let 30 dissidents go.", [("30 dissidents", "released", 30)]),
    ("Forty activists were rounded up.", [("Forty activists", "arrested", 40)]),
    ("Nine hikers suffered burns.", [("Nine hikers", "injured", 9)]),
    ("The corpses of six men lay there.", [("six men", "deaths", 6)]),
    ("About 3,000 students took to the streets.", [("About 3,000 students", "participants", 3000)]),
    ("Six million jobs depend on trade.", []),
    # who they are
    (
        "The village has 40 herders, 12 bakers and 600 Somalis.",
        [("40 herders", "people", 40), ("12 bakers", "people", 12), ("600 Somalis", "people", 600)],
    ),
    ("Some 60,000 Rohingya arrived.", [("Some 60,000 Rohingya", "people", 60000)]),
    ('They killed "more than 89" soldiers.', [('more than 89" soldiers', "deaths", 89)]),
    ("They shot down two others.", [("two others", "weapons", 2)]),
    (
        "The navy has 80 F-16s and 18 Leopard 2 tanks.",
        [("80 F-16s", "weapons", 80), ("18 Leopard 2 tanks", "weapons", 18)],
    ),
    ("Close to a million Rohingya shelter there.", [("Close to a million Rohingya shelter", "people", 1000000)]),
    ("The UN runs 183 schools.", [("183 schools", "buildings", 183)]),
    ("Inspectors found 200 environmental violations.", []),
    # headlines
    ("ONE KILLED, 22 HURT IN DEPOT BLAST", [("ONE KILLED", "deaths", 1), ("22 HURT", "injured", 22)]),
    ("Thousands flee as rebels close in", [("Thousands", "displaced", 2000)]),
    # parts, and numbers that stand for what was counted before
    (
        "The blast killed 12 people, including ten civilians.",
        [("12 people", "deaths", 12), ("ten civilians", "deaths", 10)],
    ),
    (
        "Six people were arrested, two of them foreigners.",
        [("Six people", "arrested", 6), ("two of them", "arrested", 2)],
    ),
    ("The dead included 14 women.", [("14 women", "deaths", 14)]),
    (
        "The unions counted 40,000 marchers, the police said 9,000.",
        [("40,000 marchers", "participants", 40000), ("9,000", "participants", 9000)],
    ),
    ("They downed 33 of 41 drones.", [("33 of 41 drones", "weapons", 33), ("41 drones", "weapons", 41)]),
    # tolls
    ("The number of refugees has passed two million.", [("two million", "displaced", 2000000)]),
    ("The count of missing fell from 80 to 12.", [("80", "missing", 80), ("12", "missing", 12)]),
    ("Estimates of the dead range from 200 to 250.", [("200 to 250", "deaths", 225)]),
    # aid in goods
    ("A plane brought 40 tonnes of medicine.", [("40 tonnes of medicine", "aid", 40)]),
    ("Charities gave out 900 blankets.", [("900 blankets", "aid", 900)]),
    ("Farmers exported 900 tonnes of wheat.", []),
    ("Traders sold 900 blankets.", []),
]


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_kinds(count: Count, text: str, expected: list[tuple[str, str, float]]) -> None:
    reading = count(text)
    assert [(reading.text(q.spans), q.kind, q.value) for q in reading.quantities] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No one was hurt, and no one was killed.",
        "Omar, 34, was killed at home.",
        "A 22-year-old was killed on Route 66.",
        "He won 51 votes, 12 more than in 2015.",
        "The team won 3-2 after 90 minutes.",
        "Resolution 2254 passed with 15 votes.",
        "Support fell by 12 percent to 40%.",
        "The two presidents met for two hours.",
        "Officers executed two warrants.",
        "The crate weighs 200 pounds.",
        "He has three homes.",
        "The 32 Artillery Brigade paraded.",
        "The number 12 bus was late.",
        "One in three soldiers limps.",
        "Only one of the guards spoke, and the one who did was hoarse.",
        "Three storage tanks leaked.",
        "The authorities released millions in cash.",
    ],
)
def test_no_quantity(count: Count, text: str) -> None:
    assert count(text).quantities == ()


def test_currency_and_units(count: Count) -> None:
    assert [q.unit for q in count("They paid 20,000 euros and £3 million.").quantities] == ["EUR", "GBP"]
    (families,) = count("The clashes displaced 25,000 families.").quantities
    assert (families.kind, families.unit) == ("displaced", "families")


def test_money_of_a_named_country(count: Count) -> None:
    text = "It cost 250,000 lira, 40 million Egyptian pounds, 5,000 gourdes, 90 million CFA francs and 300 pesos."
    assert [q.unit for q in count(text).quantities] == ["TRY", "EGP", "HTG", None, None]


def test_a_verb_bounds_the_toll(count: Count) -> None:
    bounds = {"rose to": "exact", "has passed": "over", "could exceed": "over", "is nearing": "under"}
    for verb, bound in bounds.items():
        (toll,) = count(f"The death toll {verb} 80, doctors said.").quantities
        assert (toll.kind, toll.value, toll.bound) == ("deaths", 80, bound)


def test_a_share_is_not_the_whole(count: Count) -> None:
    """Of "14 of the 20" it is fourteen who died, and of the twenty nothing is told."""
    assert [(q.kind, q.value) for q in count("He said 14 of the 20 passengers died.").quantities] == [("deaths", 14)]


PIECES = st.sampled_from(
    ["killed", "12", "people", "at least", "–", "-", "to", "between", "and", "a", "half", "million", "$", "€2bn",
     "of", "dozens", "1,000", "wounded", ",", "one", "dead", "two", "hundred", "or more", "\x00", "𝔐", "\u202e", "٣",
     "in 2015", "tens", "thousands", "were", "toll rose to", "”", "9" * 400]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES | st.text(max_size=6), max_size=25).map(" ".join))
def test_any_text(count: Count, text: str) -> None:
    reading = count(text)
    for quantity in reading.quantities:
        words = reading.text(quantity.spans)
        assert words == words.strip()
        assert words
        assert (quantity.low or 0) <= quantity.value <= (quantity.high or quantity.value)
        assert quantity.attributed_to == ()
