"""The weights of `data/linking.yaml`: fitted, cross-validated, and measured.

    python -m benchmarks.linking.tune            figures with the weights in use
    python -m benchmarks.linking.tune --fit      … and weights fitted anew, to be put into the file by hand

Weights are those of a logistic regression on labelled pairs, held near `PRIOR` by a ridge: ECB+ has hardly any dates,
places and counts, so that what those weigh is set by reasoning, by the made-up week and by the hard pairs of
`pairs.yaml`, what wording weighs by ECB+. Cross-validation fits on all but an eighth of the ECB+ topics and links that
eighth; the week is also linked by weights fitted without it, and a third of the hard pairs is never fitted to.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from benchmarks.linking.corpus import Labelled, Mention, part_of, read_ecb, read_hard, read_week
from reportedly.linking.cluster import cluster
from reportedly.linking.features import FEATURES, compare
from reportedly.linking.judge import Edge, Judgement
from reportedly.linking.knowledge import knowledge
from reportedly.linking.score import cap, veto

NAMES = tuple(FEATURES)
RIDGE = 2.0
FIRM = 30.0  # the ridge of what parts: a place misread in ECB+ must not teach that places tell nothing
PARTING = ("actors", "day", "scene_day", "place", "setting", "persons", "counterparts", "contrast")
FOLDS = 8
HARD = 4.0  # what a hard pair is worth beside a pair of ECB+ or of the week, of which there are thousands
PRIOR = {
    "day": (2.0, 5.0), "scene_day": (1.3, 4.0), "report_day": (1.0, 2.0), "place": (2.5, 7.0), "setting": (2.0, 6.0),
    "country": (1.0, 3.0), "actors": (1.0, 3.0), "recipients": (1.3, 3.0), "persons": (2.0, 6.0),
    "counterparts": (0.0, 4.0),
    "swapped": (-5.0, 0.0), "type": (2.0, 4.0), "mode": (1.2, 2.0), "amounts": (0.9, 0.9), "trigger": (0.3, 0.0),
    "wording": (3.3, 0.0), "words": (2.5, 0.0), "contrast": (0.0, 2.0), "names": (0.8, 0.8), "status": (0.0, 1.5),
    "same_report": (0.0, 0.0),
    "one_sentence": (-2.5, 0.0), "summary": (0.5, 0.0), "copies": (3.0, 0.0),
    "capped": (0.0, 0.0),
}  # fmt: skip
"""What each feature's values above and below 0 are thought to weigh before any data is seen, in log-odds."""
BIAS = -6.5
_AGAINST = ("swapped", "one_sentence")  # never for
_FREE = ("same_report",)  # for or against

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Pairs of events: their features, whether they are the same (None where the gold is silent), and vetoes."""

    events: tuple[tuple[Labelled, Labelled], ...]
    values: Array
    capped: NDArray[np.bool_]
    same: tuple[bool | None, ...]
    vetoes: tuple[str | None, ...]


def pairs(events: Sequence[Labelled]) -> Pairs:
    """All pairs within a topic."""
    both = [(a, b) for a, b in combinations(events, 2) if a.topic == b.topic]
    found = [compare(a.facts, b.facts) for a, b in both]
    rows = [{f.name: f.value for f in features} for features in found]
    return Pairs(
        tuple(both),
        np.array([[side for name in NAMES for side in _sides(row.get(name, 0.0))] for row in rows]),
        np.array([cap(features) is not None for features in found]),
        tuple(bool(a.incidents & b.incidents) if a.incidents and b.incidents else None for a, b in both),
        tuple(veto(a.facts, b.facts) for a, b in both),
    )


def _sides(value: float) -> tuple[float, float]:
    return max(value, 0.0), min(value, 0.0)


def fit(parts: Iterable[tuple[Array, Array, float]]) -> tuple[Array, float]:
    """Weights and bias by Newton's method, each weight kept on its side of 0. Parts: values, labels, worth."""
    values, labels, worth = (np.concatenate(column) for column in zip(
        *((v, y, np.full(len(y), w)) for v, y, w in parts), strict=True))  # fmt: skip
    prior = np.array([weight for name in NAMES for weight in PRIOR[name]])
    names = [name for name in NAMES for _ in "+-"]
    ridge = np.array([FIRM if name in PARTING and side == "-" else RIDGE for name in NAMES for side in "+-"])
    low = np.array([-np.inf if name in (*_AGAINST, *_FREE) else 0.0 for name in names])
    high = np.array([0.0 if name in _AGAINST else np.inf for name in names])
    weights, bias = prior.copy(), BIAS
    for _ in range(100):
        chance = 1 / (1 + np.exp(-(values @ weights + bias)))
        slope, bend = worth * (chance - labels), worth * chance * (1 - chance)
        gradient = np.append(values.T @ slope + ridge * (weights - prior), slope.sum())
        padded = np.hstack([values, np.ones((len(values), 1))])
        hessian = (padded * bend[:, None]).T @ padded + np.diag([*ridge, 1e-6])
        held = ((weights <= low) & (gradient[:-1] > 0)) | ((weights >= high) & (gradient[:-1] < 0))
        moving = np.append(~held, True)
        step = np.zeros(len(prior) + 1)
        step[moving] = np.linalg.solve(hessian[np.ix_(moving, moving)], gradient[moving])
        new = np.clip(weights - 0.7 * step[:-1], low, high)
        bias -= 0.7 * step[-1]
        done = np.abs(new - weights).max() < 1e-4
        weights = new
        if done:
            break
    return weights, float(bias)


