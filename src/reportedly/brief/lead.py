"""The sentence that opens what several origins tell: how many, who denies it, and how far counts of the dead differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportedly.brief.gather import Material
from reportedly.brief.labels import Called
from reportedly.brief.phrase import Phrase, fill, listed, numeral
from reportedly.brief.speakers import outlet_names
from reportedly.brief.values import numbers
from reportedly.brief.witnesses import Witness
from reportedly.brief.wording import phrases
from reportedly.exports.told import Told

__all__ = ["lead"]

_FEW = 3  # outlets that are named; more are counted


def lead(material: Material, name: Called, seen: Sequence[Witness], against: Sequence[Witness]) -> Phrase:
    """Such as "An air strike in Nyala was reported by seven outlets on five independent origins"."""
    words = phrases()["lead"]
    tellings = [t for witness in seen for t in witness.tellings]
    papers = list(dict.fromkeys(paper for t in tellings for paper in outlet_names(material, t)))
    backing = tuple(c for witness in seen for c in witness.phrase.cited)
    parts: dict[str, Any] = {
        "label": name.some(),
        "was": "were" if name.label.plural else "was",
        "count": Phrase(numeral(len(seen)), backing),
        "outlets": listed([Phrase(paper) for paper in papers or [phrases()["unknown_outlet"]]]),
        "outlet_count": numeral(len(papers)),
        "denied": "",
        "toll": _toll(tellings),
    }
    if against:
        deniers = listed([w.speaker or w.phrase for w in against])
        cited = tuple(c for w in against for c in w.phrase.cited)
        parts["denied"] = fill(words["denied"], deniers=Phrase(deniers.text, deniers.cited + cited))
    few = len(papers) <= _FEW
    return fill(words["few" if few else "many"], **parts)


def _toll(tellings: Sequence[Told]) -> Phrase | str:
    """The least and the greatest number of those killed, where counts differ; never one number alone."""
    known = sorted((g for g in numbers("deaths", tellings) if g.number is not None), key=lambda g: g.number or 0)
    if len({g.number for g in known}) < 2:
        return ""
    low, high = known[0], known[-1]
    return fill(
        phrases()["lead"]["toll"],
        counted=phrases()["numbers"]["counted"]["deaths"],
        low=Phrase(numeral(low.number or 0), low.words.cited),
        high=Phrase(numeral(high.number or 0), high.words.cited),
    )
