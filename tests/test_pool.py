"""Worker processes that die take nothing along but the item that killed them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from reportedly.ingest.pool import Job, Workers


def squares(items: list[int]) -> list[int]:
    """Dies, as a process does that runs out of memory, when it meets 13."""
    if 13 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return [item * item for item in items]


def test_an_item_that_kills_its_process_is_lost_alone() -> None:
    done: dict[int, int] = {}
    lost: list[int] = []
    with Workers(2) as workers:
        for start in range(0, 30, 5):
            items = list(range(start, start + 5))
            workers.submit(Job(squares, items, lambda i, r: done.update(zip(i, r, strict=True)), lost.append))
        while not workers.idle:
            workers.settle()
    assert lost == [13]
    assert done == {n: n * n for n in range(30) if n != 13}


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time\nfrom reportedly.ingest.pool import Job, Workers\n"
        "if __name__ == '__main__':\n"
        "    with Workers(1) as workers:\n"
        "        workers.submit(Job(list, [], lambda items, result: None, print))\n"
        "        print(*workers._pool._processes, flush=True)\n        time.sleep(60)\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code, "utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    for _ in range(100):
        if not _runs(worker):
            return
        time.sleep(0.1)
    os.kill(worker, signal.SIGKILL)
    raise AssertionError("the worker outlived its parent")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        status = Path(f"/proc/{process}/status")
        return not (status.exists() and "State:\tZ" in status.read_text("utf-8"))
    except ProcessLookupError:
        return False
