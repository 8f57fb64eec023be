"""What a casebook holds, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.casebook.layout import Layout, read_manifest
from reportedly.casebook.parts import waiting

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Status", "status"]


@dataclass(frozen=True, slots=True)
class Status:
    """A casebook in numbers; `waiting` counts parts not taken in yet, `bytes` is its size on disk.

    `witnessed` are incidents on two or more independent origins, `disputed` those whose tellings contradict.
    `skipped` gives each reason with its count, `coders` each coder with the reports it read.
    """

    folder: str
    version: int
    made_by: str
    bytes: int
    waiting: int
    reports: int
    replaced: int
    copies: int
    outlets: int
    first_day: str | None
    last_day: str | None
    events: int
    claims: int
    incidents: int
    witnessed: int
    disputed: int
    actors: int
    verdicts: int
    skipped: tuple[tuple[str, int], ...]
    coders: tuple[tuple[str, int], ...]


_NUMBERS = """
SELECT
  (SELECT count(*) FROM reports) AS reports,
  (SELECT count(DISTINCT replaces) FROM versions) AS replaced,
  (SELECT count(*) FROM origins WHERE root <> report) AS copies,
  (SELECT count(DISTINCT outlet) FROM appearances) AS outlets,
  (SELECT min(day)::VARCHAR FROM reports) AS first_day,
  (SELECT max(day)::VARCHAR FROM reports) AS last_day,
  (SELECT count(*) FROM events) AS events,
  (SELECT count(*) FROM claims) AS claims,
  (SELECT count(*) FROM incidents) AS incidents,
  (SELECT count(*) FROM incidents WHERE origins > 1) AS witnessed,
  (SELECT count(*) FROM incidents WHERE disputed) AS disputed,
  (SELECT count(*) FROM actors) AS actors,
  (SELECT count(*) FROM verdicts) AS verdicts
"""
_SKIPPED = """
SELECT trim(regexp_extract(reason, '^(.*?)(: | \\(|$)', 1)) AS gist, count(*) AS n FROM skipped
GROUP BY gist ORDER BY n DESC, gist
"""
_CODERS = """
SELECT concat_ws(', ', 'reportedly ' || coder, nullif(parser, ''), 'knowledge ' || nullif(knowledge, '')) AS who,
  sum(reports)::BIGINT AS n
FROM imports WHERE reports > 0 GROUP BY who ORDER BY n DESC, who
"""


def status(layout: Layout, connection: DuckDBPyConnection) -> Status:
    """The numbers of a casebook as its tables stand."""
    answer = connection.execute(_NUMBERS)
    names = [column[0] for column in answer.description or ()]
    numbers = dict(zip(names, answer.fetchone() or (), strict=True))
    manifest = read_manifest(layout)
    return Status(
        folder=str(layout.folder),
        version=manifest["version"],
        made_by=str(manifest.get("made_by", "unknown")),
        bytes=sum(path.stat().st_size for path in layout.folder.rglob("*") if path.is_file()),
        waiting=len(waiting(layout)),
        skipped=tuple(connection.execute(_SKIPPED).fetchall()),
        coders=tuple(connection.execute(_CODERS).fetchall()),
        **numbers,
    )
