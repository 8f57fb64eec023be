"""The made-up week of `examples/week`: what its KEY.yaml lists comes out of the linked casebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from reportedly.casebook.database import open_database
from reportedly.casebook.layout import create
from reportedly.ingest.run import ingest
from reportedly.ingest.sources import documents
from reportedly.ingest.workers import Settings
from reportedly.linking.run import link

WEEK = Path(__file__).parents[1] / "examples" / "week"
KEY: dict[str, Any] = yaml.safe_load((WEEK / "KEY.yaml").read_text("utf-8"))


def _file(source: str) -> str:
    """A source as the key names it: from the folder on, a line of JSONL by its number."""
    return source.partition("examples/week/")[2].replace(" line ", "#").replace(":", "#")


class Week:
    """The casebook, asked in the terms of the key: files, and what a quote in them tells."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        rows = connection.execute("SELECT source, report, text FROM appearances JOIN reports ON id = report").fetchall()
        files = {_file(source): (report, text) for source, report, text in rows}
        self.reports = {file: report for file, (report, _) in files.items()}
        self.texts = {file: text for file, (_, text) in files.items()}

    def ask(self, query: str, *values: Any) -> list[Any]:
        return self.connection.execute(query, values).fetchall()

    def incidents_of(self, telling: dict[str, Any]) -> set[str]:
        """The incidents of the events that a quoted telling's words tell."""
        at = self.texts[telling["file"]].find(telling["quote"])
        rows = self.ask(
            "SELECT incident FROM tellings t JOIN events e ON e.id = t.event WHERE t.report = ? "
            "AND trigger_spans[1][1] BETWEEN ? AND ?",
            self.reports[telling["file"]],
            at,
            at + len(telling["quote"]),
        )
        return {incident for (incident,) in rows}

    def main(self, id: str) -> str | None:
        """The incident that most tellings of one of the key's are in."""
        key = next(one for one in KEY["incidents"] if one["id"] == id)
        found = [incident for telling in key["tellings"] for incident in sorted(self.incidents_of(telling))]
        return max(sorted(set(found)), key=found.count) if found else None


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    layout = create(tmp_path_factory.mktemp("week") / "book")
    connection = open_database(layout, write=True)
    ingest(documents([str(WEEK)]), Settings(layout), connection, processes=1)
    link(connection)
    yield Week(connection)
    connection.close()


def test_copies_and_no_others(week: Week) -> None:
    found = week.ask("SELECT report, copy_of FROM copies WHERE judgement = 'same'")
    copies = {week.reports[one["copy"]]: week.reports[one["of"]] for one in KEY["copies"]}
    versions = {week.reports[one["old"]]: week.reports[one["new"]] for one in KEY["versions"]}
    newer = {new: old for old, new in versions.items()}
    assert {report for report, _ in found} - newer.keys() == copies.keys()
    for report, root in found:
        assert root in {copies.get(report), newer.get(report), newer.get(copies.get(report, ""))}


def test_relays_with_their_words(week: Week) -> None:
    rows = week.ask("SELECT report, outlet, words FROM origins WHERE why = 'relayed'")
    found = {report: (outlet, words) for report, outlet, words in rows}
    assert found.keys() == {week.reports[one["relay"]] for one in KEY["relays"]}
    for one in KEY["relays"]:
        outlet, words = found[week.reports[one["relay"]]]
        assert outlet == KEY["outlets"][one["of"].partition("/")[0]]
        assert one["words"].startswith(words)


def test_outlets_that_share_a_source_are_one_origin(week: Week) -> None:
    for shared in KEY["shared_sources"]:
        incident = week.main(shared["incident"])
        reports = [week.reports[file] for file in shared["files"]]
        origins = week.ask(
            "SELECT DISTINCT origin FROM tellings t JOIN events e ON e.id = t.event WHERE incident = ? AND t.report IN "
            "(SELECT unnest(?)) AND status <> 'negated'",
            incident,
            reports,
        )
        assert len(origins) == 1, shared


@pytest.mark.parametrize("key", KEY["incidents"], ids=lambda key: key["id"])
def test_origins_are_never_overstated(week: Week, key: dict[str, Any]) -> None:
    """The key counts whoever speaks of an incident; here denials are counted beside the origins that it rests on."""
    incident = week.main(key["id"])
    (row,) = week.ask("SELECT origins, outlets FROM incidents WHERE id = ?", incident)
    origins, outlets = row
    assert 1 <= origins <= key["origins"]
    assert outlets <= key["outlets"]


def test_look_alikes_stay_apart(week: Week) -> None:
    for pair in KEY["different"]:
        one, other = (week.main(id) for id in pair["incidents"])
        assert one != other


def test_contradictions_are_those_of_the_key(week: Week) -> None:
    """Most of the key's contradictions, and next to nothing that is not in it."""
    listed = {(week.main(k["incident"]), k["field"], frozenset(map(str, k["values"]))) for k in KEY["contradictions"]}
    rows = week.ask("SELECT incident, field, value, other_value FROM comparisons WHERE relation = 'contradicting'")
    known = {week.main(key["id"]) for key in KEY["incidents"]}
    found = {(incident, field, frozenset((one, other))) for incident, field, one, other in rows if incident in known}
    assert len(found & listed) >= 0.7 * len(listed)
    assert len(found - listed) <= 0.2 * len(found)
