"""What the package runs of the trained network of events, as files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from reportedly.coding.events.voice import KINDS, LONGEST
from training.encoder import WIDTH
from training.events.network import EARLY, Network
from training.graph import Gate, graph

__all__ = ["vouch", "write"]

Weights = Mapping[str, Sequence[float]]

_CERTAIN = 20.0  # the score of no event where the gate stays shut


def write(
    network: Network, names: Sequence[str], vocabulary: bytes, least: float, weights: Weights, folder: Path
) -> None:
    """Write the network, the tokenizer and the weights; config.json, which vouches for them, comes last.

    `least` is the score from which on the gate opens.
    """
    heads = {"types": network.types, "parties": network.parties}
    folder.mkdir(parents=True, exist_ok=True)
    instead = np.zeros(len(names), np.float32)
    instead[-1] = _CERTAIN
    closed = {"types": instead, "parties": np.full(2, -_CERTAIN, np.float32)}
    gate = Gate(EARLY, network.gate, least, closed, KINDS)
    (folder / "model.onnx").write_bytes(graph(network, heads, {"types": json.dumps(list(names))}, gate))
    (folder / "tokenizer.json").write_bytes(vocabulary)
    vouch(folder, weights)


def vouch(folder: Path, weights: Weights) -> None:
    """Write the weights, and config.json anew for the files that lie there."""
    (folder / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
    names = ("model.onnx", "tokenizer.json", "weights.json")
    files = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    config = {"model": "events", "width": WIDTH, "longest": LONGEST, "files": files}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", "utf-8")
