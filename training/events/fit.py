"""Fits the judge's head: a multinomial logistic regression with a quadratic penalty, by accelerated gradients."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportedly.linking.encoder import Matrix

__all__ = ["PENALTY", "SCALE", "fit"]

SCALE = 3.0  # vectors are of unit length: longer ones need smaller weights, so the penalty bites less
PENALTY = 3e-3  # of 0.001 and 0.003 the one whose probabilities were better on examples left out
_STEPS = 200  # the likelihood on examples left out no longer changes


def fit(features: Matrix, labels: NDArray[np.int64], classes: int) -> Matrix:
    """Weights for the plain features: a row for each and a last one for the bias, a column a class."""
    size = len(features)
    data = np.concatenate([features * SCALE, np.ones((size, 1), np.float32)], axis=1)
    wanted = np.eye(classes, dtype=np.float32)[labels]
    rate = 1 / (0.5 * _largest(data) / size + PENALTY)
    weights = ahead = np.zeros((data.shape[1], classes), np.float32)
    for step in range(_STEPS):
        scores = data @ ahead
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        slope = data.T @ (shares - wanted) / size
        slope[:-1] += PENALTY * ahead[:-1]
        after = ahead - rate * slope
        ahead = after + step / (step + 3) * (after - weights)
        weights = after
    weights[:-1] *= SCALE
    return weights.astype(np.float32)


def _largest(data: Matrix) -> float:
    """Somewhat more than the largest eigenvalue of the data's squares, by iteration."""
    vector = np.ones(data.shape[1], np.float32)
    value = 0.0
    for _ in range(20):
        vector = data.T @ (data @ vector)
        value = float(np.linalg.norm(vector))
        vector /= value
    return 1.1 * value
