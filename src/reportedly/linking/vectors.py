"""The events' words in context, encoded, beside their facts in the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from reportedly.linking.facts import EventFacts, from_plain
from reportedly.linking.ids import batches, with_ids
from reportedly.report import Span

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Encode", "default_encoder", "fill_vectors"]

Encode = Callable[[Sequence[str], Sequence[Sequence[Span]]], Any]
"""`reportedly.linking.encoder.encode_spans`, or another that gives the same."""

_AT_ONCE = 1_000  # events encoded together
_LEAD = 200  # characters of a headline that are read before a sentence


def default_encoder() -> Encode | None:
    """The encoder that comes with the package; None where its model is not there, and linking goes on without."""
    from reportedly.linking import encoder

    return encoder.encode_spans if encoder.available() else None


def fill_vectors(connection: DuckDBPyConnection, reports: Iterable[str], encode: Encode | None) -> None:
    """Encode the events of these reports that have no vector yet."""
    if encode is None:
        return
    with_ids(connection, "asked", reports)
    events = connection.execute(
        "SELECT f.event FROM facts f JOIN asked a ON a.id = f.report WHERE f.vector IS NULL ORDER BY f.event"
    ).fetchall()
    for some in batches((event for (event,) in events), _AT_ONCE):
        with_ids(connection, "asked", some)
        rows = connection.execute(
            "SELECT f.event, f.facts, r.title, r.text FROM facts f JOIN asked a ON a.id = f.event "
            "JOIN reports r ON r.id = f.report ORDER BY f.event"
        ).fetchall()
        contexts = [_context(from_plain(json.loads(plain)), title, text) for _, plain, title, text in rows]
        found = encode([words for words, _ in contexts], [[span] for _, span in contexts]).spans
        vectors = [{"event": row[0], "vector": matrix[0].tolist()} for row, matrix in zip(rows, found, strict=True)]
        connection.execute(
            "UPDATE facts SET vector = v.vector FROM (SELECT unnest(from_json(?::JSON, "
            '\'[{"event": "VARCHAR", "vector": ["FLOAT"]}]\'), recursive := true)) v WHERE facts.event = v.event',
            [json.dumps(vectors)],
        )


def _context(one: EventFacts, title: str | None, text: str) -> tuple[str, Span]:
    """The sentence after its report's headline (else its first line), and where the trigger stands in that."""
    lead = (title or text.lstrip().partition("\n")[0]).strip()[:_LEAD]
    before = "" if not lead or one.sentence.startswith(lead) or lead.startswith(one.sentence) else f"{lead}\n"
    return before + one.sentence, Span(len(before) + one.at[0], len(before) + one.at[1])
