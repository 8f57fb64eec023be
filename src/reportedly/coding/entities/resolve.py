"""From the words of a phrase to a country and PLOVER sectors: the text’s own words first, then what is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from reportedly.coding.entities.lexicon import Entry, Hit, Lexicon, in_office, lexicon, roles
from reportedly.coding.entities.words import Word, split

__all__ = ["INTERNATIONAL", "Resolved", "resolve"]

INTERNATIONAL = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}
"""PLOVER's codes that stand in the place of a country."""

_PREPOSITIONS = {
    "of", "in", "at", "from", "to", "for", "on", "with", "by", "near", "across", "inside", "within", "against",
}  # fmt: skip
_BOUNDARY = {"who", "that", "which", "whose", "where", "when", "and", "including", "after", "before", "while"}
_LEADING = {"of", "for", "at", "with", "in", "from", "by"}  # a phrase after these may tell the sector of what precedes
_ENDS_WITH_OFFICE = {"GOV", "LEG", "MIL", "SPY", "JUD", "COP", "PTY"}
_NAMED = ("organ", "seat", "body", "group", "party", "outlet")
_PLACES = ("country", "demonym", "capital", "town")
_STATE = ("organ", "seat", "party")
_DEEP = 4  # complements within complements that are followed


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a phrase tells: PLOVER country and sectors, the thing known by name, and the words they come from."""

    country: str | None = None
    sectors: tuple[str, ...] = ()
    named: Entry | None = None
    from_country: str = ""
    from_sectors: str = ""
    former: bool = False


@lru_cache(maxsize=1)
def _side_words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = roles()
    compounds = table["compounds"]
    former = frozenset(word.strip("-") for word in table["former"])
    return frozenset(compounds["not"]), frozenset(compounds["prefixes"]), former


def resolve(
    text: str,
    start: int = 0,
    end: int | None = None,
    date: str | None = None,
    *,
    cased: bool | None = None,
    known: Lexicon | None = None,
) -> Resolved:
    """Country and sectors of the phrase `text[start:end]` as of `date` (ISO; None: not known).

    `cased` says whether capitals tell names; if None, the phrase itself does ("THE KREMLIN"). `known` is the lexicon
    to look names up in; None: the package's own.
    """
    words = split(text, start, end)
    if cased is None:
        cased = not (text[start:end].islower() or text[start:end].isupper())
    return _resolve(words, known or lexicon(), date, cased, _DEEP) if words else Resolved()


def _resolve(words: list[Word], lex: Lexicon, date: str | None, cased: bool, deep: int) -> Resolved:
    hits = lex.match(words, cased=cased, date=date)
    known = {at for hit in hits for at in range(hit.first, hit.last)}
    hits = [hit for hit in hits if not _turned_away(words, hit) and not (cased and _namesake(words, hit, known))]
    if not hits:
        return Resolved()
    cut = _head_end(words, hits)
    head = [hit for hit in hits if hit.first < cut]
    rest = Resolved()
    if cut < len(words) and deep:
        rest = _resolve(words[cut + 1 :], lex, date, cased, deep - 1)
    leads = cut < len(words) and words[cut].key in _LEADING
    found = _sectors(words, head, date, rest if leads else Resolved())
    found = _country(words, head, date, rest, found)
    if cut and not head and leads:
        found = replace(rest, former=False)
    return _former(words[:cut], head, found)


def _turned_away(words: list[Word], hit: Hit) -> bool:
    """Whether a name in a compound speaks of someone else: "US-backed rebels", "anti-Russian groups"."""
    if all(entry.kind == "role" for entry in hit.entries):
        return False
    other, prefixes, _ = _side_words()
    after = words[hit.last] if hit.last < len(words) else None
    if after is not None and after.gap in {"-", "‑", "–"} and after.key in other:
        return True
    before = words[hit.first - 1] if hit.first else None
    if before is not None and before.key == "ethnic" and hit.entries[0].kind == "demonym":
        return True  # descent, not citizenship
    return before is not None and words[hit.first].gap in {"-", "‑", "–"} and before.key in prefixes


def _namesake(words: list[Word], hit: Hit, known: set[int]) -> bool:
    """Whether a lone surname stands beside another name, so that someone else is meant ("Deborah Macron")."""
    if hit.last - hit.first > 1 or any(entry.kind != "person" for entry in hit.entries):
        return False
    titles = roles()["titles"]
    for at, joint in ((hit.first - 1, hit.first), (hit.last, hit.last)):
        if 0 <= at < len(words) and at not in known and words[joint].joined:
            word = words[at].text
            if len(word) > 1 and word[:1].isupper() and word.lower() not in titles and word.lower() != "the":
                return True
    return False


def _head_end(words: list[Word], hits: list[Hit]) -> int:
    """Where the head's own words end: at a preposition, a clause or a comma after something that is known."""
    inside = {at for hit in hits for at in range(hit.first + 1, hit.last)}
    first = hits[0].last
    nouns = [hit.last for hit in hits if hit.entries[0].kind not in _PLACES]
    noun = nouns[0] if nouns else first
    for at, word in enumerate(words):
        if at in inside or at < first:
            continue
        if word.key in _PREPOSITIONS or (word.key in _BOUNDARY and (word.key != "and" or at >= noun)):
            return at
        if "," in word.gap and at >= noun:
            return at
    return len(words)


