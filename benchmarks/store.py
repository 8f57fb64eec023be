"""How quickly a casebook of a million events answers: `python -m benchmarks.store`.

The casebook is generated, inside the database, with numbers that look like a war's news: few actors and places carry
most of the events, a third of the incidents is told more than once. Nothing in it was reported anywhere. Times are
medians over a warm connection, rows fetched into Python.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from reportedly.casebook.columns import ddl
from reportedly.casebook.queries import (
    Filter,
    Query,
    facets,
    incidents,
    map_cells,
    page,
    tellings,
    timeline,
    top_pairs,
)
from reportedly.casebook.schema import TABLES, table
from reportedly.knowledge import DATA, load_csv

TARGET = 0.200  # seconds
RUNS = 7
_REPORTS_SHARE = 10  # events a report
_TELLINGS = 1.6  # events an incident, on average

# A number in [0, 1) that is always the same for the same row and name; squared or more, it is skewed.
_MACROS = """
CREATE OR REPLACE TEMP MACRO u(i, name) AS (hash(i, name) % 1000003) / 1000003.0;
CREATE OR REPLACE TEMP MACRO pick(i, name, n, skew) AS floor(pow(u(i, name), skew) * n)::INTEGER;
CREATE OR REPLACE TEMP MACRO one_of(i, name, list, skew) AS list[1 + pick(i, name, len(list), skew)];
CREATE OR REPLACE TEMP MACRO country(k) AS {codes}[1 + k];
CREATE OR REPLACE TEMP MACRO report_id(k) AS printf('%016x', hash(k, 'report'));
CREATE OR REPLACE TEMP MACRO report_of(i) AS report_id(i // 10);
"""

_TYPES = (
    "['ASSAULT','CONSULT','ACCUSE','COERCE','SUPPORT','REQUEST','THREATEN','AGREE','MOBILIZE','PROTEST','AID','RETREAT',"
    "'REJECT','SANCTION','COOPERATE','CONCEDE']"
)
_MODES = "['aerial','heavy-weapons','firearms','explosives','visit','arrest','withdraw','drone','demo']"
_STATUS = "['occurred','occurred','occurred','ongoing','future','hypothetical','negated','historical']"
_QUADS = "['material conflict','verbal conflict','verbal cooperation','material cooperation']"

_ACTORS = 20_000
_CODES = sorted({row["code"] for row in load_csv(DATA / "actors" / "countries.csv")})[:150]
_PLACES = 5_000


def _rows(n: int) -> dict[str, str]:
    """For each table, the query that makes its rows: name of the column to what stands in it, all others empty."""
    reports, happenings = n // _REPORTS_SHARE, int(n / _TELLINGS)
    # An event's incident: its own, or one told a little before.
    incident = f"least(i * {happenings} // {n} + pick(i, 'jump', 3, 2), {happenings - 1})"
    place = f"pick({incident}, 'place', {_PLACES}, 3)"
    day = f"DATE '2019-01-01' + ({incident} * 2190 // {happenings})::INTEGER"
    actor, recipient = f"pick({incident}, 'who', {_ACTORS}, 4)", f"pick({incident}, 'whom', {_ACTORS}, 3)"
    name = "'Actor ' || {0} || ' of Nowhere'"
    return {
        "reports": f"""SELECT report_id(i) AS id, 'Report ' || i AS title, 'Outlet ' || pick(i, 'outlet', 300, 3)
            AS outlet, (DATE '2019-01-02' + (i * 2190 // {reports})::INTEGER)::VARCHAR AS published,
            DATE '2019-01-02' + (i * 2190 // {reports})::INTEGER AS day, 'en' AS language,
            repeat('Words of report ' || i || '. ', 40) AS text, 900 AS characters, 'p' AS part
            FROM range({reports}) t(i)""",
        "events": f"""SELECT report_of(i) || ':v' || (i % 10) AS id, report_of(i) AS report,
            one_of({incident}, 'type', {_TYPES}, 2) AS type, type AS plover, [one_of({incident}, 'mode', {_MODES}, 2)]
            AS modes, ['military'] AS contexts, one_of({incident}, 'type', {_QUADS}, 1) AS quad,
            20 * u({incident}, 'score') - 10 AS intensity, one_of(i, 'status', {_STATUS}, 1) AS status,
            'attacked' AS trigger, 'The words that tell event ' || i || ', a sentence of usual length, as read.'
            AS evidence, [{name.format(actor)}] AS actors, [{name.format(recipient)}] AS recipients,
            [country({actor} % 150)] AS actor_countries, [country({recipient} % 150)] AS recipient_countries,
            'Place ' || {place} AS place, one_of({place}, 'kind', ['town','town','town','admin1','country'], 1)
            AS place_kind, {place} AS geonameid, 140 * u({place}, 'lat') - 60 AS latitude,
            360 * u({place}, 'lon') - 180 AS longitude, country({place} % 150) AS country, 0.9 AS place_confidence,
            ({day})::VARCHAR AS time, {day} AS first_day, {day} + pick(i, 'span', 3, 4) AS last_day,
            'day' AS granularity, false AS time_inferred, {day} AS day, 'time' AS day_from,
            CASE WHEN u(i, 'toll') < 0.1 THEN pick(i, 'deaths', 200, 3) END AS deaths_low, deaths_low AS deaths_high,
            CASE WHEN i % 3 = 0 THEN [report_of(i) || ':a' || (i % 10)] ELSE [] END AS claims,
            CASE WHEN i % 3 = 0 THEN [{name.format(actor)}] ELSE [] END AS speakers, 0.8 AS confidence,
            [[10, 18]] AS trigger_spans, [[0, 80]] AS evidence_spans, [[20, 25]] AS place_spans,
            [[30, 36]] AS time_spans
            FROM range({n}) t(i)""",
        "parties": f"""SELECT report_of(i) || ':v' || (i % 10) AS event, report_of(i) AS report, role,
            0 AS position, {name.format("k")} AS as_written, report_of(i) || ':e' || (i % 10) || role[1] AS entity,
            {name.format("k")} AS name, 'group' AS kind, country(k % 150) AS country, ['GOV'] AS sectors,
            [[0, 9]] AS spans FROM (SELECT i, unnest(['actor', 'recipient']) AS role,
            CASE WHEN role = 'actor' THEN {actor} ELSE {recipient} END AS k FROM range({n}) t(i))""",
        "claims": f"""SELECT report_of(i) || ':a' || (i % 10) AS id, report_of(i) AS report,
            {name.format(actor)} AS speaker, speaker AS speaker_as_written, 'group' AS kind, ['GOV'] AS sectors,
            'states' AS stance, true AS vouches, 'said' AS cue, 'The words that tell event ' || i AS content,
            'indirect' AS form, 0.8 AS confidence, [[0, 9]] AS source_spans, [[10, 14]] AS cue_spans,
            [[15, 60]] AS content_spans FROM range(0, {n}, 3) t(i)""",
        "identities": """SELECT entity, 'actor ' || regexp_extract(name, '[0-9]+') AS actor, 'same' AS judgement,
            'same name' AS why FROM parties""",
        "actors": f"""SELECT 'actor ' || k AS id, {name.format("k")} AS name, 'group' AS kind, country(k % 150)
            AS country, ['GOV'] AS sectors, [name, 'Alias ' || k] AS names, 10 AS reports, 5 AS as_actor,
            5 AS as_recipient, 1 AS as_speaker FROM range({_ACTORS}) t(k)""",
        "versions": f"""SELECT report_id(i + 1) AS report, report_id(i) AS replaces, 'key ' || i AS key
            FROM range(0, {reports}, 100) t(i)""",
        "tellings": f"""SELECT report_of(i) || ':v' || (i % 10) AS event, 'incident ' || hash({incident}) AS incident,
            report_of(i) AS report, 'outlet:' || pick(i // 10, 'outlet', 300, 3) AS origin, 'own' AS why,
            ['Outlet'] AS outlets, true AS current FROM range({n}) t(i)""",
        "incidents": """SELECT t.incident AS id, any_value(type) AS type, any_value(status) AS status,
            min(first_day) AS first_day, max(last_day) AS last_day, any_value(place) AS place,
            any_value(country) AS country, any_value(latitude) AS latitude, any_value(longitude) AS longitude,
            any_value(actors) AS actors, any_value(recipients) AS recipients, min(deaths_low) AS deaths_low,
            max(deaths_high) AS deaths_high, count(*) AS events, count(DISTINCT e.report) AS reports,
            count(DISTINCT origin) AS outlets, count(DISTINCT origin) AS origins, 0 AS denials,
            count(DISTINCT deaths_low) > 1 AS disputed
            FROM tellings t JOIN events e ON e.id = t.event GROUP BY t.incident ORDER BY min(e.id)""",
    }


def generate(connection: duckdb.DuckDBPyConnection, events: int) -> None:
    """Make the tables and fill them."""
    connection.execute(_MACROS.replace("{codes}", str(_CODES)))
    for made in TABLES:
        connection.execute(ddl(made))
    for name, rows in _rows(events).items():
        assert table(name)
        connection.execute(f"INSERT INTO {name} BY NAME {rows}")
    connection.execute("CHECKPOINT")


_WAR = Filter(country=_CODES[:3], since="2022-01-01", until="2022-12-31")
_PAGE = Filter(country=_CODES[:3], type="ASSAULT", since="2022-01-01", limit=50)


def questions(connection: duckdb.DuckDBPyConnection) -> dict[str, Callable[[], Query]]:
    """What is asked, by name."""
    everything = Filter()
    recent = Filter(since="2023-01-01")
    named = Filter(who="Actor 12", limit=50)
    corroborated = Filter(min_origins=2, who="Alias 7", limit=50)
    asked: dict[str, Callable[[], Query]] = {
        "page of 50 tellings, filtered": lambda: tellings(connection, _PAGE),
        "page of 50 incidents, filtered": lambda: incidents(connection, _PAGE),
        "page of 50 tellings, everything": lambda: tellings(connection, Filter(limit=50)),
        "page of 50 incidents, everything": lambda: incidents(connection, Filter(limit=50)),
        "page of 50 tellings by a name": lambda: tellings(connection, named),
        "page of 50 incidents, 2 origins, by an alias": lambda: incidents(connection, corroborated),
        "page of 50 tellings of one outlet": lambda: tellings(connection, Filter(outlet="Outlet 3", limit=50)),
        "page of 50 tellings of one speaker": lambda: tellings(connection, Filter(speaker="Actor 3", limit=50)),
    }
    for of in ("tellings", "incidents"):
        asked |= {
            f"facets of {of}, three countries, one year": lambda of=of: facets(connection, _WAR, of),
            f"facets of {of}, everything": lambda of=of: facets(connection, everything, of),
            f"weekly timeline of {of} by type, everything": lambda of=of: timeline(connection, everything, of),
            f"map cells of {of}, everything": lambda of=of: map_cells(connection, everything, of),
            f"top 500 pairs of {of} since 2023": lambda of=of: top_pairs(connection, recent, of),
        }
    return asked


def measure(connection: duckdb.DuckDBPyConnection, ask: Callable[[], Query]) -> tuple[float, int]:
    """Median seconds, the making of the query included, and the rows it gives."""
    taken: list[float] = []
    found: list[dict[str, Any]] = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        found = page(connection, ask())
        taken.append(time.perf_counter() - start)
    return median(taken[1:]), len(found)


def main() -> None:
    """Generate, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="keep (or use again) the database in this file")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = options.keep or Path(folder) / "evidence.duckdb"
        if not path.exists():
            start = time.perf_counter()
            with duckdb.connect(str(path), config={"storage_compatibility_version": "v1.5.0"}) as connection:
                generate(connection, options.events)
            size = path.stat().st_size / 1e6
            print(f"generated {options.events:,} events in {time.perf_counter() - start:.0f} s, {size:.0f} MB\n")
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("SET enable_progress_bar = false")
            for name, ask in questions(connection).items():
                seconds, rows = measure(connection, ask)
                late = "" if seconds < TARGET else "   over the target"
                print(f"{name:55} {1000 * seconds:7.0f} ms {rows:7,} rows{late}")


if __name__ == "__main__":
    main()
