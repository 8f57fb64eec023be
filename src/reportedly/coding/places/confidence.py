"""How sure a place is: the share of like decisions that were right on development data."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from reportedly.coding.places.toponyms import Grade
from reportedly.knowledge import DATA, load_csv

__all__ = ["confidence", "found_as"]

_CLEAR = 6.0  # a lead that no namesake's weight can eat up
_UNRESOLVED = 0.3  # a name that the gazetteer does not know: a place, as the parser has it, on no map


def confidence(grade: Grade, kind: str, lead: float | None) -> float:
    """The measured share right of places of this kind, found as `grade`, with this lead; None for one on no map."""
    if lead is None:
        return _UNRESOLVED
    leads, shares = _table()[found_as(grade, kind, lead)]
    return shares[max(0, bisect_right(leads, lead) - 1)]


def found_as(grade: Grade, kind: str, lead: float) -> str:
    """The class that decisions are measured in: clear countries, other places that are marked, those read from words.

    Countries with a rival are too few to be measured apart: they come from a handful of reports.
    """
    if kind == "country" and lead >= _CLEAR:
        return "country"
    return "marked" if grade in {"marked", "dateline"} else "read"


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[list[float], list[float]]]:
    table: dict[str, tuple[list[float], list[float]]] = {}
    for row in load_csv(DATA / "places" / "confidence.csv"):
        leads, shares = table.setdefault(row["found"], ([], []))
        leads.append(float(row["lead_from"]))
        shares.append(float(row["share_right"]))
    return table
