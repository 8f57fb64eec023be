"""Our table of actors: CSV with a header, one actor, or one office of an actor, a row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from typing import cast, get_args

from reportedly.errors import KnowledgeError
from reportedly.knowledge.actors import Kind, Listed
from reportedly.knowledge.cameo import bodies, countries, sectors

__all__ = ["COLUMNS", "is_table", "read_table"]

COLUMNS = ("name", "aliases", "kind", "country", "sectors", "from", "until")
"""The columns, in any order; only `name` and `kind` must be there."""

_NEEDED = {"name", "kind"}
_KINDS: tuple[str, ...] = get_args(Kind)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def is_table(text: str) -> bool:
    """Whether the text is a table of actors: its first line that is no comment has cells, and no code in brackets."""
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return "," in first and "[" not in first and not first.startswith("!")


def read_table(text: str, file: str) -> tuple[Listed, ...]:
    """The rows of a table. Raises KnowledgeError with file and line."""
    rows = _rows(text, file)
    line, header = next(rows)
    names = [cell.strip().lower() for cell in header]
    for name in names:
        if name not in COLUMNS:
            raise KnowledgeError(f"{file}:{line}: unknown column {name!r}; known are {', '.join(COLUMNS)}")
        if names.count(name) > 1:
            raise KnowledgeError(f"{file}:{line}: the column {name!r} stands here twice")
    for name in sorted(_NEEDED - set(names)):
        raise KnowledgeError(f"{file}:{line}: the column {name!r} is missing")
    found = []
    for line, cells in rows:
        try:
            found.append(_row(_cells(names, cells), line))
        except ValueError as error:
            raise KnowledgeError(f"{file}:{line}: {error}") from None
    return tuple(found)


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are neither empty nor comments, each with the line it begins on."""
    reader = csv.reader(("\n" if line.startswith("#") else line for line in text.splitlines(True)), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise KnowledgeError(f"{file}:{line}: {error}; a cell that holds a comma or a quote stands in quotes") from None


def _cells(names: list[str], cells: list[str]) -> dict[str, str]:
    if len(cells) > len(names):
        raise ValueError(f"{len(cells)} cells under {len(names)} columns; put a name that holds a comma in quotes")
    return {name: cell.strip() for name, cell in zip(names, cells, strict=False)}


def _row(row: dict[str, str], line: int) -> Listed:
    if not row.get("name"):
        raise ValueError("the name is missing")
    kind = row.get("kind", "")
    if kind not in _KINDS:
        raise ValueError(f"expected one of the kinds {', '.join(_KINDS)}, found {kind!r}")
    forms = (row["name"], *_split(row.get("aliases", "")))
    for form in forms:
        if not any(c.isalnum() for c in form):
            raise ValueError(f"the name {form!r} has no letter")
    country = row.get("country") or None
    start, end = _day(row.get("from", "")), _day(row.get("until", ""))
    if start and end and start[: len(end)] > end[: len(start)]:
        raise ValueError(f"it ends ({end}) before it begins ({start})")
    _check_codes(kind, country, _split(row.get("sectors", "")))
    return Listed(cast("Kind", kind), forms, country, _split(row.get("sectors", "")), start, end, line)


def _check_codes(kind: str, country: str | None, codes: tuple[str, ...]) -> None:
    if country is not None and country not in countries() | bodies():
        known = f"ISO 3166-1 alpha-3 in capitals, or for an international body one of {', '.join(sorted(bodies()))}"
        raise ValueError(f"unknown country {country!r}; expected {known}")
    for code in codes:
        if code not in sectors():
            raise ValueError(f"unknown sector {code!r}; PLOVER's are {', '.join(sorted(sectors()))}")
    if kind == "country" and country is None:
        raise ValueError("a country needs its code in the column `country`")
    if kind == "role" and country is not None:
        raise ValueError("a role has no country: those of one country are a group or an organisation")
    if kind == "role" and not codes:
        raise ValueError("a role needs a sector")


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _day(cell: str) -> str:
    """A date as it is; raises ValueError for what is none."""
    if not cell:
        return ""
    try:
        if not _DATE.fullmatch(cell):
            raise ValueError
        date.fromisoformat(cell + "YYYY-01-01"[len(cell) :])
    except ValueError:
        raise ValueError(f"{cell!r} is no date; write 2016, 2016-03 or 2016-03-17") from None
    return cell