def training(corpus: Pairs, topics: Collection[str], worth: float = 1.0) -> tuple[Array, Array, float]:
    """The labelled pairs of some topics."""
    chosen = [i for i, same in enumerate(corpus.same) if same is not None and corpus.events[i][0].topic in topics]
    return corpus.values[chosen], np.array([float(bool(corpus.same[i])) for i in chosen]), worth


def link(corpus: Pairs, weights: Array, bias: float, topics: Collection[str] | None = None) -> dict[str, str]:
    """event -> cluster, by these weights and the thresholds in use."""
    scores = 1 / (1 + np.exp(-(corpus.values @ weights + bias)))
    known = knowledge()
    scores = np.where(corpus.capped, np.minimum(scores, known.capped), scores)
    edges = []
    for (a, b), score, why in zip(corpus.events, scores, corpus.vetoes, strict=True):
        if topics is None or a.topic in topics:
            judgement: Judgement = "same" if score >= known.same else "unsure" if score >= known.unsure else "different"
            left, right = sorted((a.facts.id, b.facts.id))
            edges.append(Edge(left, right, judgement, 0.0 if why else float(score), (), why))
    return {event: members[0] for members in cluster(edges) for event in members}


def figures(rows: Mapping[str, Sequence[tuple[str, str, str]]]) -> str:
    """B-cubed, and pairs across reports, as the scorer counts them; rows by topic are report, incident, cluster."""
    right = wrong = missed = 0
    precise: list[float] = []
    recalled: list[float] = []
    for told in rows.values():
        for a, b in combinations(told, 2):
            if a[0] != b[0]:
                gold, got = a[1] == b[1], a[2] == b[2]
                right, wrong, missed = right + (gold and got), wrong + (got and not gold), missed + (gold and not got)
        golds, gots = Counter(g for _, g, _ in told), Counter(c for _, _, c in told)
        both = Counter((g, c) for _, g, c in told)
        precise += [both[g, c] / gots[c] for _, g, c in told]
        recalled += [both[g, c] / golds[g] for _, g, c in told]
    return (
        f"across {_prf(right / max(1, right + wrong), right / max(1, right + missed))}"
        f"   B-cubed {_prf(float(np.mean(precise)), float(np.mean(recalled)))}"
    )


def _prf(p: float, r: float) -> str:
    return f"P {100 * p:5.1f} R {100 * r:5.1f} F1 {100 * 2 * p * r / max(1e-9, p + r):5.1f}"


def of_ecb(mentions: Sequence[Mention], clusters: Mapping[str, str]) -> str:
    rows: dict[str, list[tuple[str, str, str]]] = {}
    for m in mentions:
        rows.setdefault(m.topic, []).append((m.doc, m.incident, clusters.get(m.event, m.event)))
    return figures(rows)


def of_week(events: Sequence[Labelled], clusters: Mapping[str, str]) -> str:
    known = [(event.facts, next(iter(event.incidents))) for event in events if event.incidents]
    return figures({"week": [(one.report, incident, clusters.get(one.id, one.id)) for one, incident in known]})


def folds(topics: Iterable[str]) -> list[set[str]]:
    """Eighths of the topics, by a fixed rule."""
    ordered = sorted(topics, key=lambda topic: sha256(topic.encode()).hexdigest())
    return [set(ordered[i::FOLDS]) for i in range(FOLDS)]


def of_hard(corpus: Pairs, weights: Array, bias: float) -> str:
    """How many of the hard pairs are judged right, the held-out ones apart, and how many wrong merges there are."""
    clusters = link(corpus, weights, bias)
    told = []
    for part in ("development", "held-out"):
        right = merged = total = 0
        for (a, b), same in zip(corpus.events, corpus.same, strict=True):
            if part_of(a.topic) == part:
                got = clusters.get(a.facts.id, "a") == clusters.get(b.facts.id, "b")
                right, merged, total = right + (got == same), merged + (got and not same), total + 1
        told.append(f"{part} {right} of {total} right, {merged} merged wrongly")
    return "; ".join(told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="fit weights anew and print them")
    args = parser.parse_args()
    (ecb_events, mentions), week_events, hard_events = read_ecb(), read_week(), read_hard()
    ecb, week, hard = pairs(ecb_events), pairs(week_events), pairs(hard_events)
    topics = {event.topic for event in ecb_events}
    used = np.array([weight for name in NAMES for weight in knowledge().weights[name]]), knowledge().bias
    print("weights in use:    ECB+", of_ecb(mentions, link(ecb, *used)))
    print("                   week", of_week(week_events, link(week, *used)))
    print("             hard pairs", of_hard(hard, *used))
    if not args.fit:
        return 0
    known = {event.topic for event in hard_events if part_of(event.topic) == "development"}
    whole = [training(ecb, topics), training(week, {"week"}), training(hard, known, HARD)]
    weights, bias = fit(whole)
    print("fitted on all:     ECB+", of_ecb(mentions, link(ecb, weights, bias)))
    print("                   week", of_week(week_events, link(week, weights, bias)))
    print("             hard pairs", of_hard(hard, weights, bias))
    print("fitted without it: week", of_week(week_events, link(week, *fit([whole[0], whole[2]]))))
    crossed: dict[str, str] = {}
    for fold in folds(topics):
        crossed |= link(ecb, *fit([training(ecb, topics - fold), *whole[1:]]), fold)
    print("cross-validated:   ECB+", of_ecb(mentions, crossed))
    print(f"bias: {bias:.1f}")
    for name, (up, down) in zip(NAMES, weights.reshape(-1, 2), strict=True):
        print(f"  {name}: [{up:.1f}, {down:.1f}]")
    return 0


if __name__ == "__main__":
    sys.exit(main())
