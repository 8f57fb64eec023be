"""Places in a text: what is found, where it is put, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.coding.places import place_in, places
from reportedly.coding.sentences import sentences
from reportedly.gazetteer.extent import kilometres
from reportedly.parsing import load_parser
from reportedly.reading import Coder, Place, Reading
from reportedly.report import Report, Span

if TYPE_CHECKING:
    from spacy.language import Language

Find = Callable[..., list[tuple[str, Place]]]


@pytest.fixture(scope="session")
def find(nlp: Language) -> Find:
    """The words and the place of each place name of a text."""

    def found(text: str, **fields: str | None) -> list[tuple[str, Place]]:
        reading = _read(nlp, text, **fields)
        return [(reading.text(place.spans), place) for place in reading.places]

    return found


def _read(nlp: Language, text: str, **fields: str | None) -> Reading:
    report = Report(text=text, **fields)  # type: ignore[arg-type]
    return places(sentences(Reading(report=report, coder=Coder("", "", ""), doc=nlp(text))))


# text, words, country, kind
WHERE = [
    ("Rebels shelled the centre of Aleppo on Friday, and Damascus sent troops.", "Aleppo", "SYR", "town"),
    ("French ministers met in Paris to discuss the sanctions.", "Paris", "FRA", "town"),
    ("A man from Paris, Texas, was arrested on Tuesday.", "Paris", "USA", "town"),
    ("Officials in Moscow rejected the claim.", "Moscow", "RUS", "town"),
    ("Police in Moscow, Idaho, rejected the claim.", "Moscow", "USA", "town"),
    ("Fighters in Tripoli shelled Benghazi and Misrata, both in Libya.", "Tripoli", "LBY", "town"),
    ("The army of Lebanon sent soldiers to Tripoli and to Beirut.", "Tripoli", "LBN", "town"),
    ("Georgia accused Russia of moving troops into South Ossetia.", "Georgia", "GEO", "country"),
    ("Voters in Georgia and South Carolina go to the polls next week.", "Georgia", "USA", "admin1"),
    ("The ships sailed through the Red Sea to Egypt.", "Red Sea", None, "sea"),
    ("Clashes in Idlib province killed twelve soldiers.", "Idlib", "SYR", "admin1"),
    ("Troops trained at the al-Tanf base near the Jordanian border.", "al-Tanf", "SYR", "base"),
    ("In a statement delivered from the Kremlin, he promised help.", "Kremlin", "RUS", "site"),
    ("Police in Gary, Ind., are looking for two men.", "Ind.", "USA", "admin1"),
    ("Soldiers of Azania fled, and militants took Kobane in Syria.", "Kobane", "SYR", "town"),
    ("Mediators flew from Washington to Geneva for the talks.", "Geneva", "CHE", "town"),
]


@pytest.mark.parametrize(("text", "words", "country", "kind"), WHERE)
def test_puts_a_place_where_the_report_means_it(
    find: Find, text: str, words: str, country: str | None, kind: str
) -> None:
    fits = [place for said, place in find(text) if said == words]
    assert [(place.country, place.kind) for place in fits] == [(country, kind)]
    assert fits[0].latitude is not None


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton met Jordan Henderson and Austin Powers.",
        "Mr. London said that Mrs. Lincoln had left.",
        "The Syrian army and its Russian allies spoke of a victory.",
        "The Bank of England raised its rate.",
        "They met on Monday in May.",
        "The IRS said that the tax was due.",
        "nothing here has a capital letter",
    ],
)
def test_takes_no_person_people_or_body_for_a_place(find: Find, text: str) -> None:
    assert find(text) == []


def test_a_part_of_a_country_takes_its_direction_in(find: Find) -> None:
    found = dict(find("Hostilities in eastern Ukraine grew, and rebels in the northern Syria countryside fled."))
    east = found["eastern Ukraine"]
    assert (east.name, east.country, east.kind, east.geonameid) == ("eastern Ukraine", "UKR", "region", None)
    assert east.longitude is not None
    assert east.longitude > 34
    assert found["northern Syria"].country == "SYR"


OFFSETS = [
    ("A drone fell 40 km south of Mosul on Sunday.", "40 km south of Mosul", "IRQ", (35.98, 43.12)),
    ("The column stopped some 20 miles outside Kyiv.", "20 miles outside Kyiv", "UKR", (50.45, 30.52)),
    ("It lies 15 kilometers (9 miles) northeast of the city of Raqqa in Syria.",
     "15 kilometers (9 miles) northeast of the city of Raqqa", "SYR", (36.05, 39.13)),
    ("The ship sank 12 nautical miles off Aden.", "12 nautical miles off Aden", "YEM", (12.78, 45.04)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "country", "at"), OFFSETS)
def test_a_distance_from_a_town_is_one_place(
    find: Find, text: str, words: str, country: str, at: tuple[float, float]
) -> None:
    place = dict(find(text))[words]
    assert (place.kind, place.name, place.country, place.geonameid) == ("offset", words, country, None)
    assert place.latitude is not None
    assert place.longitude is not None
    assert kilometres((place.latitude, place.longitude), at) < 6


@pytest.mark.parametrize(
    "text",
    ["They walked 300 kilometres from the border with Poland.", "Fighters went 40 km into Syria.", "It cost 40 km."],
)
def test_no_distance_is_counted_from_a_country(find: Find, text: str) -> None:
    assert all(place.kind != "offset" for _, place in find(text))


@pytest.mark.parametrize(
    ("text", "words", "kind", "country"),
    [
        ("Tanks crossed the Nile at dawn.", "Nile", "river", None),
        ("Tankers waited in the Strait of Hormuz.", "Strait of Hormuz", "strait", None),
        ("Lorries queued at the Rafah crossing.", "Rafah crossing", "crossing", "PSE"),
        ("A fire swept the Zaatari refugee camp in Jordan.", "Zaatari refugee camp", "camp", "JOR"),
        ("Drones hit Belgorod before dawn.", "Belgorod", "town", "RUS"),
        ("Odesa hit by drones, three dead", "Odesa", "town", "UKR"),
    ],
)
def test_says_what_kind_of_place_it_is(find: Find, text: str, words: str, kind: str, country: str | None) -> None:
    place = dict(find(text))[words]
    assert (place.kind, place.country) == (kind, country)


def test_a_village_on_no_map_is_listed_where_the_text_marks_it(find: Find) -> None:
    place = dict(find("A patrol was ambushed near the village of Qaratumba, officials said."))["Qaratumba"]
    assert (place.name, place.latitude, place.country) == ("Qaratumba", None, None)


def test_a_place_goes_by_the_name_that_the_report_uses(find: Find) -> None:
    assert dict(find("A quake struck Yunnan on Friday, killing four people in China."))["Yunnan"].name == "Yunnan"


def test_a_list_of_countries_is_not_a_village_in_a_country(find: Find) -> None:
    assert dict(find("Together with Canada, Mexico went to court."))["Canada"].country == "CAN"


def test_a_town_that_its_state_does_not_have_is_on_no_map(find: Find) -> None:
    found = dict(find("A man from Aleppo, Texas, was fined."))
    assert (found["Aleppo"].latitude, found["Texas"].country) == (None, "USA")


def test_namesakes_settle_on_the_unit_that_they_share(find: Find) -> None:
    text = "Crews from Henry County, Carroll County, Benton County and Weakley County fought the fire for two days."
    places_found = find(text)
    assert len(places_found) >= 3
    for _, place in places_found:
        assert place.latitude is not None
        assert place.longitude is not None
        assert kilometres((place.latitude, place.longitude), (36.2, -88.4)) < 120


def test_a_list_goes_on_with_places(find: Find) -> None:
    assert {"Eldoret", "Nyeri"} <= set(dict(find("Shops were looted in Eldoret and Nyeri, police in Kenya said.")))


def test_a_site_named_after_a_river_is_no_river(find: Find) -> None:
    assert "Irrawaddy" not in dict(find("Rebels told the Irrawaddy news site that they would not give up."))


@pytest.mark.parametrize("name", ["Eastern Europe", "South Sudan", "North Korea", "West Bank", "South Carolina"])
def test_a_name_with_a_direction_in_it_stays_whole(find: Find, name: str) -> None:
    assert [(said, place.name) for said, place in find(f"He travelled across {name} last year.")] == [(name, name)]


def test_datelines_name_places(find: Find) -> None:
    found = dict(find("BEIRUT, Lebanon (AP) — Shells fell on the capital overnight, residents said."))
    assert (found["BEIRUT"].name, found["BEIRUT"].country) == ("Beirut", "LBN")


def test_one_sense_in_a_report(find: Find) -> None:
    text = "Police in Alexandria, Va., made an arrest. Alexandria has had three fires. People in Alexandria worry."
    countries = [place.country for said, place in find(text) if said == "Alexandria"]
    assert len(countries) >= 2
    assert set(countries) == {"USA"}


def test_the_outlets_home_decides_between_namesakes(find: Find) -> None:
    text = "A fire broke out in Newcastle on Sunday."
    assert find(text, outlet="news.com.au")[0][1].country == "AUS"
    assert find(text, outlet="example.co.uk")[0][1].country == "GBR"
    fire = "A fire broke out in Lincoln on Sunday."
    assert find(fire, outlet="lincolngazette.co.uk")[0][1].country == "GBR"
    assert find("The mayor of Odessa resigned.", outlet="odessaherald.com")[0][1].country == "USA"


def test_unknown_names_are_places_on_no_map(find: Find) -> None:
    found = find("The convoy halted in Qasr Zumurrud on its way to Damascus, the capital of Syria.")
    for said, place in found:
        if said not in {"Damascus", "Syria"}:
            assert (place.latitude, place.geonameid, place.country) == (None, None, None)
            assert place.confidence < 0.5


def test_every_place_says_why(find: Find) -> None:
    for _, place in find("Officials in Georgia and Russia met in Geneva after the shelling of Gori."):
        assert place.why
        assert all(why.detail.endswith(".") for why in place.why)
        assert 0.0 <= place.confidence <= 1.0


def test_a_stated_container_is_surer_than_a_bare_namesake(find: Find) -> None:
    stated = dict(find("A fire broke out in Springfield, Illinois."))["Springfield"]
    bare = dict(find("A fire broke out in Springfield."))["Springfield"]
    assert stated.confidence > bare.confidence


def test_place_in_gives_the_places_of_a_stretch(nlp: Language) -> None:
    text = "Troops left Aleppo. Others stayed in Damascus."
    reading = _read(nlp, text)
    assert [place.name for place in place_in(reading, Span(0, 19))] == ["Aleppo"]


def test_the_acceptance_case(nlp: Language, cases: Path) -> None:
    path = cases / "russia-leaves-syria.txt"
    if not path.exists():
        pytest.skip("the case is not there")
    text = path.read_text("utf-8")
    found = {text[p.spans[0].start : p.spans[0].end]: p for p in _read(nlp, text, published="2016-03-17").places}
    for words, country, at, within in [
        ("Syria", "SYR", (35.0, 38.5), 200),
        ("Geneva", "CHE", (46.2, 6.15), 25),
        ("Tartus", "SYR", (34.89, 35.89), 25),
        ("Donbas", "UKR", (48.2, 38.3), 150),
        ("Kremlin", "RUS", (55.75, 37.62), 10),
    ]:
        place = found[words]
        assert place.country == country
        assert place.latitude is not None
        assert place.longitude is not None
        assert kilometres((place.latitude, place.longitude), at) <= within
    assert found["eastern Ukraine"].country == "UKR"
    assert "Moscow" not in found  # only "the Moscow Times" is named


WORDS = st.sampled_from(
    ["in", "the", "Aleppo", "Paris", ",", "Texas", "“", "eastern", "Ukraine", "\n\n", "\0", "𝔄leppo", "דמשק", "U.S.",
     "-", "al-Tanf", "(AP)", "—", "MOSUL", "'s", "St.", "Louis", "of", "Springfield", "𝟜", "\u202e", "Kiev."]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=80))
def test_any_text_gives_places_that_lie_in_it(text: str) -> None:
    reading = _read(load_parser(), text)
    starts = [place.spans[0].start for place in reading.places]
    assert starts == sorted(starts)
    for place in reading.places:
        assert all(0 <= span.start < span.end <= len(text) for span in place.spans)
        assert (place.latitude is None) == (place.longitude is None)
