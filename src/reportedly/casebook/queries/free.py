"""A user's own SQL: what it may be, and what it may reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.casebook.queries.query import Query
from reportedly.errors import QueryError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["free"]


@contextmanager
def free(connection: DuckDBPyConnection, statement: str, into: Path | None = None) -> Iterator[Query]:
    """The statement as a query, on a connection that from now on reaches only the casebook (and `into`, to write to).

    The connection stays locked up: give it away afterwards. Raises QueryError for all but one SELECT, and turns what
    DuckDB says against the statement into one.
    """
    import duckdb

    try:
        _check(connection, statement)
        _lock(connection, into)
        yield Query(statement.strip().rstrip(";"), {})
    except duckdb.Error as error:
        said = str(error).strip()
        raise QueryError(
            f"{said} — the tables and their columns: SHOW TABLES, DESCRIBE events; only this casebook can be read"
        ) from error


def _check(connection: DuckDBPyConnection, statement: str) -> None:
    import duckdb

    found = connection.extract_statements(statement)
    if len(found) != 1 or found[0].type != duckdb.StatementType.SELECT:
        raise QueryError(
            "only one statement that reads can be asked (SELECT, WITH, FROM, SHOW TABLES, DESCRIBE): nothing in a "
            "casebook is changed by SQL; to correct a value, leave a verdict"
        )


def _lock(connection: DuckDBPyConnection, into: Path | None) -> None:
    connection.execute("SET python_enable_replacements = false")
    if into is not None:
        path = str(into.absolute()).replace("'", "''")
        connection.execute(f"SET allowed_paths = ['{path}']")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
