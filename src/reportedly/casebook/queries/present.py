"""The present state of the evidence: what people rejected left out, what they corrected in its place.

The tables themselves are never changed; see the table `verdicts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.casebook.schema import table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["CURRENT", "present", "present_parties"]

CURRENT = "{report} NOT IN (SELECT replaces FROM versions)"
"""That no newer version of the report replaced it; `{report}` is the column that names the report."""

_LAST = "SELECT subject, field, judgement, value FROM verdicts WHERE other IS NULL QUALIFY row_number() OVER (\
PARTITION BY subject, field ORDER BY judged DESC, id DESC) = 1"

_REJECTED = f"SELECT subject FROM ({_LAST}) WHERE field IS NULL AND judgement = 'rejected'"


def present(connection: DuckDBPyConnection, name: str) -> str:
    """The table in its present state, as what may stand after FROM: the table itself where nobody judged anything."""
    subjects = f"subject IN (SELECT id FROM {name})"
    last = f"SELECT DISTINCT field FROM ({_LAST}) WHERE {subjects} AND (judgement IN ('corrected', 'rejected'))"
    judged = {row[0] for row in connection.execute(last).fetchall()} if _any(connection) else set()
    corrected = [column for column in table(name).columns if column.name in judged and column.name != "id"]
    if not judged:
        return name
    kept = f"t.id NOT IN ({_REJECTED})"
    if not corrected:
        return f"(SELECT * FROM {name} t WHERE {kept})"
    values = ", ".join(
        f'CASE WHEN k."{c.name}?" THEN {_read(c.name, c.type)} ELSE t."{c.name}" END AS "{c.name}"' for c in corrected
    )
    wide = ", ".join(
        f"bool_or(field = '{c.name}') AS \"{c.name}?\", any_value(value) FILTER (field = '{c.name}') AS \"{c.name}\""
        for c in corrected
    )
    return (
        f"(SELECT t.* REPLACE ({values}) FROM {name} t LEFT JOIN (SELECT subject, {wide} FROM ({_LAST}) "
        f"WHERE judgement = 'corrected' GROUP BY subject) k ON k.subject = t.id WHERE {kept})"
    )


def _any(connection: DuckDBPyConnection) -> bool:
    return bool(connection.execute("SELECT 1 FROM verdicts LIMIT 1").fetchall())


def _read(name: str, type: str) -> str:
    """A corrected value, which is JSON, as the column's own type."""
    if type == "VARCHAR":
        return f"json_extract_string(k.\"{name}\", '$')"
    return f'TRY_CAST(k."{name}" AS {type})'


def present_parties(connection: DuckDBPyConnection) -> str:
    """The parties whose side of the event nobody corrected; corrected sides are only in the event's own row."""
    if not _any(connection):
        return "parties"
    side = f"SELECT subject FROM ({_LAST}) WHERE judgement = 'corrected' AND field = "
    return (
        f"(SELECT * FROM parties WHERE NOT (role = 'actor' AND event IN ({side}'actors')) "
        f"AND NOT (role = 'recipient' AND event IN ({side}'recipients')))"
    )
