"""The store of a casebook: what comes in is there once, whole, and for good."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from platform import node

import pytest
from tests.casebooks import CODER, GOMA, SYRIA, TALKS, entry, make

from reportedly.casebook.columns import json_schema
from reportedly.casebook.database import connect
from reportedly.casebook.imports import take_in
from reportedly.casebook.layout import Layout, create, locate
from reportedly.casebook.parts import LeftOut, waiting, write_part
from reportedly.casebook.schema import TABLES, VERSION
from reportedly.casebook.search import matching
from reportedly.errors import QueryError, StoreBusy, StoreError
from reportedly.report import Skipped


def rows(layout: Layout, query: str) -> list[tuple[object, ...]]:
    with connect(layout) as connection:
        return connection.execute(query).fetchall()


def test_rows_carry_the_words_they_were_read_from(tmp_path: Path) -> None:
    layout, taken = make(tmp_path / "book", [entry(GOMA)])
    assert taken.reports == 1
    found = rows(
        layout,
        "SELECT type, status, actors, place, events.day::VARCHAR, deaths_low, deaths_high, speakers, trigger, text "
        "FROM events JOIN reports ON events.report = reports.id",
    )
    (kind, status, actors, place, day, low, high, speakers, trigger, text) = found[0]
    assert (kind, status, actors, place, day) == ("ASSAULT", "occurred", ["Rebels"], "Goma", "2024-03-05")
    assert (low, high) == (12, None)
    assert speakers == ["army"]
    assert text == GOMA
    spans = rows(layout, "SELECT report, trigger_spans, place_spans FROM events")[0]
    assert [GOMA[start:end] for start, end in spans[1]] == [trigger]  # type: ignore[attr-defined]
    assert [GOMA[start:end] for start, end in spans[2]] == ["Goma"]  # type: ignore[attr-defined]


def test_rows_obey_the_schema_that_is_published(tmp_path: Path) -> None:
    import jsonschema

    layout, _ = make(tmp_path / "book", [entry(GOMA), entry(TALKS), LeftOut(Skipped("x", "empty"), None, "2024-01-01")])
    with connect(layout) as connection:
        for table in TABLES:
            found = connection.execute(f'SELECT to_json(t) FROM "{table.name}" AS t').fetchall()
            for (row,) in found:
                jsonschema.validate(json.loads(row), json_schema(table))


def test_the_same_report_twice_is_one_report_that_appeared_twice(tmp_path: Path) -> None:
    first, second = entry(GOMA, url="https://a.example/1"), entry(GOMA, url="https://b.example/1", outlet="The Other")
    layout, taken = make(tmp_path / "book", [first, second], [first], [entry(GOMA, url="https://a.example/1")])
    assert (taken.reports, taken.again) == (1, 3)
    assert rows(layout, "SELECT count(*) FROM reports") == [(1,)]
    assert rows(layout, "SELECT outlet FROM appearances ORDER BY outlet") == [("The Daily",), ("The Other",)]
    assert rows(layout, "SELECT count(DISTINCT id) = count(*) FROM events") == [(True,)]


def test_a_changed_report_names_the_one_it_replaces(tmp_path: Path) -> None:
    old = entry(GOMA, url="https://a.example/1", seen="2024-03-07T10:00:00.000")
    new = entry(GOMA.replace("12", "15"), url="https://a.example/1", seen="2024-03-07T12:00:00.000")
    newest = entry(GOMA.replace("12", "19"), url="https://a.example/1", seen="2024-03-07T18:00:00.000")
    layout, _ = make(tmp_path / "book", [old], [new], [newest])
    found = rows(layout, "SELECT report, replaces FROM versions ORDER BY replaces")
    ids = (old.appearance.report, new.appearance.report)
    assert found == [(newest.appearance.report, id) for id in sorted(ids)]


def test_one_address_for_a_whole_site_makes_no_versions(tmp_path: Path) -> None:
    layout, _ = make(tmp_path / "book", [entry(text, url="https://a.example/") for text in (GOMA, SYRIA, TALKS)])
    assert rows(layout, "SELECT count(*) FROM reports") == [(3,)]
    assert rows(layout, "SELECT * FROM versions") == []


def test_a_text_that_another_outlet_still_shows_is_not_replaced(tmp_path: Path) -> None:
    old = entry(GOMA, url="https://a.example/1", seen="2024-03-07T10:00:00.000")
    copy = entry(GOMA, url="https://b.example/1", seen="2024-03-07T11:00:00.000")
    new = entry(GOMA.replace("12", "15"), url="https://a.example/1", seen="2024-03-07T12:00:00.000")
    layout, _ = make(tmp_path / "book", [old, copy, new])
    assert rows(layout, "SELECT * FROM versions") == []


def test_a_part_that_was_taken_in_before_a_crash_is_only_moved(tmp_path: Path) -> None:
    layout, _ = make(tmp_path / "book", [entry(GOMA)])
    (part,) = layout.parts.iterdir()
    part.rename(layout.inbox / part.name)
    with connect(layout, write=True) as connection:
        assert take_in(layout, connection).reports == 0
    assert waiting(layout) == []
    assert rows(layout, "SELECT count(*) FROM reports") == [(1,)]


def test_what_a_dead_writer_left_is_swept_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    layout, _ = make(tmp_path / "book", [entry(GOMA)])
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    host = hashlib.sha256(node().encode()).hexdigest()[:8]
    dead = layout.inbox / f"20240101T000000.0-{host}-{gone.stdout.strip()}-0.jsonl.gz.draft"
    alive = layout.inbox / f"20240101T000000.0-{host}-{os.getpid()}-0.jsonl.gz.draft"
    elsewhere = layout.inbox / "20240101T000000.0-00000000-1-0.jsonl.gz.draft"
    for draft in (dead, alive, elsewhere):
        draft.write_bytes(b"half a part")
    with connect(layout, write=True) as connection:
        take_in(layout, connection)
    assert not dead.exists()
    assert alive.exists()
    assert elsewhere.exists()


def test_a_damaged_part_is_named_and_those_before_it_are_in(tmp_path: Path) -> None:
    layout = create(tmp_path / "book")
    write_part(layout, CODER, [entry(GOMA)], {})
    broken = layout.inbox / "99999999T000000.0-1-0.jsonl.gz"
    broken.write_bytes(gzip.compress(b'{"part": 1, "coder": {"version": "0", "parser": "", "knowledge": ""}}\n{"app'))
    with connect(layout, write=True) as connection, pytest.raises(StoreError, match="99999999T000000") as told:
        take_in(layout, connection)
    assert "ingest its sources again" in str(told.value)
    assert rows(layout, "SELECT count(*) FROM reports") == [(1,)]


def test_one_process_writes_and_another_hears_which(tmp_path: Path) -> None:
    layout, _ = make(tmp_path / "book", [entry(GOMA)])
    code = (
        "import sys\nfrom reportedly.casebook.database import connect\nfrom reportedly.casebook.layout import locate\n"
        "with connect(locate(sys.argv[1]), write=True):\n    print('held', flush=True)\n    sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(layout.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreBusy, match=f"held by process {holder.pid}") as told, connect(layout, patience=0.2):
            pass
        assert told.value.process == holder.pid
    finally:
        holder.communicate("")
    assert rows(layout, "SELECT count(*) FROM reports") == [(1,)]


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    """The limit on file size stands in for the disk: the system refuses the write in the same way."""
    layout, _ = make(tmp_path / "book", [entry(GOMA)])
    code = (
        "import resource, sys\nfrom tests.casebooks import *\nlayout = create(sys.argv[1])\n"
        "many = [entry(f'{TALKS} It was day {n}.') for n in range(3)]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))\n"
        "from reportedly.errors import StoreError\n"
        "try:\n    write_part(layout, CODER, many, {})\nexcept StoreError as error:\n    print(error)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(layout.folder)], capture_output=True, text=True, cwd=Path(__file__).parents[1]
    )
    assert "goes on where it stopped" in ran.stdout, ran.stderr
    assert list(layout.inbox.iterdir()) == []
    assert rows(layout, "SELECT count(*) FROM reports") == [(1,)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_casebook_can_be_read(tmp_path: Path) -> None:
    layout, _ = make(tmp_path / "book", [entry(GOMA)])
    layout.folder.chmod(0o500)
    try:
        assert rows(layout, "SELECT count(*) FROM reports") == [(1,)]
        assert len(matching(layout, "Goma")) == 1
        with pytest.raises(StoreError, match="read-only"), connect(layout, write=True):
            pass
    finally:
        layout.folder.chmod(0o700)


def test_search_finds_words_and_phrases_and_runs_nothing(tmp_path: Path) -> None:
    layout, _ = make(tmp_path / "book", [entry(GOMA), entry(SYRIA), entry(TALKS)])
    ids = {text: entry(text).appearance.report for text in (GOMA, SYRIA, TALKS)}
    assert matching(layout, "shelling") == [ids[GOMA]]  # as words, not as letters
    assert matching(layout, '"city of Goma"') == [ids[GOMA]]
    assert matching(layout, '"Goma of city"') == []
    assert matching(layout, "Ethio*") == [ids[TALKS]]
    assert matching(layout, "troops Syria") == [ids[SYRIA]]
    assert matching(layout, "civilians", "claims") == [f"{ids[GOMA]}:a1"]
    for hostile in ('Goma" OR "x', "Goma NOT shelled", "body:Goma", "Goma)", "NEAR(Goma city)", "'; DROP TABLE x; --"):
        matching(layout, hostile)
    assert matching(layout, "Goma NOT shelled") == []  # NOT is a word like another
    with pytest.raises(QueryError):
        matching(layout, ' "" * ')


def test_the_search_index_is_made_anew_when_it_is_lost(tmp_path: Path) -> None:
    layout, _ = make(tmp_path / "book", [entry(GOMA)])
    layout.search.unlink()
    write_part(layout, CODER, [entry(SYRIA)], {})
    with connect(layout, write=True) as connection:
        take_in(layout, connection)
    assert len(matching(layout, "Goma")) == len(matching(layout, "Syria")) == 1


def test_folders_that_are_no_casebook_or_of_another_version_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="reportedly ingest"):
        locate(tmp_path)
    (tmp_path / "letter.txt").write_text("Dear all", "utf-8")
    with pytest.raises(StoreError, match="not empty"):
        create(tmp_path)
    layout = create(tmp_path / "book")
    told = json.loads(layout.manifest.read_text("utf-8"))
    layout.manifest.write_text(json.dumps(told | {"version": VERSION + 1}), "utf-8")
    with pytest.raises(StoreError, match="upgrade"):
        locate(layout.folder)
    layout.manifest.write_text(json.dumps(told | {"version": VERSION - 1}), "utf-8")
    with pytest.raises(StoreError, match="reportedly migrate"):
        locate(layout.folder)
    layout.manifest.write_text("{", "utf-8")
    with pytest.raises(StoreError, match="damaged"):
        locate(layout.folder)
