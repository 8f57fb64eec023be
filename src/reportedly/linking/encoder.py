"""Texts, and pieces of texts in their context, as vectors: the nearer two vectors, the more alike what they say.

One pass through the network gives both. A text's vector is the mean over its tokens, a span's vector the mean over
the tokens under it, each brought to unit length, so that the dot product is the cosine. A text or span without any
token gets zeros: it is like nothing. A vector depends on its own text alone, to the bit, never on the texts beside it.

A cosine tells wording, not fact: "Rebels did not shell the town" is nearer to "Rebels shelled the town" than
"Insurgents fired shells at the town" is. It is one feature among others; the model's limits are in its CARD.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.models.load import Model, fingerprint, is_there, load
from reportedly.report import Span

__all__ = ["Matrix", "Vectors", "available", "encode", "encode_spans", "fingerprint"]

Matrix = NDArray[np.float32]

_AT_ONCE = 512  # texts held as tokens at a time
_BATCH = 16  # sequences of one length in a pass: more is no quicker and takes more memory
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Vectors(NamedTuple):
    """What one pass gave: a row for each text, and for each text a row for each of its spans."""

    texts: Matrix
    spans: tuple[Matrix, ...]


@dataclass(slots=True)
class _Window:
    """A run of a text's tokens that goes through the network: `spans` maps a span's number to its tokens' positions."""

    text: int
    start: int
    ids: list[int]
    spans: dict[int, list[int]] = field(default_factory=dict)


def available() -> bool:
    """Whether the model lies with the package; without it linking goes on, with a feature less."""
    return is_there()


def encode(texts: Sequence[str], *, threads: int = 1) -> Matrix:
    """A row of unit length for each text (n × 384), over its first 126 tokens, some 90 words.

    Raises ModelError, which says what to do, where the model is missing or of another build.
    """
    return encode_spans(texts, [()] * len(texts), threads=threads).texts


def encode_spans(texts: Sequence[str], spans: Sequence[Sequence[Span]], *, threads: int = 1) -> Vectors:
    """The texts' rows and the rows of spans in them, `spans[i]` being those of `texts[i]`.

    A span is read in its context, also where it lies beyond a text's first 126 tokens: then it is read in a window of
    as many around it. Raises ModelError as `encode` does.
    """
    model = load(threads=threads)
    whole = np.zeros((len(texts), model.width), np.float32)
    pieces = tuple(np.zeros((len(inside), model.width), np.float32) for inside in spans)
    for first in range(0, len(texts), _AT_ONCE):
        windows: list[_Window] = []
        for number in range(first, min(first + _AT_ONCE, len(texts))):
            windows += _windows(model, number, texts[number], spans[number])
        for batch in _batches(windows):
            for window, tokens in zip(batch, _run(model, batch), strict=True):
                if window.start == 0:
                    whole[window.text] = _mean(tokens)
                for span, positions in window.spans.items():
                    pieces[window.text][span] = _mean(tokens[positions])
    return Vectors(whole, pieces)


def _windows(model: Model, number: int, text: str, spans: Sequence[Span]) -> list[_Window]:
    """The first tokens of a text, and further windows for the spans that lie beyond."""
    encoding = model.tokenizer.encode(_LONE_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    ids = encoding.ids
    if not ids:
        return []
    size = model.longest - 2  # the marks of beginning and end
    found = {0: _Window(number, 0, _marked(model, ids[:size]))}
    offsets = encoding.offsets if spans else []
    for which, span in enumerate(spans):
        under = [place for place, (start, end) in enumerate(offsets) if start < span.end and span.start < end]
        if not under:
            continue
        start = 0 if under[-1] < size else _start_around(under, size)
        window = found.setdefault(start, _Window(number, start, _marked(model, ids[start : start + size])))
        window.spans[which] = [place - start + 1 for place in under if start <= place < start + size]
    return list(found.values())


def _start_around(under: Sequence[int], size: int) -> int:
    """The start, in steps of half a window, so that spans share some, of one that holds the middle of the tokens."""
    step = size // 2
    middle = (under[0] + under[-1]) // 2
    return max(0, (middle - step // 2) // step * step)


def _marked(model: Model, ids: list[int]) -> list[int]:
    begin, end = model.marks
    return [begin, *ids, end]


def _batches(windows: Sequence[_Window]) -> list[list[_Window]]:
    """Windows of one length together: nothing is padded, so no vector depends on what stands beside it."""
    by_length: dict[int, list[_Window]] = {}
    for window in windows:
        by_length.setdefault(len(window.ids), []).append(window)
    return [same[i : i + _BATCH] for same in by_length.values() for i in range(0, len(same), _BATCH)]


def _run(model: Model, batch: Sequence[_Window]) -> Matrix:
    tokens: Matrix = model.session.run(["tokens"], {"ids": np.array([window.ids for window in batch], np.int64)})[0]
    return tokens


def _mean(tokens: Matrix) -> Matrix:
    mean: Matrix = tokens.mean(axis=0)
    mean /= max(float(np.linalg.norm(mean)), 1e-12)
    return mean
