"""From a record to the rows of the evidence tables: names and words beside the ids, so that rows read by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from reportedly.coding.places.reach import radius_km
from reportedly.knowledge import DATA, load_yaml
from reportedly.tables import EventRecord, MagnitudeRecord, PartyRecord, PlaceRecord, Record

__all__ = ["Row", "rows"]

Row = dict[str, Any]

_FINE = frozenset({"day", "time", "week", "month"})
"""Granularities fine enough to count an event by the first day of its time: a year would pile up in January."""

_RECENT = frozenset({"occurred", "ongoing"})
"""Statuses of what is news: without a time of its own it is counted by its report's day."""

Offsets = list[list[int]]


def rows(record: Record, part: str, types: dict[str, str | None]) -> Iterator[tuple[str, Row]]:
    """Table and row for everything a record holds.

    `types` gives the PLOVER type (or None) for event types that are not PLOVER's own.
    """
    return _Flattener(record, part, types).rows()


@lru_cache(maxsize=1)
def _silent() -> frozenset[str]:
    """Stances whose speaker does not put the content forward."""
    stances = load_yaml(DATA / "cues" / "stances.yaml")
    return frozenset(name for name, stance in stances.items() if not stance["vouches"])


def day_of(published: str | None) -> str | None:
    """The day of an ISO date or datetime, or None where it has none that exists."""
    try:
        return date.fromisoformat((published or "")[:10]).isoformat()
    except ValueError:
        return None


def _radius(place: PlaceRecord) -> float | None:
    """The place's radius of uncertainty, which follows from what its record says of it."""
    return radius_km(place["name"], place["kind"], place["country"], place["geonameid"])


