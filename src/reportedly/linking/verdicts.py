"""What people judged of pairs: the last word on a pair counts, and one that was withdrawn is none."""

from __future__ import annotations

from duckdb import DuckDBPyConnection

__all__ = ["Pair", "judged", "pair"]

Pair = tuple[str, str]


def pair(one: str, other: str) -> Pair:
    """The two in the order in which pairs are kept."""
    return (one, other) if one <= other else (other, one)


def judged(connection: DuckDBPyConnection, relation: str) -> dict[Pair, str]:
    """Every pair that was ever judged in this relation, with the last judgement: same, different, unsure, withdrawn.

    Withdrawn ones are in it too: what was made of the earlier judgement has to be made anew.
    """
    rows = connection.execute(
        "SELECT subject, other, judgement FROM verdicts WHERE relation = ? AND other IS NOT NULL AND subject <> other "
        "ORDER BY judged, id",
        [relation],
    ).fetchall()
    return {pair(subject, other): judgement for subject, other, judgement in rows}
