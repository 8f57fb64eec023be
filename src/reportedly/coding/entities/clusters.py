"""Who is the same: the phrases of a report gathered into entities by names, titles, acronyms and descriptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from reportedly.coding.entities.cluster import Cluster, record_codes
from reportedly.coding.entities.identity import collective, institution, names_person, same
from reportedly.coding.entities.lexicon import Entry, Lexicon, roles
from reportedly.coding.entities.offices import hold_offices
from reportedly.coding.entities.phrases import Phrase
from reportedly.coding.entities.resolve import Resolved, resolve
from reportedly.coding.entities.sides import sides
from reportedly.coding.entities.words import fold
from reportedly.reading import EntityKind, Why

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Cluster", "gather", "in_order", "record_codes"]

_KINDS: dict[str, EntityKind] = {"person": "person", "group": "group", "outlet": "outlet", "country": "country"}
_LOOSE = {"DET", "NUM", "PUNCT", "SPACE"}
_DEFINITE = {"the", "this", "that", "these", "those"}
_INDEFINITE = {"a", "an", "some", "many", "several", "another", "other", "most", "few"}
_OF_COUNTRIES = {"organ", "seat", "party"}  # "Peru's Congress" is not the one in Washington
_NEAR = 400  # entities back to which a surname, a title or an acronym may point: a long report names fewer
_BOTH = {"m", "f"}
_COUNTING = {
    "more", "fewer", "less", "only", "some", "over", "about", "around", "nearly", "of", "at", "least", "up", "to",
    "than", "estimated",
}  # fmt: skip
_NO_MARKS = str.maketrans(dict.fromkeys('“”"«»()[]', " "))


@lru_cache(maxsize=1)
def _sexes() -> dict[str, str]:
    table = roles()
    sexes = dict.fromkeys((*table["female"], *table["female_names"]), "f")
    return {**dict.fromkeys((*table["male"], *table["male_names"]), "m"), **sexes}


def gather(text: str, phrases: list[Phrase], date: str | None, known: Lexicon | None = None) -> list[Cluster]:
    """The phrases as clusters, in the order of their first mentions."""
    clusters: list[Cluster] = []
    keys: dict[tuple[str, ...], Cluster] = {}
    at_head: dict[int, Cluster] = {}
    for phrase in phrases:
        if _part_of_office(phrase, at_head) or _part_of_some(phrase, at_head):
            continue
        found = resolve(text, phrase.span.start, phrase.reach, date, known=known)
        found = _own_name(phrase, found)
        one = institution(phrase, found, clusters)
        if phrase.kind == "vague" and one is None and not (found.country or found.sectors):
            continue
        key = _key(phrase, found, keys)
        cluster = _spelled_out(text, phrase, clusters)
        if cluster is not None and key:
            keys[key] = cluster
        sex = _sex(text, phrase)
        held = keys.get(key) if key else None
        if held is not None and {sex, held.gender} == _BOTH:
            held = None  # "Mr. Khan" is not "Ms. Khan"
        cluster = cluster or one or held or same(phrase, clusters, at_head, sex)
        if cluster is None:
            cluster = _new(text, phrase, found)
            clusters.append(cluster)
        if key and not _namesake(phrase, cluster):
            keys.setdefault(key, cluster)
        _join(cluster, phrase, found, text)
        at_head[phrase.head.i] = cluster
    sides(phrases, at_head)
    clusters = in_order(at_head.values())
    hold_offices(clusters)
    return in_order(clusters)


def _own_name(phrase: Phrase, found: Resolved) -> Resolved:
    """What is told of a person, less a country that is only the person's own name: "Chad Miller", "Sami Anwar"."""
    first, *more = phrase.words.split() or [""]
    if phrase.kind != "person" or not more:
        return found
    if found.named is not None and found.named.kind == "outlet" and found.named.name in (first, *more):
        return replace(found, named=None, country=None, sectors=(), from_country="", from_sectors="")
    return replace(found, country=None, from_country="") if found.from_country == first else found


