"""An actor phrase on its own: its country and PLOVER sectors."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.coding.entities.lexicon import lexicon
from reportedly.coding.entities.resolve import INTERNATIONAL, resolve
from reportedly.coding.entities.towns import country_of_town
from reportedly.coding.entities.words import split
from reportedly.knowledge import BUILT_IN, Knowledge

__all__ = ["Actor", "resolve_actor"]

_OF_BODY = {"UNO": "IGO", "EUR": "IGO"}


@dataclass(frozen=True, slots=True)
class Actor:
    """A phrase and what it says: `country` is ISO 3166-1 alpha-3 or PLOVER's UNO, EUR, IGO, NGO, ISM, IMG, MNC.

    `sectors` are PLOVER codes, the main one first: UNK where the words name someone but tell no sector, none for a
    bare country. `entity` is the name under which it is known, if it is.
    """

    phrase: str
    country: str | None
    sectors: tuple[str, ...]
    entity: str | None


def resolve_actor(phrase: str, date: str | None = None, *, knowledge: Knowledge = BUILT_IN) -> Actor:
    """Country and sectors of an actor phrase as of `date` (ISO 8601); without a date a person's last office counts.

    >>> resolve_actor("the Syrian government").sectors
    ('GOV',)

    No parse is needed, and no phrase raises anything: one that tells nothing has no country and the sector UNK.
    """
    found = resolve(phrase, date=date, known=lexicon(knowledge))
    sectors = found.sectors
    if not sectors and found.country in INTERNATIONAL:
        sectors = (_OF_BODY.get(found.country or "", found.country or ""),)
    if not sectors and not _bare(phrase, found.from_country, found.country):
        sectors = ("UNK",)
    named = found.named
    country = found.country or country_of_town(phrase, found.sectors)
    return Actor(phrase, country, sectors, None if named is None or named.kind == "demonym" else named.name)


def _bare(phrase: str, said: str, country: str | None) -> bool:
    """Whether the phrase is a country's name and no more."""
    if country is None:
        return False
    words = [word.key for word in split(phrase) if word.key not in {"the", "a"}]
    return words == [word.key for word in split(said)]
