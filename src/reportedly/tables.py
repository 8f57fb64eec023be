"""The tables of the record: the public contract, one type for each kind of thing that is read.

Offsets count Unicode code points of `report.text`, start inclusive, end exclusive. Unknown is None or an empty list.
`reportedly.record` fills these tables; `reportedly.schema` turns them into a JSON Schema, descriptions included.
"""

from __future__ import annotations

from typing import Annotated, Literal

from annotated_types import Ge, Le, Len
from typing_extensions import TypedDict

from reportedly.reading import Bound, EntityKind, Form, Status

__all__ = [
    "AttributionRecord",
    "CueRecord",
    "EntityRecord",
    "EventRecord",
    "ExplanationRecord",
    "MagnitudeRecord",
    "PartyRecord",
    "PlaceRecord",
    "QuantityRecord",
    "Record",
    "ReportRecord",
    "SideRecord",
    "SourceRecord",
    "SpansRecord",
    "TimeRecord",
]

Offset = Annotated[int, Ge(0)]
Offsets = Annotated[list[Offset], Len(2, 2)]
Share = Annotated[float, Ge(0), Le(1)]


class ReportRecord(TypedDict):
    """What came in."""

    id: str
    """Content hash: the same text has the same id everywhere."""
    title: str | None
    """The headline, where it was given or the page says it."""
    outlet: str | None
    """Who published the report."""
    url: str | None
    """Where it was published."""
    published: str | None
    """ISO 8601 date or datetime; null when unknown."""
    language: str
    """ISO 639-1 code."""
    text: str
    """What every offset refers to."""


class EntityRecord(TypedDict):
    """Someone or something that acts or speaks."""

    id: str
    """Unique within the record."""
    name: str
    """The fullest name known."""
    kind: EntityKind
    """Person, organisation, country, group, outlet, or an unnamed group."""
    country: str | None
    """ISO 3166-1 alpha-3, or null."""
    sectors: list[str]
    """PLOVER sector codes, the main one first."""
    mentions: list[Offsets]
    """Every place where the text names, describes or stands for it by a pronoun."""


class SourceRecord(TypedDict):
    """The speaker of an attribution."""

    spans: list[Offsets]
    """The speaker as written; empty where the report names none."""
    entity: str | None
    """The id of the entity, or null."""
    kind: str | None
    """The kind of the entity, or null."""


class CueRecord(TypedDict):
    """The words that attribute."""

    spans: list[Offsets]
    """The cue as written ("said", "according to")."""
    stance: str
    """states, claims, believes, argues, fears, hopes, denies, asks, promises, …"""


class SpansRecord(TypedDict):
    """Words of the text; several spans where they are discontinuous."""

    spans: list[Offsets]
    """In the order of the text."""


class AttributionRecord(TypedDict):
    """Who says so."""

    id: str
    """Unique within the record."""
    parent: str | None
    """The attribution whose content holds this one: "X claims …, Y reports"."""
    source: SourceRecord
    """Who speaks."""
    cue: CueRecord
    """The words that attribute, and their stance."""
    content: SpansRecord
    """What is said."""
    form: Form
    """Direct, indirect or mixed speech."""
    confidence: Share
    """How sure the reading is, 0 to 1."""


class PartyRecord(TypedDict):
    """An actor or a recipient."""

    spans: list[Offsets]
    """As written."""
    entity: str | None
    """The id of the entity, or null."""


class PlaceRecord(TypedDict):
    """A place named and what it was resolved to."""

    spans: list[Offsets]
    """As written."""
    name: str
    """The gazetteer's name, or the words where it was not resolved."""
    geonameid: int | None
    """GeoNames id, or null."""
    latitude: Annotated[float, Ge(-90), Le(90)] | None
    """Degrees north (WGS 84), or null."""
    longitude: Annotated[float, Ge(-180), Le(180)] | None
    """Degrees east (WGS 84), or null."""
    country: str | None
    """ISO 3166-1 alpha-3, or null."""
    kind: str | None
    """country, region, admin1, town, sea, base, …, or null."""
    confidence: Share
    """How sure the reading is, 0 to 1."""


