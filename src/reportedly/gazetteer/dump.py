"""A GeoNames dump, row by row: `allCountries`, `SY` and the like, as .txt or .zip, and `alternateNamesV2`.

Columns are those of GeoNames' own readme (download.geonames.org/export/dump). A row that does not hold is a `Skipped`.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import GazetteerError
from reportedly.report import Skipped

__all__ = ["Feature", "OtherName", "features", "other_names", "size"]

_COLUMNS = 19  # of a feature's row
_NAME_COLUMNS = 4  # of an alternative name's row, at least
_LONGEST = 1_000_000  # bytes of a row; the longest of allCountries has some 12,000
_NAMES = 200  # other names of one place that are looked at
_NO_NAMES = frozenset({"link", "post", "wkdt", "iata", "icao", "faac", "unlc", "phon", "piny", "tcid"})


@dataclass(frozen=True, slots=True)
class Feature:
    """A row of a dump: `feature` is GeoNames' class and code, `country` its two letters, `unit` its codes of units."""

    geonameid: int
    name: str
    plain: str
    others: tuple[str, ...]
    latitude: float
    longitude: float
    feature: tuple[str, str]
    country: str
    unit: tuple[str, str]
    population: int


@dataclass(frozen=True, slots=True)
class OtherName:
    """A row of alternative names; `preferred` where GeoNames says that English prefers it, or its short form."""

    geonameid: int
    name: str
    preferred: bool


def size(path: Path) -> int:
    """Bytes of the text that `features` or `other_names` goes through."""
    with _opened(path) as (_, total):
        return total


def features(path: Path, holding: bytes = b"") -> Iterator[tuple[int, Feature | Skipped | None]]:
    """Each row of a dump, with the bytes it takes; None for one that does not hold these bytes.

    Raises GazetteerError for a file that cannot be read.
    """
    for number, line in enumerate(_lines(path), 1):
        try:
            yield len(line), _feature(line) if holding in line else None
        except ValueError as error:
            yield len(line), Skipped(f"{path.name}:{number}", str(error))


def other_names(path: Path) -> Iterator[tuple[int, OtherName | Skipped | None]]:
    """Each row of alternative names, None where it is a code or an address. Raises GazetteerError, as `features`."""
    for number, line in enumerate(_lines(path), 1):
        try:
            yield len(line), _other_name(line)
        except ValueError as error:
            yield len(line), Skipped(f"{path.name}:{number}", str(error))


def _feature(line: bytes) -> Feature:
    cells = _cells(line)
    if len(cells) != _COLUMNS:
        raise ValueError(f"{len(cells)} columns instead of {_COLUMNS}: is this a row of a GeoNames dump?")
    if not cells[1].strip():
        raise ValueError("a place without a name")
    latitude, longitude = _degrees(cells[4], 90, "latitude"), _degrees(cells[5], 180, "longitude")
    return Feature(
        _number(cells[0], "GeoNames id"), cells[1], cells[2], tuple(cells[3].split(",")[:_NAMES]), latitude, longitude,
        (cells[6], cells[7]), cells[8], (cells[10], cells[11]), _number(cells[14] or "0", "population"),
    )  # fmt: skip


def _other_name(line: bytes) -> OtherName | None:
    cells = _cells(line)
    if len(cells) < _NAME_COLUMNS:
        raise ValueError(f"{len(cells)} columns instead of {_NAME_COLUMNS} or more: is this a row of alternateNamesV2?")
    if cells[2] in _NO_NAMES or not cells[3].strip():
        return None
    english = cells[2] == "en" and "1" in cells[4:6]
    return OtherName(_number(cells[1], "GeoNames id"), cells[3], english)


def _cells(line: bytes) -> list[str]:
    if len(line) > _LONGEST:
        raise ValueError(f"a row of more than {_LONGEST} bytes")
    try:
        return line.decode("utf-8").rstrip("\r\n").split("\t")
    except UnicodeDecodeError as error:
        raise ValueError(f"no UTF-8 at byte {error.start} of the row") from None


def _number(text: str, what: str) -> int:
    if not text.isdecimal() or len(text) > 12:
        raise ValueError(f"{what} {text[:40]!r} is no number")
    return int(text)


def _degrees(text: str, most: float, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{what} {text[:40]!r} is no number") from None
    if not -most <= value <= most:  # not a number fails this, too
        raise ValueError(f"{what} {text[:40]!r} lies outside of ±{most:.0f} degrees")
    return value


def _lines(path: Path) -> Iterator[bytes]:
    with _opened(path) as (stream, _):
        while line := stream.readline(_LONGEST + 1):
            rest = line
            while len(rest) > _LONGEST and not rest.endswith(b"\n"):  # the tail of a row too long to be one
                rest = stream.readline(_LONGEST + 1)
            yield line


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO | io.BufferedReader, int]]:
    """The dump's text and its size; in an archive, the file that is named like it, or the largest text."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as stream:
                yield stream, path.stat().st_size
            return
        with zipfile.ZipFile(path) as archive:
            texts = [entry for entry in archive.infolist() if entry.filename.endswith(".txt")]
            if not texts:
                raise GazetteerError(f"{path}: no .txt in this archive; name a dump as GeoNames gives it out")
            best = max(texts, key=lambda entry: (Path(entry.filename).stem == path.stem, entry.file_size))
            with archive.open(best) as inner:
                yield io.BufferedReader(inner), best.file_size  # type: ignore[type-var]
    except (OSError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
        raise GazetteerError(f"{path}: cannot be read ({error}); name a dump from download.geonames.org") from error
