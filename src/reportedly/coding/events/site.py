"""A place in the text where the words of a frame stand: what the rest of the events' rooms pass around."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportedly.codebook.entry import Entry, Frame

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Site"]


@dataclass(slots=True)
class Site:
    """The words of `frame` found in a text: all of them (`tokens`) and the one that governs the others (`head`)."""

    entry: Entry
    frame: Frame
    tokens: tuple[Token, ...]
    head: Token
    slots: dict[str, tuple[Token, ...]] = field(default_factory=dict)

    @property
    def nominal(self) -> bool:
        """Whether a noun tells the event."""
        return self.frame.pos == "noun"

    @property
    def proposed(self) -> bool:
        """Whether no frame of the codebook stands behind it, but the learned voice (such frames have number 0)."""
        return self.frame.number == 0

    @property
    def name(self) -> str:
        """The entry and frame, as an explanation names them: "RETREAT frame 3 (withdrawal, noun)"."""
        if self.proposed:
            return f"{self.entry.type} by the learned voice ({self.frame.words[0]})"
        return f"{self.entry.type} frame {self.frame.number} ({self.frame.words[0]}, {self.frame.pos})"
