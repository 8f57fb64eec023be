"""Fits, on development data, what weighs the network's figures: which spans belong together, and how sure that is.

    python -m training.attribution.weigh --polnear FOLDER

Two logistic functions over a handful of figures each. They are written to `weights.json` beside the network. What is
printed is measured by cross-validation: a document is always judged by weights that were fitted on the others.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import reportedly.coding.attributions.stage as stage
from reportedly.coding.attributions.page import Draft, Page, lay_out
from reportedly.coding.attributions.tagged import (
    EDGES,
    EVIDENCE,
    ROLES,
    Finding,
    Role,
    compare,
    disputed,
    evidence,
    prefer,
    preferring,
    seen_of,
    together,
)
from reportedly.models.load import load
from reportedly.parsing import load_parser
from reportedly.pipeline import coder, stages
from reportedly.reading import Attribution, Reading
from reportedly.report import Report, Span, Spans
from reportedly.tagger.decode import Numbers, Run, label
from reportedly.tagger.join import TRAITS, ground, traits
from reportedly.tagger.tag import FOLDER, Tagging, moves, run, tagging
from reportedly.tagger.windows import Window, pack
from training.attribution.examples import Article, Gold, articles
from training.attribution.measure import calibration, outermost, truth_of

FOLDS = 5
JOIN_PRIOR, CONFIDENCE_PRIOR = 0.01, 1.0  # precision of the normal prior on weights

Weights = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A document: its gold, the network's numbers, the reading up to this stage, and what the rules draft on it."""

    article: Article
    windows: list[Window]
    scores: Numbers
    vectors: Numbers
    moves: Numbers
    reading: Reading
    page: Page
    drafts: list[Draft]

    def tagging(self, weights: Weights) -> Tagging:
        """What the tagger sees with these weights for joining."""
        found = self.article
        return tagging(
            found.text, found.pieces, found.starts, self.windows, self.scores, self.vectors, self.moves, weights["join"]
        )

    def findings(self, tagged: Tagging) -> list[Finding]:
        """What rules and tagger find, made anew: what is done with it is done in place."""
        made = {
            id(d): replace(d, cue=[*d.cue], source=[*d.source], heads=[*d.heads], content=[*d.content])
            for d in self.drafts
        }
        for draft in made.values():
            draft.under = made.get(id(draft.under), draft.under)
        return compare(self.page, list(made.values()), tagged)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--polnear", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--model", type=Path, default=FOLDER, metavar="FOLDER")
    parser.add_argument("--predictions", type=Path, metavar="FILE", help="where to write what is found, as JSONL")
    args = parser.parse_args()
    print(weigh(args.polnear / "dev", args.model, args.predictions))


def weigh(folder: Path, model: Path, predictions: Path | None = None) -> str:
    """Fit the weights of a model on a split, write them beside it, and say how good weights fitted so are.

    `predictions` gets, a document a line, what was found with the weights fitted on the others.
    """
    items = prepare(folder, model)
    _write(fit(items), model)
    found = list(map(read, items, cross_validated(items)))
    if predictions is not None:
        predictions.write_text("".join(map(_row, items, found)), "utf-8")
    return report(items, found)


def _row(item: Item, found: Sequence[Attribution]) -> str:
    rows = [{"source": a.source.spans, "cue": a.cue.spans, "content": a.content} for a in found]
    return json.dumps({"doc": item.article.name, "attributions": rows}) + "\n"


