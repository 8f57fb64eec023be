"""What a filter finds in a casebook, and what it leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from tests.linked_casebook import linked

from reportedly.casebook.database import connect
from reportedly.casebook.imports import transaction
from reportedly.casebook.layout import Layout
from reportedly.casebook.queries import (
    Filter,
    Query,
    actors,
    claims,
    contradictions,
    facets,
    incidents,
    map_cells,
    page,
    reports,
    tellings,
    timeline,
    top_pairs,
)

Ask = Callable[[duckdb.DuckDBPyConnection, Filter], Query]

SHELLING, TALKS = "ASSAULT", "CONSULT"


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return linked(tmp_path_factory.mktemp("queries") / "casebook")


@pytest.fixture
def book(layout: Layout) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(layout) as connection:
        yield connection


def outlets(book: duckdb.DuckDBPyConnection, filter: Filter) -> list[str]:
    return sorted(row["outlet"] for row in page(book, tellings(book, filter)))


def types(book: duckdb.DuckDBPyConnection, filter: Filter) -> list[str]:
    return sorted(row["type"] for row in page(book, incidents(book, filter)))


@pytest.mark.parametrize(
    ("filter", "found"),
    [
        (Filter(), [SHELLING, TALKS]),
        (Filter(min_origins=2), [SHELLING]),
        (Filter(min_origins=3), []),
        (Filter(disputed=False), [TALKS]),
        (Filter(who="rebels"), [SHELLING]),
        (Filter(who="REBEL"), []),  # whole words
        (Filter(who="hustler in chief"), [TALKS]),  # a name that only linking knows
        (Filter(who="=Ruto"), []),  # the whole name asked for
        (Filter(who="=william ruto"), [TALKS]),
        (Filter(whom="civilians", who="rebels"), [SHELLING]),
        (Filter(whom="rebels"), []),
        (Filter(actor="civilians"), [SHELLING]),
        (Filter(who_country="Ethiopia"), [TALKS]),
        (Filter(place="goma", country="cod"), [SHELLING]),
        (Filter(box=(-2, 29, -1, 30)), [SHELLING]),
        (Filter(box=(-2, 170, 10, 37)), [SHELLING, TALKS]),  # over the antimeridian
        (Filter(since="2024-03-08"), [TALKS]),
        (Filter(until="2024-03-05"), [SHELLING]),
        (Filter(since="2024-03-06", until="2024-03-07"), []),
        (Filter(outlet="radio kivu"), [SHELLING]),
        (Filter(speaker="army"), [SHELLING]),
        (Filter(stance="denies", status="occurred"), [SHELLING]),
        (Filter(field="deaths"), [SHELLING]),
        (Filter(field="day"), []),
        (Filter(type=["consult", "protest"]), [TALKS]),
        (Filter(mode="heavy weapons"), [SHELLING]),
        (Filter(quad="verbal-cooperation"), [TALKS]),
    ],
)
def test_incidents_by_what_they_are_and_by_what_one_telling_says(
    book: duckdb.DuckDBPyConnection, filter: Filter, found: list[str]
) -> None:
    assert types(book, filter) == found


def test_all_that_is_asked_of_a_telling_must_hold_of_one_and_the_same(book: duckdb.DuckDBPyConnection) -> None:
    assert types(book, Filter(outlet="Radio Kivu", speaker="army")) == []
    assert types(book, Filter(outlet="The Daily", speaker="army")) == [SHELLING]


def test_an_incident_names_its_witnesses_and_which_of_them_share_an_origin(book: duckdb.DuckDBPyConnection) -> None:
    (shelling,) = page(book, incidents(book, Filter(min_origins=2)))
    assert (shelling["reports"], shelling["origins"], shelling["denials"], shelling["disputed"]) == (4, 2, 1, True)
    told = {telling["outlet"]: telling for telling in shelling["told"]}
    assert told["Radio Kivu"]["status"] == "negated"
    assert told["Radio Kivu"]["says"] == "rebels (denies)"
    assert told["The Courier"]["origin"] == told["=Wire \x1b[31mService"]["origin"]


@pytest.mark.parametrize("hostile", ["'; DROP TABLE events; --", '" OR true', "%", "\\", ".*", "$who", "(", "\n"])
def test_what_a_user_types_is_a_value_and_never_sql_or_a_pattern(book: duckdb.DuckDBPyConnection, hostile: str) -> None:
    named = f"{hostile}x"
    for field in ("who", "speaker", "outlet", "place", "type", "status", "report", "incident", "stance", "field"):
        assert types(book, Filter(**{field: named})) == []  # type: ignore[arg-type]
    assert page(book, tellings(book, Filter(text=hostile, found=[hostile] * 20_000))) == []


def test_a_page_is_a_slice_of_the_whole_in_the_same_order(book: duckdb.DuckDBPyConnection) -> None:
    for ask in (tellings, incidents, reports, claims):
        whole = [row["id"] for row in page(book, ask(book, Filter()))]
        pages = [page(book, ask(book, Filter(limit=1, offset=n)))[0]["id"] for n in range(len(whole))]
        assert pages == whole


def test_claims_and_reports_can_be_asked_for_by_the_events_in_them(book: duckdb.DuckDBPyConnection) -> None:
    denied = page(book, claims(book, Filter(type=SHELLING, status="negated")))
    assert [(row["speaker"], row["outlet"]) for row in denied] == [("rebels", "Radio Kivu")]
    assert [row["outlet"] for row in page(book, reports(book, Filter(type=TALKS)))] == ["The Daily"]
    assert [row["name"] for row in page(book, actors(book, Filter(place="Nairobi")))] == ["William Ruto"]


def test_contradictions_hold_the_words_of_both_and_nothing_that_agrees(book: duckdb.DuckDBPyConnection) -> None:
    found = page(book, contradictions(book, Filter()))
    assert {(row["field"], row["value"], row["other_value"]) for row in found} == {
        ("deaths", "at least 12", "20"),
        ("status", "occurred", "negated"),
    }
    assert [row["field"] for row in page(book, contradictions(book, Filter(field="status")))] == ["status"]


def test_counts_are_of_incidents_or_of_tellings(book: duckdb.DuckDBPyConnection) -> None:
    def counted(query: Query) -> dict[object, int]:
        return {row["value"]: row["n"] for row in page(book, query) if row["facet"] == "type"}

    assert counted(facets(book, Filter())) == {SHELLING: 1, TALKS: 1}
    assert counted(facets(book, Filter(), "tellings")) == {SHELLING: 4, TALKS: 1}
    assert [(str(row["week"]), row["n"]) for row in page(book, timeline(book, Filter(type=SHELLING), "tellings"))] == [
        ("2024-03-04", 4)
    ]
    assert {(row["south"], row["west"]) for row in page(book, map_cells(book, Filter()))} == {(-2, 29), (-2, 36)}
    assert page(book, top_pairs(book, Filter(), most=1))[0]["n"] == 1


def test_a_span_of_days_is_found_by_each_of_them_and_an_unknown_day_by_none(tmp_path: Path) -> None:
    layout = linked(tmp_path / "casebook")
    with connect(layout, write=True) as book:
        book.execute("UPDATE events SET first_day = '2024-03-01', last_day = '2024-03-31' WHERE status = 'negated'")
        book.execute("UPDATE events SET first_day = NULL, last_day = NULL, day = NULL WHERE type = 'CONSULT'")
        assert outlets(book, Filter(since="2024-03-20", until="2024-03-21")) == ["Radio Kivu"]
        assert outlets(book, Filter(since="1000-01-01", type=TALKS)) == []


def test_a_newer_version_takes_the_place_of_the_older(tmp_path: Path) -> None:
    layout = linked(tmp_path / "casebook")
    with connect(layout, write=True) as book:
        book.execute(
            "INSERT INTO versions SELECT n.id, o.id, 'k' FROM reports n, reports o "
            "WHERE n.outlet = 'Radio Kivu' AND o.outlet = 'The Courier'"
        )
        assert "The Courier" not in outlets(book, Filter())
        assert "The Courier" in outlets(book, Filter(older=True))
        (shelling,) = page(book, incidents(book, Filter(type=SHELLING)))
        assert "The Courier" not in {telling["outlet"] for telling in shelling["told"]}
        assert [row["field"] for row in page(book, contradictions(book, Filter()))] == ["status"]


def test_verdicts_take_rows_out_and_put_values_right_until_they_are_withdrawn(tmp_path: Path) -> None:
    layout = linked(tmp_path / "casebook")
    with connect(layout, write=True) as book:
        ids = {row["outlet"]: row["id"] for row in page(book, tellings(book, Filter(type=SHELLING)))}

        def judge(outlet: str, judgement: str, field: str | None, value: str | None, second: int) -> None:
            with transaction(book):
                book.execute(
                    "INSERT INTO verdicts VALUES (?, 'field', ?, NULL, ?, ?, ?, 'me', ?)",
                    [f"v{second}", ids[outlet], judgement, field, value, f"2024-04-01 00:00:{second:02}"],
                )

        judge("Radio Kivu", "rejected", None, None, 1)
        judge("The Courier", "corrected", "actors", '["The M23"]', 2)
        judge("The Courier", "corrected", "status", '"ongoing"', 3)
        assert outlets(book, Filter(status="negated")) == []
        assert outlets(book, Filter(status="ongoing")) == ["The Courier"]
        assert outlets(book, Filter(who="m23")) == ["The Courier"]
        assert "The Courier" not in outlets(book, Filter(who="rebels"))
        judge("Radio Kivu", "withdrawn", None, None, 4)
        judge("The Courier", "withdrawn", "actors", None, 5)
        assert outlets(book, Filter(status="negated")) == ["Radio Kivu"]
        assert outlets(book, Filter(who="m23")) == []


def test_hostile_names_of_fields_in_verdicts_are_no_columns(tmp_path: Path) -> None:
    layout = linked(tmp_path / "casebook")
    with connect(layout, write=True) as book:
        (id,) = book.execute("SELECT id FROM events WHERE type = 'CONSULT'").fetchone() or ("",)
        book.execute(
            "INSERT INTO verdicts VALUES ('v', 'field', ?, NULL, 'corrected', 'x\" FROM events; --', '1', NULL, now())",
            [id],
        )
        assert len(outlets(book, Filter())) == 5
