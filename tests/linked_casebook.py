"""A small casebook whose links are written by hand: four reports on one shelling, one on something else.

The coder reads the reports as it reads any; incidents, tellings, comparisons and actors are what a careful editor would
put there, so that lists and exports can be tested whatever the linker thinks.
"""

from __future__ import annotations

from pathlib import Path

from tests.casebooks import entry, make

from reportedly.casebook.bulk import insert
from reportedly.casebook.database import connect
from reportedly.casebook.imports import transaction
from reportedly.casebook.layout import Layout

DAILY = "Rebels shelled the city of Goma on Tuesday, killing at least 12 civilians, the army said."
COURIER = "Rebels shelled Goma on Tuesday, killing 20 civilians, residents said."
WIRE = "Rebels shelled Goma on Tuesday and killed 20 civilians, residents said."
DENIAL = "The rebels denied that they had shelled Goma on Tuesday."
TALKS = "Kenyan President William Ruto met the Ethiopian prime minister in Nairobi on Friday."
"""The five reports; `WIRE` copies `COURIER`."""


def linked(folder: Path) -> Layout:
    """The casebook: one incident of four tellings with two origins and a denial, disputed; and the talks, told once."""
    reports = [
        entry(DAILY, outlet="The Daily", url="https://daily.example/1"),
        entry(COURIER, outlet="The Courier", url="https://courier.example/2"),
        entry(WIRE, outlet="=Wire \x1b[31mService", url="https://wire.example/3", published="2024-03-07"),
        entry(DENIAL, outlet="Radio Kivu", published="2024-03-06T09:30:00Z"),
        entry(TALKS, outlet="The Daily", published="2024-03-09"),
    ]
    layout, _ = make(folder, reports)
    with connect(layout, write=True) as connection, transaction(connection):
        found = connection.execute(
            "SELECT e.id, e.report, r.outlet, e.type FROM events e JOIN reports r ON r.id = e.report"
        )
        events = {(outlet, type): (id, report) for id, report, outlet, type in found.fetchall()}
        daily, courier = events["The Daily", "ASSAULT"], events["The Courier", "ASSAULT"]
        wire, denial = events["=Wire \x1b[31mService", "ASSAULT"], events["Radio Kivu", "ASSAULT"]
        talks = events["The Daily", "CONSULT"]
        shelling, meeting = daily[0], talks[0]
        told = [
            (daily, shelling, "outlet:the daily", "its own report"),
            (courier, shelling, "outlet:the courier", "its own report"),
            (wire, shelling, "outlet:the courier", "a copy of The Courier’s report"),
            (denial, shelling, "outlet:radio kivu", "its own report"),
            (talks, meeting, "outlet:the daily", "its own report"),
        ]
        insert(
            connection,
            "tellings",
            [
                {"event": e, "report": r, "incident": i, "origin": o, "why": w, "outlets": [o], "current": True}
                for (e, r), i, o, w in told
            ],
        )
        place = {"place": "Goma", "country": "COD", "latitude": -1.6741, "longitude": 29.2238}
        counts = {"events": 4, "reports": 4, "outlets": 4, "origins": 2, "denials": 1, "disputed": True}
        days = {"first_day": "2024-03-05", "last_day": "2024-03-05"}
        shelled = {
            "id": shelling,
            "type": "ASSAULT",
            "status": "occurred",
            "actors": ["rebels"],
            "recipients": ["civilians"],
        }
        met = {
            "id": meeting,
            "type": "CONSULT",
            "status": "occurred",
            "first_day": "2024-03-08",
            "last_day": "2024-03-08",
        }
        single = {"events": 1, "reports": 1, "outlets": 1, "origins": 1, "denials": 0, "disputed": False}
        nairobi = {"place": "Nairobi", "country": "KEN", "latitude": -1.2833, "longitude": 36.8167}
        insert(
            connection,
            "incidents",
            [
                {**shelled, **place, **days, **counts, "deaths_low": 12, "deaths_high": 20},
                {**met, **nairobi, **single, "actors": ["William Ruto", "Ethiopia"], "recipients": []},
            ],
        )
        deaths = {"incident": shelling, "field": "deaths", "relation": "contradicting", "value": "at least 12"}
        status = {"incident": shelling, "field": "status", "relation": "contradicting", "value": "occurred"}
        quotes = {"quote": "killing at least 12 civilians", "spans": [[42, 71]]}
        insert(
            connection,
            "comparisons",
            [
                {**deaths, "event": daily[0], "other": courier[0], "other_value": "20", **quotes,
                 "other_quote": "killing 20 civilians", "other_spans": [[30, 50]]},
                {**status, "event": daily[0], "other": denial[0], "other_value": "negated", **quotes,
                 "other_quote": "denied that they had shelled Goma", "other_spans": [[11, 44]]},
                {**deaths, "relation": "equal", "value": "20", "event": courier[0], "other": wire[0],
                 "other_value": "20", **quotes, "other_quote": "killed 20 civilians", "other_spans": [[34, 53]]},
            ],
        )  # fmt: skip
        ruto = connection.execute("SELECT id FROM entities WHERE name = 'William Ruto'").fetchall()
        zero = {"reports": 1, "as_actor": 1, "as_recipient": 0, "as_speaker": 0, "sectors": ["GOV"], "kind": "person"}
        insert(
            connection,
            "actors",
            [
                {
                    "id": "ruto",
                    "name": "William Ruto",
                    "country": "KEN",
                    "names": ["William Ruto", "Hustler in Chief"],
                    **zero,
                }
            ],
        )
        same = {"actor": "ruto", "judgement": "same", "why": "the same name"}
        insert(connection, "identities", [{"entity": id, **same} for (id,) in ruto])
    return layout
