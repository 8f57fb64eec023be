"""How often the right place is chosen where the corpus itself says what is a place name (LGL, gold mentions).

    python -m benchmarks.gold_places

A mention whose name the gazetteer does not hold is wrong. Right is within 161 km, or the same GeoNames id; demonyms
are left out, and the outlet's home is known only as far as its domain tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.calibrate_places import gold_mentions, right
from benchmarks.corpora import Item, lgl, parsed
from reportedly.coding.places.home import home_of
from reportedly.coding.places.names import Name, entries_of
from reportedly.coding.places.resolve import resolve
from reportedly.coding.places.toponyms import Toponym, in_setting, toponym_of
from reportedly.gazetteer import Gazetteer


def judged(items: Sequence[Item]) -> Iterator[tuple[Item, dict[str, Any], bool]]:
    """Each mention of the corpus that has a point, and whether it was put there."""
    gold = gold_mentions()
    for item, doc in zip(items, parsed("lgl", [item.report.text for item in items]), strict=True):
        found: list[Toponym] = []
        its: list[dict[str, Any]] = []
        for mention in gold[item.id]:
            piece = doc.char_span(mention["start"], mention["end"], alignment_mode="expand")
            if piece is None or mention.get("ignore") or mention.get("lat") is None:
                continue
            its.append(mention)
            entries = entries_of(mention["phrase"], Gazetteer.open())
            end = max(piece.end, piece.start + 1)
            found.append(toponym_of(doc, Name(piece.start, end, piece.text, entries), entries, "marked"))
        for mention, choice in zip(
            its, resolve(in_setting(doc, item.report.text, found), home_of(item.report)), strict=True
        ):
            yield item, mention, choice is not None and right(choice.entry, mention)


def main() -> None:
    """Print the share right."""
    marks = [good for _, _, good in judged(list(lgl()))]
    print(f"gold mentions right: {sum(marks)} of {len(marks)}, {100 * sum(marks) / max(1, len(marks)):.1f} %")


if __name__ == "__main__":
    main()
