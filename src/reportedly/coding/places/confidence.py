"""How sure a place is: the share of like decisions that were right on development data."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from reportedly.coding.places.resolve import Choice
from reportedly.coding.places.toponyms import Grade
from reportedly.knowledge import DATA, load_csv

__all__ = ["confidence", "found_as"]

_CLEAR = 6.0  # a lead that no namesake's weight can eat up
_UNRESOLVED = 0.3  # a name that the gazetteer does not know: a place, as the parser has it, on no map


def confidence(grade: Grade, choice: Choice | None) -> float:
    """The measured share right of decisions like this one, found as `grade`; None for a name that is on no map."""
    if choice is None:
        return _UNRESOLVED
    leads, shares = _table()[found_as(grade, choice)]
    return shares[max(0, bisect_right(leads, choice.lead) - 1)]


def found_as(grade: Grade, choice: Choice) -> str:
    """The class that decisions are measured in.

    Countries and first-order units that are clear; other places that are marked, apart those for which the report's
    other places speak; those read from the words. Countries with a rival are too few to be measured apart: they come
    from a handful of reports.
    """
    kind, clear = choice.entry.kind, choice.lead >= _CLEAR
    if clear and kind in {"country", "admin1"}:
        return kind
    if choice.entry.noted:
        return "noted"
    if grade not in {"marked", "dateline"}:
        return "read"
    return "fitting" if choice.fits else "marked"


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[list[float], list[float]]]:
    table: dict[str, tuple[list[float], list[float]]] = {}
    for row in load_csv(DATA / "places" / "confidence.csv"):
        leads, shares = table.setdefault(row["found"], ([], []))
        leads.append(float(row["lead_from"]))
        shares.append(float(row["share_right"]))
    return table
