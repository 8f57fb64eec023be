"""How well the codebook's own examples are read: types, roles, status, and hard negatives kept empty.

    python -m benchmarks.examples                       the open part, on which frames are written and models trained
    python -m benchmarks.examples -v                    … with each of its errors
    python -m benchmarks.examples --part held-out       the held-out part: figures only

Which examples are held out, a fixed rule says (`reportedly.codebook.Example.held_out`). A role or a status counts as
right where it is what the example expects, and a role that an example leaves open is not checked.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, get_args

from benchmarks.corpora import Item
from benchmarks.predict import readings
from reportedly.codebook import Example, load_codebook
from reportedly.codebook.examples import PUBLISHED, Match, Outcome, compare, table
from reportedly.pipeline import stages
from reportedly.report import Report

Part = Literal["open", "held-out", "all"]
FIGURES = ("type", "entirely", "precise: type", "precise: entirely", "kept empty", "examples right")
"""Shares of the expected events whose type is right, and whose type, status and both roles are; of the coded events for
which the same holds; of the hard negatives in which nothing is coded; of the examples read in all as they say."""

_WHOLE = {"status", "actor", "recipient"}


def load(part: Part, further: bool = False) -> list[Example]:
    """The examples of a part, or only the further ones among them, in the order of the codebook."""
    return [
        example
        for entry in load_codebook().values()
        for example in entry.examples
        if (part == "all" or example.held_out == (part == "held-out")) and (example.further or not further)
    ]


def run(examples: Sequence[Example]) -> list[Outcome]:
    """Read each example and compare it with what it expects."""
    inputs = [Item(str(n), Report(example.text, published=PUBLISHED)) for n, example in enumerate(examples)]
    pairs = zip(examples, readings("examples", inputs, stages()[-1].__name__), strict=True)
    return [compare(reading, example) for example, (_, reading) in pairs]


def entirely(match: Match) -> bool:
    """Whether type, status and both roles are as expected."""
    return match.event is not None and not _WHOLE & match.misfits.keys()


def figures(outcomes: Iterable[Outcome]) -> dict[str, dict[str, tuple[int, int]]]:
    """FIGURES, each as (how many, of how many), by type and for "all".

    Events count under the type expected, a surplus one under the type coded, a hard negative under the type it is for.
    """
    right: Counter[tuple[str, str]] = Counter()
    of: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        for type, figure, good in _counted(outcome):
            for row in (type, "all"):
                right[row, figure] += good
                of[row, figure] += 1
    rows = sorted({row for row, _ in of}, key=lambda row: (row == "all", row))
    return {row: {figure: (right[row, figure], of[row, figure]) for figure in FIGURES} for row in rows}


def _counted(outcome: Outcome) -> Iterator[tuple[str, str, bool]]:
    for match in outcome.matches:
        found, type = match.event is not None, match.want.type[0]
        yield type, "type", found
        yield type, "entirely", entirely(match)
        if match.event is not None:
            yield type, "precise: type", True
            yield type, "precise: entirely", entirely(match)
    for event in outcome.surplus:
        yield event.type, "precise: type", False
        yield event.type, "precise: entirely", False
    home = outcome.example.type
    if not outcome.example.events:
        yield home, "kept empty", not outcome.surplus
    yield home, "examples right", not outcome.wrong


def show(table: dict[str, dict[str, tuple[int, int]]]) -> str:
    """The figures as text, a row for each type."""
    lines = [f"{'':10}" + "".join(f"{figure:>19}" for figure in FIGURES)]
    for row, cells in table.items():
        shares = (f"{100 * n / of:5.1f}% ({n}/{of})" if of else "–" for n, of in cells.values())
        lines.append(f"{row:10}" + "".join(f"{share:>19}" for share in shares))
    return "\n".join(lines)


def errors(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """A block for each example that is not read as it says; "missed" before those that are known to be."""
    for outcome in outcomes:
        if outcome.wrong:
            example = outcome.example
            mark = f"missed ({example.missed}): " if example.missed else ""
            head = f"{example.file}:{example.line}: {mark}{example.text}"
            yield "\n".join([head, *(f"    {line}" for line in outcome.wrong)])


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of one part by type; of the open part also the confusions, and with -v the errors."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.examples")
    parser.add_argument("--part", choices=get_args(Part), default="open")
    parser.add_argument("--further", action="store_true", help="only the examples in examples/, not the types' own")
    parser.add_argument("--type", action="append", help="only the examples of this type; may be given several times")
    parser.add_argument("-v", "--verbose", action="store_true", help="show each error of the open part")
    options = parser.parse_args(arguments)
    if options.part != "open" and (options.verbose or options.type):
        parser.error("examples that are held out show figures only, so that no frame is written against them")
    outcomes = run([e for e in load(options.part, options.further) if not options.type or e.type in options.type])
    if options.verbose:
        print("\n".join(errors(outcomes)), end="\n\n")
    print(f"examples, {options.part} part: {len(outcomes)}\n\n{show(figures(outcomes))}")
    if options.part == "open":
        print(f"\n{table(outcomes)}")


if __name__ == "__main__":
    main()
