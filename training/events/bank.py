"""The training sentences as tensors, from which batches are drawn; as a file for a machine without a parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import torch
from torch import Tensor

from reportedly.coding.events.voice import LONGEST
from training.events.cases import Case

__all__ = ["FOLDS", "Bank", "bank"]

FOLDS = 5
"""Teachers: each is kept from one fold of the sentences, on which it then says what it thinks."""

_MOST = 12  # events of a sentence


@dataclass(frozen=True)
class Bank:
    """n sentences with e events, each row as long as the longest that the network reads.

    `types` is the number of each word's type where the word begins, -1 elsewhere; `events` gives the events of each
    sentence by number, -1 for none; `parties` and `known` are of actor and recipient, `known` where something is said
    of them; `fold` tells which sentences are kept from a teacher together, -1 those that define the types: their labels
    stand. What teachers say of sentences that they were kept from: `shares` of the types, `ties` of parties
    (probabilities, -1 where nobody knows); empty where none was asked.
    """

    ids: Tensor  # n × longest
    kinds: Tensor
    lengths: Tensor
    types: Tensor
    events: Tensor  # n × most
    trigger: Tensor  # e × longest
    parties: Tensor  # 2 × e × longest
    known: Tensor  # 2 × e
    fold: Tensor  # n
    shares: Tensor  # n × longest × types
    ties: Tensor  # 2 × e × longest

    def __len__(self) -> int:
        return len(self.ids)

    def to(self, device: str) -> Bank:
        """The same on another device."""
        return Bank(*(getattr(self, field.name).to(device) for field in fields(self)))

    def taught(self, shares: Tensor, ties: Tensor) -> Bank:
        """The same with what teachers say."""
        return replace(self, shares=shares, ties=ties)

    def save(self, path: Path) -> None:
        """Write all tensors into one file."""
        torch.save({field.name: getattr(self, field.name) for field in fields(self)}, path)

    @classmethod
    def load(cls, path: Path) -> Bank:
        """Read what `save` wrote."""
        return cls(**torch.load(path))


def bank(cases: Sequence[Case], folds: Sequence[int]) -> Bank:
    """The cases as tensors; `folds` has a number for each."""
    told = [(number, event) for number, case in enumerate(cases) for event in case.told[:_MOST]]
    n, e = len(cases), len(told)
    ids, kinds = (torch.zeros(n, LONGEST, dtype=kind) for kind in (torch.int16, torch.int8))
    types = torch.full((n, LONGEST), -1, dtype=torch.int8)
    for number, case in enumerate(cases):
        ids[number, : len(case.ids)] = torch.tensor(case.ids)
        kinds[number, : len(case.kinds)] = torch.tensor(case.kinds)
        types[number, case.places] = torch.tensor(case.types, dtype=torch.int8)
    events = torch.full((n, _MOST), -1, dtype=torch.int32)
    trigger, parties = torch.zeros(e, LONGEST, dtype=torch.bool), torch.zeros(2, e, LONGEST, dtype=torch.bool)
    known, filled = torch.zeros(2, e, dtype=torch.bool), [0] * n
    for i, (number, event) in enumerate(told):
        events[number, filled[number]] = i
        filled[number] += 1
        trigger[i, event.trigger] = True
        for role, party in enumerate((event.actor, event.recipient)):
            if party is not None:
                known[role, i] = True
                parties[role, i, party] = True
    lengths = torch.tensor([len(case.ids) for case in cases], dtype=torch.int16)
    fold = torch.tensor(list(folds), dtype=torch.int8)
    return Bank(ids, kinds, lengths, types, events, trigger, parties, known, fold, torch.empty(0), torch.empty(0))
