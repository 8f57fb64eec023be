"""The lists of reports and of contradictions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from reportedly.casebook.queries import Filter, Query, count, page
from reportedly.casebook.queries import contradictions as contradicting
from reportedly.casebook.queries import reports as listed
from reportedly.casebook.search import Searched
from reportedly.explorer.address import Address
from reportedly.explorer.files import rows_as
from reportedly.explorer.pages import Explorer, Pager, address_of, explorer
from reportedly.explorer.pages import page as shown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["asked", "contradictions", "contradictions_file", "filed", "reports", "reports_file"]

Ask = Callable[["DuckDBPyConnection", Filter], Query]


def asked(
    shared: Explorer, address: Address, ask: Ask, kind: Searched = "reports", *, every: Ask | None = None
) -> tuple[list[dict[str, Any]], Pager]:
    """The rows of the page asked for, and where it stands among all, which `every` gives where that costs less."""
    filter = shared.store.searched(address.filter(), kind)
    whole = replace(address.filter(rows=None), sort=None)

    def counted() -> int:
        with shared.store.reading() as cursor:
            return count(cursor, (every or ask)(cursor, shared.store.searched(whole, kind)))

    with shared.store.reading() as cursor:
        found = page(cursor, ask(cursor, filter))
    return found, Pager(address, shared.store.kept((address.path, whole), counted))


def filed(request: Request, ask: Ask, kind: Searched = "reports") -> Response:
    """All rows of a list as a file."""
    shared = explorer(request)
    filter = shared.store.searched(address_of(request).filter(rows=None), kind)
    with shared.store.reading() as cursor:
        return rows_as(request.url.path.rpartition(".")[2], cursor, ask(cursor, filter))


def reports(request: Request) -> Response:
    """The page of reports."""
    address = address_of(request)
    found, pager = asked(explorer(request), address, listed)
    return shown(request, "reports.html", address, filtered=True, rows=found, pager=pager)


def reports_file(request: Request) -> Response:
    """The reports as a file."""
    return filed(request, listed)


def contradictions(request: Request) -> Response:
    """The page of contradictions, incident by incident."""
    address = address_of(request)
    found, pager = asked(explorer(request), address, contradicting)
    incidents = [(rows[0], rows) for rows in (list(g) for _, g in groupby(found, key=lambda row: row["incident"]))]
    return shown(request, "contradictions.html", address, filtered=True, incidents=incidents, pager=pager)


def contradictions_file(request: Request) -> Response:
    """The contradictions as a file."""
    return filed(request, contradicting)
