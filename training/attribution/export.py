"""What the package runs of the trained tagger, as files."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import torch

from reportedly.tagger.windows import LONGEST
from training.attribution.network import Network
from training.encoder import WIDTH
from training.graph import graph

__all__ = ["write"]


def write(network: Network, vocabulary: bytes, folder: Path) -> None:
    """Write what `reportedly.tagger` runs, but for weights.json, which is to be fitted anew after that.

    config.json, which vouches for the others, comes last.
    """
    heads = {"labels": network.labels, "vectors": network.pairs}
    files = {"model.onnx": graph(network, heads, _metadata(network)), "tokenizer.json": vocabulary}
    config = {
        "model": "attribution",
        "width": WIDTH,
        "longest": LONGEST,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    files["config.json"] = (json.dumps(config, indent=2) + "\n").encode()
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _metadata(network: Network) -> dict[str, str]:
    """`moves` as JSON: what a step from one label to the next speaks for or against."""
    return {"moves": json.dumps(torch.round(network.moves.detach(), decimals=4).tolist())}
