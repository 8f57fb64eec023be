"""Whose word a telling is, counted as the casebook counts origins: copies and relays stand behind what they repeat."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.brief.gather import Material
from reportedly.brief.phrase import Phrase, cite, fill, listed, numeral
from reportedly.brief.speakers import origin_name, outlet, outlet_names, proper, speaker
from reportedly.brief.wording import phrases, words
from reportedly.exports.told import Row, Told

_BARE = re.compile(r"(?:the|this|that) ", re.I)

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
    who, said = (None, None) if origin.startswith("outlet:") else _speaker(material, ordered)
    if who is None or (_BARE.match(who.text) and not proper(who.text)):
        who = next((name for told in ordered if (name := _of_origin(origin, told)) is not None), who)
    if who is not None:
        who = Phrase(_indefinite(who.text), who.cited)
    cited = tuple(c for told in _first_of_reports(ordered) for c in _cited(told))
    places = outlets_of(material, ordered)
    if who is None:
        return Witness(Phrase(places.text, places.cited + cited), None, tuple(ordered), False)
    named = fill(phrases()["who"]["witness"], speaker=who, outlets=places)
    unnamed = origin.startswith("source:unnamed") and said is not None and not _document(who.text)
    return Witness(Phrase(named.text, named.cited + cited), who, tuple(ordered), unnamed)


def _cited(told: Told) -> tuple[tuple[str, tuple[int, int]], ...]:
    """What a telling says, and the words by which it is said or denied."""
    cues = (claim["cue_spans"] for claim in told.claims)
    return cite(told.report["id"], told.event["evidence_spans"], *cues)


def _speaker(material: Material, tellings: Sequence[Told]) -> tuple[Phrase | None, Row | None]:
    """The speaker whom the casebook takes for the origin; else the first who can be named."""
    found = []
    for told in tellings:
        if told.claims and told.claims[-1]["vouches"]:
            said = told.claims[-1]
            who = speaker(material, said)
            if who is not None:
                meant = bool(told.telling and said["speaker"] and said["speaker"] in told.telling["why"])
                found.append((meant, who, said))
    best = next((one for one in found if one[0]), found[0] if found else None)
    return (best[1], best[2]) if best else (None, None)


def _indefinite(speaker: str) -> str:
    """Such as "an aid group" for "the aid group": nobody has named it to the reader of a brief."""
    said = re.fullmatch(r"the ((?:[a-z-]+ )?([a-z-]+))", speaker)
    if said is None or said[2] in words("unique"):
        return speaker
    if said[2].endswith("s"):
        return said[1]
    return f"{'an' if said[1][0] in 'aeiou' else 'a'} {said[1]}"


def _document(speaker: str) -> bool:
    return bool(set(re.findall(r"[a-z]+", speaker.lower())) & words("documents"))


def _of_origin(origin: str, told: Told) -> Phrase | None:
    return None if origin.startswith(("outlet:", "source:unnamed")) else origin_name(told)


def _why(material: Material, told: Told) -> str | None:
    """own, copy or relayed; a newer version of a report is its outlet's own."""
    row = material.origins.get(told.report["id"], {})
    if row.get("why") == "copy" and row["root"] not in material.reports and told.report["outlet"] == row["outlet"]:
        return "own"
    return "own" if row.get("why") == "credited" else row.get("why")


def _headline(material: Material, told: Told) -> bool:
    return material.text(told.report["id"]).at(told.event["trigger_spans"][0][0]).line


def _first_of_reports(tellings: Sequence[Told]) -> list[Told]:
    firsts: dict[str, Told] = {}
    for told in tellings:
        firsts.setdefault(told.report["id"], told)
    return list(firsts.values())


def outlets_of(material: Material, tellings: Sequence[Told]) -> Phrase:
    """Such as "A and B, copied by C": those whose own work it is first."""
    by: dict[str, list[str]] = {"own": [], "copy": [], "relayed": []}
    seen: set[str] = set()
    for told in sorted(tellings, key=lambda t: (_why(material, t) or "own") != "own"):
        for name in outlet_names(material, told) or [outlet(material, told).text]:
            if name not in seen:
                seen.add(name)
                by[_why(material, told) or "own"].append(name)
    wording = phrases()["who"]
    kinds = [kind for kind in ("own", "copy", "relayed") if by[kind]]
    said = listed([Phrase(name) for name in by[kinds[0]]])
    for kind in kinds[1:]:
        others = listed([Phrase(name) for name in by[kind]])
        said = fill(wording["copied" if kind == "copy" else "relayed"], first=said, others=others)
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
    return Phrase(phrases()["carried"].format(count=numeral(len(names))), tuple(cited))


def _root(material: Material, told: Told) -> str:
    return str(material.origins.get(told.report["id"], {}).get("root") or told.report["id"])


def _numbers(told: Told) -> list[tuple[str, float]]:
    return sorted((q["kind"], q["value"]) for q in told.quantities)
