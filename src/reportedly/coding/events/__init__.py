from __future__ import annotations

from dataclasses import dataclass

from reportedly.reading import Reading


@dataclass(frozen=True, slots=True)
class Coding:
    type: str | None
    confidence: float


def code_pair(sentence: str, actor: tuple[int, int], recipient: tuple[int, int]) -> Coding:
    raise NotImplementedError


def events(reading: Reading) -> Reading:
    return reading
