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
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from benchmarks.crawled import write_crawl
from benchmarks.written import written
from reportedly.casebook.database import connect
from reportedly.casebook.imports import take_in
from reportedly.casebook.layout import create
from reportedly.casebook.parts import write_part
from reportedly.ingest.documents import Document, Given
from reportedly.ingest.limits import Limits
from reportedly.ingest.reading import report_of
from reportedly.ingest.run import gist
from reportedly.ingest.sources import documents_in
from reportedly.ingest.workers import Settings
from reportedly.linking.run import link
from reportedly.parsing import DEFAULT_PARSER, load_parser
from reportedly.pipeline import DEFAULT_ATTRIBUTION, code, coder, stages
from reportedly.reading import Coder, Reading
from reportedly.record import record
from reportedly.report import Report, Skipped
from reportedly.scale.engines import Engine
from reportedly.scale.run import read_files

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


def workers(arguments: argparse.Namespace) -> None:
    """The same files on one process and on two, by the clock: the machine must have nothing else to do."""
    taken: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        crawl = write_crawl(Path(folder) / "in", arguments.files * arguments.pages, each=arguments.pages)
        for processes in (1, 2) * arguments.runs:
            layout = create(Path(folder) / f"book{processes}{len(taken)}{processes in taken}")
            start = time.perf_counter()
            ledger = read_files([str(crawl[0].parent)], Given(), Settings(layout), Engine("daft"), processes=processes)
            took = time.perf_counter() - start
            taken[processes] = min(took, taken.get(processes, took))
            print(f"{processes} process(es): {ledger.reports:,} reports, {took:,.1f} s", flush=True)
    print(f"two against one: {taken[1] / taken[2]:.2f} times the rate (best of {arguments.runs}, start included)")


def crawl(arguments: argparse.Namespace) -> None:
    """A crawl in one process, each step timed in the seconds of work that it took."""
    spent: Counter[str] = Counter()
    counts: Counter[str] = Counter()

    @contextmanager
    def timed(what: str) -> Iterator[None]:
        start = time.process_time()
        yield
        spent[what] += time.process_time() - start

    with tempfile.TemporaryDirectory() as folder:
        files = write_crawl(Path(folder) / "in", arguments.pages)
        size = sum(path.stat().st_size for path in files)
        parse = load_parser()
        code(Report("The army shelled Goma on Monday, a doctor said.", published="2024-03-06"), parse("The army."))
        seen: set[str] = set()
        for path in files:
            items = documents_in(path, Given(), Limits())
            while True:
                with timed("WARC"):
                    item = next(items, None)
                if item is None:
                    break
                counts["pages"] += isinstance(item, Document)
                if not isinstance(item, Document):
                    continue
                with timed("extraction and language"):
                    report = report_of(item, fast_html=arguments.fast_html)
                if isinstance(report, Skipped) or report.id in seen:
                    counts[gist(report.reason) if isinstance(report, Skipped) else "the same text again"] += 1
                    continue
                seen.add(report.id)
                with timed("parse"):
                    doc = parse(report.text)
                reading = Reading(report, coder(DEFAULT_PARSER), doc=doc, engine=arguments.attribution)
                for stage in stages():
                    with timed(f"stage {stage.__name__}"):
                        reading = stage(reading)
                with timed("record"):
                    counts["events"] += len(record(reading)["events"])
                counts["reports"] += 1
    total = sum(spent.values())
    print(f"{counts['pages']:,} pages, {size / 1e6:,.0f} MB: {counts['pages'] / total:.1f} pages a second of one core")
    for what, seconds in spent.most_common():
        print(f"  {what:28} {seconds:8.1f} s  {100 * seconds / total:5.1f} %")
    print(", ".join(f"{n:,} {what}" for what, n in counts.most_common()))


def main() -> None:
    """Parse the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("linking")
    command.add_argument("--reports", type=int, nargs="+", default=[20_000, 200_000])
    command.set_defaults(run=linking)
    command = commands.add_parser("workers")
    command.add_argument("--files", type=int, default=12)
    command.add_argument("--pages", type=int, default=20, help="pages a file")
    command.add_argument("--runs", type=int, default=2)
    command.set_defaults(run=workers)
    command = commands.add_parser("crawl")
    command.add_argument("--pages", type=int, default=10_000)
    command.add_argument("--fast-html", action="store_true")
    command.add_argument("--attribution", choices=["rules", "model"], default=DEFAULT_ATTRIBUTION)
    command.set_defaults(run=crawl)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
