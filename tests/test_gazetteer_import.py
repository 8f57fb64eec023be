"""A GeoNames dump becomes a user's own gazetteer: what is taken, what is skipped, and that reports are read with it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

import reportedly
from reportedly.cli import app
from reportedly.errors import GazetteerError
from reportedly.gazetteer import Gazetteer, OwnGazetteer
from reportedly.gazetteer.importing import import_dump
from reportedly.knowledge import Knowledge, fingerprint


def row(id: int, name: str, feature: str, at: tuple[float, float], people: int = 0, others: str = "") -> str:
    """A row of a dump of Syria, in GeoNames' columns."""
    klass, code = feature.split(".")
    cells = [
        str(id), name, name, others, str(at[0]), str(at[1]), klass, code, "SY", "", "77", "01", "", "", str(people), "",
        "", "Asia/Damascus", "2026-01-01",
    ]  # fmt: skip
    return "\t".join(cells)


ROWS = (
    row(900000001, "Testan", "A.ADM1", (36.0, 37.0)),
    row(900000002, "Qaryat az Zawraq", "P.PPL", (36.1, 37.1), 0, "Qaryat az-Zawraq,Boatsville"),
    row(900000003, "Mashfa ar Rimal", "S.HSP", (36.2, 37.2)),
    row(900000004, "Hope", "S.CH", (36.2, 37.2)),
    row(900000005, "Hadabat al Qalb", "H.SPNG", (36.3, 37.3)),
)
BAD = ("only\tthree\tcells", row(900000006, "Far Off", "P.PPL", (136.0, 37.0)), row(900000007, "", "P.PPL", (36, 37)))


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "SY.txt"
    path.write_text("\n".join([*ROWS, *BAD]) + "\n", "utf-8")
    return path


def test_takes_villages_and_sites_and_counts_what_it_leaves_out(dump: Path, tmp_path: Path) -> None:
    target = tmp_path / "own.sqlite"
    seen: list[int] = []
    done = import_dump([dump], target, advance=seen.append)
    assert dict(done.places) == {"admin1": 1, "town": 1, "site": 1}
    assert (done.left_out, done.bad) == (2, 3)
    assert [item.source for item in done.skipped] == ["SY.txt:6", "SY.txt:7", "SY.txt:8"]
    assert "latitude" in done.skipped[1].reason
    assert sum(seen) == 2 * dump.stat().st_size
    (village,) = Gazetteer(target).candidates("Boatsville")
    assert (village.kind, village.country, village.admin1, village.preferred) == ("town", "SYR", 900000001, False)


def test_a_report_is_read_with_the_villages_of_ones_own(dump: Path, tmp_path: Path) -> None:
    text = "Shelling killed four people in the village of Qaryat az-Zawraq in Syria on Monday, residents said."
    assert reportedly.read(text).places[0].latitude is None
    target = tmp_path / "own.sqlite"
    import_dump([dump], target)
    own = Knowledge.of(gazetteer=target)
    place = reportedly.read(text, knowledge=own).places[0]
    assert (place.geonameid, place.country, place.latitude) == (900000002, "SYR", 36.1)
    assert place.radius_km is not None
    assert fingerprint(own) != fingerprint()


def test_an_import_adds_to_the_one_before_and_an_archive_is_a_dump(dump: Path, tmp_path: Path) -> None:
    target = tmp_path / "own.sqlite"
    import_dump([dump], target)
    before = OwnGazetteer.at(target)
    archive = tmp_path / "XX.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("readme.txt", "x" * 10_000)
        out.writestr("XX.txt", row(900000009, "Nahr al Madar", "P.PPL", (35.0, 38.0)) + "\n")
    import_dump([archive], target)
    known = Gazetteer(target)
    assert known.candidates("Nahr al-Madar")
    assert known.candidates("Boatsville")
    with pytest.raises(GazetteerError, match="changed"):
        Gazetteer.open(before)


def test_english_names_come_from_the_file_of_names(dump: Path, tmp_path: Path) -> None:
    names = tmp_path / "alternateNamesV2.txt"
    names.write_text(
        "1\t900000002\ten\tBoat Village\t1\t\t\t\t\t\n2\t900000002\tlink\thttps://example.org\t\t\t\t\t\t\n"
        "3\t123\ten\tElsewhere\t1\t\t\t\t\t\n4\tx\n",
        "utf-8",
    )
    target = tmp_path / "own.sqlite"
    done = import_dump([dump], target, names)
    (village,) = Gazetteer(target).candidates("Boat Village")
    assert village.preferred
    assert not Gazetteer(target).candidates("Elsewhere")
    assert done.bad == 4


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01" * 50, b"PK\x03\x04 no archive", b"a\tb\n" * 30])
def test_what_is_no_dump_says_so_and_leaves_the_old_one(dump: Path, tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "own.sqlite"
    import_dump([dump], target)
    wrong = tmp_path / "wrong.txt"
    wrong.write_bytes(content)
    with pytest.raises(GazetteerError, match="geonames"):
        import_dump([wrong], target)
    assert Gazetteer(target).candidates("Boatsville")
    assert [path.name for path in tmp_path.glob("own*")] == ["own.sqlite"]


def test_the_commands(dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    run = CliRunner()
    imported = run.invoke(app, ["gazetteer", "import", str(dump)])
    assert imported.exit_code == 0, imported.output
    assert "3 places" in imported.output
    assert "skipped 3 bad rows" in imported.output
    found = run.invoke(app, ["gazetteer", "find", "Boatsville"])
    assert "900000002" in found.output
    assert "Qaryat az Zawraq" in found.output
    assert run.invoke(app, ["gazetteer", "find", "Qwxyzqq"]).exit_code == 1
    report = tmp_path / "report.txt"
    report.write_text("Shells fell on the village of Qaryat az Zawraq in Syria, residents said on Monday.", "utf-8")
    coded = run.invoke(app, ["code", str(report), "--format", "json"])
    assert '"geonameid": 900000002' in coded.output
