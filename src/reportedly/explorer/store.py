"""The casebook while it is looked at: held for reading, let go of when nobody asks, opened anew after a verdict.

DuckDB lets many read a file or one write it. The explorer therefore only reads, and lets go of the file as soon as
nobody has asked for `REST` seconds, so that `reportedly ingest` can write while an analyst is reading. A verdict is
left in the inbox as everyone's are, and taken in at once: the file is let go of, written, and opened again.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

from reportedly.casebook.book import catch_up
from reportedly.casebook.database import open_database
from reportedly.casebook.layout import Layout
from reportedly.casebook.parts import Verdict, waiting
from reportedly.casebook.queries import Filter
from reportedly.casebook.search import Searched, matching
from reportedly.casebook.verdicts import leave
from reportedly.errors import StoreBusy
from reportedly.explorer.chosen import Chosen

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["REST", "Store"]

REST = 2.0
"""Seconds without a question after which the file is let go of; others wait `database.PATIENCE`, which is longer."""

_PATIENCE = 2.0  # seconds a page waits for another process that writes
_SETS = 6  # filters whose sets are kept at hand
_ANSWERS = 256  # counts and pictures that are kept

T = TypeVar("T")


class Store:
    """One casebook, for many threads. `close` it at the end."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self._turn = threading.Condition()
        self._readers = 0
        self._writing = False
        self._connection: DuckDBPyConnection | None = None
        self._asked = time.monotonic()
        self._chosen: OrderedDict[Hashable, Chosen] = OrderedDict()
        self._answers: OrderedDict[Hashable, object] = OrderedDict()
        self._of: object = None
        self._refused: tuple[float, StoreBusy] | None = None

    @contextmanager
    def reading(self) -> Iterator[DuckDBPyConnection]:
        """A cursor of one's own. Raises StoreBusy where another process writes, StoreError where none can be had."""
        with self._turn:
            while self._writing:
                self._turn.wait()
            connection = self._opened()
            self._readers += 1
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            with self._turn:
                self._readers -= 1
                self._asked = time.monotonic()
                self._turn.notify_all()

    def searched(self, filter: Filter, kind: Searched = "reports") -> Filter:
        """The filter with its text searched for."""
        return filter if filter.text is None else replace(filter, found=matching(self.layout, filter.text, kind))

    @contextmanager
    def chosen(self, filter: Filter) -> Iterator[Chosen]:
        """The incidents that a filter leaves, made once for all who ask with the same filter."""
        key = replace(filter, sort=None, limit=None, offset=0)
        with self.reading():
            while True:
                chosen = self._set_of(key)
                with chosen.mine():
                    if not chosen.closed:  # or else it was put away for others while this one waited
                        yield chosen
                        return

    def _set_of(self, key: Filter) -> Chosen:
        searched = self.searched(key)
        with self._turn:
            chosen = self._chosen.get(key)
            if chosen is None:
                chosen = self._chosen[key] = Chosen(self._opened().cursor(), searched)
            self._chosen.move_to_end(key)
            old = [self._chosen.popitem(last=False)[1] for _ in range(len(self._chosen) - _SETS)]
        for other in old:
            other.close()
        return chosen

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was made for this key since the casebook last changed, or is made now."""
        with self._turn:
            if self._of == self._state() and key in self._answers:
                self._answers.move_to_end(key)
                return cast(T, self._answers[key])
        made = make()
        with self._turn:
            self._answers[key] = made
            while len(self._answers) > _ANSWERS:
                self._answers.popitem(last=False)
        return made

    def judge(self, verdicts: Sequence[Verdict]) -> bool:
        """Leave the verdicts in the inbox and take them in; whether they count already.

        They do not where another process holds the casebook: then it, or the next to open it, takes them in. Raises
        StoreError where they cannot be written.
        """
        leave(self.layout, verdicts)
        with self._alone():
            catch_up(self.layout)
        return not waiting(self.layout)

    def rest(self) -> None:
        """Let go of the file where nobody has asked for `REST` seconds."""
        with self._turn:
            if not self._readers and not self._writing and time.monotonic() - self._asked >= REST:
                self._let_go()

    def close(self) -> None:
        """Let go of the file."""
        with self._alone():
            pass

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody reads, and the file is let go of."""
        with self._turn:
            while self._writing:
                self._turn.wait()
            self._writing = True
            while self._readers:
                self._turn.wait()
            self._let_go()
        try:
            yield
        finally:
            with self._turn:
                self._writing = False
                self._turn.notify_all()

    def _opened(self) -> DuckDBPyConnection:
        if self._connection is None:
            if self._refused is not None and time.monotonic() - self._refused[0] < _PATIENCE:
                raise self._refused[1]  # who waits behind one who waited in vain need not wait again
            try:
                catch_up(self.layout)
                self._connection = open_database(self.layout, patience=_PATIENCE)
            except StoreBusy as error:
                self._refused = time.monotonic(), error
                raise
            if self._of != self._state():
                self._answers.clear()
                self._of = self._state()
        return self._connection

    def _let_go(self) -> None:
        for chosen in self._chosen.values():
            chosen.close()
        self._chosen.clear()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _state(self) -> object:
        """What is another once somebody wrote."""
        told = self.layout.database.stat() if self.layout.database.exists() else None
        return (told.st_mtime_ns, told.st_size) if told else None
