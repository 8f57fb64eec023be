"""From a casebook and a filter to a brief."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from reportedly.brief.contested import contested
from reportedly.brief.days import Calendar
from reportedly.brief.gather import Material, gather
from reportedly.brief.happened import Teller, day_of
from reportedly.brief.labels import called, day_cited, told_days
from reportedly.brief.phrase import Phrase, cite, fill, numeral, sentence
from reportedly.brief.sides import numbers, sides
from reportedly.brief.speakers import outlet
from reportedly.brief.tree import Brief, Day, Mark, Sentence, Source
from reportedly.brief.witnesses import affirming, denying, witnesses
from reportedly.brief.wording import country_names, demonyms, phrases
from reportedly.casebook.queries import Filter
from reportedly.exports.told import Happened

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["MOST", "compose"]

MOST = 40
"""Events that a section tells of where nothing else is asked for."""


def compose(connection: DuckDBPyConnection, filter: Filter, limit: int | None = MOST) -> Brief:
    """The brief on what the filter leaves; each section tells of the `limit` best-witnessed events (None: of all).

    The filter's own `sort`, `limit` and `offset` mean nothing here. Raises QueryError for one that cannot be asked.
    """
    material = gather(connection, filter, limit)
    told = material.groups["happened"]
    days = [day for incident in told if (day := day_of(incident)) is not None]
    calendar = Calendar(days[0].year if days and len({day.year for day in days}) == 1 else None)
    teller = Teller(material, calendar)
    sections = [
        teller.happened(),
        sides(material, calendar),
        numbers(material, calendar),
        contested(material, calendar, teller),
        teller.ahead(),
        teller.background(),
    ]
    kept = tuple(section for section in sections if any(True for _ in section.walk()))
    headline = _headline(material, calendar)
    cited = dict.fromkeys(c.report for s in (headline, *(s for k in kept for s in k.walk())) for c in s.citations)
    return Brief(
        headline=headline,
        sections=kept,
        sources=_sources(material, cited),
        marks=_marks(told),
        days=_days(told),
        notes=() if kept else (phrases()["nothing"],),
    )


def _headline(material: Material, calendar: Calendar) -> Sentence:
    told = material.groups["happened"]
    words = phrases()["headline"]
    if not told:
        some = next((group for name in ("denied", "expected", "background") if (group := material.groups[name])), None)
        return Sentence(words["nothing"] if some is None else phrases()["sections"][_first(material)], ())
    top = told[0]
    name = called(material, calendar, top).bare()
    seen = witnesses(material, affirming(top.tellings))
    scope = _scope(calendar, told)
    denied = words["denied"] if denying(top.tellings) else ""
    refused = tuple(c for witness in witnesses(material, denying(top.tellings))[:1] for c in witness.phrase.cited)
    backing = tuple(c for witness in seen for c in witness.phrase.cited)
    if len(seen) > 1:
        said = fill(words["several"], scope=scope, label=name, count=Phrase(numeral(len(seen)), backing))
    else:
        paper = Phrase(outlet(material, seen[0].tellings[0]).text, backing)
        said = fill(words["one"], scope=scope, label=name, outlet=paper)
    said = Phrase(said.text + denied, said.cited + refused)
    return sentence(said if scope.text else Phrase(said.text.removeprefix(": "), said.cited), material.texts)


def _first(material: Material) -> str:
    if material.groups["denied"]:
        return "contested"
    return "expected" if material.groups["expected"] else "background"


def _scope(calendar: Calendar, told: Sequence[Happened]) -> Phrase:
    """Country and span of days, with what they rest on."""
    named = ((d, t) for incident in told for d, t in told_days(affirming(incident.tellings)).items())
    dated = {d: t for d, t in named if t.report["day"] is None or d <= t.report["day"]}
    parts: dict[str, Phrase] = {}
    if dated:
        first, last = min(dated), max(dated)
        ends = (dated[first], dated[last])
        cited = tuple(c for t in ends for c in day_cited(t))
        parts["days"] = Phrase(calendar.span(first, last), cited)
    country = _country(told)
    if country is not None:
        parts["country"] = country
    template = phrases()["scope"].get("_".join(sorted(parts)))
    return fill(template, **parts) if template else Phrase("")


def _country(told: Sequence[Happened]) -> Phrase | None:
    """The one country of nearly all that happened, if a report that is cited has a word for it."""
    codes = Counter(h.incident["country"] for h in told if h.incident["country"])
    if not codes:
        return None
    code, n = codes.most_common(1)[0]
    if n < 0.8 * codes.total() or code not in country_names():
        return None
    name = country_names()[code]
    known = sorted((word for word, of in demonyms().items() if of == code), key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})\b", re.I)
    for item in (item for incident in told for item in incident.tellings):
        for found in pattern.finditer(item.report["text"]):
            if found[0][0].isupper():
                return Phrase(name, cite(item.report["id"], [found.span()]))
    return None


def _sources(material: Material, ids: Iterable[str]) -> tuple[Source, ...]:
    found = []
    for id in ids:
        row = material.reports[id]
        names = [row["outlet"], *material.outlets.get(id, ())]
        outlets = tuple(dict.fromkeys(name for name in names if name))
        found.append(Source(id, outlets, row["title"], row["published"], row["url"]))
    return tuple(sorted(found, key=lambda s: (s.published or "", s.outlets, s.report)))


def _marks(told: Sequence[Happened]) -> tuple[Mark, ...]:
    found: dict[tuple[float, float], list[Happened]] = {}
    for incident in told:
        row = incident.incident
        if row["latitude"] is not None and row["longitude"] is not None:
            found.setdefault((row["latitude"], row["longitude"]), []).append(incident)
    marks = []
    for (latitude, longitude), there in found.items():
        kinds = {t.event["place_kind"] for h in there for t in h.tellings if t.event["place"] == h.incident["place"]}
        exact = not kinds <= {"country", "continent", "sea", "region", "admin1", None}
        marks.append(Mark(str(there[0].incident["place"]), latitude, longitude, len(there), exact))
    return tuple(sorted(marks, key=lambda m: (-m.events, m.name)))


def _days(told: Sequence[Happened]) -> tuple[Day, ...]:
    counts: Counter[date] = Counter()
    for incident in told:
        days = told_days(affirming(incident.tellings))
        if days:
            counts[next(iter(days))] += 1
    return tuple(Day(day, n) for day, n in sorted(counts.items()))
