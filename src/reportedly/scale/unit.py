"""What one process does with one file: its documents become reports, its reports one part in the casebook's inbox."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from reportedly.casebook.parts import Entry, LeftOut, Line, is_there, write_part
from reportedly.errors import SourceError
from reportedly.ingest.documents import Document, Given
from reportedly.ingest.limits import Limits
from reportedly.ingest.run import gist
from reportedly.ingest.sources import documents_in
from reportedly.ingest.workers import Candidate, Settings, extract, identify, lines_of, now
from reportedly.report import Skipped
from reportedly.scale.works import Work, fetched, key_of, part_of

__all__ = ["Account", "read_file"]

_DOCUMENTS = 16  # documents looked at together
_REPORTS = 32  # reports read together


@dataclass(slots=True)
class Account:
    """What became of one file.

    `again` counts texts that the file holds more than once, `words` what white space parts in the reports read,
    `seconds` the work of the process that read it. `done_before` says that an earlier run had left its part, whose
    counts are not told again; `failed` why it could not be read at all, and is None otherwise.
    """

    source: str
    size: int
    reports: int = 0
    again: int = 0
    events: int = 0
    words: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    done_before: bool = False
    failed: str | None = None


def read_file(work: Work, given: Given, settings: Settings) -> Account:
    """Read all that one file holds into one part, unless that part is there. What goes wrong is in the account.

    Raises StoreError where the part cannot be written.
    """
    start = time.monotonic()
    account = Account(work.source, work.size)
    coder, types = identify(settings)
    if is_there(settings.layout, part_of(work, coder)):
        account.done_before = True
        return account
    try:
        with fetched(work) as path:
            lines = _Lines(work, path, given, settings, account)
            write_part(settings.layout, coder, iter(lines), types, key=key_of(work, coder))
    except (OSError, SourceError) as error:
        account.failed = str(error)
    account.seconds = time.monotonic() - start
    return account


class _Lines:
    """The lines of a file's part, made as they are written; the account grows with them."""

    def __init__(self, work: Work, path: Path, given: Given, settings: Settings, account: Account) -> None:
        self.settings, self.account = settings, account
        self.items = documents_in(path, given, Limits(), called=work.source)
        self.seen: set[str] = set()
        self.waiting: list[Candidate] = []

    def __iter__(self) -> Iterator[Line]:
        while chunk := self._next():
            for item in chunk:
                if isinstance(item, Skipped):
                    yield self._left_out(LeftOut(item, None, now()))
            for found in extract([d for d in chunk if isinstance(d, Document)], fast_html=self.settings.fast_html):
                yield from self._sort(found)
            if len(self.waiting) >= _REPORTS:
                yield from self._read()
        yield from self._read()

    def _next(self) -> list[Document | Skipped]:
        """The next documents; SourceError tells a source that cannot be read from a part that cannot be written."""
        try:
            return list(islice(self.items, _DOCUMENTS))
        except OSError as error:
            raise SourceError(f"cannot be opened: {error.strerror or error}") from error

    def _left_out(self, line: LeftOut) -> LeftOut:
        reason = gist(line.skipped.reason)
        self.account.skipped[reason] = self.account.skipped.get(reason, 0) + 1
        return line

    def _sort(self, found: Candidate | LeftOut) -> Iterator[Line]:
        """A new text waits to be read; one that the file brought before has only come in once more."""
        if isinstance(found, LeftOut):
            yield self._left_out(found)
        elif found.report.id in self.seen:
            self.account.again += 1
            yield Entry(found.appearance)
        else:
            self.seen.add(found.report.id)
            self.waiting.append(found)

    def _read(self) -> Iterator[Line]:
        candidates, self.waiting = self.waiting, []
        for candidate, line in zip(candidates, lines_of(self.settings, candidates), strict=True):
            if isinstance(line, LeftOut):
                yield self._left_out(line)
                continue
            self.account.reports += 1
            self.account.words += len(candidate.report.text.split())
            if isinstance(line, Entry) and line.record:
                self.account.events += len(line.record["events"])
            yield line
