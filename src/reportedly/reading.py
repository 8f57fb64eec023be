"""One coder's reading of one report: frozen values that point into `report.text`.

A stage is a plain function `Reading -> Reading`; it adds its own layer with `dataclasses.replace` and leaves the
others alone. Rows come out once, at the end, from `reportedly.record`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from reportedly.knowledge import BUILT_IN, Knowledge
from reportedly.report import Report, Span, Spans

if TYPE_CHECKING:
    from concurrent.futures import Future

    from spacy.tokens import Doc

    from reportedly.coding.events.voice import Voice
    from reportedly.tagger.tag import Tagging

__all__ = [
    "DEFAULT_ATTRIBUTION", "Attribution", "Coder", "Cue", "Engine", "Entity", "Event", "Explanation", "Mention",
    "Party", "Place", "Quantity", "Quotation", "Reading", "Rejected", "Sentence", "Source", "Time", "Why",
]  # fmt: skip

EntityKind = Literal["person", "organisation", "country", "group", "outlet", "unnamed"]
Form = Literal["direct", "indirect", "mixed"]
Status = Literal["occurred", "ongoing", "historical", "future", "hypothetical", "negated"]
REAL: frozenset[Status] = frozenset({"occurred", "ongoing", "historical"})
"""The statuses of what is told as done or being done."""

Engine = Literal["rules", "model"]
"""Who finds attributions: the rules alone, or the rules and the learned tagger together."""
DEFAULT_ATTRIBUTION: Engine = "rules"
"""Who finds attributions unless the caller says otherwise."""
Bound = Literal["exact", "about", "under", "over", "at_least", "at_most"]


@dataclass(frozen=True, slots=True)
class Why:
    """One step of the reasoning behind a value, in words a researcher can check against the text.

    `field` is the field it explains ("type", "status", "actors", "place", "time", …); `rule` the name of the rule or
    codebook entry; `detail` the sentence shown by `reportedly explain`; `spans` the words it rests on.
    """

    field: str
    rule: str
    detail: str
    spans: Spans = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that was considered and not coded: the words, what they might have been, and why not."""

    spans: Spans
    candidate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coder:
    """Who read: the version of `reportedly`, the parser's name and version, and a hash of the knowledge files."""

    version: str
    parser: str
    knowledge: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a line that is none: a headline, a dateline, a by-line."""

    span: Span
    kind: Literal["sentence", "headline", "dateline", "byline"]
    paragraph: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks. `span` includes the marks, `inner` leaves them out.

    `closed` is False where the closing mark was missing and the paragraph's end was taken; `continues` is the index
    (in `Reading.quotations`) of the quotation of the paragraph before that this one reopens, or None.
    """

    span: Span
    inner: Span
    closed: bool = True
    continues: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in the text where an entity is named, described or stood for by a pronoun.

    `span` is the whole phrase without relative clauses ("Russian President Vladimir Putin").
    """

    span: Span
    form: Literal["name", "nominal", "pronoun"] = "name"


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that acts or speaks.

    `country` is ISO 3166-1 alpha-3 or None; `sectors` are PLOVER sector codes, the main one first (international
    bodies have no country and one of IGO, NGO, ISM, IMG, MNC among their sectors).
    """

    id: str
    name: str
    kind: EntityKind
    country: str | None
    sectors: tuple[str, ...]
    mentions: tuple[Mention, ...]
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression: TIMEX3 `kind` (DATE, TIME, DURATION, SET) and `value`, the first and last day meant.

    `start` and `end` are ISO dates or None (durations, vague words); `granularity` is day, week, month, quarter,
    season, year, decade, century, time or vague and never finer than the words. `inferred` says that the report's
    own date was not known and had to be inferred from the text.
    """

    spans: Spans
    kind: str
    value: str | None
    start: str | None
    end: str | None
    granularity: str | None
    inferred: bool = False
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym and what it was resolved to; latitude and the others are None where it was not resolved.

    `country` is ISO 3166-1 alpha-3; `kind` is country, region, admin1, admin2, admin3, town, sea, base, airport,
    continent, site …; `radius_km` is how far from the point what happens there may have been; `confidence` is the share
    of like decisions that were right on development data.
    """

    spans: Spans
    name: str
    geonameid: int | None
    latitude: float | None
    longitude: float | None
    country: str | None
    kind: str | None
    confidence: float
    why: tuple[Why, ...] = ()
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people, things or money: `low` ≤ `value` ≤ `high`; None marks an open end."""

    kind: str
    value: float
    low: float | None
    high: float | None
    bound: Bound
    spans: Spans
    unit: str | None = None
    attributed_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The speaker as written; no spans where the report names none ("it was reported that")."""

    spans: Spans
    entity: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that attribute ("said", "according to") and the stance they give (states, claims, fears, …)."""

    spans: Spans
    stance: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so. `parent` is the id of the attribution whose content holds this one."""

    id: str
    parent: str | None
    source: Source
    cue: Cue
    content: Spans
    form: Form
    confidence: float
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """An actor or a recipient of an event as written, and the entity it is."""

    spans: Spans
    entity: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, where and when. `attributed_to` holds attribution ids, outermost first."""

    id: str
    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    quad: str
    intensity: float
    status: Status
    trigger: Spans
    evidence: Spans
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    place: Place | None
    time: Time | None
    magnitudes: tuple[Quantity, ...]
    attributed_to: tuple[str, ...]
    confidence: float
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an explanation: the words, and the id of the event they tell, if one was coded."""

    spans: Spans
    event: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why: what the report, or a source in it, gives as the cause of what."""

    id: str
    cause: Side
    effect: Side
    marker: Spans
    status: Literal["stated", "hypothetical", "negated"]
    attributed_to: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One coder's reading of one report.

    `doc` is the parse, `voice` what the network of events reads in it (`hearing` while it reads beside other stages),
    `tagging` what the tagger of attributions sees, where it began beside the parse; they are there while the stages run
    and None once the reading has left its process. `knowledge` is what the coder knew beside the data of the package,
    `engine` who finds who says so.
    """

    report: Report
    coder: Coder
    doc: Doc | None = None
    voice: Voice | None = None
    hearing: Future[Voice] | None = None
    tagging: Future[Tagging] | None = None
    sentences: tuple[Sentence, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    entities: tuple[Entity, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    knowledge: Knowledge = BUILT_IN
    engine: Engine = DEFAULT_ATTRIBUTION

    @property
    def parse(self) -> Doc:
        """The parse; raises ValueError on a reading that no longer holds it."""
        if self.doc is None:
            raise ValueError("this reading no longer holds its parse: read the report again")
        return self.doc

    def text(self, spans: Iterable[Span], joiner: str = " … ") -> str:
        """The words that `spans` point to."""
        return joiner.join(span.of(self.report.text) for span in spans)

    def entity(self, id: str | None) -> Entity | None:
        """The entity with this id."""
        return next((e for e in self.entities if e.id == id), None)

    def attribution(self, id: str | None) -> Attribution | None:
        """The attribution with this id."""
        return next((a for a in self.attributions if a.id == id), None)

    def without_parse(self) -> Reading:
        """The same reading, free of the parse: small, and fit to cross processes."""
        return replace(self, doc=None, voice=None, hearing=None, tagging=None)

    def to_dict(self) -> dict[str, Any]:
        """The record: the public contract, ready for JSON."""
        from reportedly.record import record

        return dict(record(self))

    def _repr_html_(self) -> str:
        from reportedly.show.page import fragment

        return fragment(self)
