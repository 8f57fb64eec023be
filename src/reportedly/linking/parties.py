"""How well the actors, or the recipients, of two events agree."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.linking.facts import Party
from reportedly.linking.knowledge import knowledge
from reportedly.linking.words import content

__all__ = ["agreement", "alike"]


def agreement(left: Sequence[Party], right: Sequence[Party]) -> float | None:
    """-1 (others) to 1 (the same); None where one side names nobody.

    The best pair counts: reports name more or fewer of those who took part.
    """
    if not left or not right:
        return None
    return max(alike(one, other) for one in left for other in right)


def alike(one: Party, other: Party) -> float:
    """-1 (another) to 1 (the same): by key, else by country and sector, else by the words."""
    if one.key is not None and one.key == other.key:
        return 1.0
    words = _overlap(one, other)
    if one.kind == other.kind == "person" and one.key and other.key:
        return 0.8 if _one_surname(one, other) else -1.0
    if one.country and other.country and one.country != other.country:
        return -0.8 if not words else 0.0
    if one.country and other.country and not (one.sectors and other.sectors):
        return 0.6  # a country, and one of its forces
    if one.sectors and other.sectors:
        return _by_sector(one, other, words)
    if not words and one.key and other.key and "person" not in {one.kind, other.kind}:
        return -0.6  # a body and a country that is none of its own
    return words


def _by_sector(one: Party, other: Party, words: float) -> float:
    """Two parties of whom it is known what they are, of one country or of none that is known."""
    landsmen = one.country is not None and one.country == other.country
    if one.sectors[0] == other.sectors[0]:
        return max(words, 0.7 if landsmen else 0.2)
    if words or set(one.sectors) & set(other.sectors):
        return max(words, 0.1)
    return -0.7 if _described(one) and _described(other) else -0.2


def _one_surname(one: Party, other: Party) -> bool:
    """Whether two persons' names may be one: the shorter is made of words of the longer, and the surname agrees."""
    short, long = sorted((_names(one), _names(other)), key=len)
    return short[-1] == long[-1] and set(short) <= set(long)


def _names(party: Party) -> list[str]:
    return (party.key or "").partition(":")[2].split() or [""]


def _described(party: Party) -> bool:
    """Whether the words tell more than that it was somebody."""
    return bool(content(party.text) - knowledge().anyone)


def _overlap(one: Party, other: Party) -> float:
    """The share of common words of the shorter description, up to 0.9; words for anyone ("people") tell less."""
    left, right = content(f"{one.text} {one.name}"), content(f"{other.text} {other.name}")
    if not left or not right:
        return 0.0
    both = left & right
    if not both:
        return 0.0
    value = 0.9 * len(both) / min(len(left), len(right))
    return value if both - knowledge().anyone else min(value, 0.2)
