"""PLOVER JSON: one object per event as told, with what PLOVER has no field for under the key `reportedly`.

Unknown values are left out. Status goes into `context`, where the manual puts its auxiliary modes. Every object meets
the schema in `data/plover.schema.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly.casebook.queries import Filter
from reportedly.exports.countries import country_name, kosovo
from reportedly.exports.lines import Exported, write_json
from reportedly.exports.ontology import UNKNOWN, contexts, day, known_type, modes, quad, sectors
from reportedly.exports.told import Row, Told, told

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["export_plover", "plover", "ready"]

_NEEDS_RECIPIENT = frozenset({"AID", "COOPERATE", "SANCTION"})
_SIZES = {"deaths": "dead", "injured": "injured", "arrested": "arrested"}
_CITY = {"town": "city", "admin2": "district", "admin1": "province"}


def export_plover(connection: DuckDBPyConnection, filter: Filter, path: Path, *, lines: bool) -> Exported:
    """Write the events to `path`: as JSON lines, or as one array."""
    done = Exported()
    with path.open("w", encoding="utf-8") as stream:
        events = (plover(item) for item in ready(connection, filter, done))
        done.written["events"] = write_json(events, stream, lines=lines)
    return done


def ready(connection: DuckDBPyConnection, filter: Filter, done: Exported, *, named: bool = False) -> Iterator[Told]:
    """The events that PLOVER can hold; what has no PLOVER type, or no day, is counted and left out."""
    for item in told(connection, filter, named=named):
        if not known_type(item.event):
            done.left_out["events of a type of one's own that counts as none of PLOVER's"] += 1
        elif day(item.event) is None:
            done.left_out["events without a day, which PLOVER requires"] += 1
        elif item.event["plover"] in _NEEDS_RECIPIENT and not item.recipients:
            done.left_out["events without the recipient that PLOVER requires of their type"] += 1
        else:
            yield item


def plover(item: Told) -> dict[str, Any]:
    """The event as a PLOVER record with our block beside it."""
    event, report = item.event, item.report
    first, last = day(event), event["last_day"]
    actors = [_entity(party) for party in item.actors] or [{"sector": UNKNOWN}]
    return _known(
        id=event["id"],
        date=first,
        enddate=last if last and last > first else None,
        actor=actors,
        recipient=[_entity(party) for party in item.recipients],
        event=event["plover"],
        has_event=True,
        event_loc=_location(item),
        event_text=event["trigger"],
        quad_code=quad(event),
        event_scale=event["intensity"],
        mode=modes(event),
        context=contexts(event),
        size=_size(item.quantities),
        link=report["url"],
        text=event["evidence"],
        text_info=_extent(event["evidence_spans"]),
        cite_info=_known(
            url=report["url"],
            title=report["title"],
            language=report["language"],
            publication=report["outlet"],
            coder=f"reportedly {report['coder']}" if report["coder"] else "reportedly",
            codebook="PLOVER",
            version=report["knowledge"],
        ),
        coder="reportedly",
        coded_date=report["imported"].date() if report["imported"] else None,
        reportedly=_block(item),
    )


def _known(**values: Any) -> dict[str, Any]:
    """The values that are known."""
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def _entity(party: Row) -> dict[str, Any]:
    return _known(
        code=kosovo(party["country"]),
        sector=sectors(party)[0],
        entity_text=party["as_written"] or party["name"],
        identifier_text=party["name"],
    )


def _location(item: Told) -> dict[str, Any]:
    event = item.event
    if event["place"] is None:
        return {}
    resolved = event["latitude"] is not None
    kind = event["place_kind"]
    return _known(
        extracted_place=item.words(event["place_spans"]) or None,
        resolved_place=event["place"] if resolved else None,
        geonameid=event["geonameid"],
        lat=event["latitude"],
        lon=event["longitude"],
        **({_CITY[kind]: event["place"]} if resolved and kind in _CITY else {}),
        country=country_name(event["country"]),
        country_code=kosovo(event["country"]),
        resolution=kind,
    )


def _size(quantities: Iterable[Row]) -> dict[str, Any]:
    """The first number of each kind, as named; how it is bounded stands in our block."""
    sizes: dict[str, Any] = {}
    for quantity in quantities:
        if quantity["kind"] in _SIZES:
            sizes.setdefault(_SIZES[quantity["kind"]], quantity["value"])
    return sizes


def _extent(spans: list[list[int]]) -> dict[str, int]:
    return {"start": spans[0][0], "end": spans[-1][1]} if spans else {}


def _block(item: Told) -> dict[str, Any]:
    """What PLOVER has no field for: who says so, whether it happened, how sure, and how many agree."""
    event, telling = item.event, item.telling
    return {
        "report": event["report"],
        "published": item.report["published"],
        "type": event["type"],
        "status": event["status"],
        "confidence": event["confidence"],
        "date_from": "report" if event["first_day"] is None and event["day"] is not None else "time",
        "granularity": event["granularity"],
        "date_inferred": event["time_inferred"],
        "chain": [_claim(claim) for claim in item.claims],
        "quantities": [
            _some(q, "kind", "value", "low", "high", "bound", "as_written", "spans") for q in item.quantities
        ],
        "actors": [
            _some(p, "name", "as_written", "entity", "kind", "country", "sectors", "spans") for p in item.actors
        ],
        "recipients": [
            _some(p, "name", "as_written", "entity", "kind", "country", "sectors", "spans") for p in item.recipients
        ],
        "place": _place(event),
        "spans": {
            "trigger": event["trigger_spans"],
            "evidence": event["evidence_spans"],
            "time": event["time_spans"],
        },
        "incident": None if telling is None else {"id": telling["incident"], **_some(telling, *_COUNTS)},
        "origin": None if telling is None else {"id": telling["origin"], "why": telling["why"]},
    }


_COUNTS = ("reports", "outlets", "origins", "disputed")


def _claim(claim: Row) -> dict[str, Any]:
    names = ("id", "speaker", "speaker_as_written", "kind", "country", "stance", "vouches", "cue", "form", "confidence")
    return _some(claim, *names, "source_spans", "cue_spans", "content_spans")


def _place(event: Row) -> dict[str, Any] | None:
    if event["place"] is None:
        return None
    return {"name": event["place"], "kind": event["place_kind"], "confidence": event["place_confidence"],
            "spans": event["place_spans"]}  # fmt: skip


def _some(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}
