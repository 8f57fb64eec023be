"""Linking on a real casebook: copies, origins, actors, incidents and their witnesses, contradictions; in any order."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from casebooks import CODER, entry

from reportedly.casebook.database import open_database
from reportedly.casebook.imports import take_in
from reportedly.casebook.layout import Layout, create
from reportedly.casebook.parts import Entry, Verdict, write_part
from reportedly.casebook.schema import table
from reportedly.linking.run import _MADE, link, relink

WIRE = """Air strike kills 14 at market in Nyala

NYALA, Sudan, March 4 (Meridian) — An air strike killed 14 people at a livestock market in Nyala on Tuesday, a surgeon
said.

"We received 14 bodies, and 40 people were wounded," said Hanan Babikir, a surgeon at the teaching hospital. "Most of
the dead were traders who had come in from the villages."

Traders from across the region bring cattle and camels to the market every week. Stalls burned until the evening, and
families searched the ruins for missing relatives. The road to the north stayed closed, and telephones were cut."""

COPY = WIRE.replace("livestock", "cattle").replace("searched", "dug through").replace("(Meridian) ", "")
CUT = "\n\n".join(WIRE.split("\n\n")[1:3])
RELAY = """Meridian reports that an air strike killed 14 people at a market in Nyala on Tuesday.

We have nobody there. The station plays the songs of the rains tonight, and a schoolgirl from the river reads."""
TRADER = """A trader, Mariam Dafalla, said that an air strike killed at least 20 people at the market in Nyala on
Tuesday.

She was at the row of butchers when it happened and helped to carry those who could not walk."""
DENIAL = "The Sudanese army denied on Wednesday that it had bombed the market in Nyala on Tuesday."
MINISTRY = [
    "Sudan's Interior Ministry said on Friday that police arrested 26 people in Kassala on Thursday.",
    "Police arrested 26 people in Kassala on Thursday, Sudan's Interior Ministry said.",
    "On Thursday the police arrested 26 people in Kassala, according to Sudan's Interior Ministry.",
]
LAWYER = "A Kassala lawyer, Amna Idris, said that police arrested 26 people in Kassala on Thursday."
FOOTER = """You are reading a free article of The Post.
Sign up for our morning letter and get the news before breakfast.
We do not sell your address. For corrections write to the desk, and for letters see the page on how to reach us. All
rights are reserved, and nothing may be printed again without leave of the publisher named in the imprint."""
FORM = """Evening bulletin of the general staff.
In the past {} hours there were {} clashes. The enemy carried out {} air
strikes and fired {} rockets at our positions and at towns. Our defenders stopped {} attacks in the east and {} in the
south. Believe in the armed forces, and do not share what you see of their movements with anybody."""


def told(text: str, outlet: str, day: str = "2024-03-06", **given: Any) -> Entry:
    return entry(text, outlet=outlet, published=day, **given)


def wire(text: str = WIRE, **given: Any) -> Entry:
    return told(text, "Meridian News Agency", "2024-03-05", **given)


class Book:
    """A casebook under test: reports go in, are linked, and its tables are asked."""

    def __init__(self, folder: Path) -> None:
        self.layout: Layout = create(folder)
        self.connection: duckdb.DuckDBPyConnection = open_database(self.layout, write=True)

    def add(self, *entries: Entry) -> list[str]:
        """Take them in and link; their reports' ids."""
        write_part(self.layout, CODER, entries, {})
        take_in(self.layout, self.connection)
        link(self.connection)
        return [one.appearance.report for one in entries]

    def judge(self, relation: Any, one: str, other: str, judgement: str, at: int) -> None:
        judged = f"2024-03-20T00:00:{at:02}"
        verdict = Verdict(f"{relation}{at}", relation, one, judgement, judged, other, None, None, None)  # type: ignore[arg-type]
        write_part(self.layout, CODER, [verdict], {})
        take_in(self.layout, self.connection)
        link(self.connection)

    def ask(self, query: str, *values: Any) -> list[Any]:
        return self.connection.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> Any:
        (row,) = self.ask(query, *values)
        return row

    def incident(self, report: str, type: str = "ASSAULT") -> Any:
        """Reports, outlets, origins and denials of the incident that a report's first event of a type belongs to."""
        return self.one(
            "SELECT reports, outlets, origins, denials FROM incidents WHERE id = ("
            "SELECT incident FROM tellings JOIN events e ON e.id = event "
            "WHERE e.report = ? AND e.type = ? ORDER BY trigger_spans LIMIT 1)",
            report,
            type,
        )

    def made(self) -> dict[str, list[str]]:
        """Everything that linking made, as text, in an order of its own."""
        tables = {}
        for name in _MADE:
            columns = ", ".join(f'"{column}"' for column in table(name).names)
            tables[name] = sorted(map(repr, self.ask(f'SELECT {columns} FROM "{name}"')))
        return tables


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = Book(tmp_path / "book")
    yield made
    made.connection.close()


