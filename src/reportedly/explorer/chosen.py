"""The incidents behind one filter, chosen once, and what is counted over them: cells, weeks, facets, who acts on whom.

What is asked of the reports that tell an incident is dear, so its answer is kept in a temporary table; what an incident
holds itself is asked of the table as it stands.
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from reportedly.casebook.queries import Filter, Query
from reportedly.casebook.queries.conditions import INCIDENT_FIELDS, incident_where, sources
from reportedly.casebook.queries.filter import active
from reportedly.casebook.queries.incidents import SORTS
from reportedly.casebook.queries.query import cut, ordering, query

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["ASIDE", "COARSE", "MARKS", "NODES", "Cell", "Chosen", "Facets", "Network", "Weeks"]

MARKS = 10_000
"""Marks on a map at most."""

NODES = 300
"""Actors in a network at most."""

COARSE = frozenset({"country", "continent", "sea", "region"})
"""Kinds of place that no point stands for."""

TOP = 20
"""Values of a facet."""

_TOLD = {"outlet": "outlets", "mode": "modes", "speaker": "speakers"}
ASIDE = ("place", "actor", "recipient", *_TOLD)
"""The facets that are long, and take longest to count: last those of what reports say, each in its own way."""

_FEW = 60_000  # incidents whose reports are counted while one waits
_WEEKS = 1_600  # weeks of a timeline: thirty years
_LINKS = 900

Level = Literal["place", "country"]
Facets = dict[str, list[tuple[str | None, int]]]
"""Facet to its values, None for unknown, with how many incidents have each."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A mark on the map: a place, or a square degree where there are too many places."""

    longitude: float
    latitude: float
    n: int
    place: str | None
    country: str | None
    kind: str | None

    @property
    def level(self) -> Level:
        """How fine the place is."""
        return "country" if self.kind in COARSE else "place"


@dataclass(frozen=True, slots=True)
class Weeks:
    """How many a week, by type: `n[type][week]`; `outside` lie far from the rest, `undated` have no day."""

    weeks: tuple[date, ...]
    types: tuple[str, ...]
    n: tuple[tuple[int, ...], ...]
    outside: int
    undated: int


@dataclass(frozen=True, slots=True)
class Network:
    """Who acts on whom: `nodes` are names with how many incidents they are in, `links` actor, recipient, type and n."""

    nodes: tuple[tuple[str, int], ...]
    links: tuple[tuple[str, str, str, int], ...]


