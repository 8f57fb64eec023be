"""Ingest as a user runs it: real processes, real files, a real server; what is interrupted goes on, nothing is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.ingest import account, killed
from benchmarks.made import made_reports
from tests.casebooks import GOMA, SYRIA, TALKS

from reportedly.casebook.database import connect
from reportedly.casebook.layout import Layout, locate

COMMAND = [sys.executable, "-m", "reportedly", "ingest"]


def ingest(*arguments: str | Path, status: int = 0) -> subprocess.CompletedProcess[str]:
    ran = subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=300)
    assert ran.returncode == status, ran.stderr
    return ran


def ask(book: Path, query: str) -> list[tuple[object, ...]]:
    with connect(locate(book)) as connection:
        return connection.execute(query).fetchall()


def line(text: str, **told: str) -> str:
    return json.dumps({"text": text, "published": "2024-03-06", **told}) + "\n"


def test_a_folder_is_read_once_and_what_is_new_or_changed_the_next_time(tmp_path: Path) -> None:
    folder, book = tmp_path / "in", tmp_path / "book"
    folder.mkdir()
    (folder / "goma.txt").write_text(GOMA, "utf-8")
    (folder / "same.txt").write_text(GOMA, "utf-8")
    (folder / "empty.txt").write_text(" ", "utf-8")
    (folder / "more.jsonl").write_text(line(SYRIA, url="https://a.example/1") + "{broken\n" + line(TALKS), "utf-8")
    first = ingest(folder, "--into", book, "--published", "2024-03-06")
    assert "3 reports" in first.stdout
    assert "more.jsonl" in first.stderr
    assert "line 2" in first.stderr
    assert ask(book, "SELECT count(*), count(DISTINCT report) FROM appearances") == [(4, 3)]

    again = ingest(folder, "--into", book, "--published", "2024-03-06")
    assert "0 reports" in again.stdout
    assert "5 seen before" in again.stdout
    assert ask(book, "SELECT count(*) FROM skipped") == [(2,)]

    (folder / "goma.txt").write_text(GOMA.replace("12", "15"), "utf-8")
    changed = ingest(folder, "--into", book, "--published", "2024-03-06")
    assert "1 reports" in changed.stdout
    assert ask(book, "SELECT count(*) FROM reports") == [(4,)]


def test_a_report_that_changed_at_its_address_replaces_the_old_one(tmp_path: Path) -> None:
    source, book = tmp_path / "in.jsonl", tmp_path / "book"
    source.write_text(line(GOMA, url="https://a.example/1"), "utf-8")
    ingest(source, "--into", book)
    source.write_text(line(GOMA.replace("12", "15"), url="https://a.example/1"), "utf-8")
    assert "1 replaced by a newer version" in ingest(source, "--into", book).stdout
    assert ask(
        book,
        "SELECT new.text, old.text FROM versions JOIN reports AS new ON report = new.id "
        "JOIN reports AS old ON replaces = old.id",
    ) == [(GOMA.replace("12", "15"), GOMA)]


def test_killed_at_any_moment_it_goes_on_and_loses_nothing(tmp_path: Path) -> None:
    """A hundred kills take minutes: `python -m benchmarks.ingest kill` does them."""
    source, book = tmp_path / "in.jsonl", tmp_path / "book"
    reports = list(made_reports(120, sentences=6))
    source.write_text("".join(line(r.text, url=r.url or "", outlet=r.outlet or "") for r in reports), "utf-8")
    command = [*COMMAND, str(source), "--into", str(book)]
    chance = random.Random(7)
    assert sum(killed(command, chance.uniform(0.5, 6.0), chance) for _ in range(6)) > 2
    ingest(source, "--into", book)
    assert account(Layout(book), {report.id for report in reports}) == "lost 0, doubled 0, torn 0 of 120 reports"


def test_a_second_ingest_into_the_same_casebook_hears_who_holds_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOMA, "utf-8")
    book = tmp_path / "book"
    ingest(tmp_path / "a.txt", "--into", book)
    with connect(locate(book), write=True):
        ran = ingest(tmp_path / "a.txt", "--into", book, status=2)
    assert f"held by process {os.getpid()}" in ran.stderr


def heeds_interrupts() -> None:
    """A shell starts what runs in its background with Ctrl-C ignored, and so all that this starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_it_keeps_watching_until_it_is_stopped(tmp_path: Path) -> None:
    folder, book = tmp_path / "in", tmp_path / "book"
    folder.mkdir()
    (folder / "a.txt").write_text(GOMA, "utf-8")
    watching = subprocess.Popen(
        [*COMMAND, str(folder), "--into", str(book), "--every", "1s"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=heeds_interrupts,
    )  # fmt: skip
    try:
        assert watching.stdout is not None
        assert any("1 reports of" in told for told in watching.stdout)
        (folder / "b.txt").write_text(TALKS, "utf-8")
        assert any("2 reports of" in told for told in watching.stdout)
    finally:
        watching.send_signal(signal.SIGINT)
        _, said = watching.communicate(timeout=60)
    assert watching.returncode == 130
    assert "goes on from here" in said


@pytest.mark.parametrize("wrong", [["nowhere.txt"], ["*.nothing"], ["--every", "soon", "x.txt"]])
def test_misuse_is_one_clear_line(tmp_path: Path, wrong: list[str]) -> None:
    ran = ingest(*wrong, "--into", tmp_path / "book", status=2)
    assert "Traceback" not in ran.stderr
    assert ran.stderr.strip()
