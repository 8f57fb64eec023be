"""Speed as a ratio: the whole pipeline against the bare parse of the same texts in the same run.

    python -m benchmarks.speed [--texts N] [--attribution rules|model]

Prints tokens a second for both, their ratio (whole / bare parse; 1 would mean that reading costs nothing beyond the
parse), the share of each stage, and the time of `import reportedly`. Texts are PolNeAR dev where present, else the
examples over and over.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections import defaultdict

from benchmarks.corpora import ROOT, has_data, polnear
from reportedly.parsing import DEFAULT_PARSER, load_parser
from reportedly.pipeline import DEFAULT_ATTRIBUTION, coder, stages
from reportedly.reading import Reading
from reportedly.report import Report


def texts(number: int) -> list[Report]:
    if has_data():
        return [item.report for item in polnear()][:number]
    examples = [Report(text=path.read_text("utf-8")) for path in sorted((ROOT / "examples").glob("*.txt"))]
    return (examples * number)[:number]


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
    tokens, parse = 0, 0.0
    by_stage: dict[str, float] = defaultdict(float)
    for report in reports:
        start = time.perf_counter()
        doc = nlp(report.text)
        parse += time.perf_counter() - start
        tokens += len(doc)
        reading = Reading(report=report, coder=coder(DEFAULT_PARSER), doc=doc, engine=args.attribution)
        for stage in run:
            start = time.perf_counter()
            reading = stage(reading)
            by_stage[stage.__name__] += time.perf_counter() - start
    whole = parse + sum(by_stage.values())
    print(f"texts {len(reports)}, tokens {tokens}")
    print(f"bare parse     {tokens / parse:8.0f} tokens/s")
    print(f"whole pipeline {tokens / whole:8.0f} tokens/s   ratio {parse / whole:.2f}")
    for name, seconds in sorted(by_stage.items(), key=lambda row: -row[1]):
        print(f"  {name:14} {1e6 * seconds / tokens:6.1f} µs a token  {100 * seconds / whole:5.1f} %")
    code = "import time; t = time.perf_counter(); import reportedly; print(time.perf_counter() - t)"
    took = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    print(f"import reportedly {float(took):.3f} s")


if __name__ == "__main__":
    main()
