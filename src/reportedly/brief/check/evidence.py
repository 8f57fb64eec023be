"""What a sentence cites, as the checker reads it from the casebook's tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from reportedly.brief.check.tokens import folded
from reportedly.brief.tree import Citation, Sentence

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Evidence", "Library"]

_REPORTS = "SELECT id, text, title, outlet, day FROM reports WHERE id IN (SELECT unnest($ids::VARCHAR[]))"
_APPEARANCES = """SELECT report, outlet, title FROM appearances WHERE report IN (SELECT unnest($ids::VARCHAR[]))"""
_TOLD = """SELECT e.report, e.status, e.evidence_spans, t.origin, t.incident FROM tellings t
JOIN events e ON e.id = t.event WHERE e.report IN (SELECT unnest($ids::VARCHAR[]))"""
_CLAIMS = """SELECT report, speaker, entity, source_spans, content_spans FROM claims
WHERE report IN (SELECT unnest($ids::VARCHAR[]))"""
_ENTITIES = """SELECT e.id, e.report, e.name, e.mentions, a.names FROM entities e LEFT JOIN identities i
ON i.entity = e.id AND i.judgement = 'same' LEFT JOIN actors a ON a.id = i.actor
WHERE e.report IN (SELECT unnest($ids::VARCHAR[]))"""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Evidence:
    """The characters that a sentence cites, and what the casebook has beside them."""

    citations: tuple[Citation, ...]
    reports: Mapping[str, Row]
    outlets: Mapping[str, frozenset[str]]
    titles: frozenset[str]
    told: tuple[Row, ...]
    claims: tuple[Row, ...]
    entities: tuple[Row, ...]
    spans: tuple[tuple[str, str], ...] = field(default=())
    """Pairs of a report's id and the cited words, folded."""

    @property
    def cited(self) -> str:
        """All cited words."""
        return " \n ".join(words for _, words in self.spans)

    def day(self, report: str) -> date | None:
        """The day on which a report came out."""
        found = self.reports[report]["day"]
        return found if isinstance(found, date) else None

    def overlapping(self, report: str, spans: Iterable[Iterable[int]]) -> bool:
        """Whether the spans meet what is cited of the report."""
        mine = [span for c in self.citations if c.report == report for span in c.spans]
        return any(a < end and start < b for a, b in spans for start, end in mine)

    def aliases(self) -> set[str]:
        """All names that the casebook has for those whom the cited characters mention."""
        found: set[str] = set()
        for row in self.entities:
            if self.overlapping(row["report"], row["mentions"]):
                found |= {folded(name) for name in (row["name"], *(row["names"] or ()))}
        return found


class Library:
    """The reports that a brief cites, looked up together."""

    def __init__(self, connection: DuckDBPyConnection, ids: Iterable[str]) -> None:
        given = {"ids": sorted(ids)}
        self.reports = {row["id"]: row for row in _rows(connection, _REPORTS, given)}
        outlets: dict[str, set[str]] = {id: set() for id in self.reports}
        titles: dict[str, set[str]] = {id: set() for id in self.reports}
        for row in (*self.reports.values(), *_rows(connection, _APPEARANCES, given)):
            id = row.get("report") or row["id"]
            outlets[id] |= {row["outlet"]} if row["outlet"] else set()
            titles[id] |= {row["title"]} if row["title"] else set()
        self.outlets = {id: frozenset(names) for id, names in outlets.items()}
        self.titles = {id: frozenset(said) for id, said in titles.items()}
        self.told = _by_report(_rows(connection, _TOLD, given))
        self.claims = _by_report(_rows(connection, _CLAIMS, given))
        self.entities = _by_report(_rows(connection, _ENTITIES, given))

    def evidence(self, sentence: Sentence) -> Evidence:
        """What the sentence cites; citations of reports that are not there are left to the caller."""
        kept = tuple(c for c in sentence.citations if c.report in self.reports)
        ids = list(dict.fromkeys(c.report for c in kept))
        spans = tuple((c.report, folded(self.reports[c.report]["text"][a:b])) for c in kept for a, b in c.spans)
        return Evidence(
            citations=kept,
            reports={id: self.reports[id] for id in ids},
            outlets={id: self.outlets[id] for id in ids},
            titles=frozenset(folded(title) for id in ids for title in self.titles[id]),
            told=tuple(row for id in ids for row in self.told.get(id, ())),
            claims=tuple(row for id in ids for row in self.claims.get(id, ())),
            entities=tuple(row for id in ids for row in self.entities.get(id, ())),
            spans=spans,
        )


def _rows(connection: DuckDBPyConnection, sql: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        found = cursor.execute(sql, dict(given))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _by_report(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["report"], []).append(row)
    return found