class TimeRecord(TypedDict):
    """A time named and the days it means."""

    spans: list[Offsets]
    """As written."""
    kind: str
    """TIMEX3 type: DATE, TIME, DURATION or SET."""
    value: str | None
    """TIMEX3 value, or null."""
    start: str | None
    """The first day meant (ISO date), or null."""
    end: str | None
    """The last day meant (ISO date), or null."""
    granularity: str | None
    """day, week, month, …: never finer than the words; null where there is none."""
    inferred: bool
    """Whether the report's own date had to be inferred from its text."""


class MagnitudeRecord(TypedDict):
    """A number of people, things or money: low ≤ value ≤ high."""

    kind: str
    """deaths, injured, displaced, arrested, troops, money, …"""
    value: float
    """The number named."""
    low: float | None
    """The least it can mean; null marks an open end."""
    high: float | None
    """The most it can mean; null marks an open end."""
    bound: Bound
    """How the words bound it."""
    spans: list[Offsets]
    """As written."""


class QuantityRecord(TypedDict):
    """A number as in an event's magnitudes, and who says so."""

    kind: str
    """deaths, injured, displaced, arrested, troops, money, …"""
    value: float
    """The number named."""
    low: float | None
    """The least it can mean; null marks an open end."""
    high: float | None
    """The most it can mean; null marks an open end."""
    bound: Bound
    """How the words bound it."""
    spans: list[Offsets]
    """As written."""
    attributed_to: list[str]
    """Ids of attributions, outermost first; empty: the report says it in its own voice."""


class EventRecord(TypedDict):
    """Who did what to whom, where and when."""

    id: str
    """Unique within the record."""
    type: str
    """PLOVER event type."""
    modes: list[str]
    """How it was done."""
    contexts: list[str]
    """What it was about."""
    quad: str
    """Verbal or material, cooperation or conflict."""
    intensity: float
    """PLOVER's conflict-cooperation score, -10 to 10."""
    status: Status
    """Whether it happened, as the words put it."""
    trigger: SpansRecord
    """The words that tell the event."""
    evidence: list[Offsets]
    """The clause or sentence that it was read from."""
    actors: list[PartyRecord]
    """Who did it."""
    recipients: list[PartyRecord]
    """To whom."""
    place: PlaceRecord | None
    """Where, or null."""
    time: TimeRecord | None
    """When, or null."""
    magnitudes: list[MagnitudeRecord]
    """How many, how much."""
    attributed_to: list[str]
    """Ids of attributions, outermost first; empty: the report says it in its own voice."""
    confidence: Share
    """How sure the reading is, 0 to 1."""


class SideRecord(TypedDict):
    """One side of an explanation."""

    spans: list[Offsets]
    """As written."""
    event: str | None
    """The id of the event these words tell, or null."""


class ExplanationRecord(TypedDict):
    """What the report, or a source in it, gives as the cause of what."""

    id: str
    """Unique within the record."""
    cause: SideRecord
    """What brought it about."""
    effect: SideRecord
    """What came of it."""
    marker: SpansRecord
    """The words that join them."""
    status: Literal["stated", "hypothetical", "negated"]
    """Stated, held possible, or denied."""
    attributed_to: list[str]
    """Ids of attributions, outermost first; empty: the report says it in its own voice."""
    confidence: Share
    """How sure the reading is, 0 to 1."""


class Record(TypedDict):
    """Everything read from one report; every row points at the words it was read from."""

    report: ReportRecord
    """The report as it came in."""
    entities: list[EntityRecord]
    """Who: people, organisations, governments, armed groups, outlets, unnamed groups."""
    attributions: list[AttributionRecord]
    """Who says so."""
    events: list[EventRecord]
    """Who did what to whom, where and when."""
    places: list[PlaceRecord]
    """Every place named."""
    times: list[TimeRecord]
    """Every time named."""
    quantities: list[QuantityRecord]
    """Deaths, injured, displaced, arrested, troops, money, …"""
    explanations: list[ExplanationRecord]
    """Why."""
