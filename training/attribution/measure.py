"""How good attributions are beside the gold's: content and source right, and how far their confidence can be taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportedly.report import Spans
from training.attribution.examples import Article, Gold

__all__ = ["calibration", "outermost", "truth_of"]

SAME = 0.5  # a content is found when intersection over union is at least this


def outermost(found: Sequence[Gold]) -> list[Gold]:
    """Those whose cue stands in no other's content: the gold has no others."""
    return [
        a for a in found
        if not any(s.contains(a.cue[0]) for other in found if other is not a for s in other.content)
    ]  # fmt: skip


def truth_of(article: Article, found: Sequence[Gold]) -> list[float]:
    """For each attribution the share of annotators with whom it agrees in content and source."""
    return list(np.mean([_agreeing(gold, found) for gold in article.annotations], axis=0))


def _agreeing(gold: Sequence[Gold], found: Sequence[Gold]) -> list[float]:
    likeness = [(_shared(a.content, g.content), i, j) for i, a in enumerate(found) for j, g in enumerate(gold)]
    agreed, used_i, used_j = [0.0] * len(found), set[int](), set[int]()
    for same, i, j in sorted(likeness, reverse=True):
        if same >= SAME and i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            ours, theirs = found[i].source, gold[j].source
            agree = any(a.overlaps(b) for a in ours for b in theirs) if ours and theirs else not ours and not theirs
            agreed[i] = float(agree)
    return agreed


def _shared(one: Spans, other: Spans) -> float:
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return both / max(1, sum(s.end - s.start for s in (*one, *other)) - both)


def calibration(sure: Sequence[float], true: Sequence[float], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    p, y = np.array(sure), np.array(true)
    where = np.minimum((p * bins).astype(int), bins - 1)
    parts = [np.flatnonzero(where == b) for b in range(bins)]
    return float(sum(abs(p[part].mean() - y[part].mean()) * len(part) for part in parts if len(part)) / len(p))
