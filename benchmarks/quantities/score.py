"""How well quantities are read, measured on the open set in set/.

    python -m benchmarks.quantities.score                    the development part
    python -m benchmarks.quantities.score -v                 … with each of its errors
    python -m benchmarks.quantities.score --part held-out    the held-out part: figures only

An item is held out by a fixed rule on its id; rules are written against the development part alone.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from benchmarks.corpora import Item as Input
from benchmarks.predict import readings
from reportedly.knowledge import load_yaml
from reportedly.reading import Quantity
from reportedly.report import Report, Span

SET = Path(__file__).with_name("set")
Part = Literal["development", "held-out"]
CHECKS = ("kind", "value", "bound", "ends", "unit")
"""What is compared once a quantity is found; `ends` are low and high."""


@dataclass(frozen=True)
class Gold:
    """A quantity that is to be found. `kinds` and `bounds` are those accepted, the one meant first."""

    phrase: str
    span: Span
    kinds: tuple[str, ...]
    value: float
    low: float | None
    high: float | None
    bounds: tuple[str, ...]
    unit: str | None


@dataclass(frozen=True)
class Item:
    """A sentence and every quantity in it; a hard negative has none."""

    id: str
    text: str
    quantities: tuple[Gold, ...]

    @property
    def part(self) -> Part:
        """Held out where the SHA-256 of the id, taken as a number, is divisible by three."""
        return "held-out" if int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % 3 == 0 else "development"


@dataclass(frozen=True)
class Outcome:
    """An item with what was read in it: pairs of gold and reading (None where missed), and what was too much."""

    item: Item
    pairs: tuple[tuple[Gold, Quantity | None], ...]
    extra: tuple[Quantity, ...]


def load(part: Part | None = None) -> list[Item]:
    """The items of one part, or all; raises ValueError where a phrase does not stand exactly once in its sentence."""
    items = [_item(row) for path in sorted(SET.glob("*.yaml")) for row in load_yaml(path)]
    return [item for item in items if part in (None, item.part)]


def _item(row: dict[str, object]) -> Item:
    text, rows = str(row["text"]), row["quantities"]
    assert isinstance(rows, list)
    return Item(str(row["id"]), text, tuple(_gold(str(row["id"]), text, quantity) for quantity in rows))


def _gold(id: str, text: str, row: dict[str, object]) -> Gold:
    phrase, unit = str(row["phrase"]), row.get("unit")
    if text.count(phrase) != 1:
        raise ValueError(f"{id}: {phrase!r} must stand exactly once in its sentence")
    start = text.index(phrase)
    low, high = (None if row[end] is None else float(str(row[end])) for end in ("low", "high"))
    return Gold(
        phrase,
        Span(start, start + len(phrase)),
        (str(row["kind"]), *_several(row.get("also", []))),
        float(str(row["value"])),
        low,
        high,
        _several(row["bound"]),
        None if unit is None else str(unit),
    )


def _several(given: object) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, list) else (str(given),)


def match(item: Item, quantities: Sequence[Quantity]) -> Outcome:
    """Pair gold and reading one to one, those first that share most of their words."""
    chances = sorted(
        (
            (-share, g, q)
            for g, gold in enumerate(item.quantities)
            for q, quantity in enumerate(quantities)
            if (share := _shared(gold.span, quantity.spans)) > 0
        )
    )
    pairs: dict[int, int] = {}
    for _, g, q in chances:
        if g not in pairs and q not in pairs.values():
            pairs[g] = q
    found = tuple((gold, quantities[pairs[g]] if g in pairs else None) for g, gold in enumerate(item.quantities))
    return Outcome(item, found, tuple(q for i, q in enumerate(quantities) if i not in pairs.values()))


def _shared(gold: Span, spans: Iterable[Span]) -> float:
    """Characters in both over characters in either."""
    mine, theirs = set(range(*gold)), {i for span in spans for i in range(*span)}
    return len(mine & theirs) / len(mine | theirs)


def right(gold: Gold, quantity: Quantity, check: str) -> bool:
    """Whether one property (see CHECKS) of what was read is that of the gold."""
    if check == "kind":
        return quantity.kind in gold.kinds
    if check == "value":
        return math.isclose(quantity.value, gold.value)
    if check == "ends":
        return _same(quantity.low, gold.low) and _same(quantity.high, gold.high)
    if check == "bound":
        return quantity.bound in gold.bounds
    return quantity.unit == gold.unit


def _same(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else math.isclose(one, other)


def wrong(gold: Gold, quantity: Quantity) -> list[str]:
    """The properties that are not right."""
    return [check for check in CHECKS if not right(gold, quantity, check)]


def figures(outcomes: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    """Each figure as (how many, of how many); properties count over all gold, so that a miss is wrong in each."""
    pairs = [pair for outcome in outcomes for pair in outcome.pairs]
    found = [(gold, quantity) for gold, quantity in pairs if quantity is not None]
    table = {"found": (len(found), len(pairs))}
    for check in CHECKS:
        table[f"{check} right"] = (sum(right(*pair, check) for pair in found), len(pairs))
    whole = sum(all(right(*pair, check) for check in ("kind", "value", "bound")) for pair in found)
    empty = [outcome for outcome in outcomes if not outcome.item.quantities]
    extra = sum(len(outcome.extra) for outcome in outcomes)
    return table | {
        "all right": (whole, len(pairs)),
        "precise": (whole, len(found) + extra),
        "extra": (extra, len(outcomes)),
        "negatives empty": (sum(not outcome.extra for outcome in empty), len(empty)),
    }


def run(part: Part) -> list[Outcome]:
    """Read every sentence of a part and match what comes out."""
    items = load(part)
    inputs = [Input(item.id, Report(text=item.text)) for item in items]
    pairs = zip(items, readings("quantities", inputs, "quantities"), strict=True)
    return [match(item, reading.quantities) for item, (_, reading) in pairs]


def errors(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One block for each sentence with an error in it."""
    for outcome in outcomes:
        lines = [line for gold, quantity in outcome.pairs if (line := _error(outcome.item, gold, quantity))]
        lines += [f"  extra   {_show(outcome.item, quantity)}" for quantity in outcome.extra]
        if lines:
            yield "\n".join([f"{outcome.item.id}: {outcome.item.text}", *lines])


