"""The lists of a casebook at the command line: the real program over a small real casebook."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import duckdb
import pytest
from tests.linked_casebook import linked
from typer.testing import CliRunner

from reportedly.casebook.layout import Layout
from reportedly.cli import app
from reportedly.errors import ExportError, QueryError

FORMATS = ("csv", "json", "jsonl", "parquet")


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> str:
    layout: Layout = linked(tmp_path_factory.mktemp("lists") / "casebook")
    return str(layout.folder)


def run(*arguments: str) -> str:
    """What the program prints on standard output; its errors are raised."""
    result = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "140"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_corroborated_events_show_their_witnesses_and_what_is_no_second_one(casebook: str) -> None:
    shown = " ".join(run("events", casebook, "--min-origins", "2").split())
    assert "4 reports" in shown
    assert "disputed" in shown
    assert "rebels (denies)" in shown
    assert "not counted again: a copy of The Courier’s report" in shown
    assert "Nairobi" not in shown


def test_contradictions_stand_under_their_field_with_both_quotations(casebook: str) -> None:
    shown = run("contradictions", casebook)
    deaths = shown[shown.index("  deaths") : shown.index("  status")]
    assert "20  The Courier, 2024-03-06: “killing 20 civilians”" in deaths
    assert "at least 12  The Daily, 2024-03-06: “killing at least 12 civilians”" in deaths
    assert "Wire" not in shown


def test_every_list_is_the_same_in_every_format(casebook: str, tmp_path: Path) -> None:
    for name in ("events", "claims", "actors", "reports", "contradictions"):
        lines = [json.loads(line) for line in run(name, casebook, "--format", "jsonl").splitlines()]
        assert json.loads(run(name, casebook, "--format", "json")) == lines != []
        table = list(csv.DictReader(io.StringIO(run(name, casebook, "--format", "csv"))))
        assert [list(row) for row in table] == [list(row) for row in lines]
        target = tmp_path / f"{name}.parquet"
        run(name, casebook, "--format", "parquet", "--output", str(target))
        assert len(duckdb.sql(f"FROM '{target}'").fetchall()) == len(lines)


def test_no_text_moves_the_terminal_or_is_a_spreadsheets_formula(casebook: str) -> None:
    for name in ("events", "claims", "reports"):
        assert "\x1b" not in run(name, casebook)
    rows = csv.DictReader(io.StringIO(run("reports", casebook, "--format", "csv")))
    assert "'=Wire \x1b[31mService" in [row["outlet"] for row in rows]
    (cell,) = csv.DictReader(
        io.StringIO(run("sql", casebook, "SELECT -3 AS n, '-3' AS t, '@x' AS a", "--format", "csv"))
    )
    assert cell == {"n": "-3", "t": "'-3", "a": "'@x"}


def test_words_are_searched_for_in_the_reports(casebook: str) -> None:
    assert "Nairobi" in run("events", casebook, "--text", "ruto met")
    assert "Goma" not in run("events", casebook, "--text", "ruto met")
    assert "rebels" in run("claims", casebook, "--text", '"shelled goma"', "--stance", "denies")


def test_a_file_is_written_whole_and_never_over_another(casebook: str, tmp_path: Path) -> None:
    target = tmp_path / "reports.csv"
    run("reports", casebook, "--format", "csv", "--output", str(target))
    kept = target.read_text("utf-8")
    with pytest.raises(ExportError, match="--force"):
        run("events", casebook, "--format", "csv", "--output", str(target))
    assert target.read_text("utf-8") == kept
    run("events", casebook, "--format", "csv", "--output", str(target), "--force")
    assert target.read_text("utf-8") != kept
    assert [path.name for path in tmp_path.iterdir()] == ["reports.csv"]


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DROP TABLE events", "only one statement that reads"),
        ("SELECT 1; SELECT 2", "only one statement that reads"),
        ("SET lock_configuration = false", "only one statement that reads"),
        ("COPY events TO 'stolen.csv'", "only one statement that reads"),
        ("SELECT * FROM read_text('{secret}')", "disabled"),
        ("SELECT * FROM '{secret}'", "disabled"),
        ("SELECT * FROM read_csv('https://example.org/x.csv')", "disabled"),
        ("SELECT * FROM connection", "does not exist"),
        ("SELECT * FROM eventz", "SHOW TABLES"),
        ("SELEC 1", "syntax error"),
    ],
)
def test_sql_reads_the_casebook_and_reaches_nothing_else(
    casebook: str, tmp_path: Path, statement: str, said: str
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n", "utf-8")
    with pytest.raises(QueryError, match=said):
        run("sql", casebook, statement.format(secret=secret))


def test_sql_answers_in_every_format(casebook: str, tmp_path: Path) -> None:
    asked = "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC -- the most first"
    assert json.loads(run("sql", casebook, asked, "--format", "json")) == [
        {"type": "ASSAULT", "n": 4},
        {"type": "CONSULT", "n": 1},
    ]
    assert "ASSAULT" in run("sql", casebook, asked)
    target = tmp_path / "it's.parquet"
    run("sql", casebook, asked, "--format", "parquet", "--output", str(target))
    assert duckdb.read_parquet(str(target)).fetchall() == [("ASSAULT", 4), ("CONSULT", 1)]
    assert "\nevents\n" in run("sql", casebook, "SHOW TABLES", "--format", "csv")


def test_what_cannot_be_asked_says_what_can(casebook: str) -> None:
    for arguments, said in (
        (["--sort", "nonsense"], "day, type"),
        (["--since", "March"], "2023-04-15"),
        (["--country", "Nowhereland"], "alpha-3"),
        (["--box", "50,0,40,1"], "south,west,north,east"),
    ):
        with pytest.raises(QueryError, match=said):
            run("events", casebook, *arguments)