def in_order(clusters: Iterable[Cluster]) -> list[Cluster]:
    """Each cluster once, in the order of first mentions; those that lost all their mentions are left out."""
    once = {id(cluster): cluster for cluster in clusters if cluster.mentions}
    return sorted(once.values(), key=lambda cluster: min(cluster.mentions))


def _spelled_out(text: str, phrase: Phrase, clusters: list[Cluster]) -> Cluster | None:
    """The body whose acronym stands in brackets behind its name: what the text says goes before any list."""
    at = phrase.span.start
    if not clusters or not phrase.words.isupper() or text[max(0, at - 2) : at] != " (":
        return None
    for cluster in reversed(clusters[-_NEAR:]):
        span = cluster.mentions[-1][0]
        if span.end == at - 2 and set(phrase.words) <= {word[0] for word in span.of(text).upper().split()}:
            return cluster
    return None


def _sex(text: str, phrase: Phrase) -> str:
    """ "m" or "f" by a title or first name among the words of the phrase, else ""."""
    sexes = _sexes()
    return next((sexes[word] for word in phrase.span.of(text).lower().split() if word in sexes), "")


def _namesake(phrase: Phrase, cluster: Cluster) -> bool:
    """Whether a surname stands for another person than the one who is known by it: "Mr. Bush" for Jeb Bush."""
    entry = phrase.hit.entries[0] if phrase.hit is not None else None
    known = entry is not None and entry.kind == "person" and cluster.kind == "person"
    return known and entry is not None and not _same_name(cluster.name, entry.name)


def _part_of_office(phrase: Phrase, at_head: dict[int, Cluster]) -> bool:
    """ "Great Britain" in "leaders of Great Britain": told by the office already."""
    head = phrase.head
    if phrase.kind != "country" or head.dep_ != "pobj" or head.head.lower_ != "of":
        return False
    office = at_head.get(head.head.head.i)
    return office is not None and any(span.contains(phrase.span) for span, _, _ in office.mentions)


def _part_of_some(phrase: Phrase, at_head: dict[int, Cluster]) -> bool:
    """ "People" in "thousands of people": told by the number already."""
    head = phrase.head
    if phrase.kind not in {"role", "vague"} or head.dep_ != "pobj" or head.head.lower_ != "of":
        return False
    some = head.head.head
    if some.i not in at_head and some.dep_ == "pobj" and some.head.lower_ == "of":
        some = some.head.head
    whole = at_head.get(some.i)
    if whole is None or (some.lower_ not in roles()["quantities"] and some.pos_ != "NUM"):
        return False
    return any(span.start <= head.idx < span.end for span, _, _ in whole.mentions)


def _key(phrase: Phrase, found: Resolved, keys: dict[tuple[str, ...], Cluster]) -> tuple[str, ...] | None:
    """What two phrases for the same one have in common; None: nothing that tells.

    Of several that a name may mean, the one that the report has named before.
    """
    if phrase.hit is not None and phrase.kind in {"named", "country", "capital"}:
        entry = phrase.hit.entries[0]
        if phrase.kind == "capital":
            return ("government", found.country or "")
        if phrase.kind == "country":
            entry = next((e for e in phrase.hit.entries if e.kind in {"country", "demonym"}), entry)
            return ("country", entry.name)
        forms = [_named_key(each, found) for each in phrase.hit.entries]
        return next((form for form in forms if form in keys), forms[0])
    if phrase.kind in {"person", "organisation"}:
        return ("named", " ".join(fold(word) for word in phrase.words.split()).removeprefix("the "))
    if phrase.kind == "quantity" or not _is_definite(phrase, found):
        return None
    words = [token for token in _tokens(phrase) if token.pos_ not in _LOOSE and token.dep_ != "case"]
    if phrase.head.lemma_.lower() in {"government", "administration", "regime"} and len(words) == 2 and found.country:
        return ("government", found.country)
    return ("role", *(token.lower_ for token in words))


