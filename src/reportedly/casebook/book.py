"""A casebook in Python: its tables as DuckDB relations, and its upkeep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from reportedly.casebook.database import connect, open_database
from reportedly.casebook.imports import Taken, take_in
from reportedly.casebook.layout import Layout, locate
from reportedly.casebook.parts import waiting
from reportedly.casebook.schema import TABLES
from reportedly.errors import QueryError, StoreBusy

if TYPE_CHECKING:
    from types import TracebackType

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

__all__ = ["Casebook", "catch_up", "open_casebook"]


class Casebook:
    """A casebook opened for reading.

        with reportedly.open("casebook") as book:
            print(book.events.filter("type = 'ASSAULT'"))
            frame = book.sql("SELECT outlet, count(*) AS n FROM reports GROUP BY outlet").df()

    Every table of the schema is an attribute that gives a DuckDB relation (`events`, `claims`, `incidents`, …), lazy
    until asked for; `.df()` makes it a pandas frame, `.pl()` a polars one, where these are installed. Reports that a
    newer version replaced are in the tables too: `versions` names them. Close it, or use it as a context; while it is
    open no other process can write.
    """

    def __init__(self, layout: Layout, connection: DuckDBPyConnection) -> None:
        self.layout = layout
        self.connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __getattr__(self, name: str) -> DuckDBPyRelation:
        if name not in self.tables:
            raise AttributeError(f"a casebook has no table {name!r}; it has {', '.join(self.tables)}")
        return self.connection.table(name)

    def __dir__(self) -> list[str]:
        return sorted([*object.__dir__(self), *self.tables])

    def __repr__(self) -> str:
        return f"Casebook({str(self.layout.folder)!r})"

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of its tables."""
        return tuple(t.name for t in TABLES)

    def sql(self, query: str, *values: Any) -> DuckDBPyRelation:
        """The answer to an SQL question; `?` in it stand for `values`. Raises QueryError with DuckDB's own words."""
        import duckdb

        try:
            return self.connection.sql(query, params=list(values) or None)
        except duckdb.Error as error:
            raise QueryError(f"this cannot be asked: {error}") from error

    def search(self, words: str) -> DuckDBPyRelation:
        """The reports that hold all these words, the best matches first."""
        from reportedly.casebook.search import matching

        ids = matching(self.layout, words)
        return self.sql(
            "SELECT reports.* FROM reports JOIN (SELECT unnest(?) AS id, generate_subscripts(?, 1) AS rank) AS found "
            "USING (id) ORDER BY found.rank",
            ids,
            ids,
        )

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def open_casebook(folder: str | Path) -> Casebook:
    """Open a casebook for reading, once the parts that wait in its inbox are taken in.

    Raises StoreError where there is none or it is of another version, and StoreBusy where another process writes.
    """
    layout = locate(folder)
    catch_up(layout)
    return Casebook(layout, open_database(layout))


def catch_up(layout: Layout) -> Taken | None:
    """Take in and link what waits in the inbox; None where nothing does, or where this user may not write here."""
    from reportedly.linking.run import link

    if not layout.writable or not waiting(layout):
        return None
    try:
        with connect(layout, write=True) as connection:
            taken = take_in(layout, connection)
            link(connection)
            return taken
    except StoreBusy:
        return None  # whoever holds it takes them in
