"""Fits, on development data, what weighs the network's figures: which spans belong together, and how sure that is.

    python -m training.attribution.weigh --polnear FOLDER

Two logistic functions over a handful of figures each. They are written to `weights.json` beside the network. What is
printed is measured by cross-validation: a document is always judged by weights that were fitted on the others.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import reportedly.coding.attributions.stage as stage
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.tagged import EVIDENCE, compare, evidence, together
from reportedly.models.load import load
from reportedly.parsing import load_parser
from reportedly.pipeline import coder, stages
from reportedly.reading import Attribution, Reading
from reportedly.report import Report, Span, Spans
from reportedly.tagger.decode import Numbers, Run, label
from reportedly.tagger.join import ground, traits
from reportedly.tagger.tag import FOLDER, Tagging, run, tagging
from reportedly.tagger.windows import Window, pack
from training.attribution.examples import Article, Gold, articles

FOLDS = 5
SAME = 0.5  # a content is found when intersection over union is at least this
JOIN_PRIOR, CONFIDENCE_PRIOR = 0.01, 1.0  # precision of the normal prior on weights

Weights = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A document: its gold, the network's numbers, and the reading up to the stage of attributions."""

    article: Article
    windows: list[Window]
    scores: Numbers
    vectors: Numbers
    reading: Reading

    def tagging(self, weights: Weights) -> Tagging:
        """What the tagger sees with these weights for joining."""
        found = self.article
        return tagging(
            found.text, found.pieces, found.starts, self.windows, self.scores, self.vectors, weights["join"]
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, metavar="FOLDER")
    args = parser.parse_args()
    items = prepare(args.polnear / "dev")
    weights = fit(items)
    (FOLDER / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    print(report(items, cross_validated(items)))


def prepare(folder: Path) -> list[Item]:
    """Read all documents of a split as far as neither weights nor gold are needed."""
    model, nlp = load(FOLDER), load_parser()
    before = stages()[: [s.__name__ for s in stages()].index("attributions")]
    items = []
    for article in articles(folder, model.tokenizer):
        report = Report(text=article.text)
        reading = Reading(report=report, coder=coder(nlp.meta["name"]), doc=nlp(article.text), engine="model")
        for step in before:
            reading = step(reading)
        windows = pack(article.pieces, article.starts, model.longest)
        items.append(Item(article, windows, *run(model, article.pieces, windows), reading))
    return items


def cross_validated(items: Sequence[Item]) -> list[Weights]:
    """For each item the weights fitted on those of the other folds."""
    by_fold = [fit([item for n, item in enumerate(items) if n % FOLDS != fold]) for fold in range(FOLDS)]
    return [by_fold[n % FOLDS] for n in range(len(items))]


def fit(items: Sequence[Item]) -> Weights:
    """The weights for joining, and with them those of the confidence."""
    join = {role: _fit_join(items, role) for role in ("source", "content")}
    weights: Weights = {"join": join}
    rows: dict[str, list[list[float]]] = {by: [] for by in EVIDENCE}
    truths: dict[str, list[float]] = {by: [] for by in EVIDENCE}
    for item in items:
        for by, row, truth in judged(item, weights):
            rows[by].append(row)
            truths[by].append(truth)
    weights["confidence"] = {by: logistic(rows[by], truths[by], CONFIDENCE_PRIOR) for by in EVIDENCE}
    return weights


def logistic(rows: Sequence[Sequence[float]], truths: Sequence[float], prior: float) -> list[float]:
    """Weights of a logistic function, by Newton's method."""
    x, y = np.array(rows, np.float64), np.array(truths, np.float64)
    weights = np.zeros(x.shape[1])
    for _ in range(40):
        likely = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (likely - y) + prior * weights
        curve = (x * (likely * (1 - likely))[:, None]).T @ x + prior * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return [round(float(w), 4) for w in weights]


# Joining


def _fit_join(items: Sequence[Item], role: str) -> list[float]:
    rows: list[NDArray[np.float32]] = []
    truths: list[float] = []
    for item in items:
        here = item.article
        runs = label(item.scores, here.pieces, here.starts)
        place = ground(here.text, here.pieces, here.starts)
        for window in item.windows:
            inside = [r for r in runs if window.start <= r.start < window.end]
            cues, others = ([r for r in inside if r.role == wanted] for wanted in ("cue", role))
            if not cues or not others:
                continue
            seen = traits(cues, others, item.vectors, place, role)  # type: ignore[arg-type]
            for cue, row in zip(cues, seen, strict=True):
                meant = [g for g in here.annotations[0] if _under(here, cue, g.cue)]
                if meant:
                    rows += list(row)
                    truths += [float(any(_under(here, o, getattr(g, role)) for g in meant)) for o in others]
    return logistic(rows, truths, JOIN_PRIOR)  # type: ignore[arg-type]


def _under(article: Article, run: Run, spans: Spans) -> bool:
    here = Span(article.pieces[run.start].span.start, article.pieces[run.end - 1].span.end)
    return any(here.overlaps(span) for span in spans)


# Confidence


def judged(item: Item, weights: Weights) -> list[tuple[str, list[float], float]]:
    """Each outermost attribution of the document before any is left out: who found it, its evidence, is it right."""
    seen: dict[Spans, tuple[str, list[float]]] = {}
    tagged = item.tagging(weights)

    def keep_all(page: Page, drafts: list[Draft]) -> list[Draft]:
        found = compare(page, drafts, tagged)
        for finding in found:
            row = evidence(finding, tagged, float(stage._rules()[finding.draft.rule]["right"]))
            seen[tuple(finding.draft.cue)] = (finding.by, row)
        return sorted((f.draft for f in found), key=lambda d: (d.cue[0].start, d.cue[-1].end))

    outer = outermost(read(item, keep_all))
    return [(*seen[a.cue.spans], truth) for a, truth in zip(outer, truth_of(item.article, outer), strict=True)]


def read(item: Item, how: Callable[[Page, list[Draft]], list[Draft]]) -> Sequence[Attribution]:
    """The attributions of the document, rules and tagger brought together by `how`."""
    usual, stage._with_tagger = stage._with_tagger, how
    try:
        return stage.attributions(item.reading).attributions
    finally:
        stage._with_tagger = usual


def outermost(found: Sequence[Attribution]) -> list[Attribution]:
    """Those whose cue stands in no other's content: the gold has no others."""
    return [
        a for a in found
        if not any(s.contains(a.cue.spans[0]) for other in found if other is not a for s in other.content)
    ]  # fmt: skip


def truth_of(article: Article, found: Sequence[Attribution]) -> list[float]:
    """For each attribution the share of annotators with whom it agrees in content and source."""
    return list(np.mean([_agreeing(gold, found) for gold in article.annotations], axis=0))


def _agreeing(gold: Sequence[Gold], found: Sequence[Attribution]) -> list[float]:
    likeness = [(_shared(a.content, g.content), i, j) for i, a in enumerate(found) for j, g in enumerate(gold)]
    right, used_i, used_j = [0.0] * len(found), set[int](), set[int]()
    for same, i, j in sorted(likeness, reverse=True):
        if same >= SAME and i not in used_i and j not in used_j:
            used_i.add(i)
            used_j.add(j)
            ours, theirs = found[i].source.spans, gold[j].source
            agree = any(a.overlaps(b) for a in ours for b in theirs) if ours and theirs else not ours and not theirs
            right[i] = float(agree)
    return right


def _shared(one: Spans, other: Spans) -> float:
    both = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in other)
    return both / max(1, sum(s.end - s.start for s in (*one, *other)) - both)


# Figures


def report(items: Sequence[Item], weights: Sequence[Weights]) -> str:
    """F1 of attributions, content and source right, and the calibration error of the confidence; cross-validated."""
    right = {name: float(rule["right"]) for name, rule in stage._rules().items()}
    sure: list[float] = []
    true: list[float] = []
    gold = 0.0
    for item, own in zip(items, weights, strict=True):
        how = partial(together, tagging=item.tagging(own), right=right, weights=own["confidence"])
        outer = outermost(read(item, how))
        sure += [a.confidence for a in outer]
        true += truth_of(item.article, outer)
        gold += float(np.mean([len(g) for g in item.article.annotations]))
    precision, recall = sum(true) / len(true), sum(true) / gold
    f1 = 2 * precision * recall / (precision + recall)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; expected calibration error {calibration(sure, true):.3f}"


def calibration(sure: Sequence[float], true: Sequence[float], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width."""
    p, y = np.array(sure), np.array(true)
    where = np.minimum((p * bins).astype(int), bins - 1)
    parts = [np.flatnonzero(where == b) for b in range(bins)]
    return float(sum(abs(p[part].mean() - y[part].mean()) * len(part) for part in parts if len(part)) / len(p))


if __name__ == "__main__":
    main()
