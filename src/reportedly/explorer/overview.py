"""The overview: map, timeline, facets and list, which always show the same set; as a page and as data for scripts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from reportedly.casebook.queries import incidents
from reportedly.casebook.queries import page as rows_of
from reportedly.explorer import words
from reportedly.explorer.address import Address
from reportedly.explorer.chosen import ASIDE, Cell, Chosen, Facets, Network, Weeks
from reportedly.explorer.files import as_json, rows_as
from reportedly.explorer.pages import Explorer, Pager, address_of, bar, explorer, fragment, page

__all__ = [
    "bar_fragment", "cells", "events_file", "facets", "list_fragment", "network", "network_of", "overview", "timeline",
    "total", "weeks_of",
]  # fmt: skip

_FACETS = (
    ("type", "What"), ("mode", "Mode"), ("status", "Status"), ("country", "Country"), ("place", "Place"),
    ("who", "Who"), ("whom", "To whom"), ("outlet", "Outlet"), ("speaker", "Who says so"),
    ("disputed", "Contradictions"), ("min_origins", "Independent origins, at least"),
)  # fmt: skip
_OPEN = frozenset({"type", "status", "country", "disputed"})
_WHOLE = frozenset({"place", "who", "whom", "outlet", "speaker"})  # names, of which all is asked for
_COUNTED = {"who": "actor", "whom": "recipient"}  # facets that are counted under another name
_ORIGINS = (2, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet as shown: `rows` are a value as it stands in the address, how many have it, and what it is called."""

    name: str
    title: str
    rows: tuple[tuple[str, int, str], ...] | None  # None: not counted, as nobody looks at it

    @property
    def filter(self) -> str:
        """The name in the address."""
        return self.name

    @property
    def open(self) -> bool:
        """Whether it is shown open at first."""
        return self.name in _OPEN


def _asked(shared: Explorer, address: Address, what: str, ask: Callable[[Chosen], Any]) -> Any:
    """What is asked of the set behind the address, kept while the casebook stays as it is."""
    filter = replace(address.filter(rows=None), sort=None)

    def made() -> Any:
        with shared.store.chosen(filter) as chosen:
            return ask(chosen)

    return shared.store.kept((what, filter), made)


def total(shared: Explorer, address: Address) -> int:
    """How many incidents the set behind the address holds."""
    return int(_asked(shared, address, "total", Chosen.total))


def weeks_of(shared: Explorer, address: Address) -> Weeks:
    """The timeline of the set behind the address."""
    found: Weeks = _asked(shared, address, "weeks", Chosen.timeline)
    return found


def network_of(shared: Explorer, address: Address) -> Network:
    """Who acts on whom in the set behind the address."""
    found: Network = _asked(shared, address, "network", Chosen.network)
    return found


def _cells(shared: Explorer, address: Address) -> tuple[list[Cell], int]:
    kinds = _kinds(shared)
    found: tuple[list[Cell], int] = _asked(shared, address, "cells", lambda chosen: chosen.cells(kinds))
    return found


def _kinds(shared: Explorer) -> Mapping[tuple[str | None, str | None], str | None]:
    """What kind of place each is, by name and country."""
    sql = "SELECT place, country, any_value(place_kind) FROM events WHERE place IS NOT NULL GROUP BY ALL"

    def asked() -> Mapping[tuple[str | None, str | None], str | None]:
        with shared.store.reading() as cursor:
            return {(place, country): kind for place, country, kind in cursor.execute(sql).fetchall()}

    return shared.store.kept("kinds", asked)


def _facets(shared: Explorer, address: Address, aside: tuple[str, ...] = ASIDE) -> list[Facet]:
    counted: Facets = dict(_asked(shared, address, f"facets {aside}", lambda chosen: chosen.facets(aside)))
    for name, facet in _COUNTED.items():
        counted[name] = counted.pop(facet, [])
    left = set(ASIDE) - set(aside)
    counted["min_origins"] = _at_least(counted.pop("origins", []))
    return [
        Facet(name, title, _rows(name, counted[name]) if counted.get(name) else None)
        for name, title in _FACETS
        if counted.get(name) or _COUNTED.get(name, name) in left
    ]


def _at_least(origins: list[tuple[str | None, int]]) -> list[tuple[str | None, int]]:
    found = [(str(k), sum(n for value, n in origins if int(value or 0) >= k)) for k in _ORIGINS]
    return [(value, n) for value, n in found if n]


