"""What a list is narrowed to: one frozen value that serves the lists, the exports, the explorer and the briefs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import Any

from reportedly.errors import QueryError

__all__ = ["Box", "Filter", "active", "country_code", "parameters"]

Several = str | Sequence[str]
"""One value or several, of which any will do."""

Box = tuple[float, float, float, float]
"""South, west, north, east, in degrees; a west greater than the east spans the antimeridian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What must hold of a row; fields left alone narrow nothing, and all that are set must hold.

    Names (`who`, `whom`, `actor`, `speaker`, `outlet`, `place`) match whole words in any case and with or without
    accents, among the names in the reports and all names that linked actors go by; a leading `=` asks for the whole
    name: `who="Burhan"` finds Abdel Fattah al-Burhan, `who="=Sudan"` leaves out South Sudan.
    """

    who: Several = ()
    """Names of those who did it."""
    whom: Several = ()
    """Names of those it was done to."""
    actor: Several = ()
    """Names of those on either side."""
    who_country: Several = ()
    """Countries of those who did it: ISO 3166-1 alpha-3 codes or names."""
    whom_country: Several = ()
    """Countries of those it was done to."""
    type: Several = ()
    """Event types: PLOVER's or one's own."""
    mode: Several = ()
    """Modes, such as aerial."""
    context: Several = ()
    """Contexts, such as human_rights."""
    quad: Several = ()
    """Verbal or material, cooperation or conflict: "material conflict"."""
    status: Several = ()
    """occurred, ongoing, historical, future, hypothetical or negated."""
    place: Several = ()
    """Names of places."""
    country: Several = ()
    """Countries of the place: codes or names; of a claim, its speaker's; of an actor, its own."""
    box: Box | None = None
    """South, west, north, east. What is placed no finer than by country, sea or continent is in no box."""
    since: str | date | None = None
    """First day: a span of days ("in March") that reaches into the time asked for is in it; unknown days are not."""
    until: str | date | None = None
    """Last day."""
    outlet: Several = ()
    """Names of outlets in which the report appeared."""
    speaker: Several = ()
    """Names of those who say so."""
    stance: Several = ()
    """How they say it: states, claims, denies, …"""
    min_origins: int | None = None
    """Told on at least so many independent origins."""
    disputed: bool | None = None
    """Whether its reports contradict one another."""
    field: Several = ()
    """The field in which they contradict one another: deaths, day, place, …"""
    text: str | None = None
    """Words searched for in the reports (in a list of claims: in the claims)."""
    found: Sequence[str] | None = None
    """The ids that `reportedly.casebook.search` found for `text`: of claims in a list of claims, else of reports."""
    report: Several = ()
    """Ids of reports."""
    incident: Several = ()
    """Ids of incidents."""
    older: bool = False
    """Also what older versions of reports told."""
    sort: str | None = None
    """The column to sort by; `-` before it: the greatest first. Each list names its own."""
    limit: int | None = None
    """At most so many rows."""
    offset: int = 0
    """How many rows to leave out first."""


_NAMES = ("who", "whom", "actor", "place", "outlet", "speaker")
_COUNTRIES = ("who_country", "whom_country", "country")
_BOX = ("south", "west", "north", "east")
_PAGING = ("sort", "limit", "offset", "older", "found")


def active(filter: Filter) -> tuple[str, ...]:
    """The names of the fields that narrow the list.

    Raises QueryError where `text` is set and nobody has searched for it yet.
    """
    if filter.text is not None and filter.found is None:
        raise QueryError(
            "text is set, but not searched for: give the ids that reportedly.casebook.search finds as `found`"
        )
    given = (f.name for f in fields(filter) if f.name not in _PAGING)
    return tuple(name for name in given if getattr(filter, name) not in (None, (), [], ""))


def parameters(filter: Filter) -> dict[str, Any]:
    """The value of every parameter that the conditions name. Raises QueryError for values that mean nothing."""
    values: dict[str, Any] = {name: _pattern(_several(getattr(filter, name))) for name in _NAMES}
    values |= {name: [country_code(v) for v in _several(getattr(filter, name))] for name in _COUNTRIES}
    values |= {
        name: list(_several(getattr(filter, name))) for name in ("status", "stance", "field", "report", "incident")
    }
    values["type"] = [v.strip().upper().replace(" ", "_") for v in _several(filter.type)]
    values["mode"] = [v.strip().replace(" ", "-").replace("_", "-").lower() for v in _several(filter.mode)]
    values["context"] = [v.strip().replace(" ", "_").replace("-", "_").lower() for v in _several(filter.context)]
    values["quad"] = [v.strip().replace("-", " ").replace("_", " ").lower() for v in _several(filter.quad)]
    values |= {"since": _day("since", filter.since), "until": _day("until", filter.until)}
    values |= dict(zip(_BOX, _box(filter.box), strict=True)) if filter.box else {}
    values |= {"min_origins": filter.min_origins, "disputed": filter.disputed}
    values["found"] = list(filter.found or ())
    return values


def _several(value: Several) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _day(name: str, value: str | date | None) -> date | None:
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise QueryError(f"{name} {value!r} is no day: write it as 2023-04-15") from None


def _box(box: Box) -> Box:
    south, west, north, east = box
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise QueryError(
            f"box {','.join(map(str, box))} is none: give south,west,north,east in degrees, as 12.5,24,16,33.5"
        )
    return box


_APART = r"[^\p{L}\p{N}\n]+"  # what may stand between two words of a name: "al-Burhan" is "al Burhan"
_EDGES = r"(?:^|[^\p{L}\p{N}])", r"(?:$|[^\p{L}\p{N}])"


def _pattern(names: Iterable[str]) -> str:
    """A regular expression (RE2) for folded names, a name to a line."""
    return "(?m)" + "|".join(f"(?:{_one(name)})" for name in names)


def _one(name: str) -> str:
    before, after = ("^", "$") if name.startswith("=") else _EDGES
    parts = re.findall(r"\w+", _folded(name))
    if not parts:
        raise QueryError(f"{name!r} holds no letters or digits to look for")
    return before + _APART.join(part.replace("_", _APART) for part in parts) + after


def _folded(text: str) -> str:
    """As `strip_accents(lower(…))` of DuckDB folds it."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def country_code(value: str) -> str:
    """The code of a country given by code or name; raises QueryError for one that is unknown."""
    code = _codes().get(_folded(value).strip())
    if code is None:
        raise QueryError(f"no country is called {value!r}: give its ISO 3166-1 alpha-3 code, such as SDN")
    return code


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    from reportedly.knowledge import DATA, load_csv

    codes: dict[str, str] = {}
    for row in load_csv(DATA / "actors" / "countries.csv"):
        for name in (row["name"], row["code"], *row["aliases"].split("|")):
            codes.setdefault(_folded(name).strip(), row["code"])
    for row in load_csv(DATA / "actors" / "bodies.csv"):  # UNO, EUR, IGO, …: codes that stand in the place of a country
        codes.setdefault(_folded(row["code"]), row["code"])
    return codes
