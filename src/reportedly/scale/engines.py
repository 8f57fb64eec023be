"""The engines: a dataframe of files, and a class that holds the loaded coder, one in each process.

Daft runs it on this machine's cores, or on a Ray cluster's. Both come with `pip install "reportedly[scale]"`. A file is
a row, so that what an engine gives up and does again is one file, and what it did before it died is in the inbox.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reportedly.errors import SourceError
from reportedly.ingest.documents import Given
from reportedly.ingest.workers import Settings
from reportedly.scale.unit import Account, read_file
from reportedly.scale.works import Work

__all__ = ["Engine", "engine_of", "run"]

_PARTITIONS = 16  # pieces of the list of files for each process: small enough that none is left with much at the end


@dataclass(frozen=True, slots=True)
class Engine:
    """Who spreads the files: "daft" over this machine's cores, "ray" over a cluster; `address` is the cluster's."""

    name: str
    address: str | None = None


def engine_of(words: str) -> Engine | None:
    """The engine that `--engine` names: local (None), daft, ray, or ray=ADDRESS. Raises ValueError for another."""
    name, _, address = words.partition("=")
    if name not in {"local", "daft", "ray"} or (address and name != "ray"):
        raise ValueError(f"{words!r} is no engine: name local, daft, ray, or ray=ADDRESS")
    return None if name == "local" else Engine(name, address or None)


def run(
    engine: Engine, works: Sequence[Work], given: Given, settings: Settings, processes: int | None
) -> Iterator[Account]:
    """Read the files, and hand on the account of each as it is done, in no order that means anything.

    Raises SourceError where the engine is not installed or its cluster cannot be reached, and whatever the engine
    raises where it breaks off: the parts that were written until then stay.
    """
    daft = _started(engine)
    cores = processes or _cores(engine)
    coder = _coder(daft, engine, cores)(given, settings)
    rows = daft.from_pydict({"source": [work.source for work in works], "size": [work.size for work in works]})
    if engine.name == "ray":
        rows = rows.into_partitions(min(len(works), _PARTITIONS * cores))
    for row in rows.select(coder.read(rows["source"], rows["size"]).alias("account")).iter_rows():
        yield Account(**json.loads(row["account"]))


def _started(engine: Engine) -> Any:
    """The engine's library, ready; nobody is told that we use it."""
    os.environ.setdefault("DAFT_ANALYTICS_ENABLED", "0")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import daft

        if engine.name == "ray":
            _join(engine.address)
            daft.set_runner_ray(noop_if_initialized=True)
        elif daft.get_or_infer_runner_type() != "native":
            daft.set_runner_native()
    except ImportError as error:
        raise SourceError(
            f'the engine {engine.name} is not installed ({error.name}): pip install "reportedly[scale]"'
        ) from error
    return daft


def _join(address: str | None) -> None:
    """Be part of the cluster at this address, or of one made of this machine for the while."""
    import ray

    if ray.is_initialized():
        return
    try:
        if address or "RAY_ADDRESS" in os.environ:
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR)
        else:  # one of our own, not what another run may have left behind
            ray.init(address="local", include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        why, where = str(error).strip().split("\n")[0], address or "this machine"
        raise SourceError(f"no Ray cluster at {where} ({why}): start one with `ray start`") from error


def _cores(engine: Engine) -> int:
    if engine.name == "ray":
        import ray

        held: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call, unused-ignore]
        return max(1, int(held.get("CPU", 1)))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _coder(daft: Any, engine: Engine, cores: int) -> Any:
    """The class that reads, as the engine wants it: one instance a process, a file at a time."""

    class Coder:
        def __init__(self, given: Given, settings: Settings) -> None:
            self.given, self.settings = given, settings

        @daft.method.batch(return_dtype=daft.DataType.string(), batch_size=1)  # type: ignore[untyped-decorator, unused-ignore]
        def read(self, sources: Any, sizes: Any) -> list[str]:
            works = [Work(*pair) for pair in zip(sources.to_pylist(), sizes.to_pylist(), strict=True)]
            return [json.dumps(asdict(read_file(work, self.given, self.settings))) for work in works]

    use_process = True if engine.name == "daft" else None  # Ray's actors are processes of their own
    return daft.cls(Coder, max_concurrency=cores, use_process=use_process)