class _Flattener:
    """One record on its way to rows; holds the look-ups from ids to entities and claims."""

    def __init__(self, record: Record, part: str, types: dict[str, str | None]) -> None:
        self.record, self.part, self.types = record, part, types
        self.report = record["report"]["id"]
        self.body = record["report"]["text"]
        self.day = day_of(record["report"]["published"])
        self.entities = {entity["id"]: entity for entity in record["entities"]}
        self.speakers = {a["id"]: self._speaker(a["source"]) for a in record["attributions"]}

    def rows(self) -> Iterator[tuple[str, Row]]:
        yield "reports", self._report()
        for entity in self.record["entities"]:
            yield "entities", {**entity, "id": self._id(entity["id"]), "report": self.report}
        for claim in self.record["attributions"]:
            yield "claims", self._claim(claim)
        for event in self.record["events"]:
            yield "events", self._event(event)
            yield from (("parties", row) for row in self._parties(event))
        yield from (("quantities", row) for row in self._quantities())
        for number, place in enumerate(self.record["places"], 1):
            yield (
                "places",
                {**place, "radius_km": _radius(place), "id": self._id(f"p{number}"), "report": self.report},
            )
        for number, time in enumerate(self.record["times"], 1):
            days = {"first_day": time["start"], "last_day": time["end"], "as_written": self._words(time["spans"])}
            yield "times", {**time, **days, "id": self._id(f"t{number}"), "report": self.report}
        for explanation in self.record["explanations"]:
            yield "explanations", self._explanation(explanation)

    def _id(self, id: str) -> str:
        return f"{self.report}:{id}"

    def _known(self, id: str | None) -> str | None:
        return None if id is None else self._id(id)

    def _words(self, spans: Offsets) -> str:
        return " … ".join(self.body[start:end] for start, end in spans)

    def _speaker(self, source: Any) -> str | None:
        entity = self.entities.get(source["entity"])
        return entity["name"] if entity else self._words(source["spans"]) or None

    def _report(self) -> Row:
        return {**self.record["report"], "day": self.day, "characters": len(self.body), "part": self.part}

    def _claim(self, claim: Any) -> Row:
        source, cue = claim["source"], claim["cue"]
        entity = self.entities.get(source["entity"])
        return {
            "id": self._id(claim["id"]),
            "report": self.report,
            "parent": self._known(claim["parent"]),
            "speaker": self.speakers[claim["id"]],
            "speaker_as_written": self._words(source["spans"]) or None,
            "entity": self._known(source["entity"]),
            "kind": source["kind"],
            "country": entity["country"] if entity else None,
            "sectors": entity["sectors"] if entity else [],
            "stance": cue["stance"],
            "vouches": cue["stance"] not in _silent(),
            "cue": self._words(cue["spans"]),
            "content": self._words(claim["content"]["spans"]),
            "form": claim["form"],
            "confidence": claim["confidence"],
            "source_spans": source["spans"],
            "cue_spans": cue["spans"],
            "content_spans": claim["content"]["spans"],
        }

    def _event(self, event: EventRecord) -> Row:
        return {
            **{key: event[key] for key in ("type", "modes", "contexts", "quad", "intensity", "status", "confidence")},
            "id": self._id(event["id"]),
            "report": self.report,
            "plover": self.types.get(event["type"], event["type"]),
            "trigger": self._words(event["trigger"]["spans"]),
            "evidence": self._words(event["evidence"]),
            "actors": [self._name(party) for party in event["actors"]],
            "recipients": [self._name(party) for party in event["recipients"]],
            "actor_countries": self._countries(event["actors"]),
            "recipient_countries": self._countries(event["recipients"]),
            **self._place(event),
            **self._time(event),
            **_toll("deaths", event["magnitudes"]),
            **_toll("injured", event["magnitudes"]),
            "claims": [self._id(id) for id in event["attributed_to"]],
            "speakers": [name for id in event["attributed_to"] if (name := self.speakers.get(id))],
            "trigger_spans": event["trigger"]["spans"],
            "evidence_spans": event["evidence"],
        }

    def _place(self, event: EventRecord) -> Row:
        place = event["place"]
        if place is None:
            return {"place_spans": []}
        return {
            "place": place["name"],
            "place_kind": place["kind"],
            **{key: place[key] for key in ("geonameid", "latitude", "longitude", "country")},
            "place_radius_km": _radius(place),
            "place_confidence": place["confidence"],
            "place_spans": place["spans"],
        }

    def _time(self, event: EventRecord) -> Row:
        time = event["time"]
        named: Row = {"time_inferred": False, "time_spans": []}
        if time is not None:
            named = {
                "time": time["value"],
                "first_day": time["start"],
                "last_day": time["end"],
                "granularity": time["granularity"],
                "time_inferred": time["inferred"],
                "time_spans": time["spans"],
            }
        if time is not None and time["start"]:
            fine = time["granularity"] in _FINE
            return {**named, "day": time["start"] if fine else None, "day_from": "time" if fine else "none"}
        if event["status"] in _RECENT and self.day:
            return {**named, "day": self.day, "day_from": "report"}
        return {**named, "day": None, "day_from": "none"}

    def _parties(self, event: EventRecord) -> Iterator[Row]:
        for role, parties in (("actor", event["actors"]), ("recipient", event["recipients"])):
            for position, party in enumerate(parties):
                entity = self.entities.get(party["entity"] or "")
                yield {
                    "event": self._id(event["id"]),
                    "report": self.report,
                    "role": role,
                    "position": position,
                    "as_written": self._words(party["spans"]),
                    "entity": self._known(party["entity"]),
                    "name": self._name(party),
                    "kind": entity["kind"] if entity else None,
                    "country": entity["country"] if entity else None,
                    "sectors": entity["sectors"] if entity else [],
                    "spans": party["spans"],
                }

    def _name(self, party: PartyRecord) -> str:
        entity = self.entities.get(party["entity"] or "")
        return entity["name"] if entity else self._words(party["spans"])

    def _countries(self, parties: Iterable[PartyRecord]) -> list[str]:
        found = (self.entities.get(party["entity"] or "") for party in parties)
        return list(dict.fromkeys(e["country"] for e in found if e and e["country"]))

    def _quantities(self) -> Iterator[Row]:
        """Every number once: those of events too, under the event they belong to."""
        owners = {_place_of(m): event for event in self.record["events"] for m in event["magnitudes"]}
        told: list[tuple[Any, list[str]]] = [(q, q["attributed_to"]) for q in self.record["quantities"]]
        listed = {_place_of(q) for q, _ in told}
        for event in self.record["events"]:
            for magnitude in event["magnitudes"]:
                if _place_of(magnitude) not in listed:
                    listed.add(_place_of(magnitude))
                    told.append((magnitude, event["attributed_to"]))
        for number, (quantity, claims) in enumerate(told, 1):
            owner = owners.get(_place_of(quantity))
            yield {
                **{key: quantity[key] for key in ("kind", "value", "low", "high", "bound", "spans")},
                "id": self._id(f"q{number}"),
                "report": self.report,
                "event": self._id(owner["id"]) if owner else None,
                "as_written": self._words(quantity["spans"]),
                "claims": [self._id(id) for id in claims],
            }

    def _explanation(self, explanation: Any) -> Row:
        cause, effect, marker = explanation["cause"], explanation["effect"], explanation["marker"]
        return {
            "id": self._id(explanation["id"]),
            "report": self.report,
            "cause": self._words(cause["spans"]),
            "cause_event": self._known(cause["event"]),
            "effect": self._words(effect["spans"]),
            "effect_event": self._known(effect["event"]),
            "marker": self._words(marker["spans"]),
            "status": explanation["status"],
            "claims": [self._id(id) for id in explanation["attributed_to"]],
            "confidence": explanation["confidence"],
            "cause_spans": cause["spans"],
            "effect_spans": effect["spans"],
            "marker_spans": marker["spans"],
        }


def _place_of(quantity: Any) -> tuple[str, tuple[tuple[int, ...], ...]]:
    """What a number is known by: its kind and where it stands."""
    return quantity["kind"], tuple(tuple(span) for span in quantity["spans"])


def _toll(kind: str, magnitudes: Iterable[MagnitudeRecord]) -> Row:
    first = next((m for m in magnitudes if m["kind"] == kind), None)
    return {f"{kind}_low": first["low"] if first else None, f"{kind}_high": first["high"] if first else None}
