"""A user's own knowledge: event types, words and actors beside ours, as a value that goes where the reading goes."""

from __future__ import annotations

import io
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import reportedly
from reportedly.cli import main
from reportedly.codebook import describe, load_codebook, plover_type
from reportedly.coding.entities import resolve_actor
from reportedly.errors import KnowledgeError
from reportedly.knowledge import BUILT_IN, DATA, Knowledge, fingerprint, load_csv
from reportedly.knowledge.cameo import decode, sectors
from reportedly.pipeline import coder, prepare
from reportedly.reading import Reading

Write = Callable[[str, str], Path]

DRONE = """\
type: DRONE
plover: ASSAULT
quad: material conflict
intensity: -9.5
definition: An attack by an unmanned aircraft.
modes:
  naval: {intensity: -9, definition: the target is a ship}
frames:
  - words: [drone strike, drone attack]
    pos: noun
    actor: [by, possessive, modifier, subject]
examples:
  - text: Ukraine carried out a drone attack on the port of Sevastopol.
    events: [{trigger: drone attack, actor: Ukraine, recipient: the port of Sevastopol}]
  - text: The hobby club held a drone race in Leeds.
    events: []
"""
TAX = """\
type: TOLL
quad: verbal conflict
intensity: -2
definition: Someone makes others pay for passing.
frames:
  - words: [levy toll]
    pos: verb
    recipient: ["on"]
examples: []
"""
MORE = """\
type: COERCE
extends: true
without: [outlaw]
modes:
  search: {intensity: -6, definition: a home or an office is searched}
frames:
  - words: [ransack]
    pos: verb
    mode: search
examples:
  - text: Police ransacked the offices of the union in Gaborone on Friday.
    events: [{trigger: ransacked, mode: search, actor: Police, place: Gaborone}]
"""
ROWS = """\
# an analyst's own list
name,aliases,kind,country,sectors,from,until

Northern Column,Column of the North,group,MLI,REB,,2019
Northern Column,Column of the North,group,MLI,MIL,2020,
Awa Traoré-Bell,Traoré-Bell,person,MLI,GOV|PTY,2018-03,2020-12-31
Taliban,,group,AFG,OPP,2001,2005
"Reed Harbour & Mill",,organisation,,BUS,,
kommissar,,role,,COP,,
"""
ACTORS = """\
<!-- made up
     for tests -->
GRAND_DUCHY_OF_FENWICK_ [LUX] ; from a film
+FENWICKIAN_

OTTO_VON_MELK_ [AUTBUS]  # an archduke
+MELK_
\t[AUTGOV 20100105-151231]
\t[AUTELI >160101]
BLUE_LANTERN_FRONT [AUTREB <991231] [AUTOPPblf >20000101]
AL-MARJAN_BRIGADE_ [IMGREB]
HARBOUR_OBSERVATORY [NGOHRI]
"""
AGENTS = """\
!PERSON! = MAN, MEN, WOMAN, WOMEN
TITHE!PERSON! [~GOV]
BEADLE [~COP]
WARDENRY {} [~SETRAD]
PRESSWRIGHT {PRESSWRIGHTEN} [~MED]
RELIEF_COURIER [NGO~]
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write(name, text)`: a file of the user's."""

    def make(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return make


@pytest.fixture
def book(write: Write) -> Path:
    write("book/DRONE.yaml", DRONE)
    write("book/TOLL.yaml", TAX)
    return write("book/COERCE.yaml", MORE).parent


def types(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    return [(event.type, event.modes) for event in reading.events]


def test_nothing_added_is_the_built_in_knowledge() -> None:
    assert Knowledge.of() == BUILT_IN
    assert reportedly.read("Rebels shelled Goma.").coder.knowledge == fingerprint()


def test_own_types_are_coded_and_follow_the_rules_of_the_type_they_belong_to(book: Path) -> None:
    own = Knowledge.of(codebook=[book])
    text = "A Russian drone strike killed four people in Kharkiv on Monday. Bandits levied tolls on truckers."
    reading = reportedly.read(text, published="2025-06-04", knowledge=own)
    assert [event.type for event in reading.events] == ["DRONE", "TOLL"]
    strike, toll = reading.events
    assert (strike.quad, strike.intensity, strike.place and strike.place.name) == ("material conflict", -9.5, "Kharkiv")
    assert [quantity.kind for quantity in strike.magnitudes] == ["deaths"]
    assert reading.text(toll.recipients[0].spans) == "truckers"
    assert [plover_type(name, own) for name in ("DRONE", "TOLL", "COERCE")] == ["ASSAULT", None, "COERCE"]
    assert {event.type for event in reportedly.read(text).events} == {"ASSAULT"}


def test_an_own_type_keeps_its_name_whatever_the_status(book: Path) -> None:
    own = Knowledge.of(codebook=[book])
    text = "The army will launch a drone strike on the rebels next week."
    assert [(e.type, e.status) for e in reportedly.read(text, knowledge=own).events] == [("DRONE", "future")]


def test_an_entry_is_extended_and_loses_words(book: Path) -> None:
    own = Knowledge.of(codebook=[book])
    text = "Soldiers ransacked the hospital. The governor outlawed the separatist party."
    assert types(reportedly.read(text, knowledge=own)) == [("COERCE", ("search",))]
    assert types(reportedly.read(text)) == [("ASSAULT", ("destroy",)), ("COERCE", ("restrict",))]
    ours, theirs = load_codebook()["COERCE"], load_codebook(own)["COERCE"]
    assert theirs.definition == ours.definition
    assert {f.number for f in ours.frames} < {f.number for f in theirs.frames}


def test_an_entry_is_replaced(write: Write) -> None:
    whole = MORE.replace(
        "extends: true\nwithout: [outlaw]\n", "quad: verbal conflict\nintensity: -3\ndefinition: Less.\n"
    )
    own = Knowledge.of(codebook=[write("book/COERCE.yaml", whole).parent])
    entry = load_codebook(own)["COERCE"]
    assert (len(entry.frames), entry.quad, entry.plover) == (1, "verbal conflict", "COERCE")
    assert types(reportedly.read("Police arrested two men in Gaborone.", knowledge=own)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "said"),
    [
        ("DRONE", "plover: ASSAULT", "plover: ATTACK", 2, "expected one of PLOVER's types"),
        ("DRONE", "type: DRONE", "type: drone", 1, "a type is named in capitals"),
        ("DRONE", "type: DRONE", "type: DRONES", 1, "belongs in DRONES.yaml"),
        ("DRONE", "-9.5", "-95", 4, "between -10 and 10"),
        ("DRONE", "[drone strike, drone attack]", "[]", 9, "at least one word"),
        ("DRONE", "plover: ASSAULT", "extends: true", 2, "no type DRONE to extend"),
        ("DRONE", "plover: ASSAULT", "without: [bomb]", 2, "only where the file `extends`"),
        ("DRONE", "pos: noun", "pos: [noun", 11, "no valid YAML"),
        ("DRONE", "actor: Ukraine", "type: MISSILE", 13, "expects the type MISSILE"),
        ("COERCE", "[outlaw]", "[tickle]", 3, "no frame of COERCE has the word 'tickle'"),
        ("COERCE", "mode: search", "mode: rummage", 9, "unknown mode 'rummage'"),
        ("COERCE", "extends: true", "extends: true\nplover: AID", 3, "leave `plover` out"),
    ],
)
def test_a_mistake_in_a_type_is_told_with_file_and_line(
    write: Write, file: str, old: str, new: str, line: int, said: str
) -> None:
    path = write(f"book/{file}.yaml", {"DRONE": DRONE, "COERCE": MORE}[file].replace(old, new, 1))
    with pytest.raises(KnowledgeError) as error:
        load_codebook(Knowledge.of(codebook=[path.parent]))
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert said in str(error.value)


def test_own_actors_go_before_ours_on_the_days_they_hold_for(write: Write) -> None:
    own = Knowledge.of(actors=[write("mine.csv", ROWS)])

    def codes(phrase: str, date: str) -> tuple[str | None, tuple[str, ...]]:
        actor = resolve_actor(phrase, date, knowledge=own)
        return actor.country, actor.sectors

    assert codes("the Northern Column", "2019-07-01") == ("MLI", ("REB",))
    assert codes("the Column of the North", "2021-07-01") == ("MLI", ("MIL",))
    assert codes("Awa Traoré-Bell", "2019-01-01") == ("MLI", ("GOV", "PTY"))
    assert codes("Awa Traoré-Bell", "2022-01-01") == ("MLI", ("ELI",))
    assert codes("a Malian kommissar", "2022-01-01") == ("MLI", ("COP",))
    assert codes("Reed Harbour & Mill", "2022-01-01") == (None, ("BUS",))
    assert codes("the Taliban", "2003-01-01") == ("AFG", ("OPP",))
    assert codes("the Taliban", "2010-01-01") == ("AFG", ("REB",))
    assert resolve_actor("the Northern Column").sectors == ("UNK",)


def test_a_dictionary_of_actors_is_read_with_its_dates(write: Write) -> None:
    own = Knowledge.of(actors=[write("list.txt", ACTORS)])

    def codes(phrase: str, date: str) -> tuple[str | None, tuple[str, ...]]:
        actor = resolve_actor(phrase, date, knowledge=own)
        return actor.country, actor.sectors

    assert codes("Fenwickian soldiers", "2020-01-01") == ("LUX", ("MIL",))
    for day, sector in (("2010-01-04", "BUS"), ("2010-01-05", "GOV"), ("2015-12-31", "GOV"), ("2016-01-01", "ELI")):
        assert codes("Otto von Melk", day) == ("AUT", (sector,))
    assert codes("the Blue Lantern Front", "1999-12-31") == ("AUT", ("REB",))
    assert codes("the Blue Lantern Front", "2000-01-01") == ("AUT", ("OPP",))
    assert codes("the al-Marjan Brigade", "2020-01-01") == ("IMG", ("REB",))
    assert codes("the Harbour Observatory", "2020-01-01") == ("NGO", ("SOC",))
    reading = reportedly.read("Otto von Melk met Blue Lantern Front leaders.", published="2012-01-01", knowledge=own)
    assert reading.entities[0].kind == "person"
    assert "list.txt, line 6" in " ".join(why.detail for why in reading.entities[0].why)


def test_a_dictionary_of_agents_is_read_with_plurals_and_markers(write: Write) -> None:
    own = Knowledge.of(actors=[write("agents.txt", AGENTS)])
    for phrase, sector in (
        ("three tithewomen", "GOV"),
        ("the Peruvian beadles", "COP"),
        ("the wardenry", "CVL"),
        ("presswrighten", "JRN"),
        ("relief couriers", "NGO"),
    ):
        assert resolve_actor(phrase, knowledge=own).sectors == (sector,), phrase


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("name,kind,colour\nA,group,red\n", 1, "unknown column 'colour'"),
        ("name,country\nA,USA\n", 1, "the column 'kind' is missing"),
        ("name,kind\n# x\nA,tribe\n", 3, "expected one of the kinds"),
        ("name,kind,country\nA,group,XYZ\n", 2, "unknown country 'XYZ'"),
        ("name,kind,sectors\nA,group,REB MIL\n", 2, "unknown sector 'REB MIL'"),
        ("name,kind,from\nA,group,1.2.2003\n", 2, "is no date"),
        ("name,kind,from,until\nA,group,2003,2002-12\n", 2, "ends (2002-12) before it begins"),
        ("name,kind\nA,group,x\n", 2, "3 cells under 2 columns"),
        ("name,kind,country\nking,role,USA\n", 2, "a role has no country"),
        ('name,kind\n"A,group\n', 2, "stands in quotes"),
        ('name,kind\n"Reed, Mill and Son",group\n', 2, "is never found as one name"),
        ("ALPHA_ [USAGOV]\nBETA_\n", 2, "'BETA_' has no code"),
        ("ALPHA_ [USAGOV\n", 1, "expected a phrase, then"),
        ("ALPHA_ [USAGOVX]\n", 1, "not made of groups of three letters"),
        ("ALPHA_ [QQQGOV]\n", 1, "no country, body or role of CAMEO"),
        ("ALPHA_\n\t[USAGOV >20091301]\n", 2, "is no date"),
        ("ALPHA_\n\t[USAGOV 100101-090101]\n", 2, "ends before it begins"),
        ("ALPHA_\n\t[USAGOV since 2009]\n", 2, "expected <date, >date or date-date"),
        ("+ALPHA_\n", 1, "needs a phrase on a line before it"),
        ("\nCONGRESS!FOLK! [~LEG]\nBETA [~GOV]\n", 2, "the marker !FOLK! is not defined"),
        ("# nothing\n", None, "no actors here"),
    ],
)
def test_a_mistake_in_a_list_of_actors_is_told_with_file_and_line(
    write: Write, text: str, line: int | None, said: str
) -> None:
    path = write("list", text)
    with pytest.raises(KnowledgeError) as error:
        prepare(Knowledge.of(actors=[path]))
    assert str(error.value).startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert said in str(error.value)


