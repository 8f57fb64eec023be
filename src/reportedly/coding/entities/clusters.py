"""Who is the same: the phrases of a report gathered into entities by names, titles, acronyms and descriptions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from reportedly.coding.entities.lexicon import Entry, roles
from reportedly.coding.entities.phrases import Phrase
from reportedly.coding.entities.resolve import INTERNATIONAL, Resolved, resolve
from reportedly.coding.entities.words import fold
from reportedly.reading import Entity, EntityKind, Mention, Why
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Cluster", "gather", "in_order", "record_codes"]

_KINDS: dict[str, EntityKind] = {"person": "person", "group": "group", "outlet": "outlet", "country": "country"}
_LOOSE = {"DET", "NUM", "PUNCT", "SPACE"}
_SIDES = {"OPP", "GOV", "MIL", "LEG", "PTY", "JUD", "COP", "SPY"}
_DEFINITE = {"the", "this", "that", "these", "those"}
_INDEFINITE = {"a", "an", "some", "many", "several", "another", "other", "most", "few"}
_OF_COUNTRIES = {"organ", "seat", "party"}  # "Peru's Congress" is not the one in Washington
_NEAR = 400  # entities back to which a surname, a title or an acronym may point: a long report names fewer
_COUNTING = {"over", "about", "around", "nearly", "of", "at", "least", "up", "to", "than", "estimated"}
_AWAY = {"in", "into", "from", "to", "at", "near", "across", "on", "against"}  # before a mere scene
_NO_MARKS = str.maketrans(dict.fromkeys("“”\"«»()[]", " "))


@dataclass
class Cluster:
    """An entity in the making."""

    name: str
    kind: EntityKind
    country: str | None
    sectors: tuple[str, ...]
    mentions: list[tuple[Span, Literal["name", "nominal", "pronoun"], int]] = field(default_factory=list)
    why: list[Why] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    plural: bool = False
    gender: str = ""
    listed: bool = False
    """Whether the sectors come from a list and not from the text."""

    def entity(self, id: str) -> Entity:
        """The finished entity."""
        country, sectors = record_codes(self.country, self.sectors)
        mentions = tuple(Mention(span, form) for span, form, _ in sorted(self.mentions))
        return Entity(id, self.name, self.kind, country, sectors, mentions, tuple(self.why))


def record_codes(country: str | None, sectors: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """PLOVER's codes as the record has them: international bodies have no country, their code is a sector."""
    if country not in INTERNATIONAL:
        return country, sectors
    code = {"UNO": "IGO", "EUR": "IGO"}.get(country or "", country or "")
    rest = tuple(sector for sector in sectors if sector != code)
    return None, (code, *rest) if code in {"IGO", "NGO"} else (*rest, code)


@lru_cache(maxsize=1)
def _collective() -> frozenset[str]:
    return frozenset(roles()["collective"])


@lru_cache(maxsize=1)
def _sexes() -> dict[str, str]:
    table = roles()
    sexes = dict.fromkeys((*table["female"], *table["female_names"]), "f")
    return {**dict.fromkeys((*table["male"], *table["male_names"]), "m"), **sexes}


def gather(text: str, phrases: list[Phrase], date: str | None) -> list[Cluster]:
    """The phrases as clusters, in the order of their first mentions."""
    clusters: list[Cluster] = []
    keys: dict[tuple[str, ...], Cluster] = {}
    at_head: dict[int, Cluster] = {}
    for phrase in phrases:
        if _part_of_office(phrase, at_head):
            continue
        found = resolve(text, phrase.span.start, phrase.reach, date)
        if phrase.kind == "vague" and not (found.country or found.sectors):
            continue
        key = _key(phrase, found, keys)
        cluster = _spelled_out(text, phrase, clusters)
        if cluster is not None and key:
            keys[key] = cluster
        cluster = cluster or (keys.get(key) if key else None) or _same(phrase, clusters, at_head)
        if cluster is None:
            cluster = _new(text, phrase, found)
            clusters.append(cluster)
        if key:
            keys.setdefault(key, cluster)
        _join(cluster, phrase, found, text)
        at_head[phrase.head.i] = cluster
    _sides(phrases, at_head)
    return in_order(at_head.values())


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


