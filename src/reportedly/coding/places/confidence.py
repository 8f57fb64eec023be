"""How sure a place is: the share of like decisions that were right on development data."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from reportedly.coding.places.toponyms import Grade
from reportedly.knowledge import DATA, load_csv

__all__ = ["confidence"]

_UNRESOLVED = 0.3  # a name that the gazetteer does not know: a place, as the parser has it, on no map


def confidence(grade: Grade, lead: float | None) -> float:
    """The measured share right of places found as `grade` with this lead over the next; `lead` is None for none."""
    if lead is None:
        return _UNRESOLVED
    leads, shares = _table()["marked" if grade in {"marked", "dateline"} else "read"]
    return shares[max(0, bisect_right(leads, lead) - 1)]


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[list[float], list[float]]]:
    table: dict[str, tuple[list[float], list[float]]] = {}
    for row in load_csv(DATA / "places" / "confidence.csv"):
        leads, shares = table.setdefault(row["found"], ([], []))
        leads.append(float(row["lead_from"]))
        shares.append(float(row["share_right"]))
    return table
