"""The commands, as a user runs them."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from reportedly.cli import main
from reportedly.schema import schema

ROOT = Path(__file__).parent.parent
TEXT = "Rebels seized the town of Goma on Monday, Reuters reported. “We fled,” a resident said.\n"


class Ran(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("code", path, stdin=b"…")`: the program in this process, where the parser is loaded already."""

    def call(*args: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["reportedly", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        monkeypatch.setenv("NO_COLOR", "1")
        try:
            main()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return call


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return path


def validate(record: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema()).validate(record)


def test_one_file_gives_one_object_with_what_the_user_said(run: Run, report: Path) -> None:
    options = [
        "--published",
        "2016-03-17",
        "--outlet",
        "Daily",
        "--url",
        "https://example.org",
        "--title",
        "Goma falls",
    ]
    ran = run("code", report, "--format", "json", *options)
    assert (ran.status, ran.err) == (0, "")
    record = json.loads(ran.out)
    validate(record)
    assert record["report"] | {"id": "", "text": ""} == {
        "id": "", "text": "", "title": "Goma falls", "outlet": "Daily", "url": "https://example.org",
        "published": "2016-03-17", "language": "en",
    }  # fmt: skip
    assert record["report"]["text"] == TEXT


def test_standard_input_is_read_with_and_without_a_dash(run: Run) -> None:
    for files in ([], ["-"]):
        ran = run("code", *files, "--format", "jsonl", stdin=TEXT.encode("utf-16"))
        assert ran.status == 0
        assert json.loads(ran.out)["report"]["text"] == TEXT


def test_several_files_give_an_array_or_lines_in_order_and_count_the_skipped(
    run: Run, report: Path, tmp_path: Path
) -> None:
    (empty := tmp_path / "empty.txt").write_bytes(b"")
    (other := tmp_path / "other.txt").write_text("The minister met the envoy in Kampala.", "utf-8")
    files = [report, empty, other]
    array = run("code", *files, "--format", "json")
    lines = run("code", *files, "--format", "jsonl")
    assert array.status == lines.status == 0
    records = json.loads(array.out)
    assert records == [json.loads(line) for line in lines.out.splitlines()]
    assert [r["report"]["text"] for r in records] == [TEXT, "The minister met the envoy in Kampala."]
    assert f"{empty}: empty" in array.err
    assert "read 2 of 3, skipped 1" in array.err


def test_only_when_nothing_could_be_read_the_exit_is_not_zero(run: Run, report: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    assert run("code", missing, report).status == 0
    nothing = run("code", missing, "--format", "json")
    assert nothing.status == 1
    assert nothing.out == ""
    assert nothing.err == f"reportedly: {missing}: cannot be opened: No such file or directory\n"
    both = run("code", missing, missing, "--format", "json")
    assert (both.status, json.loads(both.out)) == (1, [])
    assert run("explain", missing).status == 1


@pytest.mark.parametrize(
    "args",
    [
        ["code", "x.txt", "--published", "17.3.2016"],
        ["code", "x.txt", "--format", "pdf"],
        ["code", "x.txt", "--processes", "0"],
        ["code", "x.txt", "y.txt", "--title", "One for two"],
        ["codebook", "NOSUCHTYPE"],
        ["nonsense"],
    ],
)
def test_misuse_is_told_on_standard_error_with_status_2(run: Run, args: list[str]) -> None:
    ran = run(*args)
    assert ran.status == 2
    assert ran.out == ""
    assert ran.err
    assert "Traceback" not in ran.err


def test_an_unknown_parser_is_one_clean_line(run: Run, report: Path) -> None:
    ran = run("code", report, "--parser", "en_nowhere")
    assert ran.status == 2
    assert ran.err.startswith("reportedly: no spaCy pipeline 'en_nowhere'")
    assert ran.err.count("\n") == 1


def test_the_table_is_plain_when_piped_and_wraps_to_the_width(
    run: Run, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in (60, 100, 200):
        monkeypatch.setenv("COLUMNS", str(width))
        ran = run("code", report, "--outlet", "Daily")
        assert "\x1b" not in ran.out
        assert "Daily" in ran.out
        assert max(map(len, ran.out.splitlines())) <= max(width, 80)


def test_a_report_cannot_speak_to_the_terminal(run: Run, tmp_path: Path) -> None:
    (path := tmp_path / "evil.txt").write_text(
        "Rebels attacked \x1b[2Jthe \x07army in Goma on Monday, “we \u202ewon\u202c,” the \x9b31m rebels said.", "utf-8"
    )
    for command in (["code", path, "--title", "a\x1b]0;pwned\x07b"], ["explain", path]):
        out = run(*command).out
        assert out
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out)


def test_explain_answers_in_words_and_in_json(run: Run, report: Path) -> None:
    text = run("explain", report)
    assert text.status == 0
    assert "Read by reportedly" in text.out
    data = json.loads(run("explain", report, "--format", "json").out)
    assert set(data) == {"report", "coder", "events", "rejected"}


def test_schema_and_codebook(run: Run) -> None:
    assert json.loads(run("schema").out) == schema()
    overview = run("codebook")
    assert overview.status == 0
    assert "RETREAT" in overview.out
    assert "withdraw" in run("codebook", "retreat").out


def program(*args: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from reportedly.cli import main; main()", *args]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, **options)


def test_help_and_schema_start_without_the_parser(tmp_path: Path) -> None:
    loaded = "{'spacy', 'numpy', 'trafilatura'} & set(sys.modules)"
    check = f"import sys; from reportedly.cli import app; sys.exit(bool({loaded}))"
    assert subprocess.run([sys.executable, "-c", check], check=False, timeout=60).returncode == 0
    ran = program("--help")
    assert ran.returncode == 0
    for command in (b"code", b"explain", b"schema", b"codebook"):
        assert command in ran.stdout
    assert program("--version").stdout.startswith(b"reportedly ")


def test_the_output_is_utf8_whatever_the_locale(report: Path) -> None:
    ran = program(
        "code", str(report), "--format", "json", env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    )
    assert ran.returncode == 0
    assert json.loads(ran.stdout.decode("utf-8"))["report"]["text"] == TEXT


def test_a_reader_that_stops_early_is_no_error() -> None:
    command = f"{sys.executable} -c 'from reportedly.cli import main; main()' schema"
    ran = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | head -c 1"], capture_output=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
