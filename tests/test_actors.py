"""An actor phrase on its own: country and PLOVER sectors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.coding.entities import resolve_actor
from reportedly.knowledge import DATA, load_csv


@pytest.mark.parametrize(
    ("phrase", "country", "sector"),
    [
        ("the Norwegian foreign minister", "NOR", "GOV"),
        ("Kenyan farmers", "KEN", "AGR"),
        ("a spokesman for the Houthis", "YEM", "REB"),
        ("the head of the Knesset's finance committee", "ISR", "LEG"),
        ("journalists in Tunisia", "TUN", "JRN"),
        ("a retired Indian general", "IND", "ELI"),
        ("a former Mossad official", "ISR", "ELI"),
        ("opposition lawmakers in Uganda", "UGA", "LEG"),
        ("UN peacekeepers", "UNO", "MIL"),
        ("Chechen separatists", "RUS", "REB"),
        ("local officials in Peru", "PER", "GOV"),
        ("the army", None, "MIL"),
        ("three women", None, "UNK"),
        ("Lima police", "PER", "COP"),
    ],
)
def test_words_tell_country_and_sector(phrase: str, country: str | None, sector: str) -> None:
    actor = resolve_actor(phrase)
    assert actor.country == country
    assert sector in actor.sectors[:2]


def test_a_bare_country_has_no_sector() -> None:
    assert resolve_actor("Brazil").sectors == ()
    assert resolve_actor("the Netherlands").country == "NLD"


def test_a_compound_with_a_country_speaks_of_someone_else() -> None:
    assert resolve_actor("US-backed Syrian rebels").country == "SYR"
    assert resolve_actor("anti-Russian protesters in Estonia").country == "EST"
    assert resolve_actor("a Kenya-based charity").country == "KEN"


def test_offices_have_their_time() -> None:
    assert resolve_actor("Angela Merkel", "2015-05-01").sectors[0] == "GOV"
    assert resolve_actor("Angela Merkel", "2024-05-01").sectors == ("ELI",)
    assert resolve_actor("John Kerry", "2010-01-01").sectors == ("LEG",)
    assert resolve_actor("John Kerry", "2014-01-01").sectors == ("GOV",)
    assert resolve_actor("the Taliban", "2010-01-01").sectors == ("REB",)
    assert resolve_actor("the Taliban", "2022-01-01").sectors[0] == "GOV"


def test_breakaway_territories_belong_to_their_state() -> None:
    actor = resolve_actor("Abkhazia")
    assert (actor.country, actor.sectors) == ("GEO", ("PRE",))


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    assert resolve_actor(text).phrase == text


def test_the_lists_are_well_formed() -> None:
    codes = {row["code"] for row in load_csv(DATA / "actors/countries.csv")}
    international = {"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC", ""}
    for name in ("people", "groups", "parties", "organs"):
        for row in load_csv(DATA / f"actors/{name}.csv"):
            assert None not in row.values(), row
            assert row["country"] in codes | international | {"ESH"}, row
            assert all(len(sector) == 3 and sector.isupper() for sector in row["sectors"].split()), row
    for row in load_csv(DATA / "outlets.csv"):
        assert row["kind"] in {"agency", "newspaper", "broadcaster", "site", "magazine"}, row
