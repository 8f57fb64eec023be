"""`reportedly schema`: the contract in JSON Schema."""

from __future__ import annotations

import json

import typer

__all__ = ["schema"]


def schema() -> None:
    """Print the JSON Schema of the record."""
    from reportedly.schema import schema as record_schema

    typer.echo(json.dumps(record_schema(), indent=2, ensure_ascii=False))
