"""From a filter to SQL conditions. Every text here is ours; a user's values only ever stand in for `$names`.

A condition is known by the field of the filter, once for each kind of row that has the thing itself. What a row has
not is asked of the events it belongs to: the claims `--type ASSAULT` are those under which such an event is told, the
incidents `--outlet X` those of which one report of that outlet tells. All that is asked of events must hold of one and
the same event.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.casebook.queries.filter import Filter, active
from reportedly.casebook.queries.names import MATCHES, among, entities, resolved
from reportedly.casebook.queries.present import CURRENT, present, present_parties

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = [
    "INCIDENT_FIELDS", "Sources", "actor_where", "claim_where", "event_where", "incident_where", "report_where",
    "sources",
]  # fmt: skip

_SIDES = {
    "who": ("actors", "p.role = 'actor' AND "),
    "whom": ("recipients", "p.role = 'recipient' AND "),
    "actor": ("list_concat(actors, recipients)", ""),
}


def _party(side: str, found: Sources) -> str:
    """That a party of the event matches; what it may be called was looked up by `resolved`."""
    columns, role = _SIDES[side]
    by_name = f"list_has_any({columns}, ${side}_names::VARCHAR[])"
    by_actor = (
        f"SELECT p.event FROM {found.parties} p WHERE {role}p.name IN (@{side}_others) "
        f"AND p.entity IN ({entities(side)})"
    )
    if not found.names[f"{side}_others"]:
        return by_name
    if not found.names[f"{side}_names"]:
        return f"e.id IN ({by_actor})"
    return f"e.id IN (SELECT id FROM {found.events} WHERE {by_name} UNION ALL {by_actor})"


def _outlet(report: str) -> str:
    return (
        f"{report} IN (SELECT id FROM reports WHERE outlet IN ({among('outlet', 'reports', 'outlet')}) "
        f"UNION ALL SELECT report FROM appearances WHERE outlet IN ({among('outlet', 'appearances', 'outlet')}))"
    )


def _in_speech(claim: str) -> str:
    """Events that stand in a claim for which the condition holds."""
    return (
        f"e.id IN (WITH said AS MATERIALIZED (SELECT c.id, c.report FROM {{claims}} c WHERE {claim}) "
        "SELECT u.id FROM (SELECT id, unnest(claims) AS claim FROM {events} "
        "WHERE report IN (SELECT report FROM said)) u WHERE u.claim IN (SELECT id FROM said))"
    )


def _of_incident(incident: str) -> str:
    return f"e.id IN (SELECT t.event FROM tellings t JOIN incidents i ON i.id = t.incident WHERE {incident})"


_SPEAKER = f"(c.speaker IN ({among('speaker', '{claims}', 'speaker')}) OR c.entity IN ({entities('speaker')}))"
_STANCE = "c.stance IN (@stance)"
_IN_DISPUTE = "SELECT k.incident FROM comparisons k WHERE k.relation = 'contradicting' AND k.field IN (@field)"

_INCIDENT = {
    "type": "i.type IN (@type)",
    "status": "i.status IN (@status)",
    "country": "i.country IN (@country)",
    "since": "coalesce(i.last_day, i.first_day) >= $since",
    "until": "coalesce(i.first_day, i.last_day) <= $until",
    "min_origins": "i.origins >= $min_origins",
    "disputed": "i.disputed = $disputed",
    "field": f"i.id IN ({_IN_DISPUTE})",
    "incident": "i.id IN (@incident)",
}

INCIDENT_FIELDS = frozenset(_INCIDENT)
"""The filter's fields that an incident has itself, and no event need be asked for."""

_EVENT = {
    "who_country": "list_has_any(e.actor_countries, $who_country)",
    "whom_country": "list_has_any(e.recipient_countries, $whom_country)",
    "type": "(e.type IN (@type) OR e.plover IN (@type))",
    "mode": "list_has_any(e.modes, $mode)",
    "context": "list_has_any(e.contexts, $context)",
    "quad": "e.quad IN (@quad)",
    "status": "e.status IN (@status)",
    "place": f"e.place IN ({among('place', '{events}', 'place')})",
    "country": "e.country IN (@country)",
    "box": "e.latitude BETWEEN $south AND $north AND (e.longitude BETWEEN $west AND $east OR $west > $east AND "
    "(e.longitude >= $west OR e.longitude <= $east)) AND e.place_kind NOT IN ('country', 'continent', 'sea')",
    "since": "coalesce(e.last_day, e.first_day, e.day) >= $since",
    "until": "coalesce(e.first_day, e.last_day, e.day) <= $until",
    "outlet": _outlet("e.report"),
    "speaker": _in_speech(_SPEAKER),
    "stance": _in_speech(_STANCE),
    "text": "e.report IN (SELECT unnest($found::VARCHAR[]))",
    "report": "e.report IN (@report)",
    **{name: _of_incident(_INCIDENT[name]) for name in ("min_origins", "disputed", "field", "incident")},
}

