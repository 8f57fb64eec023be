"""What the training of the events' network consists of: losses for the types of words, for parties and for the gate."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from reportedly.coding.events.voice import KINDS
from training.events.bank import Bank
from training.events.network import Network
from training.loop import Settings, train

__all__ = ["SETTINGS", "fit", "opening", "parties", "read"]

SETTINGS = Settings(epochs=6, batch=32, parts=2, encoder_rate=2.5e-4, drop=0.15, mean=0.99, every=500)
_SHUT = 0.001  # of the sentences that tell an event so many may be read no further
_HIDDEN = 0.12  # of the pieces so many are hidden, so that no word alone decides
_HIDDEN_BESIDE = 0.08  # … where the event's words are marked, of the others so many
_MASK, _MARKS = 103, 999  # the id of [MASK], and the last one of those that are no word
_HALVES = torch.cuda.is_available() or torch.ops.mkldnn._is_mkldnn_bf16_supported()  # products in half precision
_WEIGHT = 0.25  # of what a sentence's words cost together
_TAUGHT = 0.5  # what a teacher says counts for so much, the label for the rest
_AT_ONCE = 128

Asked = tuple[Tensor, Tensor, Tensor]


def fit(network: Network, bank: Bank, rows: Sequence[int], settings: Settings, out: Path) -> None:
    """Train the network in place on these sentences of the bank; checkpoints in `out`."""
    above = (network.types, network.parties, network.gate, network.kinds)
    heads = [parameter for part in above for parameter in part.parameters()]
    lengths = bank.lengths.tolist()
    train(
        network,
        [{"params": heads, "lr": settings.head_rate}],
        _stream(rows, lengths, settings),
        -(-len(rows) // settings.batch) * settings.epochs,
        lambda some: _loss(network, bank, some, settings.drop),
        lambda row: lengths[row],
        settings,
        out,
    )


def opening(network: Network, bank: Bank) -> tuple[float, str]:
    """The score from which on the gate opens, and what it lets through of these sentences, not trained on."""
    highest = []
    for rows, (_, early) in read(network, bank, range(len(bank))):
        word = _wanted(bank, rows, early.shape[1]) >= 0
        highest += zip(rows, early.masked_fill(~word, -torch.inf).amax(1).tolist(), strict=True)
    tells = (bank.events[:, 0] >= 0).tolist()
    telling = sorted(score for row, score in highest if tells[row])
    silent = [score for row, score in highest if not tells[row]]
    least = telling[int(len(telling) * _SHUT)]
    shut = sum(score < least for score in silent) / len(silent)
    return (
        least,
        f"gate from {least:.2f}: open for {1 - _SHUT:.1%} of sentences that tell, shut for {shut:.1%} of others",
    )


def read(network: Network, bank: Bank, rows: Sequence[int]) -> Iterator[tuple[list[int], tuple[Tensor, Tensor]]]:
    """What the network makes of these sentences, some at a time: their rows, the scores of types, and the gate's."""
    network.eval()
    lengths = bank.lengths.tolist()
    ordered = sorted(rows, key=lambda row: lengths[row])
    with torch.no_grad():
        for start in range(0, len(ordered), _AT_ONCE):
            some = ordered[start : start + _AT_ONCE]
            ids, kinds, longest = _input(network, bank, some, 0.0)
            with torch.autocast(ids.device.type, torch.bfloat16, enabled=_HALVES):
                scores, _, early = network(ids, kinds, longest)
            yield some, (scores.float(), early.float())


def parties(network: Network, bank: Bank, rows: Sequence[int], drop: float = 0.0, hidden: float = 0.0) -> Asked:
    """What the network makes of the events of these sentences: their numbers, the place of each one's sentence among
    the rows, and for each role and event the scores of every piece: is it of that party?
    """
    numbers = bank.events[torch.tensor(rows, device=bank.ids.device)].long()
    home, place = (numbers >= 0).nonzero(as_tuple=True)
    events = numbers[home, place]
    if not len(events):
        return events, home, events.new_zeros(2, 0, 0)
    ids, kinds, lengths = _input(network, bank, [rows[i] for i in home.tolist()], hidden, bank.trigger[events])
    with torch.autocast(ids.device.type, torch.bfloat16, enabled=_HALVES):
        _, scores, _ = network(ids, kinds, lengths, drop)
    return events, home, scores.float().permute(2, 0, 1)


