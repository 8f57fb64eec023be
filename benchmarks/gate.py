"""The quality gate: every scorer on the development data, one table, and floors that are not lowered in silence.

    python -m benchmarks.gate                          measure and compare; exit 1 where a figure is below its floor
    python -m benchmarks.gate --only case --only plv   some of the corpora
    python -m benchmarks.gate --update                 raise the floors to what is measured now
    python -m benchmarks.gate --update --allow-lower "why"   the only way down; the reason is kept beside the floor

A floor is what was measured when it was set, less a slack of half a point. Floors hold for the data they were
measured on: a corpus with another hash is reported and not compared. Our own sets (chains, quantities, examples of the
codebook) are measured on the part that is held out of tuning.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpora import ROOT, SHARED, has_data
from benchmarks.predict import score

FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.5


@dataclass(frozen=True)
class Figure:
    """One figure: its corpus and the place in the scorer's output where it stands (the last group is the number)."""

    corpus: str
    name: str
    pattern: str


_SKIPPED, _CELL = r" +[\d.]+% \(\d+/\d+\)", r" +([\d.]+)%"  # of a table of shares

FIGURES = (
    Figure("case", "facts found", r"facts found: ([\d.]+)%"),
    Figure("case", "event precision", r"event precision.*?([\d.]+)%"),
    Figure("case", "attribution precision", r"attribution precision.*?([\d.]+)%"),
    Figure("case", "offsets in the text", r"offsets in the text.*?([\d.]+)%"),
    Figure("polnear", "attribution F1", r"attributions\n.*?\+source +[\d.]+ +[\d.]+ +([\d.]+)"),
    Figure("polnear", "direct F1", r"attributions by kind.*?\+source +[\d.]+ +[\d.]+ +([\d.]+)"),
    Figure("polnear", "indirect F1", r"attributions by kind.*?\+source(?: +[\d.]+){8} +([\d.]+)"),
    Figure("plv", "root macro-F1", r"root +macro-F1 +([\d.]+)"),
    Figure("plv", "quad macro-F1", r"quad +macro-F1 +([\d.]+)"),
    Figure("timebank", "value F1", r"value F1 ([\d.]+)"),
    Figure("timebank", "days same", r"days: same ([\d.]+)"),
    Figure("lgl", "end to end @161 km F1", r"end_to_end@161 +P +[\d.]+ +R +[\d.]+ +F1 +([\d.]+)"),
    Figure("lgl", "end to end @161 km precision", r"end_to_end@161 +P +([\d.]+)"),
    Figure("actors", "cases right", r"case +\d+ / +\d+ +([\d.]+)"),
    Figure("linking", "B-cubed F1", r"B-cubed +P +[\d.]+ +R +[\d.]+ +F1 +([\d.]+)"),
    Figure("linking", "pairs across reports F1", r"across +P +[\d.]+ +R +[\d.]+ +F1 +([\d.]+)"),
    Figure("linking", "pairs across reports precision", r"across +P +([\d.]+)"),
    Figure("quantities", "all right, held out", r"all right +\d+ / +\d+ +([\d.]+)"),
    Figure("chains", "attribution F1, held out", r"attribution +P +[\d.]+ +R +[\d.]+ +F1 +([\d.]+)"),
    Figure("chains", "chains entirely right, held out", r"chains +([\d.]+)"),
    Figure("examples", "type, held out", r"\nall" + _CELL),
    Figure("examples", "type, status, roles, held out", r"\nall" + _SKIPPED + _CELL),
    Figure("examples", "coded types right, held out", r"\nall" + 2 * _SKIPPED + _CELL),
    Figure("examples", "kept empty, held out", r"\nall" + 4 * _SKIPPED + _CELL),
)

DATA = {
    "case": SHARED / "cases",
    "polnear": SHARED / "data/polnear/dev",
    "plv": SHARED / "data/plv",
    "timebank": SHARED / "data/times",
    "lgl": SHARED / "data/places",
    "actors": SHARED / "data/actors",
    "linking": SHARED / "data/linking",
    "quantities": ROOT / "benchmarks/quantities/set",
    "chains": ROOT / "benchmarks/chains",
    "examples": ROOT / "src/reportedly/data/codebook/examples",
}
OURS = {
    "quantities": "benchmarks.quantities.score",
    "chains": "benchmarks.chains.score",
    "examples": "benchmarks.examples",
}


