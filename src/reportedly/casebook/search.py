"""Full-text search over reports and claims: an SQLite FTS5 index beside the database, made anew at any time.

The index holds no text of its own: only words and ids. What a user types is words, never the index's query language.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reportedly.casebook.layout import Layout
from reportedly.errors import QueryError, StoreError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Searched", "index_new", "matching"]

Searched = Literal["reports", "claims"]

_SOURCES: dict[Searched, str] = {
    "reports": "SELECT id, coalesce(title, ''), text FROM reports WHERE part = ?",
    "claims": "SELECT claims.id, coalesce(claims.speaker, ''), claims.content FROM claims "
    "JOIN reports ON claims.report = reports.id WHERE reports.part = ?",
}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS indexed (part TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS {kind}_ids (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE VIRTUAL TABLE IF NOT EXISTS {kind}_words USING fts5(
  head, body, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
"""
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w", re.UNICODE)
_BATCH = 500


def index_new(layout: Layout, connection: DuckDBPyConnection, parts: Iterable[str]) -> None:
    """Index the reports and claims of these parts, and of any that an interruption kept from the index before."""
    try:
        with closing(_open(layout.search)) as index:
            imports = connection.execute("SELECT count(*) FROM imports").fetchone() or (0,)
            indexed = index.execute("SELECT count(*) FROM indexed").fetchone()
            if indexed[0] + len(fresh := list(parts)) != imports[0]:
                fresh = [name for (name,) in connection.execute("SELECT part FROM imports").fetchall()]
            for part in fresh:
                with index:
                    if not index.execute("SELECT 1 FROM indexed WHERE part = ?", [part]).fetchone():
                        _index(index, connection, part)
    except sqlite3.Error as error:
        raise StoreError(f"{layout.search} cannot be written ({error}): remove it; it is made anew") from error


def _open(path: Path) -> sqlite3.Connection:
    index = sqlite3.connect(path)
    for kind in _SOURCES:
        index.executescript(_SCHEMA.format(kind=kind))
    return index


def _index(index: sqlite3.Connection, connection: DuckDBPyConnection, part: str) -> None:
    for kind, query in _SOURCES.items():
        found = connection.execute(query, [part])
        while rows := found.fetchmany(_BATCH):
            for id, head, body in rows:
                row = index.execute(f"INSERT OR IGNORE INTO {kind}_ids (id) VALUES (?)", [id])
                if row.rowcount:
                    index.execute(
                        f"INSERT INTO {kind}_words (rowid, head, body) VALUES (?, ?, ?)", [row.lastrowid, head, body]
                    )
    index.execute("INSERT INTO indexed VALUES (?)", [part])


def matching(layout: Layout, text: str, kind: Searched = "reports") -> list[str]:
    """Ids of the reports or claims that hold all the words of `text`, best matches first.

    Words in quotation marks stand together; a word that ends in * matches its continuations. Raises QueryError where
    there is no word to look for.
    """
    query = " ".join(_terms(text))
    if not query:
        raise QueryError(f"there is no word to look for in {text!r}")
    if not layout.search.exists():
        return []
    try:
        with closing(sqlite3.connect(f"{layout.search.resolve().as_uri()}?mode=ro", uri=True)) as index:
            found = index.execute(
                f"SELECT id FROM {kind}_words JOIN {kind}_ids ON {kind}_ids.row = {kind}_words.rowid "
                f"WHERE {kind}_words MATCH ? ORDER BY rank",
                [query],
            )
            return [id for (id,) in found]
    except sqlite3.Error as error:
        raise StoreError(f"{layout.search} cannot be read ({error}): remove it; it is made anew") from error


def _terms(text: str) -> Iterator[str]:
    """Each word or phrase quoted, so that none is taken for an operator."""
    for phrase, word in _TERM.findall(text.replace("\0", " ")):
        term = phrase or word.strip('"')
        if _WORD.search(term):
            prefix = "*" if word.endswith("*") else ""
            yield f'"{term.rstrip("*") if prefix else term}"{prefix}'
