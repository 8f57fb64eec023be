"""Look-ups in the gazetteer: read-only, quick, and safe to use from several processes and threads."""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportedly.errors import GazetteerError
from reportedly.gazetteer.names import fold

__all__ = ["Entry", "Gazetteer", "OwnGazetteer"]

_PATH = Path(__file__).parent / "gazetteer.sqlite"
_SHIPPED = "run `pip install --force-reinstall reportedly`, or in a checkout `pip install --no-deps -e .`"
_IMPORTED = "import it again with `reportedly gazetteer import FILE`"

_COLUMNS = (
    "p.id, p.geonameid, p.name, p.kind, p.country, p.admin1, p.admin2, p.latitude, p.longitude, p.population, "
    "p.noted, p.radius"
)
_BY_NAME = f"SELECT {_COLUMNS}, n.preferred, n.located FROM name n JOIN place p ON p.id = n.place WHERE n.folded = ?"
_WRITTEN = f"SELECT w.name, {_COLUMNS}, 1, w.after FROM written w JOIN place p ON p.id = w.place"


@dataclass(frozen=True, slots=True)
class Entry:
    """A place that a name may mean.

    `country` is ISO 3166-1 alpha-3; `admin1` and `admin2` are GeoNames ids of the units it lies in (its own for a
    unit); `noted` is 2 for a place of the hand list, 1 for a capital or one whose spellings are listed, else 0;
    `radius` is how far it reaches from its point, in kilometres; `preferred` says that it goes by the name first. A
    `bound` name counts only in its setting: an abbreviation after a town, a common word after a word of place.
    """

    id: int
    geonameid: int | None
    name: str
    kind: str
    country: str | None
    admin1: int | None
    admin2: int | None
    latitude: float
    longitude: float
    population: int
    noted: int
    radius: float
    preferred: bool
    bound: bool


@dataclass(frozen=True, slots=True)
class OwnGazetteer:
    """A gazetteer that a user imported: its file, and the mark of the very import, by which it is known again."""

    path: Path
    mark: str

    @classmethod
    def at(cls, path: Path) -> OwnGazetteer:
        """The gazetteer as it is now; raises GazetteerError where there is none at `path`."""
        return cls(path, Gazetteer(path).mark)


class Gazetteer:
    """A gazetteer file. Use `Gazetteer.open()`; each process and thread gets a connection of its own."""

    def __init__(self, path: Path = _PATH, own: Gazetteer | None = None) -> None:
        """`own` is one whose places are found beside those of this file.

        Raises GazetteerError, which says what to do, where `path` is missing or no gazetteer.
        """
        remedy = _SHIPPED if path == _PATH else _IMPORTED
        if not path.is_file():
            raise GazetteerError(f"the gazetteer {path} is missing: {remedy}")
        self._path, self._own = path, own
        self._local = threading.local()
        try:
            self._connection().execute(f"{_BY_NAME} LIMIT 1", ("",)).fetchall()
            self._connection().execute("SELECT direction FROM part LIMIT 1").fetchall()
            marked = self._connection().execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
            self._written: dict[str, tuple[Entry, ...]] = {}
            for name, *row in self._connection().execute(_WRITTEN):
                self._written[name] = (*self._written.get(name, ()), _entry(tuple(row)))
        except sqlite3.DatabaseError as error:
            raise GazetteerError(f"the gazetteer {path} cannot be used ({error}): {remedy}") from error
        self.mark = str(marked[0]) if marked else ""
        self._recall = lru_cache(maxsize=20_000)(self._look_up)

    @staticmethod
    def open(own: OwnGazetteer | None = None) -> Gazetteer:
        """The gazetteer that came with the package, opened once in a process, and the user's own beside it.

        Raises GazetteerError where the user's is no longer the one that was named.
        """
        return _opened() if own is None else _beside(own)

    def _connection(self) -> sqlite3.Connection:
        held: tuple[int, sqlite3.Connection] | None = getattr(self._local, "held", None)
        if held is None or held[0] != os.getpid():  # a connection must not be used across a fork
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True)
            connection.execute("PRAGMA cache_size = -8000")
            held = self._local.held = (os.getpid(), connection)
        return held[1]

    def candidates(self, name: str) -> tuple[Entry, ...]:
        """All places that `name` may mean, whatever its case, accents, hyphens and full stops.

        Abbreviations ("W.Va.", "UAE") are taken as written. Nothing known gives an empty tuple.
        """
        return self._recall(name)

    def _look_up(self, name: str) -> tuple[Entry, ...]:
        if "\0" in name or len(name) > 100:
            return ()
        if as_written := self.written(name):
            return as_written
        connection = self._connection()
        folded = fold(name)
        found = tuple(_entry(row) for form in _forms(folded) for row in connection.execute(_BY_NAME, (form,)))
        if self._own is None:
            return found
        ids = {entry.id for entry in found}
        return (*found, *(entry for entry in self._own.candidates(name) if entry.id not in ids))

    def written(self, name: str) -> tuple[Entry, ...]:
        """What `name` means as an abbreviation, letter for letter ("W.Va.", "UAE"); empty where it is none."""
        return self._written.get(name, ())

    def part(self, country: str, direction: str) -> tuple[float, float] | None:
        """Latitude and longitude of the middle of a country's north, southeast, …; None for countries of few towns."""
        query = "SELECT latitude, longitude FROM part WHERE country = ? AND direction = ?"
        row = self._connection().execute(query, (country, direction)).fetchone()
        return None if row is None else (float(row[0]), float(row[1]))

    def radius(self, geonameid: int, kind: str) -> float | None:
        """How far the place of this GeoNames id and kind reaches, in kilometres; None where it is not held."""
        query = "SELECT radius FROM place WHERE geonameid = ? AND kind = ?"
        row = self._connection().execute(query, (geonameid, kind)).fetchone()
        if row is None:
            return None if self._own is None else self._own.radius(geonameid, kind)
        return float(row[0])


_SHORT = {"st": "saint", "mt": "mount", "ft": "fort", "pt": "point"}
_LONG = {long: short for short, long in _SHORT.items()}
_ENDS = {"twp": "township", "co": "county", "is": "island", "mtns": "mountains"}
_SIDES = {"n": "north", "s": "south", "e": "east", "w": "west"}


def _forms(folded: str) -> tuple[str, ...]:
    """The folded name, and the same with what is shortened in it written out ("St. …", "W. …", "… Twp.") or back."""
    if not folded:
        return ()
    first, _, rest = folded.partition(" ")
    other = _SHORT.get(first) or _LONG.get(first) or _SIDES.get(first)
    forms = (folded, f"{other} {rest}") if other and rest else (folded,)
    start, _, last = folded.rpartition(" ")
    return (*forms, f"{start} {_ENDS[last]}") if start and last in _ENDS else forms


def _entry(row: tuple[Any, ...]) -> Entry:
    values: list[Any] = [*row[:-2], bool(row[-2]), bool(row[-1])]
    return Entry(*values)


@lru_cache(maxsize=1)
def _opened() -> Gazetteer:
    return Gazetteer()


@lru_cache(maxsize=4)
def _beside(own: OwnGazetteer) -> Gazetteer:
    imported = Gazetteer(own.path)
    if imported.mark != own.mark:
        raise GazetteerError(f"{own.path}: the gazetteer was changed while it was in use; start again")
    return Gazetteer(_PATH, imported)