def test_a_copy_and_a_cut_down_copy_are_one_witness_with_the_wire(book: Book) -> None:
    root, copy, cut = book.add(wire(), told(COPY, "The Chronicle"), told(CUT, "A Blog"))
    assert dict(book.ask("SELECT report, copy_of FROM copies WHERE judgement = 'same'")) == {copy: root, cut: root}
    assert book.ask("SELECT DISTINCT outlet, root FROM origins") == [("Meridian News Agency", root)]
    assert book.one("SELECT words FROM origins WHERE report = ?", cut) == ("(Meridian)",)
    assert book.incident(root) == (3, 3, 1, 0)


def test_like_words_alone_make_no_copy(book: Book) -> None:
    shelled = "Rebels shelled the city of Goma on Tuesday and killed 12 people."
    book.add(
        *(told(f"{news}\n\n{FOOTER}", "The Post") for news in (shelled, "The minister visited Nairobi.")),
        told(FORM.format(24, 80, 31, 5, 17, 22), "Staff", "2024-03-05"),
        told(FORM.format(36, 64, 12, 9, 40, 3), "Staff", "2024-03-06"),
    )
    assert not book.ask("SELECT * FROM copies WHERE judgement = 'same'")


def test_a_relay_is_the_witness_of_the_outlet_it_relays(book: Book) -> None:
    _, relay, trader = book.add(wire(), told(RELAY, "Radio Blue Nile"), told(TRADER, "The Post"))
    origin = book.one("SELECT why, outlet, words FROM origins WHERE report = ?", relay)
    assert origin == ("relayed", "Meridian News Agency", "Meridian reports")
    assert book.incident(relay) == (3, 3, 2, 0)
    witness = book.one("SELECT DISTINCT origin FROM tellings WHERE report = ?", trader)
    assert witness == ("source:person::mariam dafalla",)


def test_an_outlet_that_becomes_known_later_changes_what_older_reports_rest_on(book: Book) -> None:
    (relay,) = book.add(told(RELAY, "Radio Blue Nile"))
    assert book.one("SELECT why FROM origins") == ("own",)
    book.add(wire())
    assert book.one("SELECT why FROM origins WHERE report = ?", relay) == ("relayed",)


def test_three_outlets_that_cite_one_ministry_are_one_origin(book: Book) -> None:
    outlets = ("The Post", "The Daily", "Radio North")
    reports = book.add(*(told(text, outlet, "2024-03-08") for text, outlet in zip(MINISTRY, outlets, strict=True)))
    assert book.incident(reports[0], "COERCE") == (3, 3, 1, 0)
    book.add(told(LAWYER, "The Herald", "2024-03-08"))
    assert book.incident(reports[0], "COERCE") == (4, 4, 2, 0)


def test_tellings_that_cannot_both_be_right_are_quoted_side_by_side(book: Book) -> None:
    root, *_ = book.add(wire(), told(TRADER, "The Post"), told(DENIAL, "SGNS"))
    assert book.incident(root) == (3, 3, 2, 1)
    rows = book.ask(
        "SELECT field, value, other_value, quote, spans, event, other_quote FROM comparisons "
        "WHERE relation = 'contradicting' ORDER BY field"
    )
    assert [(row[0], {row[1], row[2]}) for row in rows] == [
        ("deaths", {"14", "at least 20"}),
        ("status", {"occurred", "negated"}),
    ]
    for _, _, _, quote, spans, event, _ in rows:
        (text,) = book.one("SELECT text FROM reports WHERE id = ?", event.partition(":")[0])
        assert " … ".join(text[a:b] for a, b in spans) == quote


def test_what_a_newer_version_replaced_does_not_count(book: Book) -> None:
    (old,) = book.add(wire(url="https://meridian.example/1"))
    later = "2024-03-09T00:00:00.000"
    (new,) = book.add(wire(WIRE.replace("14", "22"), url="https://meridian.example/1", seen=later))
    assert dict(book.ask("SELECT report, bool_or(current) FROM tellings GROUP BY report")) == {old: False, new: True}
    assert book.incident(new) == (1, 1, 1, 0)
    assert not book.ask("SELECT * FROM comparisons WHERE relation = 'contradicting'")


