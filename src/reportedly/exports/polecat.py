"""POLECAT's table: 40 tab-separated columns, a row for each pair of an actor and a recipient of an event as told.

The columns and their order are those of the POLECAT files as loaders list them. What we do not read (titles, Wikipedia
ids) stays empty, as does the COW number of whoever is no member of that state system.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly import __version__
from reportedly.casebook.queries import Filter
from reportedly.exports.countries import cow, kosovo
from reportedly.exports.lines import Exported, tabbed
from reportedly.exports.ontology import contexts, day, modes, quad, sectors
from reportedly.exports.plover import ready
from reportedly.exports.told import Row, Told

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["COLUMNS", "export_polecat"]

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
"""The header."""

_QUADS = ("", "VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
_JOIN = "; "


def export_polecat(connection: DuckDBPyConnection, filter: Filter, path: Path) -> Exported:
    """Write the events to `path`."""
    done = Exported()
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(tabbed([COLUMNS]))
        stream.writelines(tabbed(_rows(ready(connection, filter, done, named=True), done)))
    return done


def _rows(items: Iterable[Told], done: Exported) -> Iterator[Sequence[Any]]:
    for item in items:
        done.written["events"] += 1
        for actor, recipient in product(_or_none(item.actors), _or_none(item.recipients)):
            done.written["rows"] += 1
            yield (*_what(item), *_party(actor), *_party(recipient), *_where(item), *_story(item))


def _or_none(parties: Sequence[Row]) -> list[Row | None]:
    return [*parties] or [None]


def _what(item: Told) -> tuple[Any, ...]:
    event = item.event
    return (
        event["id"],
        day(event),
        event["plover"],
        _JOIN.join(modes(event)),
        event["intensity"],
        _QUADS[quad(event)],
        _JOIN.join(contexts(event)),
    )


def _party(party: Row | None) -> tuple[Any, ...]:
    if party is None:
        return (None,) * 8
    codes = sectors(party)
    country = party["country"]
    return (party["name"], kosovo(country), cow(country), codes[0], _JOIN.join(codes), None, party["as_written"], None)


def _where(item: Told) -> tuple[Any, ...]:
    event = item.event
    kind = event["place_kind"]
    return (
        event["place"],
        *(event["place"] if kind == level else None for level in ("town", "admin2", "admin1")),
        kosovo(event["country"]),
        event["latitude"],
        event["longitude"],
        event["geonameid"],
        item.words(event["place_spans"]) or None,
        kind,
    )


def _story(item: Told) -> tuple[Any, ...]:
    report = item.report
    named = {kind: [row["name"] for row in item.named if row["kind"] == kind] for kind in _STORY}
    return (
        report["outlet"],
        report["day"],
        *(_JOIN.join(dict.fromkeys(named[kind])) for kind in _STORY),
        report["language"],
        f"reportedly {report['coder'] or __version__}",
    )


_STORY = ("person", "organisation", "place")
