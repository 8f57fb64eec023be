"""The present state of the evidence: what people rejected left out, what they corrected in its place.

The tables themselves are never changed; see the table `verdicts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.casebook.columns import Column
from reportedly.casebook.schema import table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["CURRENT", "present", "present_parties", "present_quantities"]

CURRENT = "{report} NOT IN (SELECT replaces FROM versions)"
"""That no newer version of the report replaced it; `{report}` is the column that names the report."""

_LAST = "SELECT subject, field, judgement, value FROM verdicts WHERE other IS NULL QUALIFY row_number() OVER (\
PARTITION BY subject, field ORDER BY judged DESC, id DESC) = 1"

_TOLLS = ("deaths", "injured")

_REJECTED = f"SELECT subject FROM ({_LAST}) WHERE field IS NULL AND judgement = 'rejected'"


def present(connection: DuckDBPyConnection, name: str) -> str:
    """The table in its present state, as what may stand after FROM: the table itself where nobody judged anything.

    A corrected field has its corrected value; one that was rejected is unknown, where its column can be.
    """
    subjects = f"subject IN (SELECT id FROM {name})"
    last = f"SELECT DISTINCT field FROM ({_LAST}) WHERE {subjects} AND (judgement IN ('corrected', 'rejected'))"
    judged = {row[0] for row in connection.execute(last).fetchall()} if _any(connection) else set()
    changed = [column for column in table(name).columns if column.name in judged and column.name != "id"]
    if not judged:
        return name
    kept = f"t.id NOT IN ({_REJECTED})"
    if not changed:
        return f"(SELECT * FROM {name} t WHERE {kept})"
    values = ", ".join(f'CASE WHEN k."{c.name}?" THEN {_read(c)} ELSE t."{c.name}" END AS "{c.name}"' for c in changed)
    wide = ", ".join(
        f"bool_or(field = '{c.name}' AND {_heeded(c)}) AS \"{c.name}?\", "
        f"any_value(value) FILTER (field = '{c.name}' AND judgement = 'corrected') AS \"{c.name}\""
        for c in changed
    )
    return (
        f"(SELECT t.* REPLACE ({values}) FROM {name} t LEFT JOIN (SELECT subject, {wide} FROM ({_LAST}) "
        f"WHERE judgement IN ('corrected', 'rejected') GROUP BY subject) k ON k.subject = t.id WHERE {kept})"
    )


def _heeded(column: Column) -> str:
    """Which judgements change the column: what must have a value cannot be left open."""
    return "judgement = 'corrected'" if not column.optional and not column.type.endswith("]") else "true"


def _read(column: Column) -> str:
    """A corrected value, which is JSON, as the column's own type; unknown where there is none."""
    name = f'k."{column.name}"'
    if column.type == "VARCHAR":
        return f"json_extract_string({name}, '$')"
    cast = f"TRY_CAST({name} AS {column.type})"
    return f"coalesce({cast}, [])" if not column.optional and column.type.endswith("]") else cast


def _any(connection: DuckDBPyConnection) -> bool:
    return bool(connection.execute("SELECT 1 FROM verdicts LIMIT 1").fetchall())


def present_parties(connection: DuckDBPyConnection) -> str:
    """The parties whose side of the event nobody judged; sides put right are only in the event's own row."""
    if not _any(connection):
        return "parties"
    side = f"SELECT subject FROM ({_LAST}) WHERE judgement IN ('corrected', 'rejected') AND field = "
    return (
        f"(SELECT * FROM parties WHERE NOT (role = 'actor' AND event IN ({side}'actors')) "
        f"AND NOT (role = 'recipient' AND event IN ({side}'recipients')))"
    )


def present_quantities(connection: DuckDBPyConnection) -> str:
    """The numbers as they stand: of an event whose deaths or injured somebody put right, that one number."""
    if not _any(connection):
        return "quantities"
    events = present(connection, "events")
    judged = " OR ".join(
        f"(kind = '{kind}' AND event IN (SELECT subject FROM ({_LAST}) WHERE judgement IN ('corrected', 'rejected') "
        f"AND field IN ('{kind}_low', '{kind}_high')))"
        for kind in _TOLLS
    )
    put_right = " UNION ALL ".join(
        f"SELECT id || ':{kind}' AS id, report, id AS event, '{kind}' AS kind, "
        f"coalesce({kind}_low, {kind}_high) AS value, {kind}_low AS low, {kind}_high AS high, CASE WHEN {kind}_low IS "
        f"NULL THEN 'at_most' WHEN {kind}_high IS NULL THEN 'at_least' ELSE 'exact' END AS bound, "
        f"concat_ws(' ', nullif(replace(bound, '_', ' '), 'exact'), format('{{:,}}', value::BIGINT)) AS as_written, "
        f"claims, [] AS spans FROM {events} WHERE coalesce({kind}_low, {kind}_high) IS NOT NULL AND id IN (SELECT "
        f"subject FROM ({_LAST}) WHERE judgement = 'corrected' AND field IN ('{kind}_low', '{kind}_high'))"
        for kind in _TOLLS
    )
    return f"(SELECT * FROM quantities WHERE ({judged}) IS NOT TRUE UNION ALL BY NAME {put_right})"
