"""The ingest, measured: its rate beside the coder alone, its memory, and what kill -9 costs.

    python -m benchmarks.ingest rate [--texts N]        PolNeAR and LGL texts: ingest against the coder alone, same run
    python -m benchmarks.ingest memory [--reports N]    made-up reports: memory of parent and workers on the way
    python -m benchmarks.ingest kill [--times N]        kill -9 at random moments, then finish: lost, doubled, torn

Everything runs in processes of its own, as many as there are cores, in a folder that is removed afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.corpora import has_data, lgl, polnear
from benchmarks.made import made_reports
from reportedly.casebook.database import connect
from reportedly.casebook.imports import take_in
from reportedly.casebook.layout import Layout, create
from reportedly.ingest.documents import Document, Given
from reportedly.ingest.run import Counts, ingest
from reportedly.ingest.workers import Settings
from reportedly.linking.run import link
from reportedly.pipeline import read_many
from reportedly.report import Report

CORES = os.cpu_count() or 1


def corpus() -> list[Report]:
    if not has_data():
        return list(made_reports(600, sentences=20))
    found = [*polnear("train"), *polnear("dev"), *lgl()]
    return [item.report for item in found]


def documents(reports: Iterable[Report]) -> Iterator[Document]:
    for number, report in enumerate(reports):
        given = Given(published=report.published, outlet=report.outlet, url=report.url)
        yield Document(f"text {number}", report.text.encode("utf-8", "surrogatepass"), media="text", given=given)


def rate(arguments: argparse.Namespace) -> None:
    reports = corpus()[: arguments.texts]
    characters = sum(len(report.text) for report in reports)
    with tempfile.TemporaryDirectory() as folder:
        layout = create(Path(folder) / "book")
        list(read_many(reports[:8], processes=CORES))  # models on disk are in the page cache for both
        start = time.perf_counter()
        for _ in read_many(reports, processes=CORES):
            pass
        alone = time.perf_counter() - start
        start = time.perf_counter()
        with connect(layout, write=True) as connection:
            counts = ingest(documents(reports), Settings(layout), connection, processes=CORES)
            read = time.perf_counter() - start
            link(connection)
        whole = time.perf_counter() - start
    print(f"texts {len(reports)}, characters {characters:,}, reports read {counts.reports}, processes {CORES}")
    print(f"coder alone          {alone:7.1f} s   {len(reports) / alone:6.2f} texts/s")
    print(f"ingest               {read:7.1f} s   {len(reports) / read:6.2f} texts/s   ratio {alone / read:.2f}")
    print(f"ingest and linking   {whole:7.1f} s   {len(reports) / whole:6.2f} texts/s   ratio {alone / whole:.2f}")


def memory(arguments: argparse.Namespace) -> None:
    step = max(1, arguments.reports // 10)
    seen = 0

    def watch(counts: Counts) -> None:
        nonlocal seen
        if counts.reports >= seen + step:
            seen = counts.reports - counts.reports % step
            print(
                f"{counts.reports:>8,} reports   parent {resident('self'):6.0f} MB   workers {children():6.0f} MB",
                flush=True,
            )

    with tempfile.TemporaryDirectory() as folder:
        layout = create(Path(folder) / "book")
        with connect(layout, write=True) as connection:
            made = documents(made_reports(arguments.reports, sentences=2))
            counts = ingest(made, Settings(layout), connection, processes=CORES, watch=watch)
            print(f"{counts.reports:,} reports in {counts.seconds:.0f} s; now linking", flush=True)
            start = time.perf_counter()
            link(connection)
            print(f"linked in {time.perf_counter() - start:.0f} s   parent {resident('self'):6.0f} MB")


def resident(process: str | int) -> float:
    """Resident memory of a process in MB (Linux)."""
    for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def children() -> float:
    """Resident memory of this process's children in MB."""
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text("utf-8").split()
    return sum(resident(child) for child in listed)


def kill(arguments: argparse.Namespace) -> None:
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        source, book = Path(folder) / "reports.jsonl", Path(folder) / "book"
        reports = list(made_reports(arguments.reports, sentences=8))
        source.write_text("".join(_line(report) for report in reports), "utf-8")
        command = [sys.executable, "-m", "reportedly", "ingest", str(source), "--into", str(book)]
        kills = 0
        for _ in range(arguments.times):
            kills += killed(command, chance.uniform(0.3, arguments.longest), chance)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(f"killed {kills} times of {arguments.times} starts; {account(Layout(book), {r.id for r in reports})}")


def _line(report: Report) -> str:
    told = {"text": report.text, "outlet": report.outlet, "published": report.published, "url": report.url}
    return json.dumps(told) + "\n"


def killed(command: list[str], after: float, chance: random.Random) -> bool:
    """Start the command, and kill it, with its children or without, after so many seconds; False where it was done."""
    running = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        running.wait(after)
        return False
    except subprocess.TimeoutExpired:
        kill_one_or_all = os.kill if chance.random() < 0.5 else os.killpg  # workers may outlive their parent, or not
        kill_one_or_all(running.pid, signal.SIGKILL)
        running.wait()
        return True


def account(layout: Layout, expected: set[str]) -> str:
    """Reports lost, doubled, and torn: a torn one lacks rows that its record, in the parts, has."""
    from reportedly.casebook.parts import Entry, read_part

    records = {}
    for path in sorted(layout.parts.iterdir()):
        for line in read_part(path)[1]:
            if isinstance(line, Entry) and line.record:
                records.setdefault(line.appearance.report, line.record)
    with connect(layout, write=True) as connection:
        assert take_in(layout, connection).reports == 0
        held = [id for (id,) in connection.execute("SELECT id FROM reports").fetchall()]
        seen = connection.execute("SELECT report, url FROM appearances").fetchall()
        doubled = len(seen) - len(set(seen)) + len(held) - len(set(held))
        torn = sum(
            connection.execute(f"SELECT count(*) FROM {table} WHERE report = ?", [id]).fetchone()
            != (len(records[id][key]),)  # type: ignore[literal-required]
            for id in held
            for table, key in (("events", "events"), ("claims", "attributions"), ("entities", "entities"))
        )
    return f"lost {len(expected - set(held))}, doubled {doubled}, torn {torn} of {len(expected)} reports"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_subparsers(required=True)
    for run, options in (
        (rate, {"--texts": 10_000}),
        (memory, {"--reports": 100_000}),
        (kill, {"--times": 100, "--reports": 3_000, "--longest": 6.0, "--seed": 1}),
    ):
        sub = which.add_parser(run.__name__)
        sub.set_defaults(run=run)
        for name, default in options.items():
            sub.add_argument(name, type=type(default), default=default)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