def test_persons_are_one_where_name_country_and_office_say_so(book: Book) -> None:
    full, short, other = book.add(
        entry("Kenyan Defence Minister Aden Duale said on Monday that the army had left Goma.", outlet="A"),
        entry("Kenya's defence minister, Mr Duale, said on Tuesday that troops killed 5 rebels in Goma.", outlet="B"),
        entry("Residents of Goma said on Tuesday that Mr Duale was there.", outlet="C"),
    )
    rows = book.ask(
        "SELECT e.report, i.actor, i.judgement FROM identities i JOIN entities e ON e.id = i.entity "
        "WHERE e.name LIKE '%Duale'"
    )
    found = {report: rest for report, *rest in rows}
    assert found[full] == found[short] == ["person:KEN:aden duale", "same"]
    assert found[other] == ["person:KEN:aden duale", "unsure"]


def corpus() -> list[Entry]:
    return [
        wire(), told(COPY, "The Chronicle"), told(CUT, "A Blog"), told(RELAY, "Radio Blue Nile"),
        told(TRADER, "The Post"), told(DENIAL, "SGNS"), told(LAWYER, "The Herald", "2024-03-08"),
        *(told(text, outlet, "2024-03-08") for text, outlet in zip(MINISTRY, ("The Post", "A", "SGNS"), strict=True)),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_and_any_number_of_runs_give_what_one_run_gives(book: Book, seed: int) -> None:
    entries = corpus()
    random.Random(seed).shuffle(entries)
    for some in _cut(entries, random.Random(seed)):
        book.add(*some)
    step_by_step = book.made()
    relink(book.connection)
    assert book.made() == step_by_step
    assert len(step_by_step["incidents"]) == 2


def _cut(entries: Sequence[Entry], chance: random.Random) -> Iterator[Sequence[Entry]]:
    start = 0
    while start < len(entries):
        end = start + chance.randint(1, 3)
        yield entries[start:end]
        start = end


def test_a_judgement_of_people_parts_and_joins_and_is_undone_by_a_row(book: Book) -> None:
    root, _, cut, *_ = book.add(*corpus()[:6])
    before = book.made()
    book.judge("copy", cut, root, "different", 1)
    assert book.one("SELECT root FROM origins WHERE report = ?", cut) == (cut,)
    book.judge("copy", cut, root, "withdrawn", 2)
    assert book.made() == before

    (post,) = book.one("SELECT id FROM reports WHERE outlet = 'The Post'")
    one, other = (book.one("SELECT min(event) FROM tellings WHERE report = ?", report)[0] for report in (root, post))
    book.judge("same_event", one, other, "different", 3)
    assert len(book.ask("SELECT DISTINCT incident FROM tellings WHERE event IN (?, ?)", one, other)) == 2
    book.judge("same_event", one, other, "withdrawn", 4)
    assert book.made() == before


def test_two_entities_that_people_call_one_are_one_actor_until_they_take_it_back(book: Book) -> None:
    book.add(*corpus())
    before = book.made()
    pair = [book.one("SELECT min(entity) FROM identities WHERE actor = ?", actor)[0]
            for actor in ("person::mariam dafalla", "person::amna idris")]  # fmt: skip
    book.judge("same_entity", *pair, "same", 1)
    assert book.one("SELECT count(DISTINCT actor) FROM identities WHERE entity IN (?, ?)", *pair) == (1,)
    book.judge("same_entity", *pair, "withdrawn", 2)
    assert book.made() == before


def test_a_run_that_is_cut_off_leaves_everything_as_it_was(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.add(*corpus()[:3])
    before = book.made()
    write_part(book.layout, CODER, corpus()[3:], {})
    take_in(book.layout, book.connection)

    def fail(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("reportedly.linking.run.incident", fail)
        with pytest.raises(KeyboardInterrupt):
            link(book.connection)
    assert book.made() == before
    link(book.connection)
    done = book.made()
    relink(book.connection)
    assert book.made() == done


def test_links_say_what_they_rest_on(book: Book) -> None:
    book.add(*corpus())
    rows = book.ask("SELECT features FROM links WHERE judgement = 'same'")
    assert rows
    for (features,) in rows:
        assert all({"name", "value", "words"} <= feature.keys() for feature in json.loads(features))
