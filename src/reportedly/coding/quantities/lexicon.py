"""The knowledge of the quantities: which words tell what a number counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportedly.coding.entities.lexicon import roles
from reportedly.knowledge import DATA, load_csv, load_yaml

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Goods", "Tolls", "Words", "demonyms", "goods", "lemma", "tolls", "words"]

Kinds = dict[str, str]


@dataclass(frozen=True)
class Words:
    """The entries of `kinds.yaml`, turned round: from a word in its role to the kind it tells.

    `objects_with` and `subjects_with` go from a verb ("*": any) and a word beside it to the kind; `forms` from the
    inflected forms of the verbs to their lemma, for headlines in capitals that a parser does not read.
    """

    nouns: Kinds
    objects: Kinds
    subjects: Kinds
    objects_with: dict[str, Kinds]
    subjects_with: dict[str, Kinds]
    heads: Kinds
    after: Kinds
    tolls: Kinds
    forms: Kinds
    only_with: dict[str, frozenset[str]]
    only_heads: dict[str, frozenset[str]]
    but_owned: dict[str, frozenset[str]]
    named_only: Kinds
    by_own: dict[str, dict[str, Kinds]]
    lives: dict[str, frozenset[str]]
    units: Kinds
    plural: tuple[str, ...]
    lists: dict[str, frozenset[str]]
    people: frozenset[str]
    peoples: frozenset[str]
    downed: str

    def listed(self, name: str) -> frozenset[str]:
        """One of the plain lists of `kinds.yaml`, by its name there (`weak`, `light`, `one.after`, …)."""
        return self.lists[name]


@lru_cache(maxsize=1)
def words() -> Words:
    """The knowledge of `kinds.yaml` and `people.yaml`."""
    data = load_yaml(DATA / "quantities/kinds.yaml")
    kinds: dict[str, dict[str, Any]] = data["kinds"]

    def turned(role: str) -> Kinds:
        return {word: kind for kind, entry in kinds.items() for word in entry.get(role, ())}

    def with_words(role: str) -> dict[str, Kinds]:
        table: dict[str, Kinds] = {}
        for kind, entry in kinds.items():
            for verb, beside in entry.get(role, {}).items():
                table.setdefault(verb, {}).update(dict.fromkeys(beside, kind))
        return table

    def only(role: str) -> dict[str, frozenset[str]]:
        return {kind: frozenset(entry[role]) for kind, entry in kinds.items() if role in entry}

    people, peoples = _people()
    objects, subjects = turned("objects_of"), turned("subjects_of")
    objects_with, subjects_with = with_words("objects_with"), with_words("subjects_with")
    verbs = ({*objects, *subjects, *objects_with, *subjects_with}) - {"*"}
    return Words(
        nouns=turned("nouns"),
        objects=objects,
        subjects=subjects,
        objects_with=objects_with,
        subjects_with=subjects_with,
        heads=turned("heads"),
        after=turned("after"),
        tolls=turned("tolls"),
        forms={form: verb for verb in sorted(verbs) for form in _forms(verb)},
        only_with=only("only_with"),
        only_heads=only("heads_only"),
        but_owned=only("but_owned"),
        named_only=dict(data["named_only"]),
        by_own=data["by_own"],
        lives={key: frozenset(data["lives"][key]) for key in ("nouns", "verbs", "heads")},
        units=dict(data["units"]),
        plural=tuple(data["plural"]),
        lists=_lists(data),
        people=people,
        peoples=peoples,
        downed=data["downing"]["kind"],
    )


def _lists(data: dict[str, Any]) -> dict[str, frozenset[str]]:
    """Every plain list of the file under its name, those one level down as "losing.verbs"."""
    found: dict[str, frozenset[str]] = {}
    for name, entry in data.items():
        if isinstance(entry, list):
            found[name] = frozenset(entry)
        elif isinstance(entry, dict):
            found.update({f"{name}.{key}": frozenset(v) for key, v in entry.items() if isinstance(v, list)})
    return found


def _people() -> tuple[frozenset[str], frozenset[str]]:
    """Nouns that mean people: our own, and the last words of the role nouns but for bodies among them."""
    data = load_yaml(DATA / "quantities/people.yaml")
    table = roles()
    last = {
        noun.rsplit(" ", 1)[-1].lower()
        for strength in ("strong", "chief", "weak")
        for nouns in table[strength].values()
        for noun in nouns
    }
    return frozenset(last - set(data["not_people"]) | set(data["nouns"])), frozenset(data["peoples"])


@lru_cache(maxsize=1)
def demonyms() -> frozenset[str]:
    """The names of the people of countries and territories, in small letters and without the plural's s."""
    rows = [row for name in ("countries", "territories") for row in load_csv(DATA / f"actors/{name}.csv")]
    forms = (form.strip().lower() for row in rows for form in (row.get("demonyms") or "").split("|"))
    return frozenset(form.removesuffix("s") for form in forms if form)


def _forms(verb: str) -> tuple[str, ...]:
    """The regular forms of a verb; a form too many does no harm."""
    if verb.endswith("e"):
        return verb, f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2:-1] not in "aeou":
        return verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    doubled = f"{verb}{verb[-1]}"
    es = "es" if verb.endswith(("s", "h", "x", "z")) else "s"
    return verb, f"{verb}{es}", f"{verb}ed", f"{verb}ing", f"{doubled}ed", f"{doubled}ing"


@dataclass(frozen=True)
class Tolls:
    """Words round a toll: nouns that count, verbs that move them or reach a number, and the words between."""

    counts: frozenset[str]
    moving: frozenset[str]
    links: frozenset[str]
    reaching: dict[str, str]


@lru_cache(maxsize=1)
def tolls() -> Tolls:
    """The part of `kinds.yaml` on tolls; `reaching` is from a verb to the bound it gives."""
    known = words()
    reaching = {verb: bound for bound in ("over", "under", "exact") for verb in known.listed(f"reaching.{bound}")}
    return Tolls(known.listed("counts"), known.listed("moving"), known.listed("toll_links"), reaching)


@dataclass(frozen=True)
class Goods:
    """The words of `goods.yaml`: what is given to people in need, and who says that it is."""

    weights: Kinds
    aid: frozenset[str]
    goods: frozenset[str]
    giving: frozenset[str]
    market: frozenset[str]


@lru_cache(maxsize=1)
def goods() -> Goods:
    """The knowledge of `goods.yaml`."""
    data = load_yaml(DATA / "quantities/goods.yaml")
    aid, things, giving, market = (frozenset(data[key]) for key in ("aid", "goods", "giving", "market"))
    return Goods(dict(data["weights"]), aid, things, giving, market)


def lemma(token: Token | None) -> str:
    """The lemma in small letters.

    That of a known verb is told by its form, as the parser's is wrong at times; a word in capitals, which the parser
    leaves as it is, loses its plural's s.
    """
    if token is None:
        return ""
    word = token.lemma_.lower()
    if token.pos_ == "VERB":
        known = words().forms.get(token.lower_, word)
        return word if known == token.lower_ else known
    if len(word) > 3 and word.endswith("s") and token.pos_ == "PROPN" and word not in words().nouns:
        return word[:-1]
    return word
