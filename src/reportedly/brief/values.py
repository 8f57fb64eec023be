"""Numbers and other values as tellings give them, each with those who give it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportedly.brief.gather import Material
from reportedly.brief.phrase import Phrase, cite, fill, listed, numeral, plain
from reportedly.brief.witnesses import witnesses
from reportedly.brief.wording import phrases
from reportedly.exports.told import Row, Told
from reportedly.knowledge.data import DATA, load_yaml

__all__ = ["Given", "each", "given", "numbers", "spread"]


@dataclass(frozen=True, slots=True)
class Given:
    """A value in words, and the tellings that give it; `number` is None where the words leave it open ("dozens")."""

    words: Phrase
    tellings: tuple[Told, ...]
    number: float | None = None
    origins: int = 1


def numbers(kind: str, tellings: Sequence[Told]) -> list[Given]:
    """What tellings say on one count, the least first; open numbers last."""
    found: dict[tuple[str, float | None, str], list[tuple[Told, Row]]] = {}
    for told in tellings:
        for quantity in told.quantities:
            if quantity["kind"] == kind and quantity["spans"]:
                found.setdefault(_key(quantity), []).append((told, quantity))
    values = [_number(key, pairs) for key, pairs in found.items()]
    return sorted(values, key=lambda g: (g.number is None, g.number or 0))


def _key(quantity: Row) -> tuple[str, float | None, str]:
    if _open(quantity["as_written"]):
        return ("open", None, plain(quantity["as_written"]).lower())
    return (quantity["bound"], float(quantity["value"]), "")


def _number(key: tuple[str, float | None, str], pairs: list[tuple[Told, Row]]) -> Given:
    bound, number, _ = key
    cited = tuple(c for told, q in pairs for c in cite(told.report["id"], q["spans"]))
    tellings = tuple(told for told, _ in pairs)
    origins = len({told.telling["origin"] for told in tellings if told.telling})
    if number is None:
        quantity = pairs[0][1]
        words = f"“{plain(quantity['as_written'])}”"
    else:
        words = phrases()["numbers"]["bound"][bound].format(n=numeral(number))
    return Given(Phrase(words, cited), tellings, number, origins)


def _open(written: str) -> bool:
    """Whether the words leave the number open: "dozens of fighters", "several people"."""
    if re.search(r"\d", written):
        return False
    known = load_numbers()
    said = re.findall(r"[a-z]+", written.lower())
    return not any(word in known for word in said)


def load_numbers() -> frozenset[str]:
    """Words that are numbers: one, dozen, hundred, …"""
    data = load_yaml(DATA / "quantities" / "numbers.yaml")
    return frozenset((*data["ones"], *data["scales"]))


def spread(values: Sequence[Given]) -> Phrase | None:
    """Such as "14 to 31", of the numbers that are given; None where there are no two."""
    known = sorted((g for g in values if g.number is not None), key=lambda g: g.number or 0)
    if len({g.number for g in known}) < 2:
        return None
    low, high = known[0], known[-1]
    near = (high.number or 0) - (low.number or 0) == 1
    return fill(
        phrases()["numbers"]["next" if near else "range"],
        low=Phrase(numeral(low.number or 0), low.words.cited),
        high=Phrase(numeral(high.number or 0), high.words.cited),
    )


def given(tellings: Sequence[Told], value: Callable[[Told], Phrase | None]) -> list[Given]:
    """The tellings by what `value` makes of each; those of which it makes nothing are left out."""
    found: dict[str, Given] = {}
    for told in tellings:
        words = value(told)
        if words is None:
            continue
        known = found.get(words.text)
        if known is None:
            found[words.text] = Given(words, (told,))
        else:
            both = Phrase(words.text, known.words.cited + words.cited)
            found[words.text] = replace(known, words=both, tellings=(*known.tellings, told))
    return list(found.values())


def each(material: Material, values: Sequence[Given], template: str) -> list[Phrase]:
    """Every value with those who give it, in the template's words."""
    speakers = (listed([w.phrase for w in witnesses(material, g.tellings)], nested=True) for g in values)
    return [fill(template, value=g.words, speakers=said) for g, said in zip(values, speakers, strict=True)]
