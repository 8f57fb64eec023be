"""What the training of the events' network consists of: losses for the types of words, for parties and for the gate."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from reportedly.coding.events.voice import PAIR
from training.events.cases import Case
from training.events.network import Network
from training.loop import Settings, train

__all__ = ["SETTINGS", "fit", "opening"]

SETTINGS = Settings(epochs=6, batch=32, parts=2, encoder_rate=2.5e-4, drop=0.15, mean=0.99, every=500)
_SHUT = 0.001  # of the sentences that tell an event so many may be read no further
_HIDDEN = 0.12  # of the pieces so many are hidden, so that no word alone decides
_MASK, _MARKS = 103, 999  # the id of [MASK], and the last one of those that are no word
_NO_WORD = -100  # stands where no word begins
_HALVES = torch.ops.mkldnn._is_mkldnn_bf16_supported()  # products in half precision, where the processor has them
_WEIGHT = 0.25  # of what a sentence's words cost together: beside the parties' loss, which is a mean


def fit(network: Network, cases: Sequence[Case], settings: Settings, out: Path) -> None:
    """Train the network in place on these cases; checkpoints in `out`."""
    above = (network.types, network.pairs, network.gate, network.kinds)
    heads = [parameter for part in above for parameter in part.parameters()]
    train(
        network,
        [{"params": heads, "lr": settings.head_rate}],
        _stream(cases, settings),
        -(-len(cases) // settings.batch) * settings.epochs,
        lambda some: _loss(network, some, settings.drop),
        lambda case: len(case.ids),
        settings,
        out,
    )


def opening(network: Network, cases: Sequence[Case]) -> tuple[float, str]:
    """The score from which on the gate opens, and what it lets through of these cases, which it was not trained on."""
    network.eval()
    highest = []
    with torch.no_grad():
        for case in cases:
            ids, kinds = torch.tensor([case.ids]), torch.tensor([case.kinds])
            highest.append(float(network(ids, kinds, torch.tensor([len(case.ids)]))[2][0, 1:-1].max()))
    telling = sorted(score for score, case in zip(highest, cases, strict=True) if case.told)
    silent = [score for score, case in zip(highest, cases, strict=True) if not case.told]
    least = telling[int(len(telling) * _SHUT)]
    shut = sum(score < least for score in silent) / len(silent)
    return (
        least,
        f"gate from {least:.2f}: open for {1 - _SHUT:.1%} of sentences that tell, shut for {shut:.1%} of others",
    )


def _stream(cases: Sequence[Case], settings: Settings) -> Iterator[list[Case]]:
    """Batches of like length in random order, others each epoch."""
    dice = random.Random(settings.seed)
    for _ in range(settings.epochs):
        every = list(cases)
        dice.shuffle(every)
        every.sort(key=lambda case: len(case.ids) // 6)
        batches = [every[i : i + settings.batch] for i in range(0, len(every), settings.batch)]
        dice.shuffle(batches)
        yield from batches


def _loss(network: Network, batch: Sequence[Case], drop: float) -> tuple[Tensor, Tensor, Tensor]:
    lengths = torch.tensor([len(case.ids) for case in batch])
    longest = int(lengths.max())

    def padded(rows: list[list[int]]) -> Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in rows])

    ids = padded([case.ids for case in batch])
    ids = ids.masked_fill((torch.rand(ids.shape) < _HIDDEN) & (ids > _MARKS), _MASK)
    with torch.autocast("cpu", torch.bfloat16, enabled=_HALVES):
        found = network(ids, padded([case.kinds for case in batch]), lengths, drop)
    scores, vectors, early = (values.float() for values in found)
    wanted = torch.full((len(batch), longest), _NO_WORD)
    for row, case in zip(wanted, batch, strict=True):
        row[case.places] = torch.tensor(case.types)
    word = wanted != _NO_WORD
    types, none = scores.shape[-1], scores.shape[-1] - 1
    told = functional.cross_entropy(
        scores.reshape(-1, types), wanted.reshape(-1), reduction="sum", ignore_index=_NO_WORD
    )
    gate = functional.binary_cross_entropy_with_logits(early[word], (wanted[word] != none).float(), reduction="sum")
    share = _WEIGHT / len(batch)
    return told * share, _ties(vectors, batch, word), gate * share


def _ties(vectors: Tensor, batch: Sequence[Case], word: Tensor) -> Tensor:
    """For each event and role the ties to every word of the sentence: is it of that party?"""
    events = [(number, event) for number, case in enumerate(batch) for event in case.told]
    if not events:
        return vectors.sum() * 0
    home = torch.tensor([number for number, _ in events])
    trigger, truth = torch.zeros(len(events), word.shape[1]), torch.zeros(2, len(events), word.shape[1])
    known = torch.zeros(2, len(events), dtype=torch.bool)
    for i, (_, event) in enumerate(events):
        trigger[i, event.trigger] = 1 / len(event.trigger)
        for role, party in enumerate((event.actor, event.recipient)):
            if party is not None:
                known[role, i] = True
                truth[role, i, party] = 1
    around = vectors[home]
    query = torch.einsum("et,etw->ew", trigger, around)
    scores = torch.stack(
        [
            torch.einsum(
                "etw,ew->et",
                around[:, :, (2 + role) * PAIR : (3 + role) * PAIR],
                query[:, role * PAIR : (role + 1) * PAIR],
            )
            for role in (0, 1)
        ]
    )
    counted = known[:, :, None] & word[home][None]
    return functional.binary_cross_entropy_with_logits(scores[counted] / PAIR**0.5, truth[counted])