_REPORT = {
    "outlet": _outlet("r.id"),
    "since": "r.day >= $since",
    "until": "r.day <= $until",
    "speaker": f"r.id IN (SELECT c.report FROM {{claims}} c WHERE {_SPEAKER})",
    "text": "r.id IN (SELECT unnest($found::VARCHAR[]))",
    "report": "r.id IN (@report)",
}

_CLAIM = {
    "outlet": _outlet("c.report"),
    "since": "r.day >= $since",
    "until": "r.day <= $until",
    "speaker": _SPEAKER,
    "stance": _STANCE,
    "country": "c.country IN (@country)",
    "text": "c.id IN (SELECT unnest($found::VARCHAR[]))",
    "report": "c.report IN (@report)",
}

_ACTOR = {
    "actor": MATCHES.format(text="array_to_string(a.names, chr(10))", name="actor"),
    "country": "a.country IN (@country)",
}


@dataclass(frozen=True, slots=True)
class Sources:
    """What stands after FROM for the evidence in its present state, and the names that the filter's names mean."""

    events: str
    parties: str
    claims: str
    names: Mapping[str, list[str]]


def sources(connection: DuckDBPyConnection, filter: Filter) -> Sources:
    """The evidence as it stands after all verdicts."""
    events = present(connection, "events")
    names = resolved(connection, filter, events)
    return Sources(events, present_parties(connection), present(connection, "claims"), names)


def event_where(filter: Filter, found: Sources) -> str:
    """The condition on an event `e`."""
    return _and(_event_conditions(filter, active(filter), found))


def incident_where(filter: Filter, found: Sources) -> str:
    """The condition on an incident `i`: its own fields, and those that one of its tellings must have."""
    own, others = _parted(filter, _INCIDENT)
    conditions = [_INCIDENT[name] for name in own]
    if others:
        events = _and(_event_conditions(filter, others, found))
        conditions.append(
            f"i.id IN (SELECT t.incident FROM tellings t JOIN {found.events} e ON e.id = t.event WHERE {events})"
        )
    elif not filter.older:
        conditions.append("i.reports > 0")
    if found.events != "events":
        conditions.append(f"i.id IN (SELECT t.incident FROM tellings t JOIN {found.events} e ON e.id = t.event)")
    return _and(conditions)


def report_where(filter: Filter, found: Sources) -> str:
    """The condition on a report `r`."""
    return _with_events(filter, _REPORT, found, "r.id", "r.id IN (SELECT e.report FROM {0} e WHERE {1})")


def claim_where(filter: Filter, found: Sources) -> str:
    """The condition on a claim `c` in a report `r`."""
    return _with_events(filter, _CLAIM, found, "c.report", "c.id IN (SELECT unnest(e.claims) FROM {0} e WHERE {1})")


def actor_where(filter: Filter, found: Sources) -> str:
    """The condition on an actor `a`: its own fields, and those of an event in which it takes part."""
    own, others = _parted(filter, _ACTOR)
    conditions = [_ACTOR[name] for name in own]
    if others:
        events = _and(_event_conditions(filter, others, found))
        conditions.append(
            "a.id IN (SELECT y.actor FROM identities y JOIN parties p ON p.entity = y.entity "
            f"JOIN {found.events} e ON e.id = p.event WHERE y.judgement = 'same' AND {events})"
        )
    return _and(conditions)


def _with_events(filter: Filter, known: Mapping[str, str], found: Sources, report: str, through: str) -> str:
    own, others = _parted(filter, known)
    conditions = [_filled(known[name], found) for name in own]
    if others:
        conditions.append(through.format(found.events, _and(_event_conditions(filter, others, found))))
    if not filter.older:
        conditions.append(CURRENT.format(report=report))
    return _and(conditions)


def _parted(filter: Filter, known: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The filter's fields that the kind of row has itself, and those that its events have."""
    names = active(filter)
    return [n for n in names if n in known], [n for n in names if n not in known]


def _event_conditions(filter: Filter, names: Iterable[str], found: Sources) -> list[str]:
    conditions = [_party(n, found) if n in _SIDES else _filled(_EVENT[n], found) for n in names]
    return conditions if filter.older else [*conditions, CURRENT.format(report="e.report")]


def _filled(condition: str, found: Sources) -> str:
    return condition.format(events=found.events, parties=found.parties, claims=found.claims)


def _and(conditions: Iterable[str]) -> str:
    return " AND ".join(f"({condition})" for condition in conditions) or "true"
