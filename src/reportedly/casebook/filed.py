"""Evidence in Parquet files: for a casebook that outgrows one database file, and for the engines that read Parquet.

The tables that hold what reports say are views over `tables/<name>/<part>.parquet`, a file a part; what is derived from
them, and what is small, stays in the database. Rows are only ever added, so a file is written once and for good.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.casebook.columns import Table
from reportedly.casebook.layout import Layout

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["FILED", "KNOWN", "copy_statement", "drop", "file_of", "prepare", "search_path"]

FILED = frozenset(
    {"reports", "entities", "claims", "events", "parties", "quantities", "places", "times", "explanations"}
)
"""The tables that lie in files."""

KNOWN = "filed_reports"
"""The reports that are there: asked for every report that comes in, which files would answer too slowly."""

_EMPTY = "0.parquet"
_OPTIONS = "FORMAT parquet, COMPRESSION zstd"


def search_path(layout: Layout) -> str:
    """The statement that tells DuckDB where the files lie, wherever the casebook was moved to."""
    home = str(layout.folder.absolute()).replace("'", "''")
    return f"SET GLOBAL file_search_path = '{home}'"


def prepare(layout: Layout, connection: DuckDBPyConnection, tables: tuple[Table, ...]) -> None:
    """Make the views, and for each a file without rows, so that it has columns before the first part is taken in."""
    connection.execute(f'CREATE TABLE IF NOT EXISTS "{KNOWN}" (id VARCHAR PRIMARY KEY, part VARCHAR NOT NULL)')
    for table in tables:
        folder = layout.tables / table.name
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / _EMPTY).exists():
            columns = ", ".join(f'NULL::{column.type} AS "{column.name}"' for column in table.columns)
            connection.execute(f"COPY (SELECT {columns} LIMIT 0) TO '{_quoted(folder / _EMPTY)}' ({_OPTIONS})")
        connection.execute(
            f'CREATE VIEW IF NOT EXISTS "{table.name}" AS '
            f"SELECT * FROM read_parquet('tables/{table.name}/*.parquet', union_by_name = true)"
        )


def file_of(layout: Layout, name: str, part: str) -> Path:
    """Where the rows lie that a part brought for a table."""
    return layout.tables / name / f"{part.partition('.jsonl')[0]}.parquet"


def drop(layout: Layout, part: str) -> None:
    """Take away what was written for a part that was not taken in after all."""
    for name in FILED:
        file_of(layout, name, part).unlink(missing_ok=True)


def copy_statement(path: Path, query: str) -> str:
    """The statement that writes a query's rows into a file."""
    return f"COPY ({query}) TO '{_quoted(path)}' ({_OPTIONS})"


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("'", "''")
