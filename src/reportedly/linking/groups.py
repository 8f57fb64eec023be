"""Copies on the store: new reports against all there are, by one join over signatures, and the groups that follow.

A group is all reports that repeat one another, directly or over others. Only one report of each group and bucket or few
take part in the search, so that a text that came out ten thousand times costs no more than one that came out ten times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportedly.casebook.bulk import insert
from reportedly.linking.copies import Likeness, Text, compare_texts
from reportedly.linking.ids import batches, with_ids
from reportedly.linking.shingles import BANDS, SAMPLE, opened, signatures
from reportedly.linking.verdicts import Pair, pair

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["Groups", "Texts", "copy_row"]

_OF_A_GROUP = 16  # reports of one group that a bucket offers for comparison
_OF_A_BUCKET = 64  # reports that a bucket offers in all: what more texts share is no news
_OF_SAMPLES = 0.25  # share of the shorter opening's samples; with 6 % of the words changed, 73 % are left
_HELD = 4_096  # texts kept in memory, about 15 kB each

# What new reports meet in their buckets. A band in common is worth a look at the texts. Of the sampled sequences so
# many must be in common as a copy that was cut down would share; what stands in many groups' openings is a phrase.
_MEET = f"""
WITH fresh AS (
  SELECT s.report, s.band, s.hash FROM signatures s JOIN wanted w ON w.id = s.report
), bucket AS (
  SELECT s.band, s.hash, s.report, coalesce(g.root, s.report) AS root
  FROM signatures s SEMI JOIN fresh f ON f.band = s.band AND f.hash = s.hash
  LEFT JOIN grouped g ON g.report = s.report
), offered AS (
  SELECT * FROM bucket
  QUALIFY row_number() OVER (PARTITION BY band, hash, root ORDER BY report) <= {_OF_A_GROUP}
), few AS (
  SELECT * FROM offered
  QUALIFY CASE WHEN band < {BANDS} THEN row_number() OVER (PARTITION BY band, hash ORDER BY report) <= {_OF_A_BUCKET}
    ELSE count(*) OVER (PARTITION BY band, hash) <= {_OF_A_BUCKET} END
), met AS (
  SELECT f.report AS fresh, o.report AS there, count(*) AS common, min(f.band) < {BANDS} AS alike
  FROM fresh f JOIN few o ON o.band = f.band AND o.hash = f.hash AND o.report <> f.report
  GROUP BY f.report, o.report
), counted AS (
  SELECT report, count(*) AS samples FROM signatures
  WHERE band = {SAMPLE}
    AND report IN (SELECT fresh FROM met WHERE NOT alike UNION ALL SELECT there FROM met WHERE NOT alike)
  GROUP BY report
)
SELECT DISTINCT least(m.fresh, m.there) AS one, greatest(m.fresh, m.there) AS other
FROM met m LEFT JOIN counted a ON a.report = m.fresh LEFT JOIN counted b ON b.report = m.there
WHERE m.alike OR (m.common > 1 AND m.common >= {_OF_SAMPLES} * least(a.samples, b.samples))
ORDER BY one, other
"""

_RENAME = """
UPDATE grouped SET root = split_part(r.id, '=', 2) FROM renamed r WHERE grouped.{column} = split_part(r.id, '=', 1)
"""
_TEXTS = "SELECT r.id, r.text, r.outlet, r.day FROM reports r JOIN asked a ON a.id = r.id"


def copy_row(report: str, copy_of: str, found: Likeness, judgement: str) -> dict[str, Any]:
    """The row of the table `copies` for a pair."""
    return {
        "report": report,
        "copy_of": copy_of,
        "score": found.alike,
        "judgement": judgement,
        "features": found.features(),
    }


class Texts:
    """The reports' texts as copies are looked for, the last used ones kept."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._kept: dict[str, Text] = {}

    def fetch(self, reports: Iterable[str]) -> Mapping[str, Text]:
        """These and the ones kept; ids without a report are left out."""
        wanted = set(reports)
        missing = wanted - self._kept.keys()
        if missing:
            if len(self._kept) + len(missing) > _HELD:
                self._kept.clear()
                missing = wanted
            with_ids(self._connection, "asked", missing)
            for id, text, outlet, day in self._connection.execute(_TEXTS).fetchall():
                self._kept[id] = Text(id, _folded(outlet), day, opened(text))
        return self._kept


@lru_cache(maxsize=10_000)
def _folded(outlet: str | None) -> str | None:
    return None if outlet is None else outlet.casefold().removeprefix("the ").strip() or None


