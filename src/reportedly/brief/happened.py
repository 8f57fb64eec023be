"""The sections that tell: what happened, what is expected or feared, and the background."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date, timedelta

from reportedly.brief.days import Calendar
from reportedly.brief.gather import Material
from reportedly.brief.labels import called, told_days
from reportedly.brief.lead import lead
from reportedly.brief.phrase import capital, sentence
from reportedly.brief.relay import Relay, relay
from reportedly.brief.tree import Section, Sentence
from reportedly.brief.witnesses import affirming, carried, denying, witnesses
from reportedly.brief.wording import phrases
from reportedly.exports.told import Happened, Row, Told

__all__ = ["Teller", "best", "day_of"]

When = tuple[date, date]
"""The first and the last day of a section."""


class Teller:
    """Tells incidents one after the other, and never the same words twice.

    Words that tell of several events are told where the first of them belongs: "Russia may have withdrawn because of
    sanctions" is feared or expected, whatever it has on sanctions.
    """

    def __init__(self, material: Material, calendar: Calendar) -> None:
        self.material, self.calendar = material, calendar
        self._told: set[tuple[str, int]] = set()
        self._first = _first_told(material)
        self._headlined: dict[str, set[str]] = {}

    def happened(self) -> Section:
        """What happened, a section a day; within a day the best-witnessed first."""
        by_day: dict[When, list[Sentence]] = {}
        for incident in self.material.groups["happened"]:
            found = self._incident(incident)
            if found:
                by_day.setdefault(_when(incident), []).extend(found)
        days = sorted(by_day.items(), key=lambda day: day[0][:2])
        inner = tuple(Section(capital(_title(self.calendar, key)), tuple(told)) for key, told in days)
        return Section(phrases()["sections"]["happened"], (), inner, self.material.left_out["happened"])

    def ahead(self) -> Section:
        """What is expected, promised, hoped for or feared."""
        told = self._each("expected")
        for row in self.material.ahead:
            claim = next((c for c in self.material.claims.get(row["report"], ()) if c["id"] == row["id"]), None)
            if claim is None or not claim["content_spans"] or claim["content_spans"][0][0] in self._spoken(claim):
                continue
            if not self.material.text(row["report"]).at(claim["content_spans"][0][0]).line:
                item = _claimed(self.material, claim)
                headlined = self._headlined.setdefault("expected", set())
                one = relay(self.material, self.calendar, item, dated=True, headlined=headlined)
                told += self._once(one, [], "expected")
        return Section(phrases()["sections"]["expected"], tuple(told), (), self.material.left_out["expected"])

    def background(self) -> Section:
        """What reports tell of earlier times."""
        told = self._each("background")
        return Section(phrases()["sections"]["background"], tuple(told), (), self.material.left_out["background"])

    def denied(self) -> list[Sentence]:
        """Denials of what no report here affirms."""
        return self._each("denied")

    def _each(self, group: str) -> list[Sentence]:
        found: list[Sentence] = []
        for incident in self.material.groups[group]:
            headlined = self._headlined.setdefault(group, set())
            one = best(self.material, self.calendar, incident.tellings, dated=True, headlined=headlined)
            if one is not None and self._belongs(one, group):
                found += self._once(one, [t.event["id"] for t in incident.tellings], group)
        return found

    def _incident(self, incident: Happened) -> list[Sentence]:
        """What an incident's tellings say: a lead where several do, the best telling, and the best denial."""
        said, denied = affirming(incident.tellings), denying(incident.tellings)
        seen = witnesses(self.material, said)
        facts = [t.event["id"] for t in incident.tellings]
        name = called(self.material, self.calendar, incident)
        day = str(_when(incident))
        found: list[Sentence] = []
        led = len(seen) > 1 and name.sure
        if led:
            opening = lead(self.material, name, seen, witnesses(self.material, denied))
            found.append(sentence(opening, self.material.texts, facts))
        for tellings in (said, denied):
            headlined = None if led else self._headlined.setdefault(day, set())
            one = best(self.material, self.calendar, tellings, headlined=headlined)
            if one is not None and (led or self._belongs(one, "happened")):
                found += self._once(one, facts, day)
        return found

    def _belongs(self, one: Relay, group: str) -> bool:
        """Whether the first event in the words told is one of the group, or a denial."""
        return self._first.get(one.told, (0, group))[1] in (group, "denied")

    def _once(self, one: Relay, facts: Sequence[str], section: str) -> list[Sentence]:
        report, start = one.told
        known = report in self._headlined.get(section, ()) and self.material.text(report).at(start).line
        if one.told in self._told or known:  # a headline that stands above already says nothing new
            return []
        self._told.add(one.told)
        if one.headlined:
            self._headlined.setdefault(section, set()).add(report)
        return [sentence(one.phrase, self.material.texts, facts)]

    def _spoken(self, claim: Row) -> set[int]:
        """Where the words of those claims begin in which events of the brief are told."""
        groups = self.material.groups.values()
        told = (t for group in groups for h in group for t in h.tellings if t.report["id"] == claim["report"])
        return {span[0] for t in told for c in t.claims for span in c["content_spans"]}