def _part_of_office(phrase: Phrase, at_head: dict[int, Cluster]) -> bool:
    """"Great Britain" in "leaders of Great Britain": told by the office already."""
    head = phrase.head
    if phrase.kind != "country" or head.dep_ != "pobj" or head.head.lower_ != "of":
        return False
    office = at_head.get(head.head.head.i)
    return office is not None and any(span.contains(phrase.span) for span, _, _ in office.mentions)


def _office_shared(phrase: Phrase, at_head: dict[int, Cluster]) -> Cluster | None:
    """The office of "leaders" for "France" in "leaders of Great Britain, France and Germany"."""
    head = phrase.head
    if phrase.kind != "country" or head.dep_ != "conj":
        return None
    while head.dep_ == "conj":
        head = head.head
    if head.dep_ != "pobj" or head.head.lower_ != "of" or head.head.head.tag_ != "NNS":
        return None
    return at_head.get(head.head.head.i)


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


def _same(phrase: Phrase, clusters: list[Cluster], at_head: dict[int, Cluster]) -> Cluster | None:
    """An earlier cluster that the phrase means without sharing a key: by surname, title, apposition or acronym."""
    head = phrase.head
    if head.dep_ == "appos" and phrase.kind in {"role", "vague", "person", "named"}:
        other = at_head.get(head.head.i)
        if other is not None and (other.kind == "person") != _names_person(phrase) and (
            other.kind == "person" or _names_person(phrase)
        ):
            return other
    if _names_person(phrase):
        return _same_person(phrase, clusters)
    if phrase.kind == "organisation":
        return _same_body(phrase, clusters)
    if phrase.kind == "role" and head.tag_ in {"NN", "NNP"} and any(c.lower_ == "the" for c in head.children):
        bare = all(c.dep_ in {"det", "punct"} or c.pos_ in {"VERB", "AUX"} or c.i > head.i for c in head.children)
        if bare:
            near = reversed(clusters[-_NEAR:])
            return next((c for c in near if c.kind == "person" and head.lower_ in c.titles), None)
    return None


def _same_body(phrase: Phrase, clusters: list[Cluster]) -> Cluster | None:
    """The body that an acronym stands for, or a person whose surname was taken for a body."""
    ending = f" {_plain(phrase.words)}"
    near = clusters[-_NEAR:]
    person = next((c for c in reversed(near) if c.kind == "person" and _plain(c.name).endswith(ending)), None)
    if person is not None or not phrase.words.isupper():
        return person
    return next((c for c in near if c.kind == "organisation" and _initials(c.name) == phrase.words), None)


def _names_person(phrase: Phrase) -> bool:
    if phrase.kind == "person":
        return True
    return phrase.hit is not None and phrase.kind == "named" and phrase.hit.entries[0].kind == "person"


def _same_person(phrase: Phrase, clusters: list[Cluster]) -> Cluster | None:
    words = _plain(phrase.words).split()
    for cluster in reversed(clusters[-_NEAR:]):
        if cluster.kind != "person":
            continue
        known = _plain(cluster.name).split()
        if len(words) == 1 and len(known) > 1 and words[0] == known[-1]:
            return cluster
        if len(words) > 1 and words[-1] == known[-1] and (len(known) == 1 or words[0] == known[0]):
            return cluster
    return None


def _plain(name: str) -> str:
    return fold(name).replace("’", "'")


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[:1].isupper())


def _new(text: str, phrase: Phrase, found: Resolved) -> Cluster:
    entry = phrase.hit.entries[0] if phrase.hit is not None else None
    plural = phrase.head.tag_ in {"NNS", "NNPS"} or phrase.kind == "quantity"
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


def _kind(phrase: Phrase, entry: Entry | None, found: Resolved, plural: bool) -> EntityKind:
    if phrase.kind == "named" and entry is not None:
        return _KINDS.get(entry.kind, "organisation")
    if phrase.kind in {"person", "organisation", "country"}:
        return _KINDS.get(phrase.kind, "organisation")
    if phrase.kind == "capital" or phrase.head.lower_ in _collective() or phrase.words.lower() in _collective():
        return "organisation"
    return "group" if plural and found.country else "unnamed"


