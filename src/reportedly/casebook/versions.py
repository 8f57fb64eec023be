"""Which report replaced which: the last text under a key is the current one, and names those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["renew"]

# A report that is the last under any key of its own, or that came in without one, is current: another outlet's change
# of its page does not take it back.
_RENEW = """
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
"""


def renew(connection: DuckDBPyConnection, part: str) -> None:
    """Tell the versions anew for every key that the part brought."""
    connection.execute(
        "DELETE FROM versions WHERE key IN (SELECT key FROM appearances WHERE part = ?)",
        [part],
    )
    connection.execute(f"INSERT OR IGNORE INTO versions {_RENEW}", {"part": part})
