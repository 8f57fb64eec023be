"""What the tagger's training consists of: windows in batches of like length, one loss for labels and one for pairs."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.attribution.crf import cost
from training.attribution.examples import OUT, Article, Example, examples
from training.attribution.network import PAIR, Network
from training.loop import Settings, train

__all__ = ["fit"]


def fit(network: Network, articles: Sequence[Article], tokenizer: Tokenizer, settings: Settings, out: Path) -> None:
    """Train the network in place on these articles; checkpoints in `out`."""
    dice = random.Random(settings.seed)
    steps = len(_batches(articles, tokenizer, 0, random.Random(0), settings.batch)) * settings.epochs
    heads = [*network.labels.parameters(), *network.pairs.parameters(), *network.kinds.parameters()]
    groups: list[dict[str, object]] = [
        {"params": heads, "lr": settings.head_rate},
        {"params": [network.moves], "lr": settings.moves_rate, "weight_decay": 0.0},
    ]
    train(
        network,
        groups,
        _stream(articles, tokenizer, dice, settings.batch),
        steps,
        lambda some: _loss(network, some, settings.drop),
        lambda example: len(example.ids),
        settings,
        out,
    )


def _stream(
    articles: Sequence[Article], tokenizer: Tokenizer, dice: random.Random, size: int
) -> Iterator[list[Example]]:
    """Batches of one epoch after another."""
    for epoch in count():
        yield from _batches(articles, tokenizer, epoch, dice, size)


def _batches(
    articles: Sequence[Article], tokenizer: Tokenizer, epoch: int, dice: random.Random, size: int
) -> list[list[Example]]:
    """Batches of like length, about as many pieces in each, in random order."""
    every = [e for article in articles for e in examples(article, tokenizer, epoch, dice)]
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
