"""The training loop: windows in batches of like length, one loss for labels and one for pairs."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.attribution.crf import cost
from training.attribution.examples import OUT, Article, Example, examples
from training.attribution.network import LAYERS, PAIR, Network

__all__ = ["Settings", "fit"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told: rates are those of AdamW at the peak of its one cycle, the encoder's that of its last layer.

    Each layer's rate is `fade` times that of the layer above it. What is kept is the mean of the weights over the last
    steps, each step's share `mean` times that of the next. With `minutes`, the cycle runs by the clock and ends then,
    whatever the epochs: no two such runs are the same. A batch is worked on in `parts` by `workers` threads with one
    core each: on few cores that others use too, threads inside one matrix product wait for each other most of the time.
    `batch` counts windows of the longest kind; of shorter ones as many as come to the same length.
    """

    epochs: int = 6
    batch: int = 6
    parts: int = 4
    workers: int = 2
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    moves_rate: float = 1e-2
    fade: float = 0.9
    drop: float = 0.1
    warm: float = 0.06
    decay: float = 0.01
    mean: float = 0.99
    seed: int = 1
    every: int = 100
    minutes: float | None = None


def fit(network: Network, train: Sequence[Article], tokenizer: Tokenizer, settings: Settings, out: Path) -> None:
    """Train in place; a checkpoint in `out` every few hundred steps, and a line on the loss.

    The table of words stays as it is: what little text there is would move the words in it away from all others.
    """
    torch.manual_seed(settings.seed)
    dice = random.Random(settings.seed)
    network.words.requires_grad_(False)
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(_groups(network, settings), weight_decay=settings.decay, fused=True)
    steps = len(_batches(train, tokenizer, 0, random.Random(0), settings.batch)) * settings.epochs
    began, seen, losses, step = time.time(), 0, [0.0, 0.0], 0
    mean = deepcopy(network)

    def done(step: int) -> float:
        return (time.time() - began) / 60 / settings.minutes if settings.minutes else step / steps

    cycle = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(done(step), settings.warm))
    network.train()
    with ThreadPoolExecutor(settings.workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for batch in _stream(train, tokenizer, dice, settings.batch):
            if done(step) >= 1:
                break
            here = _gradients(network, parameters, batch, settings, pool)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            cycle.step()
            step += 1
            _average(mean, network, min(settings.mean, step / (step + 10)))
            seen += sum(len(example.ids) for example in batch)
            losses = [0.95 * a + 0.05 * b for a, b in zip(losses, here, strict=True)] if step > 1 else here
            if step % 20 == 0:
                rate = seen / (time.time() - began)
                print(f"{done(step):.1%} labels {losses[0]:.4f} pairs {losses[1]:.4f} {rate:.0f}/s", flush=True)
            if step % settings.every == 0:
                _save(mean, out / "checkpoint.pt")
    network.load_state_dict(mean.state_dict())
    _save(network, out / "network.pt")


def _groups(network: Network, settings: Settings) -> Iterator[dict[str, object]]:
    """The trained parameters with their rates: heads, the layers from the last to the first, and what is below."""
    heads = [*network.labels.parameters(), *network.pairs.parameters(), *network.kinds.parameters()]
    yield {"params": heads, "lr": settings.head_rate}
    yield {"params": [network.moves], "lr": settings.moves_rate, "weight_decay": 0.0}
    rate = settings.encoder_rate
    for layer in reversed(network.layers):
        yield {"params": list(layer.parameters()), "lr": rate}
        rate *= settings.fade
    yield {"params": [*network.positions.parameters(), *network.norm.parameters()], "lr": rate}
    assert len(network.layers) == LAYERS


def _average(mean: Network, network: Network, share: float) -> None:
    with torch.no_grad():
        pairs = zip(mean.parameters(), network.parameters(), strict=True)
        ours, theirs = zip(*((a, b) for a, b in pairs if b.requires_grad), strict=True)
        torch._foreach_lerp_(ours, theirs, 1 - share)


def _save(network: Network, path: Path) -> None:
    fresh = path.with_suffix(".new")
    torch.save(network.state_dict(), fresh)
    fresh.replace(path)


def _rate(done: float, warm: float) -> float:
    return done / warm if done < warm else max(0.0, (1 - done) / (1 - warm))


def _gradients(
    network: Network, parameters: Sequence[Tensor], batch: Sequence[Example], settings: Settings,
    pool: ThreadPoolExecutor,
) -> list[float]:  # fmt: skip
    """Put the batch's gradients in place; its two losses. Sums are taken in one order."""
    total = sum(len(e.ids) for e in batch)

    def work(some: Sequence[Example]) -> tuple[list[float], tuple[Tensor, ...]]:
        share = sum(len(e.ids) for e in some) / total
        labels, pairs = _loss(network, some, settings.drop)
        gradients = torch.autograd.grad((labels + pairs) * share, parameters)
        return [labels.item() * share, pairs.item() * share], gradients

    done = list(pool.map(work, [some for i in range(settings.parts) if (some := batch[i :: settings.parts])]))
    for number, parameter in enumerate(parameters):
        parameter.grad = sum((gradients[number] for _, gradients in done[1:]), done[0][1][number])
    return [sum(losses[i] for losses, _ in done) for i in (0, 1)]


def _stream(train: Sequence[Article], tokenizer: Tokenizer, dice: random.Random, size: int) -> Iterator[list[Example]]:
    """Batches of one epoch after another."""
    for epoch in count():
        yield from _batches(train, tokenizer, epoch, dice, size)


def _batches(
    train: Sequence[Article], tokenizer: Tokenizer, epoch: int, dice: random.Random, size: int
) -> list[list[Example]]:
    """Batches of like length, about as many pieces in each, in random order."""
    every = [e for article in train for e in examples(article, tokenizer, epoch, dice)]
    dice.shuffle(every)
    every.sort(key=lambda e: len(e.ids) // 8)
    batches: list[list[Example]] = [[]]
    for example in every:
        if (len(batches[-1]) + 1) * len(example.ids) > size * 256 and batches[-1]:
            batches.append([])
        batches[-1].append(example)
    dice.shuffle(batches)
    return batches


def _loss(network: Network, batch: Sequence[Example], drop: float) -> tuple[Tensor, Tensor]:
    """What labels cost and what pairs do: of a labelling as a whole and, for a smaller part, of each label by itself,
    so that the scores of a piece alone can be read as odds as well.
    """
    lengths = torch.tensor([len(e.ids) for e in batch])
    longest = int(lengths.max())

    def padded(rows: list[list[int]], fill: int) -> Tensor:
        return torch.tensor([row + [fill] * (longest - len(row)) for row in rows])

    ids, kinds = padded([e.ids for e in batch], 0), padded([e.kinds for e in batch], 0)
    scores, vectors = network(ids, kinds, lengths, drop)
    gold, follows = padded([e.labels for e in batch], 0), padded([e.follows for e in batch], OUT)
    whole = cost(scores, gold, follows, network.moves) / int(lengths.sum())
    single = functional.cross_entropy(scores[follows != OUT], gold[follows != OUT])
    return whole + 0.3 * single, _pair_loss(vectors, batch)


def _pair_loss(vectors: Tensor, batch: Sequence[Example]) -> Tensor:
    """For each cue and each piece of any source (content) of the window: is it of this cue's?"""
    scores, truths = [], []
    for row, example in zip(vectors, batch, strict=True):
        if not example.pairs:
            continue
        cues = torch.stack([row[cue].mean(0) for cue, _, _ in example.pairs])
        for role in (0, 1):
            places = sorted({i for pair in example.pairs for i in pair[1 + role]})
            if not places:
                continue
            query = cues[:, role * PAIR : (role + 1) * PAIR]
            key = row[places][:, (2 + role) * PAIR : (3 + role) * PAIR]
            scores.append((query @ key.T / PAIR**0.5).flatten())
            held = [set(pair[1 + role]) for pair in example.pairs]
            truths.append(torch.tensor([float(i in own) for own in held for i in places]))
    if not scores:
        return vectors.sum() * 0
    return functional.binary_cross_entropy_with_logits(torch.cat(scores), torch.cat(truths))
