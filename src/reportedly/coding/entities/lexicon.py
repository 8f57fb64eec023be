"""What is known by name: countries, people with dated offices, bodies, groups, parties, outlets; and role nouns.

Entries are found by the words of a text, longest match first, through one dictionary; nothing is compiled per entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

from reportedly.coding.entities.words import Word, fold, plurals, split
from reportedly.knowledge import BUILT_IN, DATA, Knowledge, load_csv, load_yaml

__all__ = ["SMALL", "Entry", "Hit", "Kind", "Lexicon", "in_office", "lexicon", "roles"]

Kind = Literal[
    "country", "demonym", "capital", "town", "person", "body", "group", "organ", "seat", "party", "outlet", "role"
]  # fmt: skip
_OF_PLACES = {"country", "demonym", "capital", "town"}
SMALL = {"of", "the", "and", "for", "in", "to", "on", "de", "al"}
"""Words that count for nothing when two names are compared, and may begin a name in small letters."""
_SAME_STEM = 4  # letters that two spellings of one surname share ("Zelensky", "Zelenskiy")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing known: `name` as it is best known, PLOVER country and sectors, and the days it holds for.

    `strength` is that of role nouns (strong, chief, weak), `note` the office or kind in words; `own` marks what a
    user's list says.
    """

    kind: Kind
    name: str
    country: str | None
    sectors: tuple[str, ...]
    start: str = ""
    end: str = ""
    strength: str = ""
    note: str = ""
    own: bool = False


class Hit(NamedTuple):
    """The entries that words `first` to `last` (exclusive) of a list of words match."""

    first: int
    last: int
    entries: tuple[Entry, ...]


class _Form(NamedTuple):
    exact: str  # an acronym: these characters and no others; empty: capitals do not decide
    capital: bool  # a name: the first letter must be a capital
    ending: bool  # and so must that of the last word
    entry: Entry


class Lexicon:
    """All entries under the keys of their words."""

    def __init__(self) -> None:
        self.forms: dict[str, list[_Form]] = {}
        self.longest: dict[str, int] = {}
        self.own = False
        """Whether some of it is the user's."""

    def add(self, form: str, entry: Entry) -> None:
        """Enter `entry` under one of its forms."""
        words = split(form)
        if not words:
            return
        key = " ".join(word.key for word in words)
        letters = form.replace(".", "")
        exact = letters if len(words) == 1 and letters.isupper() and len(letters) <= 6 else ""
        self.forms.setdefault(key, []).append(_Form(exact, form[:1].isupper(), words[-1].text[:1].isupper(), entry))
        self.longest[words[0].key] = max(self.longest.get(words[0].key, 0), len(words))

    def extended(self, more: Iterable[tuple[str, Entry]]) -> Lexicon:
        """The lexicon with a user's forms before its own.

        What the user says only of a country that the form has already, as that of a capital or people, adds nothing.
        """
        before = Lexicon()
        for form, entry in more:
            known = self.forms.get(" ".join(word.key for word in split(form)), ())
            same = (k.entry.kind in _OF_PLACES and k.entry.country == entry.country for k in known)
            if entry.sectors or entry.kind != "country" or not any(same):
                before.add(form, entry)
        both = Lexicon()
        both.own = True
        both.forms = {**self.forms, **{key: [*own, *self.forms.get(key, ())] for key, own in before.forms.items()}}
        both.longest = {**self.longest}
        for first, length in before.longest.items():
            both.longest[first] = max(length, both.longest.get(first, 0))
        return both

    @cached_property
    def ambiguous(self) -> dict[str, tuple[Entry, ...]]:
        """The acronyms that several go by: key to their entries."""
        found = {}
        for key, forms in self.forms.items():
            entries = tuple(form.entry for form in forms if form.exact)
            if len({entry.name for entry in entries}) > 1 and not any(entry.own for entry in entries):
                found[key] = entries
        return found

    def choosing(self, chosen: Mapping[str, Entry | None]) -> Lexicon:
        """The lexicon in which each of these acronyms has one entry, or none."""
        other = Lexicon()
        other.own, other.longest = self.own, self.longest
        other.forms = {**self.forms}
        for key, entry in chosen.items():
            other.forms[key] = [f for f in self.forms[key] if not f.exact or f.entry == entry]
        return other

    def without_people(self, keys: Iterable[str]) -> Lexicon:
        """The lexicon in which these keys name no person."""
        other = Lexicon()
        other.own, other.longest = self.own, self.longest
        other.forms = {**self.forms}
        for key in keys:
            other.forms[key] = [f for f in self.forms[key] if f.entry.kind != "person" or f.entry.own]
        return other

    def match(self, words: list[Word], *, cased: bool = True, date: str | None = None) -> list[Hit]:
        """What is known among `words`, from left to right, the longest first; `cased`: capitals tell names.

        What a user's list says goes before all else, where it holds on `date` (None: not known).
        """
        hits = []
        at = 0
        while at < len(words):
            hit = self._at(words, at, cased, date)
            if hit is None:
                at += 1
            else:
                hits.append(hit)
                at = hit.last
        return hits

    def _at(self, words: list[Word], at: int, cased: bool, date: str | None) -> Hit | None:
        longest = self.longest.get(words[at].key)
        if longest is None:
            return None
        reach = at + 1
        while reach < min(len(words), at + longest) and words[reach].joined:
            reach += 1
        key = " ".join(word.key for word in words[at:reach])
        for last in range(reach, at, -1):
            forms = self.forms.get(key)
            if forms is not None:
                fits = tuple(form.entry for form in forms if _fits(form, words[at], words[last - 1], cased))
                if fits:
                    return Hit(at, last, _own_first(fits, date) if self.own else fits)
            key = key[: -len(words[last - 1].key) - 1]
        return None


