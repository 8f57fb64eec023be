"""One entry of the codebook, as typed values: an event type with its modes, frames and examples."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["Conditions", "Entry", "Example", "Expected", "Frame", "Mode", "PartOfSpeech"]

PartOfSpeech = Literal["verb", "noun", "adjective"]

Conditions = Mapping[str, tuple[str, ...]]
"""Slot to the words and @classes it may hold."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A way in which an event type happens; `intensity` is PLOVER's score, the type's own where it has none."""

    name: str
    intensity: float | None
    definition: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that tell an event, and where its roles stand.

    `number` counts from 1 within the entry, `line` is the line in the file, `own` marks a frame of the user's, which
    goes before others that are as sure. `needs` are the conditions of which one
    must hold (`if`), `unless` those of which none may; `alone` accepts the words also where every slot of `needs` is
    empty. `mutual` says that all parties are actors. `sure` is how sure the words alone are, from 0 to 1.
    """

    number: int
    words: tuple[str, ...]
    pos: PartOfSpeech
    mode: str | None
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    needs: Conditions
    unless: Conditions
    alone: bool
    mutual: bool
    sure: float
    line: int
    own: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """An event that an example expects; None for what is not checked, several values where any will do.

    `contexts` must all be among those coded.
    """

    trigger: tuple[str, ...] | None
    type: tuple[str, ...]
    mode: tuple[str, ...] | None
    status: tuple[str, ...]
    actor: tuple[str, ...] | None
    recipient: tuple[str, ...] | None
    place: str | None
    time: str | None
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and the events that must come out of it: none for a hard negative.

    `type` is the type whose example it is. `also` is a status (hypothetical) that further events may have; `missed`
    says why the coder does not yet read it so, "" where it must. `file` and `line` say where it stands, `further`
    whether that is among the further examples of the type, in a file of their own.
    """

    type: str
    text: str
    events: tuple[Expected, ...]
    note: str
    also: tuple[str, ...]
    missed: str
    further: bool
    line: int
    file: str

    @property
    def held_out(self) -> bool:
        """Whether nothing may be trained or tuned on it: a third of the further examples, by a fixed rule.

        Held out are those whose SHA-256 of the text (UTF-8), taken as a number, is divisible by three.
        """
        return self.further and int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 3 == 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An event type: definition, boundaries, modes, frames, examples.

    `plover` is the type of PLOVER that it is, or that a type of the user's belongs to; None where it belongs to none.
    Its rules of roles, places and numbers hold for it; PLOVER's conventions hold for PLOVER's own types only.
    """

    type: str
    plover: str | None
    quad: str
    intensity: float
    recipient_required: bool
    definition: str
    includes: tuple[str, ...]
    excludes: tuple[str, ...]
    neighbours: Mapping[str, str]
    modes: Mapping[str, Mode]
    frames: tuple[Frame, ...]
    examples: tuple[Example, ...]
