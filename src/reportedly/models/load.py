"""Opens the files of a model, once a process, and refuses any that are not those that were built together."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["MODEL", "Model", "companion", "fingerprint", "is_there", "load"]

MODEL = Path(__file__).parent / "minilm"
_FILES = ("model.onnx", "tokenizer.json")
_REMEDY = "run `pip install --force-reinstall reportedly`, or in a checkout `pip install --no-deps -e .`"


@dataclass(frozen=True, slots=True)
class Model:
    """An opened model: `width` is the length of its vectors, `longest` the most tokens it reads at once.

    `marks` are the ids of the tokens that every text is put between.
    """

    tokenizer: Tokenizer
    session: InferenceSession
    width: int
    longest: int
    marks: tuple[int, int]


def is_there(folder: Path = MODEL) -> bool:
    """Whether a model lies in `folder`; one that lies there broken is an error when it is opened, not an absence."""
    return (folder / "config.json").is_file()


def fingerprint(folder: Path = MODEL) -> str:
    """16 hex digits that name the model: vectors under the same one may be compared. Raises ModelError."""
    return hashlib.sha256(json.dumps(_config(folder), sort_keys=True).encode()).hexdigest()[:16]


def load(folder: Path = MODEL, *, threads: int = 1) -> Model:
    """The model in `folder`, opened once a process. Raises ModelError, which says what to do, where it cannot be used.

    `threads` are those of one pass through the network; one is right where processes work side by side.
    """
    return _load(folder, threads, os.getpid())  # a session's threads do not live through a fork


def companion(folder: Path, name: str) -> bytes:
    """A file that config.json vouches for beside those of every model. Raises ModelError."""
    config = _config(folder)
    if name not in config["files"]:
        raise ModelError(f"{folder / 'config.json'} is not of this version (no {name}): {_REMEDY}")
    _check(folder / name, config["files"][name])
    return (folder / name).read_bytes()


@lru_cache(maxsize=4)
def _load(folder: Path, threads: int, _process: int) -> Model:
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import Tokenizer

    config = _config(folder)
    for name, expected in config["files"].items():
        _check(folder / name, expected)
    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        session = InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        begin, end = (tokenizer.get_vocab()[mark] for mark in ("[CLS]", "[SEP]"))
    except Exception as error:  # both libraries raise what they like
        raise ModelError(f"the model in {folder} cannot be used ({error}): {_REMEDY}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.encode_special_tokens = True  # a "[SEP]" in a text is five characters, not a mark
    return Model(tokenizer, session, config["width"], config["longest"], (begin, end))


def _config(folder: Path) -> dict[str, Any]:
    path = folder / "config.json"
    if not path.is_file():
        raise ModelError(f"the model {folder} is missing: {_REMEDY}")
    try:
        config = json.loads(path.read_bytes())
        files = {name: str(expected) for name, expected in sorted(config["files"].items())}
        if missing := set(_FILES) - set(files):
            raise LookupError(*sorted(missing))
        return {"width": int(config["width"]), "longest": int(config["longest"]), "files": files}
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} is not of this version ({error!r}): {_REMEDY}") from error


def _check(path: Path, expected: str) -> None:
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}): {_REMEDY}") from error
    if found != expected:
        raise ModelError(f"{path} is damaged or of another build than its config.json: {_REMEDY}")
