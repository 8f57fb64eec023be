"""Verdicts: what people judge on a page, how it is written, and what was judged of an incident before."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from reportedly.casebook.parts import Verdict
from reportedly.casebook.queries import Query, page
from reportedly.casebook.verdicts import Judgement, Relation, verdict
from reportedly.errors import QueryError
from reportedly.explorer import corrections, words
from reportedly.explorer.files import as_json
from reportedly.explorer.guard import may_write
from reportedly.explorer.pages import Explorer, explorer

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["WHO", "Act", "acts", "judge", "judge_name", "verdicts", "withdraw"]

WHO = "reportedly-who"
"""The cookie that holds the name of who judges, from one verdict to the next."""

_MEMBERS = 500  # tellings that one verdict joins
_YEAR = 365 * 24 * 3600
_TABLES: Mapping[str, str] = {"same_event": "events", "copy": "reports", "same_entity": "entities", "field": "events"}
_WORDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("same_event", "copy", "same_entity"), ("same", "different", "unsure")),
    "field": ("accepted", "rejected", "corrected"),
}

_HISTORY = """SELECT * FROM verdicts WHERE subject IN (SELECT unnest($ids::VARCHAR[]))
OR other IN (SELECT unnest($ids::VARCHAR[])) ORDER BY judged DESC, id DESC"""


@dataclass(frozen=True, slots=True)
class Act:
    """What one person judged at one moment: its rows, the main one first; `counts` unless a later word replaced it."""

    rows: tuple[Mapping[str, Any], ...]
    counts: bool

    @property
    def main(self) -> Mapping[str, Any]:
        """The row that says what was judged."""
        return self.rows[0]

    @property
    def field(self) -> str | None:
        """The field as pages name it."""
        column = self.main["field"]
        known = corrections.COLUMNS.get(column or "")
        return known.name if known else column

    @property
    def value(self) -> str:
        """The corrected value in words."""
        found = {row["field"]: _plain(row["value"]) for row in self.rows if row["value"] is not None}
        low, high = (next((v for k, v in found.items() if k.endswith(end)), None) for end in ("_low", "_high"))
        if low is not None or high is not None:
            return words.amount(low, high)
        first, last = found.get("first_day"), found.get("last_day")
        if first and last and first != last:
            return f"{first} to {last}"
        value = _plain(self.main["value"])
        modes = found.get("modes")
        said = "; ".join(map(str, value)) if isinstance(value, list) else str("" if value is None else value)
        return f"{said}: {', '.join(modes)}" if modes else said


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def acts(connection: DuckDBPyConnection, ids: Sequence[str]) -> list[Act]:
    """What was judged of these events or reports, the latest first."""
    together: defaultdict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in page(connection, Query(_HISTORY, {"ids": list(ids)})):
        together[row["judged"], row["who"], row["relation"]].append(row)
    said: set[tuple[Any, ...]] = set()
    found = []
    for rows in together.values():
        ordered = sorted(rows, key=lambda row: (row["field"] not in corrections.COLUMNS, row["field"] or ""))
        subjects = {(row["relation"], row["subject"], row["other"], row["field"]) for row in rows}
        found.append(Act(tuple(ordered), not subjects & said and rows[0]["judgement"] != "withdrawn"))
        said |= subjects
    return found


def judge_name(request: Request) -> str:
    """Whose name stands in the form: that of the last verdict, or who runs the explorer."""
    return unquote(request.cookies.get(WHO, "")) or explorer(request).who or ""


async def judge(request: Request) -> Response:
    """Write a verdict: as a form, then back to the page; as JSON, then what was written."""
    given = await _given(request)
    return await run_in_threadpool(_judge, request, given)


async def withdraw(request: Request) -> Response:
    """Take back what was judged with this verdict."""
    given = await _given(request)
    return await run_in_threadpool(_withdraw, request, given)


def verdicts(request: Request) -> Response:
    """All verdicts, the latest first."""
    with explorer(request).store.reading() as cursor:
        return as_json(page(cursor, Query("SELECT * FROM verdicts ORDER BY judged DESC, id DESC", {})))


async def _given(request: Request) -> dict[str, str]:
    """What was sent. Raises HTTPException where it may not write, or is neither a form nor JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await request.body()
    try:
        if kind == "application/json":
            found = json.loads(body)
            given = {str(key): str(value) for key, value in found.items() if value is not None}
        elif kind == "application/x-www-form-urlencoded":
            given = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=50))
        else:
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send a form, or JSON")
    except (ValueError, AttributeError):
        raise HTTPException(HTTPStatus.BAD_REQUEST, "what was sent cannot be read") from None
    csrf = request.headers.get("x-csrf") or given.get("csrf", "")
    refused = may_write(request, explorer(request).keys, csrf)
    if refused is not None:
        raise HTTPException(HTTPStatus.FORBIDDEN, refused)
    return given


