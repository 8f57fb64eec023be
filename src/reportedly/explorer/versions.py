"""An incident's versions: what each report says of it, field by field, and how that stands to what the others say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from reportedly.casebook.queries import Filter, Query, page
from reportedly.casebook.queries.conditions import sources
from reportedly.casebook.queries.present import present_quantities
from reportedly.casebook.queries.says import OWN_VOICE, SAYS
from reportedly.explorer import words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Cell", "Origin", "Telling", "Version", "origins", "tellings", "versions"]

Mark = Literal["equal", "compatible", "contradicting", ""]
"""How a value stands to those of other reports; empty: nobody else says anything of it, or it was not compared."""

_ORDER: Mapping[str, int] = {"contradicting": 0, "compatible": 1, "equal": 2, "": 3}

_TELLINGS = f"""WITH telling AS MATERIALIZED (
  SELECT e.*, t.origin, t.why, t.current FROM tellings t JOIN {{events}} e ON e.id = t.event
  WHERE t.incident = $incident),
says AS ({SAYS.format(events="telling", claims="{claims}")})
SELECT e.*, coalesce(s.says, {OWN_VOICE}) AS says, r.outlet, r.published, r.title, r.url, r.day AS report_day,
  o.root, o.why AS copied, o.outlet AS voice, coalesce(v.report, '') AS replaced_by,
  n.replaces IS NOT NULL AS renewed
FROM telling e JOIN reports r ON r.id = e.report LEFT JOIN says s ON s.event = e.id
LEFT JOIN origins o ON o.report = e.report LEFT JOIN versions v ON v.replaces = e.report
LEFT JOIN versions n ON n.report = e.report AND n.replaces = o.root
ORDER BY e.current DESC, r.day NULLS LAST, r.published, e.report, e.trigger_spans"""

_NUMBERS = """SELECT q.event, q.kind, q.low, q.high, q.value, q.bound, q.as_written FROM {quantities} q
WHERE q.event IN (SELECT event FROM tellings WHERE incident = $incident) ORDER BY q.spans"""

_COMPARISONS = """SELECT field, relation, event, other, value, other_value FROM comparisons
WHERE incident = $incident"""

_OWN_VOICE = "the report's own voice"
FIELDS = ("what", "status", "when", "who", "whom", "where")
_COMPARED = {"status": "status", "day": "when", "actor": "who", "recipient": "whom", "place": "where"}
"""The field of a comparison to the column it stands in; a number's is its own kind."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a version says in one field, and how that stands to the others."""

    words: tuple[str, ...]
    mark: Mark
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """An event of the incident: its row, with its report's, and its numbers by kind."""

    row: Mapping[str, Any]
    numbers: Mapping[str, str]

    @property
    def id(self) -> str:
        """The event's id."""
        return str(self.row["id"])


@dataclass(frozen=True, slots=True)
class Version:
    """What one report says on one word: its tellings, and its cell in every column."""

    first: Telling
    tellings: tuple[Telling, ...]
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose word several tellings are: they count once, however many reports repeat them."""

    name: str
    told: tuple[tuple[Telling, int], ...]
    denies: bool

    @property
    def reports(self) -> int:
        """How many reports tell it on this word."""
        return len({telling.row["report"] for telling, _ in self.told})


def tellings(connection: DuckDBPyConnection, incident: str) -> list[Telling]:
    """The tellings of an incident as they stand after all verdicts, those that count first."""
    found = sources(connection, Filter())
    asked = {"incident": incident}
    rows = page(connection, Query(_TELLINGS.format(events=found.events, claims=found.claims), asked))
    numbers: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in page(connection, Query(_NUMBERS.format(quantities=present_quantities(connection)), asked)):
        said = row["as_written"] if row["bound"] != "exact" else words.amount(row["low"], row["high"])
        numbers[row["event"]].setdefault(row["kind"], said or row["as_written"])
    return [Telling(row, {**numbers[row["id"]], **_tolls(row)}) for row in rows]


def _tolls(row: Mapping[str, Any]) -> dict[str, str]:
    """Deaths and injured as the event's own row has them, which people may have corrected."""
    told = {kind: words.amount(row[f"{kind}_low"], row[f"{kind}_high"]) for kind in ("deaths", "injured")}
    return {kind: said for kind, said in told.items() if said}


