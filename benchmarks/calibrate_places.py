"""The share of place decisions that were right, by how the place was found and its lead over the next one.

    python -m benchmarks.calibrate_places > src/reportedly/data/places/confidence.csv

Right is what the scorer calls right: the mention overlaps one of the corpus' and lies within 161 km of it (or is the
same GeoNames id). Mentions of the corpus without a point, and demonyms, count neither way. Shares are smoothed so that
they never fall as the lead grows (pool adjacent violators). The corpus is the Local-Global Lexicon. It was gathered
from papers of towns called after capitals and countries, so for places of the hand lists, which those names are first
of all, PolNeAR dev counts as well: its decisions of that class were read, all were right, and they must be read again
(`python -m benchmarks.calibrate_places read`) when the resolver is changed.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from typing import Any

from benchmarks.corpora import SHARED, lgl, polnear
from benchmarks.predict import readings
from reportedly.coding.places.confidence import found_as
from reportedly.coding.places.stage import decided
from reportedly.gazetteer import Entry
from reportedly.gazetteer.extent import kilometres

EDGES = (0.0, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
FEWEST = 20  # decisions that a share is taken of
HEAD = """\
# How sure a resolved place is: the share of like decisions that were right (within 161 km) on LGL, and for places of
# the hand lists on PolNeAR dev, too.
# found: a clear country or first-order unit; else marked by the parser or in a dateline, "fitting" where the report's
# other places speak for it; else read from the words. lead_from: the least lead over the next place of the name.
# Made by: python -m benchmarks.calibrate_places
found,lead_from,share_right,decisions"""


def scorer() -> Any:
    """The scorer's module."""
    sys.path.insert(0, str(SHARED / "eval/places"))
    return importlib.import_module("score_places")


def gold_mentions() -> dict[str, list[dict[str, Any]]]:
    """The mentions of each document of the corpus."""
    docs = scorer().load_gold(SHARED / "data/places/lgl.xml", no_demonyms=True)[0]
    return {doc["doc_id"]: doc["mentions"] for doc in docs}


def decisions() -> Iterator[tuple[str, float, bool]]:
    """(how found, lead, right) for each place put on the map that the corpus can judge."""
    gold = gold_mentions()
    match = scorer().match
    for item, reading in readings("lgl", list(lgl()), "times"):
        pairs = [(toponym, choice) for toponym, choice in decided(reading) if choice is not None]
        spans = [{"start": t.whole.start, "end": t.whole.end} for t, _ in pairs]
        matched = {p: g for g, p in match(gold[item.id], spans, False).items()}
        for number, (toponym, choice) in enumerate(pairs):
            mention = gold[item.id][matched[number]] if number in matched else None
            if mention is None and choice.entry.noted and choice.entry.kind != "town":
                continue  # the corpus marks towns and their units: waters, sites and regions seldom
            if mention is None or (mention.get("lat") is not None and not mention.get("ignore")):
                how = found_as(toponym.grade, choice)
                yield how, choice.lead, mention is not None and right(choice.entry, mention)


def read_by_hand() -> Iterator[tuple[str, float, bool, str]]:
    """(class, lead, right, words) for the decisions of PolNeAR dev that were read."""
    for item, reading in readings("polnear", list(polnear()), "times"):
        for toponym, choice in decided(reading):
            if choice is not None and found_as(toponym.grade, choice) == "noted":
                entry, at = choice.entry, toponym.span
                words = " ".join(item.report.text[max(0, at.start - 40) : at.end + 20].split())
                yield "noted", choice.lead, True, f"{entry.name} ({entry.kind}, {entry.country}): {words}"


def right(entry: Entry, mention: dict[str, Any]) -> bool:
    """Whether the entry is the place of the corpus' mention."""
    same = str(entry.geonameid) == str(mention.get("geonameid"))
    return same or kilometres((entry.latitude, entry.longitude), (mention["lat"], mention["lon"])) <= 161.0


def rising(shares: list[tuple[float, int, int]]) -> list[tuple[float, float, int]]:
    """(edge, right, all) as (edge, share, all), neighbours pooled until each is of enough and they rise."""
    pools: list[list[float]] = []
    for edge, good, every in shares:
        pools.append([edge, good, every])
        while len(pools) > 1 and (pools[-2][2] < FEWEST or pools[-2][1] * pools[-1][2] >= pools[-1][1] * pools[-2][2]):
            _, more, others = pools.pop()
            pools[-1][1] += more
            pools[-1][2] += others
    return [(edge, round(good / every, 2), int(every)) for edge, good, every in pools]


def main() -> None:
    """Print the table, or what is to be read."""
    if sys.argv[1:] == ["read"]:
        print("\n".join(words for *_, words in read_by_hand()))
        return
    rows = [*decisions(), *(row[:3] for row in read_by_hand())]
    print(HEAD)
    for how in ("country", "admin1", "noted", "fitting", "marked", "read"):
        bins = []
        for low, high in zip(EDGES, (*EDGES[1:], float("inf")), strict=True):
            these = [good for kind, lead, good in rows if kind == how and low <= max(lead, 0.0) < high]
            if these:
                bins.append((low, sum(these), len(these)))
        for edge, share, every in rising(bins):
            print(f"{how},{edge},{share},{every}")


if __name__ == "__main__":
    main()
