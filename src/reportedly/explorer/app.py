"""The application: addresses to pages, and what becomes of errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus
from pathlib import Path

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from reportedly.casebook.layout import Layout
from reportedly.errors import QueryError, ReportedlyError, StoreBusy
from reportedly.explorer import actors, briefs, claims, event, judging, lists, overview, report
from reportedly.explorer.guard import Guard, Keys
from reportedly.explorer.pages import Explorer, wrong
from reportedly.explorer.store import REST, Store

__all__ = ["application"]

_STATIC = Path(__file__).parent / "static"
_LEVEL = 5  # of compression: more costs milliseconds and saves next to nothing

Handler = Callable[[Request], Response]


def application(
    layout: Layout, *, host: str = "127.0.0.1", keys: Keys | None = None, who: str | None = None
) -> Starlette:
    """The explorer of one casebook, to be served at `host`; `who` stands beside verdicts that give no other name."""
    keys = keys or Keys.of(host)
    store = Store(layout)
    app = Starlette(
        routes=_routes(),
        middleware=[
            Middleware(Guard, host=host, keys=keys),
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=_LEVEL),
        ],
        exception_handlers={
            HTTPException: _http,
            QueryError: _told(HTTPStatus.BAD_REQUEST),
            StoreBusy: _told(HTTPStatus.SERVICE_UNAVAILABLE),
            ReportedlyError: _told(HTTPStatus.INTERNAL_SERVER_ERROR),
        },
        lifespan=_keeping(store),
    )
    app.state.explorer = Explorer(store, keys, who)
    return app


def _routes() -> list[BaseRoute]:
    return [
        Route("/", overview.overview),
        *_files("/events", overview.events_file),
        *_files("/events/{id}", event.event_file),
        Route("/events/{id}", event.event),
        *_files("/reports/{id}/explain", report.explain_file),
        Route("/reports/{id}/explain", report.explain),
        *_files("/reports/{id}", report.report_file),
        Route("/reports/{id}", report.report),
        *_files("/reports", lists.reports_file),
        Route("/reports", lists.reports),
        *_files("/contradictions", lists.contradictions_file),
        Route("/contradictions", lists.contradictions),
        *_files("/claims", claims.claims_file),
        Route("/claims", claims.claims),
        *_files("/actors", actors.actors_file),
        Route("/actors", actors.actors),
        Route("/brief", briefs.brief),
        *(Route(f"/brief.{suffix}", briefs.brief_file) for suffix in ("md", "docx")),
        Route("/api/cells", overview.cells),
        Route("/api/timeline", overview.timeline),
        Route("/api/facets", overview.facets),
        Route("/api/list", overview.list_fragment),
        Route("/api/bar", overview.bar_fragment),
        Route("/api/network", overview.network),
        Route("/api/verdicts", judging.verdicts, methods=["GET"]),
        Route("/api/verdicts", judging.judge, methods=["POST"]),
        Route("/api/verdicts/{id}/withdraw", judging.withdraw, methods=["POST"]),
        Mount("/static", StaticFiles(directory=_STATIC, check_dir=False)),
    ]


def _files(path: str, make: Handler) -> list[Route]:
    return [Route(f"{path}.{suffix}", make) for suffix in ("json", "csv")]


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = error.detail
    if error.status_code == HTTPStatus.NOT_FOUND and said == HTTPStatus.NOT_FOUND.phrase:
        said = f"there is no page at {request.url.path}"
    return wrong(request, error.status_code, said)


def _told(status: int) -> Callable[[Request, Exception], Response]:
    """One of our own errors, in its own words."""
    return lambda request, error: wrong(request, status, str(error))


def _keeping(store: Store) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """While the server runs: let go of the casebook when nobody asks, and at the end."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_rest, store)
            try:
                yield
            finally:
                tasks.cancel_scope.cancel()
        store.close()

    return lifespan


async def _rest(store: Store) -> None:
    while True:
        await anyio.sleep(REST / 2)
        await anyio.to_thread.run_sync(store.rest)
