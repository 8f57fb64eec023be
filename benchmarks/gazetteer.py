"""What a look-up in the gazetteer costs: 10,000 names in a fresh process, its time and its resident memory.

    python -m benchmarks.gazetteer              10,000 names, half of them held, each sought once
    python -m benchmarks.gazetteer import       a made-up dump of a million rows, imported; then the same names

Memory is that of the whole process, Python included, as the system counts it at its height.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NAMES = 10_000
ROWS = 1_000_000
_SEED = 6


def sought(own: Path | None) -> None:
    """Look the names up and print what it took."""
    import sqlite3

    from reportedly.gazetteer import Gazetteer, OwnGazetteer

    gazetteer = Gazetteer.open(None if own is None else OwnGazetteer.at(own))
    reader = sqlite3.connect(Path(sys.modules[Gazetteer.__module__].__file__ or "").with_name("gazetteer.sqlite"))
    held = [row[0] for row in reader.execute("SELECT name FROM place WHERE id % 57 = 0 LIMIT ?", (NAMES // 2,))]
    reader.close()
    names = held + [f"Qar{i} {name[::-1].title()}" for i, name in enumerate(held)]
    random.Random(_SEED).shuffle(names)
    start = time.perf_counter()
    found = sum(bool(gazetteer.candidates(name)) for name in names)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(names):,} names, {found:,} held: {seconds:.2f} s, {memory:.0f} MB resident at most")


def imported(folder: Path) -> Path:
    """A gazetteer of a made-up dump."""
    from reportedly.gazetteer.importing import import_dump

    dump, target = folder / "XX.txt", folder / "own.sqlite"
    with dump.open("w", encoding="utf-8") as out:
        for i in range(ROWS):
            name = f"Qaryat {i:x}a"
            at = f"{(i % 160) - 80}.5\t{(i % 340) - 170}.25"
            others = f"Qarya {i:x},Karyat {i:x}"
            out.write(f"{i + 10**8}\t{name}\t{name}\t{others}\t{at}\tP\tPPL\tSY\t\t01\t02\t\t\t0\t\t\t\t\n")
    start = time.perf_counter()
    import_dump([dump], target)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"imported {ROWS:,} rows: {seconds:.0f} s, {ROWS / seconds:,.0f} rows a second, {memory:.0f} MB at most")
    return target


def main() -> None:
    """Measure in processes of their own."""
    if len(sys.argv) > 1 and sys.argv[1] == "seek":
        sought(Path(sys.argv[2]) if len(sys.argv) > 2 else None)
        return
    again = [sys.executable, "-m", "benchmarks.gazetteer", "seek"]
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1:] == ["import"]:
            again.append(str(imported(Path(folder))))
        subprocess.run(again, check=True)


if __name__ == "__main__":
    main()
