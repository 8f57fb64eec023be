"""Who did what to whom: the network, its matrix, and everyone named, over all reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from reportedly.casebook.queries import actors as listed
from reportedly.explorer.chosen import Network
from reportedly.explorer.lists import asked, filed
from reportedly.explorer.overview import network_of, weeks_of
from reportedly.explorer.pages import address_of, explorer
from reportedly.explorer.pages import page as shown

__all__ = ["actors", "actors_file"]

_SIDE = 14  # rows and columns of the matrix


@dataclass(frozen=True, slots=True)
class Matrix:
    """Who (rows) acts on whom (columns): number of incidents and their commonest type."""

    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[tuple[str, str], tuple[int, str]]


def _matrix(network: Network) -> Matrix:
    did: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for actor, recipient, _, n in network.links:
        did[actor] += n
        met[recipient] += n
    cells = {(actor, recipient): (n, type) for actor, recipient, type, n in network.links}
    rows, columns = ([name for name, _ in side.most_common(_SIDE)] for side in (did, met))
    return Matrix(rows, columns, cells)


def actors(request: Request) -> Response:
    """The page."""
    shared, address = explorer(request), address_of(request)
    rows, pager = asked(shared, address, listed)
    network = network_of(shared, address)
    return shown(
        request,
        "actors.html",
        address,
        filtered=True,
        rows=rows,
        pager=pager,
        network=network,
        matrix=_matrix(network),
        weeks=weeks_of(shared, address),
    )


def actors_file(request: Request) -> Response:
    """The actors as a file."""
    return filed(request, listed)
