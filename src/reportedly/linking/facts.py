"""All that linking needs to know of one event as one report tells it, taken from the record.

A record that was stored and one that was just read give the same facts. They turn into plain values for a table's
column and back; the vectors are kept beside them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from reportedly.coding.entities.words import fold, split
from reportedly.linking.distance import Site, kilometres
from reportedly.linking.knowledge import knowledge
from reportedly.linking.words import stem
from reportedly.report import Span
from reportedly.tables import EntityRecord, EventRecord, PartyRecord, PlaceRecord, Record, ReportRecord

__all__ = [
    "Amount",
    "Encoder",
    "EventFacts",
    "Party",
    "Site",
    "Vector",
    "event_id",
    "facts",
    "from_plain",
    "to_plain",
    "with_vectors",
]

Vector = NDArray[np.float32]
_BOUNDARY = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
_LONGEST = 600  # characters of a sentence that are kept
_LEAD = 200  # characters of a headline that are read before a sentence
_NAMES = 12  # names of a report that are kept: those named most often


class Encoder(Protocol):
    """What turns words in context into vectors of length one, as `reportedly.linking.encoder.encode_spans` does."""

    def __call__(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> Encoded:
        """For each text the rows of the spans in it."""
        ...


class Encoded(Protocol):
    """What an encoder gives; `spans` holds for each text the rows of its spans."""

    @property
    def spans(self) -> Sequence[Vector]:
        """A matrix for each text."""
        ...


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or a recipient. `key` is equal for equal parties of any two reports, None where nobody is named."""

    text: str
    name: str
    kind: str | None
    country: str | None
    sectors: tuple[str, ...]
    key: str | None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of the event: `low` to `high`, None for an open end; `exact` unless the words blur it."""

    kind: str
    low: float | None
    high: float | None
    exact: bool


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event as one report tells it.

    `first` to `last` and `site` are what its own words say. `day` and `setting` are when and where by these or, where
    they are silent, by its sentence, the event told before it, or the first one told: a report keeps to its scene.

    Days are proleptic ordinals (`date.toordinal`), None where unknown. `countries` are those of the event, or else
    those of its report, the most often named first; `names` are keys of what the report names. `at` is the trigger in
    `sentence`, `lead` the headline (else first line) it is read under. `vector` is the trigger as it stands in both,
    encoded; None without an encoder.
    """

    id: str
    report: str
    type: str
    modes: tuple[str, ...]
    quad: str
    status: str
    first: int | None
    last: int | None
    granularity: str | None
    inferred: bool
    day: int | None
    report_day: int | None
    site: Site | None
    setting: Site | None
    countries: tuple[str, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    amounts: tuple[Amount, ...]
    trigger: tuple[str, ...]
    at: tuple[int, int]
    sentence: str
    lead: str
    headline: bool
    names: tuple[str, ...]
    copies: str | None = None
    vector: Vector | None = field(default=None, compare=False, repr=False)


def event_id(report: str, event: str) -> str:
    """The id of an event among many reports: the report's id, a colon, the event's id in its record."""
    return f"{report}:{event}"


def facts(
    record: Record,
    *,
    report: str | None = None,
    copies: str | None = None,
    keys: Mapping[str, str] | None = None,
    encode: Encoder | None = None,
) -> list[EventFacts]:
    """The facts of every event of a record, in its order.

    `report` is the id the store gives the report (default: the record's own), `copies` the group of near-duplicates it
    belongs to, `keys` leads from the record's entity ids to ids that hold across reports, where these are known.
    """
    known = {entity["id"]: entity for entity in record["entities"]}
    people = {id: _entity_key(entity, (keys or {}).get(id)) for id, entity in known.items()}
    about = _Report(record["report"], report or record["report"]["id"], _headline(record["report"]), copies,
                    _names(record, people), _countries(record))  # fmt: skip
    found = _set([_event(event, about, known, people, record) for event in record["events"]])
    return found if encode is None else with_vectors(found, encode)


def with_vectors(found: Sequence[EventFacts], encode: Encoder) -> list[EventFacts]:
    """The same facts with their vectors: of the words of the trigger as they stand in headline and sentence."""
    contexts = [_context(one) for one in found]
    encoded = encode([text for text, _ in contexts], [[span] for _, span in contexts]).spans
    return [replace(one, vector=rows[0]) for one, rows in zip(found, encoded, strict=True)]


def to_plain(one: EventFacts) -> dict[str, Any]:
    """The facts as plain values, ready for JSON; days as ISO dates, without the vector."""
    plain = asdict(replace(one, vector=None))
    del plain["vector"]
    return plain | {name: None if plain[name] is None else _iso(plain[name]) for name in _DAYS}


def from_plain(plain: Mapping[str, Any], vector: Sequence[float] | Vector | None = None) -> EventFacts:
    """The facts that `to_plain` wrote, and the vector that was kept beside them."""
    values = dict(plain)
    for name in _DAYS:
        values[name] = None if values[name] is None else date.fromisoformat(values[name]).toordinal()
    values["setting"] = None if values["setting"] is None else Site(**values["setting"])
    for name in ("modes", "countries", "trigger", "at", "names"):
        values[name] = tuple(values[name])
    values["site"] = None if values["site"] is None else Site(**values["site"])
    values["amounts"] = tuple(Amount(**amount) for amount in values["amounts"])
    for name in ("actors", "recipients"):
        values[name] = tuple(Party(**{**party, "sectors": tuple(party["sectors"])}) for party in values[name])
    return EventFacts(**values, vector=None if vector is None else np.asarray(vector, dtype=np.float32))


_DAYS = ("first", "last", "day", "report_day")


def _iso(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@dataclass(frozen=True, slots=True)
class _Report:
    record: ReportRecord
    id: str
    headline: int
    copies: str | None
    names: tuple[str, ...]
    countries: tuple[str, ...]


def _event(
    event: EventRecord,
    about: _Report,
    known: Mapping[str, EntityRecord],
    people: Mapping[str, str | None],
    record: Record,
) -> EventFacts:
    text = about.record["text"]
    time, spans = event["time"], event["trigger"]["spans"]
    start, end = _sentence(text, event)
    actors = tuple(_party(party, text, known, people) for party in event["actors"])
    recipients = tuple(_party(party, text, known, people) for party in event["recipients"])
    site = None if event["place"] is None else _site(event["place"])
    day, setting = _stated(record, start, end)
    own = [] if site is None or site.country is None else [site.country]
    own = own or list(dict.fromkeys(p.country for p in (*actors, *recipients) if p.country is not None))
    return EventFacts(
        id=event_id(about.id, event["id"]),
        report=about.id,
        type=event["type"],
        modes=tuple(sorted(event["modes"])),
        quad=event["quad"],
        status=event["status"],
        first=_day(time["start"] if time else None),
        last=_day(time["end"] if time else None),
        granularity=time["granularity"] if time else None,
        inferred=bool(time and time["inferred"]),
        day=day,
        report_day=_day(about.record["published"]),
        site=site,
        setting=site or setting,
        countries=tuple(own) or about.countries,
        actors=actors,
        recipients=recipients,
        amounts=tuple(
            Amount(m["kind"], m["low"], m["high"], m["low"] is not None and m["low"] == m["high"])
            for m in event["magnitudes"]
        ),
        trigger=tuple(stem(word.key) for a, b in spans for word in split(text, a, b)),
        at=(max(0, spans[0][0] - start), min(end, spans[-1][1]) - start),
        sentence=text[start:end],
        lead=_lead(about.record, text[start:end]),
        headline=spans[0][0] < about.headline,
        names=about.names,
        copies=about.copies,
    )


def _stated(record: Record, start: int, end: int) -> tuple[int | None, Site | None]:
    """The only day and the only place that a sentence names, of towns and the regions round them the town."""

    def inside(spans: list[list[int]]) -> bool:
        return start <= spans[0][0] < end

    days = {_day(t["start"]) for t in record["times"] if inside(t["spans"]) and t["start"] and t["start"] == t["end"]}
    named = [p for p in record["places"] if inside(p["spans"]) and p["latitude"] is not None]
    sites = [_site(place) for place in named if place["kind"] not in {"country", "continent"}]
    towns = {site.name: site for site in sites if site.radius <= knowledge().vetoes.town_km}
    choice = towns or {site.name: site for site in sites}
    return days.pop() if len(days) == 1 else None, next(iter(choice.values())) if len(choice) == 1 else None


def _set(found: list[EventFacts]) -> list[EventFacts]:
    """Each event in its scene: where and when of its sentence, else of the event before it, else of the first told."""
    place = next((one.setting for one in found if one.setting is not None), None)
    day = next((one.day for one in found if one.day is not None), None)
    scenes = []
    for one in found:
        if one.setting is not None and not (one.site is None and place is not None and _holds(one.setting, place)):
            place = one.setting
        told = one.first is not None or one.status in {"future", "historical", "hypothetical"}
        if not told:
            day = one.day if one.day is not None else day
        elif one.status not in {"future", "historical"}:
            day = _single(one) or day
        scenes.append(replace(one, setting=place, day=_single(one) if told else day))
    return scenes


def _holds(region: Site, place: Site) -> bool:
    """Whether a sentence that names a region says no more than where the scene is anyhow: in a place within it."""
    km = kilometres(region, place)
    return region.radius > place.radius and km is not None and km <= region.radius


def _single(one: EventFacts) -> int | None:
    return one.first if one.first == one.last else None


def _day(iso: str | None) -> int | None:
    try:
        return None if iso is None else date.fromisoformat(iso[:10]).toordinal()
    except ValueError:  # before the year 1, or not a day
        return None


def _site(place: PlaceRecord) -> Site:
    return Site(
        place["name"], place["latitude"], place["longitude"], place["kind"], place["country"], place["confidence"],
        knowledge().radius.get(place["kind"] or "", knowledge().radius["unknown"]),
    )  # fmt: skip


def _party(party: PartyRecord, text: str, known: Mapping[str, EntityRecord], people: Mapping[str, str | None]) -> Party:
    words = " ".join(text[a:b] for a, b in party["spans"])[:120]
    entity = known.get(party["entity"] or "")
    if entity is None:
        return Party(words, words, None, None, (), None)
    return Party(
        words, entity["name"], entity["kind"], entity["country"], tuple(entity["sectors"]), people[entity["id"]]
    )


def _entity_key(entity: EntityRecord, known: str | None) -> str | None:
    """What is equal for equal entities of two reports: a name, a country, or a country's force or office."""
    if known is not None:
        return known
    country, sector = entity["country"], (entity["sectors"] or [""])[0]
    if entity["kind"] == "country":
        return f"country:{country}" if country else None
    forces = knowledge().armed_sectors if entity["kind"] == "unnamed" else knowledge().state_sectors
    if entity["kind"] in {"organisation", "group", "unnamed"} and country and sector in forces:
        return f"force:{country}:{sector}"
    if entity["kind"] == "unnamed" or entity["name"] == entity["name"].lower():
        return None
    words = [word.key for word in split(entity["name"])]
    words = [word for word in words if word not in knowledge().name_noise] or words
    return f"name:{' '.join(words)}" if {stem(word) for word in words} - knowledge().anyone else None


def _names(record: Record, people: Mapping[str, str | None]) -> tuple[str, ...]:
    """Keys of the persons, bodies and towns that a report names most; countries tell too little."""
    counted: Counter[str] = Counter()
    for entity in record["entities"]:
        key = people[entity["id"]]
        if key is not None and key.startswith("name:") and entity["kind"] != "outlet":
            counted[key] += len(entity["mentions"])
    for place in record["places"]:
        if place["kind"] not in {"country", "continent"}:
            counted[f"place:{fold(place['name'])}"] += 1
    return tuple(key for key, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_NAMES])


def _countries(record: Record) -> tuple[str, ...]:
    counted = Counter(place["country"] for place in record["places"] if place["country"])
    counted.update(e["country"] for e in record["entities"] if e["country"] and e["kind"] != "outlet")
    return tuple(str(country) for country, _ in sorted(counted.items(), key=lambda item: (-item[1], str(item[0])))[:2])


def _headline(report: ReportRecord) -> int:
    """Where the headline ends in the text; 0 where it has none."""
    text, title = report["text"], (report["title"] or "").strip()
    start = len(text) - len(text.lstrip())
    if title and text.startswith(title, start):
        return start + len(title)
    line, _, rest = text[start:].partition("\n")
    return start + len(line) if rest.strip() and len(line) < 160 and not line.rstrip().endswith((".", "”", '"')) else 0


def _lead(report: ReportRecord, sentence: str) -> str:
    """The headline, else the first line; empty where the sentence is it."""
    lead = (report["title"] or report["text"].lstrip().partition("\n")[0]).strip()[:_LEAD]
    return "" if sentence.startswith(lead) or lead.startswith(sentence) else lead


def _context(one: EventFacts) -> tuple[str, Span]:
    """The sentence after its headline, and where the trigger stands in that."""
    before = f"{one.lead}\n" if one.lead else ""
    return before + one.sentence, Span(len(before) + one.at[0], len(before) + one.at[1])


def _sentence(text: str, event: EventRecord) -> tuple[int, int]:
    """The sentence round the evidence, or as much of it as is kept."""
    spans = [*event["evidence"], *event["trigger"]["spans"]]
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    start, end = max(0, first - _LONGEST), min(len(text), last + _LONGEST)
    for gap in _BOUNDARY.finditer(text, start, end):
        if gap.end() <= first:
            start = gap.end()
        elif gap.start() >= last:
            end = gap.start()
            break
    if end - start > _LONGEST:
        start = max(start, min(event["trigger"]["spans"][0][0], first))
        end = min(end, start + _LONGEST)
    return start, end
