"""From the network's numbers to spans: the best sequence of labels in which every span is whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reportedly.tagger.windows import Piece

__all__ = ["LABELS", "ROLES", "Numbers", "Run", "label", "likelihoods"]

Numbers = NDArray[np.float32]

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{edge}-{role}" for role in ROLES for edge in "BI"))
"""The labels in the order of the network's outputs: outside, begin and inside of each role."""

_NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces `start` to `end` under one role."""

    role: str
    start: int
    end: int


def _moves() -> Numbers:
    """What a step from one label to the next costs: nothing, or too much where no span can go on so."""
    costs = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for now, label in enumerate(LABELS):
        if label[0] == "I":
            for before, other in enumerate(LABELS):
                if other[2:] != label[2:]:
                    costs[before, now] = _NEVER
    return costs


_MOVES = _moves()
_BEGINS = np.array([name[0] == "B" for name in LABELS])


def _moves_inside() -> Numbers:
    """The same within a word: what has begun goes on, and nothing begins."""
    costs = _MOVES.copy()
    costs[:, _BEGINS] = _NEVER
    costs[1:, 0] = _NEVER
    return costs


_MOVES_INSIDE = _moves_inside()


def label(scores: Numbers, found: Sequence[Piece], starts: Sequence[int]) -> list[Run]:
    """The spans of a text in order, from the scores of its pieces (pieces × labels); none crosses a paragraph's end."""
    edges = [*starts, len(found)]
    runs: list[Run] = []
    for start, end in pairwise(edges):
        if start < end:
            best = _viterbi(scores[start:end], [piece.inside for piece in found[start:end]])
            runs += _runs(best, start)
    return runs


def likelihoods(scores: Numbers) -> Numbers:
    """The probability that each piece is under each role (pieces × roles)."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = powers / powers.sum(axis=1, keepdims=True)
    return np.asarray(shares[:, 1:].reshape(len(scores), len(ROLES), 2).sum(axis=2), np.float32)


def _viterbi(scores: Numbers, inside: Sequence[bool]) -> list[int]:
    total = scores[0].copy()
    total[[name[0] == "I" for name in LABELS]] = _NEVER
    back = np.zeros(scores.shape, np.int8)
    for place in range(1, len(scores)):
        ways = total[:, None] + (_MOVES_INSIDE if inside[place] else _MOVES)
        back[place] = ways.argmax(axis=0)
        total = ways.max(axis=0) + scores[place]
    best = [int(total.argmax())]
    for place in range(len(scores) - 1, 0, -1):
        best.append(int(back[place, best[-1]]))
    return best[::-1]


def _runs(best: Sequence[int], offset: int) -> Iterator[Run]:
    start: int | None = None
    for place in range(len(best) + 1):
        ends = place == len(best) or LABELS[best[place]][0] != "I"
        if start is not None and ends:
            yield Run(LABELS[best[start]][2:], offset + start, offset + place)
            start = None
        if place < len(best) and LABELS[best[place]][0] == "B":
            start = place
