"""Speed as a ratio: the whole pipeline against the bare parse of the same texts in the same run.

    python -m benchmarks.speed [--texts N] [--attribution rules|model]

Prints tokens a second for both, their ratio (whole / bare parse; 1 would mean that reading costs nothing beyond the
parse), by the clock and in processor time, what each stage costs, and the time of `import reportedly`. The whole is
`reportedly.read` as users call it: with the tagger it uses a second core where there is one, so the two ratios differ.
Texts are PolNeAR dev where present, else the examples over and over.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import defaultdict

from benchmarks.corpora import ROOT, has_data, polnear
from reportedly.parsing import DEFAULT_PARSER, load_parser
from reportedly.pipeline import DEFAULT_ATTRIBUTION, coder, read, stages
from reportedly.reading import Reading
from reportedly.report import Report


def texts(number: int) -> list[Report]:
    if has_data():
        return [item.report for item in polnear()][:number]
    examples = [Report(text=path.read_text("utf-8")) for path in sorted((ROOT / "examples").glob("*.txt"))]
    return (examples * number)[:number]


class Timer:
    """Adds up the seconds spent in its blocks: by the clock, and of processors."""

    def __init__(self) -> None:
        self.clock = self.used = 0.0

    def __enter__(self) -> None:
        self.clock -= time.perf_counter()
        self.used -= time.process_time()

    def __exit__(self, *_: object) -> None:
        self.clock += time.perf_counter()
        self.used += time.process_time()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=84)
    parser.add_argument("--attribution", choices=("rules", "model"), default=DEFAULT_ATTRIBUTION)
    args = parser.parse_args()
    reports = texts(args.texts)
    nlp = load_parser()
    run = stages()
    warm = Reading(report=reports[0], coder=coder(DEFAULT_PARSER), doc=nlp(reports[0].text), engine=args.attribution)
    for stage in run:
        warm = stage(warm)
    tokens, parse, whole = 0, Timer(), Timer()
    by_stage: dict[str, float] = defaultdict(float)
    for report in reports:
        with parse:
            doc = nlp(report.text)
        with whole:
            read(report, attribution=args.attribution)
        tokens += len(doc)
        reading = Reading(report=report, coder=coder(DEFAULT_PARSER), doc=doc, engine=args.attribution)
        for stage in run:
            start = time.perf_counter()
            reading = stage(reading)
            by_stage[stage.__name__] += time.perf_counter() - start
    print(f"texts {len(reports)}, tokens {tokens}")
    print(f"bare parse     {tokens / parse.clock:8.0f} tokens/s")
    print(f"whole pipeline {tokens / whole.clock:8.0f} tokens/s   ratio {parse.clock / whole.clock:.2f}")
    print(f"               {tokens / whole.used:8.0f} tokens/s   ratio {parse.used / whole.used:.2f} in processor time")
    for name, seconds in sorted(by_stage.items(), key=lambda row: -row[1]):
        print(f"  {name:14} {1e6 * seconds / tokens:6.1f} µs a token, alone")
    code = "import time; t = time.perf_counter(); import reportedly; print(time.perf_counter() - t)"
    took = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    print(f"import reportedly {float(took):.3f} s")


if __name__ == "__main__":
    main()