def _named_key(entry: Entry, found: Resolved) -> tuple[str, ...]:
    return ("named", entry.name, found.country or "") if entry.kind in _OF_COUNTRIES else ("named", entry.name)


def _tokens(phrase: Phrase) -> list[Token]:
    doc = phrase.head.doc
    span = doc.char_span(phrase.span.start, phrase.span.end, alignment_mode="expand")
    return list(span) if span is not None else [phrase.head]


def _is_definite(phrase: Phrase, found: Resolved) -> bool:
    for child in phrase.head.children:
        if child.dep_ == "nummod" or (child.dep_ == "poss" and child.pos_ == "PRON") or child.lower_ in _INDEFINITE:
            return False
    return found.country is not None or any(c.dep_ == "det" and c.lower_ in _DEFINITE for c in phrase.head.children)


def _new(text: str, phrase: Phrase, found: Resolved) -> Cluster:
    entry = phrase.hit.entries[0] if phrase.hit is not None else None
    several = phrase.head.tag_ in {"NNS", "NNPS"} and (phrase.kind != "person" or _is_definite(phrase, found))
    plural = several or phrase.kind == "quantity"  # "Sanders" is one, "the Sanders" are a family
    kind = _kind(phrase, entry, found, plural)
    cluster = Cluster(_name(text, phrase, entry, found), kind, found.country, found.sectors, plural=plural)
    if phrase.kind == "capital":
        cluster.sectors = ("GOV",)
    if phrase.kind == "country":
        entries = phrase.hit.entries if phrase.hit else ()
        country = next((e for e in entries if e.kind in {"country", "demonym"}), None)
        cluster.sectors = country.sectors if country else ()
        cluster.country = country.country if country else found.country
    _explain(cluster, phrase, found)
    return cluster


def _explain(cluster: Cluster, phrase: Phrase, found: Resolved) -> None:
    if cluster.country:
        cluster.why.append(Why("country", "words", f"{cluster.country}: “{found.from_country}”", (phrase.span,)))
    if cluster.sectors:
        said = found.from_sectors or phrase.words
        cluster.why.append(Why("sectors", "words", f"{' '.join(cluster.sectors)}: “{said}”", (phrase.span,)))
        cluster.listed = not found.from_sectors or found.from_sectors.startswith("known as")


def _name(text: str, phrase: Phrase, entry: Entry | None, found: Resolved) -> str:
    if phrase.kind in {"person", "organisation"}:
        return phrase.words.removeprefix("the ").removeprefix("The ")
    if entry is not None and phrase.kind == "named":
        if entry.kind in {"body", "organ"} and phrase.hit is not None:
            return _whole_name(phrase)
        lone = entry.kind == "person" and " " not in phrase.words
        return entry.name if lone and found.named is not None else phrase.words
    if entry is not None and phrase.kind == "country":
        return entry.name if entry.kind == "demonym" else phrase.words
    tokens = _tokens(phrase)
    counts = {*roles()["quantities"], *_COUNTING}
    while len(tokens) > 1 and (tokens[0].pos_ in _LOOSE or tokens[0].lower_ in counts):
        tokens = tokens[1:]
    name = text[tokens[0].idx : max(phrase.span.end, tokens[-1].idx + len(tokens[-1].text))]
    return " ".join(name.translate(_NO_MARKS).split()) or phrase.words


def _whole_name(phrase: Phrase) -> str:
    """The name with the words of it before the ones that are known: "Ruritania National Commission on Human Rights"."""
    doc = phrase.head.doc
    words = _tokens(phrase)
    at = next((t.i for t in words if phrase.words.startswith(t.text)), None)
    if at is None:
        return phrase.words
    first = at
    while first > words[0].i and doc[first - 1].pos_ == "PROPN" and doc[first - 1].ent_type_ not in {"DATE", "PERSON"}:
        first -= 1
    if first == at or doc[first].lower_ in roles()["titles"] or any(t.dep_ == "case" for t in doc[first:at]):
        return phrase.words
    return str(doc[first:at].text_with_ws) + phrase.words


