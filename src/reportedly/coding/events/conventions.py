"""PLOVER's conventions for acts that are announced, refused or called off: which type they are coded as."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from reportedly.codebook.source import read_source
from reportedly.coding.events.status import Standing
from reportedly.knowledge import DATA

__all__ = ["Convention", "convention_for"]

_TESTS = ("type", "mode", "status", "governor")
_ANY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Convention:
    """One rule of conventions.yaml: what the act must be, and what is coded instead."""

    name: str
    types: frozenset[str]
    modes: frozenset[str]
    statuses: frozenset[str]
    governors: frozenset[str]
    type: str
    mode: str | None
    status: str | None


@lru_cache(maxsize=1)
def _rules() -> tuple[Convention, ...]:
    rules = []
    for part in read_source(DATA / "conventions.yaml").parts():
        keys = part.table({"name", "type", "mode", "status", "governor", "becomes"})
        texts = {key: frozenset(keys[key].texts()) if key in keys else _ANY for key in _TESTS}
        becomes = {key: value.text() for key, value in keys["becomes"].table({"type", "mode", "status"}).items()}
        rules.append(
            Convention(
                name=keys["name"].text(),
                types=texts["type"],
                modes=texts["mode"],
                statuses=texts["status"],
                governors=texts["governor"],
                type=becomes["type"],
                mode=becomes.get("mode"),
                status=becomes.get("status"),
            )
        )
    return tuple(rules)


def convention_for(type: str, mode: str | None, standing: Standing) -> Convention | None:
    """The first convention that fits an act of this type, mode and status; None where it is coded as it is."""
    governor = standing.governor or standing.word
    lemma = governor.lemma_.lower() if governor is not None else ""
    if standing.refusing is not None and lemma not in {"long", "longer"}:  # "will no longer train its army" ends it
        lemma = "will not"
    for rule in _rules():
        if type not in rule.types or standing.status not in rule.statuses:
            continue
        if rule.modes and mode not in rule.modes:
            continue
        if not rule.governors or lemma in rule.governors:
            return rule
    return None
