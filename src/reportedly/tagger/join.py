"""Which source and which contents belong to which cue.

The network says of each pair how well its vectors go together; a logistic function weighs that with where they stand:
which comes first, how far apart, and what lies between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reportedly.tagger.decode import Numbers, Run
from reportedly.tagger.windows import Piece, Window

__all__ = ["PAIR", "TRAITS", "Ground", "Told", "Weights", "ground", "join", "traits"]

PAIR = 96
"""Length of each of a piece's four pairing vectors: cue to source, cue to content, source, content."""

TRAITS = (
    "one", "network", "after", "gap after", "gap before", "cues between", "likes between", "paragraphs", "stops",
    "quoted elsewhere", "cues between, after", "likes between, after", "quoted",
)  # fmt: skip
"""What is weighed of a pair, in the order of the weights."""

Role = Literal["source", "content"]
Weights = dict[Role, Sequence[float]]

_SOURCE = 0.3  # a cue has no source where none is likelier than this
_CONTENT = 0.3  # nor a content
_SHARED = 0.7  # a content is another cue's too from this probability on


@dataclass(frozen=True, slots=True)
class Ground:
    """Of each piece: its paragraph's number, how many sentences ended up to it, and whether it is quoted."""

    paragraph: NDArray[np.int64]
    stops: NDArray[np.int64]
    quoted: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Told:
    """A cue with its source and contents, and the probabilities that each belongs to it."""

    cue: Run
    source: Run | None
    contents: tuple[Run, ...]
    source_linked: float
    content_linked: float


def ground(text: str, found: Sequence[Piece], starts: Sequence[int]) -> Ground:
    """What the pieces of a text stand on."""
    begins = np.zeros(len(found), np.int64)
    begins[[start for start in starts if start < len(found)]] = 1
    ends = np.array([text[p.span.start : p.span.end] in {".", "!", "?"} for p in found], np.int64)
    return Ground(begins.cumsum(), ends.cumsum(), np.array([piece.quoted for piece in found]))


def join(
    runs: Sequence[Run], vectors: Numbers, place: Ground, windows: Sequence[Window], weights: Weights
) -> list[Told]:
    """An attribution for each cue that has a content, in the order of the cues.

    Each content goes to the cue it most likely belongs to, and to others it surely belongs to as well; each cue takes
    its likeliest source.
    """
    told: list[Told] = []
    for window in windows:
        here = [run for run in runs if window.start <= run.start < window.end]
        cues, sources, contents = ([run for run in here if run.role == role] for role in ("cue", "source", "content"))
        if cues and contents:
            to_source = _linked(cues, sources, vectors, place, "source", weights)
            to_content = _linked(cues, contents, vectors, place, "content", weights)
            told += _paired(cues, sources, contents, to_source, to_content)
    return told


def _paired(
    cues: Sequence[Run], sources: Sequence[Run], contents: Sequence[Run], to_source: Numbers, to_content: Numbers
) -> list[Told]:
    best = to_content.argmax(axis=0)
    found = []
    for i, cue in enumerate(cues):
        likely = to_content[i]
        own = [j for j in range(len(contents)) if likely[j] >= (_CONTENT if best[j] == i else _SHARED)]
        if not own:
            continue
        j = int(to_source[i].argmax()) if sources else 0
        linked = float(to_source[i, j]) if sources else 0.0
        source = sources[j] if linked >= _SOURCE else None
        found.append(Told(cue, source, tuple(contents[j] for j in own), linked, float(max(likely[own]))))
    return found


def _linked(
    cues: Sequence[Run], others: Sequence[Run], vectors: Numbers, place: Ground, role: Role, weights: Weights
) -> Numbers:
    """The probability that each of `others` (columns) belongs to each cue (rows)."""
    if not others:
        return np.zeros((len(cues), 0), np.float32)
    score = traits(cues, others, vectors, place, role) @ np.asarray(weights[role], np.float32)
    return np.asarray(1 / (1 + np.exp(-score)), np.float32)


def traits(cues: Sequence[Run], others: Sequence[Run], vectors: Numbers, place: Ground, role: Role) -> Numbers:
    """What is weighed of each pair (cues × others × TRAITS)."""
    number = ("source", "content").index(role)
    asks = np.stack([vectors[c.start : c.end, number * PAIR : (number + 1) * PAIR].mean(axis=0) for c in cues])
    offers = np.stack(
        [vectors[o.start : o.end, (2 + number) * PAIR : (3 + number) * PAIR].mean(axis=0) for o in others]
    )
    cue, cue_end = (np.array([edge(c) for c in cues])[:, None] for edge in (_start, _end))
    other, other_end = (np.array([edge(o) for o in others])[None, :] for edge in (_start, _end))
    after = other > cue
    low = np.where(after, cue_end, other_end)
    high = np.maximum(np.where(after, other, cue), low)
    gap = np.log1p(high - low)
    between, likes = _between(cue.ravel(), low, high), _between(other.ravel(), low, high)
    stops = place.stops[np.maximum(high - 1, 0)] - place.stops[np.maximum(low - 1, 0)]
    apart = np.minimum(np.abs(place.paragraph[cue] - place.paragraph[other]), 2)
    quoted = np.broadcast_to(place.quoted[other], after.shape)
    columns = (
        np.ones(after.shape), asks @ offers.T / PAIR**0.5, after, gap * after, gap * ~after, between, likes, apart,
        np.minimum(stops, 3), (apart > 0) & quoted, between * after, likes * after, quoted,
    )  # fmt: skip
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=2)


def _start(run: Run) -> int:
    return run.start


def _end(run: Run) -> int:
    return run.end


def _between(starts: NDArray[np.int64], low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many of the runs that begin at `starts` begin between low and high; three are as good as more."""
    counts: NDArray[np.int64] = np.searchsorted(starts, high) - np.searchsorted(starts, low)
    return np.minimum(counts, 3)
