"""Lists from a casebook as tables for people. Every text comes from reports and is made harmless first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reportedly.show.words import clean

__all__ = [
    "show_actors",
    "show_any",
    "show_claims",
    "show_contradictions",
    "show_incidents",
    "show_reports",
    "show_tellings",
]

Row = Mapping[str, Any]

_MOST_TOLD = 6  # tellings shown under an incident; all are in the other formats
_MOST_NAMES = 3
_STATUS = {"occurred": "green", "ongoing": "green", "historical": "blue", "negated": "red"}
_UNSURE = "yellow"  # future and hypothetical: it has not happened
_GAP = 2


def words(value: Any) -> str:
    """A value on one line, without power over a terminal."""
    return re.sub(r"\s+", " ", clean("" if value is None else str(value))).strip()


def names(values: Iterable[str]) -> str:
    """Names one after the other, the first few."""
    said = [words(value) for value in values]
    rest = f" and {len(said) - _MOST_NAMES} more" if len(said) > _MOST_NAMES else ""
    return ", ".join(said[:_MOST_NAMES]) + rest


def what(row: Row) -> str:
    """Type and modes in lower-case words."""
    modes = ", ".join(words(mode).replace("_", " ").replace("-", " ") for mode in row.get("modes") or ())
    type_ = words(row["type"]).replace("_", " ").lower()
    return f"{type_}: {modes}" if modes else type_


def when(row: Row) -> str:
    """The day or the span of days; of a telling that names none, the report's own."""
    first, last = row["first_day"] or row["last_day"], row["last_day"] or row["first_day"]
    if first is not None:
        if first == last:
            return str(first)
        return f"{first} to {str(last)[5:] if str(first)[:5] == str(last)[:5] else last}"
    return f"{row['day']} (report)" if row.get("day") else ""


def where(row: Row) -> str:
    """The place and its country."""
    place, country = words(row["place"]), words(row["country"])
    return f"{place} ({country})" if place and country and row.get("place_kind") != "country" else place or country


def count(n: int, noun: str) -> str:
    """A number with its noun."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def show_incidents(rows: Sequence[Row], console: Console) -> None:
    """What happened: a line each, and under it who tells it, in which words and on whose word."""
    cells = (
        {
            "when": Text(when(row)),
            "who": Text(names(row["actors"])),
            "what": Text(what(row), style="bold"),
            "to whom": Text(names(row["recipients"])),
            "where": Text(where(row)),
            "status": _status(row["status"]),
            "told by": _told_by(row),
        }
        for row in rows
    )
    shares = {"when": 10, "who": 17, "what": 15, "to whom": 15, "where": 13, "status": 12, "told by": 17}
    _print(console, shares, zip(cells, map(_tellings, rows), strict=True))


def _told_by(row: Row) -> Text:
    told = Text(f"{count(row['reports'], 'report')}, {count(row['origins'], 'origin')}")
    if row["denials"]:
        told.append(f", {count(row['denials'], 'denial')}", style="red")
    if row["disputed"]:
        told.append("\ndisputed", style="bold red")
    return told


def _tellings(row: Row) -> Iterator[Text]:
    """Each origin's first telling, then those that repeat one of them."""
    known: set[str] = set()
    firsts: dict[str, Row] = {}
    for telling in row["told"]:
        firsts.setdefault(telling["origin"], telling)
    others = [telling for telling in row["told"] if firsts[telling["origin"]] is not telling]
    for telling in [*firsts.values(), *others][:_MOST_TOLD]:
        line = Text.assemble((f"{_outlet(telling)} ", ""), (f"“{words(telling['evidence'])}”", "dim"))
        line.append(f"  {words(telling['says'])}", style="cyan")
        if telling["status"] != row["status"]:
            line.append(f"  {telling['status']}", style=_STATUS.get(telling["status"], _UNSURE))
        if telling["origin"] in known:
            line.append(f"  not counted again: {words(telling['why'])}", style="yellow")
        known.add(telling["origin"])
        yield line
    if len(row["told"]) > _MOST_TOLD:
        yield Text(f"… and {len(row['told']) - _MOST_TOLD} more tellings", style="dim")
    yield Text(f"incident {words(row['id'])}\n", style="dim")


def _outlet(row: Row) -> str:
    day = words(row["published"])[:10]
    return f"{words(row['outlet']) or 'an unnamed outlet'}{f', {day}' if day else ''}:"


def _status(status: str) -> Text:
    return Text(words(status), style=_STATUS.get(status, _UNSURE))


def show_tellings(rows: Sequence[Row], console: Console) -> None:
    """What each report tells: a line each, and under it the words it was read from."""
    cells = (
        {
            "when": Text(when(row)),
            "who": Text(names(row["actors"])),
            "what": Text(what(row), style="bold"),
            "to whom": Text(names(row["recipients"])),
            "where": Text(where(row)),
            "status": _status(row["status"]),
            "who says so": Text(words(row["says"]), style="cyan" if row["speakers"] else "dim"),
        }
        for row in rows
    )
    below = (
        [Text.assemble(f"{_outlet(row)} ", (f"“{words(row['evidence'])}”  event {words(row['id'])}", "dim"))]
        for row in rows
    )
    shares = {"when": 10, "who": 17, "what": 15, "to whom": 15, "where": 13, "status": 12, "who says so": 17}
    _print(console, shares, zip(cells, below, strict=True))


