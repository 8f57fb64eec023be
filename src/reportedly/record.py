"""From a reading to its record: plain values by the tables of `reportedly.tables`, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from reportedly.reading import (
    Attribution,
    Entity,
    Event,
    Explanation,
    Party,
    Place,
    Quantity,
    Reading,
    Side,
    Time,
)
from reportedly.report import Report, Span
from reportedly.tables import (
    AttributionRecord,
    EntityRecord,
    EventRecord,
    ExplanationRecord,
    MagnitudeRecord,
    PartyRecord,
    PlaceRecord,
    Record,
    ReportRecord,
    SideRecord,
    TimeRecord,
)

__all__ = ["Record", "record"]


def record(reading: Reading) -> Record:
    """The record of a reading: new lists and dicts of plain values, ready for JSON."""
    return {
        "report": _report(reading.report),
        "entities": [_entity(e) for e in reading.entities],
        "attributions": [_attribution(a) for a in reading.attributions],
        "events": [_event(e) for e in reading.events],
        "places": [_place(p) for p in reading.places],
        "times": [_time(t) for t in reading.times],
        "quantities": [{**_magnitude(q), "attributed_to": list(q.attributed_to)} for q in reading.quantities],
        "explanations": [_explanation(x) for x in reading.explanations],
    }


def _offsets(spans: Iterable[Span]) -> list[list[int]]:
    return [[int(span.start), int(span.end)] for span in spans]


def _number(value: float | None) -> float | None:
    """Whole numbers as such (12, not 12.0); an infinite end is an open one."""
    if value is None or not isfinite(value):
        return None
    return int(value) if value == int(value) else value


def _report(report: Report) -> ReportRecord:
    return {
        "id": report.id,
        "title": report.title,
        "outlet": report.outlet,
        "url": report.url,
        "published": report.published,
        "language": report.language,
        "text": report.text,
    }


def _entity(entity: Entity) -> EntityRecord:
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": entity.kind,
        "country": entity.country,
        "sectors": list(entity.sectors),
        "mentions": _offsets(mention.span for mention in entity.mentions),
    }


def _attribution(attribution: Attribution) -> AttributionRecord:
    source, cue = attribution.source, attribution.cue
    return {
        "id": attribution.id,
        "parent": attribution.parent,
        "source": {"spans": _offsets(source.spans), "entity": source.entity, "kind": source.kind},
        "cue": {"spans": _offsets(cue.spans), "stance": cue.stance},
        "content": {"spans": _offsets(attribution.content)},
        "form": attribution.form,
        "confidence": attribution.confidence,
    }


def _event(event: Event) -> EventRecord:
    return {
        "id": event.id,
        "type": event.type,
        "modes": list(event.modes),
        "contexts": list(event.contexts),
        "quad": event.quad,
        "intensity": event.intensity,
        "status": event.status,
        "trigger": {"spans": _offsets(event.trigger)},
        "evidence": _offsets(event.evidence),
        "actors": [_party(p) for p in event.actors],
        "recipients": [_party(p) for p in event.recipients],
        "place": None if event.place is None else _place(event.place),
        "time": None if event.time is None else _time(event.time),
        "magnitudes": [_magnitude(m) for m in event.magnitudes],
        "attributed_to": list(event.attributed_to),
        "confidence": event.confidence,
    }


def _party(party: Party) -> PartyRecord:
    return {"spans": _offsets(party.spans), "entity": party.entity}


def _place(place: Place) -> PlaceRecord:
    return {
        "spans": _offsets(place.spans),
        "name": place.name,
        "geonameid": place.geonameid,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "country": place.country,
        "kind": place.kind,
        "confidence": place.confidence,
    }


def _time(time: Time) -> TimeRecord:
    return {
        "spans": _offsets(time.spans),
        "kind": time.kind,
        "value": time.value,
        "start": time.start,
        "end": time.end,
        "granularity": time.granularity,
        "inferred": time.inferred,
    }


def _magnitude(quantity: Quantity) -> MagnitudeRecord:
    return {
        "kind": quantity.kind,
        "value": _number(quantity.value) or 0,
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "bound": quantity.bound,
        "spans": _offsets(quantity.spans),
    }


def _side(side: Side) -> SideRecord:
    return {"spans": _offsets(side.spans), "event": side.event}


def _explanation(explanation: Explanation) -> ExplanationRecord:
    return {
        "id": explanation.id,
        "cause": _side(explanation.cause),
        "effect": _side(explanation.effect),
        "marker": {"spans": _offsets(explanation.marker)},
        "status": explanation.status,
        "attributed_to": list(explanation.attributed_to),
        "confidence": explanation.confidence,
    }