def _error(item: Item, gold: Gold, quantity: Quantity | None) -> str:
    kinds, bounds, ends = "/".join(gold.kinds), "/".join(gold.bounds), f"{gold.low}–{gold.high}"
    wanted = f"[{gold.phrase}] {kinds} {bounds} {gold.value:g} {ends} {gold.unit or ''}"
    if quantity is None:
        return f"  missed  {wanted}"
    if not (names := wrong(gold, quantity)):
        return ""
    return f"  {', '.join(names)}: wanted {wanted}\n          read   {_show(item, quantity)}"


def _show(item: Item, quantity: Quantity) -> str:
    words = " … ".join(span.of(item.text) for span in quantity.spans)
    ends = f"{quantity.low}–{quantity.high}"
    return f"[{words}] {quantity.kind} {quantity.bound} {quantity.value:g} {ends} {quantity.unit or ''}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of one part, and with -v its errors."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quantities.score")
    parser.add_argument("--part", choices=get_args(Part), default="development")
    parser.add_argument("-v", "--verbose", action="store_true", help="show each error of the development part")
    options = parser.parse_args(arguments)
    if options.verbose and options.part == "held-out":
        parser.error("the held-out part shows figures only, so that no rule is written against it")
    outcomes = run(options.part)
    if options.verbose:
        print("\n\n".join(errors(outcomes)), end="\n\n")
    table = figures(outcomes)
    phrases, items = table["found"][1], table["extra"][1]
    print(f"quantities, {options.part} part: {items} sentences, {phrases} quantities")
    for name, (count, total) in table.items():
        share = f"{count / total:6.2f} a sentence" if name == "extra" else f"{100 * count / max(total, 1):6.1f}%"
        print(f"  {name:16} {count:4} / {total:<4} {share}")


if __name__ == "__main__":
    main()
