"""CAMEO's actor codes, such as USAGOV, AFGREBTAL or IGOUNO, read as PLOVER's country and sectors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from reportedly.knowledge.data import DATA, load_csv

__all__ = ["Codes", "bodies", "countries", "decode", "sectors"]

_NULL = "---"


@dataclass(frozen=True, slots=True)
class Codes:
    """PLOVER's country (or the code of an international body in its place) and sectors, the main one first."""

    country: str | None
    sectors: tuple[str, ...]


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, str]]:
    """Three letters → what they are, and PLOVER's code for it."""
    table = {row["code"]: (row["is"], row["plover"]) for row in load_csv(DATA / "actors/cameo-sectors.csv")}
    codes = {row["code"] for row in load_csv(DATA / "actors/countries.csv")}
    return {**{code: ("country", code) for code in codes}, **table}


def countries() -> frozenset[str]:
    """The codes of countries: ISO 3166-1 alpha-3, and XKX for Kosovo."""
    return frozenset(code for kind, code in _table().values() if kind == "country")


def bodies() -> frozenset[str]:
    """PLOVER's codes that stand in the place of a country."""
    return frozenset(code for kind, code in _table().values() if kind == "body")


def sectors() -> frozenset[str]:
    """PLOVER's sectors."""
    return frozenset(code for kind, code in _table().values() if kind == "sector" and code)


def decode(code: str) -> Codes:
    """A code of CAMEO as PLOVER's; "---" says that somebody has none. Raises ValueError, saying what is wrong.

    The first three letters must be known: a country, a body, a region or a role. Those after them that are not known
    name a group, a faith or an office (TAL in AFGREBTAL), of which PLOVER has no code.
    """
    if code == _NULL:
        return Codes(None, ())
    if not code.isascii() or not code.isalpha() or len(code) % 3:
        raise ValueError(f"the code {code!r} is not made of groups of three letters")
    parts = [code[at : at + 3] for at in range(0, len(code), 3)]
    if parts[0] not in _table():
        raise ValueError(f"the code {code!r} begins with {parts[0]!r}, which is no country, body or role of CAMEO")
    country: str | None = None
    found: list[str] = []
    for number, part in enumerate(parts):
        kind, plover = _table().get(part, ("", ""))
        if kind == "sector" and plover:
            found.append(plover)
        elif kind == "country" and number == 0:
            country = plover
        elif kind == "body" and (number == 0 or country in bodies()):
            country = plover  # of "IGOUNO" the narrower one
        elif kind == "body" and plover not in {"UNO", "EUR"}:
            found.append(plover)  # "USANGO": a country's own
    return Codes(country, tuple(dict.fromkeys(found)))
