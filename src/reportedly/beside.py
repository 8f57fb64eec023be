"""Work of the networks beside the rest: they leave Python to others while they run, so a free core can be used."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from multiprocessing import parent_process
from typing import TypeVar

__all__ = ["begin", "free"]

Made = TypeVar("Made")


def free() -> int:
    """Cores for one pass through a network: two, unless processes work side by side or there is but one core."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return 1 if parent_process() is not None else min(2, cores)


def begin(work: Callable[[], Made]) -> Future[Made] | None:
    """Begin a piece of work in a thread of its own; None where no core is free. Its result raises what it does."""
    return _pool(os.getpid()).submit(work) if free() > 1 else None


@lru_cache(maxsize=1)
def _pool(_process: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "network")  # threads do not live through a fork
