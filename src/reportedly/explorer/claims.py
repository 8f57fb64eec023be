"""Who says what: contradicted claims and denials first, by speaker and by what they are about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from reportedly.casebook.queries import Filter, Query, page
from reportedly.casebook.queries import claims as listed
from reportedly.casebook.queries.claims import SORTS
from reportedly.casebook.queries.conditions import claim_where, sources
from reportedly.casebook.queries.query import cut, ordering, query
from reportedly.explorer.lists import asked, filed
from reportedly.explorer.pages import address_of, explorer
from reportedly.explorer.pages import page as shown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["claims", "claims_file"]

_TOP = 15

_CONTRADICTED = """SELECT unnest(e.claims) AS claim, k.incident FROM (
  SELECT incident, event FROM comparisons WHERE relation = 'contradicting'
  UNION SELECT incident, other FROM comparisons WHERE relation = 'contradicting') k
JOIN {events} e ON e.id = k.event"""
_SELECT = """WITH contradicted AS (SELECT claim, any_value(incident) AS incident FROM ({contradicted}) GROUP BY claim),
chosen AS (SELECT c.*, r.day, r.outlet, r.published, r.url, x.incident AS contradicted_in FROM {claims} c
  JOIN reports r ON r.id = c.report LEFT JOIN contradicted x ON x.claim = c.id WHERE {where})"""
_PAGE = """{head}
SELECT c.*, p.speaker AS reported_by, t.events FROM (SELECT * FROM chosen c {order} {cut}) c
LEFT JOIN {claims} p ON p.id = c.parent
LEFT JOIN (SELECT claim, list({{'id': id, 'type': type, 'incident': incident}} ORDER BY id) AS events FROM (
  SELECT unnest(e.claims) AS claim, e.id, e.type, t.incident FROM {events} e LEFT JOIN tellings t ON t.event = e.id
  WHERE e.report IN (SELECT report FROM (SELECT * FROM chosen c {order} {cut}))) GROUP BY claim) t ON t.claim = c.id
{order}"""
_SPEAKERS = f"""{{head}}
SELECT speaker, any_value(country) AS country, count(*) AS n, count(*) FILTER (stance = 'denies') AS denials,
  count(*) FILTER (contradicted_in IS NOT NULL) AS contradicted
FROM chosen WHERE speaker IS NOT NULL GROUP BY speaker
ORDER BY contradicted + denials DESC, n DESC, speaker LIMIT {_TOP}"""
_TOPICS = f"""{{head}}
SELECT type, count(*) AS n, count(*) FILTER (stance = 'denies') AS denials,
  count(*) FILTER (contradicted_in IS NOT NULL) AS contradicted
FROM (SELECT DISTINCT u.type, c.id, c.stance, c.contradicted_in FROM
  (SELECT unnest(claims) AS claim, type FROM {{events}} WHERE len(claims) > 0) u JOIN chosen c ON c.id = u.claim)
GROUP BY type ORDER BY n DESC, type LIMIT {_TOP}"""

_FIRST = "ORDER BY c.contradicted_in IS NULL, c.stance <> 'denies', c.day DESC NULLS LAST, c.speaker, c.id"


def _asked(connection: DuckDBPyConnection, filter: Filter, sql: str, **more: str) -> Query:
    found = sources(connection, filter)
    head = _SELECT.format(
        contradicted=_CONTRADICTED.format(events=found.events), claims=found.claims, where=claim_where(filter, found)
    )
    return query(sql.format(head=head, events=found.events, claims=found.claims, **more), filter, **found.names)


def _ranked(connection: DuckDBPyConnection, filter: Filter) -> Query:
    """The claims, those first that others contradict, and then denials."""
    order = _FIRST
    if filter.sort:
        order = ordering(filter, {name: f"c.{name}" for name in SORTS}, usual="-day", tie="c.id")
    return _asked(connection, filter, _PAGE, order=order, cut=cut(filter))


def _counted(connection: DuckDBPyConnection, filter: Filter, sql: str) -> list[dict[str, Any]]:
    return page(connection, _asked(connection, replace(filter, limit=None, offset=0, sort=None), sql))


def claims(request: Request) -> Response:
    """The page."""
    shared, address = explorer(request), address_of(request)
    rows, pager = asked(shared, address, _ranked, "claims", every=listed)
    filter = shared.store.searched(address.filter(rows=None), "claims")

    def counted() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        with shared.store.reading() as cursor:
            return _counted(cursor, filter, _SPEAKERS), _counted(cursor, filter, _TOPICS)

    speakers, topics = shared.store.kept(("claims", address.filter(rows=None)), counted)
    return shown(
        request, "claims.html", address, filtered=True, rows=rows, pager=pager, speakers=speakers, topics=topics
    )


def claims_file(request: Request) -> Response:
    """The claims as a file."""
    return filed(request, listed, "claims")
