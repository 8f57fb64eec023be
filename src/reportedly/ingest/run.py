"""From sources to a casebook: what was seen before is left alone, the rest is read side by side and taken in.

    documents → digest known? → report (worker) → text known? → reading (worker) → part in the inbox → tables → links

Nothing is held that a crash could lose: a document counts as seen once the part that holds it is in the tables, and
only then is its source told so. Memory holds a few jobs a process, however many documents there are.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from reportedly.casebook.imports import take_in
from reportedly.casebook.parts import Appearance, Entry, LeftOut, write_part
from reportedly.ingest.documents import Document, Settle
from reportedly.ingest.pool import Job, Workers
from reportedly.ingest.web.outcomes import Unchanged
from reportedly.ingest.workers import Candidate, Coded, Settings, check, code_part, extract, identify, now
from reportedly.report import Skipped

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from reportedly.reading import Coder

__all__ = ["Counts", "gist", "ingest"]

_DOCUMENTS, _BYTES = 16, 2_000_000
"""Documents extracted together, at most, and their bytes: enough to be worth a trip to another process."""
_REPORTS, _CHARACTERS = 32, 30_000
"""Reports read together into one part: some seconds of work, which is what a crash costs, and the wait for the last."""
_LOOSE = 256
"""Lines about documents that need no reading, gathered into one part."""


@dataclass(slots=True)
class Counts:
    """How far a run is, or what it came to.

    `known` documents were seen in an earlier run; `again` brought a text that is there already; `skipped` counts
    reasons. `events` and `characters` are those of the reports read.
    """

    documents: int = 0
    known: int = 0
    reports: int = 0
    again: int = 0
    versions: int = 0
    events: int = 0
    characters: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


Item = Document | Skipped | Unchanged
"""What sources hand on: a document, a word on why there is none, or that a known one has not changed."""

Watcher = Callable[[Counts], None]
Tell = Callable[[Skipped], None]


def _ignore(_: object) -> None:
    return None


def ingest(
    items: Iterable[Item],
    settings: Settings,
    connection: DuckDBPyConnection,
    *,
    processes: int,
    watch: Watcher = _ignore,
    tell: Tell = _ignore,
) -> Counts:
    """Read what is new among the items into the casebook whose database `connection` holds for writing.

    `watch` is called as the counts grow, `tell` with everything that is left out. Raises StoreError where the disk is
    full or read-only, ParserError and KnowledgeError before the first report. What was read until then is kept.
    """
    start = time.monotonic()
    take_in(settings.layout, connection)
    coder, types = identify(settings)
    with Workers(processes, first=partial(check, settings)) as workers:
        run = _Run(settings, connection, workers, coder, types, watch, tell)
        before = run.versions()
        try:
            run.go(items)
        finally:
            take_in(settings.layout, connection)
    run.counts.versions = run.versions() - before
    run.counts.seconds = time.monotonic() - start
    return run.counts


class _Run:
    """One run: what is under way, and what waits for what."""

    def __init__(
        self,
        settings: Settings,
        connection: DuckDBPyConnection,
        workers: Workers,
        coder: Coder,
        types: dict[str, str | None],
        watch: Watcher,
        tell: Tell,
    ) -> None:
        self.settings, self.connection, self.workers = settings, connection, workers
        self.coder, self.types, self.watch, self.tell = coder, types, watch, tell
        self.counts = Counts()
        self.settles: dict[str, Settle] = {}  # digests under way, and whom to tell when they are safe
        self.waiting: dict[str, list[Appearance]] = {}  # reports under way, and where else they came in meanwhile
        self.candidates: list[Candidate] = []
        self.loose: list[Entry | LeftOut] = []

    def go(self, items: Iterable[Item]) -> None:
        for documents in self._chunks(items):
            if documents:
                self._extract(documents)
            while self.workers.full:
                self.workers.settle()
        while not self.workers.idle or self.candidates:
            if self.workers.idle:
                self._code()
            self.workers.settle()
        self._flush()

    def versions(self) -> int:
        """How many reports a newer one replaced."""
        found = self.connection.execute("SELECT count(DISTINCT replaces) FROM versions").fetchone()
        return int(found[0]) if found else 0

    # Documents

    def _chunks(self, items: Iterable[Item]) -> Iterator[list[Document]]:
        """Documents by the handful, those seen before left out; what the source itself skipped is noted on the way."""
        everything = iter(items)
        while chunk := list(islice(_limited(everything), _DOCUMENTS)):
            documents = [item for item in chunk if isinstance(item, Document)]
            self._note([item for item in chunk if isinstance(item, Skipped)])
            unchanged = sum(isinstance(item, Unchanged) for item in chunk)
            self.counts.documents += len(documents) + unchanged
            self.counts.known += unchanged
            yield self._unseen(documents)
            self.watch(self.counts)

    def _note(self, skipped: list[Skipped]) -> None:
        """What a source left out: counted each time, stored once, however often the source is read again."""
        found = self.connection.execute(
            "SELECT source, reason FROM skipped WHERE digest IS NULL AND source IN (SELECT unnest(?))",
            [[item.source for item in skipped]],
        ).fetchall()
        for item in skipped:
            if (item.source, item.reason) in found:
                self._count(item)
            else:
                self._leave_out(LeftOut(item, None, now()))

    def _unseen(self, documents: list[Document]) -> list[Document]:
        digests = {document.digest: document for document in documents}
        seen = self._seen(list(digests)) | (digests.keys() & self.settles.keys())
        self.counts.known += len(documents) - len(digests.keys() - seen)
        for digest in seen - self.settles.keys():
            digests[digest].settle()
        return [document for digest, document in digests.items() if digest not in seen]

    def _seen(self, digests: list[str]) -> set[str]:
        """Those that the casebook holds, or that this very coder left out before: another may do better."""
        found = self.connection.execute(
            "SELECT digest FROM appearances WHERE digest IN (SELECT unnest($digests)) UNION "
            "SELECT digest FROM skipped JOIN imports USING (part) WHERE digest IN (SELECT unnest($digests)) "
            "AND coder = $version AND parser = $parser AND knowledge = $knowledge",
            {
                "digests": digests,
                "version": self.coder.version,
                "parser": self.coder.parser,
                "knowledge": self.coder.knowledge,
            },
        ).fetchall()
        return {digest for (digest,) in found}

    def _extract(self, documents: list[Document]) -> None:
        self.settles |= {document.digest: document.settle for document in documents}
        bare = [replace(document, settle=_nothing) for document in documents]
        run = partial(extract, fast_html=self.settings.fast_html)
        self.workers.submit(Job(run, bare, self._extracted, self._lost_document))

    def _lost_document(self, document: Document) -> None:
        reason = "the process that took it apart died twice (out of memory?): read it by itself with `reportedly code`"
        self._leave_out(LeftOut(Skipped(document.source, reason), document.digest, now()))

    # Reports

    def _extracted(self, _: list[Document], found: list[Candidate | LeftOut]) -> None:
        candidates = [item for item in found if isinstance(item, Candidate)]
        for item in found:
            if isinstance(item, LeftOut):
                self._leave_out(item)
        there = self._there([candidate.report.id for candidate in candidates])
        for candidate in candidates:
            self._sort(candidate, there)

    def _there(self, ids: list[str]) -> set[str]:
        query = "SELECT id FROM reports WHERE id IN (SELECT unnest(?))"
        return {id for (id,) in self.connection.execute(query, [ids]).fetchall()}

    def _sort(self, candidate: Candidate, there: set[str]) -> None:
        """A new text is to be read; one that is there, or on its way, has only come in once more."""
        id = candidate.report.id
        if id in there:
            self._loosely(Entry(candidate.appearance))
        elif id in self.waiting:
            self.waiting[id].append(candidate.appearance)
        else:
            self.waiting[id] = []
            self.candidates.append(candidate)
            if len(self.candidates) >= _REPORTS or self._characters() >= _CHARACTERS:
                self._code()

    def _characters(self) -> int:
        return sum(len(candidate.report.text) for candidate in self.candidates)

    def _code(self) -> None:
        job, self.candidates = self.candidates, []
        run = partial(code_part, self.settings)
        self.workers.submit(Job(run, job, self._coded, self._lost_report))

    def _coded(self, job: list[Candidate], coded: Coded) -> None:
        """The part is there: take it in, and say what became of each report and of those with the same text."""
        take_in(self.settings.layout, self.connection)
        self.counts.events += coded.events
        self.counts.characters += coded.characters
        for candidate in job:
            self._finish(candidate, coded.failed.get(candidate.report.id))
        self._safe(candidate.appearance.digest for candidate in job)
        self.watch(self.counts)

    def _finish(self, candidate: Candidate, failed: Skipped | None) -> None:
        others = self.waiting.pop(candidate.report.id)
        if failed is None:
            self.counts.reports += 1
            for appearance in others:
                self._loosely(Entry(appearance))
            return
        self._count(failed)
        for appearance in others:
            self._leave_out(LeftOut(Skipped(appearance.source, failed.reason), appearance.digest, now()))

    def _lost_report(self, candidate: Candidate) -> None:
        reason = "the process that read it died twice (out of memory?): read it by itself with `reportedly code`"
        skipped = Skipped(candidate.appearance.source, reason)
        self._loosely(LeftOut(skipped, candidate.appearance.digest, now()))
        self._finish(candidate, skipped)

    # What needs no reading

    def _leave_out(self, line: LeftOut) -> None:
        self._count(line.skipped)
        self._loosely(line)

    def _count(self, skipped: Skipped) -> None:
        self.counts.skipped[gist(skipped.reason)] += 1
        self.tell(skipped)

    def _loosely(self, line: Entry | LeftOut) -> None:
        self.counts.again += isinstance(line, Entry)
        self.loose.append(line)
        if len(self.loose) >= _LOOSE:
            self._flush()

    def _flush(self) -> None:
        if not self.loose:
            return
        lines, self.loose = self.loose, []
        write_part(self.settings.layout, self.coder, lines, self.types)
        take_in(self.settings.layout, self.connection)
        self._safe(line.digest if isinstance(line, LeftOut) else line.appearance.digest for line in lines)

    def _safe(self, digests: Iterable[str | None]) -> None:
        """These documents are in the tables: tell their sources."""
        for digest in digests:
            if digest is not None and (settle := self.settles.pop(digest, None)):
                settle()


def _nothing() -> None:
    return None


def _limited(items: Iterator[Item]) -> Iterator[Item]:
    """The next items, until their bytes are enough for one job."""
    size = 0
    while size < _BYTES and (item := next(items, None)) is not None:
        size += len(item.data) if isinstance(item, Document) else 0
        yield item


def gist(reason: str) -> str:
    """A reason without what is particular to one item, so that like ones count together."""
    return re.split(r": | \(", reason, maxsplit=1)[0]