def test_a_file_in_an_old_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (path := tmp_path / "old.txt").write_bytes(b"ALPHA_ [USAGOV]\nPERR\xd3N_ [ARGGOV]\n")
    with pytest.raises(KnowledgeError, match=r"old\.txt:2: this is no UTF-8"):
        prepare(Knowledge.of(actors=[path]))


def test_the_codes_of_cameo_are_those_of_plover() -> None:
    assert decode("GBRMED").sectors == ("JRN",)
    assert decode("GBRHLH").sectors == ("MED",)
    assert decode("IGOUNO").country == "UNO"
    assert decode("USANGOHRI").sectors == ("NGO", "SOC")
    assert decode("---") == decode("WST")
    rows = list(load_csv(DATA / "actors/cameo-sectors.csv"))
    iso = {row["code"] for row in load_csv(DATA / "actors/countries.csv")}
    assert not iso & {row["code"] for row in rows}
    used = {s for name in ("people", "groups", "parties", "organs", "bodies")
            for row in load_csv(DATA / f"actors/{name}.csv") for s in row["sectors"].split()}  # fmt: skip
    assert used <= sectors() | {"NGO", "IGO", "MNC", "ISM", "IMG"}


def test_it_crosses_processes_and_tells_who_read(book: Path, write: Write) -> None:
    own = Knowledge.of(codebook=[book], actors=[write("list.txt", ACTORS)])
    assert pickle.loads(pickle.dumps(own)) == own
    reports = [reportedly.Report("A drone strike by the Blue Lantern Front hit the port of Sevastopol.")] * 9
    for processes in (1, 2):
        readings = list(reportedly.read_many(reports, processes=processes, knowledge=own))
        assert all(isinstance(r, Reading) and r.knowledge == own for r in readings)
        assert {e.type for r in readings if isinstance(r, Reading) for e in r.events} == {"DRONE"}
    assert coder("en_core_web_sm", own).knowledge == fingerprint(own) != fingerprint()