class Groups:
    """Which report is in which group, while linking runs.

    The table `grouped` (temporary) leads from a report to the name of its group, which is the id of any member; the
    report that the group goes back to is named later.
    """

    def __init__(self, connection: DuckDBPyConnection, verdicts: Mapping[Pair, str]) -> None:
        self._connection = connection
        self._texts = Texts(connection)
        self._verdicts = verdicts
        self.touched: set[str] = set()
        """Reports whose group changed."""
        connection.execute("CREATE OR REPLACE TEMP TABLE grouped AS SELECT report, root FROM origins")
        self._apart = {key for key, judgement in verdicts.items() if judgement in ("different", "unsure")}
        self._judged = {report for key in verdicts for report in key}

    def add(self, reports: Sequence[str]) -> None:
        """Sign these reports, and join them with the groups they belong to."""
        texts = self._texts.fetch(reports)
        there = [report for report in reports if report in texts]
        signed = signatures([texts[report].opened for report in there])
        insert(
            self._connection,
            "signatures",
            (
                {"report": report, "band": band, "hash": hash}
                for report, row in zip(there, signed, strict=True)
                for band, hash in row
            ),
        )
        with_ids(self._connection, "wanted", there)
        self._connection.execute("INSERT INTO grouped SELECT id, id FROM wanted")
        self.touched.update(there)
        self._join(self._connection.execute(_MEET).fetchall())

    def judge(self) -> None:
        """Make every group anew of which people judged a pair; the last thing to do."""
        with_ids(self._connection, "wanted", self._judged)
        rows = self._connection.execute(
            "SELECT DISTINCT g.report, g.root FROM grouped g WHERE g.root IN "
            "(SELECT h.root FROM grouped h JOIN wanted w ON w.id = h.report)"
        ).fetchall()
        if rows:
            self._anew(dict(rows))

    def _join(self, met: Sequence[Pair]) -> None:
        """Join the groups of those that repeat one another; keep what is unsure.

        In each round a group is compared with one other only: once the two are one, their other pairs need no look.
        """
        root = self._roots(met)
        changed: set[str] = set()
        unsure: list[tuple[Pair, Likeness]] = []
        while met:
            now, later = _round(met, root)
            for (one, other), found in self.compare(now):
                left, right = sorted((_find(root, one), _find(root, other)))
                if found.judgement == "same" and left != right:
                    root[right] = left
                    changed.add(right)
                elif found.judgement == "unsure":
                    unsure.append(((one, other), found))
            met = later
        self._rename({name: _find(root, name) for name in changed})
        self._keep(unsure)

    def _roots(self, met: Iterable[Pair]) -> dict[str, str]:
        with_ids(self._connection, "asked", (report for key in met for report in key))
        rows = self._connection.execute(
            "SELECT g.report, g.root FROM grouped g JOIN asked a ON a.id = g.report"
        ).fetchall()
        return dict(rows) | {name: name for _, name in rows}

    def _rename(self, names: Mapping[str, str]) -> None:
        """Give groups that were joined one name."""
        if not names:
            return
        both = set(names) | set(names.values())
        with_ids(self._connection, "asked", both)
        moved = self._connection.execute("SELECT g.report FROM grouped g JOIN asked a ON a.id = g.root").fetchall()
        self.touched.update(report for (report,) in moved)
        with_ids(self._connection, "renamed", (f"{old}={new}" for old, new in names.items()))
        self._connection.execute(_RENAME.format(column="root"))

    def _keep(self, unsure: Iterable[tuple[Pair, Likeness]]) -> None:
        insert(
            self._connection,
            "copies",
            (copy_row(other, one, found, "unsure") for (one, other), found in unsure),
        )

    def _anew(self, members: Mapping[str, str]) -> None:
        """Form groups out of these reports alone, the surest pairs first, and never join what people parted."""
        self.touched.update(members)
        with_ids(self._connection, "wanted", members)
        self._connection.execute("UPDATE grouped SET root = report FROM wanted w WHERE grouped.report = w.id")
        self._connection.execute(
            "DELETE FROM copies WHERE report IN (SELECT id FROM wanted) AND copy_of IN (SELECT id FROM wanted)"
        )
        met = [key for key in self._connection.execute(_MEET).fetchall() if key[0] in members and key[1] in members]
        compared = list(self.compare(met))
        root: dict[str, str] = {report: report for report in members}
        held: dict[str, set[str]] = {report: {report} for report in members}
        firm = [key for key, judgement in self._verdicts.items() if judgement == "same" and members.keys() >= set(key)]
        same = [(found.alike, key) for key, found in compared if found.judgement == "same" and key not in self._apart]
        for one, other in [*sorted(firm), *(key for _, key in sorted(same, key=lambda s: (-s[0], s[1])))]:
            left, right = sorted((_find(root, one), _find(root, other)))
            if left != right and not any(pair(a, b) in self._apart for a in held[left] for b in held[right]):
                root[right] = left
                held[left] |= held.pop(right)
        with_ids(self._connection, "renamed", (f"{report}={_find(root, report)}" for report in members))
        self._connection.execute(_RENAME.format(column="report"))
        self._keep((key, found) for key, found in compared if found.judgement == "unsure" or key in self._apart)

    def compare(self, pairs: Iterable[Pair]) -> Iterator[tuple[Pair, Likeness]]:
        """How alike the two reports of each pair are."""
        for some in batches(pairs, _HELD // 4):
            texts = self._texts.fetch(report for key in some for report in key)
            yield from ((key, compare_texts(texts[key[0]], texts[key[1]])) for key in some)


def _find(root: dict[str, str], report: str) -> str:
    """The name of a report's group; paths are shortened on the way."""
    at = root.setdefault(report, report)
    while root.setdefault(at, at) != at:
        at = root[at]
    root[report] = at
    return at


def _round(met: Sequence[Pair], root: dict[str, str]) -> tuple[list[Pair], list[Pair]]:
    """Pairs of which no two touch one group, and those left for later that may still join two groups."""
    now, later = [], []
    taken: set[str] = set()
    for one, other in met:
        left, right = _find(root, one), _find(root, other)
        if left == right:
            continue
        if left in taken or right in taken:
            later.append((one, other))
        else:
            taken |= {left, right}
            now.append((one, other))
    return now, later
