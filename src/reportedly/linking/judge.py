"""Same, unsure or different: the judgement on a pair of events, kept as an edge with all that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from reportedly.linking.facts import EventFacts
from reportedly.linking.features import Feature
from reportedly.linking.knowledge import knowledge
from reportedly.linking.score import part, score

__all__ = ["Edge", "Judgement", "judge"]

Judgement = Literal["same", "unsure", "different"]


@dataclass(frozen=True, slots=True)
class Edge:
    """A pair of events that was compared; `left` is the id that sorts first.

    `score` is how likely they are one happening, 0 to 1. `veto` says in words why they cannot be, whatever the score.
    """

    left: str
    right: str
    judgement: Judgement
    score: float
    features: tuple[Feature, ...] = ()
    veto: str | None = None

    def explained(self) -> list[dict[str, Any]]:
        """The features as plain values, the weightiest first: name, value, part (log-odds) and words; a veto leads."""
        rows = [
            {"name": f.name, "value": round(f.value, 3), "part": round(part(f), 3), "words": f.words}
            for f in sorted(self.features, key=lambda f: -abs(part(f)))
        ]
        if self.veto is None:
            return rows
        return [{"name": "veto", "value": -1.0, "part": None, "words": self.veto}, *rows]


def judge(left: EventFacts, right: EventFacts) -> Edge:
    """Compare two events, in either order. Above `same` of the data file they are the same, from `unsure` on open."""
    one, other = (left, right) if left.id <= right.id else (right, left)
    found = score(one, other)
    known = knowledge()
    judgement: Judgement = "different"
    if found.veto is None and found.score >= known.unsure:
        judgement = "same" if found.score >= known.same else "unsure"
    return Edge(one.id, other.id, judgement, found.score, found.features, found.veto)
