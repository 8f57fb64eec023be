"""The sections that tell: what happened, what is expected or feared, and the background."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from reportedly.brief.days import Calendar
from reportedly.brief.gather import Material
from reportedly.brief.labels import called, told_days
from reportedly.brief.phrase import Phrase, capital, fill, listed, numeral, sentence
from reportedly.brief.relay import Relay, relay
from reportedly.brief.speakers import outlet_names
from reportedly.brief.tree import Section, Sentence
from reportedly.brief.values import numbers
from reportedly.brief.witnesses import Witness, affirming, carried, denying, witnesses
from reportedly.brief.wording import phrases
from reportedly.exports.told import Happened, Row, Told

__all__ = ["ahead", "background", "best", "day_of", "happened"]

_FEW = 3  # outlets that a lead names; more are counted


def day_of(incident: Happened) -> date | None:
    """The day that most of its tellings name; else the casebook's, which may be that of a report."""
    days = told_days(affirming(incident.tellings) or list(incident.tellings))
    return next(iter(days), None) or incident.incident["first_day"]


def happened(material: Material, calendar: Calendar) -> Section:
    """What happened, a section a day; within a day the best-witnessed first."""
    by_day: dict[tuple[int, date], list[Sentence]] = {}
    told: set[str] = set()
    for incident in material.groups["happened"]:
        found = _incident(material, calendar, incident, told)
        if found:
            by_day.setdefault(_when(incident), []).extend(found)
    titles = phrases()["sections"]
    days = tuple(
        Section(capital(_title(calendar, key)), tuple(sentences)) for key, sentences in sorted(by_day.items())
    )
    return Section(titles["happened"], (), days, material.left_out["happened"])


_DAY, _MONTH, _YEAR, _NEVER = 2, 1, 0, 3


def _when(incident: Happened) -> tuple[int, date]:
    day = day_of(incident)
    if day is None:
        return (_NEVER, date.max)
    coarse = [t.event for t in incident.tellings if t.event["granularity"] in ("month", "year")]
    if not coarse or told_days(affirming(incident.tellings)):
        return (_DAY, day)
    if any(event["granularity"] == "year" for event in coarse):
        return (_YEAR, day.replace(month=1, day=1))
    return (_MONTH, day.replace(day=1))


def _title(calendar: Calendar, key: tuple[int, date]) -> str:
    kind, day = key
    if kind == _NEVER:
        return str(phrases()["sections"]["undated"])
    if kind == _DAY:
        return calendar.day(day, year=True)
    return calendar.month(day, year=True) if kind == _MONTH else str(day.year)


def _incident(material: Material, calendar: Calendar, incident: Happened, told: set[str]) -> list[Sentence]:
    """What an incident's tellings say: a lead where several do, the best telling, and the best denial."""
    said, denied = affirming(incident.tellings), denying(incident.tellings)
    seen, against = witnesses(material, said), witnesses(material, denied)
    found: list[Phrase] = []
    name = called(material, calendar, incident)
    led = len(seen) > 1 and name.sure
    if led:
        found.append(_lead(material, name.some(), name.label.plural, seen, against))
    for tellings in (said, denied):
        one = best(material, calendar, tellings, context=not led)
        if one is not None:
            found.append(one.phrase)
    new = [phrase for phrase in found if phrase.text not in told]
    told.update(phrase.text for phrase in found)
    facts = [t.event["id"] for t in incident.tellings]
    return [sentence(phrase, material.texts, facts) for phrase in new]


