"""A correction as people put it ("Kutum", "12 to 15") to the columns of an event that it puts right.

What an analyst calls a field is several columns of the table `events`: with a place go its coordinates and its country.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reportedly.casebook.queries.filter import country_code
from reportedly.codebook import load_codebook
from reportedly.errors import QueryError
from reportedly.explorer.words import STATUSES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["COLUMNS", "FIELDS", "Field", "columns", "emptied"]


@dataclass(frozen=True, slots=True)
class Field:
    """What can be judged of an event: its name on pages, the main column, and how a correction is written."""

    name: str
    column: str
    hint: str
    can_be_empty: bool = True


FIELDS = (
    Field("what", "type", "assault: aerial", can_be_empty=False),
    Field("status", "status", ", ".join(STATUSES), can_be_empty=False),
    Field("when", "first_day", "2031-03-04, or 2031-03-04 to 2031-03-06"),
    Field("who", "actors", "names, with ; between them"),
    Field("whom", "recipients", "names, with ; between them"),
    Field("where", "place", "Nyala, Sudan"),
    Field("deaths", "deaths_low", "14, or 12 to 15, or at least 12"),
    Field("injured", "injured_low", "14, or 12 to 15, or at least 12"),
)
"""What can be judged, in the order in which it is offered."""

COLUMNS = {field.column: field for field in FIELDS}
"""The main columns, by which a correction is told on a page."""

_EMPTY: Mapping[str, Mapping[str, Any]] = {
    "when": {"first_day": None, "last_day": None, "granularity": None, "time": None, "day": None},
    "who": {"actors": [], "actor_countries": []},
    "whom": {"recipients": [], "recipient_countries": []},
    "where": dict.fromkeys(
        ("place", "place_kind", "geonameid", "latitude", "longitude", "country", "place_confidence")
    ),
    "deaths": {"deaths_low": None, "deaths_high": None},
    "injured": {"injured_low": None, "injured_high": None},
}
_NUMBER = r"([0-9][0-9,]{0,12})"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|–|to)\s*{_NUMBER}$")
_ONE = re.compile(rf"(?:(at least|over|more than)\s+|(at most|up to|under)\s+)?{_NUMBER}$")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s*(?:to|–|/)\s*(\d{4}-\d\d-\d\d))?$")


def emptied(field: str) -> Mapping[str, Any]:
    """The columns of a field that is wrong, where nobody knows what is right. Raises QueryError where one must be."""
    if field not in _EMPTY:
        raise QueryError(f"{field} cannot be left open: correct it, or reject the whole event")
    return _EMPTY[field]


def columns(connection: DuckDBPyConnection, field: str, written: str) -> dict[str, Any]:
    """The columns that a correction sets, and their values. Raises QueryError, saying how it should be written."""
    read = _READ.get(field)
    if read is None:
        raise QueryError(f"{field!r} cannot be corrected: choose one of {', '.join(one.name for one in FIELDS)}")
    if not written.strip():
        raise QueryError(f"say what is right for {field}, or mark it as wrong")
    return read(connection, written.strip())


def _what(connection: DuckDBPyConnection, written: str) -> dict[str, Any]:
    name, _, how = written.partition(":")
    type = name.strip().upper().replace(" ", "_")
    entry = load_codebook().get(type)
    known = connection.execute("SELECT plover, quad FROM events WHERE type = ? LIMIT 1", [type]).fetchone()
    if entry is None and known is None:
        raise QueryError(f"no event type is called {name.strip()!r}: the types are {', '.join(load_codebook())}")
    modes = [mode.strip().lower().replace(" ", "-").replace("_", "-") for mode in how.split(",") if mode.strip()]
    if entry is None:
        assert known is not None
        return {"type": type, "plover": known[0], "quad": known[1], "modes": modes}
    scores = {name: mode.intensity for name, mode in entry.modes.items()}
    if unknown := [mode for mode in modes if mode not in scores]:
        raise QueryError(f"{name.strip()} has no mode {unknown[0]!r}: its modes are {', '.join(scores) or 'none'}")
    intensity = next((score for mode in modes if (score := scores[mode]) is not None), entry.intensity)
    return {"type": type, "plover": entry.plover, "quad": entry.quad, "modes": modes, "intensity": intensity}


def _status(_: DuckDBPyConnection, written: str) -> dict[str, Any]:
    status = {"denied": "negated"}.get(written.lower(), written.lower())
    if status not in STATUSES:
        raise QueryError(f"no status is called {written!r}: choose one of {', '.join(STATUSES)}")
    return {"status": status}


def _when(_: DuckDBPyConnection, written: str) -> dict[str, Any]:
    found = _DAYS.match(written)
    try:
        first, last = (date.fromisoformat(day) for day in (found[1], found[2] or found[1])) if found else (None, None)
    except ValueError:
        first = last = None
    if first is None or last is None or last < first:
        raise QueryError(f"{written!r} is no day: write it as 2031-03-04, or as 2031-03-04 to 2031-03-06")
    one = first == last
    return {
        "first_day": first.isoformat(),
        "last_day": last.isoformat(),
        "granularity": "day" if one else "week",
        "time": first.isoformat() if one else f"{first.isoformat()}/{last.isoformat()}",
        "day": first.isoformat(),
        "day_from": "time",
        "time_inferred": False,
    }


def _parties(side: str) -> Callable[[DuckDBPyConnection, str], dict[str, Any]]:
    def read(connection: DuckDBPyConnection, written: str) -> dict[str, Any]:
        names = list(dict.fromkeys(name.strip() for name in written.split(";") if name.strip()))
        if not names:
            raise QueryError("give at least one name; several with ; between them")
        known = connection.execute(
            "SELECT country FROM (SELECT country, unnest(names) AS name FROM actors) WHERE name IN "
            "(SELECT unnest(?::VARCHAR[])) AND country IS NOT NULL",
            [names],
        ).fetchall()
        return {f"{side}s": names, f"{side}_countries": sorted({country for (country,) in known})}

    return read


def _where(connection: DuckDBPyConnection, written: str) -> dict[str, Any]:
    """A place of the casebook by its name, else the gazetteer's largest of that name, else the bare name."""
    from reportedly.gazetteer import Gazetteer

    name, land = written, ""
    if "," in written:
        name, land = (part.strip() for part in written.rsplit(",", 1))
    code = country_code(land) if land else None
    row = connection.execute(
        "SELECT any_value(place), place_kind, geonameid, latitude, longitude, country FROM events WHERE "
        "lower(place) = lower($name) AND latitude IS NOT NULL AND ($code IS NULL OR country = $code) "
        "GROUP BY ALL ORDER BY count(*) DESC LIMIT 1",
        {"name": name, "code": code},
    ).fetchone()
    names = ("place", "place_kind", "geonameid", "latitude", "longitude", "country")
    if row is not None:
        return {**dict(zip(names, row, strict=True)), "place_confidence": 1.0}
    found = [place for place in Gazetteer.open().candidates(name) if code in (None, place.country)]
    if found:
        best = max(found, key=lambda place: place.population)
        row = (best.name, best.kind, best.geonameid, best.latitude, best.longitude, best.country)
        return {**dict(zip(names, row, strict=True)), "place_confidence": 1.0}
    return {**dict.fromkeys(names), "place": name, "country": code, "place_confidence": 1.0}


def _toll(kind: str) -> Callable[[DuckDBPyConnection, str], dict[str, Any]]:
    def read(_: DuckDBPyConnection, written: str) -> dict[str, Any]:
        said = written.lower()
        span, one = _RANGE.match(said), _ONE.match(said)
        if span:
            low, high = sorted((_digits(span[1]), _digits(span[2])))
            return {f"{kind}_low": low, f"{kind}_high": high}
        if one is None:
            raise QueryError(f"{written!r} is no number: write 14, or 12 to 15, or at least 12, or at most 15")
        n = _digits(one[3])
        return {f"{kind}_low": None if one[2] else n, f"{kind}_high": None if one[1] else n}

    return read


def _digits(written: str) -> int:
    return int(written.replace(",", ""))


_READ: Mapping[str, Callable[[DuckDBPyConnection, str], dict[str, Any]]] = {
    "what": _what,
    "status": _status,
    "when": _when,
    "who": _parties("actor"),
    "whom": _parties("recipient"),
    "where": _where,
    "deaths": _toll("deaths"),
    "injured": _toll("injured"),
}