def _first_told(material: Material) -> dict[tuple[str, int], tuple[int, str]]:
    """For every passage, the first event in it: where its words begin, and the group of its incident."""
    found: dict[tuple[str, int], tuple[int, str]] = {}
    for group, incidents in material.groups.items():
        for told in (t for incident in incidents for t in incident.tellings):
            at = told.event["trigger_spans"][0][0]
            passage = (told.report["id"], material.text(told.report["id"]).at(at).start)
            found[passage] = min(found.get(passage, (at, group)), (at, group))
    return found


def _claimed(material: Material, claim: Row) -> Told:
    """A claim that tells no event of its own, in the form of a telling."""
    event = {
        "id": claim["id"], "status": "hypothetical", "trigger_spans": claim["content_spans"],
        "evidence_spans": claim["content_spans"], "evidence": claim["content"], "time_spans": [], "place_spans": [],
        "actors": [], "confidence": claim["confidence"], "type": "", "modes": [],
    }  # fmt: skip
    return Told(event, material.reports[claim["report"]], [], [], [claim], [], None, ())


def best(
    material: Material,
    calendar: Calendar,
    tellings: Sequence[Told],
    *,
    dated: bool = False,
    headlined: Set[str] | None = None,
) -> Relay | None:
    """The telling that reads best, as a sentence; see `relay`."""
    found = [
        relay(material, calendar, told, carried(material, told, tellings), dated=dated, headlined=headlined)
        for told in tellings
    ]
    return max(found, key=lambda one: one.rank, default=None)


def day_of(incident: Happened) -> date | None:
    """The day that most of its tellings name; else the casebook's, which may be that of a report."""
    days = told_days(affirming(incident.tellings) or list(incident.tellings))
    return next(iter(days), None) or incident.incident["first_day"]


def _when(incident: Happened) -> When:
    """From when to when it was, as far as tellings say; a report's own day where they do not."""
    day = day_of(incident)
    if day is None:
        return (date.max, date.max)
    spans = [(t.event["first_day"], t.event["last_day"]) for t in incident.tellings]
    wide = [(first, last) for first, last in spans if first and last and first < last]
    if not wide or told_days(affirming(incident.tellings)):
        return (day, day)
    return min(wide, key=lambda span: span[1] - span[0])


def _title(calendar: Calendar, when: When) -> str:
    first, last = when
    if first == date.max:
        return str(phrases()["sections"]["undated"])
    if first == last:
        return calendar.day(first, year=True)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if first.day == 1 and (last + timedelta(1)).day == 1 and (first.year, first.month) == (last.year, last.month):
        return calendar.month(first, year=True)
    return calendar.span(first, last)
