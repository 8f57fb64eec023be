"""Every table of the casebook into a lake that Spark, Trino or Daft read: Delta Lake or Apache Iceberg, on local disk.

An export is a new version of each table; the lake keeps the older ones. Iceberg needs a catalogue: an SQLite file,
`catalog.db`, beside the tables, whose name in it is `reportedly`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from reportedly.casebook.columns import Column, Table
from reportedly.casebook.queries import Filter
from reportedly.errors import ExportError
from reportedly.exports.lines import Exported
from reportedly.exports.tables import present_rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Lake", "export_lake"]

Lake = Literal["iceberg", "delta"]

NAMESPACE = "reportedly"
"""The Iceberg catalogue and the namespace of its tables."""

_ROWS = 100_000  # held at a time


def export_lake(connection: DuckDBPyConnection, filter: Filter, folder: Path, to: Lake, *, force: bool) -> Exported:
    """Write each table into the lake in `folder`, which is made; with `force` a lake that is there gets a new version.

    Raises ExportError where the folder is there already, the extra is not installed, or it cannot be written.
    """
    if folder.exists() and not force:
        raise ExportError(f"{folder} exists already: choose another name, or --force a new version of its tables")
    done = Exported()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put = _delta(folder) if to == "delta" else _iceberg(folder)
        for table, rows in present_rows(connection, filter):
            columns = ", ".join(_column(column) for column in table.columns)
            ((done.written[table.name],),) = connection.execute(f"SELECT count(*) FROM {rows}").fetchall()
            put(table, connection.sql(f"SELECT {columns} FROM {rows}").to_arrow_reader(_ROWS))
    except ImportError as error:
        raise ExportError(f'{to} needs {error.name}: pip install "reportedly[lake]"') from error
    except OSError as error:
        why = error.strerror or error
        raise ExportError(f"cannot write {folder}: {why}; make room, or name another place") from error
    return done


def _column(column: Column) -> str:
    """The column in a type that lakes have: they know no JSON and no number above 2^63."""
    kind = {"JSON": "VARCHAR", "UBIGINT": "DECIMAL(20, 0)", "UBIGINT[]": "DECIMAL(20, 0)[]"}.get(column.type)
    return f'"{column.name}"' if kind is None else f'"{column.name}"::{kind} AS "{column.name}"'


def _delta(folder: Path) -> Any:
    from deltalake import write_deltalake

    def put(table: Table, rows: Any) -> None:
        write_deltalake(folder / table.name, rows, mode="overwrite", schema_mode="overwrite", description=table.meaning)

    return put


def _iceberg(folder: Path) -> Any:
    from pyiceberg.catalog.sql import SqlCatalog

    home = folder.absolute()
    catalog = SqlCatalog(NAMESPACE, uri=f"sqlite:///{home / 'catalog.db'}", warehouse=home.as_uri())
    catalog.create_namespace_if_not_exists(NAMESPACE)

    def put(table: Table, rows: Any) -> None:
        import pyarrow as pa

        stored = catalog.create_table_if_not_exists(f"{NAMESPACE}.{table.name}", schema=rows.schema)
        with stored.transaction() as change:
            if stored.scan(limit=1).count():
                change.delete("True")
            for batch in rows:
                change.append(pa.Table.from_batches([batch], rows.schema))

    return put
