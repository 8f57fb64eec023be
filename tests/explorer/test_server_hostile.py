"""What attacks whoever shows it is shown as text: the pages as a parser sees them, without a browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import lxml.html
import pytest
from tests.explorer.hostile import WORD, hostile_casebook
from tests.explorer.serving import Served, serving

PAGES = (
    "/",
    "/claims",
    "/actors",
    "/reports",
    "/contradictions",
    "/?who=%3Cscript%3E&sort=%22%3E",
    "/?type=%22%3E%3Csvg+onload%3D1%3E",
)
_ORDER = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def hostile_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(hostile_casebook(tmp_path_factory.mktemp("hostile") / "book").folder) as served:
        yield served


def harmless(html: str) -> None:
    """No element, attribute or character of a report's making."""
    tree = lxml.html.document_fromstring(html)
    assert [script.get("src") for script in tree.iter("script")] == ["/static/explorer.js"]
    names = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert not names & {"iframe", "img", "svg", "object", "embed", "style", "base"}
    for element in tree.iter():
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            value = element.get(name, "")
            assert value.startswith(("/", "#", "?", "https://", "data:,")) or value == "", value
            assert not value.startswith("//")
    assert not _ORDER.search(html)


@pytest.mark.parametrize("path", PAGES)
def test_attacks_are_text_on_every_page(hostile_book: Served, path: str) -> None:
    answer = hostile_book.get(path)
    assert answer.status_code in (200, 400)
    harmless(answer.text)


def test_attacks_are_text_on_the_pages_of_events_and_reports(hostile_book: Served) -> None:
    (event, *_) = hostile_book.rows("/events.json")
    page = hostile_book.page(f"/events/{event['id']}")
    harmless(page)
    assert "alert(1)" in page  # it is there to be read
    for row in hostile_book.rows("/reports.json"):
        harmless(hostile_book.page(f"/reports/{row['id']}"))
    turned = next(row for row in hostile_book.rows("/reports.json") if "\u202e" in (row["outlet"] or ""))
    assert "\ufffdtxet siht\ufffd" in hostile_book.page(f"/reports/{turned['id']}")


def test_a_word_of_ten_million_letters_is_a_page_like_others(hostile_book: Served) -> None:
    start = time.perf_counter()
    page = hostile_book.page(f"/reports/{'f' * 16}")
    assert time.perf_counter() - start < 20
    assert len(page) < 1_000_000
    assert 'rel="next"' in page
    last = hostile_book.page(f"/reports/{'f' * 16}?page=99999")
    assert last.count("w" * 100) > 0
    assert hostile_book.get(f"/reports/{'f' * 16}.json").json()["text"] == WORD
    assert hostile_book.get(f"/reports/{'f' * 16}/explain").status_code == 422
    assert len(hostile_book.page("/reports")) < 200_000
