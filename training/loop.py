"""The training loop of both networks: batches in parts over threads, rates by layer, a mean over the last weights."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

from training.encoder import Encoder

__all__ = ["Settings", "train"]

Item = TypeVar("Item")
Loss = Callable[[Sequence[Item]], tuple[Tensor, ...]]


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


def train(
    network: Encoder,
    heads: Sequence[dict[str, object]],
    batches: Iterable[Sequence[Item]],
    steps: int,
    loss: Loss[Item],
    size: Callable[[Item], int],
    settings: Settings,
    out: Path,
) -> None:
    """Train in place; a checkpoint in `out` every few hundred steps, and a line on the losses.

    `heads` are the groups of parameters above the encoder, `loss` gives the losses of some items, `size` weighs an item
    within its batch. The table of words stays as it is: what little text there is would move the words in it away from
    all others.
    """
    torch.manual_seed(settings.seed)
    network.words.requires_grad_(False)
    parameters = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([*heads, *_layers(network, settings)], weight_decay=settings.decay, fused=True)
    began, seen, step, losses = time.time(), 0, 0, list[Tensor]()
    mean = deepcopy(network)

    def done(step: int) -> float:
        return (time.time() - began) / 60 / settings.minutes if settings.minutes else step / steps

    cycle = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(done(step), settings.warm))
    network.train()
    with ThreadPoolExecutor(settings.workers, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        for batch in batches:
            if done(step) >= 1:
                break
            here = _gradients(parameters, batch, loss, size, settings, pool)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimiser.step()
            cycle.step()
            step += 1
            _average(mean, network, min(settings.mean, step / (step + 10)))
            seen += sum(map(size, batch))
            losses = [0.95 * a + 0.05 * b for a, b in zip(losses, here, strict=True)] if step > 1 else here
            if step % 20 == 0:
                rate = seen / (time.time() - began)
                print(f"{done(step):.1%} losses {' '.join(f'{x:.4f}' for x in losses)} {rate:.0f}/s", flush=True)
            if step % settings.every == 0:
                _save(mean, out / "checkpoint.pt")
    network.load_state_dict(mean.state_dict())
    _save(network, out / "network.pt")


def _layers(network: Encoder, settings: Settings) -> Iterator[dict[str, object]]:
    """The encoder's parameters with their rates, its layers from the last to the first, and what is below."""
    rate = settings.encoder_rate
    for layer in reversed(network.layers):
        yield {"params": list(layer.parameters()), "lr": rate}
        rate *= settings.fade
    yield {"params": [p for part in _below(network) for p in part.parameters()], "lr": rate}


def _below(network: Encoder) -> list[nn.Module]:
    return [part for part in (network.positions, network.norm, network.distances) if part is not None]


def _average(mean: Encoder, network: Encoder, share: float) -> None:
    with torch.no_grad():
        pairs = zip(mean.parameters(), network.parameters(), strict=True)
        ours, theirs = zip(*((a, b) for a, b in pairs if b.requires_grad), strict=True)
        torch._foreach_lerp_(ours, theirs, 1 - share)


def _save(network: Encoder, path: Path) -> None:
    fresh = path.with_suffix(".new")
    torch.save(network.state_dict(), fresh)
    fresh.replace(path)


def _rate(done: float, warm: float) -> float:
    return done / warm if done < warm else max(0.0, (1 - done) / (1 - warm))


def _gradients(
    parameters: Sequence[Tensor], batch: Sequence[Item], loss: Loss[Item], size: Callable[[Item], int],
    settings: Settings, pool: ThreadPoolExecutor,
) -> list[Tensor]:  # fmt: skip
    """Put the batch's gradients in place; its losses. Sums are taken in one order."""
    total = sum(map(size, batch))

    def work(some: Sequence[Item]) -> tuple[list[Tensor], tuple[Tensor, ...]]:
        share = sum(map(size, some)) / total
        losses = loss(some)
        gradients = torch.autograd.grad(torch.stack(losses).sum() * share, parameters)
        return [one.detach() * share for one in losses], gradients

    done = list(pool.map(work, [some for i in range(settings.parts) if (some := batch[i :: settings.parts])]))
    for number, parameter in enumerate(parameters):
        parameter.grad = sum((gradients[number] for _, gradients in done[1:]), done[0][1][number])
    return [torch.stack(each).sum() for each in zip(*(losses for losses, _ in done), strict=True)]
