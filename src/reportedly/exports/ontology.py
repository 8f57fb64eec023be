"""What PLOVER's schema says PLOVER has, and a casebook's values as it has them: a user's own codebook may know more."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportedly.exports.countries import EXPORT_DATA
from reportedly.exports.told import Row

__all__ = ["UNKNOWN", "contexts", "day", "known_type", "modes", "plover_schema", "quad", "sectors"]

_AUXILIARY = {"historical": "historical", "future": "future", "hypothetical": "hypothetical", "negated": "negation"}
UNKNOWN = "UNK"  # PLOVER's sector for an actor of whom nothing is known


@lru_cache(maxsize=1)
def plover_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one object."""
    return dict(json.loads((EXPORT_DATA / "plover.schema.json").read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class _Ontology:
    """What the schema says PLOVER has: a user's own codebook may have more."""

    quads: Mapping[str, int]
    modes: Mapping[str, frozenset[str]]
    contexts: frozenset[str]
    sectors: frozenset[str]


@lru_cache(maxsize=1)
def _ontology() -> _Ontology:
    schema = plover_schema()
    quads: dict[str, int] = {}
    modes: dict[str, frozenset[str]] = {}
    for rule in schema["allOf"]:
        about, then = rule["if"]["properties"]["event"], rule["then"].get("properties", {})
        if "quad_code" in then:
            quads |= dict.fromkeys(about["enum"], then["quad_code"]["const"])
        elif "mode" in then:
            modes[about["const"]] = frozenset(then["mode"]["items"]["enum"]) if then["mode"] else frozenset()
    contexts = schema["properties"]["context"]["items"]["enum"]
    sectors = schema["$defs"]["entity"]["properties"]["sector"]["enum"]
    return _Ontology(quads, modes, frozenset(contexts), frozenset(sectors))


def known_type(event: Row) -> bool:
    """Whether the event counts as one of PLOVER's types."""
    return event["plover"] in _ontology().quads


def quad(event: Row) -> int:
    """PLOVER's number of the quad class of the event's PLOVER type."""
    return _ontology().quads[event["plover"]]


def modes(event: Row) -> list[str]:
    """Those of the event's modes that its PLOVER type has."""
    return [mode for mode in event["modes"] if mode in _ontology().modes[event["plover"]]]


def sectors(party: Row) -> list[str]:
    """Those of the party's sectors that are PLOVER's, the main one first; UNK where none is known."""
    return [sector for sector in party["sectors"] if sector in _ontology().sectors] or [UNKNOWN]


def day(event: Row) -> Any:
    """The day that PLOVER's `date` gets: the first day told, else the report's for what is news."""
    return event["first_day"] or event["day"] or event["last_day"]


def contexts(event: Row) -> list[str]:
    """The contexts, and the auxiliary mode that stands for the event's status."""
    auxiliary = _AUXILIARY.get(event["status"])
    known = [context for context in event["contexts"] if context in _ontology().contexts]
    return [*known, *([auxiliary] if auxiliary else [])]
