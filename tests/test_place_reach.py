"""How far a place reaches, and which mentions of counties, districts and offices are places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportedly.coding.places.reach import radius_km
from reportedly.reading import Place, Reading

Read = Callable[..., Reading]


def place(read_text: Read, text: str, words: str, **fields: str) -> Place:
    """The place that these words of a text name."""
    reading = read_text(text, **fields)
    (found,) = [p for p in reading.places if reading.text(p.spans) == words]
    return found


REACHES = [
    # text, words, least and greatest radius in kilometres
    ("Fighting spread across Syria.", "Syria", 150, 400),
    ("Fighting spread across Russia.", "Russia", 2000, 5000),
    ("Clashes in Idlib province killed twelve soldiers.", "Idlib", 20, 120),
    ("Rebels shelled the city of Aleppo in Syria.", "Aleppo", 5, 25),
    ("Ships met in the Black Sea.", "Black Sea", 200, 800),
    ("Troops left the al-Tanf base.", "al-Tanf", 1, 10),
    ("Lorries queued at the Rafah crossing.", "Rafah crossing", 1, 10),
    ("Hostilities in eastern Ukraine grew.", "eastern Ukraine", 150, 500),
    ("A drone fell 40 km south of Mosul on Sunday.", "40 km south of Mosul", 10, 40),
    ("The column stopped 20 miles outside Kyiv.", "20 miles outside Kyiv", 32, 60),
]


@pytest.mark.parametrize(("text", "words", "least", "most"), REACHES)
def test_a_place_reaches_as_far_as_its_kind_and_its_words_leave_open(
    read_text: Read, text: str, words: str, least: float, most: float
) -> None:
    found = place(read_text, text, words)
    assert found.radius_km is not None
    assert least <= found.radius_km <= most
    assert radius_km(found.name, found.kind, found.country, found.geonameid) == found.radius_km  # from a record alone


def test_a_place_on_no_map_has_no_radius(read_text: Read) -> None:
    text = "A patrol was ambushed near the village of Qaratumba, officials said."
    assert place(read_text, text, "Qaratumba").radius_km is None


def test_the_north_of_a_state_lies_north_of_its_middle(read_text: Read) -> None:
    whole = place(read_text, "Floods hit Texas.", "Texas")
    north = place(read_text, "Floods hit northern Texas.", "northern Texas")
    assert whole.latitude is not None
    assert north.latitude is not None
    assert north.latitude > whole.latitude + 0.5


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Crews in Barrow, Jackson and Madison counties in Georgia fought fires.", "Barrow", "admin2"),
        ("Sen. Ann Doe, R-Texas, voted against the bill.", "Texas", "admin1"),
        ("Sen. Ann Doe (D-Ore) voted for the bill.", "Ore", "admin1"),
        ("Tankers waited off Kharg Island.", "Kharg Island", "island"),
        ("Drones took off from RAF Akrotiri.", "RAF Akrotiri", "base"),
        ("Rebels crossed the Mozambique Channel.", "Mozambique Channel", "strait"),
    ],
)
def test_lists_of_counties_legislators_and_waters_are_read(read_text: Read, text: str, words: str, kind: str) -> None:
    assert place(read_text, text, words).kind == kind


@pytest.mark.parametrize("text", ["The court for the Eastern District of New York ruled.", "The Earth is warming."])
def test_districts_of_courts_and_the_planet_are_no_places(read_text: Read, text: str) -> None:
    assert not {"Eastern District", "Earth"} & {place.name for place in read_text(text).places}


def test_a_regional_paper_is_at_home_in_its_state(read_text: Read) -> None:
    text = "Police in Lexington arrested two men on Sunday."
    home = place(read_text, text, "Lexington", outlet="thestate.com")
    assert home.latitude is not None
    assert abs(home.latitude - 33.98) < 0.5
