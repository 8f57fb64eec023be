"""Of the events coded in articles of PolNeAR dev and LGL, the share that a careful reader accepts (type and roles).

    python -m benchmarks.articles.score                      the share accepted, by verdicts.jsonl
    python -m benchmarks.articles.score show 1128            the articles of a draw with what is coded in them now

`drawn.json` lists the articles of each draw: so many of a part of PolNeAR and as many of LGL, by chance, none of those
on whose events anything had been mended. A verdict is one of these:

    yes          a reader would leave the row as it is
    open         nothing in it is wrong, but a party is open, or a bare pronoun or description, whom the text names
    actor, recipient   that party is another, is no party, or stands beside one that is wrong
    type         something is told, but of another type
    none         no such event is told

It holds for an event of the same words, type and parties: what is coded otherwise now is counted as not judged, and
shown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import Item, lgl, polnear, rows
from reportedly.pipeline import read
from reportedly.reading import Event, Party, Reading, Spans

HERE = Path(__file__).parent


def drawn(draw: str | None = None) -> list[Item]:
    """The articles of one draw, or of all."""
    draws: dict[str, list[str]] = json.loads((HERE / "drawn.json").read_text("utf-8"))
    every = {f"{n}/{item.id}": item for n, found in (("polnear", polnear()), ("lgl", lgl())) for item in found}
    wanted = [id for name, ids in draws.items() if draw in (None, name) for id in ids]
    return [Item(id, every[id].report) for id in wanted]


def facts(event: Event, reading: Reading) -> dict[str, Any]:
    """What a verdict is about: words, type, parties."""
    return {
        "at": [[span.start, span.end] for span in event.trigger],
        "type": event.type,
        "actors": [name(party, reading) for party in event.actors],
        "recipients": [name(party, reading) for party in event.recipients],
    }


def key(told: dict[str, Any]) -> dict[str, Any]:
    """The same without a word of the article: the parties as a hash."""
    parties = json.dumps([told["actors"], told["recipients"]], ensure_ascii=False)
    return {"at": told["at"], "type": told["type"], "parties": hashlib.sha256(parties.encode()).hexdigest()[:16]}


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


def score(items: Sequence[Item], verdicts: Sequence[dict[str, Any]]) -> None:
    """Print the share accepted, and what is coded now and was not judged."""
    count: Counter[str] = Counter()
    for item in items:
        reading = read(item.report)
        known = {json.dumps(row["event"]): row["verdict"] for row in verdicts if row["article"] == item.id}
        for event in reading.events:
            told = facts(event, reading)
            verdict = known.get(json.dumps(key(told)), "not judged")
            count[verdict] += 1
            if verdict == "not judged":
                print(json.dumps({"article": item.id, "event": key(told), "verdict": ""}), told, sep="  # ")
    judged = count.total() - count["not judged"]
    right = count["yes"] + count["open"]
    print(
        f"{len(items)} articles, {judged} events judged: nothing wrong in {right} ({right / max(1, judged):.1%}), ",
        end="",
    )
    print(f"nothing left out either in {count['yes']} ({count['yes'] / max(1, judged):.1%})")
    print(", ".join(f"{verdict}: {n}" for verdict, n in count.most_common()))


def main() -> None:
    """Show a draw, or score the verdicts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("show", "score"), default="score")
    parser.add_argument("draw", nargs="?")
    options = parser.parse_args()
    items = drawn(options.draw)
    if options.what == "show":
        print("\n".join(show(items)))
    else:
        score(items, rows(HERE / "verdicts.jsonl"))


if __name__ == "__main__":
    main()
