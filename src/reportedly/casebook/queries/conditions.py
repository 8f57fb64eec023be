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

from reportedly.casebook.queries.filter import Filter, active, parameters
from reportedly.casebook.queries.names import MATCHES, among, entities, resolved
from reportedly.casebook.queries.present import CURRENT, present, present_parties

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = [
    "INCIDENT_FIELDS", "Sources", "actor_where", "claim_where", "event_where", "incident_where", "report_where",
    "sources",
]  # fmt: skip

_SIDES = {
    "who": (("actors",), "p.role = 'actor' AND "),
    "whom": (("recipients",), "p.role = 'recipient' AND "),
    "actor": (("actors", "recipients"), ""),
}
_FEW = 8  # names that are looked for one by one in a list, four times as quickly as all together
_CONSTANTS = 100  # names that are put into a query one by one


def _in_lists(columns: Iterable[str], name: str, number: int) -> str:
    """That one of these lists holds one of a parameter's values, of which there are so many."""
    if number <= _FEW:
        one_by_one = (f"list_contains({c}, ${name}_{n})" for c in columns for n in range(number))
        return f"({' OR '.join(one_by_one)})"
    return f"({' OR '.join(f'list_has_any({column}, ${name}::VARCHAR[])' for column in columns)})"


def _among(column: str, name: str, found: Sources) -> str:
    """That a column holds one of the names looked up: few are tested while a table is scanned, many are joined."""
    if len(found.names[name]) <= _CONSTANTS:
        return f"{column} IN (@{name})"
    return f"{column} IN (SELECT unnest(${name}::VARCHAR[]))"


def _party(side: str, found: Sources) -> str:
    """That a party of the event matches; what it may be called was looked up by `resolved`."""
    columns, role = _SIDES[side]
    names, others = f"{side}_names", f"{side}_others"
    by_name = _in_lists(columns, names, len(found.names[names])) if found.names[names] else "false"
    if not found.names[others]:
        return by_name
    by_actor = (
        f"SELECT p.event FROM {found.parties} p WHERE {role}{_among('p.name', others, found)} "
        f"AND p.entity IN ({entities(side)})"
    )
    if not found.names[names]:
        return f"e.id IN ({by_actor})"
    return f"e.id IN (SELECT id FROM {found.events} WHERE {by_name} UNION ALL {by_actor})"


def _speaker(found: Sources) -> str:
    """That the speaker of a claim `c` matches, likewise."""
    ways = []
    if found.names["speaker_names"]:
        ways.append(_among("c.speaker", "speaker_names", found))
    if found.names["speaker_others"]:
        ways.append(f"({_among('c.speaker', 'speaker_others', found)} AND c.entity IN ({entities('speaker')}))")
    return f"({' OR '.join(ways)})" if ways else "false"


def _said_by(found: Sources) -> str:
    """That an event stands in a claim whose speaker matches; its own row says so, where that is as it was read."""
    if found.claims == "claims" and found.names["speaker_names"] and not found.names["speaker_others"]:
        return _in_lists(("e.speakers",), "speaker_names", len(found.names["speaker_names"]))
    return _filled(_in_speech(_SPEAKER), found)


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


_SPEAKER = "{speaker}"
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

_LISTS = {
    "mode": "e.modes",
    "context": "e.contexts",
    "who_country": "e.actor_countries",
    "whom_country": "e.recipient_countries",
}

_EVENT = {
    "type": "(e.type IN (@type) OR e.plover IN (@type))",
    "quad": "e.quad IN (@quad)",
    "status": "e.status IN (@status)",
    "place": f"e.place IN ({among('place', '{events}', 'place')})",
    "country": "e.country IN (@country)",
    "box": "e.latitude BETWEEN $south AND $north AND (e.longitude BETWEEN $west AND $east OR $west > $east AND "
    "(e.longitude >= $west OR e.longitude <= $east)) AND e.place_kind NOT IN ('country', 'continent', 'sea')",
    "since": "coalesce(e.last_day, e.first_day, e.day) >= $since",
    "until": "coalesce(e.first_day, e.last_day, e.day) <= $until",
    "outlet": _outlet("e.report"),
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
    claims = present(connection, "claims")
    return Sources(events, present_parties(connection), claims, resolved(connection, filter, events, claims))


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
    conditions = [_event_condition(name, filter, found) for name in names]
    return conditions if filter.older else [*conditions, CURRENT.format(report="e.report")]


def _event_condition(name: str, filter: Filter, found: Sources) -> str:
    if name in _SIDES:
        return _party(name, found)
    if name in _LISTS:
        return _in_lists((_LISTS[name],), name, len(parameters(filter)[name]))
    return _said_by(found) if name == "speaker" else _filled(_EVENT[name], found)


def _filled(condition: str, found: Sources) -> str:
    speaker = _speaker(found) if "{speaker}" in condition else ""
    return condition.format(events=found.events, parties=found.parties, claims=found.claims, speaker=speaker)


def _and(conditions: Iterable[str]) -> str:
    return " AND ".join(f"({condition})" for condition in conditions) or "true"
