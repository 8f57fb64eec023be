"""Which report replaced which: the last text under a key is the current one, and names those before it.

A key alone does not make two texts versions of one report: pages exist that give one canonical address for a whole
site. They must share a part of their wording as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["renew"]

_SHARED = 0.2
"""Share of the shorter text's word sequences (three words) that the other must hold: rewritten reports keep far more,
different ones on one subject far less (under 0.1 in examples/week)."""

# A report that is the last under any key of its own, or that came in without one, is current: another outlet's change
# of its page does not take it back.
_CANDIDATES = """
WITH touched AS (
  SELECT DISTINCT key FROM appearances WHERE part = $part AND key IS NOT NULL
), latest AS (
  SELECT key, arg_max(report, (seen, part, source)) AS report
  FROM appearances WHERE key IS NOT NULL
    AND report IN (SELECT report FROM appearances WHERE key IN (FROM touched))
  GROUP BY key
)
SELECT DISTINCT latest.report, old.report AS replaces, latest.key
FROM appearances AS old JOIN latest USING (key)
WHERE old.report <> latest.report AND latest.key IN (FROM touched)
  AND old.report NOT IN (SELECT report FROM latest)
  AND old.report NOT IN (SELECT report FROM appearances WHERE key IS NULL)
ORDER BY ALL
"""


def renew(connection: DuckDBPyConnection, part: str) -> None:
    """Tell the versions anew for every key that the part brought."""
    connection.execute("DELETE FROM versions WHERE key IN (SELECT key FROM appearances WHERE part = ?)", [part])
    for report, replaces, key in connection.execute(_CANDIDATES, {"part": part}).fetchall():
        if _alike(_text(connection, report), _text(connection, replaces)):
            connection.execute("INSERT OR IGNORE INTO versions VALUES (?, ?, ?)", [report, replaces, key])


def _text(connection: DuckDBPyConnection, report: str) -> str:
    found = connection.execute("SELECT text FROM reports WHERE id = ?", [report]).fetchone()
    return found[0] if found else ""


def _alike(one: str, other: str) -> bool:
    from reportedly.linking.shingles import opened

    first, second = opened(one).kinds, opened(other).kinds
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return shared >= _SHARED * max(1, min(len(first), len(second)))
