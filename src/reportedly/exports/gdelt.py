"""A pair of tables in the layout of GDELT 2.0: events (61 columns) and mentions (16), tab-separated, without a header.

An event is an incident, a mention one report's telling of it. It is GDELT's layout, not GDELT's data: countries are ISO
3166-1 alpha-3, the score is PLOVER's, event codes are no finer than CAMEO's roots, and `Extras` says who says so.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly.casebook.queries import Filter
from reportedly.exports.countries import EXPORT_DATA
from reportedly.exports.lines import Exported, plain, tabbed
from reportedly.exports.ontology import day, known_type, modes, quad
from reportedly.exports.told import Happened, Row, Told, happened
from reportedly.knowledge import load_csv

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["EVENT_COLUMNS", "MENTION_COLUMNS", "export_gdelt", "global_id"]

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENT_COLUMNS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{what}Geo_{name}" for what in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
"""What the columns of the events mean, in order; GDELT's files have no header, and neither has ours."""

MENTION_COLUMNS = (
    "GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
"""What the columns of the mentions mean, in order."""

_HAPPENED = frozenset({"occurred", "ongoing", "historical"})
_WEB, _CITATION = 1, 2  # GDELT's MentionType
_GEO_TYPES = {"country": 1, "admin1": 5, "region": 5}  # others: 4, a place in the world
_GEO_TYPES_USA = {"country": 1, "admin1": 2, "region": 2}  # others: 3, a place in the United States


def export_gdelt(connection: DuckDBPyConnection, filter: Filter, events: Path, mentions: Path) -> Exported:
    """Write the incidents to `events` and their tellings to `mentions`.

    GDELT has no field for what did not happen: incidents that are only expected, possible or denied are left out,
    unless the filter asks for their status.
    """
    done = Exported()
    with (
        events.open("w", encoding="utf-8", newline="") as rows,
        mentions.open("w", encoding="utf-8", newline="") as told,
    ):
        for item in _ready(connection, filter, done):
            rows.writelines(tabbed([_event(item)]))
            told.writelines(tabbed(_mention(item, telling) for telling in item.tellings))
            done.written["events"] += 1
            done.written["mentions"] += len(item.tellings)
    return done


def _ready(connection: DuckDBPyConnection, filter: Filter, done: Exported) -> Iterator[Happened]:
    for item in happened(connection, filter):
        if not known_type(_leading(item).event):
            done.left_out["events of a type of one's own that counts as none of PLOVER's"] += 1
        elif _day(item) is None:
            done.left_out["events without a day, which GDELT requires"] += 1
        elif item.incident["status"] not in _HAPPENED and not filter.status:
            done.left_out["events that are expected, possible or denied, for which GDELT has no field"] += 1
        else:
            yield item


def _day(item: Happened) -> date | None:
    told = (day(telling.event) for telling in item.tellings)
    return item.incident["first_day"] or min((d for d in told if d is not None), default=None)


def _leading(item: Happened) -> Told:
    """The first telling that has the incident's type and status, or else its type."""
    of_type = [t for t in item.tellings if t.event["type"] == item.incident["type"]] or list(item.tellings)
    return next((t for t in of_type if t.event["status"] == item.incident["status"]), of_type[0])


def global_id(incident: str) -> int:
    """A number for an incident that is the same in every export: 60 bits of the hash of its id."""
    return int(hashlib.sha256(incident.encode()).hexdigest()[:15], 16)


def _event(item: Happened) -> Sequence[Any]:
    incident, first = item.incident, _leading(item)
    on = _day(item) or date.min
    one, other = _sides(first)
    root = _root(first.event["plover"], (mode for telling in item.tellings for mode in modes(telling.event)))
    added = min((t.report["imported"] for t in item.tellings if t.report["imported"]), default=None)
    return (
        global_id(incident["id"]),
        f"{on:%Y%m%d}",
        f"{on:%Y%m}",
        f"{on:%Y}",
        f"{on.year + (on.timetuple().tm_yday - 1) / 366:.4f}",
        *_actor(one),
        *_actor(other),
        1,
        f"{root}0",
        f"{root}0",
        root,
        quad(first.event),
        first.event["intensity"],
        len(item.tellings),
        incident["outlets"],
        incident["reports"],
        None,
        *(None,) * (2 * len(_GEO)),
        *_place(item),
        _stamp(added),
        next((t.report["url"] for t in item.tellings if t.report["url"]), None),
    )


def _sides(first: Told) -> tuple[Row | None, Row | None]:
    """The first actor and the first recipient; of what several did together, the first two of them."""
    actors, recipients = [*first.actors, None, None], [*first.recipients, None]
    return actors[0], recipients[0] or actors[1]


def _actor(party: Row | None) -> tuple[Any, ...]:
    if party is None:
        return (None,) * len(_ACTOR)
    types = [code for sector in party["sectors"] if (code := _sectors().get(sector))][:3]
    code = (party["country"] or "") + "".join(types)
    return (code or None, party["name"].upper(), party["country"], *(None,) * 4, *types, *(None,) * (3 - len(types)))


@lru_cache(maxsize=1)
def _sectors() -> dict[str, str]:
    return {row["plover"]: row["cameo"] for row in load_csv(EXPORT_DATA / "cameo_sectors.csv")}


@lru_cache(maxsize=1)
def _roots() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["type"], row["mode"], row["root"]) for row in load_csv(EXPORT_DATA / "cameo_roots.csv"))


