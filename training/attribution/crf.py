"""A conditional random field over the labels of a window: how likely the whole of a labelling is.

Steps that the decoder never takes have no part in it, so that no likelihood is spent on them: within a word what has
begun goes on, and at a paragraph's first piece nothing does.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from reportedly.tagger.decode import LABELS, NEVER, barred
from training.attribution.examples import OUT

__all__ = ["cost"]

_BARRED = torch.from_numpy(barred())  # next, inside, first × labels × labels
_SAME = torch.where(torch.eye(len(LABELS)) > 0, 0.0, NEVER)


def cost(scores: Tensor, gold: Tensor, follows: Tensor, moves: Tensor) -> Tensor:
    """Negative log likelihoods, summed over a batch: scores (batch × length × labels), gold and follows (batch ×
    length), moves ((labels + 1) × labels).

    All steps are done at once, two by two, as products of matrices in logarithms.
    """
    steps = _steps(moves)[follows]  # batch × length × before × now
    real = follows != OUT
    pieces = torch.where(real[..., None], scores, 0.0)
    steps = steps + pieces[:, :, None, :]
    before = functional.pad(gold, (1, 0))[:, :-1]
    told = steps.flatten(2).gather(2, (before * len(LABELS) + gold)[..., None]).squeeze(2)
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            last = _SAME.expand(steps.shape[0], 1, -1, -1)
            steps = torch.cat([steps, last], dim=1)
        left, right = steps[:, 0::2, :, :, None], steps[:, 1::2, None, :, :]
        steps = torch.logsumexp(left + right, dim=3)
    every = torch.logsumexp(steps[:, 0, 0], dim=1)  # the first piece is first of a paragraph: what is before is all one
    return (every - torch.where(real, told, 0.0).sum(1)).sum()


def _steps(moves: Tensor) -> Tensor:
    free = torch.stack([moves[:-1], torch.zeros_like(moves[:-1]), moves[-1].expand(len(LABELS), -1)])
    return torch.cat([free + _BARRED, _SAME[None]])
