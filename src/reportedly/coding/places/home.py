"""Where a report's outlet is at home: in the table of outlets, or by its name or domain ("The Moscow Times", ".ie")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from reportedly.coding.places.words import words
from reportedly.gazetteer import Entry, Gazetteer, fold
from reportedly.knowledge import DATA, load_csv
from reportedly.report import Report

__all__ = ["Home", "home_of"]

_COUNTRY, _UNIT = 1.0, 1.5  # what the outlet's home country and first-order unit give to a place in them
_TOWN = 2.5  # what it gives to a town that the outlet is named after
_GENERIC_ENDING = "USA"  # papers under .com, .net and .org that are called after a town are at home there, as a rule
_SHORTEST = 4  # letters of a town's name in a domain
_LARGE = 100_000  # inhabitants of a town that an outlet's name may hold


@dataclass(frozen=True, slots=True)
class Home:
    """Where an outlet writes from: its country (alpha-3) and first-order unit (GeoNames id).

    `namesakes` are the towns that it may be called after.
    """

    country: str | None
    admin1: int | None
    namesakes: tuple[Entry, ...] = ()

    def speaks_for(self, entry: Entry) -> float:
        """How much being at home there speaks for a place."""
        gain = _COUNTRY if self.country and entry.country == self.country else 0.0
        gain += _TOWN if any(entry.id == town.id for town in self.namesakes) else 0.0
        return gain + (_UNIT if self.admin1 and entry.admin1 == self.admin1 else 0.0)


def home_of(report: Report) -> Home | None:
    """The home of the report's outlet, or None where neither a table nor its name tells."""
    hosts = [urlsplit(report.url).netloc] if report.url else []
    return _home(report.outlet or "", (hosts or [""])[0].casefold().removeprefix("www."))


@lru_cache(maxsize=1000)
def _home(outlet: str, host: str) -> Home | None:
    table = _table()
    domain = outlet.casefold().removeprefix("www.") if re.fullmatch(r"[\w.-]+\.[a-z]{2,}", outlet) else host
    for key in (fold(outlet), domain, ".".join(domain.split(".")[-2:]), ".".join(domain.split(".")[-3:])):
        if key in _papers():
            return _of_paper(key)
        if key and key in table:
            return table[key]
    return _by_name(outlet) or _by_domain(domain)


def _by_name(outlet: str) -> Home | None:
    """The longest stretch of the name ("The Moscow Times") that is a large town's, a state's or a country's own."""
    if "." in outlet:
        return None
    tokens = [word for word in outlet.split() if word.casefold() not in words().adornments]
    for length in (3, 2, 1):
        for at in range(len(tokens) - length + 1):
            if home := _of_place(" ".join(tokens[at : at + length])):
                return home
    return None


def _by_domain(domain: str) -> Home | None:
    """The town that a paper's domain names ("chicagotribune.com"), or the country of its ending (".ie")."""
    if not domain:
        return None
    label, _, ending = domain.rpartition(".")
    labels = label.removesuffix(".co").removesuffix(".com").split(".")
    label = labels[-1]
    if len(labels) > 1 and labels[-2] in words().papers:
        label += labels[-2]  # "chronicle.augusta.com": the paper's title stands before the town
    known = Gazetteer.open().candidates(f".{ending}") if len(ending) == 2 else ()
    country = known[0].country if known else None
    town = _town_in(label)
    if town and not country and any(entry.kind == "country" for entry in Gazetteer.open().candidates(town)):
        return None  # "Jordan" and "Palestine" are towns, too: the paper may be either's
    if town and (namesakes := _namesakes(town, country or _GENERIC_ENDING)):
        return namesakes
    if town and not country and (home := _of_place(town)):
        return home
    return Home(country, None) if country else None


def _town_in(label: str) -> str:
    """What is left of a domain's label when the words of newspapers' titles are taken off; "" where none ends it."""
    papers = words().papers
    rest, found = label.removeprefix("the").replace("-", ""), label.startswith("the")
    while word := next((word for word in papers if rest.endswith(word) and len(rest) > len(word)), ""):
        rest, found = rest.removesuffix(word), True
    return rest if found and len(rest) >= _SHORTEST and rest not in {*papers, *words().never} else ""


def _namesakes(town: str, country: str) -> Home | None:
    """The towns of that name in the country, written as one word or as two ("fortworth")."""
    spelled = [town, *(f"{town[:at]} {town[at:]}" for at in range(_SHORTEST, len(town) - _SHORTEST + 1))]
    fitting = [
        entry
        for name in spelled
        for entry in Gazetteer.open().candidates(name)
        if entry.preferred and entry.kind == "town" and entry.country == country
    ]
    units = {entry.admin1 for entry in fitting}
    return Home(country, units.pop() if len(units) == 1 else None, tuple(fitting)) if fitting else None


def _of_place(name: str) -> Home | None:
    fitting = [
        entry
        for entry in Gazetteer.open().candidates(name)
        if entry.preferred
        and (entry.population >= _LARGE or entry.noted)
        and entry.kind in {"town", "admin1", "country"}
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda entry: (entry.kind == "country", entry.population))
    return Home(best.country, best.admin1)


def _of_paper(domain: str) -> Home:
    """A regional paper's home: its unit, or its country alone where the gazetteer holds no unit of that name."""
    row = _papers()[domain]
    known = Gazetteer.open().candidates
    units = [e for e in known(row["unit"]) if e.kind == "admin1" and e.country == row["country"] and e.preferred]
    admin1 = units[0].admin1 if units else None
    towns = [e for e in known(row["town"]) if e.kind == "town" and e.country == row["country"] and e.admin1 == admin1]
    return Home(row["country"], admin1, tuple(towns) if admin1 else ())


@lru_cache(maxsize=1)
def _papers() -> dict[str, dict[str, str]]:
    return {row["domain"]: row for row in load_csv(DATA / "places" / "papers.csv")}


@lru_cache(maxsize=1)
def _table() -> dict[str, Home | None]:
    """Names, aliases and domains of the outlets that are known; a news agency reports from anywhere: none."""
    path = DATA / "outlets.csv"
    table: dict[str, Home | None] = {}
    for row in load_csv(path) if path.is_file() else ():
        home = None if row.get("kind") == "agency" or not row.get("country") else Home(row["country"], None)
        for name in (row.get("name"), *(row.get("aliases") or "").split("|"), row.get("domain")):
            if name:
                table[fold(name)] = table[name.casefold()] = home
    return table
