"""The network: the encoder's six layers, a label for each piece, and vectors that say which pieces belong together."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from reportedly.tagger.windows import KINDS, LONGEST
from training.encoder import SMALL, WIDTH, Encoder

__all__ = ["LABELS", "PAIR", "Network"]

LABELS = 7
PAIR = 96
"""Length of the vectors that pair a cue with its source and its content."""


class Network(Encoder):
    """ids, kinds (batch × length) and lengths → labels' logits, and the pairing vectors of cues and of pieces.

    `moves` is what a step from one label to the next speaks for or against, its last row what beginning with it does.
    """

    def __init__(self) -> None:
        super().__init__(SMALL, KINDS, LONGEST)
        self.labels = nn.Linear(WIDTH, LABELS)
        self.pairs = nn.Linear(WIDTH, 4 * PAIR)  # cue to source, cue to content; source, content
        self.moves = nn.Parameter(torch.zeros(LABELS + 1, LABELS))

    def forward(self, ids: Tensor, kinds: Tensor, lengths: Tensor, drop: float = 0.0) -> tuple[Tensor, Tensor]:
        x = self.encode(ids, kinds, lengths, drop)[-1]
        return self.labels(x), self.pairs(x)
