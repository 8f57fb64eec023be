"""Opening a casebook to ask it something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportedly.casebook.queries import Filter
    from reportedly.casebook.search import Searched

__all__ = ["asked"]


@contextmanager
def asked(casebook: str, filter: Filter, kind: Searched = "reports") -> Iterator[tuple[DuckDBPyConnection, Filter]]:
    """A connection for reading, all that waited in the inbox taken in, and the filter with its text searched for.

    Raises StoreError, StoreBusy or QueryError.
    """
    from reportedly.casebook.book import catch_up
    from reportedly.casebook.database import connect
    from reportedly.casebook.layout import locate
    from reportedly.casebook.search import matching

    layout = locate(casebook)
    catch_up(layout)
    if filter.text is not None:
        filter = replace(filter, found=matching(layout, filter.text, kind))
    with connect(layout) as connection:
        yield connection, filter
