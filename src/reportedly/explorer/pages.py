"""Templates to answers: everything shown is escaped, and stripped of marks that reorder or hide text, in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from math import ceil
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from reportedly import __version__
from reportedly.explorer import words
from reportedly.explorer.address import ROWS, Address, parse
from reportedly.explorer.guard import Keys
from reportedly.explorer.store import Store

__all__ = ["Explorer", "Pager", "address_of", "explorer", "fragment", "page", "wrong"]

_TEMPLATES = Path(__file__).parent / "templates"
_PLACES = (("/", "Overview"), ("/contradictions", "Contradictions"), ("/claims", "Claims"), ("/actors", "Actors"),
           ("/reports", "Reports"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explorer:
    """What all pages share: the casebook, the keys of this run, and whose name stands beside verdicts."""

    store: Store
    keys: Keys
    who: str | None


def explorer(request: Request) -> Explorer:
    """What all pages share."""
    found: Explorer = request.app.state.explorer
    return found


def address_of(request: Request, path: str | None = None) -> Address:
    """The address asked for; `path` is that of the page where the request asks for a piece of it."""
    return parse(request.url.path if path is None else path, request.query_params.multi_items())


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page of a list stands among all."""

    address: Address
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, ceil(self.total / ROWS))

    @property
    def first(self) -> int:
        """The number of the first row shown; 0 where there is none."""
        return min((self.address.page - 1) * ROWS + 1, self.total)

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return min(self.address.page * ROWS, self.total)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=words.harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"words": words, "places": _PLACES, "version": __version__}
    environment.filters["short"] = words.shortened
    return environment


def fragment(template: str, **values: Any) -> str:
    """A template's text."""
    return _environment().get_template(template).render(**values)


def page(request: Request, template: str, address: Address, *, status: int = HTTPStatus.OK, **values: Any) -> Response:
    """A whole page."""
    shared = explorer(request)
    known = bar(shared) if "filtered" in values else {}
    text = fragment(
        template,
        address=address,
        csrf=shared.keys.csrf,
        casebook=shared.store.layout.folder.resolve().name,
        **{"filtered": False, **known, **values},
    )
    return HTMLResponse(text, status)


def bar(shared: Explorer) -> Mapping[str, Any]:
    """What the filter offers to choose from: what the casebook holds."""

    def asked() -> Mapping[str, Any]:
        with shared.store.reading() as cursor:
            types, countries = (
                [value for (value,) in cursor.execute(sql).fetchall()]
                for sql in (
                    "SELECT DISTINCT type FROM incidents ORDER BY type",
                    "SELECT DISTINCT country FROM incidents WHERE country IS NOT NULL ORDER BY country",
                )
            )
        return _choices(types, countries)

    return shared.store.kept("bar", asked)


def _choices(types: Iterable[str] = (), countries: Iterable[str] = ()) -> Mapping[str, Any]:
    """Values and what they are called."""
    return {
        "named_types": [(type, words.plain_type(type)) for type in types],
        "named_countries": sorted(((code, words.country(code)) for code in countries), key=lambda pair: pair[1]),
        "named_statuses": [(status, "denied" if status == "negated" else status) for status in words.STATUSES],
    }


def wrong(request: Request, status: int, said: str) -> Response:
    """What went wrong, and what to do, in the form in which an answer was asked for."""
    path = request.url.path
    headers = {"Retry-After": "2"} if status == HTTPStatus.SERVICE_UNAVAILABLE else None
    if path.endswith((".json", ".csv")) or path.startswith("/api/"):
        return JSONResponse({"error": said}, status, headers)
    text = fragment(
        "wrong.html",
        address=address_of(request),
        csrf="",
        casebook=explorer(request).store.layout.folder.resolve().name,
        said=said,
        title=HTTPStatus(status).phrase,
        filtered=status == HTTPStatus.BAD_REQUEST,
        **_choices(),
    )
    return HTMLResponse(text, status, headers)
