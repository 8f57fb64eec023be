"""The same entity across reports: which actors there are, and which entity of which report each of them is.

Bodies are told by their own keys. Persons are told among all who share a family name, so that a new report can make a
name certain, or uncertain, that stood alone before. Unnamed groups ("residents", "two officials") are nobody across
reports, and get no row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportedly.casebook.bulk import insert
from reportedly.linking.ids import batches, delete, with_ids
from reportedly.linking.names import Name, body_key, initials, person_name
from reportedly.linking.verdicts import Pair

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Identity", "identify", "persons"]

_AT_ONCE = 5_000  # reports whose entities are looked at together

_COLUMNS = "e.id, e.report, e.name, e.kind, e.country, e.sectors"
_FAMILY = "regexp_extract(lower(strip_accents(e.name)), '([^\\W_]+)[^\\w]*$', 1)"


@dataclass(frozen=True, slots=True)
class _Entity:
    id: str
    report: str
    name: str
    kind: str
    country: str | None
    sectors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Which actor an entity is, how sure that is (same or unsure), and why in words."""

    actor: str
    judgement: str
    why: str


def identify(connection: DuckDBPyConnection, reports: Iterable[str], verdicts: Mapping[Pair, str]) -> set[str]:
    """Tell who the entities of these reports are, and whoever else that touches.

    Returns the reports in which somebody acts or speaks who is now told to be another, or told otherwise.
    """
    known: dict[str, Identity] = {}
    families: set[str] = set()
    short: set[str] = set()
    judged = {entity for pair in verdicts for entity in pair}
    lots = [("e.report IN (SELECT id FROM asked)", some) for some in batches(sorted(reports), _AT_ONCE)]
    for where, some in [*lots, ("e.id IN (SELECT id FROM asked)", sorted(judged))]:
        for entity in _entities(connection, where, some):
            if entity.kind == "person":
                families |= {name.family for name in [person_name(entity.name)] if name} | {_last(entity.name)}
            elif (told := _body(entity)) is not None:
                known[entity.id] = told
                short |= {letters for letters in [initials(told.actor)] if letters}
                short |= {entity.name.casefold()} if _is_acronym(entity.name) else set()
    people = list(_entities(connection, f"e.kind = 'person' AND {_FAMILY} IN (SELECT id FROM asked)", families))
    known |= persons((e.id, e.name, e.country, e.sectors) for e in people)
    touched = _write(connection, known)
    called = _acronyms(connection, short, {told.actor for told in known.values()})
    _judge(connection, called, verdicts)
    touched |= _write(connection, called)
    return _named_in(connection, _count(connection, touched))


def _entities(connection: DuckDBPyConnection, where: str, ids: Iterable[str]) -> Iterator[_Entity]:
    with_ids(connection, "asked", ids)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM entities e WHERE e.kind <> 'unnamed' AND {where} ORDER BY e.id"
    ).fetchall()
    for id, report, name, kind, country, sectors in rows:
        yield _Entity(id, report, name, kind, country, tuple(s for s in sectors if s != "UNK"))


def _last(name: str) -> str:
    """The last word as the query sees it."""
    found = person_name(name.split()[-1]) if name.split() else None
    return found.family if found else ""


def _body(entity: _Entity) -> Identity | None:
    key = body_key(entity.name, entity.kind, entity.country, next(iter(entity.sectors), None))
    if key is None:
        return None
    why = {"country": "a country", "state": "the state's own"}.get(key.partition(":")[0], "the same name")
    return Identity(key, "same", why)


def _is_acronym(name: str) -> bool:
    return name.isupper() and name.isalpha() and 2 <= len(name) <= 6


def persons(entities: Iterable[tuple[str, str, str | None, Sequence[str]]]) -> dict[str, Identity]:
    """Who is who among persons (id, name, country, sectors) of some family names, all of whom are given.

    Equal names are one person unless their countries differ; a name without a country is the one person of that name
    whose country is known, if there is only one. A name that leaves words of another out is that other's if there is
    only one who it may be and country and sectors, where known, agree; a family name alone must have both in common.
    """
    found = [
        (id, name, country, frozenset(sectors))
        for id, written, country, sectors in entities
        if (name := person_name(written)) is not None
    ]
    countries: defaultdict[Name, set[str]] = defaultdict(set)
    sectors: defaultdict[tuple[Name, str | None], set[str]] = defaultdict(set)
    for _, name, country, codes in found:
        countries[name] |= {country} if country else set()
        sectors[name, country] |= codes
    longer = {name: [other for other in countries if name.shortens(other)] for name in countries}
    return {id: _person(name, country, codes, countries, sectors, longer[name]) for id, name, country, codes in found}