def versions(connection: DuckDBPyConnection, incident: str, told: Sequence[Telling]) -> tuple[list[Version], list[str]]:
    """Each report's version, and the columns that any of them fills."""
    rows = page(connection, Query(_COMPARISONS, {"incident": incident}))
    marks = _marks(rows)
    groups: defaultdict[tuple[str, str], list[Telling]] = defaultdict(list)
    for telling in told:
        groups[telling.row["report"], telling.row["says"]].append(telling)
    kinds = list(dict.fromkeys(kind for telling in told for kind in telling.numbers))
    columns = [*FIELDS, *sorted(kinds, key=lambda kind: (kind not in ("deaths", "injured"), kind))]
    found = [
        Version(group[0], tuple(group), {column: _cell(column, group, marks) for column in columns})
        for group in groups.values()
    ]
    found = _spread(found, columns)
    return found, [column for column in columns if any(version.cells[column].words for version in found)]


def _spread(found: Sequence[Version], columns: Sequence[str]) -> list[Version]:
    """Who says in the same words what was compared for another stands to the others as that one does."""
    known = {
        (column, cell.words): cell for one in found for column, cell in one.cells.items() if cell.mark and cell.words
    }
    return [
        replace(one, cells={c: one.cells[c] if one.cells[c].mark else known.get((c, one.cells[c].words), one.cells[c])
                            for c in columns})
        if one.first.row["current"] else one
        for one in found
    ]  # fmt: skip


def _cell(column: str, group: Sequence[Telling], marks: Mapping[tuple[str, str], tuple[Mark, tuple[str, ...]]]) -> Cell:
    said = tuple(dict.fromkeys(value for telling in group if (value := _said(column, telling))))
    found = [marks[key] for telling in group if (key := (column, telling.id)) in marks]
    mark, against = min(found, key=lambda pair: _ORDER[pair[0]], default=("", ()))
    return Cell(said, mark if said else "", against if said else ())


def _said(column: str, telling: Telling) -> str:
    row = telling.row
    if column == "what":
        return words.plain_type(row["type"], row["modes"])
    if column == "status":
        return "denied" if row["status"] == "negated" else str(row["status"])
    if column in ("who", "whom"):
        return words.names(row["actors" if column == "who" else "recipients"], 6)
    if column == "where":
        return words.where(row)
    return words.days(row) if column == "when" else telling.numbers.get(column, "")


def _marks(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[Mark, tuple[str, ...]]]:
    """For each column and event: how its value stands to the others, and the values that it contradicts.

    Every value is compared through one telling that holds it; who else says the same stands in rows of equals.
    """
    same: dict[tuple[str, str], tuple[str, str]] = {}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        while same.setdefault(key, key) != key:
            key = same[key]
        return key

    compared = list(rows)
    for row in compared:
        if row["relation"] == "equal":
            column = _column(row["field"])
            same[root((column, row["event"]))] = root((column, row["other"]))
    met: defaultdict[tuple[str, str], set[tuple[Mark, str]]] = defaultdict(set)
    for row in compared:
        column, relation = _column(row["field"]), row["relation"]
        met[root((column, row["event"]))].add((relation, row["other_value"]))
        met[root((column, row["other"]))].add((relation, row["value"]))
    found: dict[tuple[str, str], tuple[Mark, tuple[str, ...]]] = {}
    for key in list(same):
        relations = met[root(key)]
        mark: Mark = min((relation for relation, _ in relations), key=lambda r: _ORDER[r], default="")
        against = {value for relation, value in relations if relation == "contradicting"}
        found[key] = mark, tuple(sorted("denied" if value == "negated" else value for value in against))
    return found


def _column(field: str) -> str:
    return _COMPARED.get(field, field)


def origins(told: Iterable[Telling]) -> list[Origin]:
    """Whose words the tellings are, those that most reports repeat first, denials last; each report is named once."""
    groups: defaultdict[str, list[Telling]] = defaultdict(list)
    for telling in told:
        if telling.row["current"]:
            groups[telling.row["origin"]].append(telling)
    found = []
    for group in groups.values():
        reports: dict[str, list[Telling]] = {}
        for telling in group:
            reports.setdefault(telling.row["report"], []).append(telling)
        firsts = tuple((tellings[0], len(tellings)) for tellings in reports.values())
        denies = any(telling.row["status"] == "negated" for telling in group)
        found.append(Origin(_name(group), firsts, denies))
    return sorted(found, key=lambda origin: (origin.denies, -origin.reports, origin.name))


def _name(group: Sequence[Telling]) -> str:
    """Whose word it is, as the reports themselves put it."""
    said = [words.bare(telling.row["why"]).removeprefix("a copy; ") for telling in group]
    named = dict.fromkeys(
        why.removeprefix("the report cites ").removesuffix(" says so") for why in said if why != _OWN_VOICE
    )
    if named:
        return "; ".join(list(named)[:3])
    row = group[0].row
    return f"{row['voice'] or row['outlet'] or 'an unnamed outlet'}, in its own voice"
