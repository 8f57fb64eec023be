"""The network: the encoder's layers, a type for each word, and, where an event's words are marked, who its parties are.

After the first two layers a gate already says how likely each word tells any event: most sentences of a report tell
none, and the package reads these no further.
"""

from __future__ import annotations

from torch import Tensor, nn

from reportedly.coding.events.voice import KINDS, LONGEST
from training.encoder import SMALL, Encoder, Shape

__all__ = ["EARLY", "Network"]

EARLY = 2
"""The layer after which the gate looks."""


class Network(Encoder):
    """ids, kinds (batch × length) and lengths → for each piece scores of `types` types, the last no event, scores of
    actor and recipient, the gate's score.
    """

    def __init__(self, types: int, shape: Shape = SMALL) -> None:
        super().__init__(shape, 2 * KINDS, LONGEST)
        self.types = nn.Linear(shape.width, types)
        self.parties = nn.Linear(shape.width, 2)
        self.gate = nn.Linear(shape.width, 1)

    def forward(self, ids: Tensor, kinds: Tensor, lengths: Tensor, drop: float = 0.0) -> tuple[Tensor, Tensor, Tensor]:
        found = self.encode(ids, kinds, lengths, drop)
        return self.types(found[-1]), self.parties(found[-1]), self.gate(found[EARLY - 1]).squeeze(-1)
