"""The events' words in context, encoded, beside their facts in the store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportedly.linking.facts import Encoder, from_plain, with_vectors
from reportedly.linking.ids import batches, with_ids

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["default_encoder", "fill_vectors"]

_AT_ONCE = 1_000  # events encoded together

_PUT = """
UPDATE facts SET vector = v.vector FROM (
  SELECT unnest(from_json(?::JSON, '[{"event": "VARCHAR", "vector": ["FLOAT"]}]'), recursive := true)
) v WHERE facts.event = v.event
"""


def default_encoder() -> Encoder | None:
    """The encoder that comes with the package; None where its model is not there, and linking goes on without."""
    from reportedly.linking import encoder

    return encoder.encode_spans if encoder.available() else None


def fill_vectors(connection: DuckDBPyConnection, reports: Iterable[str], encode: Encoder | None) -> None:
    """Encode the events of these reports that have no vector yet."""
    if encode is None:
        return
    with_ids(connection, "asked", reports)
    rows = connection.execute(
        "SELECT f.event, f.facts FROM facts f JOIN asked a ON a.id = f.report WHERE f.vector IS NULL ORDER BY f.event"
    ).fetchall()
    for some in batches(rows, _AT_ONCE):
        found = with_vectors([from_plain(json.loads(plain)) for _, plain in some], encode)
        vectors = [{"event": one.id, "vector": one.vector.tolist()} for one in found if one.vector is not None]
        connection.execute(_PUT, [json.dumps(vectors)])