def _fits(form: _Form, first: Word, last: Word, cased: bool) -> bool:
    if form.exact:
        return first.text.replace(".", "") == form.exact
    if not cased:
        return True
    return not (form.capital and not first.text[:1].isupper()) and not (form.ending and not last.text[:1].isupper())


def _own_first(entries: tuple[Entry, ...], date: str | None) -> tuple[Entry, ...]:
    """The user's entries alone where one holds on `date`, or where there are no others; else the others alone."""
    own = tuple(entry for entry in entries if entry.own)
    others = tuple(entry for entry in entries if not entry.own)
    return own if own and (not others or in_office(own, date) is not None) else others


def in_office(entries: tuple[Entry, ...], date: str | None) -> Entry | None:
    """The entry that holds on `date` (None: the latest), or None where all have ended or none has begun.

    Without a date a person's last office counts if it ended less than ten years before 2026, the year of the lists.
    """
    dated = sorted(entries, key=lambda entry: entry.start)
    if date is None:
        last = max(dated, key=lambda entry: entry.end or "9999")
        return last if (last.end or "9999") >= "2016" else None
    for entry in reversed(dated):
        if entry.start <= date[: len(entry.start)] and (not entry.end or date[: len(entry.end)] <= entry.end):
            return entry
    return None


@lru_cache(maxsize=8)
def lexicon(knowledge: Knowledge = BUILT_IN) -> Lexicon:
    """The lexicon of the data files and of the user's lists; read once in a process. Raises KnowledgeError."""
    if not knowledge.actors:
        return _built_in()
    from reportedly.coding.entities.own import own_forms

    return _built_in().extended(own_forms(knowledge))


@lru_cache(maxsize=1)
def _built_in() -> Lexicon:
    lex = Lexicon()
    _roles(lex)
    _countries(lex)
    for name, kind in (("people", "person"), ("bodies", "body"), ("groups", "group"), ("parties", "party")):
        _rows(lex, f"actors/{name}.csv", kind)
    _rows(lex, "actors/organs.csv", "organ")
    _rows(lex, "outlets.csv", "outlet")
    return lex


