"""Trains the judge of events and writes the files that the package runs.

    python -m training.events [--out FOLDER]

It needs nothing beyond the package and `benchmarks/`, and takes a few minutes. Thresholds are chosen on examples left
out of five, and its figures are printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from reportedly.codebook import load_codebook
from reportedly.codebook.examples import NONE
from reportedly.coding.events.judge import FOLDER, probabilities, vectors
from reportedly.linking.encoder import Matrix
from training.events.choose import Choice, choose, show
from training.events.examples import FOLDS, Case, cases
from training.events.fit import fit


def main() -> None:
    """Read the open examples, choose by cross-validation, fit on all of them, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=FOLDER, metavar="FOLDER")
    args = parser.parse_args()
    every: list[Case] = []
    rows: list[Matrix] = []
    for reading, found in cases():
        if found:
            every += found
            rows.append(vectors(reading, [case.words for case in found]))
    features = np.concatenate(rows)
    names = [*load_codebook(), NONE]
    labels = np.array([names.index(case.type) for case in every])
    folds = np.array([case.fold for case in every])
    shares = np.zeros((len(every), len(names)), np.float32)
    for fold in range(FOLDS):
        out = folds == fold
        weights = fit(features[~out], labels[~out], len(names)).astype(np.float16).astype(np.float32)
        shares[out] = probabilities(weights, features[out])
    choice = choose(every, names, shares)
    print(show(every, names, shares, choice))
    write(args.out, names, fit(features, labels, len(names)), choice)


def write(folder: Path, names: list[str], weights: Matrix, choice: Choice) -> None:
    """The weights in half precision, and config.json with their hash, the names of the columns and the thresholds."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "weights.npy", weights.astype(np.float16))
    digest = hashlib.sha256((folder / "weights.npy").read_bytes()).hexdigest()
    config = {"weights": digest, "names": names, **choice._asdict()}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