class Chosen:
    """The incidents that a filter leaves. Its cursor serves one thread at a time: `mine`."""

    def __init__(self, cursor: DuckDBPyConnection, filter: Filter) -> None:
        self._cursor = cursor
        self._filter = filter
        self._lock = threading.RLock()
        self._base: Query | None = None
        self._placed: list[dict[str, Any]] | None = None
        self.closed = False

    @contextmanager
    def mine(self) -> Iterator[None]:
        """While it is held nobody else asks or closes it."""
        with self._lock:
            yield

    def close(self) -> None:
        """Let go of the cursor, once whoever asks is done."""
        with self._lock:
            self.closed = True
            self._cursor.close()

    def total(self) -> int:
        """How many there are."""
        (row,) = self._ask("SELECT count(*) AS n FROM {base}")
        return int(row["n"])

    def page(self, filter: Filter) -> Filter | None:
        """What asks for the rows of the page that this filter asks for; None where there are none."""
        order = ordering(filter, SORTS, usual="-day", tie="i.id")
        rows = self._ask(f"SELECT i.id FROM {{base}} {order} {cut(filter)}", limit=filter.limit, offset=filter.offset)
        ids = [row["id"] for row in rows]
        return Filter(incident=ids, older=filter.older, sort=filter.sort, limit=len(ids)) if ids else None

    def cells(self, kinds: Mapping[tuple[str | None, str | None], str | None]) -> tuple[list[Cell], int]:
        """The marks, the largest first, and how many incidents have no place on the map."""
        rows = self._places()
        placed = [row for row in rows if row["latitude"] is not None and row["longitude"] is not None]
        unplaced = sum(row["n"] for row in rows) - sum(row["n"] for row in placed)
        if len(rows) == 3 * MARKS:
            return self._squares()
        cells = [
            Cell(row["longitude"], row["latitude"], row["n"], row["place"], row["country"],
                 kinds.get((row["place"], row["country"])))
            for row in placed[:MARKS]
        ]  # fmt: skip
        return cells, unplaced

    def _places(self) -> list[dict[str, Any]]:
        """The places with their numbers, the largest first; so many that there are more than anyone draws."""
        if self._placed is None:
            self._placed = self._ask(
                "SELECT place, country, latitude, longitude, count(*) AS n FROM {base} GROUP BY ALL "
                f"ORDER BY n DESC, place, country LIMIT {3 * MARKS}"
            )
        return self._placed

    def _squares(self) -> tuple[list[Cell], int]:
        """As `cells`, by the square degree."""
        rows = self._ask(
            "SELECT avg(longitude) AS longitude, avg(latitude) AS latitude, count(*) AS n FROM {base} WHERE latitude "
            f"IS NOT NULL GROUP BY floor(latitude), floor(longitude) ORDER BY n DESC LIMIT {MARKS}"
        )
        (bare,) = self._ask("SELECT count(*) FILTER (latitude IS NULL) AS n FROM {base}")
        return [Cell(row["longitude"], row["latitude"], row["n"], None, None, None) for row in rows], bare["n"]

    def timeline(self) -> Weeks:
        """How many a week, every week from the first to the last, types by their sum."""
        rows = self._ask(
            "SELECT date_trunc('week', first_day)::DATE AS week, type, count(*) AS n FROM {base} GROUP BY week, type"
        )
        undated = sum(row["n"] for row in rows if row["week"] is None)
        told = _near_the_middle([row for row in rows if row["week"] is not None])
        kept = sum(row["n"] for row in told)
        outside = sum(row["n"] for row in rows) - undated - kept
        if not told:
            return Weeks((), (), (), outside, undated)
        first, last = min(row["week"] for row in told), max(row["week"] for row in told)
        weeks = tuple(first + timedelta(weeks=k) for k in range((last - first).days // 7 + 1))
        counted: defaultdict[str, Counter[date]] = defaultdict(Counter)
        for row in told:
            counted[row["type"]][row["week"]] = row["n"]
        types = tuple(sorted(counted, key=lambda type: (-counted[type].total(), type)))
        return Weeks(weeks, types, tuple(tuple(counted[t][w] for w in weeks) for t in types), outside, undated)

    def facets(self, aside: Collection[str] = ASIDE) -> Facets:
        """How many there are of each value, the most first.

        Of those of `ASIDE` only these are counted, and what reports say only where incidents are few enough.
        """
        found: Facets = defaultdict(list)
        names = ("type", "status", "country", "disputed", "origins")
        facet = " ".join(f"WHEN grouping({name}) = 0 THEN '{name}'" for name in names)
        value = " ".join(f"WHEN grouping({name}) = 0 THEN {name}::VARCHAR" for name in names)
        sets = ", ".join(f"({name})" for name in names)
        for row in self._ask(
            f"SELECT CASE {facet} END AS facet, CASE {value} END AS value, count(*) AS n FROM {{base}} "
            f"GROUP BY GROUPING SETS ({sets}) ORDER BY n DESC, value"
        ):
            found[row["facet"]].append((row["value"], row["n"]))
        if "place" in aside:
            places: Counter[str] = Counter()
            for row in self._places():
                if row["place"] is not None:
                    places[row["place"]] += row["n"]
            found["place"] = list(places.most_common(TOP))
        for name in ("actor", "recipient"):
            if name in aside:
                found[name] = self._top(f"{name}s")
        told = [name for name in _TOLD if name in aside]
        if told and sum(n for _, n in found["type"]) <= _FEW:
            found |= self._told(told)
        return dict(found)

    def _top(self, names: str) -> list[tuple[str | None, int]]:
        rows = self._ask(
            f"SELECT value, count(*) AS n FROM (SELECT unnest(list_distinct({names})) AS value FROM {{base}}) "
            f"GROUP BY value ORDER BY n DESC, value LIMIT {TOP}"
        )
        return [(row["value"], row["n"]) for row in rows]

    def _told(self, names: Collection[str]) -> Facets:
        """Of what the tellings say: in how many incidents one of them says so; all in one look at the tables."""
        values = " UNION ALL ".join(
            f"SELECT DISTINCT '{name}' AS facet, incident, unnest({column}) AS value FROM told"
            for name, column in _TOLD.items()
            if name in names
        )
        columns, events = "t.incident, t.outlets", ""
        if set(names) != {"outlet"}:
            columns += ", e.modes, e.speakers"
            events = f"JOIN {sources(self._cursor, self._filter).events} e ON e.id = t.event"
        rows = self._ask(
            f"""WITH told AS MATERIALIZED (SELECT {columns} FROM tellings t {events}
WHERE t.current AND t.incident IN (SELECT id FROM {{base}}))
SELECT facet, value, count(*) AS n FROM ({values}) GROUP BY facet, value
QUALIFY row_number() OVER (PARTITION BY facet ORDER BY n DESC, value) <= {TOP} ORDER BY facet, n DESC, value"""
        )
        found: Facets = defaultdict(list)
        for row in rows:
            found[row["facet"]].append((row["value"], row["n"]))
        return found

    def network(self) -> Network:
        """The pairs that the reports of most incidents name together, under the names that most use, and those in them.

        Both stand in one telling: that one report names who did it and another to whom makes no pair. At least one is
        known over reports: that guards freed prisoners tells nothing of who these are.
        """
        events = sources(self._cursor, self._filter).events
        rows = self._ask(
            f"""WITH known AS (SELECT alias, if(count(DISTINCT id) = 1, any_value(name), alias) AS name
  FROM (SELECT id, name, unnest(names) AS alias FROM actors) GROUP BY alias),
pairs AS (SELECT DISTINCT incident, type, actor, unnest(recipients) AS recipient FROM (
  SELECT t.incident, i.type, unnest(e.actors) AS actor, e.recipients FROM tellings t JOIN {{base}} ON i.id = t.incident
  JOIN {events} e ON e.id = t.event WHERE t.current AND len(e.actors) > 0 AND len(e.recipients) > 0)),
named AS (SELECT incident, type, coalesce(a.name, p.actor) AS actor, coalesce(r.name, p.recipient) AS recipient
  FROM pairs p LEFT JOIN known a ON a.alias = p.actor LEFT JOIN known r ON r.alias = p.recipient
  WHERE a.name IS NOT NULL OR r.name IS NOT NULL)
SELECT actor, recipient, type, count(DISTINCT incident) AS n FROM named WHERE actor <> recipient
GROUP BY ALL ORDER BY n DESC, actor, recipient, type LIMIT {4 * _LINKS}"""
        )
        pairs: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        names: Counter[str] = Counter()
        for row in rows:
            pairs[row["actor"], row["recipient"]][row["type"]] += row["n"]
            names.update({row["actor"]: row["n"], row["recipient"]: row["n"]})
        nodes = names.most_common(NODES)
        known = {name for name, _ in nodes}
        links = [
            (one, other, types.most_common(1)[0][0], types.total())
            for (one, other), types in pairs.items()
            if one in known and other in known
        ]
        return Network(tuple(nodes), tuple(sorted(links, key=lambda link: -link[3])[:_LINKS]))

    def _ask(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """The rows of a question in which `{base}` stands for the incidents, as `i`."""
        base = self._made()
        filled = query(sql.replace("{base}", base.sql), Filter(), **{**base.parameters, **values})
        found = self._cursor.execute(filled.sql, dict(filled.parameters))  # here, where the temporary table is
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _made(self) -> Query:
        """What stands after FROM for the incidents, and what else the text of the question names."""
        if self._base is None:
            filter = replace(self._filter, sort=None, limit=None, offset=0)
            found = sources(self._cursor, filter)
            chosen = query(f"incidents i WHERE {incident_where(filter, found)}", filter, **found.names)
            if found.events == "events" and set(active(filter)) <= INCIDENT_FIELDS:
                base = Query(f"(SELECT * FROM {chosen.sql}) i", chosen.parameters)
            else:
                self._cursor.execute(
                    f"CREATE OR REPLACE TEMP TABLE chosen AS SELECT i.rowid AS number FROM {chosen.sql}",
                    dict(chosen.parameters),
                )
                base = Query("(SELECT * FROM incidents WHERE rowid IN (SELECT number FROM chosen)) i", {})
            self._base = base
        return self._base


def _near_the_middle(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of weeks within thirty years around the middle one: what happened in 1815 would leave no room for today."""
    weeks: Counter[date] = Counter()
    for row in rows:
        weeks[row["week"]] += row["n"]
    middle, left = date.min, weeks.total() / 2
    for week in sorted(weeks):
        middle, left = week, left - weeks[week]
        if left <= 0:
            break
    return [row for row in rows if abs((row["week"] - middle).days) <= 7 * _WEEKS // 2]
