"""Lists of ids into queries: as a temporary table that a query joins with, however long the list is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["batches", "delete", "with_ids"]

_Item = TypeVar("_Item")


def with_ids(connection: DuckDBPyConnection, name: str, ids: Iterable[str]) -> None:
    """A temporary table `name` with one column `id`, each of these once and in order."""
    connection.execute(
        f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT unnest(from_json(?::JSON, \'["VARCHAR"]\')) AS id',
        [json.dumps(sorted(set(ids)))],
    )


def delete(connection: DuckDBPyConnection, name: str, column: str, ids: Iterable[str]) -> None:
    """Take out the rows of a table whose column holds one of these."""
    with_ids(connection, "gone", ids)
    connection.execute(f'DELETE FROM "{name}" WHERE "{column}" IN (SELECT id FROM gone)')


def batches(items: Iterable[_Item], size: int) -> Iterator[Sequence[_Item]]:
    """The items in lists of at most so many."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