def _judge(request: Request, given: Mapping[str, str]) -> Response:
    shared = explorer(request)
    relation, subject, other = given.get("relation", ""), given.get("subject", ""), given.get("other") or None
    judgement = given.get("judgement", "")
    if judgement not in _WORDS.get(relation, ()):
        raise QueryError(f"{judgement!r} cannot be said of {relation!r}: verdicts are {dict(_WORDS)}")
    who = given.get("who", "").strip()[:100] or shared.who
    with shared.store.reading() as cursor:
        _exist(cursor, relation, (subject, other) if relation != "field" else (subject,))
        said = _said(cursor, relation, subject, other, judgement, given, who)
    return _written(request, given, said, who)


def _said(
    connection: DuckDBPyConnection,
    relation: str,
    subject: str,
    other: str | None,
    judgement: str,
    given: Mapping[str, str],
    who: str | None,
) -> list[Verdict]:
    """The rows of a verdict: one for a pair, one a column for a field, one a telling where two incidents are one."""
    kind, now = cast(Relation, relation), datetime.now(UTC)
    if relation == "field":
        return [
            verdict(kind, subject, cast(Judgement, word), field=column, value=value, who=who, judged=now)
            for column, (word, value) in _changes(connection, judgement, given).items()
        ]
    pairs = [(subject, other)]
    if relation == "same_event" and judgement == "same" and given.get("whole"):
        pairs = [*pairs, *((subject, event) for event in _all(connection, subject, other) if event != other)]
    return [
        verdict(kind, one, cast(Judgement, judgement), other=two, who=who, judged=now) for one, two in pairs[:_MEMBERS]
    ]


def _all(connection: DuckDBPyConnection, *events: str | None) -> list[str]:
    """All tellings of the incidents of these events, but for the first event itself."""
    found = connection.execute(
        "SELECT o.event FROM tellings t JOIN tellings o USING (incident) "
        "WHERE t.event IN (SELECT unnest(?::VARCHAR[])) AND o.event <> ? ORDER BY o.event",
        [list(events), events[0]],
    )
    return list(dict.fromkeys(event for (event,) in found.fetchall()))


def _changes(
    connection: DuckDBPyConnection, judgement: str, given: Mapping[str, str]
) -> Mapping[str | None, tuple[str, Any]]:
    """Column to judgement and value; None is the event as a whole."""
    name = given.get("field", "").strip()
    if not name:
        if judgement == "corrected":
            raise QueryError("say which field is corrected")
        return {None: (judgement, None)}
    field = next((field for field in corrections.FIELDS if field.name == name), None)
    if field is None:
        raise QueryError(f"{name!r} cannot be judged: choose one of {', '.join(f.name for f in corrections.FIELDS)}")
    if judgement == "accepted":
        return {field.column: ("accepted", None)}
    if judgement == "rejected":
        return dict.fromkeys(corrections.emptied(name), ("rejected", None))
    found = corrections.columns(connection, name, given.get("value", "")[:2_000])
    return {name: ("rejected", None) if value is None else ("corrected", value) for name, value in found.items()}


def _exist(connection: DuckDBPyConnection, relation: str, ids: Sequence[str | None]) -> None:
    """Raises QueryError unless each id is one of its kind, and no pair is one and the same."""
    table = _TABLES[relation]
    for id in ids:
        if not connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", [id]).fetchone():
            raise QueryError(f"the casebook holds no {id!r} among its {table}: load the page again")
    if len(set(ids)) < len(ids):
        raise QueryError("a pair is two of them: this is one with itself")


def _withdraw(request: Request, given: Mapping[str, str]) -> Response:
    shared = explorer(request)
    with shared.store.reading() as cursor:
        rows = page(
            cursor,
            Query(
                "SELECT v.* FROM verdicts v JOIN verdicts m ON m.id = $id AND m.judged = v.judged "
                "AND m.relation = v.relation AND m.who IS NOT DISTINCT FROM v.who",
                {"id": request.path_params["id"]},
            ),
        )
    if not rows:
        raise HTTPException(HTTPStatus.NOT_FOUND, "there is no such verdict: load the page again")
    who = given.get("who", "").strip()[:100] or shared.who
    now = datetime.now(UTC)
    said = [
        verdict(row["relation"], row["subject"], "withdrawn", other=row["other"], field=row["field"], who=who,
                judged=now)
        for row in rows
    ]  # fmt: skip
    return _written(request, given, said, who)


def _written(request: Request, given: Mapping[str, str], said: Sequence[Verdict], who: str | None) -> Response:
    shared: Explorer = explorer(request)
    counted = shared.store.judge(said)
    if "json" in request.headers.get("content-type", ""):
        return as_json({"ids": [one.id for one in said], "counted": counted}, status=HTTPStatus.CREATED)
    back = given.get("back", "")
    if not back.startswith("/") or back.startswith(("//", "/\\")):
        back = "/"
    path, _, anchor = back.partition("#")
    if not counted and path.startswith("/events/"):
        path += ("&" if "?" in path else "?") + "waiting=1"
    answer = RedirectResponse(path + (f"#{anchor}" if anchor else ""), HTTPStatus.SEE_OTHER)
    if who and who != shared.who:
        answer.set_cookie(WHO, quote(who), max_age=_YEAR, httponly=True, samesite="strict", path="/")
    return answer
