"""Every table of the casebook as a file: Parquet, which keeps every type, or CSV, which spreadsheets open.

A filter narrows the tables to the events it leaves, their reports, and what was read from these; without one all rows
go along, older versions of reports too. `schema.json` beside the files says what every column means.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reportedly.casebook.columns import Column, Table, json_schema
from reportedly.casebook.queries import Filter
from reportedly.casebook.queries.conditions import event_where, sources
from reportedly.casebook.queries.filter import active
from reportedly.casebook.queries.present import present_quantities
from reportedly.casebook.queries.query import query
from reportedly.casebook.schema import TABLES
from reportedly.exports.lines import Exported

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Kind", "export_tables", "present_rows"]

Kind = Literal["parquet", "csv"]

_OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER true"}
_WHOLE = frozenset({"imports", "skipped", "verdicts"})
_CHOSEN = "chosen_events"
_OF_REPORTS = f"SELECT report FROM {_CHOSEN}"
_OF_EVENTS = f"SELECT id FROM {_CHOSEN}"
_ENTITIES = f"SELECT id FROM entities WHERE report IN ({_OF_REPORTS})"
_INCIDENTS = f"SELECT incident FROM tellings WHERE event IN ({_OF_EVENTS})"
_NARROWED = {
    "reports": f"id IN ({_OF_REPORTS})",
    "events": f"id IN ({_OF_EVENTS})",
    "incidents": f"id IN ({_INCIDENTS})",
    "links": f"event IN ({_OF_EVENTS}) AND other IN ({_OF_EVENTS})",
    "comparisons": f"event IN ({_OF_EVENTS}) AND other IN ({_OF_EVENTS})",
    "identities": f"entity IN ({_ENTITIES})",
    "actors": f"id IN (SELECT actor FROM identities WHERE entity IN ({_ENTITIES}))",
    **dict.fromkeys(("parties", "facts", "keys", "tellings"), f"event IN ({_OF_EVENTS})"),
}


def export_tables(connection: DuckDBPyConnection, filter: Filter, folder: Path, kind: Kind) -> Exported:
    """Write each table as a file into `folder`, which is made: without what people rejected, with their corrections."""
    done = Exported()
    folder.mkdir()
    for table, rows in present_rows(connection, filter):
        path = str(folder / f"{table.name}.{kind}").replace("'", "''")
        columns = ", ".join(_column(column) if kind == "csv" else f'"{column.name}"' for column in table.columns)
        written = connection.execute(f"COPY (SELECT {columns} FROM {rows}) TO '{path}' ({_OPTIONS[kind]})")
        done.written[table.name] = (written.fetchone() or (0,))[0]
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {t.name: json_schema(t) for t in TABLES},
    }
    (folder / "schema.json").write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return done


def present_rows(connection: DuckDBPyConnection, filter: Filter) -> Iterator[tuple[Table, str]]:
    """Each table, and what stands after FROM to read its rows: as people corrected them, narrowed by the filter."""
    found = sources(connection, filter)
    present = {
        "events": found.events,
        "claims": found.claims,
        "parties": found.parties,
        "quantities": present_quantities(connection),
    }
    chosen = query(
        f"SELECT e.id, e.report FROM {found.events} e WHERE {event_where(filter, found)}", filter, **found.names
    )
    narrowed = bool(active(filter))
    if narrowed:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {_CHOSEN} AS {chosen.sql}", dict(chosen.parameters))
    for table in TABLES:
        yield table, _rows(table, present, narrowed)


def _rows(table: Table, present: Mapping[str, str], narrowed: bool) -> str:
    """What stands after FROM: `present` says so for tables that people judge."""
    source = present.get(table.name, f'"{table.name}"')
    if not narrowed or table.name in _WHOLE:
        return source
    return f"(SELECT * FROM {source} WHERE {_NARROWED.get(table.name, f'report IN ({_OF_REPORTS})')})"


def _column(column: Column) -> str:
    """The column for CSV: lists of words joined, other lists as JSON, no text that a spreadsheet would run."""
    name = f'"{column.name}"'
    if column.type == "VARCHAR[]":
        name = f"array_to_string({name}, '; ')"
    elif column.type.endswith("]"):
        return f'to_json({name})::VARCHAR AS "{column.name}"'
    elif column.type not in ("VARCHAR", "JSON"):
        return name
    text = f"{name}::VARCHAR"
    return (
        f"CASE WHEN regexp_matches({text}, '^[=+@\\-\\t\\r]') THEN '''' || {text} ELSE {text} END AS \"{column.name}\""
    )
