"""`reportedly schema`: the contracts, of a record and of a casebook's tables."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

__all__ = ["schema"]


class Contract(StrEnum):
    """What the schema is of."""

    RECORD = "record"
    CASEBOOK = "casebook"


class Format(StrEnum):
    """How the schema is written."""

    JSON = "json"
    MARKDOWN = "markdown"
    SQL = "sql"


def schema(
    of: Annotated[
        Contract, typer.Argument(help="The record of one report, or the tables of a casebook.")
    ] = Contract.RECORD,
    format: Annotated[
        Format, typer.Option(help="JSON Schema; of a casebook also a page of documentation, or its SQL.")
    ] = Format.JSON,
) -> None:
    """Print the JSON Schema of the record, or of a casebook's tables."""
    from reportedly.casebook.columns import ddl, json_schema, markdown
    from reportedly.casebook.schema import TABLES
    from reportedly.schema import DIALECT
    from reportedly.schema import schema as record_schema

    if of is Contract.RECORD:
        if format is not Format.JSON:
            raise typer.BadParameter("the record is described in JSON Schema only")
        typer.echo(json.dumps(record_schema(), indent=2, ensure_ascii=False))
    elif format is Format.JSON:
        tables = {table.name: json_schema(table) for table in TABLES}
        typer.echo(json.dumps({"$schema": DIALECT, "$defs": tables}, indent=2, ensure_ascii=False))
    elif format is Format.MARKDOWN:
        typer.echo(markdown(TABLES))
    else:
        typer.echo(";\n\n".join(ddl(table) for table in TABLES) + ";")
