"""Who says so, as a brief names them: by the fullest words that the report has for them."""

from __future__ import annotations

import re

from reportedly.brief.gather import Material
from reportedly.brief.phrase import Phrase, cite, plain
from reportedly.brief.wording import demonyms, phrases, words
from reportedly.exports.told import Row, Told

__all__ = ["lower_first", "mention_at", "named", "origin_name", "outlet", "outlet_names", "proper", "speaker"]

_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_DEFINITE = re.compile(r"(?:the|this|that|these|those|its|their|his|her|our|my)\s", re.I)
_LEANING = re.compile(r"\b[Tt]he [a-z]+['’]s\b|\b(?:its|their|his|her)\b")  # names by someone named before
_LONGEST = 90  # characters of a name with its description
_SAYS = re.compile(r"(?:a copy; )?(?:the report cites (.+)|(.+) says so)$")
_CAPITAL = re.compile(r"[A-Z]")


def proper(written: str) -> bool:
    """Whether the words hold a name: a capital letter beyond the first word, or in a first that is no small word."""
    first, *others = written.split() or [""]
    small = words("small") | words("determiners") | words("pronouns")
    if any(_CAPITAL.match(word.lstrip('(“‘"')) for word in others):
        return True
    return bool(_CAPITAL.match(first)) and first.lower() not in small


def _pronoun(written: str) -> bool:
    return written.lower() in words("pronouns")


def speaker(material: Material, claim: Row) -> Phrase | None:
    """The speaker of a claim as a phrase for the middle of a sentence; None where only a pronoun is left."""
    spans = claim["source_spans"]
    report = claim["report"]
    text = material.reports[report]["text"]
    if not spans or text[: spans[0][0]].endswith(("told ", "asked ")):
        return None  # who is told something does not say it
    written = _POSSESSIVE.sub("", plain(text[spans[0][0] : spans[-1][1]]))
    bare = _pronoun(written) or (_DEFINITE.match(written) and not proper(written))
    surname = claim["kind"] == "person" and len(written.split()) == 1
    if bare or surname:
        fuller = named(material, report, claim["entity"], claim["speaker"], before=spans[0][0])
        if fuller is not None and (_pronoun(written) or proper(fuller.text)):
            return Phrase(fuller.text, fuller.cited + cite(report, spans))
        if _pronoun(written):
            return None
    if len(written) > _LONGEST or "\n" in text[spans[0][0] : spans[-1][1]]:
        return None
    return Phrase(lower_first(written, text, claim["kind"]), cite(report, spans))


def origin_name(told: Told) -> Phrase | None:
    """Whose word the casebook takes a telling for, where the report has that name."""
    found = _SAYS.match(told.telling["why"]) if told.telling else None
    name = found[1] or found[2] if found else None
    if not name or not proper(name):
        return None
    at = re.search(rf"\b(?:[Tt]he )?{re.escape(name)}\b", told.report["text"])
    if at is None:
        return None
    words_ = lower_first(plain(at[0]), told.report["text"])
    return Phrase(words_, cite(told.report["id"], [(at.start(), at.end())]))


def named(material: Material, report: str, entity: str | None, name: str | None, before: int) -> Phrase | None:
    """The fullest words for an entity in its report: those that stand before the offset where there are any."""
    text = material.reports[report]["text"]
    found: list[tuple[int, int]] = []
    if entity is not None:
        found += [m for row in material.entities.get(report, ()) if row["id"] == entity for m in row["mentions"]]
    for claim in material.claims.get(report, ()):
        same = claim["entity"] == entity if entity is not None else claim["speaker"] == name
        if (same or (name and claim["speaker"] == name)) and len(claim["source_spans"]) == 1:
            found.append(claim["source_spans"][0])
    kept = [(a, b) for a, b in found if _usable(text[a:b])]
    if not kept:
        return None
    line = material.text(report)
    a, b = max(
        kept,
        key=lambda m: (*_fullness(text[m[0] : m[1]], name), not line.at(m[0]).line, m[0] <= before, m[1] - m[0], -m[0]),
    )
    if name and _LEANING.search(text[a:b]) and name in text[a:b]:
        a = text.index(name, a)
        b = a + len(name)
    written = _POSSESSIVE.sub("", plain(text[a:b]))
    kind = next((row["kind"] for row in material.entities.get(report, ()) if row["id"] == entity), None)
    return Phrase(lower_first(written, text, kind), cite(report, [(a, b)]))


def _fullness(written: str, name: str | None) -> tuple[bool, bool, bool]:
    return _holds(written, name), proper(written), not _LEANING.search(written)


def _usable(written: str) -> bool:
    return bool(written) and not _pronoun(written) and "\n" not in written and len(written) <= _LONGEST


def _holds(written: str, name: str | None) -> bool:
    return bool(name) and bool(_CAPITAL.search(name or "")) and (name or "") in written


def mention_at(material: Material, report: str, start: int, end: int) -> Row | None:
    """The entity that these very characters name."""
    for row in material.entities.get(report, ()):
        if any(m[0] == start and m[1] == end for m in row["mentions"]):
            return row
    return None


def lower_first(written: str, text: str, kind: str | None = None) -> str:
    """The words with their first letter small, where it is large only because it began a sentence."""
    first = written.split()[0] if written.split() else ""
    bare = first.strip(",.;:")
    if not bare or not bare[0].isupper() or (bare.isupper() and len(bare) > 1):
        return written
    if bare.lower() in demonyms() or bare.lower() == "western":
        return written
    following = written.split()[1:2]
    named_on = bool(following) and bool(_CAPITAL.match(following[0])) and bare.lower() not in words("determiners")
    small = bare.lower() in words("small") | words("determiners") and not named_on
    if not small and kind == "unnamed" and not named_on:
        small = not re.search(rf"[a-z,] {re.escape(bare)}\b", text)
    if not small:
        small = (
            bool(re.search(rf"\b{re.escape(bare.lower())}\b", text))
            and not re.search(rf"[a-z,] {re.escape(bare)}\b", text)
            and kind is None
        )
    return written[0].lower() + written[1:] if small else written


def outlet_names(material: Material, told: Told) -> list[str]:
    """Where a telling's report came out, its own outlet first; empty where no outlet is known."""
    own = told.report["outlet"]
    others = [name for name in material.outlets.get(told.report["id"], ()) if name != own]
    return [name for name in (own, *others) if name]


def outlet(material: Material, told: Told) -> Phrase:
    """The outlet whose words a telling is."""
    names = outlet_names(material, told)
    return Phrase(plain(names[0]) if names else phrases()["unknown_outlet"])
