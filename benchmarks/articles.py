"""Of the events coded in articles of PolNeAR dev and LGL, the share that a careful reader accepts (type and roles).

    python -m benchmarks.articles show --seed 1130 > events.txt     articles drawn by chance, with what is coded in them
    python -m benchmarks.articles score                             the share accepted, by articles/verdicts.jsonl

A draw takes so many articles of a part of PolNeAR and as many of LGL. A verdict is one of these:

    yes          a reader would leave the row as it is
    open         nothing in it is wrong, but a party is open, or a bare pronoun or description, whom the text names
    actor, recipient   that party is another, is no party, or stands beside one that is wrong
    type         something is told, but of another type
    none         no such event is told

It holds for an event of the same words, type and parties: what is coded otherwise now is counted as not judged, and
shown. `draw` says by which seed and what articles were left out: those on whose events anything had been mended.
"""

from __future__ import annotations

import argparse
import json
import random
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import Item, lgl, polnear, rows
from reportedly.pipeline import read
from reportedly.reading import Event, Party, Reading, Spans

VERDICTS = Path(__file__).parent / "articles/verdicts.jsonl"
_LEAST = 300  # characters: shorter ones of LGL are no articles


def drawn(seed: int, number: int = 20, split: str = "dev", but: Sequence[str] = ()) -> list[Item]:
    """`number` articles of a part of PolNeAR and as many of LGL, none of those whose ids are given."""
    chance = random.Random(seed)
    found: list[Item] = []
    for name, every in (("polnear", polnear(split)), ("lgl", (i for i in lgl() if len(i.report.text) > _LEAST))):
        pool = [Item(f"{name}/{item.id}", item.report) for item in every]
        found += chance.sample([item for item in pool if item.id not in but], number)
    return found


def facts(event: Event, reading: Reading) -> dict[str, Any]:
    """What a verdict is about: words, type, parties."""
    return {
        "at": [[span.start, span.end] for span in event.trigger],
        "type": event.type,
        "actors": [name(party, reading) for party in event.actors],
        "recipients": [name(party, reading) for party in event.recipients],
    }


def name(party: Party, reading: Reading) -> str:
    """The name of the party's entity, else its words."""
    names = {entity.id: entity.name for entity in reading.entities}
    return names.get(party.entity or "", "") or words(party.spans, reading)


def words(spans: Spans, reading: Reading) -> str:
    return " … ".join(" ".join(reading.report.text[span.start : span.end].split()) for span in spans)


def show(items: Sequence[Item], start: int = 1) -> Iterator[str]:
    """The articles, sentence by sentence, each followed by the events read from it; events are numbered."""
    count = start
    for item in items:
        reading = read(item.report)
        yield f"\n{'=' * 100}\nARTICLE {item.id} (published {item.report.published}, {item.report.outlet or ''})\n"
        left = sorted(reading.events, key=lambda e: e.trigger[0].start)
        for sentence in reading.sentences:
            yield textwrap.fill(" ".join(reading.report.text[sentence.span.start : sentence.span.end].split()), 150)
            here = [e for e in left if sentence.span.start <= e.trigger[0].start < sentence.span.end]
            for event in here:
                told = facts(event, reading)
                parties = "; ".join(
                    f"{role}: {', '.join(f'{name(p, reading)} [{words(p.spans, reading)}]' for p in found) or '—'}"
                    for role, found in (("actor", event.actors), ("recipient", event.recipients))
                )
                yield (
                    f"    >>> EVENT {count}: “{words(event.trigger, reading)}” {event.type} ({', '.join(event.modes)}) "
                    f"{event.status}; {parties}; confidence {event.confidence:.2f}"
                )
                yield f"    #{json.dumps({'event': count, 'article': item.id, **told})}"
                count += 1


def score(verdicts: Sequence[dict[str, Any]]) -> None:
    """Print the share accepted, and what is coded now and was not judged."""
    wanted: dict[str, list[dict[str, Any]]] = {}
    for row in verdicts:
        wanted.setdefault(row["article"], []).append(row)
    every = {f"{n}/{i.id}": i for n, found in (("polnear", polnear()), ("lgl", lgl())) for i in found}
    count: Counter[str] = Counter()
    for article, known in wanted.items():
        reading = read(every[article].report)
        for event in reading.events:
            told = facts(event, reading)
            verdict = next((r["verdict"] for r in known if all(r[key] == told[key] for key in told)), "not judged")
            count[verdict] += 1
            if verdict == "not judged":
                print(json.dumps({"article": article, **told, "verdict": ""}))
    judged = count.total() - count["not judged"]
    right = count["yes"] + count["open"]
    print(
        f"{len(wanted)} articles, {judged} events judged: nothing wrong in {right} ({right / max(1, judged):.1%}), ",
        end="",
    )
    print(f"nothing left out either in {count['yes']} ({count['yes'] / max(1, judged):.1%})")
    print(", ".join(f"{verdict}: {n}" for verdict, n in count.most_common()))


def main() -> None:
    """Show a draw, or score the verdicts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("show", "score"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--number", type=int, default=20)
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    parser.add_argument("--verdicts", type=Path, default=VERDICTS)
    options = parser.parse_args()
    if options.what == "show":
        print("\n".join(show(drawn(options.seed, options.number, options.split))))
    else:
        score(rows(options.verdicts))


if __name__ == "__main__":
    main()