def run_case() -> str:
    """The acceptance case, through the installed command."""
    code = f"{shlex.quote(sys.executable)} -m reportedly code {{text}} --published {{published}} --format json"
    command = [sys.executable, str(SHARED / "cases/check.py"), code, "--verbose"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def run_ours(corpus: str) -> str:
    """One of our own open sets: the part that is held out of tuning, figures only."""
    command = [sys.executable, "-m", OURS[corpus], "--part", "held-out"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout


def fingerprint(corpus: str) -> str:
    """A hash of a corpus' files."""
    total = hashlib.sha256()
    for path in sorted(p for p in DATA[corpus].rglob("*") if p.is_file() and p.suffix != ".pyc"):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def measure(corpora: list[str]) -> dict[str, dict[str, float]]:
    """corpus -> figure -> value in per cent; raises SystemExit where a scorer printed no such figure."""
    out: dict[str, dict[str, float]] = {}
    for corpus in corpora:
        printed = run_case() if corpus == "case" else run_ours(corpus) if corpus in OURS else score(corpus)
        for figure in (f for f in FIGURES if f.corpus == corpus):
            match = re.search(figure.pattern, printed, re.DOTALL)
            if match is None:
                raise SystemExit(f"{corpus}: the scorer printed no {figure.name}:\n{printed[-2000:]}")
            out.setdefault(corpus, {})[figure.name] = float(match[1])
    return out


def compare(measured: dict[str, dict[str, float]], floors: dict[str, dict[str, Any]]) -> list[str]:
    """Print the table; the figures that are below their floor."""
    low = []
    print(f"{'corpus':10} {'figure':30} {'now':>6} {'floor':>6}")
    for corpus, figures in measured.items():
        known = floors.get(corpus, {})
        same = known.get("data") in (None, fingerprint(corpus))
        for name, value in figures.items():
            floor = known.get("figures", {}).get(name) if same else None
            print(f"{corpus:10} {name:30} {value:6.1f} {'' if floor is None else format(floor, '6.1f'):>6}")
            if floor is not None and value < floor:
                low.append(f"{corpus}: {name} {value:.1f} is below its floor {floor:.1f}")
        if not same:
            print(f"{corpus}: other data than the floors were measured on; not compared")
    return low


def update(measured: dict[str, dict[str, float]], floors: dict[str, dict[str, Any]], reason: str | None) -> None:
    """Write new floors; refuses to lower one without a reason."""
    for corpus, figures in measured.items():
        old: dict[str, float] = floors.get(corpus, {}).get("figures", {})
        new = {name: round(max(0.0, value - SLACK), 1) for name, value in figures.items()}
        lower = {name: (old[name], value) for name, value in new.items() if name in old and value < old[name]}
        if lower and not reason:
            new |= {name: was for name, (was, _) in lower.items()}
            print("not lowered (give --allow-lower REASON): " + ", ".join(lower))
        row: dict[str, Any] = {"data": fingerprint(corpus), "figures": new}
        lowered: list[Any] = list(floors.get(corpus, {}).get("lowered", []))
        if lower and reason:
            lowered.append({"reason": reason, "figures": {k: list(v) for k, v in lower.items()}})
        if lowered:
            row["lowered"] = lowered
        floors[corpus] = row
    FLOORS.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=list(DATA))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-lower", metavar="REASON")
    args = parser.parse_args()
    if not has_data():
        print(f"no development data at {SHARED}: only our own sets are measured (REPORTEDLY_SHARED names its folder)")
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    measured = measure(args.only or [corpus for corpus, folder in DATA.items() if folder.exists()])
    low = compare(measured, floors)
    if args.update:
        update(measured, floors, args.allow_lower)
        return 0
    print("\n".join(low) or "no figure is below its floor")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
