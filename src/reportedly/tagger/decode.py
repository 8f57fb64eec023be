"""From the network's numbers to spans: the best sequence of labels in which every span is whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportedly.tagger.windows import Piece

__all__ = ["LABELS", "NEVER", "ROLES", "Numbers", "Run", "barred", "label", "likelihoods"]

Numbers = NDArray[np.float32]

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{edge}-{role}" for role in ROLES for edge in "BI"))
"""The labels in the order of the network's outputs: outside, begin and inside of each role."""

NEVER = -1e4
"""Log odds of a step that no labelling takes."""


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces `start` to `end` under one role."""

    role: str
    start: int
    end: int


def barred() -> Numbers:
    """0, or NEVER where no span can go on so, for each step from one label (rows) to the next (columns).

    First from word to word, then within a word, where what has begun goes on and nothing begins, then from whatever
    comes before to the first piece of a paragraph.
    """
    inner = np.array([name[0] == "I" for name in LABELS])
    role = np.array([name[2:] for name in LABELS])
    word = inner[None, :] & (role[:, None] != role[None, :])
    within = word | np.array([name[0] == "B" for name in LABELS]) | ((role[:, None] != "") & (role[None, :] == ""))
    first = np.broadcast_to(inner, word.shape)
    return np.where([word, within, first], NEVER, 0).astype(np.float32)


_BARRED = barred()


def label(scores: Numbers, found: Sequence[Piece], starts: Sequence[int], moves: Numbers) -> list[Run]:
    """The spans of a text in order, from the scores of its pieces (pieces × labels); none crosses a paragraph's end.

    `moves` (labels + 1 × labels) is what a step from one label to the next speaks for or against, between words; its
    last row, what beginning a paragraph so does.
    """
    if not len(found):
        return []
    best = _viterbi(scores, np.array([piece.inside for piece in found]), [*starts, len(found)], moves)
    edges = {*starts}
    runs: list[Run] = []
    start: int | None = None
    for place, now in enumerate([*best.tolist(), 0]):
        if start is not None and (LABELS[now][0] != "I" or place in edges):
            runs.append(Run(LABELS[best[start]][2:], start, place))
            start = None
        if LABELS[now][0] == "B":
            start = place
    return runs


def likelihoods(scores: Numbers) -> Numbers:
    """The probability that each piece is under each role (pieces × roles)."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    return np.asarray(shares[:, 1:].reshape(len(scores), len(ROLES), 2).sum(axis=2), np.float32)


def _viterbi(scores: Numbers, inside: NDArray[np.bool_], edges: Sequence[int], moves: Numbers) -> NDArray[np.int64]:
    """The likeliest labels; all paragraphs go side by side, longest first, so that those that go on are the first."""
    begins = np.array(edges[:-1])
    lengths = np.diff(edges)
    order = np.argsort(-lengths, kind="stable")
    begins, lengths = begins[order][lengths[order] > 0], lengths[order][lengths[order] > 0]
    total = scores[begins] + moves[-1] + _BARRED[2, 0]
    steps = np.stack([moves[:-1] + _BARRED[0], _BARRED[1]])
    back = np.zeros(scores.shape, np.int8)
    last = np.zeros(len(begins), np.int64)
    going = len(begins)
    for place in range(1, int(lengths[0]) + 1):
        still = int(np.searchsorted(-lengths, -place))  # those longer than `place`
        last[still:going] = total[still:going].argmax(axis=1)
        going = still
        if not going:
            break
        here = begins[:going] + place
        ways = total[:going, :, None] + steps[inside[here].astype(np.int64)]
        back[here] = ways.argmax(axis=1)
        total = ways.max(axis=1) + scores[here]
    best = np.zeros(len(scores), np.int64)
    now = last
    for place in range(int(lengths[0]) - 1, -1, -1):
        going = int(np.searchsorted(-lengths, -place))
        here = begins[:going] + place
        best[here] = now[:going]
        now[:going] = back[here, now[:going]]
    return best