def test_the_fingerprint_is_of_contents_not_of_folders(write: Write) -> None:
    one, two = (Knowledge.of(actors=[write(f"{where}/list", ACTORS)]) for where in ("a", "b"))
    other = Knowledge.of(actors=[write("c/list", ACTORS + AGENTS)])
    assert fingerprint(one) == fingerprint(two) != fingerprint(other)


def test_a_file_that_changes_is_other_knowledge_and_the_old_is_not_read_on(write: Write) -> None:
    path = write("list", ACTORS)
    before = Knowledge.of(actors=[path])
    write("list", ACTORS.replace("AUTBUS", "AUTEDU"))
    with pytest.raises(KnowledgeError, match="was changed while it was in use"):
        prepare(before)
    assert resolve_actor("Otto von Melk", "2001-01-01", knowledge=Knowledge.of(actors=[path])).sectors == ("EDU",)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def call(*args: Any) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["reportedly", *map(str, args)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        try:
            main()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        return (status, *capsys.readouterr())

    return call


def test_the_command_line_shows_checks_and_uses_it(run: Callable[..., Any], book: Path, write: Write) -> None:
    assert "DRONE" in describe(knowledge=Knowledge.of(codebook=[book]))
    status, out, _ = run("codebook", "drone", "--codebook", book)
    assert status == 0
    assert "belongs to PLOVER's ASSAULT" in out
    status, out, _ = run("codebook", "check", book)
    assert (status, out.splitlines()[-1]) == (0, "3 examples, 3 read as they say, 0 not")
    report = write(
        "report.txt", "The Blue Lantern Front launched a drone strike on the port of Sevastopol on Monday.\n"
    )
    options = ("--codebook", book, "--actors", write("list.txt", ACTORS), "--published", "2025-06-04")
    status, out, _ = run("code", report, "--format", "json", *options)
    assert status == 0
    assert '"DRONE"' in out
    assert "An attack by an unmanned aircraft." in run("explain", report, *options)[1]


def test_an_example_that_is_read_otherwise_is_listed_with_its_line(
    run: Callable[..., Any], book: Path, write: Write
) -> None:
    write("book/DRONE.yaml", DRONE.replace("events: []", "events: [{trigger: race}]"))
    status, out, _ = run("codebook", "check", "--codebook", book)
    assert status == 1
    assert f"{book / 'DRONE.yaml'}:15: The hobby club held a drone race in Leeds.\n    missing DRONE\n" in out
    assert out.endswith("3 examples, 2 read as they say, 1 not\n")


def test_further_examples_lie_in_a_folder_of_their_own_and_may_be_known_to_be_missed(
    run: Callable[..., Any], book: Path, write: Write
) -> None:
    (book / "examples").mkdir()
    race = "- text: The hobby club held a drone race in Cork.\n  events: {}\n  missed: {}\n"
    write("book/examples/DRONE.yaml", race.format("[{trigger: race}]", "a race is no attack"))
    status, out, _ = run("codebook", "check", book)
    assert (status, out.splitlines()[-1]) == (0, "4 examples, 3 read as they say, 1 not (1 of them marked as missed)")
    assert "in Cork. ⇒ DRONE (occurred) [not yet read so: a race is no attack]" in run(
        "codebook", "DRONE", "--codebook", book
    )[1].replace("\n    ", " ")
    path = write("book/examples/DRONE.yaml", race.format("[]", "a race is no attack"))
    status, out, _ = run("codebook", "check", book)
    assert status == 1
    assert f"{path}:1: The hobby club held a drone race in Cork.\n    read as it says; take its mark" in out


def test_misuse_is_one_line_with_status_2(run: Callable[..., Any], book: Path, tmp_path: Path) -> None:
    for args in (
        ("codebook", "check"),
        ("codebook", "RETREAT", book),
        ("codebook", "--codebook", tmp_path / "nowhere"),
        ("code", "x.txt", "--actors", tmp_path / "nowhere.csv"),
    ):
        status, out, err = run(*args)
        assert (status, out) == (2, "")
        assert "Traceback" not in err
