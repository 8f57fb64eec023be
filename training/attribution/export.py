"""The trained network as an ONNX graph in eight bits: ids and kinds of one window in, label scores and vectors out.

Weights are whole numbers, symmetric, one scale for each output; the vectors are brought to eight bits where they
enter a product, one scale for each window, so that the products are of whole numbers. A window goes through alone:
nothing is padded, and what is read in a text never depends on the text beside it. Weights keep within ±63, since older
processors add two products of eight bits in sixteen.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.attribution.network import HEADS, LABELS, LAYERS, LONGEST, PAIR, WIDTH, Network

__all__ = ["graph", "write"]

_OPSET, _IR = 20, 9
_BESIDE = "com.microsoft"  # onnxruntime's own operators
_EPSILON = 1e-12
_RANGE = 63

Weights = dict[str, NDArray[np.float32]]


@dataclass
class _Draft:
    """A graph in the making. Values go by name; `op` returns the name of what it computes."""

    weights: Weights
    whole: bool  # whole numbers in the products, or floats
    nodes: list[Any] = field(default_factory=list)
    tensors: list[Any] = field(default_factory=list)

    def tensor(self, name: str, values: NDArray[Any]) -> str:
        self.tensors.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        (output,) = self.ops(1, kind, *inputs, **attributes)
        return output

    def ops(self, outputs: int, kind: str, *inputs: str, **attributes: Any) -> list[str]:
        names = [f"{kind}_{len(self.nodes)}_{number}" for number in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names


def graph(network: Network, *, whole: bool = True) -> bytes:
    """The serialised model: `ids`, `kinds` (int64, 1 × length) → `labels` (1 × length × 7), `vectors` (… × 384).

    Its metadata hold `moves` as JSON: what a step from one label to the next speaks for or against.
    """
    weights = {name: values.detach().numpy() for name, values in network.state_dict().items()}
    draft = _Draft(weights, whole)
    draft.tensor("zero", np.array([0], np.int64))
    pieces = _embeddings(draft)
    for layer in range(LAYERS):
        pieces = _layer(draft, f"layers.{layer}", pieces)
    both = [np.concatenate([weights[f"{name}.{part}"] for name in ("labels", "pairs")]) for part in ("weight", "bias")]
    joint = draft.op("MatMul", pieces, draft.tensor("ends", both[0].T))
    joint = draft.op("Add", joint, draft.tensor("ends.bias", both[1]))
    parts = draft.tensor("parts", np.array([LABELS, 4 * PAIR], np.int64))
    draft.nodes.append(helper.make_node("Split", [joint, parts], ["labels", "vectors"], axis=2))
    return _model(draft, {"moves": json.dumps(torch.round(network.moves.detach(), decimals=4).tolist())})


def write(network: Network, vocabulary: bytes, folder: Path) -> None:
    """Write what `reportedly.tagger` runs, but for weights.json, which is to be fitted anew after that.

    config.json, which vouches for the others, comes last.
    """
    files = {"model.onnx": graph(network), "tokenizer.json": vocabulary}
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


def _model(draft: _Draft, metadata: dict[str, str]) -> bytes:
    shape = [1, "length"]
    ins = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("ids", "kinds")]
    outs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [*shape, width])
        for name, width in (("labels", LABELS), ("vectors", 4 * PAIR))
    ]
    whole = helper.make_graph(draft.nodes, "attribution", ins, outs, draft.tensors)
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_BESIDE, 1)]
    model = helper.make_model(whole, opset_imports=opsets, ir_version=_IR)
    helper.set_model_props(model, metadata)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


def _eight_bits(values: NDArray[np.float32], axis: int, top: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers from -top to top and the scales, one for each slice across `axis`, that bring the values back."""
    scales = np.abs(values).max(axis=axis, keepdims=True) / np.float32(top)
    scales[scales == 0] = 1
    return np.rint(values / scales).astype(np.int8), scales.astype(np.float32)


def _embeddings(draft: _Draft) -> str:
    words, scales = _eight_bits(draft.weights["words.weight"], axis=1, top=127)
    word = draft.op("Cast", draft.op("Gather", draft.tensor("words", words), "ids"), to=TensorProto.FLOAT)
    word = draft.op("Mul", word, draft.op("Gather", draft.tensor("words.scales", scales), "ids"))
    kind = draft.op("Gather", draft.tensor("kinds.table", draft.weights["kinds.weight"]), "kinds")
    length = draft.op("Shape", "ids", start=1)
    positions = draft.tensor("positions", draft.weights["positions.weight"])
    position = draft.op("Slice", positions, "zero", length, "zero")
    return _normalised(draft, "norm", draft.op("Add", draft.op("Add", word, kind), position))


def _layer(draft: _Draft, name: str, pieces: str) -> str:
    mixed = _dense(draft, f"{name}.mixed", _attention(draft, name, pieces))
    pieces = _normalised(draft, f"{name}.after_attention", draft.op("Add", mixed, pieces))
    inner = draft.op("Gelu", _dense(draft, f"{name}.inner", pieces))
    return _normalised(draft, f"{name}.after", draft.op("Add", _dense(draft, f"{name}.outer", inner), pieces))


def _attention(draft: _Draft, name: str, pieces: str) -> str:
    """In one step that onnxruntime has beside the standard's, a fifth faster than the standard's made of parts."""
    weight, bias = (
        np.concatenate([draft.weights[f"{name}.{kind}.{part}"] for kind in ("query", "key", "value")])
        for part in ("weight", "bias")
    )
    joint = draft.ops(3, "Split", _product(draft, f"{name}.joint", weight, bias, pieces), axis=2, num_outputs=3)
    return draft.op("MultiHeadAttention", *joint, domain=_BESIDE, num_heads=HEADS)


def _dense(draft: _Draft, name: str, pieces: str) -> str:
    return _product(draft, name, draft.weights[f"{name}.weight"], draft.weights[f"{name}.bias"], pieces)


def _product(draft: _Draft, name: str, weight: NDArray[np.float32], bias: NDArray[np.float32], pieces: str) -> str:
    added = draft.tensor(f"{name}.bias", bias)
    if not draft.whole:
        return draft.op("Add", draft.op("MatMul", pieces, draft.tensor(f"{name}.weight", weight.T)), added)
    values, scales = _eight_bits(weight.T, axis=0, top=_RANGE)
    numbers, scale, zero = draft.ops(3, "DynamicQuantizeLinear", pieces)
    product = draft.op("MatMulInteger", numbers, draft.tensor(f"{name}.weight", values), zero)
    scaled = draft.op("Mul", scale, draft.tensor(f"{name}.scales", scales[0]))
    return draft.op("Add", draft.op("Mul", draft.op("Cast", product, to=TensorProto.FLOAT), scaled), added)


def _normalised(draft: _Draft, name: str, pieces: str) -> str:
    gain = draft.tensor(f"{name}.gain", draft.weights[f"{name}.weight"])
    shift = draft.tensor(f"{name}.shift", draft.weights[f"{name}.bias"])
    return draft.op("LayerNormalization", pieces, gain, shift, axis=-1, epsilon=_EPSILON)