def _join(cluster: Cluster, phrase: Phrase, found: Resolved, text: str) -> None:
    form: Literal["name", "nominal"] = "nominal" if phrase.kind in {"role", "vague", "quantity"} else "name"
    cluster.mentions.append((phrase.span, form, phrase.head.i))
    if cluster.kind == "unnamed" and _names_person(phrase):
        cluster.kind, cluster.name = "person", phrase.words
    before = text[phrase.span.start : phrase.span.end].lower().split()
    cluster.titles.update(before)
    if cluster.kind == "person":
        words = phrase.words if form == "name" else ""
        if len(words.split()) > len(cluster.name.split()):
            cluster.name = words
        sexes = _sexes()
        cluster.gender = cluster.gender or next((sexes[word] for word in before if word in sexes), "")
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


def _same_name(name: str, known: str) -> bool:
    return name == known or fold(name.split()[0])[:1] == fold(known.split()[0])[:1]


def _sides(phrases: list[Phrase], at_head: dict[int, Cluster]) -> None:
    """The country of "the opposition" and of "the troops": that of the side beside them, or the only one at hand."""
    if not phrases:
        return
    starts = [sentence.start for sentence in phrases[0].head.doc.sents]
    by_sentence: dict[int, list[Phrase]] = {}
    for phrase in phrases:
        by_sentence.setdefault(bisect_right(starts, phrase.head.i), []).append(phrase)
    for phrase in phrases:
        cluster = at_head.get(phrase.head.i)
        if cluster is None:
            continue
        office = _office_shared(phrase, at_head)
        if office is not None and office.sectors and cluster.kind == "country":
            _share(phrase, cluster, office, at_head)
        side = bool(cluster.sectors) and cluster.sectors[0] in _SIDES and phrase.kind in {"role", "vague"}
        if cluster.country is None and side:
            near = _beside(phrase.head, at_head)
            if near is None and any(child.lower_ in _DEFINITE for child in phrase.head.children):
                near = _only(by_sentence[bisect_right(starts, phrase.head.i)], at_head)
            if near is not None:
                cluster.country = near.country
                cluster.why.append(Why("country", "context", f"{near.country}: as “{near.name}” in the same sentence",
                                       (near.mentions[0][0],)))  # fmt: skip


def _share(phrase: Phrase, cluster: Cluster, office: Cluster, at_head: dict[int, Cluster]) -> None:
    """Make the mention of a country one of its government where an office is shared out among countries."""
    cluster.mentions = [mention for mention in cluster.mentions if mention[0] != phrase.span]
    name = f"{office.name.split(' of ')[0]} of {cluster.name}"
    shared = Cluster(name, "group", cluster.country, office.sectors, plural=True)
    shared.mentions.append((phrase.span, "nominal", phrase.head.i))
    shared.why.append(Why("sectors", "shared office", f"{' '.join(office.sectors)}: “{office.name}”", (phrase.span,)))
    at_head[phrase.head.i] = shared


def _beside(head: Token, at_head: dict[int, Cluster]) -> Cluster | None:
    near = [head.head] if head.dep_ == "conj" else []
    near += [child for child in head.children if child.dep_ == "conj"]
    return next((c for c in (at_head.get(token.i) for token in near) if c is not None and c.country), None)


def _only(phrases: list[Phrase], at_head: dict[int, Cluster]) -> Cluster | None:
    """The one country that acts in the sentence, if there is but one."""
    acting: dict[str, Cluster] = {}
    for other in phrases:
        cluster = at_head.get(other.head.i)
        if cluster is None or cluster.country is None or cluster.country in INTERNATIONAL or cluster.kind == "outlet":
            continue
        if other.kind == "country" and other.head.dep_ == "pobj" and other.head.head.lower_ in _AWAY:
            continue
        acting.setdefault(cluster.country, cluster)
    return next(iter(acting.values())) if len(acting) == 1 else None