def _stream(rows: Sequence[int], lengths: Sequence[int], settings: Settings) -> Iterator[list[int]]:
    """Batches of like length in random order, others each epoch."""
    dice = random.Random(settings.seed)
    for _ in range(settings.epochs):
        every = list(rows)
        dice.shuffle(every)
        every.sort(key=lambda row: lengths[row] // 6)
        batches = [every[i : i + settings.batch] for i in range(0, len(every), settings.batch)]
        dice.shuffle(batches)
        yield from batches


def _input(
    network: Network, bank: Bank, rows: Sequence[int], hidden: float, told: Tensor | None = None
) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, kinds and lengths; the words in `told` (as long as a row of the bank) are marked and not hidden."""
    at = torch.tensor(rows, device=bank.ids.device)
    lengths = bank.lengths[at].long()
    longest = min(-(-int(lengths.max()) // 8) * 8, bank.ids.shape[1])  # attention is fastest on lengths of eights
    ids, kinds = bank.ids[at, :longest].long(), bank.kinds[at, :longest].long()
    marked = torch.zeros_like(ids, dtype=torch.bool) if told is None else told[:, :longest]
    if hidden:
        ids = ids.masked_fill((torch.rand(ids.shape, device=ids.device) < hidden) & (ids > _MARKS) & ~marked, _MASK)
    return network.own(ids), kinds + KINDS * marked, lengths


def _wanted(bank: Bank, rows: Sequence[int], longest: int) -> Tensor:
    return bank.types[torch.tensor(rows, device=bank.ids.device), :longest].long()


def _loss(network: Network, bank: Bank, rows: Sequence[int], drop: float) -> tuple[Tensor, Tensor, Tensor]:
    ids, kinds, lengths = _input(network, bank, rows, _HIDDEN)
    with torch.autocast(ids.device.type, torch.bfloat16, enabled=_HALVES):
        found = network(ids, kinds, lengths, drop)
    scores, early = found[0].float(), found[2].float()
    wanted = _wanted(bank, rows, ids.shape[1])
    word = wanted >= 0
    target = functional.one_hot(wanted.clamp(min=0), scores.shape[-1]).float()
    if len(bank.shares):
        at = torch.tensor(rows, device=ids.device)
        target = torch.lerp(target, bank.shares[at, : ids.shape[1]].float(), _TAUGHT)
    told = -(target * functional.log_softmax(scores, -1)).sum(-1)[word].sum()
    gate = functional.binary_cross_entropy_with_logits(early[word], 1 - target[word][:, -1], reduction="sum")
    share = _WEIGHT / len(rows)
    return told * share, _party_loss(network, bank, rows, drop), gate * share


def _party_loss(network: Network, bank: Bank, rows: Sequence[int], drop: float) -> Tensor:
    """Of each event and role, for every word of the sentence."""
    events, home, scores = parties(network, bank, rows, drop, _HIDDEN_BESIDE)
    if not len(events):
        return torch.stack([part.sum() for part in network.parties.parameters()]).sum() * 0
    longest = scores.shape[2]
    word = _wanted(bank, [rows[i] for i in home.tolist()], longest) >= 0
    truth, known = bank.parties[:, events, :longest].float(), bank.known[:, events]
    if len(bank.ties):
        taught = bank.ties[:, events, :longest].float()
        truth = torch.where(known[:, :, None], torch.lerp(truth, taught, _TAUGHT), taught)
        known = taught[:, :, 0] >= 0
    counted = known[:, :, None] & word[None]
    lost = functional.binary_cross_entropy_with_logits(scores[counted], truth[counted], reduction="sum")
    return lost * _WEIGHT / len(rows)
