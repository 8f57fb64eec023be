"""Taking parts in: each in one transaction, each once, its reports once however many parts bring them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from reportedly.casebook.bulk import Bulk
from reportedly.casebook.filed import FILED, KNOWN, drop, file_of
from reportedly.casebook.layout import Layout, store_of
from reportedly.casebook.parts import Entry, LeftOut, Line, Part, Verdict, read_part, sweep, waiting
from reportedly.casebook.rows import rows
from reportedly.casebook.search import index_new
from reportedly.casebook.versions import renew
from reportedly.errors import StoreError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportedly.tables import Record

__all__ = ["Taken", "take_in", "transaction"]

_AT_ONCE = 64  # entries whose reports are looked up together


@dataclass(frozen=True, slots=True)
class Taken:
    """What parts brought: new reports, appearances of reports that were there already, inputs left out."""

    reports: int = 0
    again: int = 0
    skipped: int = 0

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.reports + other.reports, self.again + other.again, self.skipped + other.skipped)


def take_in(layout: Layout, connection: DuckDBPyConnection) -> Taken:
    """Take in every part of the inbox, oldest first, and bring the search index up to date.

    A part that was taken in before (its file was left behind by a crash) is only moved. Raises StoreError where a part
    is damaged or the disk is full; the parts before it are in by then.
    """
    sweep(layout)
    taken = Taken()
    parts = waiting(layout)
    for path in parts:
        taken += _take(layout, connection, path)
    index_new(layout, connection, [path.name for path in parts])
    return taken


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """All or nothing. Raises StoreError where the database cannot write (a full disk, say)."""
    import duckdb

    connection.begin()
    try:
        yield
        connection.commit()
    except duckdb.IOException as error:
        _give_up(connection)
        said = str(error).splitlines()[0]
        raise StoreError(f"cannot write ({said}): nothing is lost, so make room and start again") from error
    except BaseException:
        _give_up(connection)
        raise


def _give_up(connection: DuckDBPyConnection) -> None:
    import duckdb

    try:
        connection.rollback()
    except duckdb.Error:
        return  # it rolled back by itself


def _take(layout: Layout, connection: DuckDBPyConnection, path: Path) -> Taken:
    taken = Taken()
    if not connection.execute("SELECT 1 FROM imports WHERE part = ?", [path.name]).fetchone():
        part, entries = read_part(path)
        filed = store_of(layout) == "parquet"
        with _undone(layout, part.name), transaction(connection):
            taken = _rows(connection, part, entries, layout if filed else None)
            renew(connection, part.name)
            connection.execute(
                "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?)",
                [part.name, part.coder.version, part.coder.parser, part.coder.knowledge, taken.reports, _now()],
            )
    path.replace(layout.parts / path.name)
    return taken


@contextmanager
def _undone(layout: Layout, part: str) -> Iterator[None]:
    """Takes away the files of a part whose transaction fails. After a crash they are written again: it is still in the
    inbox."""
    try:
        yield
    except BaseException:
        drop(layout, part)
        raise


def _rows(connection: DuckDBPyConnection, part: Part, entries: Iterator[Line], filed: Layout | None) -> Taken:
    """The rows of a part; `filed` is the casebook whose evidence lies in files."""

    def place(name: str) -> Path | None:
        return file_of(filed, name, part.name) if filed and name in FILED else None

    taken = Taken()
    fresh: set[str] = set()
    with Bulk(connection, place) as bulk:
        while chunk := list(islice(entries, _AT_ONCE)):
            held = _held(connection, chunk, KNOWN if filed else "reports") | fresh
            for entry in chunk:
                taken += _row(bulk, part, entry, held)
            fresh |= held
    if filed and taken.reports:
        put = f'INSERT INTO "{KNOWN}" SELECT id, part FROM read_parquet(?)'
        connection.execute(put, [str(file_of(filed, "reports", part.name).absolute())])
    return taken


def _row(bulk: Bulk, part: Part, entry: Line, held: set[str]) -> Taken:
    """The rows of one line; `held` are the reports and digests that are there, and grows by this line's."""
    if isinstance(entry, Verdict):
        bulk.add("verdicts", asdict(entry))
        return Taken()
    if isinstance(entry, LeftOut):
        told = asdict(entry.skipped) | {"digest": entry.digest, "seen": entry.seen, "part": part.name}
        bulk.add("skipped", told)
        return Taken(skipped=1)
    appearance = entry.appearance
    mark = f"digest {appearance.digest}"
    if mark not in held:
        held.add(mark)
        bulk.add("appearances", asdict(appearance) | {"part": part.name})
    if entry.record is None or appearance.report in held:
        return Taken(again=1)
    held.add(appearance.report)
    _add(bulk, entry.record, part)
    return Taken(reports=1)


def _held(connection: DuckDBPyConnection, chunk: list[Line], known: str) -> set[str]:
    """Which of these reports (the table `known` has them), and of their digests, the casebook holds already."""
    appearances = [entry.appearance for entry in chunk if isinstance(entry, Entry)]
    found = connection.execute(
        f"SELECT id FROM {known} WHERE id IN (SELECT unnest($reports)) UNION ALL "
        "SELECT 'digest ' || digest FROM appearances WHERE digest IN (SELECT unnest($digests))",
        {"reports": [a.report for a in appearances], "digests": [a.digest for a in appearances]},
    ).fetchall()
    return {id for (id,) in found}


def _add(bulk: Bulk, record: Record, part: Part) -> None:
    from reportedly.linking.facts import facts, to_plain

    for name, row in rows(record, part.name, part.types):
        bulk.add(name, row)
    for fact in facts(record):
        bulk.add("facts", {"event": fact.id, "report": fact.report, "facts": to_plain(fact)})


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
