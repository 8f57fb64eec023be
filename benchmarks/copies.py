"""How well planted copies are found among many texts, and what a text costs that came out ten thousand times.

    python benchmarks/copies.py [--texts 20000] [--flood 10000]

The texts are generated: sentences drawn from a grammar over varied names, places, days and numbers. Among them stand
what must not be taken for copies: reports of one outlet that end in the same long footer, daily bulletins made from one
form, and reports that share a paragraph of background or a long quotation. Printed are recall and precision over pairs
of reports, for copies of which 6 % of the words were changed and for copies cut down to their first paragraphs.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import duckdb

from reportedly.casebook.bulk import insert
from reportedly.casebook.columns import ddl
from reportedly.casebook.schema import TABLES
from reportedly.linking.groups import Groups
from reportedly.linking.ids import batches
from reportedly.report import Report

_SYLLABLES = [
    "ba", "ka", "mo", "ri", "ta", "lu", "ne", "sha", "dor", "vel", "kin", "ost", "mar", "gu", "pel", "zha", "tor",
    "ami", "lek", "son", "dra", "hul", "fen", "tis", "yor",
]  # fmt: skip
_ARMED = ["soldiers", "rebels", "gunmen", "police", "militiamen", "border guards", "troops", "fighters"]
_DID = ["shelled", "raided", "took", "left", "surrounded", "bombed", "entered", "set fire to", "searched", "looted"]
_WHAT = ["the market", "a school", "the airport road", "two villages", "a checkpoint", "the hospital", "the old bridge",
         "a camp for the displaced", "the power station", "the police headquarters"]  # fmt: skip
_DAYS = ["Monday", "Wednesday", "Friday", "Sunday"]
_SAID = ["said", "told reporters", "announced", "said in a statement", "wrote", "told the radio", "confirmed"]
_WHO = ["a doctor", "the governor", "an army spokesman", "a resident", "the mayor", "an aid worker", "the minister",
        "a local journalist", "the head of the council"]  # fmt: skip
_MORE = [
    "Roads to {} stayed closed.",
    "Shops in {} did not open.",
    "Phones in {} were cut for most of the day.",
    "Families left {} on foot.",
    "The fighting went on in {} until dark.",
    "No group in {} has said that it was behind it.",
    "Talks in {} are to go on next week.",
    "The border crossing at {} is shut.",
    "Two of the injured are from {}.",
]
_FOOTER = (
    "You are reading a free article. Sign up for our morning letter and get the news of the day before breakfast. We "
    "do not sell your address. For corrections write to the desk; for letters to the editor see the page on how to "
    "reach us. All rights are reserved by {outlet} and nothing may be printed again without leave of the publisher, "
    "whose address is in the imprint. Follow us where you like, and tell your friends about {outlet}."
)


@dataclass(frozen=True)
class Item:
    """A generated report, and the story it tells: two with one story are copies."""

    text: str
    outlet: str
    day: date
    story: str
    kind: str


class Writer:
    """Writes texts from a seeded grammar."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.words = [self._name().lower() for _ in range(6_000)]
        kinds = ("Post", "Courier", "Herald", "Voice")
        self.outlets = [f"The {self._name()} {kind}" for kind in kinds for _ in range(60)]
        self.background = {outlet: self.paragraph(3) for outlet in self.outlets}

    def _name(self) -> str:
        return "".join(self.random.choice(_SYLLABLES) for _ in range(self.random.randint(2, 4))).capitalize()

    def sentence(self) -> str:
        """One of six forms, with names and words drawn at random."""
        pick, r = self.random.choice, self.random
        town, person = self._name(), f"{self._name()} {self._name()}"
        filler = " ".join(pick(self.words) for _ in range(r.randint(3, 9)))
        return pick(
            [
                f"{pick(_ARMED).capitalize()} {pick(_DID)} {pick(_WHAT)} in {town} on {pick(_DAYS)}.",
                f"At least {r.randint(2, 90)} people were killed near {town}, {pick(_WHO)} {pick(_SAID)}.",
                f"“{filler.capitalize()},” {person}, {pick(_WHO)}, {pick(_SAID)}.",
                f"{person} {pick(_SAID)} that {pick(_ARMED)} {pick(_DID)} {pick(_WHAT)} and {filler}.",
                f"{r.randint(100, 9000)} families from {town} {filler} in {self._name()}.",
                pick(_MORE).format(town),
            ]
        )

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def story(self, paragraphs: int) -> list[str]:
        return [self.paragraph(self.random.randint(2, 4)) for _ in range(paragraphs)]

    def changed(self, text: str, share: float) -> str:
        """The text with this share of its words changed for others, dropped, or doubled by a new one."""
        words = []
        for word in text.split(" "):
            if self.random.random() >= share:
                words.append(word)
                continue
            how = self.random.random()
            if how < 0.6:
                words.append(self.random.choice(self.words))
            elif how < 0.8:
                words += [word, self.random.choice(self.words)]
        return " ".join(words)


