"""An entity in the making, and PLOVER's codes as the record writes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from reportedly.coding.entities.resolve import INTERNATIONAL
from reportedly.reading import Entity, EntityKind, Mention, Why
from reportedly.report import Span

__all__ = ["Cluster", "record_codes"]


@dataclass
class Cluster:
    """An entity in the making."""

    name: str
    kind: EntityKind
    country: str | None
    sectors: tuple[str, ...]
    mentions: list[tuple[Span, Literal["name", "nominal", "pronoun"], int]] = field(default_factory=list)
    why: list[Why] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    plural: bool = False
    gender: str = ""
    heads: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    """The names that the report has called it by."""
    listed: bool = False
    """Whether the sectors come from a list and not from the text."""

    def entity(self, id: str) -> Entity:
        """The finished entity."""
        country, sectors = record_codes(self.country, self.sectors)
        mentions = tuple(Mention(span, form) for span, form, _ in sorted(self.mentions))
        return Entity(id, self.name, self.kind, country, sectors, mentions, tuple(self.why))


def record_codes(country: str | None, sectors: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """PLOVER's codes as the record has them: international bodies have no country, their code is a sector."""
    if country not in INTERNATIONAL:
        return country, sectors
    code = {"UNO": "IGO", "EUR": "IGO"}.get(country or "", country or "")
    rest = tuple(sector for sector in sectors if sector != code)
    return None, (code, *rest) if code in {"IGO", "NGO"} else (*rest, code)
