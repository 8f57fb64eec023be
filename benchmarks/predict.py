"""Predictions on the development corpora in the scorers' formats, and the scorers' tables.

python -m benchmarks.predict polnear|timebank|lgl|plv|actors|linking [-v]
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from benchmarks.corpora import CACHE, SHARED, Item, lgl, parsed, polnear, rows, timebank
from reportedly.parsing import DEFAULT_PARSER
from reportedly.pipeline import DEFAULT_ATTRIBUTION, coder
from reportedly.reading import Reading

Row = dict[str, object]


def readings(name: str, items: list[Item], last: str) -> Iterator[tuple[Item, Reading]]:
    """Each item with its reading, the stages run up to the one called `last`."""
    from reportedly.pipeline import stages

    names = [stage.__name__ for stage in stages()]
    some = stages()[: names.index(last) + 1]
    for item, doc in zip(items, parsed(name, [i.report.text for i in items]), strict=True):
        reading = Reading(report=item.report, coder=coder(DEFAULT_PARSER), doc=doc, engine=DEFAULT_ATTRIBUTION)
        for stage in some:
            reading = stage(reading)
        yield item, reading


def predict_polnear() -> Iterator[Row]:
    for item, reading in readings("polnear", list(polnear()), "attributions"):
        rows_ = [{"source": a.source.spans, "cue": a.cue.spans, "content": a.content} for a in reading.attributions]
        yield {"doc": item.id, "attributions": rows_}


def predict_timebank() -> Iterator[Row]:
    for item, reading in readings("timebank", list(timebank()), "times"):
        times = [
            {"start": t.spans[0].start, "end": t.spans[-1].end, "type": t.kind, "value": t.value}
            | ({"from": t.start, "to": t.end} if t.start and t.end else {})
            for t in reading.times
        ]
        yield {"doc_id": item.id, "times": times}


def predict_lgl() -> Iterator[Row]:
    for item, reading in readings("lgl", list(lgl()), "places"):
        places = [
            {"start": p.spans[0].start, "end": p.spans[0].end}
            | ({"lat": p.latitude, "lon": p.longitude, "geonameid": p.geonameid} if p.latitude is not None else {})
            for p in reading.places
        ]
        yield {"doc_id": item.id, "places": places}


def predict_plv() -> Iterator[Row]:
    from reportedly.coding.events.pairs import code_pair_in

    items = [(row["id"], *unmark(str(row["marked"]))) for row in rows(SHARED / "data/plv/dev.jsonl")]
    for (id, _, spans), doc in zip(items, parsed("plv", [sentence for _, sentence, _ in items]), strict=True):
        coding = code_pair_in(doc, spans.get("s"), spans.get("t"))  # one side may be unnamed
        yield {"id": id, "type": coding.type, "confidence": coding.confidence}


def unmark(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The sentence without its marks, and where the pair stands in it."""
    text = ""
    spans: dict[str, tuple[int, int]] = {}
    start: dict[str, int] = {}
    for piece in re.split(r"(</?[st]>)", marked):
        if re.fullmatch(r"<[st]>", piece):
            start[piece[1]] = len(text)
        elif re.fullmatch(r"</[st]>", piece):
            spans[piece[2]] = (start[piece[2]], len(text))
        else:
            text += piece
    return text, spans


def predict_actors() -> Iterator[Row]:
    from reportedly.coding.entities import resolve_actor

    for row in rows(SHARED / "data/actors/dev.jsonl"):
        phrase, date = str(row["phrase"]), row.get("date")
        actor = resolve_actor(phrase, None if date is None else str(date))
        yield {"phrase": phrase, "date": date, "country": actor.country, "sectors": list(actor.sectors)}


def predict_linking() -> Iterator[Row]:
    """Every pair of the corpus is compared: its reports have no dates, by which blocking would spare most."""
    from benchmarks.linking.corpus import read_ecb
    from reportedly.linking.cluster import cluster
    from reportedly.linking.judge import judge

    events = {event.facts.id: event for event in read_ecb()[0]}
    edges = [judge(a.facts, b.facts) for a, b in combinations(events.values(), 2)]
    for members in cluster(edges, events=events):
        for id in members:
            one = events[id]
            yield {"doc": one.facts.report, "start": one.start, "end": one.end, "cluster": members[0]}


# corpus: (predictions, scorer with its gold and options; {} stands for the predictions' file)
SCORERS: dict[str, tuple[Callable[[], Iterator[Row]], list[str]]] = {
    "polnear": (predict_polnear, ["attribution/score_attribution.py", "{}", "data/polnear/dev", "--outermost"]),
    "timebank": (predict_timebank, ["times/score_times.py", "data/times/timebank.dev.jsonl", "{}"]),
    "lgl": (predict_lgl, ["places/score_places.py", "data/places/lgl.xml", "{}", "--no-demonyms"]),
    "plv": (predict_plv, ["events/score_pairs.py", "{}", "data/plv/dev.jsonl"]),
    "linking": (predict_linking, ["linking/score_linking.py", "{}", "data/linking/dev.jsonl"]),
    "actors": (predict_actors, ["actors/score_actors.py", "{}", "data/actors/dev.jsonl"]),
}


def score(name: str, *options: str) -> str:
    """Predict, write the predictions to the cache, and return what the scorer prints."""
    predict, (script, *arguments) = SCORERS[name]
    CACHE.mkdir(exist_ok=True)
    path: Path = CACHE / f"{name}.predictions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in predict()), "utf-8")
    filled = [str(path) if a == "{}" else str(SHARED / a) if a.startswith("data/") else a for a in arguments]
    run = subprocess.run(
        [sys.executable, str(SHARED / "eval" / script), *filled, *options], capture_output=True, text=True, check=False
    )
    return run.stdout + run.stderr


if __name__ == "__main__":
    print(score(sys.argv[1], *sys.argv[2:]))
