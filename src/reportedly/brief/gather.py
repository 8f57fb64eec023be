"""What a brief is made of, taken from the casebook: the best-witnessed incidents, and what lies beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from reportedly.brief.judged import as_judged, corrected_fields
from reportedly.brief.passages import Text
from reportedly.casebook.queries import Filter, Query, page
from reportedly.casebook.queries.claims import claims as list_claims
from reportedly.casebook.queries.conditions import incident_where, sources
from reportedly.casebook.queries.query import query
from reportedly.exports.told import Happened, Row, happened

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["GROUPS", "Material", "gather"]

GROUPS = {
    "happened": ("occurred", "ongoing"),
    "denied": ("negated",),
    "expected": ("future", "hypothetical"),
    "background": ("historical",),
}
"""Which statuses of incidents a section tells of."""

_AHEAD = ("fears", "hopes", "promises", "predicts", "threatens", "intends", "warns")

_CHOSEN = """SELECT i.id FROM incidents i WHERE i.status IN (SELECT unnest($group::VARCHAR[])) AND {where}
ORDER BY i.origins DESC, i.disputed DESC, i.place IS NULL, i.reports DESC, i.deaths_high DESC NULLS LAST, i.id"""
_IN = "IN (SELECT unnest($ids::VARCHAR[]))"
_MENTIONS = f"SELECT id, report, name, kind, mentions FROM entities WHERE report {_IN}"
_CLAIMS = f"SELECT * FROM claims WHERE report {_IN}"
_TIMES = f"SELECT * FROM times WHERE report {_IN}"
_ORIGINS = f"SELECT report, root, why, outlet FROM origins WHERE report {_IN}"
_OUTLETS = f"SELECT report, outlet FROM appearances WHERE outlet IS NOT NULL AND report {_IN} ORDER BY seen, source"
_CONTRADICTIONS = f"""SELECT incident, field, event, other, value, other_value FROM comparisons
WHERE relation = 'contradicting' AND incident {_IN} ORDER BY incident, field, event, other"""
_REPORTS = f"SELECT id, title, outlet, url, published, day, text FROM reports WHERE id {_IN}"


@dataclass(frozen=True)
class Material:
    """Incidents by section with how many were left out, and, by report, what was read from it besides."""

    groups: Mapping[str, Sequence[Happened]]
    left_out: Mapping[str, int]
    ahead: Sequence[Row]
    reports: Mapping[str, Row]
    outlets: Mapping[str, Sequence[str]]
    origins: Mapping[str, Row]
    entities: Mapping[str, Sequence[Row]]
    claims: Mapping[str, Sequence[Row]]
    times: Mapping[str, Sequence[Row]]
    contradictions: Mapping[str, Sequence[Row]]
    _texts: dict[str, Text] = field(default_factory=dict)

    def text(self, report: str) -> Text:
        """The report's text by passages."""
        return self._texts.setdefault(report, Text(self.reports[report]["text"]))

    @property
    def texts(self) -> dict[str, str]:
        """Ids of reports to their texts."""
        return {id: row["text"] for id, row in self.reports.items()}


def gather(connection: DuckDBPyConnection, filter: Filter, limit: int | None) -> Material:
    """All that a brief on what the filter leaves needs; of each group the `limit` best-witnessed incidents."""
    found = sources(connection, filter)
    where = incident_where(filter, found)
    kept: dict[str, list[str]] = {}
    left_out: dict[str, int] = {}
    for name, statuses in GROUPS.items():
        asked = query(_CHOSEN.format(where=where), filter, **found.names, group=list(statuses))
        ids = [row["id"] for row in page(connection, asked)]
        kept[name] = ids if limit is None else ids[:limit]
        left_out[name] = len(ids) - len(kept[name])
    every = [id for ids in kept.values() for id in ids]
    chosen = Filter(incident=every, older=filter.older)
    corrected = corrected_fields(connection)
    found_ = happened(connection, chosen) if every else ()
    told = {h.incident["id"]: as_judged(h, corrected) for h in found_}
    groups = {name: [told[id] for id in ids if id in told] for name, ids in kept.items()}
    ahead = [] if filter.stance else page(connection, list_claims(connection, _looking_ahead(filter, limit)))
    tellings = [t for group in groups.values() for h in group for t in h.tellings]
    reports = {t.report["id"] for t in tellings} | {row["report"] for row in ahead}
    return Material(
        groups=groups,
        left_out=left_out,
        ahead=ahead,
        reports={row["id"]: row for row in _rows(connection, _REPORTS, reports)},
        outlets=_outlets(connection, reports),
        origins={row["report"]: row for row in _rows(connection, _ORIGINS, reports)},
        entities=_grouped(_rows(connection, _MENTIONS, reports), "report"),
        claims=_grouped(_rows(connection, _CLAIMS, reports), "report"),
        times=_grouped(_rows(connection, _TIMES, reports), "report"),
        contradictions=_grouped(
            _rows(connection, _CONTRADICTIONS, {h.incident["id"] for group in groups.values() for h in group}),
            "incident",
        ),
    )


def _looking_ahead(filter: Filter, limit: int | None) -> Filter:
    """The filter for what is promised, hoped for or feared; what was found by its words is found by its reports."""
    within = filter.report if filter.found is None else tuple(filter.found)
    kept = replace(filter, text=None, found=None, report=within, sort=None, offset=0, limit=limit, stance=_AHEAD)
    return kept if filter.found is None or within else replace(kept, report=("none",))


def _outlets(connection: DuckDBPyConnection, reports: Iterable[str]) -> dict[str, list[str]]:
    """Where each report came out, each outlet once."""
    found = _grouped(_rows(connection, _OUTLETS, reports), "report")
    return {report: list(dict.fromkeys(row["outlet"] for row in rows)) for report, rows in found.items()}


def _rows(connection: DuckDBPyConnection, sql: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    return page(connection, Query(sql, {"ids": sorted(ids)}))


def _grouped(rows: Iterable[dict[str, Any]], key: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)
