"""Verdicts given on a page: written with who and when, shown, heeded by lists and exports, and taken back."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.explorer.serving import Served, copied, serving, texts

from reportedly.casebook.database import connect
from reportedly.casebook.layout import locate
from reportedly.casebook.queries import Filter
from reportedly.explorer.store import REST
from reportedly.exports import export


@pytest.fixture
def own(week: Path, tmp_path: Path) -> Iterator[Served]:
    with serving(copied(week, tmp_path)) as served:
        yield served


def disputed(own: Served) -> dict[str, Any]:
    """The incident whose toll is told in most ways."""
    return own.rows("/events.json?sort=-reports&field=deaths&type=ASSAULT&place=Nyala")[0]


def sheet(own: Served, event: str) -> dict[str, Any]:
    answer = own.get(f"/events/{quote(event)}.json", follow_redirects=True)
    found: dict[str, Any] = answer.json()
    return found


def exported(own: Served, to: str, tmp_path: Path) -> list[dict[str, Any]]:
    """What an export of the casebook says now, in whatever order, while the explorer is running."""
    target = tmp_path / f"{time.monotonic_ns()}.{to}"
    with connect(locate(own.folder)) as connection:
        export(connection, Filter(), to, target, force=True)  # type: ignore[arg-type]
    made = json.loads(target.read_text("utf-8"))
    return sorted(made["features"] if to == "geojson" else made, key=json.dumps)


def take_back(own: Served, id: str) -> None:
    answer = own.client.post(f"/api/verdicts/{id}/withdraw", data={"csrf": own.keys.csrf, "back": "/"})
    assert answer.status_code == 303


def test_two_events_are_said_to_be_two_and_one_again(own: Served) -> None:
    before = disputed(own)
    first, *_, last = sheet(own, before["id"])["tellings"]
    others = [t["id"] for t in sheet(own, before["id"])["tellings"] if t["report"] == last["report"]]
    for id in others:
        assert own.judge(relation="same_event", subject=id, other=first["id"], judgement="different").status_code == 303
    apart = sheet(own, last["id"])
    assert apart["id"] != sheet(own, first["id"])["id"]
    assert sheet(own, first["id"])["reports"] < before["reports"]
    shown = texts(own.page(f"/events/{quote(apart['id'])}"))
    assert "not the same event" in shown
    assert "tester" in shown
    for one in own.get("/api/verdicts").json():
        take_back(own, one["id"])
    assert sheet(own, last["id"])["id"] == before["id"]
    assert disputed(own) == before


def test_two_incidents_are_said_to_be_one(own: Served) -> None:
    one, other, *_ = own.rows("/events.json?type=PROTEST&type=CONSULT&sort=-reports")
    pair = {"subject": one["told"][0]["event"], "other": other["told"][0]["event"]}
    own.judge(relation="same_event", judgement="same", whole="1", **pair)
    joined = sheet(own, pair["subject"])
    assert joined["id"] == sheet(own, pair["other"])["id"]
    assert joined["events"] == one["events"] + other["events"]
    assert texts(own.page(f"/events/{quote(joined['id'])}")).count("take back") == 1
    take_back(own, own.get("/api/verdicts").json()[0]["id"])
    assert own.rows("/events.json?type=PROTEST&type=CONSULT&sort=-reports")[:2] == [one, other]


def test_a_rejected_telling_counts_nowhere_until_it_is_taken_back(own: Served, tmp_path: Path) -> None:
    before = disputed(own)
    report = before["told"][0]["report"]
    events = [t["id"] for t in sheet(own, before["id"])["tellings"] if t["report"] == report]
    whole = {to: exported(own, to, tmp_path) for to in ("plover", "geojson")}
    for id in events:
        own.judge(relation="field", subject=id, judgement="rejected", who="Asma Idris")
    after = sheet(own, before["id"])
    assert after["reports"] == before["reports"] - 1
    assert not set(events) & {telling["id"] for telling in after["tellings"]}
    shown = texts(own.page(f"/events/{quote(after['id'])}"))
    assert "Set aside" in shown
    assert "rejected: this telling does not count, Asma Idris" in shown or "Asma Idris" in shown
    made = exported(own, "plover", tmp_path)
    assert not set(events) & {event["id"] for event in made}
    assert len(made) == len(whole["plover"]) - len(events)
    for one in own.get("/api/verdicts").json():
        take_back(own, one["id"])
    assert {to: exported(own, to, tmp_path) for to in whole} == whole
    assert disputed(own) == before


def feature(own: Served, event: str, tmp_path: Path) -> dict[str, Any]:
    """The incident of this event as the GeoJSON export has it now."""
    id = sheet(own, event)["id"]
    return next(one for one in exported(own, "geojson", tmp_path) if one["id"] == id)


def test_corrections_count_in_the_incident_its_versions_and_exports(own: Served, tmp_path: Path) -> None:
    (only,) = own.rows("/events.json?type=PROTEST&place=Port+Sudan")
    events = [telling["id"] for telling in sheet(own, only["id"])["tellings"]]
    before = exported(own, "geojson", tmp_path)
    plover = exported(own, "plover", tmp_path)
    for id in events:
        for field, value in (
            ("where", "Kassala, Sudan"),
            ("when", "2031-03-02 to 2031-03-03"),
            ("who", "Rapid Support Forces; a crowd"),
            ("what", "assault: firearms"),
            ("deaths", "12 to 15"),
            ("injured", "at least 40"),
            ("status", "ongoing"),
        ):
            answer = own.judge(relation="field", subject=id, judgement="corrected", field=field, value=value)
            assert answer.status_code == 303, answer.text
    after = sheet(own, events[0])
    assert (after["place"], after["country"], after["status"]) == ("Kassala", "SDN", "ongoing")
    assert abs(after["latitude"] - 15.45) < 0.3
    assert (after["first_day"], after["last_day"]) == ("2031-03-02", "2031-03-03")
    assert set(after["actors"]) == {"Rapid Support Forces", "a crowd"}
    assert after["type"] == "ASSAULT"
    assert (after["deaths_low"], after["deaths_high"]) == (12, 15)
    assert {one["fields"]["deaths"]["relation"] for one in after["versions"]} == {"equal"}
    assert all(telling["numbers"]["injured"] == "at least 40" for telling in after["tellings"])
    assert int(own.get("/api/list?place=Kassala&type=ASSAULT&who=a+crowd&mode=firearms").headers["x-total"]) == 1
    made = feature(own, events[0], tmp_path)
    assert made["properties"]["place"] == "Kassala"
    assert abs(made["geometry"]["coordinates"][1] - 15.45) < 0.3
    told = [one for one in exported(own, "plover", tmp_path) if one["event"] == "ASSAULT"]
    numbers = [
        q
        for one in told
        for q in one["reportedly"]["quantities"]
        if (q["kind"], q.get("low"), q.get("high")) == ("deaths", 12, 15)
    ]
    assert len(numbers) == len(events)
    shown = texts(own.page(f"/events/{quote(after['id'])}"))
    assert "where: corrected to Kassala" in shown
    assert "deaths: corrected to 12 to 15" in shown
    for one in own.get("/api/verdicts").json():
        if one["field"] in ("place", "first_day", "actors", "type", "deaths_low", "injured_low", "status"):
            take_back(own, one["id"])
    assert exported(own, "geojson", tmp_path) == before
    assert exported(own, "plover", tmp_path) == plover


def test_a_field_that_is_wrong_is_left_open(own: Served, tmp_path: Path) -> None:
    (only,) = own.rows("/events.json?type=PROTEST&place=Port+Sudan")
    for telling in sheet(own, only["id"])["tellings"]:
        for field in ("where", "who", "when"):
            own.judge(relation="field", subject=telling["id"], judgement="rejected", field=field)
    after = sheet(own, only["id"])
    assert (after["place"], after["latitude"], after["actors"], after["first_day"]) == (None, None, [], None)
    assert feature(own, only["id"], tmp_path)["geometry"] is None
    assert "where: wrong, left open" in texts(own.page(f"/events/{quote(only['id'])}"))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("when", "last week", "no day"),
        ("when", "2031-03-09 to 2031-03-01", "no day"),
        ("deaths", "many", "no number"),
        ("what", "dance", "no event type"),
        ("what", "assault: shouting", "no mode"),
        ("status", "maybe", "no status"),
        ("where", "Nyala, Atlantis", "no country"),
        ("who", " ; ", "at least one name"),
        ("evidence", "x", "cannot be judged"),
        ("who", "", "say what is right"),
    ],
)
def test_a_correction_that_says_nothing_is_refused(explorer: Served, field: str, value: str, said: str) -> None:
    event = explorer.rows("/events.json?sort=-reports")[0]["told"][0]["event"]
    answer = explorer.judge(relation="field", subject=event, judgement="corrected", field=field, value=value)
    assert answer.status_code == 400
    assert said in answer.text
    assert explorer.get("/api/verdicts").json() == []


@pytest.mark.parametrize(
    "given",
    [
        {"relation": "field", "subject": "nobody", "judgement": "accepted"},
        {"relation": "same_event", "subject": "nobody", "other": "nothing", "judgement": "same"},
        {"relation": "same_event", "subject": "EVENT", "other": "EVENT", "judgement": "same"},
        {"relation": "same_event", "subject": "EVENT", "judgement": "same"},
        {"relation": "field", "subject": "EVENT", "judgement": "same"},
        {"relation": "field", "subject": "EVENT", "judgement": "corrected"},
        {"relation": "field", "subject": "EVENT", "judgement": "rejected", "field": "status"},
        {"relation": "love", "subject": "EVENT", "judgement": "same"},
    ],
)
def test_a_verdict_that_means_nothing_is_refused(explorer: Served, given: dict[str, str]) -> None:
    event = explorer.rows("/events.json?sort=-reports")[0]["told"][0]["event"]
    answer = explorer.judge(**{name: value.replace("EVENT", event) for name, value in given.items()})
    assert answer.status_code == 400
    assert explorer.get("/api/verdicts").json() == []


def test_who_judges_is_kept_from_one_verdict_to_the_next(own: Served) -> None:
    event = own.rows("/events.json?sort=-reports")[0]
    own.judge(relation="field", subject=event["told"][0]["event"], judgement="accepted", who="Ünal; “U.”")
    page = own.page(f"/events/{quote(event['id'])}")
    assert 'value="Ünal; “U.”"' in page
    assert own.get("/api/verdicts").json()[0]["who"] == "Ünal; “U.”"


def test_others_may_write_while_nobody_asks(own: Served) -> None:
    """The file is let go of soon after the last question, so that an ingest run beside the explorer can go on."""
    own.page("/")
    time.sleep(REST + 1.5)
    with beside(own, "write"):
        busy = own.get("/?type=AID")
        assert busy.status_code == 503
        assert busy.headers["retry-after"] == "2"
        assert "is held by process" in texts(busy.text)
        assert own.get("/api/cells?type=AID").status_code == 503
    time.sleep(2)  # as the answer asked for
    assert own.get("/?type=AID").status_code == 200
    assert int(own.get("/api/list").headers["x-total"]) == int(own.get("/api/list?type=ASSAULT").headers["x-total"])


HOLD = """
import sys, time
from reportedly.casebook.database import connect
from reportedly.casebook.layout import locate
write = sys.argv[2] == "write"
with connect(locate(sys.argv[1]), write=write) as connection:
    print("held", flush=True)
    sys.stdin.read()
    if write:
        connection.execute("DELETE FROM incidents WHERE type <> 'ASSAULT'")
"""


@contextmanager
def beside(own: Served, how: str) -> Iterator[None]:
    """Another process that holds the casebook to `read` or to `write`."""
    command = [sys.executable, "-c", HOLD, str(own.folder), how]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield
        finally:
            other.stdin.close()


def test_a_verdict_waits_for_another_reader(own: Served) -> None:
    """Another process that reads keeps the explorer from writing: the verdict is safe, and the page says so."""
    event = own.rows("/events.json?sort=-reports")[0]
    with beside(own, "read"):
        back = f"/events/{quote(event['id'])}#judge"
        answer = own.judge(relation="field", subject=event["told"][0]["event"], judgement="accepted", back=back)
        assert answer.headers["location"].endswith("?waiting=1#judge")
        assert "as soon as that is done" in texts(own.page(answer.headers["location"].partition("#")[0]))
        assert own.get("/api/verdicts").json() == []
    time.sleep(REST + 1.5)
    assert len(own.get("/api/verdicts").json()) == 1