def _lead(
    material: Material, label: Phrase, plural: bool, seen: Sequence[Witness], against: Sequence[Witness]
) -> Phrase:
    words = phrases()["lead"]
    tellings = [t for witness in seen for t in witness.tellings]
    firsts = list(dict.fromkeys(name for w in seen for name in outlet_names(material, w.tellings[0])[:1]))
    names = list(dict.fromkeys(name for t in tellings for name in outlet_names(material, t)))
    backing = tuple(c for witness in seen for c in witness.phrase.cited)
    parts: dict[str, Any] = {
        "label": label,
        "was": "were" if plural else "was",
        "count": Phrase(numeral(len(seen)), backing),
        "outlets": listed([Phrase(name) for name in firsts]),
        "outlet_count": numeral(len(names)),
        "denied": "",
        "toll": _toll(tellings),
    }
    if against:
        deniers = listed([w.speaker or w.phrase for w in against])
        cited = tuple(c for w in against for c in w.phrase.cited)
        parts["denied"] = fill(words["denied"], deniers=Phrase(deniers.text, deniers.cited + cited))
    few = len(names) <= _FEW and len(firsts) == len(seen)
    return fill(words["few" if few else "many"], **parts)


def _toll(tellings: Sequence[Told]) -> Phrase | str:
    """The least and the greatest number of those killed, where counts differ; never one number alone."""
    known = sorted((g for g in numbers("deaths", tellings) if g.number is not None), key=lambda g: g.number or 0)
    if len({g.number for g in known}) < 2:
        return ""
    low, high = known[0], known[-1]
    return fill(
        phrases()["lead"]["toll"],
        counted=phrases()["numbers"]["counted"]["deaths"],
        low=Phrase(numeral(low.number or 0), low.words.cited),
        high=Phrase(numeral(high.number or 0), high.words.cited),
    )


def best(
    material: Material, calendar: Calendar, tellings: Sequence[Told], *, dated: bool = False, context: bool = False
) -> Relay | None:
    """The telling that reads best, as a sentence; see `relay`."""
    found = [
        relay(material, calendar, told, carried(material, told, tellings), dated=dated, context=context)
        for told in tellings
    ]
    return max(found, key=lambda one: one.rank, default=None)


def ahead(material: Material, calendar: Calendar) -> Section:
    """What is expected, promised, hoped for or feared."""
    told = _told_once(material, calendar, material.groups["expected"])
    known = {text for text, _ in told}
    passages = {(t.report["id"], material.text(t.report["id"]).at(t.event["trigger_spans"][0][0]).start)
                for group in material.groups.values() for h in group for t in h.tellings}  # fmt: skip
    for row in material.ahead:
        claim = next((c for c in material.claims.get(row["report"], ()) if c["id"] == row["id"]), None)
        if claim is None or not claim["content_spans"]:
            continue
        item = _claimed(material, claim)
        at = (row["report"], material.text(row["report"]).at(item.event["trigger_spans"][0][0]).start)
        one = relay(material, calendar, item, dated=True, context=True)
        if at in passages or one.phrase.text in known or material.text(row["report"]).at(at[1]).line:
            continue
        passages.add(at)
        told.append((one.phrase.text, sentence(one.phrase, material.texts, [])))
    return Section(phrases()["sections"]["expected"], tuple(s for _, s in told), (), material.left_out["expected"])


def _claimed(material: Material, claim: Row) -> Told:
    """A claim that tells no event of its own, in the form of a telling."""
    event = {
        "id": claim["id"], "status": "hypothetical", "trigger_spans": claim["content_spans"],
        "evidence_spans": claim["content_spans"], "evidence": claim["content"], "time_spans": [], "place_spans": [],
        "actors": [], "confidence": claim["confidence"], "type": "", "modes": [],
    }  # fmt: skip
    return Told(event, material.reports[claim["report"]], [], [], [claim], [], None, ())


def background(material: Material, calendar: Calendar) -> Section:
    """What reports tell of earlier times."""
    told = _told_once(material, calendar, material.groups["background"])
    return Section(phrases()["sections"]["background"], tuple(s for _, s in told), (), material.left_out["background"])


def _told_once(
    material: Material, calendar: Calendar, incidents: Sequence[Happened]
) -> list[tuple[str, Sentence]]:
    found: dict[str, Sentence] = {}
    for incident in incidents:
        one = best(material, calendar, incident.tellings, dated=True, context=True)
        if one is not None and one.phrase.text not in found:
            facts = [t.event["id"] for t in incident.tellings]
            found[one.phrase.text] = sentence(one.phrase, material.texts, facts)
    return list(found.items())
