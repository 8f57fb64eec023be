"""A run on an engine: what is done already is left alone, what broke off is done again, what cannot be read is noted.

sources → files → (engine: a part each) → inbox → tables → links
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from reportedly.casebook.parts import begun, is_there
from reportedly.errors import ReportedlyError, StoreError
from reportedly.ingest.documents import Given
from reportedly.ingest.workers import Settings, check, identify
from reportedly.report import Skipped
from reportedly.scale.engines import Engine, run
from reportedly.scale.unit import Account
from reportedly.scale.works import Failure, Work, failures, forget, key_of, listed, named, note, part_of

__all__ = ["Ledger", "read_files"]

_TRIES = 3
"""Times that a file is begun before it is given up: what kills a process twice more will kill it again."""


@dataclass(slots=True)
class Ledger:
    """How far a run is, or what it came to. Counts are those of the files read in this run.

    `seconds` is by the clock, `work` what the processes took together, in seconds.
    """

    files: int = 0
    size: int = 0
    read: int = 0
    before: int = 0
    failed: list[Failure] = field(default_factory=list)
    left: list[Failure] = field(default_factory=list)
    """Failures of earlier runs, which were left alone."""
    reports: int = 0
    again: int = 0
    events: int = 0
    words: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    done: int = 0
    """Bytes of the files that are done."""
    work: float = 0.0
    seconds: float = 0.0


Watcher = Callable[[Ledger], None]


def read_files(
    sources: Sequence[str],
    given: Given,
    settings: Settings,
    engine: Engine,
    *,
    processes: int | None = None,
    retry: bool = False,
    watch: Watcher | None = None,
) -> Ledger:
    """Read all files of the sources on the engine, each into a part in the casebook's inbox.

    `retry` tries those again that could not be read in an earlier run. Raises SourceError for sources that name
    nothing and for an engine that is not there, ParserError and KnowledgeError before the first file.
    """
    start = time.monotonic()
    check(settings)
    return _Run(sources, given, settings, engine, processes, watch or (lambda _: None)).go(start, retry)


class _Run:
    """One run: the files, and which of them are still to be read."""

    def __init__(
        self,
        sources: Sequence[str],
        given: Given,
        settings: Settings,
        engine: Engine,
        processes: int | None,
        watch: Watcher,
    ) -> None:
        self.given, self.settings, self.engine, self.processes, self.watch = given, settings, engine, processes, watch
        self.coder, _ = identify(settings)
        self.ledger = Ledger()
        self.given_up: set[str] = set()
        self.works: dict[str, Work] = {}
        for item in listed(sources):
            if isinstance(item, Skipped):
                self.ledger.skipped[item.reason] += 1
            else:
                self.works[key_of(item, self.coder)] = item
        self.ledger.files, self.ledger.size = len(self.works), sum(work.size for work in self.works.values())

    def go(self, start: float, retry: bool) -> Ledger:
        if retry:
            forget(self.settings.layout, self.works)
        known = failures(self.settings.layout)
        self.ledger.left = [failure for key, failure in known.items() if key in self.works]
        open_ones = {key: work for key, work in self.works.items() if key not in known and not self._is_done(work)}
        self.ledger.before = len(self.works) - len(open_ones) - len(self.ledger.left)
        self.ledger.done = self.ledger.size - sum(work.size for work in open_ones.values())
        self.watch(self.ledger)
        tries: Counter[str] = Counter()
        while open_ones:
            broke = self._round(list(open_ones.values()))
            open_ones = {k: w for k, w in open_ones.items() if k not in self.given_up and not self._is_done(w)}
            if broke is None:
                break
            self._blame(open_ones, tries, broke)
        self.ledger.seconds = time.monotonic() - start
        return self.ledger

    def _is_done(self, work: Work) -> bool:
        return is_there(self.settings.layout, part_of(work, self.coder))

    def _round(self, works: list[Work]) -> Exception | None:
        """Once over the files; what the engine broke off with, or None."""
        try:
            for account in run(self.engine, works, self.given, self.settings, self.processes):
                self._add(account)
        except ReportedlyError:
            raise
        except Exception as error:  # whatever an engine raises when processes or machines die under it
            return error
        return None

    def _blame(self, open_ones: dict[str, Work], tries: Counter[str], error: Exception) -> None:
        """Files that were begun when the engine broke off may be why; where none was, the engine itself is."""
        suspects = {key: begun(self.settings.layout, part_of(work, self.coder)) for key, work in open_ones.items()}
        if not any(suspects.values()):
            told = f"the engine {self.engine.name} broke off ({_gist(error)}): what it read is kept, so start again"
            raise StoreError(told) from error
        for key, drafts in suspects.items():
            for draft in drafts:
                draft.unlink(missing_ok=True)
            tries[key] += bool(drafts)
            if tries[key] >= _TRIES:
                reason = f"the process that read it died {_TRIES} times ({type(error).__name__}: {_gist(error)})"
                self._fail(key, open_ones[key], reason)
        for key in self.given_up:
            open_ones.pop(key, None)

    def _add(self, account: Account) -> None:
        work = Work(account.source, account.size)
        key = key_of(work, self.coder)
        if account.failed is not None:
            self._fail(key, work, account.failed)
        ledger = self.ledger
        ledger.read += account.failed is None
        ledger.reports += account.reports
        ledger.again += account.again
        ledger.events += account.events
        ledger.words += account.words
        ledger.skipped.update(account.skipped)
        ledger.work += account.seconds
        ledger.done += account.size
        self.watch(ledger)

    def _fail(self, key: str, work: Work, reason: str) -> None:
        failure = Failure(named(work), reason)
        note(self.settings.layout, key, failure)
        self.ledger.failed.append(failure)
        self.given_up.add(key)


def _gist(error: Exception) -> str:
    """What went wrong in a line: of a traceback that an engine hands on, the last."""
    return (str(error).strip().splitlines() or [type(error).__name__])[-1]
