"""The gazetteer: what a user looks up must be there, be right on the map, and be quick and safe to use."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.coding.places import country_of_name
from reportedly.coding.places.resolve import kilometres
from reportedly.errors import GazetteerError
from reportedly.gazetteer import Gazetteer, fold

# name, country, kind, latitude, longitude, kilometres
KNOWN = [
    ("Syria", "SYR", "country", 35.0, 38.5, 200),
    ("Ukraine", "UKR", "country", 49.0, 32.0, 300),
    ("Kosovo", "XKX", "country", 42.6, 20.9, 80),
    ("Donbas", "UKR", "region", 48.2, 38.3, 150),
    ("Kremlin", "RUS", "site", 55.75, 37.62, 10),
    ("Tartous", "SYR", "town", 34.89, 35.89, 25),
    ("Debaltsevo", "UKR", "town", 48.34, 38.41, 20),
    ("Kiev", "UKR", "town", 50.45, 30.52, 20),
    ("Ain al-Arab", "SYR", "town", 36.89, 38.35, 20),
    ("Deir al-Zour", "SYR", "town", 35.34, 40.14, 20),
    ("al-Tanf", "SYR", "base", 33.5, 38.66, 20),
    ("Khmeimim", "SYR", "base", 35.4, 35.95, 20),
    ("Bab al-Hawa", "SYR", "crossing", 36.24, 36.69, 20),
    ("Strait of Hormuz", None, "strait", 26.6, 56.3, 60),
    ("Suez Canal", "EGY", "canal", 30.6, 32.3, 80),
    ("Hostomel airport", "UKR", "airport", 50.6, 30.2, 15),
    ("Eastern Ghouta", "SYR", "region", 33.5, 36.4, 20),
    ("W.Va.", "USA", "admin1", 38.6, -80.6, 120),
    ("DRC", "COD", "country", -2.9, 23.7, 400),
    ("Rapides Parish", "USA", "admin2", 31.2, -92.5, 60),
]


@pytest.mark.parametrize(("name", "country", "kind", "latitude", "longitude", "within"), KNOWN)
def test_finds_what_news_names(
    name: str, country: str | None, kind: str, latitude: float, longitude: float, within: float
) -> None:
    entries = [e for e in Gazetteer.open().candidates(name) if e.kind == kind and e.country == country]
    assert entries, f"no {kind} {name} in {country}"
    assert min(kilometres((e.latitude, e.longitude), (latitude, longitude)) for e in entries) <= within


@pytest.mark.parametrize(
    ("one", "other"),
    [("KYÏV", "kyiv"), ("Deir ez-Zor", "Deir Ez Zor"), ("Côte d’Ivoire", "Cote d'Ivoire"), ("St. Paul", "Saint Paul")],
)
def test_spellings_of_one_name_find_the_same_places(one: str, other: str) -> None:
    found = {entry.id for entry in Gazetteer.open().candidates(one)}
    assert found
    assert found == {entry.id for entry in Gazetteer.open().candidates(other)}


def test_every_country_has_a_point_and_a_code() -> None:
    connection = sqlite3.connect(Path(Gazetteer.open()._path))
    rows = connection.execute("SELECT name, country, latitude, longitude FROM place WHERE kind = 'country'").fetchall()
    connection.close()
    assert len(rows) > 230
    assert all(code and len(code) == 3 and abs(la) <= 90 and abs(lo) <= 180 for _, code, la, lo in rows)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Syria", "SYR"), ("the Netherlands", "NLD"), ("U.K.", "GBR"), ("Burma", "MMR"), ("Georgia", "GEO"),
     ("Paris", None), ("", None), ("Syrian", None)],
)  # fmt: skip
def test_country_of_name(name: str, code: str | None) -> None:
    assert country_of_name(name) == code


def test_the_east_of_a_country_lies_east_of_its_middle() -> None:
    gazetteer = Gazetteer.open()
    east, west = gazetteer.part("UKR", "east"), gazetteer.part("UKR", "west")
    assert east is not None
    assert west is not None
    assert west[1] < 28 < 34 < east[1] < 40
    assert gazetteer.part("VAT", "east") is None


def test_a_missing_or_broken_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="reportedly gazetteer import"):
        Gazetteer(tmp_path / "none.sqlite")
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"not a database at all" * 100)
    with pytest.raises(GazetteerError, match="reportedly gazetteer import"):
        Gazetteer(broken)


def test_ten_thousand_names_in_a_second() -> None:
    names = [f"Al-Qaryah {number}" for number in range(5000)] + [f"New {chr(97 + n % 26)}town{n}" for n in range(5000)]
    gazetteer = Gazetteer()
    start = time.process_time()
    for name in names:
        gazetteer.candidates(name)
    assert time.process_time() - start < 1.0


def _look_up(name: str) -> int:
    return len(Gazetteer.open().candidates(name))


def test_survives_forks_and_threads() -> None:
    names = ["Aleppo", "Mosul", "Springfield", "Tripoli"] * 5
    here = [_look_up(name) for name in names]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(_look_up, names)) == here
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as processes:
        assert list(processes.map(_look_up, names)) == here


@given(st.text(max_size=120))
def test_any_text_may_be_sought(name: str) -> None:
    Gazetteer.open().candidates(name)
    assert fold(fold(name)) == fold(name)
