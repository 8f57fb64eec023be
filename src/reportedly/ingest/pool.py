"""Worker processes that may die: a job whose process was killed is tried again piece by piece, and the rest goes on."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from typing import Any

__all__ = ["Job", "Workers"]


@dataclass(frozen=True, slots=True)
class Job:
    """Work on a list of items: `run(items)` in a worker, `done(items, result)` here.

    `lost(item)` is called for an item during whose work the process died, alone, twice.
    """

    run: Callable[[list[Any]], Any]
    items: list[Any]
    done: Callable[[list[Any], Any], None]
    lost: Callable[[Any], None]


def _nothing() -> None:
    return None


class Workers:
    """A pool of processes with a bound on the jobs that wait in it. Use it as a context.

    It starts with its first job, after one process has done `first`: an error of that is raised by `submit`.
    Processes are spawned, not forked: the parent holds a database and threads that no child may inherit.
    """

    def __init__(self, processes: int, first: Callable[[], object] = _nothing) -> None:
        self.processes = processes
        self._first = first
        self._pool: ProcessPoolExecutor | None = None
        self._jobs: dict[Future[Any], Job] = {}

    def _start(self, processes: int | None = None) -> ProcessPoolExecutor:
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(processes or self.processes, mp_context=spawn, initializer=_die_with_parent)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def full(self) -> bool:
        """Whether enough jobs wait to keep every process busy."""
        return len(self._jobs) >= 3 * self.processes

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._jobs

    def submit(self, job: Job) -> None:
        """Hand a job to the next free process."""
        if self._pool is None:
            self._pool = self._start()
            self._pool.submit(self._first).result()
        self._jobs[self._pool.submit(job.run, job.items)] = job

    def settle(self) -> None:
        """Wait until at least one job is done, and call its `done`. Errors that a job raises are raised here."""
        finished, _ = wait(self._jobs, return_when=FIRST_COMPLETED)
        broken = False
        for future in finished:
            if isinstance(future.exception(), BrokenProcessPool):
                broken = True
                continue
            job = self._jobs.pop(future)
            job.done(job.items, future.result())
        if broken:
            self._mend()

    def _mend(self) -> None:
        """After the death of a process, which takes its pool along: every job under way again, an item at a time."""
        jobs, self._jobs = list(self._jobs.values()), {}
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        for job in jobs:
            for single in _singles(job):
                self._alone(single)
        self._pool = self._start()

    def _alone(self, job: Job) -> None:
        for _ in range(2):
            with self._start(1) as pool:
                try:
                    result = pool.submit(job.run, job.items).result()
                except BrokenProcessPool:
                    continue
            job.done(job.items, result)
            return
        for item in job.items:
            job.lost(item)


def _die_with_parent() -> None:
    """End this process when its parent is gone, killed or not: nobody would ever give it work again."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_outlive, args=(parent.sentinel,), daemon=True).start()


def _outlive(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


def _singles(job: Job) -> Iterator[Job]:
    return (Job(job.run, [item], job.done, job.lost) for item in job.items)