def _write(weights: Weights, model: Path) -> None:
    """Write weights.json, and its hash into config.json."""
    content = (json.dumps(weights, indent=1) + "\n").encode()
    (model / "weights.json").write_bytes(content)
    config = json.loads((model / "config.json").read_bytes())
    config["files"]["weights.json"] = hashlib.sha256(content).hexdigest()
    (model / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")


def prepare(folder: Path, where: Path) -> list[Item]:
    """Read all documents of a split as far as neither weights nor gold are needed."""
    model, nlp = load(where), load_parser()
    before = stages()[: [s.__name__ for s in stages()].index("attributions")]
    items = []
    for article in articles(folder, model.tokenizer):
        report = Report(text=article.text)
        reading = Reading(report=report, coder=coder(nlp.meta["name"]), doc=nlp(article.text), engine="model")
        for step in before:
            reading = step(reading)
        windows = pack(article.pieces, article.starts, model.longest)
        numbers = run(model, article.pieces, windows)
        items.append(Item(article, windows, *numbers, moves(model), reading, *drafted(reading)))
    return items


def cross_validated(items: Sequence[Item]) -> list[Weights]:
    """For each item the weights fitted on those of the other folds."""
    by_fold = [fit([item for n, item in enumerate(items) if n % FOLDS != fold]) for fold in range(FOLDS)]
    return [by_fold[n % FOLDS] for n in range(len(items))]


def fit(items: Sequence[Item]) -> Weights:
    """The weights for joining, with them those for edges, and with all of these those of the confidence."""
    weights: Weights = {"join": {role: _fit_join(items, role) for role in ("source", "content")}}
    weights["edges"] = _fit_edges(items, weights)
    rows: dict[str, list[list[float]]] = {by: [] for by in EVIDENCE}
    truths: dict[str, list[float]] = {by: [] for by in EVIDENCE}
    for item in items:
        for by, row, truth in judged(item, weights):
            rows[by].append(row)
            truths[by].append(truth)
    weights["confidence"] = {by: logistic(rows[by], truths[by], CONFIDENCE_PRIOR, len(EVIDENCE[by])) for by in EVIDENCE}
    return weights


def logistic(rows: Sequence[Sequence[float]], truths: Sequence[float], prior: float, size: int) -> list[float]:
    """The `size` weights of a logistic function, by Newton's method; zeros where there is nothing to learn from."""
    x, y = np.array(rows, np.float64).reshape(len(rows), size), np.array(truths, np.float64)
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
        runs = label(item.scores, here.pieces, here.starts, item.moves)
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
    return logistic(rows, truths, JOIN_PRIOR, len(TRAITS))  # type: ignore[arg-type]


def _under(article: Article, run: Run, spans: Spans) -> bool:
    here = Span(article.pieces[run.start].span.start, article.pieces[run.end - 1].span.end)
    return any(here.overlaps(span) for span in spans)


# Edges


def _fit_edges(items: Sequence[Item], weights: Weights) -> dict[str, list[float]]:
    """Of the spans that rules and tagger see differently, and of which one is the gold's: is it the tagger's?"""
    rows: dict[Role, list[list[float]]] = {role: [] for role in ROLES}
    truths: dict[Role, list[float]] = {role: [] for role in ROLES}
    for item in items:
        page, tagged = item.page, item.tagging(weights)
        found = item.findings(tagged)
        for finding in found:
            cue = finding.draft.cue
            meant = [g for g in item.article.annotations[0] if any(s.overlaps(c) for s in g.cue for c in cue)]
            for role in disputed(finding, found):
                ours, theirs = getattr(finding.draft, role), seen_of(finding.tagged, role)
                wanted = [_one(page.text, getattr(g, role)) for g in meant]
                one, other = (_one(page.text, spans) in wanted for spans in (ours, theirs))
                if ours and one != other:
                    rows[role].append(preferring(page, ours, theirs, tagged, role, right(finding.draft)))
                    truths[role].append(float(other))
    return {role: logistic(rows[role], truths[role], CONFIDENCE_PRIOR, len(EDGES)) for role in ROLES}


def _one(text: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Spans with nothing but white space between them as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


# Confidence


def judged(item: Item, weights: Weights) -> list[tuple[str, list[float], float]]:
    """Each outermost attribution of the document before any is left out: who found it, its evidence, is it right."""
    tagged = item.tagging(weights)
    found = item.findings(tagged)
    for finding in found:
        prefer(item.page, finding, found, tagged, right(finding.draft), weights["edges"])
    told = [Gold(tuple(f.draft.source), tuple(f.draft.cue), tuple(f.draft.content)) for f in found]
    outer = outermost(told)
    seen = [(f.by, evidence(f, tagged, right(f.draft))) for f, one in zip(found, told, strict=True) if one in outer]
    return [(*row, truth) for row, truth in zip(seen, truth_of(item.article, outer), strict=True)]


def right(draft: Draft) -> float:
    """How often the rule behind a draft is."""
    return float(stage._rules()[draft.rule]["right"])


# Figures


def drafted(reading: Reading) -> tuple[Page, list[Draft]]:
    """What the rules draft on a document."""
    seen: list[tuple[Page, list[Draft]]] = []

    def keep(page: Page, drafts: list[Draft]) -> list[Draft]:
        seen.append((page, drafts))
        return []

    _staged(reading, keep)
    return seen[0] if seen else (lay_out(reading), [])


def read(item: Item, weights: Weights) -> Sequence[Attribution]:
    """The attributions of the document with these weights, as the stage gives them."""
    rules = {name: float(rule["right"]) for name, rule in stage._rules().items()}
    return _staged(item.reading, partial(together, tagging=item.tagging(weights), right=rules, weights=weights))


def _staged(reading: Reading, how: Callable[[Page, list[Draft]], list[Draft]]) -> Sequence[Attribution]:
    usual = stage._with_tagger
    stage._with_tagger = lambda _, page, drafts: how(page, drafts)
    try:
        return stage.attributions(reading).attributions
    finally:
        stage._with_tagger = usual


def report(items: Sequence[Item], found: Sequence[Sequence[Attribution]]) -> str:
    """F1 of attributions, content and source right, and the calibration error of the confidence."""
    sure: list[float] = []
    true: list[float] = []
    gold = 0.0
    for item, attributions in zip(items, found, strict=True):
        told = [Gold(a.source.spans, a.cue.spans, a.content) for a in attributions]
        outer = outermost(told)
        sure += [a.confidence for a, one in zip(attributions, told, strict=True) if one in outer]
        true += truth_of(item.article, outer)
        gold += float(np.mean([len(g) for g in item.article.annotations]))
    precision, recall = sum(true) / len(true), sum(true) / gold
    f1 = 2 * precision * recall / (precision + recall)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; expected calibration error {calibration(sure, true):.3f}"


if __name__ == "__main__":
    main()
