"""What a casebook becomes in the formats of the field, read back by what reads them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from tests.linked_casebook import linked

from reportedly.casebook.database import connect
from reportedly.casebook.layout import Layout
from reportedly.casebook.queries import Filter
from reportedly.casebook.schema import TABLES
from reportedly.errors import ExportError
from reportedly.exports import Exported, Target, export
from reportedly.exports.countries import cow
from reportedly.exports.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from reportedly.exports.ontology import plover_schema
from reportedly.exports.polecat import COLUMNS


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    return linked(tmp_path_factory.mktemp("exports") / "casebook")


@pytest.fixture
def book(layout: Layout) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(layout) as connection:
        yield connection


@pytest.fixture
def own(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A casebook that the test may change."""
    with connect(linked(tmp_path / "own"), write=True) as connection:
        yield connection


def plover(book: duckdb.DuckDBPyConnection, path: Path, filter: Filter = Filter()) -> list[dict[str, Any]]:  # noqa: B008
    """The events exported, each found valid."""
    export(book, filter, "plover", path, force=True)
    events = json.loads(path.read_text("utf-8"))
    validator = Draft202012Validator(plover_schema(), format_checker=FormatChecker())
    for event in events:
        validator.validate(event)
    return list(events)


def tabbed(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t"))


def test_plover_is_valid_and_says_beside_it_who_says_so(book: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    Draft202012Validator.check_schema(plover_schema())
    events = {
        event["cite_info"]["publication"]: event for event in plover(book, tmp_path / "e.json", Filter(type="assault"))
    }
    assert len(events) == 4
    daily, denial = events["The Daily"], events["Radio Kivu"]
    assert (daily["event"], daily["mode"], daily["quad_code"]) == ("ASSAULT", ["heavy-weapons"], 4)
    assert daily["size"] == {"dead": 12}
    assert daily["event_loc"]["country_code"] == "COD"
    (deaths,) = daily["reportedly"]["quantities"]
    assert (deaths["low"], deaths["high"], deaths["bound"]) == (12, None, "at_least")
    assert denial["context"] == ["negation"]
    assert [(c["speaker"], c["stance"]) for c in denial["reportedly"]["chain"]] == [("rebels", "denies")]
    assert denial["reportedly"]["incident"] == daily["reportedly"]["incident"]
    text = book.execute("SELECT text FROM reports WHERE id = ?", [daily["reportedly"]["report"]]).fetchone()
    assert text is not None
    (start, end), *_ = daily["reportedly"]["spans"]["trigger"]
    assert text[0][start:end] == daily["event_text"] == "shelled"


def test_plover_in_lines_holds_the_same_events(book: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export(book, Filter(), "plover", tmp_path / "e.jsonl")
    lines = (tmp_path / "e.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == plover(book, tmp_path / "e.json")


def test_what_plover_cannot_hold_is_left_out_and_counted(own: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    own.execute("UPDATE events SET plover = NULL, type = 'BLOCKADE' WHERE type = 'CONSULT'")
    own.execute("UPDATE events SET first_day = NULL, last_day = NULL, day = NULL WHERE status = 'negated'")
    done = export(own, Filter(), "plover", tmp_path / "e.json")
    assert done.written["events"] == 3
    assert sorted(done.left_out.values()) == [1, 1]


def test_a_type_of_ones_own_is_exported_as_the_one_it_counts_as(own: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    own.execute(
        "UPDATE events SET type = 'SIEGE', plover = 'COERCE', modes = ['encircle', 'seize'], contexts = ['ours'], "
        "quad = 'material conflict' WHERE type = 'CONSULT'"
    )
    (siege,) = plover(own, tmp_path / "e.json", Filter(type="siege"))
    assert (siege["event"], siege["mode"], siege["quad_code"]) == ("COERCE", ["seize"], 4)
    assert "context" not in siege
    assert siege["reportedly"]["type"] == "SIEGE"


def test_verdicts_count_in_exports(own: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    own.execute(
        "INSERT INTO verdicts SELECT 'v1', 'field', id, NULL, 'rejected', NULL, NULL, 'me', now() FROM events "
        "WHERE status = 'negated'"
    )
    own.execute(
        "INSERT INTO verdicts SELECT 'v2', 'field', id, NULL, 'corrected', 'actors', '[\"The M23\"]', 'me', now() "
        "FROM events WHERE type = 'ASSAULT' AND deaths_low = 12"
    )
    events = plover(own, tmp_path / "e.json", Filter(type="ASSAULT"))
    assert len(events) == 3
    (corrected,) = (e for e in events if e["actor"][0]["entity_text"] == "The M23")
    assert corrected["actor"][0]["sector"] == "UNK"
    export(own, Filter(), "parquet", tmp_path / "tables")
    kept = duckdb.sql(f"SELECT actors FROM '{tmp_path}/tables/events.parquet' WHERE deaths_low = 12").fetchall()
    assert kept == [(["The M23"],)]


def test_polecat_has_a_row_for_each_pair_in_its_forty_columns(book: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export(book, Filter(type="CONSULT"), "polecat", tmp_path / "e.tsv")
    header, *rows = tabbed(tmp_path / "e.tsv")
    assert tuple(header) == COLUMNS
    assert len(COLUMNS) == 40
    events = [dict(zip(header, row, strict=True)) for row in rows]
    ruto = next(event for event in events if event["Actor Name"] == "William Ruto")
    assert (ruto["Actor Country"], ruto["Actor COW"], ruto["Primary Actor Sector"]) == ("KEN", "501", "GOV")
    assert (ruto["Quad Code"], ruto["Placename"], ruto["Country"]) == ("VERBAL COOPERATION", "Nairobi", "KEN")
    assert "William Ruto" in ruto["Story People"]


def test_numbers_of_states_are_known_and_of_what_is_none_not_made_up() -> None:
    assert (cow("SDN"), cow("DEU"), cow("XKX"), cow("PSE"), cow("UNO"), cow(None)) == (625, 255, 347, None, None, None)


def test_gdelts_layout_joins_mentions_to_events(book: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    done = export(book, Filter(), "gdelt", tmp_path / "week")
    assert (done.written["events"], done.written["mentions"]) == (2, 5)
    assert (len(EVENT_COLUMNS), len(MENTION_COLUMNS)) == (61, 16)
    events = [dict(zip(EVENT_COLUMNS, row, strict=True)) for row in tabbed(tmp_path / "week.export.CSV")]
    mentions = [dict(zip(MENTION_COLUMNS, row, strict=True)) for row in tabbed(tmp_path / "week.mentions.CSV")]
    shelling = next(event for event in events if event["EventRootCode"] == "19")
    assert (shelling["Day"], shelling["QuadClass"], shelling["NumArticles"]) == ("20240305", "4", "4")
    assert (shelling["ActionGeo_Type"], shelling["ActionGeo_CountryCode"]) == ("4", "COD")
    told = [m for m in mentions if m["GlobalEventID"] == shelling["GlobalEventID"]]
    assert len(told) == 4
    radio = json.loads(next(m["Extras"] for m in told if m["MentionSourceName"] == "Radio Kivu"))
    assert radio["status"] == "negated"


def test_gdelt_gets_no_event_that_did_not_happen_unless_asked_for(
    own: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    own.execute("UPDATE incidents SET status = 'future' WHERE type = 'CONSULT'")
    done = export(own, Filter(), "gdelt", tmp_path / "week")
    assert (done.written["events"], sum(done.left_out.values())) == (1, 1)
    assert export(own, Filter(status="future"), "gdelt", tmp_path / "other").written["events"] == 1


def test_geojson_says_how_precise_each_point_is(own: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    kenya = "place = 'Kenya', place_kind = 'country', place_radius_km = 620"
    own.execute(f"UPDATE events SET {kenya} WHERE type = 'CONSULT'")
    own.execute("UPDATE incidents SET place = 'Kenya' WHERE type = 'CONSULT'")
    own.execute("UPDATE incidents SET latitude = NULL, longitude = NULL WHERE type = 'ASSAULT'")
    export(own, Filter(), "geojson", tmp_path / "e.geojson")
    made = json.loads((tmp_path / "e.geojson").read_text("utf-8"))
    assert made["type"] == "FeatureCollection"
    features = {f["properties"]["type"]: f for f in made["features"]}
    assert all(f["type"] == "Feature" and f["id"] for f in features.values())
    assert features["ASSAULT"]["geometry"] is None
    point = features["CONSULT"]["geometry"]
    assert point == {"type": "Point", "coordinates": [36.8167, -1.2833]}  # longitude first
    kenya = features["CONSULT"]["properties"]
    assert (kenya["coarse"], kenya["place_kind"]) == (True, "country")
    assert kenya["precision_km"] > 100
    assert "Radio Kivu: rebels" in features["ASSAULT"]["properties"]["told_by"]


def test_tables_come_out_with_their_types_and_narrowed_to_what_was_asked_for(
    book: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    export(book, Filter(), "parquet", tmp_path / "all")
    export(book, Filter(outlet="radio kivu"), "parquet", tmp_path / "some")
    for table in TABLES:
        kept = duckdb.sql(f"DESCRIBE FROM '{tmp_path}/all/{table.name}.parquet'").fetchall()
        assert [(name, type) for name, type, *_ in kept] == [(column.name, column.type) for column in table.columns], (
            table.name
        )
    rows = {t.name: len(duckdb.sql(f"FROM '{tmp_path}/some/{t.name}.parquet'").fetchall()) for t in TABLES}
    assert {name: rows[name] for name in ("reports", "events", "claims", "incidents", "comparisons")} == {
        "reports": 1,
        "events": 1,
        "claims": 1,
        "incidents": 1,
        "comparisons": 0,
    }
    assert set(json.loads((tmp_path / "all" / "schema.json").read_text("utf-8"))["$defs"]) == set(rows)


def test_csv_tables_open_in_a_spreadsheet_and_run_nothing(book: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    export(book, Filter(), "csv", tmp_path / "tables.zip")
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        reports = archive.read("tables/reports.csv").decode()
        events = list(csv.DictReader(io.StringIO(archive.read("tables/events.csv").decode())))
    outlets = [row["outlet"] for row in csv.DictReader(io.StringIO(reports))]
    assert "'=Wire \x1b[31mService" in outlets
    assert {row["intensity"] for row in events} == {"-9.5", "2.5"}  # a number that starts with - stays a number
    assert json.loads(events[0]["trigger_spans"]) == [[7, 14]]


@pytest.mark.parametrize("to", ["plover", "gdelt", "parquet"])
def test_an_export_is_whole_or_not_there_and_replaces_nothing_unasked(
    book: duckdb.DuckDBPyConnection, tmp_path: Path, to: Target
) -> None:
    target = tmp_path / "out"
    export(book, Filter(), to, target)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(ExportError, match="--force"):
        export(book, Filter(), to, target)
    assert isinstance(export(book, Filter(), to, target, force=True), Exported)
    with pytest.raises(ExportError, match="no folder"):
        export(book, Filter(), to, tmp_path / "nowhere" / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_an_empty_export_is_still_of_its_format(book: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    nothing = Filter(who="nobody at all")
    assert plover(book, tmp_path / "e.json", nothing) == []
    export(book, nothing, "geojson", tmp_path / "e.geojson")
    assert json.loads((tmp_path / "e.geojson").read_text("utf-8"))["features"] == []
    export(book, nothing, "polecat", tmp_path / "e.tsv")
    assert len(tabbed(tmp_path / "e.tsv")) == 1


def test_a_lake_holds_every_table_and_keeps_its_older_versions(book: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    deltalake = pytest.importorskip("deltalake", reason='no lake: pip install "reportedly[lake]"')
    events = len(book.execute("FROM events").fetchall())
    lake = tmp_path / "delta"
    assert export(book, Filter(), "delta", lake).written["events"] == events
    with pytest.raises(ExportError, match="--force"):
        export(book, Filter(), "delta", lake)
    assaults = export(book, Filter(type="ASSAULT"), "delta", lake, force=True).written["events"]
    assert 0 < assaults < events
    stored = deltalake.DeltaTable(lake / "events")
    assert stored.version() == 1
    assert stored.to_pyarrow_table().num_rows == assaults
    stored.load_as_version(0)
    assert stored.to_pyarrow_table().num_rows == events


def test_an_iceberg_table_is_read_through_its_catalogue(book: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    sql = pytest.importorskip("pyiceberg.catalog.sql", reason='no lake: pip install "reportedly[lake]"')
    lake = tmp_path / "iceberg"
    written = export(book, Filter(), "iceberg", lake).written
    catalog = sql.SqlCatalog("reportedly", uri=f"sqlite:///{lake / 'catalog.db'}", warehouse=lake.as_uri())
    rows = catalog.load_table("reportedly.events").scan().to_arrow()
    assert rows.num_rows == written["events"]
    wanted = book.execute("SELECT id, actors, evidence_spans FROM events ORDER BY id").fetchall()
    found = sorted(rows.select(["id", "actors", "evidence_spans"]).to_pylist(), key=lambda row: row["id"])
    assert [(row["id"], row["actors"], row["evidence_spans"]) for row in found] == wanted
