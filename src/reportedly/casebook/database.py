"""The one door to the database file: who opens it, how long they wait, and what they hear when it is taken."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reportedly.casebook.columns import ddl
from reportedly.casebook.filed import FILED, prepare, search_path
from reportedly.casebook.layout import Layout, store_of
from reportedly.casebook.schema import TABLES
from reportedly.errors import StoreBusy, StoreError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["connect", "open_database"]

PATIENCE = 5.0
"""Seconds to wait for another process to let go before saying that it holds the casebook."""

_STORAGE = "v1.5.0"  # a file that DuckDB 1.5 and 2.0 both read
_PAUSE = 0.1
_HOLDER = re.compile(r"\(PID (\d+)\)")
_LOCK = re.compile(r"could not set lock|conflicting lock", re.I)


@contextmanager
def connect(layout: Layout, *, write: bool = False, patience: float = PATIENCE) -> Iterator[DuckDBPyConnection]:
    """A connection to the casebook's database, closed at the end.

    Raises StoreBusy where another process holds the file for longer than `patience` seconds, and StoreError where it
    cannot be opened at all.
    """
    connection = open_database(layout, write=write, patience=patience)
    try:
        yield connection
    finally:
        connection.close()


def open_database(layout: Layout, *, write: bool = False, patience: float = PATIENCE) -> DuckDBPyConnection:
    """As `connect`, for those who close it themselves."""
    if not write and not layout.database.exists():
        if not layout.writable:
            raise StoreError(f"{layout.folder} holds no tables yet, and is read-only: copy it to where you may write")
        open_database(layout, write=True, patience=patience).close()
    until = time.monotonic() + patience
    while True:
        try:
            return _open(layout, write)
        except StoreBusy:
            if time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)


def _open(layout: Layout, write: bool) -> DuckDBPyConnection:
    import duckdb

    try:
        connection = duckdb.connect(
            str(layout.database),
            read_only=not write,
            config={"storage_compatibility_version": _STORAGE, "autoinstall_known_extensions": "false"},
        )
        filed = store_of(layout) == "parquet"
        if filed:
            connection.execute(search_path(layout))
        if write:
            in_files = tuple(table for table in TABLES if filed and table.name in FILED)
            if filed:
                prepare(layout, connection, in_files)
            for table in TABLES:
                if table not in in_files:
                    connection.execute(ddl(table))
    except duckdb.IOException as error:
        raise _refused(layout, write, str(error)) from error
    except duckdb.Error as error:
        raise StoreError(
            f"{layout.database} cannot be opened ({_first_line(error)}): move it away and run "
            f"`reportedly migrate {layout.folder}`, which builds it anew from the casebook's parts"
        ) from error
    return connection


def _refused(layout: Layout, write: bool, message: str) -> StoreError:
    if _LOCK.search(message):
        holder = _HOLDER.search(message)
        who = f"process {holder[1]}" if holder else "another process"
        return StoreBusy(
            f"{layout.folder} is held by {who}: wait until it is done, or stop it, and try again",
            int(holder[1]) if holder else None,
        )
    if write and not layout.writable:
        return StoreError(f"{layout.folder} is read-only: copy the casebook to where you may write")
    return StoreError(f"{layout.database} cannot be opened: {_first_line(message)}")


def _first_line(message: object) -> str:
    return str(message).strip().split("\n")[0]
