"""Facts about countries that exports need: names by code, and the numbers of the Correlates of War project."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportedly.knowledge import DATA, load_csv

__all__ = ["EXPORT_DATA", "country_name", "cow", "kosovo"]

EXPORT_DATA = Path(__file__).parent / "data"
"""The data files of the exports. They lie apart from what the coder knows: they change no reading."""


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in load_csv(DATA / "actors" / "countries.csv"):
        names.setdefault(row["code"], row["name"])
    return names


@lru_cache(maxsize=1)
def _cow() -> dict[str, int]:
    return {row["iso3"]: int(row["cow"]) for row in load_csv(EXPORT_DATA / "cow.csv")}


def country_name(code: str | None) -> str | None:
    """The country's name, or None for a code that is none."""
    return _names().get(code or "")


def cow(code: str | None) -> int | None:
    """The country's number in the state system of the Correlates of War, or None where it is no member."""
    return _cow().get(code or "")


def kosovo(code: str | None) -> str | None:
    """PLOVER writes KOS for Kosovo, which ISO 3166-1 leaves to users (XKX)."""
    return "KOS" if code == "XKX" else code