def _sectors(words: list[Word], head: list[Hit], date: str | None, rest: Resolved) -> Resolved:
    """The sectors: strong role nouns from the right, then organisations, then the complement, then weaker nouns."""
    last = max((h.first for h in head for e in h.entries if e.kind == "role"), default=0)
    strong = [(h, e) for h in reversed(head) for e in h.entries[:1]
              if e.strength == "strong" and (h.first == last or e.sectors != ("CVL",))]  # fmt: skip
    named = [(h, e) for h in reversed(head) for e in _standing(h, _NAMED, date)]
    weaker = [(h, e) for level in ("chief", "weak") for h in reversed(head) for e in h.entries if e.strength == level]
    people = [(h, e) for h in head for e in _standing(h, ("person",), date)]
    thing = named[0][1] if named else people[0][1] if people else None
    if strong:
        sectors = _distinct(s for _, e in strong for s in e.sectors)
        second = _distinct(s for _, e in named for s in e.sectors)
        both = (*sectors, *(s for s in second if s not in sectors))
        return Resolved(None, both, thing, "", _said(words, strong[0][0]))
    if named and named[0][1].sectors:
        sectors = _distinct(s for _, e in named for s in e.sectors)
        return Resolved(None, sectors, thing, "", _said(words, named[0][0]))
    chiefs = [(h, e) for h, e in weaker if e.sectors]
    if rest.sectors and weaker and not people and (not chiefs or _outranks(rest)):
        return Resolved(None, rest.sectors, thing or rest.named, "", rest.from_sectors)
    if chiefs and not (people and chiefs[0][1].strength == "weak" and chiefs[0][0].first < people[-1][0].first):
        return Resolved(None, chiefs[0][1].sectors, thing, "", _said(words, chiefs[0][0]))
    if people:
        office = people[0][1].note
        return Resolved(None, people[0][1].sectors, thing, "", f"known as {office}" if office else "")
    if named:
        return Resolved(None, (), thing)
    return Resolved()


def _outranks(rest: Resolved) -> bool:
    return rest.sectors[0] != "CVL" or rest.named is not None


def _standing(hit: Hit, kinds: tuple[str, ...], date: str | None) -> Iterator[Entry]:
    """The entry of a hit that holds on `date`; a person whose time is over comes as ELI."""
    entries = tuple(entry for entry in hit.entries if entry.kind in kinds)
    if not entries:
        return
    holds = in_office(entries, date)
    if holds is not None:
        yield holds
        return
    last = max(entries, key=lambda entry: entry.end or "9999")
    begun = date is None or any(entry.start <= date[: len(entry.start)] for entry in entries)
    if last.kind == "person":
        if begun:
            yield replace(last, sectors=("ELI",), note=f"former {last.note}")
        elif hit.last - hit.first > 1:  # the full name is theirs, the office is still to come
            yield replace(last, sectors=(), note="")
    else:
        yield last


def _country(words: list[Word], head: list[Hit], date: str | None, rest: Resolved, found: Resolved) -> Resolved:
    """The country: places and bodies before the head, then the people named, then the complement."""
    for hit in head:
        entry = _first(hit, (*_PLACES, *_NAMED), date)
        if (
            entry is not None
            and entry.country is not None
            and not (entry.kind in _STATE and _place_before(head, hit) is not None)
        ):
            sectors = found.sectors
            if entry.kind in _PLACES and entry.sectors and not sectors:
                sectors = entry.sectors
            if not sectors and len(head) == 1 and entry.kind in {"capital", "town"} and _is_all(words, hit):
                sectors = ("GOV",) if entry.kind == "capital" else ("CVL",)
            pre = entry.sectors if entry.sectors == ("PRE",) and "PRE" not in sectors else ()
            named = found.named or (entry if entry.kind in _PLACES else None)
            if named is not None and named.kind in _STATE and named.country not in {None, entry.country}:
                named = None  # the like of another country
            said = _said(words, hit)
            return replace(found, country=entry.country, sectors=(*sectors, *pre), from_country=said, named=named)
    if rest.country is not None and not any(e.kind == "person" for h in head for e in h.entries):
        return replace(found, country=rest.country, from_country=rest.from_country)
    for hit in head:
        for entry in _standing(hit, ("person",), date):
            return replace(found, country=entry.country, from_country=_said(words, hit))
    return replace(found, country=rest.country, from_country=rest.from_country)


def _is_all(words: list[Word], hit: Hit) -> bool:
    return all(word.key in {"the", "a"} for word in words[: hit.first]) and hit.last == len(words)


def _first(hit: Hit, kinds: tuple[str, ...], date: str | None) -> Entry | None:
    """The entry of the first of `kinds` that the hit has; countries before all else."""
    for entry in hit.entries:
        if entry.kind in _PLACES and entry.kind in kinds:
            return entry
    return next(_standing(hit, kinds, date), None)


def _place_before(head: list[Hit], hit: Hit) -> Entry | None:
    return next((e for h in head if h.first < hit.first for e in h.entries if e.kind in _PLACES), None)


def _former(words: list[Word], head: list[Hit], found: Resolved) -> Resolved:
    """ "Former", "ex-" and "retired" before an office make the elite of old."""
    former = _side_words()[2]
    at = next((i for i, word in enumerate(words) if word.key in former), None)
    if at is None or not found.sectors or found.sectors[0] not in _ENDS_WITH_OFFICE:
        return found
    if not any(hit.first > at for hit in head):
        return found
    return replace(found, sectors=("ELI",), from_sectors=words[at].text, former=True)


def _distinct(codes: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _said(words: list[Word], hit: Hit) -> str:
    return " ".join(word.text for word in words[hit.first : hit.last])