def _person(
    name: Name,
    country: str | None,
    codes: frozenset[str],
    countries: Mapping[Name, set[str]],
    sectors: Mapping[tuple[Name, str | None], set[str]],
    longer: Sequence[Name],
) -> Identity:
    if not longer:
        return _of_name(name, country, countries[name])
    fits = []
    for other in longer:
        for theirs in _or_none(countries[other]):
            held = sectors.get((other, theirs), set()) | sectors.get((other, None), set())
            if (not country or not theirs or country == theirs) and (not codes or not held or codes & held):
                fits.append((other, theirs, bool(country and theirs and codes & held)))
    if not fits:
        return _of_name(name, country, countries[name])
    full, theirs, firm = min(fits, key=lambda fit: (not fit[2], fit[0].words, fit[1] or ""))
    actor = _person_id(full, theirs)
    if len(fits) == 1 and (firm or len(name.words) > 1):
        return Identity(actor, "same", f"a shorter form of {' '.join(full.words)}, who alone fits")
    return Identity(actor, "unsure", f"may be {' '.join(full.words)}" + ("" if len(fits) == 1 else ", or others"))


def _or_none(countries: Iterable[str]) -> Sequence[str | None]:
    return sorted(countries) or [None]


def _of_name(name: Name, country: str | None, countries: set[str]) -> Identity:
    if country or not countries:
        return Identity(_person_id(name, country), "same", "the same name" + (" and country" if country else ""))
    if len(countries) == 1 and len(name.words) > 1:
        return Identity(_person_id(name, *countries), "same", "the same name, and nobody else has it")
    return Identity(_person_id(name, min(countries)), "unsure", "the same name, but others have it too")


def _person_id(name: Name, country: str | None) -> str:
    return f"person:{country or ''}:{' '.join(name.words)}"


def _acronyms(connection: DuckDBPyConnection, letters: Iterable[str], new: Iterable[str]) -> dict[str, Identity]:
    """Entities called by initials: the one body of their country whose initials and sectors these are."""
    with_ids(connection, "letters", letters)
    where = "e.kind <> 'person' AND lower(e.name) IN (SELECT id FROM letters) AND e.name = upper(e.name)"
    called = [e for e in _entities(connection, where, ()) if _is_acronym(e.name) and e.country]
    wanted = {(entity.name.casefold(), entity.country) for entity in called}
    bodies = _bodies(connection, wanted, new) if wanted else {}
    found = {}
    for entity in called:
        own = _body(entity)
        theirs = bodies.get((entity.name.casefold(), entity.country), {})
        fits = [actor for actor, sectors in theirs.items() if sectors & set(entity.sectors)]
        if own is not None and initials(own.actor) is None:
            found[entity.id] = Identity(fits[0], "same", "its initials, in the same country") if len(fits) == 1 else own
    return found


def _bodies(
    connection: DuckDBPyConnection, wanted: set[tuple[str, str | None]], new: Iterable[str]
) -> dict[tuple[str, str | None], dict[str, set[str]]]:
    """The bodies with these initials and countries, and the sectors they have where they go by their full names."""
    rows = connection.execute("SELECT id FROM actors WHERE id LIKE 'body:%' AND contains(id, ' ')").fetchall()
    actors = {*new, *(id for (id,) in rows)}
    told = {actor: (initials(actor) or "", actor.split(":")[1]) for actor in actors}
    fits = {actor: key for actor, key in told.items() if key in wanted}
    with_ids(connection, "asked", fits)
    found: dict[tuple[str, str | None], dict[str, set[str]]] = {key: {} for key in fits.values()}
    for actor, name, sectors in connection.execute(
        "SELECT i.actor, e.name, e.sectors FROM identities i JOIN asked a ON a.id = i.actor "
        "JOIN entities e ON e.id = i.entity ORDER BY i.actor"
    ).fetchall():
        if not _is_acronym(name):
            found[fits[actor]].setdefault(actor, set()).update(sector for sector in sectors if sector != "UNK")
    return found


def _judge(connection: DuckDBPyConnection, known: dict[str, Identity], verdicts: Mapping[Pair, str]) -> None:
    """What people judged of two entities goes before all else."""
    for (one, other), judgement in sorted(verdicts.items()):
        told = _of(connection, known, one)
        if told is None:
            continue
        if judgement == "same":
            known[other] = Identity(told.actor, "same", "so judged")
        elif judgement == "different" and (theirs := _of(connection, known, other)) and theirs.actor == told.actor:
            known[other] = Identity(f"{told.actor}#{other}", "same", "judged to be another")


