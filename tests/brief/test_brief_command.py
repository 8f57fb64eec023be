"""`reportedly brief` at the command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from docx import Document


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reportedly", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


def test_a_brief_is_markdown_and_says_what_is_proven(odd_folder: Path) -> None:
    done = run("brief", odd_folder, "--check", "--country", "COD")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("# ")
    assert "near Goma" in done.stdout
    assert "Syria" not in done.stdout
    assert done.stderr.strip().endswith("sentences are proven")


def test_pictures_lie_beside_a_markdown_file(odd_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "brief.md"
    assert run("brief", odd_folder, "--output", file).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief-map.svg", "brief-timeline.svg", "brief.md"]
    assert "](brief-map.svg)" in file.read_text("utf-8")
    again = run("brief", odd_folder, "--output", file)
    assert again.returncode == 2
    assert "--force" in again.stderr
    assert run("brief", odd_folder, "--output", file, "--force").returncode == 0


def test_html_and_word(odd_folder: Path, tmp_path: Path) -> None:
    page, document = tmp_path / "brief.html", tmp_path / "brief.docx"
    assert run("brief", odd_folder, "--format", "html", "--output", page).returncode == 0
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert run("brief", odd_folder, "--format", "docx", "--output", document).returncode == 0
    assert Document(str(document)).paragraphs
    nowhere = run("brief", odd_folder, "--format", "docx")
    assert nowhere.returncode == 2
    assert "--output" in nowhere.stderr


def test_nothing_found_is_no_error(odd_folder: Path) -> None:
    done = run("brief", odd_folder, "--until", "1990-01-01", "--check")
    assert done.returncode == 0
    assert "Nothing was found" in done.stdout
    assert "0 of 0 sentences are proven" in done.stderr


def test_a_limit_says_how_much_was_left_out(odd_folder: Path) -> None:
    done = run("brief", odd_folder, "--limit", "2")
    assert done.returncode == 0
    assert "more events are in the casebook and not told here" in done.stdout
