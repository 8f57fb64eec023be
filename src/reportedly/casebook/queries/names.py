"""Whom a name means: the names that match, and those under which linking knows the same actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.casebook.queries.filter import Filter, active, parameters

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["MATCHES", "among", "entities", "resolved"]

MATCHES = "regexp_matches(strip_accents(lower({text})), ${name})"
"""That a text matches the names asked for in this field of the filter."""

_ALL_NAMES = "array_to_string(a.names, chr(10))"


def among(column: str, kept_in: str, name: str) -> str:
    """The values of a column that match, each looked at once: `any_value` keeps the test behind the grouping."""
    return (
        f"SELECT n FROM (SELECT any_value({column}) AS n FROM {kept_in} GROUP BY {column}) "
        f"WHERE {MATCHES.format(text='n', name=name)}"
    )


def entities(name: str) -> str:
    """The entities that linking knows under a name that matches."""
    return (
        "SELECT y.entity FROM identities y JOIN actors a ON a.id = y.actor "
        f"WHERE y.judgement = 'same' AND {MATCHES.format(text=_ALL_NAMES, name=name)}"
    )


def resolved(connection: DuckDBPyConnection, filter: Filter, events: str, claims: str) -> dict[str, list[str]]:
    """For each name asked for: `<field>_names`, which match, and `<field>_others`, which the same actors go by.

    Names are few beside events and claims, so that looking them up first spares comparing each of these.
    """
    values = parameters(filter)
    found: dict[str, list[str]] = {}
    for side in active(filter):
        if side in ("who", "whom", "actor", "speaker"):
            each = f"SELECT DISTINCT speaker AS n FROM {claims}" if side == "speaker" else _written(events)
            names = connection.execute(_looked_up(side, each), {side: values[side]}).fetchall()
            found[f"{side}_names"] = [name for name, matches in names if matches]
            found[f"{side}_others"] = [name for name, matches in names if not matches]
    return found


def _looked_up(side: str, each: str) -> str:
    """Of these names those that match, and of the others the ones that matching actors go by."""
    known = f"SELECT unnest(a.names) FROM actors a WHERE {MATCHES.format(text=_ALL_NAMES, name=side)}"
    matches = MATCHES.format(text="n", name=side)
    return (
        f"WITH each AS MATERIALIZED ({each}) "  # or else every row would be matched instead of every name
        f"SELECT n, matches FROM (SELECT n, {matches} AS matches FROM each) WHERE matches OR n IN ({known})"
    )


def _written(events: str) -> str:
    """All names of parties, those in corrected rows too."""
    if events == "events":
        return "SELECT DISTINCT name AS n FROM parties"
    corrected = f"{events} WHERE id IN (SELECT subject FROM verdicts)"
    return (
        "SELECT DISTINCT name AS n FROM (SELECT name FROM parties UNION ALL "
        f"SELECT unnest(list_concat(actors, recipients)) AS name FROM (SELECT * FROM {corrected}))"
    )
