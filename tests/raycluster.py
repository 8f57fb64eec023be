"""A Ray cluster of two nodes on this machine, and a run on it: `python -m tests.raycluster SOURCE BOOK [kill]`.

A process of its own, since Ray leaves threads and warnings behind. With `kill` the second node dies, as if its machine
were switched off, once the first part is there. Its last line is what the run came to.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any


def main(source: str, book: str, *what: str) -> None:
    """Start the cluster, read, stop it."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "DAFT_ANALYTICS_ENABLED": "0", "RAY_AUTH_MODE": "disabled"}
    import ray
    from ray.cluster_utils import Cluster

    from reportedly.casebook.layout import create
    from reportedly.ingest.documents import Given
    from reportedly.ingest.workers import Settings
    from reportedly.scale.engines import Engine
    from reportedly.scale.run import read_files

    told: dict[str, Any] = {"killed_after": None}
    layout = create(Path(book).absolute())
    room = {"num_cpus": 1, "object_store_memory": 80_000_000}
    cluster = Cluster(initialize_head=True, head_node_args={**room, "include_dashboard": False})
    second = cluster.add_node(**room)
    ray.init(address=cluster.address, log_to_driver=False, logging_level=logging.CRITICAL)
    if "kill" in what:
        threading.Thread(target=_kill, args=(cluster, second, layout.inbox, told), daemon=True).start()
    ledger = read_files([source], Given(), Settings(layout), Engine("ray"))
    print("\n" + json.dumps(asdict(replace(ledger, skipped=Counter())) | told, default=str))  # noqa: T201
    sys.stdout.flush()
    os._exit(0)  # what is left of the cluster dies with its parent; waiting for a killed node takes a minute


def _kill(cluster: Any, node: Any, inbox: Path, told: dict[str, Any]) -> None:
    while not any(inbox.glob("*.jsonl.gz")):
        time.sleep(0.05)
    told["killed_after"] = len(list(inbox.glob("*.jsonl.gz")))
    cluster.remove_node(node, allow_graceful=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
