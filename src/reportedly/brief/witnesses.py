"""Whose word a telling is, counted as the casebook counts origins: copies and relays stand behind what they repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.brief.gather import Material
from reportedly.brief.phrase import Phrase, cite, fill, listed
from reportedly.brief.speakers import outlet, outlet_names, speaker
from reportedly.brief.wording import phrases
from reportedly.exports.told import Row, Told

__all__ = ["Witness", "affirming", "carried", "denying", "outlets_of", "witnesses"]


@dataclass(frozen=True, slots=True)
class Witness:
    """One origin: who speaks, in which outlets, and all its tellings, the first its own."""

    phrase: Phrase
    speaker: Phrase | None
    tellings: tuple[Told, ...]
    unnamed: bool


def affirming(tellings: Sequence[Told]) -> list[Told]:
    """Those that say it was so, or goes on."""
    return [t for t in tellings if t.event["status"] in ("occurred", "ongoing", "historical")]


def denying(tellings: Sequence[Told]) -> list[Told]:
    """Those that say it was not so."""
    return [t for t in tellings if t.event["status"] == "negated"]


def witnesses(material: Material, tellings: Sequence[Told]) -> list[Witness]:
    """The origins of the tellings, in the order of their first reports."""
    groups: dict[str, list[Told]] = {}
    for told in tellings:
        groups.setdefault(told.telling["origin"] if told.telling else told.report["id"], []).append(told)
    return [_witness(material, origin, group) for origin, group in groups.items()]


def _witness(material: Material, origin: str, group: list[Told]) -> Witness:
    ordered = sorted(group, key=lambda t: (_why(material, t) not in (None, "own"), _headline(material, t)))
    who: Phrase | None = None
    said: Row | None = None
    for told in ordered:
        if told.claims and not origin.startswith("outlet:"):
            said = told.claims[-1]
            who = speaker(material, said)
            if who is not None:
                break
    cited = tuple(c for told in _first_of_reports(ordered) for c in cite(told.report["id"], told.event["evidence_spans"]))
    places = outlets_of(material, ordered)
    if who is None:
        return Witness(Phrase(places.text, places.cited + cited), None, tuple(ordered), False)
    named = fill(phrases()["who"]["witness"], speaker=who, outlets=places)
    unnamed = origin.startswith("source:unnamed") and said is not None
    return Witness(Phrase(named.text, named.cited + cited), who, tuple(ordered), unnamed)


def _why(material: Material, told: Told) -> str | None:
    why = material.origins.get(told.report["id"], {}).get("why")
    return "own" if why == "credited" else why


def _headline(material: Material, told: Told) -> bool:
    return material.text(told.report["id"]).at(told.event["trigger_spans"][0][0]).line


def _first_of_reports(tellings: Sequence[Told]) -> list[Told]:
    firsts: dict[str, Told] = {}
    for told in tellings:
        firsts.setdefault(told.report["id"], told)
    return list(firsts.values())


def outlets_of(material: Material, tellings: Sequence[Told]) -> Phrase:
    """"A and B, copied by C": those whose own work it is first."""
    by: dict[str, list[str]] = {"own": [], "copy": [], "relayed": []}
    seen: set[str] = set()
    for told in sorted(tellings, key=lambda t: (_why(material, t) or "own") != "own"):
        for name in outlet_names(material, told) or [outlet(material, told).text]:
            if name not in seen:
                seen.add(name)
                by[_why(material, told) or "own"].append(name)
    words = phrases()["who"]
    kinds = [kind for kind in ("own", "copy", "relayed") if by[kind]]
    said = listed([Phrase(name) for name in by[kinds[0]]])
    for kind in kinds[1:]:
        others = listed([Phrase(name) for name in by[kind]])
        said = fill(words["copied" if kind == "copy" else "relayed"], first=said, others=others)
    return said


def carried(material: Material, told: Told, tellings: Sequence[Told]) -> Phrase | str:
    """In how many outlets the telling's report came out, its copies with the same numbers counted in; else ""."""
    root = _root(material, told)
    numbers = _numbers(told)
    names = outlet_names(material, told)
    cited: list[tuple[str, tuple[int, int]]] = []
    for other in tellings:
        if other.report["id"] == told.report["id"] or _root(material, other) != root or _numbers(other) != numbers:
            continue
        if other.event["type"] != told.event["type"] or other.event["status"] != told.event["status"]:
            continue
        if _headline(material, other) or len(other.event["evidence"]) < 0.6 * len(told.event["evidence"]):
            continue
        new = [name for name in outlet_names(material, other) if name not in names]
        if new:
            names += new
            cited += cite(other.report["id"], other.event["evidence_spans"])
    if len(names) < 2:
        return ""
    from reportedly.brief.phrase import numeral

    return Phrase(phrases()["carried"].format(count=numeral(len(names))), tuple(cited))


def _root(material: Material, told: Told) -> str:
    return str(material.origins.get(told.report["id"], {}).get("root") or told.report["id"])


def _numbers(told: Told) -> list[tuple[str, float]]:
    return sorted((q["kind"], q["value"]) for q in told.quantities)
