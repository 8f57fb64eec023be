"""A casebook whose evidence lies in Parquet files answers as one that keeps it in its database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.casebooks import CODER, GOMA, SYRIA, TALKS, entry

import reportedly
from reportedly.casebook.database import connect
from reportedly.casebook.imports import take_in
from reportedly.casebook.layout import Layout, Store, create, locate
from reportedly.casebook.migrate import migrate
from reportedly.casebook.parts import Entry, write_part
from reportedly.casebook.queries import Filter, facets, incidents, reports, rows, tellings
from reportedly.casebook.search import matching
from reportedly.errors import StoreError
from reportedly.linking.run import link


def made(folder: Path, store: Store, parts: list[list[Entry]]) -> Layout:
    layout = create(folder, store)
    for lines in parts:
        write_part(layout, CODER, lines, {})
    with connect(layout, write=True) as connection:
        take_in(layout, connection)
        link(connection)
    return layout


@pytest.fixture(scope="module")
def parts() -> list[list[Entry]]:
    told = [entry(GOMA), entry(SYRIA, outlet="The Weekly")]
    return [told, [entry(TALKS), entry(GOMA, outlet="Another")]]


def answers(layout: Layout) -> list[object]:
    with connect(layout) as connection:
        lists = [
            sorted(str({k: v for k, v in row.items() if k != "part"}) for row in rows(connection, asked))
            for asked in (
                tellings(connection, Filter()),
                tellings(connection, Filter(who="rebels", country="COD")),
                incidents(connection, Filter()),
                reports(connection, Filter()),
                facets(connection, Filter()),
            )
        ]
    return [*lists, matching(layout, "shelled"), matching(layout, "army", "claims")]


def test_both_stores_answer_alike(tmp_path: Path, parts: list[list[Entry]]) -> None:
    one = made(tmp_path / "one", "duckdb", parts)
    filed = made(tmp_path / "filed", "parquet", parts)
    assert answers(filed) == answers(one)
    assert len(list((filed.tables / "events").glob("*.parquet"))) == 3  # one a part, and the one that holds no row


def test_a_filed_casebook_may_be_moved_and_built_anew(tmp_path: Path, parts: list[list[Entry]]) -> None:
    before = answers(made(tmp_path / "here", "parquet", parts))
    shutil.move(tmp_path / "here", tmp_path / "there")
    assert answers(locate(tmp_path / "there")) == before
    shutil.rmtree(tmp_path / "there" / "tables" / "events")
    (tmp_path / "there" / "evidence.duckdb").unlink()
    assert migrate(tmp_path / "there").taken.reports == 3
    assert answers(locate(tmp_path / "there")) == before
    with reportedly.open(tmp_path / "there") as book:
        assert len(book.events.fetchall()) == 3


def test_a_part_that_is_not_taken_in_leaves_no_rows(tmp_path: Path, parts: list[list[Entry]]) -> None:
    layout = made(tmp_path / "book", "parquet", parts[:1])
    write_part(layout, CODER, parts[1], {})
    with connect(layout, write=True) as connection:
        connection.execute("ALTER TABLE imports RENAME TO elsewhere")
        connection.execute("CREATE VIEW imports AS FROM elsewhere")  # so that the last step of an import fails
        with pytest.raises(Exception, match="imports"):
            take_in(layout, connection)
        assert connection.execute("SELECT count(*) FROM reports").fetchall() == [(2,)]
        connection.execute("DROP VIEW imports")
        connection.execute("ALTER TABLE elsewhere RENAME TO imports")
        assert take_in(layout, connection).reports == 1


def test_a_casebook_keeps_the_store_that_it_was_made_with(tmp_path: Path) -> None:
    create(tmp_path / "book", "parquet")
    assert create(tmp_path / "book").folder == tmp_path / "book"
    with pytest.raises(StoreError, match="leave --store out"):
        create(tmp_path / "book", "duckdb")
