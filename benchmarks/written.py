"""Records written without a coder, by the hundred thousand, for measuring what comes after it: a report, one or two
events in it, who says so, with offsets that hold. Nothing in them was reported anywhere.

Of every hundred reports some 60 tell a happening first, 25 tell one of the last days again in other words and numbers,
and 15 copy the report of another outlet, word for word but for a line on top.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import reportedly.gazetteer
from reportedly.casebook.parts import Appearance, Entry
from reportedly.report import Report

__all__ = ["written"]

_DEEDS = (
    ("ASSAULT", "heavy-weapons", -9.5, "material conflict", ("shelled", "bombarded", "fired rockets at")),
    ("COERCE", "arrest", -6.5, "material conflict", ("arrested people in", "rounded up people in", "detained men in")),
    ("RETREAT", "withdraw", 8.0, "material cooperation", ("withdrew from", "pulled out of", "left their posts in")),
    ("PROTEST", "demo", -3.0, "material conflict", ("marched through", "rallied in", "demonstrated in")),
    ("AID", "military", 7.0, "material cooperation", ("brought food to", "sent relief to", "delivered aid to")),
)
_KINDS = ("Front", "Brigade", "Movement", "Council", "Guard", "Army", "Union", "Column")
_NAMES = ("North", "River", "Mountain", "Freedom", "People's", "Eastern", "Coastal", "Homeland", "Desert", "Valley")
_SAYERS = ("a doctor", "the governor", "an aid worker", "residents", "the ministry", "a witness", "the police")
_FILL = (
    "market", "school", "bridge", "clinic", "harvest", "radio", "river", "convoy", "road", "mill", "ferry", "well",
    "mosque", "church", "depot", "crossing", "station", "camp", "court", "council", "orchard", "bakery", "quarry",
)  # fmt: skip
_DAYS = 730
_RECENT = 400  # happenings that are told again


def written(number: int, *, seed: int = 0, start: int = 0) -> Iterator[Entry]:
    """`number` appearances of reports over two years, the same for the same seed."""
    chance = random.Random(seed)
    towns = _towns()
    told: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    for count in range(start, start + number):
        draw = chance.random()
        if texts and draw < 0.15:
            copied = chance.choice(texts[-_RECENT:])
            yield _entry(copied | {"top": f"From our desk {count}. ", "outlet": chance.randrange(300)}, count)
            continue
        if told and draw < 0.40:
            what = chance.choice(told[-_RECENT:])
            what = what | {"deaths": max(1, what["deaths"] + chance.choice((0, 0, 0, 1, -1, 5)))}
        else:
            what = _happening(chance, towns, count, number)
            told.append(what)
        text = what | {
            "verb": chance.randrange(3),
            "sayer": chance.choice(_SAYERS),
            "outlet": chance.randrange(300),
            "fill": " ".join(f"{chance.choice(_FILL)} {chance.randrange(9999)}" for _ in range(30)),
            "top": "",
        }
        texts.append(text)
        yield _entry(text, count)
        if len(told) > 2 * _RECENT:
            del told[:_RECENT], texts[: max(0, len(texts) - _RECENT)]


def _towns() -> list[dict[str, Any]]:
    """The 2,000 greatest towns of the gazetteer."""
    uri = f"{(Path(reportedly.gazetteer.__file__).parent / 'gazetteer.sqlite').as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as file:
        rows = file.execute(
            "SELECT name, geonameid, country, latitude, longitude FROM place "
            "WHERE kind = 'town' AND country IS NOT NULL ORDER BY population DESC, id LIMIT 2000"
        ).fetchall()
    keys = ("name", "geonameid", "country", "latitude", "longitude")
    return [{**dict(zip(keys, row, strict=True)), "kind": "town", "confidence": 0.9, "radius_km": 10} for row in rows]


def _happening(chance: random.Random, towns: list[Any], count: int, number: int) -> dict[str, Any]:
    day = date(2022, 1, 1) + timedelta(days=count * _DAYS // max(1, number))
    return {
        "day": day,
        "deed": chance.randrange(len(_DEEDS)),
        "who": f"{chance.choice(_NAMES)} {chance.choice(_KINDS)} {chance.randrange(200)}",
        "town": towns[int(len(towns) * chance.random() ** 2)],
        "deaths": chance.randrange(1, 60),
    }


class _Text:
    """A text that grows, and where each piece of it stands."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, words: str) -> list[list[int]]:
        start = len(self.text)
        self.text += words
        return [[start, len(self.text)]]


