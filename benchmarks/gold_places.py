"""How often the right place is chosen where the corpus itself says what is a place name (LGL, gold mentions).

    python -m benchmarks.gold_places

A mention whose name the gazetteer does not hold is wrong. Right is within 161 km, or the same GeoNames id; demonyms
are left out, and the outlet's home is known only as far as its domain and the list of regional papers tell. Of the
decisions with a confidence of 0.7 or more it says how many there are and how many of them are right; a confidence is
the share right on the same corpus, so this says how well the two classes are parted and not what to expect elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from benchmarks.calibrate_places import gold_mentions, right
from benchmarks.corpora import Item, lgl, parsed
from reportedly.coding.places.confidence import confidence
from reportedly.coding.places.home import home_of
from reportedly.coding.places.names import Name, entries_of
from reportedly.coding.places.resolve import resolve
from reportedly.coding.places.toponyms import Toponym, in_setting, toponym_of
from reportedly.gazetteer import Gazetteer

SURE = 0.7


def judged(items: Sequence[Item]) -> Iterator[tuple[Item, dict[str, Any], bool, float]]:
    """Each mention of the corpus that has a point, whether it was put there, and the confidence (0: not answered)."""
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
            good = choice is not None and right(choice.entry, mention)
            sure = 0.0 if choice is None else confidence("marked", choice)
            yield item, mention, good, sure


def main() -> None:
    """Print the share right."""
    rows = [(good, sure) for _, _, good, sure in judged(list(lgl()))]
    print(f"gold mentions right: {_share([good for good, _ in rows])}")
    answered = [(good, sure) for good, sure in rows if sure]
    print(f"answered with a confidence of {SURE} or more: {_share([sure >= SURE for _, sure in rows])}")
    print(f"the same, of those answered at all: {_share([sure >= SURE for _, sure in answered])}")
    print(f"right of those: {_share([good for good, sure in answered if sure >= SURE])}")


def _share(marks: Sequence[bool]) -> str:
    return f"{sum(marks)} of {len(marks)}, {100 * sum(marks) / max(1, len(marks)):.1f} %"


if __name__ == "__main__":
    main()