def items(writer: Writer, texts: int) -> Iterator[Item]:
    """The corpus: a tenth of its reports are changed copies, a twentieth cut-down ones, a tenth look like copies."""
    pick, r = writer.random.choice, writer.random
    start = date(2024, 3, 1)
    for number in range(texts * 3 // 4):
        outlet, day = pick(writer.outlets), start + timedelta(days=r.randrange(60))
        paragraphs = writer.story(r.randint(3, 9))
        if r.random() < 0.2:
            paragraphs.append(writer.background[outlet])
        story = f"story {number}"
        yield Item("\n\n".join(paragraphs), outlet, day, story, "plain")
        later = day + timedelta(days=r.randrange(2))
        if number % 8 == 0:
            copy = writer.changed("\n\n".join(paragraphs), 0.06)
            yield Item(copy, pick(writer.outlets), later, story, "changed")
        elif number % 16 == 1 and len(paragraphs) >= 5:
            short = "\n\n".join(paragraphs[: r.choice((1, 2, 2))])
            if len(short.split()) >= 40:
                yield Item(writer.changed(short, 0.06), pick(writer.outlets), later, story, "cut")
    for number in range(texts // 20):
        outlet = writer.outlets[number % 5]
        text = f"{writer.paragraph(4)}\n\n{_FOOTER.format(outlet=outlet)}"
        yield Item(text, outlet, start + timedelta(days=number % 60), f"footer {number}", "footer")
    for number in range(texts // 20):
        day = start + timedelta(days=number % 60)
        yield Item(_bulletin(writer, day), writer.outlets[7], day, f"bulletin {number}", "form")


def _bulletin(writer: Writer, day: date) -> str:
    r = writer.random
    numbers = [r.randint(2, 400) for _ in range(8)]
    return (
        f"Evening bulletin of the general staff for day {r.randint(100, 900)}, at 6 p.m. on {day:%d %B}. In the past "
        f"24 hours there were {numbers[0]} clashes along the line. The enemy made {numbers[1]} air strikes and fired "
        f"{numbers[2]} rockets at our positions and at settlements. In the direction of {writer._name()} our defenders "
        f"stopped {numbers[3]} attacks, in the direction of {writer._name()} {numbers[4]}. Our air force struck "
        f"{numbers[5]} areas where men and arms were gathered, and the missile troops {numbers[6]} command posts. The "
        f"losses of the enemy came to {numbers[7]} killed and wounded. Believe in the armed forces."
    )


def open_store(corpus: list[Item]) -> tuple[duckdb.DuckDBPyConnection, dict[str, Item]]:
    """An empty casebook's tables in memory, with these reports."""
    connection = duckdb.connect()
    for table in TABLES:
        connection.execute(ddl(table))
    known = {Report(item.text).id: item for item in corpus}
    insert(
        connection,
        "reports",
        (
            {"id": id, "outlet": i.outlet, "day": i.day.isoformat(), "published": i.day.isoformat(), "language": "en",
             "text": i.text, "characters": len(i.text), "part": "benchmark"}
            for id, i in known.items()
        ),
    )  # fmt: skip
    return connection, known


def group(connection: duckdb.DuckDBPyConnection, reports: list[str]) -> tuple[dict[str, str], float]:
    """The group of every report, and the seconds it took."""
    begun = time.perf_counter()
    groups = Groups(connection, {})
    for some in batches(reports, 500):
        groups.add(some)
    took = time.perf_counter() - begun
    return dict(connection.execute("SELECT report, root FROM grouped").fetchall()), took


def pairs(names: dict[str, str]) -> set[tuple[str, str]]:
    """All pairs of reports with the same name."""
    held: dict[str, list[str]] = {}
    for report, name in names.items():
        held.setdefault(name, []).append(report)
    return {pair for reports in held.values() for pair in combinations(sorted(reports), 2)}


def planted(texts: int) -> None:
    """Recall and precision."""
    corpus = list(items(Writer(1), texts))
    connection, known = open_store(corpus)
    order = sorted(known)
    random.Random(2).shuffle(order)
    found_groups, took = group(connection, order)
    found, true = pairs(found_groups), pairs({id: item.story for id, item in known.items()})
    print(f"{len(known)} texts, {took:.1f} s, {len(known) / took:.0f} texts/s")
    for kind in ("changed", "cut"):
        mine = {pair for pair in true if any(known[id].kind == kind for id in pair)}
        print(f"  {kind:8} planted {len(mine):5}   recall {len(mine & found) / len(mine):.4f}")
    print(f"  all      planted {len(true):5}   recall {len(true & found) / len(true):.4f}"
          f"   precision {len(true & found) / max(1, len(found)):.4f}")  # fmt: skip
    wrong = [sorted({known[id].kind for id in pair}) for pair in found - true]
    for kinds in ("footer", "form", "plain"):
        print(f"  wrongly joined, {kinds}: {sum(kinds in kind for kind in wrong)}")


def flood(times: int) -> None:
    """One text, so many times, each with 6 % changed."""
    writer = Writer(3)
    text = "\n\n".join(writer.story(7))
    day = date(2024, 3, 1)
    corpus = [Item(writer.changed(text, 0.06), writer.outlets[n % 200], day, "one", "changed") for n in range(times)]
    connection, known = open_store(corpus)
    found, took = group(connection, list(known))
    print(f"one text {times} times: {took:.1f} s, {times / took:.0f} texts/s, {len(set(found.values()))} group(s)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=20_000)
    parser.add_argument("--flood", type=int, default=10_000)
    arguments = parser.parse_args()
    planted(arguments.texts)
    flood(arguments.flood)


if __name__ == "__main__":
    main()
