"""One incident: what happened in words, every report's own version, whose words these are, and what people judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.casebook.queries import Query, page
from reportedly.explorer import corrections
from reportedly.explorer.files import as_json, table_as
from reportedly.explorer.judging import Act, acts, judge_name
from reportedly.explorer.pages import address_of, explorer
from reportedly.explorer.pages import page as shown
from reportedly.explorer.versions import Origin, Telling, Version, origins, tellings, versions

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["event", "event_file"]

_NEAR = 8  # incidents that may be the same, shown

_INCIDENT = "SELECT * FROM incidents WHERE id = $id"
_MOVED = "SELECT incident FROM tellings WHERE event = $id"
_EVENTS = """SELECT t.event, t.report FROM tellings t WHERE t.incident = $id
UNION SELECT e.id, e.report FROM events e WHERE e.id = $id"""
_ASIDE = """SELECT e.id, e.report, r.outlet, r.published, e.evidence FROM tellings t JOIN events e ON e.id = t.event
JOIN reports r ON r.id = e.report WHERE t.incident = $id AND e.id NOT IN (SELECT unnest($shown::VARCHAR[]))"""
_NEARLY = f"""SELECT i.*, n.mine, n.theirs, n.score FROM (
  SELECT t.incident, arg_max(l.mine, l.score) AS mine, arg_max(l.theirs, l.score) AS theirs, max(l.score) AS score
  FROM (SELECT event AS mine, other AS theirs, score FROM links WHERE event IN (SELECT unnest($events::VARCHAR[]))
        AND judgement <> 'different'
        UNION ALL SELECT other, event, score FROM links WHERE other IN (SELECT unnest($events::VARCHAR[]))
        AND judgement <> 'different') l
  JOIN tellings t ON t.event = l.theirs WHERE t.incident <> $id GROUP BY t.incident) n
JOIN incidents i ON i.id = n.incident WHERE i.reports > 0 ORDER BY n.score DESC LIMIT {_NEAR}"""
_COPIES = """SELECT c.report, c.copy_of, c.score, r.outlet, o.outlet AS of_outlet FROM copies c
JOIN reports r ON r.id = c.report JOIN reports o ON o.id = c.copy_of
WHERE c.report IN (SELECT unnest($reports::VARCHAR[])) AND c.judgement = 'same' ORDER BY r.day, r.id"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the page of an incident shows."""

    incident: Mapping[str, Any]
    modes: Sequence[str]
    tellings: Sequence[Telling]
    versions: Sequence[Version]
    columns: Sequence[str]
    origins: Sequence[Origin]
    copies: Sequence[Mapping[str, Any]]
    near: Sequence[Mapping[str, Any]]
    aside: Sequence[Mapping[str, Any]]
    acts: Sequence[Act]

    @property
    def leading(self) -> Telling | None:
        """The telling with which others are said to be the same, or not."""
        return next(iter(self.tellings), None)

    def judged(self, event: str) -> list[Act]:
        """What counts of what was judged of this event."""
        return [act for act in self.acts if act.counts and event in (act.main["subject"], act.main["other"])]


def event(request: Request) -> Response:
    """The page; an event's own id leads to the incident that it now belongs to."""
    id = request.path_params["id"]
    with explorer(request).store.reading() as cursor:
        sheet = _sheet(cursor, id)
        if sheet is None:
            return RedirectResponse(f"/events/{quote(_moved(cursor, id))}", HTTPStatus.TEMPORARY_REDIRECT)
    return shown(
        request,
        "event.html",
        address_of(request),
        sheet=sheet,
        fields=corrections.FIELDS,
        judge=judge_name(request),
        waiting="waiting" in request.query_params,
    )


def event_file(request: Request) -> Response:
    """The incident with all its tellings as JSON; its tellings as CSV."""
    id = request.path_params["id"]
    with explorer(request).store.reading() as cursor:
        sheet = _sheet(cursor, id)
        if sheet is None:
            suffix = request.url.path.rpartition(".")[2]
            target = f"/events/{quote(_moved(cursor, id))}.{suffix}"
            return RedirectResponse(target, HTTPStatus.TEMPORARY_REDIRECT)
    if request.url.path.endswith(".csv"):
        names = list(sheet.tellings[0].row) if sheet.tellings else []
        return table_as("csv", names, ([telling.row[name] for name in names] for telling in sheet.tellings))
    return as_json(
        {
            **sheet.incident,
            "tellings": [{**telling.row, "numbers": dict(telling.numbers)} for telling in sheet.tellings],
            "versions": [
                {
                    "report": version.first.row["report"],
                    "says": version.first.row["says"],
                    "events": [telling.id for telling in version.tellings],
                    "fields": {
                        column: {"words": cell.words, "relation": cell.mark or None, "against": cell.against}
                        for column, cell in version.cells.items()
                        if cell.words
                    },
                }
                for version in sheet.versions
            ],
            "verdicts": [dict(row) for act in sheet.acts for row in act.rows],
        }
    )


def _sheet(connection: DuckDBPyConnection, id: str) -> Sheet | None:
    """The sheet of an incident; None where the id is that of none."""
    rows = page(connection, Query(_INCIDENT, {"id": id}))
    if not rows:
        return None
    told = tellings(connection, id)
    found, columns = versions(connection, id, told)
    members = page(connection, Query(_EVENTS, {"id": id}))
    events, reports = [row["event"] for row in members], sorted({row["report"] for row in members})
    seen = [telling.id for telling in told]
    return Sheet(
        incident=rows[0],
        modes=sorted({mode for telling in told for mode in telling.row["modes"]}),
        tellings=told,
        versions=found,
        columns=columns,
        origins=origins(told),
        copies=page(connection, Query(_COPIES, {"reports": reports})),
        near=page(connection, Query(_NEARLY, {"id": id, "events": events})),
        aside=page(connection, Query(_ASIDE, {"id": id, "shown": seen})),
        acts=acts(connection, [*events, *reports]),
    )


def _moved(connection: DuckDBPyConnection, id: str) -> str:
    """The incident to which an event of this id belongs. Raises HTTPException where there is none."""
    found = connection.execute(_MOVED, {"id": id}).fetchone()
    if found is None:
        raise HTTPException(
            HTTPStatus.NOT_FOUND, "there is no event of this id: links may have changed since; look for it in the list"
        )
    return str(found[0])
