"""Fits the weights of the learned voice on sentences set aside, and shows what comes of them there.

Neither frames nor network have seen these sentences. A telling counts as right where an event of its type comes out of
it in the end that the sentence expects, by the same comparison as that of the codebook's examples.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.codebook import Example
from reportedly.codebook.examples import PUBLISHED, Outcome, compare
from reportedly.coding.events.names import Names
from reportedly.coding.events.stage import events
from reportedly.coding.events.telling import Telling, tellings
from reportedly.coding.events.weighing import EVIDENCE, evidence
from reportedly.parsing import DEFAULT_PARSER, load_parser
from reportedly.pipeline import coder, stages
from reportedly.reading import Reading
from reportedly.report import Report

__all__ = ["START", "heard", "outcomes", "show", "weigh"]

Weights = Mapping[str, Sequence[float]]

START: Weights = {
    name: [sign * 9.0, *(0.0 for _ in facts[1:])] for (name, facts), sign in zip(EVIDENCE.items(), (1, -1), strict=True)
}
"""Weights with which all that frames code stands, and nothing is proposed."""

_EVERY = {**START, "voice": START["frame"]}
_PENALTY = 0.1
_WRITTEN = 0.3
_FOLDS = 5


Pair = tuple[Example, Reading]


def heard(examples: Sequence[Example]) -> Iterator[Pair]:
    """Each example, read up to its events, the voice heard."""
    before = stages()[: [stage.__name__ for stage in stages()].index("events")]
    for example, doc in zip(examples, load_parser().pipe(e.text for e in examples), strict=True):
        reading = Reading(report=Report(example.text, published=PUBLISHED), coder=coder(DEFAULT_PARSER), doc=doc)
        for stage in before:
            reading = stage(reading)
        yield example, reading


def outcomes(pairs: Iterable[Pair], weights: Weights) -> list[tuple[Reading, Outcome]]:
    """What comes of the examples with these weights of the voice."""
    found = []
    for example, reading in pairs:
        assert reading.voice is not None
        coded = events(replace(reading, voice=replace(reading.voice, weights=weights)))
        found.append((coded, compare(coded, example)))
    return found


def weigh(examples: Sequence[Example]) -> tuple[Weights, str]:
    """The weights, fitted on all examples, and figures of weights fitted on other examples than those they weigh."""
    pairs = list(heard(examples))
    frames = [item for pair in pairs for item in _told(pair, START) if not item.proposed]
    room = {**_EVERY, "frame": _logistic(frames)}  # what frames code is in the way of proposals, or no longer
    items = [*frames, *(item for pair in pairs for item in _told(pair, room) if item.proposed)]
    crossed: list[tuple[Reading, Outcome]] = []
    for fold in range(_FOLDS):
        inside = [pair for pair in pairs if _fold(pair[0]) == fold]
        crossed += outcomes(inside, _fitted([item for item in items if item.fold != fold]))
    lines = [f"frames alone: {show(outcomes(pairs, START))}", f"with the voice: {show(crossed)}"]
    news = [pair for pair in crossed if pair[1].example.type == "NEWS"]
    if news:
        lines.append(f"… sentences of news: {show(news)}")
    return _fitted(items), "\n".join(lines)


def show(found: Sequence[tuple[Reading, Outcome]]) -> str:
    """The figures of what came of some examples."""
    matches = [match for _, outcome in found for match in outcome.matches]
    surplus = sum(len(outcome.surplus) for _, outcome in found)
    empty = [outcome for _, outcome in found if not outcome.example.events]
    told = sum(match.event is not None for match in matches)
    entirely = sum(m.event is not None and not {"status", "actor", "recipient"} & m.misfits.keys() for m in matches)
    return (
        f"type {told / len(matches):.3f}, entirely {entirely / len(matches):.3f} of {len(matches)}, "
        f"precise {told / (told + surplus):.3f}, "
        f"empty {sum(not o.surplus for o in empty) / len(empty):.3f} of {len(empty)}"
    )


def _fitted(items: Sequence[_Told]) -> Weights:
    return {name: _logistic([item for item in items if item.proposed == (name == "voice")]) for name in START}


class _Told(NamedTuple):
    """A telling: whether the voice proposed it, the evidence, whether it is expected, how much it counts, its fold."""

    proposed: bool
    evidence: list[float]
    right: bool
    counts: float
    fold: int


def _told(pair: Pair, weights: Weights) -> Iterator[_Told]:
    """The tellings of an example. Sentences as they come in news count for more than those written for a type."""
    example, reading = pair
    assert reading.voice is not None
    names, voice = Names(reading.parse, reading), replace(reading.voice, weights=weights)
    for telling in tellings(reading.parse, names, voice)[0]:
        counts = 1.0 if example.type == "NEWS" else _WRITTEN
        yield _Told(
            telling.site.proposed, evidence(telling, names, voice), _expected(example, telling), counts, _fold(example)
        )


def _expected(example: Example, telling: Telling) -> bool:
    def stands(words: str) -> bool:
        start = example.text.find(words)
        return any(start <= t.idx < start + len(words) for t in telling.site.tokens)

    return any(telling.type in want.type and any(map(stands, want.trigger or ())) for want in example.events)


def _logistic(items: Sequence[_Told]) -> list[float]:
    """Weights of the greatest likelihood, but for a small penalty on all save the first, by Newton's steps."""
    data = np.array([item.evidence for item in items])
    right = np.array([item.right for item in items], np.float64)
    counts = np.array([item.counts for item in items])
    weights = np.zeros(data.shape[1])
    penalty = np.full(data.shape[1], _PENALTY)
    penalty[0] = 1e-6
    for _ in range(30):
        share: NDArray[np.float64] = 1 / (1 + np.exp(-data @ weights))
        slope = data.T @ (counts * (right - share)) - penalty * weights
        bend = data.T @ (data * (counts * share * (1 - share))[:, None]) + np.diag(penalty)
        weights = weights + np.linalg.solve(bend, slope)
    return [round(float(w), 3) for w in weights]


def _fold(example: Example) -> int:
    return zlib.crc32(example.text.encode()) % _FOLDS