def _of(connection: DuckDBPyConnection, known: Mapping[str, Identity], entity: str) -> Identity | None:
    if entity in known:
        return known[entity]
    row: Any = connection.execute("SELECT actor, judgement, why FROM identities WHERE entity = ?", [entity]).fetchone()
    return Identity(*row) if row else None


def _write(connection: DuckDBPyConnection, known: Mapping[str, Identity]) -> set[str]:
    """Put the identities that are new or changed; returns the actors that they touch, those they left too."""
    with_ids(connection, "asked", known)
    rows = connection.execute("SELECT i.* FROM identities i JOIN asked a ON a.id = i.entity").fetchall()
    before = {entity: Identity(actor, judgement, why) for entity, actor, judgement, why in rows}
    changed = {entity: told for entity, told in known.items() if before.get(entity) != told}
    delete(connection, "identities", "entity", changed)
    insert(
        connection,
        "identities",
        ({"entity": e, "actor": t.actor, "judgement": t.judgement, "why": t.why} for e, t in sorted(changed.items())),
    )
    return {told.actor for told in changed.values()} | {before[e].actor for e in changed if e in before}


_ACTORS = """
WITH named AS (
  SELECT i.actor, e.* FROM identities i JOIN wanted w ON w.id = i.actor JOIN entities e ON e.id = i.entity
  WHERE i.judgement = 'same'
), names AS (
  SELECT actor, list(name ORDER BY reports DESC, length(name) DESC, name) AS names FROM (
    SELECT actor, regexp_replace(name, '\\s+', ' ', 'g') AS name, count(DISTINCT report) AS reports
    FROM named GROUP BY ALL) GROUP BY actor
), kinds AS (
  SELECT actor, arg_max(kind, (reports, kind)) AS kind FROM (
    SELECT actor, kind, count(DISTINCT report) AS reports FROM named GROUP BY ALL) GROUP BY actor
), countries AS (
  SELECT actor, arg_max(country, (reports, country)) AS country FROM (
    SELECT actor, country, count(DISTINCT report) AS reports FROM named WHERE country IS NOT NULL GROUP BY ALL)
  GROUP BY actor
), codes AS (
  SELECT actor, list(sector ORDER BY reports DESC, sector) AS sectors FROM (
    SELECT actor, sector, count(DISTINCT report) AS reports FROM (
      SELECT actor, report, unnest(sectors) AS sector FROM named) GROUP BY ALL) GROUP BY actor
), roles AS (
  SELECT n.actor, count(DISTINCT p.event) FILTER (p.role = 'actor') AS as_actor,
    count(DISTINCT p.event) FILTER (p.role = 'recipient') AS as_recipient
  FROM named n JOIN parties p ON p.entity = n.id GROUP BY n.actor
), speakers AS (
  SELECT n.actor, count(*) AS as_speaker FROM named n JOIN claims c ON c.entity = n.id GROUP BY n.actor
), counted AS (
  SELECT actor, count(DISTINCT report) AS reports FROM named GROUP BY actor
)
INSERT INTO actors BY NAME
SELECT c.actor AS id, names[1] AS name, kind, country, coalesce(sectors, []) AS sectors, names, reports,
  coalesce(as_actor, 0) AS as_actor, coalesce(as_recipient, 0) AS as_recipient, coalesce(as_speaker, 0) AS as_speaker
FROM counted c JOIN names USING (actor) JOIN kinds USING (actor) LEFT JOIN countries USING (actor)
LEFT JOIN codes USING (actor) LEFT JOIN roles USING (actor) LEFT JOIN speakers USING (actor)
"""


def _count(connection: DuckDBPyConnection, touched: set[str]) -> set[str]:
    """Count these actors anew; returns those who are told otherwise than before: by name, kind, country or sectors."""
    told = "SELECT a.id, name, kind, country, sectors FROM actors a JOIN wanted w ON w.id = a.id"
    with_ids(connection, "wanted", touched)
    before = {repr(row): row[0] for row in connection.execute(told).fetchall()}
    delete(connection, "actors", "id", touched)
    connection.execute(_ACTORS)
    after = {repr(row): row[0] for row in connection.execute(told).fetchall()}
    return {(before.get(key) or after[key]) for key in before.keys() ^ after.keys()}


def _named_in(connection: DuckDBPyConnection, actors: Iterable[str]) -> set[str]:
    with_ids(connection, "asked", actors)
    rows = connection.execute(
        "SELECT DISTINCT e.report FROM identities i JOIN asked a ON a.id = i.actor JOIN entities e ON e.id = i.entity"
    ).fetchall()
    return {report for (report,) in rows}
