"""One report: its text with all that was read from it, whose words are whose, and why it was read so."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reportedly.casebook.queries import Filter, Query, page, tellings
from reportedly.casebook.queries.conditions import Sources, sources
from reportedly.casebook.queries.present import present_quantities
from reportedly.casebook.queries.says import SAYS
from reportedly.explorer.address import parse
from reportedly.explorer.files import as_json, rows_as, table_as
from reportedly.explorer.marked import Read, lay_out
from reportedly.explorer.pages import address_of, explorer
from reportedly.explorer.pages import page as shown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["explain", "explain_file", "report", "report_file"]

AT_ONCE = 200_000
"""Characters of a text that one page shows; what is longer goes on on the next."""

_EXPLAINED = 100_000  # characters of a text that is read anew while one waits
_KEPT = 16  # explanations kept

_REPORT = """SELECT r.*, m.coder, m.parser, m.knowledge, o.root, o.outlet AS voice, o.why AS copied,
  o.words AS copied_words, n.report AS newer, v.replaces AS older
FROM reports r LEFT JOIN imports m ON m.part = r.part LEFT JOIN origins o ON o.report = r.id
LEFT JOIN versions n ON n.replaces = r.id LEFT JOIN versions v ON v.report = r.id
WHERE r.id = $id LIMIT 1"""
_APPEARED = "SELECT source, outlet, url, published, title, seen FROM appearances WHERE report = $id ORDER BY seen"
_OF_REPORT = {
    "events": "SELECT e.*, t.incident, t.origin FROM {events} e LEFT JOIN tellings t ON t.event = e.id "
    "WHERE e.report = $id ORDER BY e.trigger_spans",
    "parties": "SELECT * FROM {parties} p WHERE p.report = $id ORDER BY p.spans",
    "claims": "SELECT * FROM {claims} c WHERE c.report = $id ORDER BY c.content_spans",
    "quantities": "SELECT * FROM {quantities} WHERE report = $id ORDER BY spans",
    "entities": "SELECT * FROM entities WHERE report = $id ORDER BY id",
}
_SAYS = SAYS.format(events="(SELECT * FROM {events} WHERE report = $id)", claims="{claims}")


def report(request: Request) -> Response:
    """The page."""
    address = address_of(request)
    with explorer(request).store.reading() as cursor:
        row, read = _read(cursor, request.path_params["id"])
        appeared = page(cursor, Query(_APPEARED, {"id": row["id"]}))
    pages = max(1, -(-len(read.text) // AT_ONCE))
    number = min(address.page, pages)
    rows = lay_out(read, (number - 1) * AT_ONCE, min(number * AT_ONCE, len(read.text) + 1))
    incidents = {event["id"]: event["incident"] for event in read.events}
    return shown(
        request,
        "report.html",
        address,
        report=row,
        rows=rows,
        incidents=incidents,
        appeared=appeared,
        number=number,
        pages=pages,
        read=read,
    )


def report_file(request: Request) -> Response:
    """The report with all that was read from it as JSON; its events as CSV."""
    id = request.path_params["id"]
    with explorer(request).store.reading() as cursor:
        row = _row(cursor, id)
        if request.url.path.endswith(".csv"):
            return rows_as("csv", cursor, tellings(cursor, Filter(report=id, older=True)))
        found = sources(cursor, Filter())
        tables = {name: page(cursor, _of(cursor, sql, found, id)) for name, sql in _OF_REPORT.items()}
    return as_json({**row, **tables})


def _row(connection: DuckDBPyConnection, id: str) -> dict[str, Any]:
    rows = page(connection, Query(_REPORT, {"id": id}))
    if not rows:
        raise HTTPException(HTTPStatus.NOT_FOUND, "the casebook holds no report of this id")
    return rows[0]


def _read(connection: DuckDBPyConnection, id: str) -> tuple[dict[str, Any], Read]:
    row = _row(connection, id)
    found = sources(connection, Filter())
    asked = {name: sql for name, sql in _OF_REPORT.items() if name != "entities"}
    tables = {name: page(connection, _of(connection, sql, found, id)) for name, sql in asked.items()}
    says = {told["event"]: told["says"] for told in page(connection, _of(connection, _SAYS, found, id))}
    return row, Read(row["text"], says=says, **tables)


def _of(connection: DuckDBPyConnection, sql: str, found: Sources, id: str) -> Query:
    tables = {"events": found.events, "parties": found.parties, "claims": found.claims}
    return Query(sql.format(**tables, quantities=present_quantities(connection)), {"id": id})


_reading = threading.Lock()  # one text is read at a time: a parser takes both cores and much memory
_explained: OrderedDict[str, Mapping[str, Any]] = OrderedDict()


def _why(request: Request) -> Mapping[str, Any]:
    """Why the report was read so: read anew, as the casebook keeps what was read and not the reasoning."""
    with explorer(request).store.reading() as cursor:
        row = _row(cursor, request.path_params["id"])
    with _reading:
        if row["id"] not in _explained:
            _explained[row["id"]] = {"report": row, **_read_anew(row)}
            while len(_explained) > _KEPT:
                _explained.popitem(last=False)
        return _explained[row["id"]]


def _read_anew(row: Mapping[str, Any]) -> Mapping[str, Any]:
    from reportedly.pipeline import read
    from reportedly.report import Report
    from reportedly.show.explain import explain as as_text
    from reportedly.show.explain import explained

    if len(row["text"]) > _EXPLAINED:
        raise HTTPException(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            f"this report is longer than {_EXPLAINED:,} characters: save its text and run `reportedly explain FILE`",
        )
    values = {name: row[name] for name in ("title", "outlet", "url", "published")}
    reading = read(Report(row["text"], **values))
    same = (row["coder"], row["knowledge"]) == (reading.coder.version, reading.coder.knowledge)
    return {"text": as_text(reading), "explained": explained(reading), "same": same}


def explain(request: Request) -> Response:
    """Why the report was coded so."""
    return shown(request, "explain.html", parse(request.url.path, ()), **_why(request))


def explain_file(request: Request) -> Response:
    """The same as values: JSON with everything, CSV with a row for each step of the reasoning."""
    found = _why(request)["explained"]
    if request.url.path.endswith(".json"):
        return as_json(found)
    steps = [
        (event["id"], event["type"], event["status"], why["field"], why["rule"], why["detail"])
        for event in found["events"]
        for why in event["why"]
    ]
    turned_down = [("", one["candidate"], "not coded", "", "", one["reason"]) for one in found["rejected"]]
    return table_as("csv", ("event", "type", "status", "field", "rule", "detail"), [*steps, *turned_down])
