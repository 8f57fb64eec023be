"""Whom a name means: the names that match, and those under which linking knows the same actors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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


def resolved(connection: DuckDBPyConnection, filter: Filter, events: str) -> dict[str, list[str]]:
    """For each side asked for: `<field>_names`, which match, and `<field>_others`, which the same actors go by.

    Names are few beside events, so that looking them up first spares comparing every event's parties one by one.
    """
    values = parameters(filter)
    sides = [name for name in active(filter) if name in ("who", "whom", "actor")]
    found: dict[str, list[str]] = {}
    for side in sides:
        given = {side: values[side]}
        found[f"{side}_names"] = _list(connection, among("name", _written(events), side), given)
        found[f"{side}_others"] = _list(connection, _others(side), given)
    return found


def _written(events: str) -> str:
    """All names of parties, those in corrected rows too."""
    if events == "events":
        return "parties"
    corrected = f"{events} WHERE id IN (SELECT subject FROM verdicts)"
    return (
        "(SELECT name FROM parties UNION ALL "
        f"SELECT unnest(list_concat(actors, recipients)) AS name FROM (SELECT * FROM {corrected}))"
    )


def _others(side: str) -> str:
    known = f"SELECT unnest(a.names) AS n FROM actors a WHERE {MATCHES.format(text=_ALL_NAMES, name=side)}"
    return f"SELECT DISTINCT n FROM ({known}) WHERE NOT {MATCHES.format(text='n', name=side)}"


def _list(connection: DuckDBPyConnection, sql: str, values: dict[str, Any]) -> list[str]:
    return [row[0] for row in connection.execute(sql, values).fetchall()]
