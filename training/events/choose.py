"""Chooses the judge's thresholds on examples that were left out, and shows what it does with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from reportedly.codebook.examples import NONE
from reportedly.linking.encoder import Matrix
from training.events.examples import Case

__all__ = ["Choice", "choose", "show"]

_LOST = 0.0015  # of the right events so many may be rejected
_DOUBTED = 0.03  # … or doubted
_AGREES = 0.5
_STEPS = np.arange(0.5, 1.0, 0.01)


class Choice(NamedTuple):
    """The thresholds, and by voice what it does to an event's confidence."""

    agrees: float
    doubts: float
    rejects: float
    factors: dict[str, float]


def choose(cases: Sequence[Case], names: Sequence[str], shares: Matrix) -> Choice:
    """The lowest thresholds at which no more right events than allowed are rejected and doubted.

    A factor is the share of right events among those of a voice, over the share among all. Examples on which frames
    were written have few wrong events, so that factors are nearer to 1 than on reports unseen.
    """
    none = shares[:, names.index(NONE)]
    right = np.array([case.right for case in cases])
    coded = np.array([bool(case.coded) for case in cases])
    rejects, doubts = (
        float(next(t for t in _STEPS if np.mean(none[right] >= t) <= share)) for share in (_LOST, _DOUBTED)
    )
    own = np.array(
        [row[names.index(case.coded)] if case.coded else 0.0 for case, row in zip(cases, shares, strict=True)]
    )
    doubted = coded & (none >= doubts)
    agreed = coded & ~doubted & (own >= _AGREES)
    factors = {
        voice: round(float(right[of].mean() / right[coded].mean()), 3)
        for voice, of in (("agrees", agreed), ("doubts", doubted))
    }
    return Choice(_AGREES, round(doubts, 2), round(rejects, 2), factors)


def show(cases: Sequence[Case], names: Sequence[str], shares: Matrix, choice: Choice) -> str:
    """What the judge does with examples left out: with events right and wrong, and with words that tell no event."""
    none = shares[:, names.index(NONE)]
    best = [names[int(i)] for i in shares.argmax(axis=1)]
    groups = {
        "events that are right": [i for i, case in enumerate(cases) if case.right],
        "events that are not": [i for i, case in enumerate(cases) if case.coded and not case.right],
        "words without event": [i for i, case in enumerate(cases) if not case.coded and case.type == NONE],
    }
    named = np.mean([name == case.type for name, case in zip(best, cases, strict=True)])
    lines = [f"cases {len(cases)}, likeliest name right {named:.3f}"]
    for name, members in groups.items():
        at = none[members]
        rejected, doubted = int((at >= choice.rejects).sum()), int((at >= choice.doubts).sum())
        lines.append(f"{name:22} {len(members):5}   rejected {rejected:4}   doubted {doubted - rejected:4}")
    missed = sum(not case.coded and case.type != NONE for case in cases)
    for least in (0.5, 0.6, 0.7, 0.8):
        sure = [i for i, name in enumerate(best) if name != NONE and shares[i].max() >= least]
        new = [i for i in sure if not cases[i].coded]
        good = sum(best[i] == cases[i].type for i in new)
        lines.append(f"proposing from {least}: {len(new)} proposed, {good} of them right, of {missed} missed")
        other = [i for i in sure if cases[i].coded not in {"", best[i]}]
        good = sum(best[i] == cases[i].type and not cases[i].right for i in other)
        lines.append(f"correcting from {least}: {len(other)} corrected, {good} for the better")
    lines.append(str(choice))
    return "\n".join(lines)
