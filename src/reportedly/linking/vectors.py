"""The events' words in context, encoded, beside their facts in the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportedly.linking.facts import Encoder, EventFacts, with_vectors
from reportedly.linking.ids import batches

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["default_encoder", "encoded"]

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


def encoded(
    connection: DuckDBPyConnection, events: Sequence[EventFacts], encode: Encoder | None
) -> dict[str, EventFacts]:
    """These events with their vectors, by id: those that had none yet are encoded, and the store keeps the vectors.

    Most events meet nothing they could be: encoding, the dear part of linking, waits until a pair asks for it.
    """
    lacking = [] if encode is None else [one for one in events if one.vector is None]
    found: dict[str, EventFacts] = {}
    for some in batches(lacking, _AT_ONCE):
        assert encode is not None
        now = with_vectors(some, encode)
        vectors = [{"event": one.id, "vector": one.vector.tolist()} for one in now if one.vector is not None]
        connection.execute(_PUT, [json.dumps(vectors)])
        found |= {one.id: one for one in now}
    return found
