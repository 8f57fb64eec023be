"""What a table of the casebook is: its name, its layer, its columns with their types and meaning.

A table is declared once, in `reportedly.casebook.schema`; the database, Parquet files, the JSON Schema and the docs all
follow from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Column", "Layer", "Table", "always", "column", "ddl", "json_schema", "markdown"]

Layer = Literal["evidence", "derived"]
"""Evidence is what was read and what people judged: rows are only ever added. Derived tables can be made again."""

_JSON: dict[str, dict[str, Any]] = {
    "VARCHAR": {"type": "string"},
    "BOOLEAN": {"type": "boolean"},
    "INTEGER": {"type": "integer"},
    "BIGINT": {"type": "integer"},
    "UBIGINT": {"type": "integer", "minimum": 0},
    "DOUBLE": {"type": "number"},
    "FLOAT": {"type": "number"},
    "DATE": {"type": "string", "format": "date"},
    "TIMESTAMP": {"type": "string", "format": "date-time"},
    "JSON": {},
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: DuckDB's name for its type, what it means, and whether it may be unknown."""

    name: str
    type: str
    meaning: str
    optional: bool = True


def column(name: str, type: str, meaning: str) -> Column:
    """A column that may be unknown."""
    return Column(name, type, meaning)


def always(name: str, type: str, meaning: str) -> Column:
    """A column that is never unknown."""
    return Column(name, type, meaning, optional=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what a row is, and its columns. `key` names the columns that no two rows share, `lookups` those by which
    rows are looked up besides."""

    name: str
    layer: Layer
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    lookups: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def types(self) -> dict[str, str]:
        """Column name to DuckDB type: what `read_json` is told."""
        return {column.name: column.type for column in self.columns}


def ddl(table: Table) -> str:
    """The statements that make the table, and what finds its rows, where they are not there."""
    columns = [f'"{c.name}" {c.type}{"" if c.optional else " NOT NULL"}' for c in table.columns]
    if table.key:
        columns.append("PRIMARY KEY (" + ", ".join(f'"{name}"' for name in table.key) + ")")
    return (
        f'CREATE TABLE IF NOT EXISTS "{table.name}" (\n  '
        + ",\n  ".join(columns)
        + "\n)"
        + "".join(
            f';\nCREATE INDEX IF NOT EXISTS "{table.name}_{name}" ON "{table.name}" ("{name}")'
            for name in table.lookups
        )
    )


def json_schema(table: Table) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one row."""
    return {
        "type": "object",
        "title": table.name,
        "description": table.meaning,
        "properties": {c.name: {**_json_type(c), "description": c.meaning} for c in table.columns},
        "required": [c.name for c in table.columns],
        "additionalProperties": False,
    }


def _json_type(column: Column) -> dict[str, Any]:
    kind = _type(column.type)
    if not column.optional or not kind:
        return kind
    return {"anyOf": [kind, {"type": "null"}]}


def _type(name: str) -> dict[str, Any]:
    if name.endswith("]"):
        return {"type": "array", "items": _type(name[: name.rindex("[")])}
    return dict(_JSON[name])


def markdown(tables: tuple[Table, ...]) -> str:
    """The tables as a page of documentation."""
    parts: list[str] = []
    for table in tables:
        parts += [f"### `{table.name}` ({table.layer})", "", table.meaning, ""]
        parts += ["| column | type | meaning |", "|---|---|---|", *map(_line, table.columns), ""]
    return "\n".join(parts)


def _line(column: Column) -> str:
    return f"| `{column.name}` | {column.type}{'' if column.optional else ', never null'} | {column.meaning} |"