def _rows(name: str, counted: list[tuple[str | None, int]]) -> tuple[tuple[str, int, str], ...]:
    rows = []
    for value, n in counted:
        if not value:
            continue
        if name == "disputed":
            rows.append(("1", n, "disputed") if value == "true" else ("0", n, "undisputed"))
        elif name in _WHOLE:
            rows.append((f"={value}", n, value))
        else:
            rows.append((value, n, words.value_words(name, value)))
    return tuple(rows)


def _list(shared: Explorer, address: Address) -> dict[str, Any]:
    """What the list's template shows."""
    filter = address.filter()

    def made() -> Any:
        with shared.store.chosen(filter) as chosen:
            shown = chosen.page(filter)
        if shown is None:
            return []
        with shared.store.reading() as cursor:  # one of its own: the set is free for the pictures meanwhile
            return rows_of(cursor, incidents(cursor, shown))

    rows = shared.store.kept(("page", filter), made)
    return {"rows": rows, "pager": Pager(address, total(shared, address)), "address": address}


def overview(request: Request) -> Response:
    """The page."""
    shared, address = explorer(request), address_of(request)
    found, unplaced = _cells(shared, address)
    values = _list(shared, address)
    del values["address"]
    return page(
        request,
        "overview.html",
        address,
        filtered=True,
        cells=found,
        unplaced=unplaced,
        weeks=weeks_of(shared, address),
        six_days=timedelta(days=6),
        facets=_facets(shared, address),
        **values,
    )


def events_file(request: Request) -> Response:
    """All rows of the list as a file."""
    shared, address = explorer(request), address_of(request)
    filter = shared.store.searched(address.filter(rows=None))
    with shared.store.reading() as cursor:
        return rows_as(request.url.path.rpartition(".")[2], cursor, incidents(cursor, filter))


def list_fragment(request: Request) -> Response:
    """The list, as the page holds it."""
    shared, address = explorer(request), address_of(request, "/")
    values = _list(shared, address)
    return HTMLResponse(fragment("list.html", **values), headers={"X-Total": str(values["pager"].total)})


def bar_fragment(request: Request) -> Response:
    """The filter's form and tags, as the page holds them."""
    shared, address = explorer(request), address_of(request, "/")
    address.filter()
    return HTMLResponse(fragment("bar.html", address=address, **bar(shared)))


def cells(request: Request) -> Response:
    """The map's marks, column by column."""
    shared, address = explorer(request), address_of(request, "/")
    found, unplaced = _cells(shared, address)
    return as_json(
        {
            "lon": [round(cell.longitude, 4) for cell in found],
            "lat": [round(cell.latitude, 4) for cell in found],
            "n": [cell.n for cell in found],
            "level": [cell.level for cell in found],
            "label": [words.where({"place": cell.place, "country": cell.country}) for cell in found],
            "place": [cell.place for cell in found],
            "unplaced": unplaced,
        }
    )


def timeline(request: Request) -> Response:
    """How many a week, by type."""
    weeks = weeks_of(explorer(request), address_of(request, "/"))
    return as_json(
        {
            "week": list(weeks.weeks),
            "type": list(weeks.types),
            "n": [list(counts) for counts in weeks.n],
            "undated": weeks.undated,
            "outside": weeks.outside,
        }
    )


def facets(request: Request) -> Response:
    """Facets with counts: as JSON, or as the page holds them where HTML is asked for.

    The header X-Facets may name those that are looked at; of others, what takes long to count is left out.
    """
    shared, address = explorer(request), address_of(request, "/")
    looked_at = request.headers.get("x-facets")
    names = None if looked_at is None else {_COUNTED.get(name, name) for name in looked_at.split()}
    found = _facets(shared, address, ASIDE if names is None else tuple(name for name in ASIDE if name in names))
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(fragment("facets.html", facets=found, address=address), HTTPStatus.OK)
    return as_json({facet.name: facet.rows for facet in found if facet.rows is not None})


def network(request: Request) -> Response:
    """Who acts on whom."""
    found = network_of(explorer(request), address_of(request, "/"))
    return as_json(
        {
            "nodes": [{"id": name, "label": name, "n": n} for name, n in found.nodes],
            "links": [
                {"source": actor, "target": recipient, "n": n, "type": type}
                for actor, recipient, type, n in found.links
            ],
        }
    )
