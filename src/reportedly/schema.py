"""The JSON Schema of the record, generated from the types of `reportedly.record`."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, TypeAdapter

from reportedly import __version__
from reportedly.tables import Record

__all__ = ["DIALECT", "schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The JSON Schema dialect of all our schemas."""


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12) of what `reportedly code FILE --format json` prints for one report."""
    # pydantic takes a configuration for a list of records, and hands it down to the tables.
    adapter = TypeAdapter(list[Record], config=ConfigDict(extra="forbid", use_attribute_docstrings=True))
    listed = adapter.json_schema(mode="serialization")
    return {
        "$schema": DIALECT,
        "$id": f"urn:reportedly:record:{__version__}",
        "title": "Record",
        "$ref": listed["items"]["$ref"],
        "$defs": listed["$defs"],
    }
