"""Runs the tagger over a report."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from reportedly import beside
from reportedly.models.load import Model, companion, fingerprint, is_there, load
from reportedly.report import Span
from reportedly.tagger.decode import LABELS, ROLES, Numbers, Run, label, likelihoods
from reportedly.tagger.join import PAIR, Told, Weights, ground, join
from reportedly.tagger.windows import Piece, Window, pack, pieces

__all__ = [
    "FOLDER", "Tagged", "Tagging", "Weighed", "available", "begin", "identity", "moves", "run", "tag", "tagging",
    "weights",
]  # fmt: skip

FOLDER = Path(__file__).parent.parent / "models" / "attribution"

Weighed = dict[str, Any]
"""What lies in weights.json: `join` by role and `confidence` by who found it, each a list of weights."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """An attribution as the tagger sees it; no `source` where none stands in the text.

    `source_linked` and `content_linked` are the probabilities that these belong to the cue; without a source, the first
    is that of the likeliest one.
    """

    cue: Span
    source: Span | None
    contents: tuple[Span, ...]
    source_linked: float
    content_linked: float


@dataclass(frozen=True, slots=True)
class Tagging:
    """What the tagger sees in a text: attributions in the order of their cues, and each word piece's probabilities."""

    attributions: tuple[Tagged, ...]
    starts: Sequence[int]  # where the pieces begin in the text
    likely: Numbers  # pieces × roles

    def under(self, role: str, spans: Iterable[Span]) -> float:
        """The mean probability that what stands in `spans` is under the role; 0 where nothing does."""
        rows = [self.likely[bisect_left(self.starts, s.start) : bisect_left(self.starts, s.end)] for s in spans]
        values = np.concatenate([row[:, ROLES.index(role)] for row in rows]) if rows else np.zeros(0)
        return float(values.mean()) if len(values) else 0.0


def available() -> bool:
    """Whether the model lies with the package."""
    return is_there(FOLDER)


def identity() -> str:
    """Eight hex digits that name the tagger: its network and its weights. Raises ModelError."""
    return fingerprint(FOLDER)[:8]


def weights() -> Weighed:
    """How pairs and attributions are weighed: fitted on development data, kept beside the model. Raises ModelError."""
    return _weights(FOLDER)


@lru_cache(maxsize=1)
def _weights(folder: Path) -> Weighed:
    return dict(json.loads(companion(folder, "weights.json")))


def tag(text: str, *, threads: int | None = None) -> Tagging:
    """The attributions that the tagger sees in a text.

    `threads` are those of one pass through the network: two, unless processes work side by side or there is but one
    core. What is seen does not depend on them. Raises ModelError, which says what to do, where the model is missing or
    of another build.
    """
    model = load(FOLDER, threads=threads or beside.free())
    found, starts = pieces(text, model.tokenizer)
    windows = pack(found, starts, model.longest)
    scores, vectors = run(model, found, windows)
    return tagging(text, found, starts, windows, scores, vectors, moves(model), weights()["join"])


def begin(text: str) -> Future[Tagging] | None:
    """Begin to tag beside whatever else is done with the text, as its parse; None where no core is free for it.

    The result raises what `tag` raises.
    """
    return beside.begin(partial(tag, text, threads=1))


def moves(model: Model) -> Numbers:
    """What each step from one label to the next speaks for or against, the last row for the first of a paragraph."""
    return np.array(json.loads(model.session.get_modelmeta().custom_metadata_map["moves"]), np.float32)


def tagging(
    text: str,
    found: Sequence[Piece],
    starts: Sequence[int],
    windows: Sequence[Window],
    scores: Numbers,
    vectors: Numbers,
    moves: Numbers,
    weights: Weights,
) -> Tagging:
    """What the network's numbers say; `weights` are those of joining."""
    told = join(label(scores, found, starts, moves), vectors, ground(text, found, starts), windows, weights)
    return Tagging(
        tuple(_tagged(one, found) for one in told), [piece.span.start for piece in found], likelihoods(scores)
    )


def run(model: Model, found: Sequence[Piece], windows: Sequence[Window]) -> tuple[Numbers, Numbers]:
    """The network's numbers for each piece. A window goes through alone: what is read in it depends on it alone."""
    scores = np.zeros((len(found), len(LABELS)), np.float32)
    vectors = np.zeros((len(found), 4 * PAIR), np.float32)
    begin, end = model.marks
    for window in windows:
        some = found[window.start : window.end]
        ids = np.array([[begin, *(piece.id for piece in some), end]], np.int64)
        kinds = np.array([[0, *(piece.kind for piece in some), 0]], np.int64)
        labels, pairs = model.session.run(["labels", "vectors"], {"ids": ids, "kinds": kinds})
        scores[window.start : window.end] = labels[0, 1:-1]
        vectors[window.start : window.end] = pairs[0, 1:-1]
    return scores, vectors


def _tagged(told: Told, found: Sequence[Piece]) -> Tagged:
    def span(run: Run) -> Span:
        return Span(found[run.start].span.start, found[run.end - 1].span.end)

    source = span(told.source) if told.source else None
    return Tagged(
        span(told.cue), source, tuple(sorted(map(span, told.contents))), told.source_linked, told.content_linked
    )
