"""The encoder as an ONNX graph: token ids in, the last layer's token vectors out.

Weights are stored in eight bits, symmetric, one scale for each output channel (each row for the table of words), and
turned back into floats when the model is loaded. Sums are in floats on purpose: with activations quantised as well,
cosines were off by three to four times as much, and quantised by the batch, as `quantize_dynamic` does it, a text's
vector changed with the texts beside it. There is no attention mask: a batch holds texts of one length.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from reportedly.models.origin import Weights

__all__ = ["HEADS", "LAYERS", "LONGEST", "WIDTH", "graph"]

LAYERS, HEADS, WIDTH = 6, 12, 384
LONGEST = 128
"""Tokens that are read of a text, first and last marks included: the model was trained on no longer ones."""

_OPSET, _IR = 20, 9  # opset 20 brought Gelu
_EPSILON = 1e-12  # layer_norm_eps of the original's config.json


@dataclass
class _Draft:
    """A graph in the making. Values go by name; `op` returns the name of what it computes."""

    weights: Weights
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


def graph(weights: Weights) -> bytes:
    """The serialised model: input `ids` (int64, batch × length), output `tokens` (float32, batch × length × 384)."""
    draft = _Draft(weights)
    draft.tensor("heads", np.array([0, 0, 3, HEADS, WIDTH // HEADS], np.int64))
    draft.tensor("joined", np.array([0, 0, WIDTH], np.int64))
    draft.tensor("zero", np.array([0], np.int64))
    tokens = _embeddings(draft)
    for layer in range(LAYERS):
        tokens = _layer(draft, f"encoder.layer.{layer}", tokens)
    draft.nodes.append(helper.make_node("Identity", [tokens], ["tokens"]))
    return _model(draft)


def _model(draft: _Draft) -> bytes:
    ids = helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", "length"])
    tokens = helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["batch", "length", WIDTH])
    whole = helper.make_graph(draft.nodes, "all-MiniLM-L6-v2", [ids], [tokens], draft.tensors)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


def _eight_bits(values: NDArray[np.float32], axis: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers from -127 to 127 and the scales, one for each slice across `axis`, that bring the values back."""
    scales = np.abs(values).max(axis=axis, keepdims=True) / np.float32(127)
    scales[scales == 0] = 1
    return np.rint(values / scales).astype(np.int8), scales.astype(np.float32)


def _embeddings(draft: _Draft) -> str:
    words, scales = _eight_bits(draft.weights["embeddings.word_embeddings.weight"], axis=1)
    word = draft.op("Cast", draft.op("Gather", draft.tensor("words", words), "ids"), to=TensorProto.FLOAT)
    word = draft.op("Mul", word, draft.op("Gather", draft.tensor("words.scales", scales), "ids"))
    positions = draft.weights["embeddings.position_embeddings.weight"][:LONGEST]
    positions = positions + draft.weights["embeddings.token_type_embeddings.weight"][0]  # all is one segment
    length = draft.op("Shape", "ids", start=1)
    position = draft.op("Slice", draft.tensor("positions", positions), "zero", length, "zero")
    return _normalised(draft, "embeddings", draft.op("Add", word, position))


def _layer(draft: _Draft, name: str, tokens: str) -> str:
    attended = _dense(draft, f"{name}.attention.output.dense", _attention(draft, f"{name}.attention.self", tokens))
    tokens = _normalised(draft, f"{name}.attention.output", draft.op("Add", attended, tokens))
    inner = draft.op("Gelu", _dense(draft, f"{name}.intermediate.dense", tokens))
    return _normalised(draft, f"{name}.output", draft.op("Add", _dense(draft, f"{name}.output.dense", inner), tokens))


def _attention(draft: _Draft, name: str, tokens: str) -> str:
    weight, bias = (
        np.concatenate([draft.weights[f"{name}.{kind}.{part}"] for kind in ("query", "key", "value")])
        for part in ("weight", "bias")
    )
    for queries in (weight[:WIDTH], bias[:WIDTH]):
        queries *= np.float32((WIDTH // HEADS) ** -0.5)  # the scaling of the scores, once and for all
    joint = draft.op("Reshape", _product(draft, name, weight, bias, tokens), "heads")
    joint = draft.op("Transpose", joint, perm=[2, 0, 3, 1, 4])  # query/key/value, batch, head, length, width
    query, key, value = draft.ops(3, "Split", joint, axis=0, num_outputs=3)
    scores = draft.op("MatMul", query, draft.op("Transpose", key, perm=[0, 1, 2, 4, 3]))
    mixed = draft.op("Squeeze", draft.op("MatMul", draft.op("Softmax", scores, axis=-1), value), "zero")
    return draft.op("Reshape", draft.op("Transpose", mixed, perm=[0, 2, 1, 3]), "joined")


def _dense(draft: _Draft, name: str, tokens: str) -> str:
    return _product(draft, name, draft.weights[f"{name}.weight"], draft.weights[f"{name}.bias"], tokens)


def _product(draft: _Draft, name: str, weight: NDArray[np.float32], bias: NDArray[np.float32], tokens: str) -> str:
    whole, scales = _eight_bits(weight.T, axis=0)
    floats = draft.op("Cast", draft.tensor(f"{name}.weight", whole), to=TensorProto.FLOAT)
    floats = draft.op("Mul", floats, draft.tensor(f"{name}.scales", scales))
    return draft.op("Add", draft.op("MatMul", tokens, floats), draft.tensor(f"{name}.bias", bias))


def _normalised(draft: _Draft, name: str, tokens: str) -> str:
    gain = draft.tensor(f"{name}.gain", draft.weights[f"{name}.LayerNorm.weight"])
    shift = draft.tensor(f"{name}.shift", draft.weights[f"{name}.LayerNorm.bias"])
    return draft.op("LayerNormalization", tokens, gain, shift, axis=-1, epsilon=_EPSILON)
