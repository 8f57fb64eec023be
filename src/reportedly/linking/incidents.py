"""One incident out of the events that tell it: what it comes to, on how many witnesses, and where they disagree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reportedly.linking.contradict import compare_tellings
from reportedly.linking.distance import Site
from reportedly.linking.facts import Party
from reportedly.linking.outlets import Outlets
from reportedly.linking.tellings import Telling
from reportedly.linking.witnesses import side, witnesses

__all__ = ["Incident", "incident"]

_FINENESS = ("time", "day", "week", "month", "season", "quarter", "year", "decade", "century")
_STATUSES = ("occurred", "ongoing", "negated", "historical", "future", "hypothetical")


@dataclass(frozen=True, slots=True)
class Incident:
    """The rows of one incident for the tables `incidents`, `tellings` and `comparisons`."""

    row: dict[str, Any]
    tellings: list[dict[str, Any]]
    comparisons: list[dict[str, Any]]


def incident(told: Sequence[Telling], known: Outlets) -> Incident:
    """What these tellings, all of one happening, come to. Replaced versions are kept, but do not count."""
    told = sorted(told, key=lambda t: (t.age, t.at, t.event))
    id = min(telling.event for telling in told)
    found = witnesses(told, known)
    origins = {event: witness.origin for event, witness in found.items()}
    compared = compare_tellings(told, origins)
    current = [telling for telling in told if telling.current]
    row = {
        "id": id,
        **_what(current or told),
        "events": len(told),
        "reports": len({telling.report for telling in current}),
        "outlets": len({known.named(outlet) or outlet for telling in current for outlet in telling.outlets}),
        "origins": len({origins[telling.event] for telling in _witnessing(current)}),
        "denials": len({origins[telling.event] for telling in current if side(telling) == "against"}),
        "disputed": any(comparison.relation == "contradicting" for comparison in compared),
    }
    rows = [
        {
            "event": telling.event,
            "incident": id,
            "report": telling.report,
            "origin": origins[telling.event],
            "why": found[telling.event].why,
            "outlets": list(telling.outlets),
            "current": telling.current,
        }
        for telling in told
    ]
    return Incident(row, rows, [comparison.row(id) for comparison in compared])


def _witnessing(told: Sequence[Telling]) -> Sequence[Telling]:
    """Those who say that it was so; where nobody does, those who say that it was not; else whoever speaks of it.

    A denial is no witness for what it denies.
    """
    sides = defaultdict(list)
    for telling in told:
        sides[side(telling)].append(telling)
    return sides["for"] or sides["against"] or told


def _what(told: Sequence[Telling]) -> dict[str, Any]:
    main = _witnessing(told)
    first, last = _days(main)
    site = _site(main)
    deaths = [number for telling in main for number in telling.numbers if number.kind == "deaths"]
    return {
        "type": _most(((t.report, t.facts.type) for t in main), ()),
        "status": _most(((t.report, t.facts.status) for t in main), _STATUSES),
        "first_day": first,
        "last_day": last,
        "place": site.name if site else None,
        "country": site.country if site else None,
        "latitude": site.latitude if site else None,
        "longitude": site.longitude if site else None,
        "actors": _names((t.report, party) for t in main for party in t.facts.actors),
        "recipients": _names((t.report, party) for t in main for party in t.facts.recipients),
        "deaths_low": min((n.low if n.low is not None else n.value for n in deaths), default=None),
        "deaths_high": max((n.high if n.high is not None else n.value for n in deaths), default=None),
    }


def _most(said: Iterable[tuple[str, str]], order: Sequence[str]) -> str:
    """What most reports say; of equals what comes first in `order`, then in the alphabet."""
    counted = Counter(what for _, what in set(said))
    return min(counted, key=lambda what: (-counted[what], order.index(what) if what in order else len(order), what))


def _days(told: Sequence[Telling]) -> tuple[str | None, str | None]:
    """First and last day by the most precise of the times told; without any, by the days the events count by."""
    timed = [t.facts for t in told if t.facts.first is not None and t.facts.last is not None]
    if not timed:
        days = sorted(telling.day for telling in told if telling.day is not None)
        return (days[0], days[-1]) if days else (None, None)
    ranks = {id(facts): _rank(facts.granularity) for facts in timed}
    finest = [facts for facts in timed if ranks[id(facts)] == min(ranks.values())]
    first = min(facts.first for facts in finest if facts.first is not None)
    last = max(facts.last for facts in finest if facts.last is not None)
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()


def _rank(granularity: str | None) -> int:
    """How fine a time is; an hour tells no finer day than a day does."""
    return max(1, _FINENESS.index(granularity)) if granularity in _FINENESS else len(_FINENESS)


def _site(told: Sequence[Telling]) -> Site | None:
    """The most precise place; of equally precise ones that of most reports."""
    counted: Counter[Site] = Counter(site for _, site in {(t.report, t.facts.site) for t in told} if site is not None)
    return min(
        counted,
        key=lambda site: (site.latitude is None, site.radius, -counted[site], -site.confidence, site.name),
        default=None,
    )


def _names(parties: Iterable[tuple[str, Party]]) -> list[str]:
    """Names under which most reports name a party first; those that name somebody before mere descriptions."""
    reports: defaultdict[str, set[str]] = defaultdict(set)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    plain: set[str] = set()
    for report, party in parties:
        key = party.key or party.name.casefold()
        reports[key].add(report)
        forms[key][party.name] += 1
        if party.key is None or party.kind in (None, "unnamed"):
            plain.add(key)
    ranked = sorted(reports, key=lambda key: (key in plain, -len(reports[key]), key))
    return [min(forms[key], key=lambda name: (-forms[key][name], name)) for key in ranked]
