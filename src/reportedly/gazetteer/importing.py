"""A user's own gazetteer: what a GeoNames dump holds, in the form in which names are looked up.

It lies beside the one of the package and is asked after it. The file is made anew beside the old one and takes its
place at the end, so an interruption leaves the old one as it was.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from reportedly.errors import GazetteerError
from reportedly.gazetteer import extent
from reportedly.gazetteer.build import SCHEMA
from reportedly.gazetteer.dump import Feature, OtherName, features, other_names
from reportedly.gazetteer.names import fold, worth_keeping
from reportedly.gazetteer.store import Gazetteer
from reportedly.knowledge.data import DATA, load_csv, load_yaml
from reportedly.report import Skipped

__all__ = ["Imported", "default_path", "import_dump"]

_UNIT = b"\tA\tADM"  # what the row of a unit holds
_SHOWN = 20  # bad rows that are kept word for word; the others are counted
_BATCH = 5_000  # rows written at once
_PLACE = f"INSERT OR REPLACE INTO place VALUES ({', '.join('?' * 12)})"
_NAME = (
    "INSERT INTO name VALUES (?, ?, ?, 0) ON CONFLICT (folded, place) DO UPDATE SET preferred = max(preferred, "
    "excluded.preferred)"
)
_OTHER = (
    "INSERT INTO name SELECT ?1, ?2, ?3, 0 WHERE EXISTS (SELECT 1 FROM place WHERE id = ?2) "
    "ON CONFLICT (folded, place) DO UPDATE SET preferred = max(preferred, excluded.preferred)"
)

_Item = TypeVar("_Item")
Units = dict[tuple[str, ...], int]


@dataclass(slots=True)
class Imported:
    """What became of the rows: places by kind, features of no interest, and bad rows, the first of them as values."""

    places: Counter[str] = field(default_factory=Counter)
    names: int = 0
    left_out: int = 0
    bad: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, item: Skipped) -> None:
        """Count a bad row."""
        self.bad += 1
        if len(self.skipped) < _SHOWN:
            self.skipped.append(item)


def default_path() -> Path:
    """Where a user's gazetteer lies unless told otherwise: `reportedly/gazetteer.sqlite` among the user's data."""
    home = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(home).expanduser() / "reportedly" / "gazetteer.sqlite"


def import_dump(
    files: Iterable[Path],
    target: Path,
    names: Path | None = None,
    advance: Callable[[int], object] = lambda _: None,
) -> Imported:
    """Take dumps, and a file of alternative names, into the gazetteer at `target`, which is made or added to.

    A place that is there already is replaced by the new row. `advance` is told the bytes gone through; each dump is
    gone through twice: once for its units, since places name those by code. Memory stays small whatever the size.

    Raises GazetteerError for a file that cannot be read, that holds no place at all, or that cannot be written.
    """
    done = Imported()
    draft = target.with_suffix(".new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        mark = Gazetteer(target).mark if target.exists() else ""
        if mark:
            shutil.copy2(target, draft)
        connection = sqlite3.connect(draft)
        try:
            _fill(connection, list(files), names, mark, done, advance)
        finally:
            connection.close()
        if not done.places.total():
            first = f" ({done.skipped[0].source}: {done.skipped[0].reason})" if done.skipped else ""
            raise GazetteerError(f"no place in what was named{first}; name a dump from download.geonames.org")
        draft.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(f"cannot write {target}: {error}; make room, or name another file") from error
    finally:
        draft.unlink(missing_ok=True)
    return done


def _fill(
    connection: sqlite3.Connection,
    files: list[Path],
    names: Path | None,
    mark: str,
    done: Imported,
    advance: Callable[[int], object],
) -> None:
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32000;")
    if not mark:
        connection.executescript(SCHEMA)
    total = hashlib.sha256(mark.encode())
    for path in files:
        units = _units(path, advance)
        for batch in _batches(_wanted(path, units, done, advance)):
            total.update(repr([(feature.geonameid, feature.name) for feature, *_ in batch]).encode())
            _write(connection, batch, done)
    if names is not None:
        for named in _batches(_named(names, done, advance)):
            done.names += connection.executemany(_OTHER, named).rowcount
            total.update(repr(named).encode())
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('fingerprint', ?)", (total.hexdigest()[:16],))
    connection.commit()


def _units(path: Path, advance: Callable[[int], object]) -> Units:
    """GeoNames ids of the first- and second-order units in a dump, by the codes that places name them by."""
    found: Units = {}
    for read, item in features(path, _UNIT):
        advance(read)
        if isinstance(item, Feature) and item.feature in {("A", "ADM1"), ("A", "ADM2")}:
            codes = item.unit if item.feature[1] == "ADM2" else item.unit[:1]
            found[(item.country, *codes)] = item.geonameid
    return found


def _wanted(
    path: Path, units: Units, done: Imported, advance: Callable[[int], object]
) -> Iterator[tuple[Feature, str, int | None, int | None]]:
    """The features that become places: with their kind, and the units they lie in."""
    for read, item in features(path):
        advance(read)
        if not isinstance(item, Feature):
            if item is not None:
                done.skip(item)
            continue
        kind = _kinds().get(item.feature)
        if kind is None or (kind == "site" and " " not in item.name.strip()):
            done.left_out += 1
            continue
        first = units.get((item.country, item.unit[0]))
        second = units.get((item.country, *item.unit)) if item.unit[1] else None
        yield item, kind, first, second


def _write(
    connection: sqlite3.Connection, batch: list[tuple[Feature, str, int | None, int | None]], done: Imported
) -> None:
    places, names = [], []
    for feature, kind, first, second in batch:
        radius = extent.of_town(feature.population) if kind == "town" else extent.of_kind(kind)
        at = (round(feature.latitude, 4), round(feature.longitude, 4))
        places.append(
            (feature.geonameid, feature.geonameid, feature.name, kind, _alpha3().get(feature.country), first, second,
             *at, feature.population, 0, radius)
        )  # fmt: skip
        done.places[kind] += 1
        known = {fold(name): True for name in (feature.name, feature.plain)}
        for other in feature.others:
            if worth_keeping(other):
                known.setdefault(fold(other), False)
        names += [(name, feature.geonameid, int(first)) for name, first in known.items() if _sought(name)]
    connection.executemany(_PLACE, places)
    connection.executemany(_NAME, names)
    done.names += len(names)


def _named(path: Path, done: Imported, advance: Callable[[int], object]) -> Iterator[tuple[str, int, int]]:
    for read, item in other_names(path):
        advance(read)
        if isinstance(item, Skipped):
            done.skip(item)
        elif isinstance(item, OtherName) and worth_keeping(item.name) and _sought(fold(item.name)):
            yield fold(item.name), item.geonameid, int(item.preferred)


def _sought(folded: str) -> bool:
    return len(folded) > 1 and folded.isascii()


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    batch: list[_Item] = []
    for item in items:
        batch.append(item)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


@lru_cache(maxsize=1)
def _kinds() -> dict[tuple[str, str], str]:
    listed = load_yaml(DATA / "places" / "features.yaml")
    return {(klass, code): kind for klass, kinds in listed.items() for kind, codes in kinds.items() for code in codes}


@lru_cache(maxsize=1)
def _alpha3() -> dict[str, str]:
    return {row["alpha2"]: row["code"] for row in load_csv(DATA / "places" / "alpha2.csv")}