def _entry(what: dict[str, Any], count: int) -> Entry:
    """The appearance of a report and its record."""
    kind, mode, intensity, quad, verbs = _DEEDS[what["deed"]]
    text, day = _Text(), what["day"].isoformat()
    text.add(what["top"])
    who = text.add("The " + what["who"])
    text.add(" ")
    trigger = text.add(verbs[what["verb"]])
    text.add(" ")
    where = text.add(what["town"]["name"])
    text.add(" on ")
    when = text.add(f"{what['day']:%A}")
    text.add(", killing ")
    toll = text.add(f"{what['deaths']} people")
    end = len(text.text)
    text.add(", ")
    sayer = text.add(what["sayer"])
    text.add(" ")
    cue = text.add("said")
    text.add(f".\n\n{what['fill']}.")
    clause = [[len(what["top"]), end]]
    outlet, published = f"Outlet {what['outlet']}", (what["day"] + timedelta(days=1)).isoformat()
    report = Report(text.text, outlet=outlet, published=published, url=f"https://{what['outlet']}.example/{count}")
    place = what["town"] | {"spans": where}
    deaths = {"kind": "deaths", **dict.fromkeys(("value", "low", "high"), what["deaths"]), "bound": "exact"}
    time = {"kind": "DATE", **dict.fromkeys(("value", "start", "end"), day), "granularity": "day", "inferred": False}
    time["spans"] = when
    event = {
        "id": "v1", "type": kind, "modes": [mode], "contexts": [], "quad": quad, "intensity": intensity,
        "status": "occurred", "trigger": {"spans": trigger}, "evidence": clause,
        "actors": [{"spans": who, "entity": "e1"}], "recipients": [], "place": place, "time": time,
        "magnitudes": [{**deaths, "spans": toll}], "attributed_to": ["a1"], "confidence": 0.9,
    }  # fmt: skip
    claim = {
        "id": "a1", "parent": None, "source": {"spans": sayer, "entity": "e2", "kind": "unnamed"},
        "cue": {"spans": cue, "stance": "states"}, "content": {"spans": clause}, "form": "indirect", "confidence": 0.9,
    }  # fmt: skip
    told = {"id": report.id, "title": None, "language": "en", "text": report.text}
    record = {
        "report": {**told, "outlet": outlet, "url": report.url, "published": published},
        "entities": [
            _entity("e1", what["who"], "group", what["town"]["country"], ["REB"], who),
            _entity("e2", what["sayer"], "unnamed", None, [], sayer),
        ],
        "attributions": [claim], "events": [event], "places": [place], "times": [time],
        "quantities": [{**deaths, "spans": toll, "attributed_to": ["a1"]}], "explanations": [],
    }  # fmt: skip
    appearance = Appearance(
        report=report.id, source=f"crawl record {count}", digest=f"{count:016x}", seen="2024-01-01T00:00:00.000",
        key=report.url, outlet=outlet, url=report.url, published=published,
    )  # fmt: skip
    return Entry(appearance, record)  # type: ignore[arg-type]


def _entity(id: str, name: str, kind: str, country: str | None, sectors: list[str], spans: Any) -> dict[str, Any]:
    return {"id": id, "name": name, "kind": kind, "country": country, "sectors": sectors, "mentions": spans}