def _root(type: str, told: Iterable[str]) -> str:
    """CAMEO's root code for a PLOVER type with any of these modes."""
    known = {"", *told}
    return next(root for of, mode, root in _roots() if of == type and mode in known)


def _place(item: Happened) -> tuple[Any, ...]:
    incident = item.incident
    if incident["place"] is None:
        return (None,) * len(_GEO)
    events = [telling.event for telling in item.tellings]
    event: Row = next((e for e in events if e["place"] == incident["place"]), {"place_kind": None, "geonameid": None})
    usa = incident["country"] == "USA"
    kinds, other = (_GEO_TYPES_USA, 3) if usa else (_GEO_TYPES, 4)
    return (
        kinds.get(event["place_kind"] or "", other),
        incident["place"],
        incident["country"],
        None,
        None,
        incident["latitude"],
        incident["longitude"],
        event["geonameid"],
    )


def _mention(item: Happened, telling: Told) -> Sequence[Any]:
    event, report = telling.event, telling.report
    on = _day(item) or date.min
    one, other = _sides(telling)
    return (
        global_id(item.incident["id"]),
        f"{on:%Y%m%d}000000",
        _stamp(report["published"]),
        _WEB if report["url"] else _CITATION,
        report["outlet"],
        report["url"] or report["id"],
        None,
        _start(one["spans"] if one else ()),
        _start(other["spans"] if other else ()),
        _start(event["trigger_spans"]),
        1,
        max(10, round(event["confidence"] * 10) * 10),
        report["characters"],
        None,
        None,
        json.dumps(plain(_extras(telling)), ensure_ascii=False, separators=(",", ":")),
    )


def _extras(telling: Told) -> dict[str, Any]:
    """What GDELT has no column for."""
    chain = [{"speaker": c["speaker"], "stance": c["stance"], "vouches": c["vouches"]} for c in telling.claims]
    origin = telling.telling["origin"] if telling.telling else None
    return {"event": telling.event["id"], "status": telling.event["status"], "chain": chain, "origin": origin}


def _start(spans: Sequence[Sequence[int]]) -> int:
    """The first offset; -1, as GDELT has it, where there is none."""
    return spans[0][0] if spans else -1


def _stamp(value: datetime | str | None) -> str | None:
    """A time as GDELT writes it: YYYYMMDDHHMMSS; what is no more than a day gets midnight."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return f"{value:%Y%m%d%H%M%S}" if value else None