def show_claims(rows: Sequence[Row], console: Console) -> None:
    """Who says what."""
    cells = (
        {
            "reported": Text(words(row["day"])),
            "outlet": Text(words(row["outlet"])),
            "speaker": Text(_speaker(row), style="cyan"),
            "stance": Text(words(row["stance"]), style="" if row["vouches"] else _UNSURE),
            "content": Text(words(row["content"])),
        }
        for row in rows
    )
    _print(
        console, {"reported": 10, "outlet": 14, "speaker": 18, "stance": 10, "content": 48}, ((c, ()) for c in cells)
    )


def _speaker(row: Row) -> str:
    speaker = words(row["speaker"]) or "an unnamed source"
    return f"{speaker}, reported by {words(row['reported_by'])}" if row["reported_by"] else speaker


def show_reports(rows: Sequence[Row], console: Console) -> None:
    """What came in."""
    cells = (
        {
            "published": Text(words(row["published"])[:10]),
            "outlet": Text(words(row["outlet"])),
            "title": Text(words(row["title"]) or f"report {row['id']}"),
            "events": Text(str(row["events"])),
            "claims": Text(str(row["claims"])),
            "whose work": Text(_origin(row), style="" if row["origin_why"] in (None, "own") else "yellow"),
        }
        for row in rows
    )
    shares = {"published": 10, "outlet": 18, "title": 40, "events": 6, "claims": 6, "whose work": 20}
    _print(console, shares, ((c, ()) for c in cells))


def _origin(row: Row) -> str:
    if row["origin_why"] is None:
        return ""
    why = words(row["origin_why"])
    return f"{why}: {words(row['origin'])}" if why != "own" and row["origin"] else why


def show_actors(rows: Sequence[Row], console: Console) -> None:
    """Who, by which names, and how often."""
    cells = (
        {
            "name": Text(words(row["name"]), style="bold"),
            "kind": Text(words(row["kind"])),
            "country": Text(words(row["country"])),
            "sectors": Text(names(row["sectors"])),
            "reports": Text(str(row["reports"])),
            "did": Text(str(row["as_actor"])),
            "done to": Text(str(row["as_recipient"])),
            "says": Text(str(row["as_speaker"])),
            "also": Text(", ".join(words(n) for n in row["names"] if n != row["name"]), style="dim"),
        }
        for row in rows
    )
    counts = {"reports": 7, "did": 5, "done to": 7, "says": 5}
    shares = {"name": 22, "kind": 12, "country": 7, "sectors": 9, **counts, "also": 26}
    _print(console, shares, ((c, ()) for c in cells))


def show_contradictions(rows: Sequence[Row], console: Console) -> None:
    """Where tellings contradict each other: by incident and field, each value with who gives it and in which words."""
    for number, (_, of_incident) in enumerate(groupby(rows, key=lambda row: row["incident"])):
        pairs = list(of_incident)
        first = pairs[0]
        sides = " → ".join(side for side in (names(first["actors"]), names(first["recipients"])) if side)
        head = "  ".join(part for part in (when(first), what(first), sides, where(first)) if part)
        _write(console, Text(("\n" if number else "") + head, style="bold"))
        fields = dict.fromkeys(pair["field"] for pair in pairs)
        for field in fields:
            _write(console, Text(f"  {words(field).replace('_', ' ')}", style="red"))
            for line in _sides(pair for pair in pairs if pair["field"] == field):
                _write(console, Padding(line, (0, 0, 0, 4)))


def show_any(rows: Sequence[Row], console: Console) -> None:
    """Rows of columns that are not known before."""
    if not rows:
        return
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="bold")
    for name, value in rows[0].items():
        table.add_column(words(name), justify="right" if isinstance(value, int | float) else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(words(value)) for value in row.values()))
    _write(console, table)


def _sides(pairs: Iterable[Row]) -> list[Text]:
    """Every telling once, those that say the same side by side."""
    said: dict[str, tuple[str, Text]] = {}
    for pair in pairs:
        for side in ("", "other_"):
            event = pair["other" if side else "event"]
            row = {name: pair[side + name] for name in ("value", "quote", "outlet", "published", "speakers")}
            speakers = f"  {', citing '.join(words(s) for s in row['speakers'])}" if row["speakers"] else ""
            line = Text.assemble(
                (words(row["value"]), "bold"),
                f"  {_outlet(row)} ",
                (f"“{words(row['quote'])}”", "dim"),
                (speakers, "cyan"),
            )
            said.setdefault(event, (words(row["value"]), line))
    return [line for _, line in sorted(said.values(), key=lambda pair: pair[0])]


def _print(
    console: Console, shares: Mapping[str, int], rows: Iterable[tuple[Mapping[str, Text], Iterable[Text]]]
) -> None:
    widths = _widths(console.width, shares)
    _write(console, _line([Text(name, style="bold") for name in shares], widths))
    for cells, below in rows:
        _write(console, _line([cells[name] for name in shares], widths))
        for line in below:
            _write(console, Padding(line, (0, 0, 0, 2)))


def _write(console: Console, shown: RenderableType) -> None:
    """Print; where that is no terminal, without the blanks that fill the lines."""
    if console.is_terminal:
        console.print(shown)
        return
    with console.capture() as captured:
        console.print(shown)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def _widths(width: int, shares: Mapping[str, int]) -> list[int]:
    """Column widths that fill the line: what is short keeps its width, the rest is shared out."""
    fixed = {name: share for name, share in shares.items() if share <= 12}
    free = width - _GAP * (len(shares) - 1) - sum(fixed.values())
    total = sum(share for name, share in shares.items() if name not in fixed)
    return [fixed.get(name) or max(8, share * free // total) for name, share in shares.items()]


def _line(cells: Iterable[Text], widths: Iterable[int]) -> Table:
    grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_row(*cells)
    return grid