@lru_cache(maxsize=1)
def roles() -> dict[str, Any]:
    """The file of role nouns, for its lists of words that stand beside them."""
    table: dict[str, Any] = load_yaml(DATA / "actors/roles.yaml")
    return table


def _roles(lex: Lexicon) -> None:
    table = roles()
    for strength in ("strong", "chief", "weak"):
        for sector, nouns in table[strength].items():
            entry_of = () if sector in {"-", "UNK"} else (sector,)
            for noun in nouns:
                entry = Entry("role", noun, None, entry_of, strength=strength)
                for form in (noun, *plurals(noun)):
                    lex.add(form, entry)
    for short, sector in table["abbreviations"].items():
        lex.add(short, Entry("role", short, None, (sector,), strength="chief"))


def _countries(lex: Lexicon) -> None:
    for row in load_csv(DATA / "actors/countries.csv"):
        country = Entry("country", row["name"], row["code"], ())
        people = Entry("demonym", row["name"], row["code"], ())
        for form in (row["name"], *_parts(row["aliases"])):
            lex.add(form, country)
        for form in _parts(row["demonyms"]):
            for each in (form, *plurals(form)):
                lex.add(each, people)
        for form in _parts(row["capital"]):
            lex.add(form, Entry("capital", form, row["code"], ()))
    for row in load_csv(DATA / "actors/territories.csv"):
        sectors = (row["sector"],) if row["sector"] else ()
        kind: Kind = "country" if sectors else "town"
        for form in (row["name"], *_parts(row["aliases"])):
            lex.add(form, Entry(kind, form if kind == "town" else row["name"], row["code"], sectors))
        for form in _parts(row["demonyms"]):
            for each in (form, *plurals(form)):
                lex.add(each, Entry("demonym", row["name"], row["code"], sectors))


def _rows(lex: Lexicon, path: str, kind: str) -> None:
    for row in load_csv(DATA / path):
        forms = [row["name"], *_parts(row["aliases"])]
        sectors = tuple((row.get("sectors") or "").split()) or (("JRN",) if kind == "outlet" else ())
        is_kind: Any = "seat" if row.get("kind") == "seat" else kind
        code = row.get("country") or row.get("code") or None
        for number, form in enumerate(forms):
            name = _known_as(form, forms[:number], kind, code)
            note = row.get("office") or row.get("kind") or ""
            lex.add(form, Entry(is_kind, name, code, sectors, row.get("from") or "", row.get("to") or "", note=note))


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _known_as(form: str, before: list[str], kind: str, code: str | None) -> str:
    """The fullest name of the one whom `form` means: a row may list several who held like offices."""
    if not before or kind == "group" or (kind == "body" and code != "MNC"):
        return before[0] if before else form
    for other in before:
        if _same_person(form, other) if kind == "person" else _same_thing(form, other):
            return _known_as(other, before[: before.index(other)], kind, code)
    return form


def _same_person(form: str, other: str) -> bool:
    a, b = [fold(word) for word in form.split()], [fold(word) for word in other.split()]
    if len(a) == 1:
        parts = {part for word in b for part in (word, *word.split("-"))}
        return a[0] in parts or (_stem(a[0]) == _stem(b[-1]) and len(a[0]) >= _SAME_STEM)
    return a[0][0] == b[0][0] and _stem(a[-1]) == _stem(b[-1])


def _stem(surname: str) -> str:
    return surname.removeprefix("al-").removeprefix("el-")[:_SAME_STEM]


def _same_thing(form: str, other: str) -> bool:
    a = {fold(word) for word in form.replace("-", " ").split()} - SMALL
    b = {fold(word) for word in other.replace("-", " ").split()} - SMALL
    initials = "".join(word[0] for word in other.replace("-", " ").split() if word[0].isupper())
    return a <= b or b <= a or form.replace(".", "") == initials