def _kind(phrase: Phrase, entry: Entry | None, found: Resolved, plural: bool) -> EntityKind:
    if phrase.kind == "named" and entry is not None:
        return _KINDS.get(entry.kind, "organisation")
    if phrase.kind in {"person", "organisation", "country"}:
        return _KINDS.get(phrase.kind, "organisation")
    if phrase.kind == "capital" or phrase.head.lower_ in collective() or phrase.words.lower() in collective():
        return "organisation"
    if phrase.head.pos_ == "PROPN" and phrase.head.ent_type_ == "ORG" and not plural:
        return "organisation"
    return "group" if plural and found.country else "unnamed"


def _join(cluster: Cluster, phrase: Phrase, found: Resolved, text: str) -> None:
    form: Literal["name", "nominal"] = "nominal" if phrase.kind in {"role", "vague", "quantity"} else "name"
    cluster.mentions.append((phrase.span, form, phrase.head.i))
    cluster.heads.add(phrase.head.lower_)
    if form == "name":
        cluster.called.add(phrase.words)
    _take_name(cluster, phrase)
    _spell_out(cluster, phrase)
    if cluster.kind == "unnamed" and names_person(phrase):
        cluster.kind, cluster.name = "person", phrase.words
    cluster.titles.update(phrase.span.of(text).lower().split())
    if cluster.kind == "person":
        words = phrase.words if form == "name" else ""
        if len(words.split()) > len(cluster.name.split()):
            cluster.name = words
        cluster.gender = cluster.gender or _sex(text, phrase) or _sexes().get(cluster.name.lower().split()[0], "")
    elif not cluster.plural:
        cluster.gender = cluster.gender or _sexes().get(phrase.head.lower_, "")
    if found.named is not None and found.named.kind == "person" and not _same_name(cluster.name, found.named.name):
        return  # a namesake: what the lists say is of another
    if phrase.kind == "named" and phrase.words.isupper() and phrase.words != cluster.name:
        return  # an acronym is explained by the name that it stands for
    if cluster.country is None and found.country and phrase.kind != "capital":
        cluster.country = found.country
        _explain(cluster, phrase, found)
    told = found.from_sectors and not found.from_sectors.startswith("known as")
    if found.sectors and (not cluster.sectors or (cluster.listed and told and cluster.kind == "person")):
        cluster.sectors = found.sectors
        _explain(cluster, phrase, found)


def _take_name(cluster: Cluster, phrase: Phrase) -> None:
    """A body that was only described takes the name that an apposition gives it."""
    if phrase.kind not in {"named", "organisation"} or cluster.kind not in {"organisation", "unnamed"}:
        return
    named = any(form == "name" for _, form, _ in cluster.mentions[:-1])
    if phrase.kind == "organisation":
        cluster.name, cluster.kind = cluster.name if named else phrase.words, "organisation"
        return
    if phrase.hit is not None and not named and not names_person(phrase):
        cluster.name = phrase.words
        cluster.kind = _KINDS.get(phrase.hit.entries[0].kind, "organisation")


def _spell_out(cluster: Cluster, phrase: Phrase) -> None:
    """A body known by its acronym so far takes the name that it stands for."""
    if phrase.kind != "named" or phrase.hit is None or phrase.words.isupper() or not cluster.name.isupper():
        return
    if cluster.kind in {"organisation", "group"} and " " in phrase.words:
        cluster.name = phrase.words
        cluster.kind = _KINDS.get(phrase.hit.entries[0].kind, "organisation")
        cluster.plural = cluster.plural or phrase.head.tag_ == "NNPS"


def _same_name(name: str, known: str) -> bool:
    return name == known or fold(name.split()[0])[:1] == fold(known.split()[0])[:1]
