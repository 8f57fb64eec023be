from __future__ import annotations

from dataclasses import dataclass

from reportedly.reading import Reading


@dataclass(frozen=True, slots=True)
class Actor:
    phrase: str
    country: str | None
    sectors: tuple[str, ...]
    entity: str | None


def resolve_actor(phrase: str, date: str | None = None) -> Actor:
    raise NotImplementedError


def entities(reading: Reading) -> Reading:
    return reading
