"""Events whose incident is known: those of ECB+ by topic, of the made-up week by `week.yaml`, and the hard pairs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks.corpora import ROOT, Item, ecb, ecb_rows
from reportedly.ingest.files import Given, read_file
from reportedly.knowledge import load_yaml
from reportedly.linking.encoder import encode_spans
from reportedly.linking.facts import EventFacts, facts
from reportedly.record import Record, record
from reportedly.report import Report

WEEK = ROOT / "examples/week"
LABELS = Path(__file__).with_name("week.yaml")
PAIRS = Path(__file__).with_name("pairs.yaml")
_MENTIONS = ("ACT", "NEG", "Singleton")  # as the scorer: happenings, not intra-document notes


@dataclass(frozen=True)
class Labelled:
    """An event, the incidents that its words tell by the gold (none where it is silent), and where its trigger is."""

    facts: EventFacts
    topic: str
    incidents: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True)
class Mention:
    """A gold mention that an event of ours overlaps."""

    topic: str
    doc: str
    incident: str
    event: str


def read_ecb() -> tuple[list[Labelled], list[Mention]]:
    """Every event read in ECB+ dev, and the gold mentions found."""
    from benchmarks.predict import readings

    gold = {row["doc"]: row for row in ecb_rows()}
    events: list[Labelled] = []
    mentions: list[Mention] = []
    for item, reading in readings("linking", list(ecb()), "events"):
        row, said = gold[item.id], record(reading)
        found = facts(said, report=item.id, encode=encode_spans)
        named: defaultdict[str, set[str]] = defaultdict(set)
        for mention in (m for m in row["mentions"] if m["cluster"].startswith(_MENTIONS)):
            hit = next((one for one, (a, b) in zip(found, _triggers(said), strict=True)
                        if a < mention["end"] and mention["start"] < b), None)  # fmt: skip
            if hit is not None:
                named[hit.id].add(mention["cluster"])
                mentions.append(Mention(row["topic"], item.id, mention["cluster"], hit.id))
        events += [
            Labelled(one, row["topic"], frozenset(named[one.id]), *at)
            for one, at in zip(found, _triggers(said), strict=True)
        ]
    return events, mentions


def read_week() -> list[Labelled]:
    """Every event read in the week. One told once gets an incident of its own, one left open none."""
    from benchmarks.predict import readings

    events: list[Labelled] = []
    for item, reading in readings("week", list(week()), "events"):
        said = record(reading)
        labels = {said["report"]["text"].index(words) + at: label for words, at, label in load_yaml(LABELS)[item.id]}
        for one, (start, end) in zip(facts(said, report=item.id, encode=encode_spans), _triggers(said), strict=True):
            label = labels.get(start, "open")
            incidents = {one.id} if label == "own" else set() if label == "open" else {label}
            events.append(Labelled(one, "week", frozenset(incidents), start, end))
    return events


def read_hard() -> list[Labelled]:
    """The first event of each side of each hard pair, a topic a pair; left out where a side is not read."""
    from benchmarks.predict import readings

    rows = {row["id"]: row for row in load_yaml(PAIRS)["pairs"]}
    found: dict[str, EventFacts] = {}
    for item, reading in readings("pairs", list(hard()), "events"):
        if told := facts(record(reading), report=item.id, encode=encode_spans):
            found[item.id] = told[0]
    both = [id for id in rows if {f"{id}/left", f"{id}/right"} <= set(found)]
    return [
        Labelled(found[f"{id}/{side}"], id, frozenset({"same" if rows[id]["same"] else side}), 0, 0)
        for id in both for side in ("left", "right")
    ]  # fmt: skip


def hard() -> Iterator[Item]:
    """The two reports of each hard pair."""
    data = load_yaml(PAIRS)
    for row in data["pairs"]:
        for side in ("left", "right"):
            published = row.get(f"{side}_day", data["day"])
            yield Item(f"{row['id']}/{side}", Report(row[side], published=str(published)))


def part_of(id: str) -> str:
    """Held out where the SHA-256 of the id, taken as a number, is divisible by three."""
    return "held-out" if int(sha256(id.encode()).hexdigest(), 16) % 3 == 0 else "development"


def week() -> Iterator[Item]:
    """The readable reports of the week, named by file (and line) as in its key."""
    for name in load_yaml(LABELS):
        path, _, line = name.partition("#")
        if line:
            row: dict[str, Any] = json.loads((WEEK / path).read_text("utf-8").splitlines()[int(line) - 1])
            yield Item(name, Report(**{key: row.get(key) for key in ("text", "title", "outlet", "url", "published")}))
            continue
        report = read_file(str(WEEK / path), Given())
        if isinstance(report, Report):
            yield Item(name, report)


def _triggers(said: Record) -> list[tuple[int, int]]:
    return [(spans[0][0], spans[-1][1]) for spans in (event["trigger"]["spans"] for event in said["events"])]
