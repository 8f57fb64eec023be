"""Reading on an engine: the same records as without one, whatever dies on the way."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.made import made_reports
from tests.casebooks import GOMA, SYRIA

from reportedly.casebook.database import connect
from reportedly.casebook.imports import take_in
from reportedly.casebook.layout import Layout, create, locate
from reportedly.errors import SourceError
from reportedly.ingest.documents import Given
from reportedly.ingest.workers import Settings
from reportedly.scale.engines import Engine, engine_of
from reportedly.scale.run import Ledger, read_files
from reportedly.scale.unit import read_file
from reportedly.scale.works import Work

pytest.importorskip("daft", reason='the engines are not installed: pip install "reportedly[scale]"')

# Daft's processes are started with the files of their parent open, which Python warns of.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")

DAFT = Engine("daft")
QUIET = {**os.environ, "DAFT_ANALYTICS_ENABLED": "0"}
ALIKE = "SELECT * EXCLUDE (part) FROM reports ORDER BY id", "FROM events ORDER BY id", "FROM claims ORDER BY id"


def command(*arguments: str | Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], capture_output=True, text=True, timeout=300, env=QUIET
    )
    assert ran.returncode == status, ran.stdout + ran.stderr
    return ran


def on_ray(source: Path, book: Path, *what: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(command("tests.raycluster", source, book, *what).stdout.splitlines()[-1])
    return found


def files(folder: Path, number: int, each: int) -> Path:
    """`number` files of `each` reports; the last report of every file is the first of the next."""
    folder.mkdir()
    reports = list(made_reports(number * each + 1))
    for count in range(number):
        lines = [
            json.dumps({"text": r.text, "published": r.published, "outlet": r.outlet, "url": r.url}) + "\n"
            for r in reports[count * each : (count + 1) * each + 1]
        ]
        with gzip.open(folder / f"{count:02}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(lines)
    return folder


def taken(book: Path) -> list[list[tuple[object, ...]]]:
    layout = locate(book)
    with connect(layout, write=True) as connection:
        take_in(layout, connection)
        return [connection.execute(query).fetchall() for query in ALIKE]


def test_local_daft_and_ray_give_the_same_records(tmp_path: Path) -> None:
    source = files(tmp_path / "in", 4, 3)
    (source / "odd.jsonl").write_text('{"text": " "}\n{broken\n', "utf-8")
    command("reportedly", "ingest", source, "--into", tmp_path / "local")
    daft = command("reportedly", "ingest", source, "--into", tmp_path / "daft", "--engine", "daft")
    assert "5 of 5 read" in daft.stdout
    assert "2  empty" in daft.stdout or "1  empty" in daft.stdout
    assert "core-hours" in daft.stdout
    assert on_ray(source, tmp_path / "ray")["read"] == 5
    local = taken(tmp_path / "local")
    assert len(local[0]) == 13
    assert taken(tmp_path / "daft") == local
    assert taken(tmp_path / "ray") == local


def test_a_machine_that_dies_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    source = files(tmp_path / "in", 8, 6)
    told = on_ray(source, tmp_path / "book", "kill")
    assert 1 <= told["killed_after"] < 8
    assert told["failed"] == []
    layout = locate(tmp_path / "book")
    with connect(layout, write=True) as connection:
        take_in(layout, connection)
        once = "SELECT count(*), count(DISTINCT id) FROM reports"
        assert connection.execute(once).fetchone() == (49, 49)
        assert connection.execute("SELECT count(*) FROM imports").fetchone() == (8,)


def settings(folder: Path) -> Settings:
    return Settings(create(folder))


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    source, how = files(tmp_path / "in", 2, 2), settings(tmp_path / "book")
    assert read_files([str(source)], Given(), how, DAFT, processes=1).read == 2
    again = read_files([str(source)], Given(), how, DAFT, processes=1)
    assert (again.read, again.before, again.reports) == (0, 2, 0)


def test_a_file_that_cannot_be_read_is_noted_and_tried_again_when_asked(tmp_path: Path) -> None:
    source, how = files(tmp_path / "in", 2, 2), settings(tmp_path / "book")
    gone = source / "01.jsonl.gz"
    kept = gone.read_bytes()

    def lose(_: Ledger) -> None:  # between the listing and the reading
        gone.unlink(missing_ok=True)

    first = read_files([str(source)], Given(), how, DAFT, processes=1, watch=lose)
    assert [failure.source for failure in first.failed] == [str(gone)]
    assert "cannot be opened" in first.failed[0].reason
    gone.write_bytes(kept)
    second = read_files([str(source)], Given(), how, DAFT, processes=1)
    assert [failure.source for failure in second.left] == [str(gone)]
    assert second.read == 0
    third = read_files([str(source)], Given(), how, DAFT, processes=1, retry=True)
    assert (third.read, third.failed, third.left) == (1, [], [])


def test_one_file_counts_what_it_holds_twice_and_what_it_leaves_out(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text, "published": "2024-03-06"}) for text in (GOMA, SYRIA, GOMA)]
    lines += ["{broken", json.dumps({"text": "Der Minister sagte, die Truppen seien am Montag abgezogen. " * 5})]
    path = tmp_path / "day.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    layout: Layout = create(tmp_path / "book")
    account = read_file(Work(str(path), path.stat().st_size), Given(), Settings(layout))
    assert (account.reports, account.again, sum(account.skipped.values())) == (2, 1, 2)
    assert account.words == len(GOMA.split()) + len(SYRIA.split())


def test_engines_are_named_and_what_is_no_engine_is_refused(tmp_path: Path) -> None:
    assert engine_of("local") is None
    assert engine_of("ray=auto") == Engine("ray", "auto")
    with pytest.raises(ValueError, match="ray=ADDRESS"):
        engine_of("spark")
    ran = command("reportedly", "ingest", tmp_path, "--into", tmp_path / "b", "--engine", "daft=x", status=2)
    assert "name local, daft, ray" in ran.stderr
    with pytest.raises(SourceError, match="no such file"):
        read_files([str(tmp_path / "nowhere")], Given(), settings(tmp_path / "book"), DAFT)


def test_articles_are_taken_out_of_pages_fast_when_asked(tmp_path: Path) -> None:
    pytest.importorskip("resiliparse")
    page = (
        "<!doctype html><html lang='en'><head><title>Goma</title><meta property='article:published_time' "
        f"content='2024-03-06'></head><body><nav><a href='/'>Home</a></nav><article><h1>Goma</h1><p>{GOMA}</p>"
        f"<p>{SYRIA}</p></article><footer>All rights reserved by the publisher.</footer></body></html>"
    )
    (tmp_path / "goma.html").write_text(page, "utf-8")
    command("reportedly", "ingest", tmp_path / "goma.html", "--into", tmp_path / "book", "--fast-html")
    (report,), *_ = taken(tmp_path / "book")
    assert GOMA in str(report)
    assert "2024-03-06" in str(report)
