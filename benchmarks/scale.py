"""What size costs, measured.

    python -m benchmarks.scale linking [--reports 20000 200000]   linking as reports grow; seconds of work, not of clock
    python -m benchmarks.scale workers [--files N]                Daft on one process and on two, same files, same run
    python -m benchmarks.scale crawl [--pages N] [--fast-html]    a made-up crawl in WARC: where the time goes

Seconds of work are those that the processors spent, so that other work on the machine does not count.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.written import written
from reportedly.casebook.database import connect
from reportedly.casebook.imports import take_in
from reportedly.casebook.layout import create
from reportedly.casebook.parts import write_part
from reportedly.linking.run import link
from reportedly.reading import Coder

_PART = 5_000  # reports
_CODER = Coder(version="0", parser="none", knowledge="none")


def linking(arguments: argparse.Namespace) -> None:
    """Import and link casebooks of each size, from nothing."""
    first: tuple[int, float] | None = None
    for number in arguments.reports:
        with tempfile.TemporaryDirectory() as folder:
            layout = create(Path(folder) / "book")
            entries = written(number)
            while some := list(islice(entries, _PART)):
                write_part(layout, _CODER, some, {})
            with connect(layout, write=True) as connection:
                start = time.process_time()
                take_in(layout, connection)
                imported = time.process_time() - start
                start, clock = time.process_time(), time.perf_counter()
                done = link(connection)
                linked, took = time.process_time() - start, time.perf_counter() - clock
                told = "SELECT count(*), count(*) FILTER (origins > 1), (SELECT count(*) FROM copies) FROM incidents"
                ((incidents, witnessed, copies),) = connection.execute(told).fetchall()
        first = first or (number, linked)
        print(f"{number:,} appearances, {done.reports:,} reports, {done.events:,} events, {done.compared:,} pairs")
        print(f"  import   {imported:8,.0f} s of work")
        print(f"  linking  {linked:8,.0f} s of work, {took:,.0f} s by the clock")
        print(f"  {incidents:,} incidents, {witnessed:,} on two or more origins; {copies:,} copies")
        print(f"  {number / first[0]:.0f} times the reports, {linked / first[1]:.1f} times the work", flush=True)


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("linking")
    command.add_argument("--reports", type=int, nargs="+", default=[20_000, 200_000])
    command.set_defaults(run=linking)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
