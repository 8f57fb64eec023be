"""The noun phrases of a parse that may name someone: their heads, their characters, and the words that tell who."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.coding.entities.lexicon import Entry, Hit, Lexicon, lexicon, roles
from reportedly.coding.entities.names import Named, ends_name, is_surname, named, unknown_name
from reportedly.coding.entities.words import Word, split
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Phrase", "phrases"]

_LEFT = {"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "punct"}
_INNER = {"compound", "amod", "nmod", "det", "nummod", "quantmod", "punct", "case", "advmod", "npadvmod"}
_TELLING = {"of", "in", "at", "from", "for", "with"}  # a phrase after these may tell country and sector
_SUBJECTS = {"nsubj", "nsubjpass"}
_PARTIES = {"between", "with", "against", "by", "among"}
_CLOSING = {"”", "’", '"', "'", "»", ")", "]", ",", "(", "[", "“", "‘", "«"}
_OPENING = {"“", "‘", '"', "«", "("}
_SHUTTING = {"”", "’", '"', "»", ")"}
_REACH = 60  # characters after a phrase in which a complement is looked for


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase with its head, the hit on the head, and how far to read to tell whose it is."""

    head: Token
    span: Span
    hit: Hit | None
    words: str
    """What the hit covers, or the name as the parse marks it."""
    reach: int
    kind: str
    """named, person, organisation, role, country, capital or quantity."""


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    table = roles()
    names = (
        "vague", "quantities", "place_verbs", "titles", "partitive", "not_bodies", "place_nouns", "institutions",
        "collective",
    )  # fmt: skip
    lists = {name: frozenset(table[name]) for name in names}
    return lists | {"bodies": frozenset().union(*table["bodies"].values()) | lists["collective"]}


def phrases(
    doc: Doc, known: Lexicon | None = None, date: str | None = None, hits: list[Hit] | None = None
) -> list[Phrase]:
    """The phrases of `doc` that may name someone, in the order of the text, by what is known of names on `date`.

    `hits` is what the lexicon finds among the words of the text, where it has been looked for already.
    """
    text = doc.text
    words = split(text)
    if hits is None:
        hits = (known or lexicon()).match(words, date=date)
    hit_of = _hits_by_token(doc, words, hits)
    names = named(doc, _lists()["place_nouns"])
    found = []
    for token in doc:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", "PRON", "NUM", "DET", "X"} or token.is_punct:
            continue
        phrase = _phrase(token, text, words, hit_of, names)
        if phrase is not None:
            found.append(phrase)
    return found


def _top(token: Token, start: int) -> Token:
    """The word that heads a name ending in `token`: "Institute" of "Institute for Rural Studies"."""
    last = token.i
    while token.head.i != token.i and start <= token.head.idx and token.head.i <= last:
        token = token.head
    return token


def _hits_by_token(doc: Doc, words: list[Word], hits: list[Hit]) -> dict[int, Hit]:
    """For the token at which each hit ends: the hit; and for every token inside it too."""
    place = {token.idx: token.i for token in doc}
    hit_of: dict[int, Hit] = {}
    for hit in hits:
        for word in words[hit.first : hit.last]:
            at = place.get(word.start)
            if at is not None:
                hit_of[at] = hit
    return hit_of


def _phrase(token: Token, text: str, words: list[Word], hit_of: dict[int, Hit], names: Named) -> Phrase | None:
    hit = hit_of.get(token.i)
    if hit is not None and _another(token, hit, hit_of):
        hit = None
    if not _heads(token, hit, words):
        return None
    kind = _kind(token, hit, hit_of, names)
    if kind is None:
        return None
    span = _span(token, hit, words, hit_of)
    name = token.text
    if kind == "role" and hit is not None:
        name = text[words[hit.first].start : words[hit.last - 1].end]
    if hit is not None and kind != "role":
        name = text[words[hit.first].start : words[hit.last - 1].end]
    elif kind in {"person", "organisation"}:
        name, start = _entity_name(token, text, hit_of)
        head = _top(token, start)
        first = token.doc[_leftmost(head)]
        span = Span(min(start, span.start, first.idx if first.text not in _CLOSING else start), span.end)
        return Phrase(head, span, hit, name, _reach(token, span), kind)
    return Phrase(token, span, hit, name, _reach(token, span), kind)


def _heads(token: Token, hit: Hit | None, words: list[Word]) -> bool:
    """Whether the token heads a phrase of its own: not a modifier, and the last word of a name."""
    if hit is not None and _standing_kinds(hit) & {"person"}:
        last = words[hit.last - 1]
        return token.idx <= last.start < token.idx + len(token.text)
    if hit is not None and token.head.i != token.i and _inside(token.head, hit, words):
        return False
    if token.dep_ in _INNER and not (token.dep_ == "compound" and token.head.pos_ == "VERB"):
        return False
    if token.dep_ == "conj" and token.head.dep_ in _INNER and token.head.pos_ != "NUM":
        return _standing_kinds(hit) == {"country"} if hit else False
    return True


def _inside(token: Token, hit: Hit, words: list[Word]) -> bool:
    return words[hit.first].start <= token.idx < words[hit.last - 1].end


def _another(token: Token, hit: Hit, hit_of: dict[int, Hit]) -> bool:
    """Whether a lone surname or given name is part of the longer name of someone who is not known."""
    if hit.entries[0].kind != "person" or hit.last - hit.first > 1:
        return False
    doc, at = token.doc, token.i
    after = doc[at + 1] if at + 1 < len(doc) else None
    if after is not None and after.pos_ == "PROPN" and after.ent_iob_ == "I" and after.text[:1].isupper():
        return True
    before = doc[at - 1] if at else None
    if before is None or before.pos_ != "PROPN":
        return False
    named = before.dep_ == "compound" and before.head.i == at and token.ent_type_ != "PERSON"
    if named and at - 1 not in hit_of and before.lower_ not in _lists()["titles"]:
        return True  # "Roanoke Park" is no president
    if before.ent_type_ != "PERSON" or token.ent_iob_ != "I":
        return False
    return before.lower_ not in _lists()["titles"]


def _standing_kinds(hit: Hit) -> set[str]:
    return {entry.kind for entry in hit.entries}


def _kind(token: Token, hit: Hit | None, hit_of: dict[int, Hit], names: Named) -> str | None:
    lists = _lists()
    if token.lower_ in lists["quantities"] and token.dep_ in (_SUBJECTS | {"agent"}):
        return "quantity"
    if hit is not None:
        entry = hit.entries[0]
        if entry.kind == "role":
            return _role(token, entry, lists, hit_of)
        if entry.kind == "demonym":
            if token.pos_ not in {"PROPN", "NOUN"} and token.dep_ not in _SUBJECTS:
                return None
            return "country" if any(child.lower_ == "the" for child in token.children) else "vague"
        if "country" in _standing_kinds(hit):
            return "country"
        if entry.kind in {"capital", "town"}:
            return "capital" if entry.kind == "capital" and _acts(token, lists["place_verbs"]) else None
        if any(child.dep_ == "poss" and child.pos_ == "PRON" for child in token.children):
            return None  # "our time" is no magazine
        return "named"
    if token.text in names.surnames and is_surname(token):
        return "person"  # one whom the report has named in full
    return unknown_name(token, hit_of, lists, names.towns)


def _role(token: Token, entry: Entry, lists: dict[str, frozenset[str]], hit_of: dict[int, Hit]) -> str | None:
    if token.is_upper and any(child.dep_ == "nummod" for child in token.children):
        return None  # "5 PM"
    if token.pos_ not in {"NOUN", "PROPN"} or (token.pos_ == "PROPN" and token.ent_type_ in {"GPE", "LOC"}):
        return None  # the borough of Queens has no throne
    if token.pos_ == "PROPN" and token.ent_type_ == "ORG" and not ends_name(token):
        return None  # the name goes on
    if token.lower_ not in lists["vague"] and token.lemma_.lower() not in lists["vague"]:
        return "role"
    if token.lower_ in lists["institutions"] and any(child.lower_ == "the" for child in token.children):
        return "vague"
    telling = any(child.dep_ in {"amod", "compound", "poss"} and (child.i in hit_of or child.pos_ == "PROPN")
                  for child in token.children)  # fmt: skip
    if token.lower_ in lists["partitive"] and not telling:
        preps = (child for child in token.rights if child.dep_ == "prep" and child.lower_ == "of")
        hits = (hit_of.get(noun.i) for prep in preps for noun in prep.children)
        telling = any(hit is not None and hit.entries[0].kind == "role" for hit in hits)
    return "vague" if telling or (entry.strength == "strong" and token.dep_ in _SUBJECTS) else None


def _acts(token: Token, place_verbs: frozenset[str]) -> bool:
    """Whether a capital stands for a government: it does something, or something is done with it."""
    head = token.head
    if token.is_upper and len(token) > 3:  # a dateline
        return False
    if token.dep_ == "conj":
        return _acts(head, place_verbs) if head.i != token.i else False
    if token.dep_ in _SUBJECTS:
        return head.pos_ in {"VERB", "AUX"} and head.lemma_ not in place_verbs and token.dep_ == "nsubj"
    return token.dep_ == "pobj" and head.lower_ in _PARTIES


def _span(token: Token, hit: Hit | None, words: list[Word], hit_of: dict[int, Hit]) -> Span:
    doc = token.doc
    first = _leftmost(token)
    while first < token.i and (doc[first].text in _CLOSING or doc[first].dep_ in {"cc", "preconj", "mark"}):
        first += 1
    start, end = doc[first].idx, token.idx + len(token.text)
    if first and doc[first - 1].text in _OPENING and any(doc[i].text in _SHUTTING for i in range(first, token.i)):
        start = doc[first - 1].idx  # the marks are round a part of the phrase
    if hit is not None:
        start, end = min(start, words[hit.first].start), max(end, words[hit.last - 1].end)
        if hit.entries[0].kind != "role":
            start = min(start, _titled(doc, start, hit_of))
    end = max(end, _of_phrase(token, hit_of, words, end))
    after = token.i + 1
    if after < len(doc) and doc[after].idx == end and doc[after].text in _SHUTTING:
        end += any(doc[i].text in _OPENING for i in range(first, token.i))  # and here round its last words
    return Span(start, end)


def _leftmost(token: Token) -> int:
    """The first token of the modifiers that stand unbroken before the head."""
    doc, first = token.doc, token.i
    lefts = [child for child in token.lefts if child.dep_ in _LEFT]
    for child in reversed(lefts):
        edge = child.left_edge.i
        for at in range(edge + 1, child.right_edge.i + 1):  # "for Moscow and Foreign Minister …" names two
            two = doc[at].lower_ == "and" and doc[at - 1].ent_type_ == "GPE" and doc[at - 1].ent_iob_ != "I"
            if two or (doc[at].text == "," and token.pos_ == "PROPN"):
                edge = at + 1
        if child.right_edge.i + 1 < first and any(not doc[i].is_punct for i in range(child.right_edge.i + 1, first)):
            break
        first = edge
    return first


def _titled(doc: Doc, start: int, hit_of: dict[int, Hit]) -> int:
    """Where titles that the parse left out begin: "President" before a name."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    if span is None:
        return start
    at = span.start
    while at and doc[at - 1].pos_ in {"PROPN", "NOUN"} and doc[at - 1].text[:1].isupper() and doc[at - 1].i in hit_of:
        if hit_of[at - 1].entries[0].kind != "role" or doc[at - 1].dep_ in _SUBJECTS | {"pobj", "dobj"}:
            break
        at -= 1
        start = doc[at].idx
    return start


def _of_phrase(token: Token, hit_of: dict[int, Hit], words: list[Word], end: int) -> int:
    """The end of an of-phrase that belongs to the phrase: of whom a part is taken, or what an office is of."""
    partitive = token.lower_ in _lists()["partitive"]
    for child in token.rights:
        if child.dep_ != "prep" or child.lower_ != "of":
            continue
        for noun in child.children:
            if noun.dep_ == "pobj" and noun.i - token.i < 8:
                hit = hit_of.get(noun.i)
                if hit is not None and (partitive or hit.entries[0].kind != "role"):
                    return max(end, noun.idx + len(noun.text), words[hit.last - 1].end)
    return end


def _reach(token: Token, span: Span) -> int:
    """How far the words go that may tell the country: "separatists in Donetsk"."""
    end = span.end
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ in _TELLING and child.idx - span.end < 3:
            for noun in child.children:
                if noun.dep_ == "pobj" and noun.idx - span.end < _REACH:
                    end = max(end, noun.idx + len(noun.text))
    return end


def _entity_name(token: Token, text: str, hit_of: dict[int, Hit]) -> tuple[str, int]:
    doc, first = token.doc, token.i
    while first and doc[first].ent_iob_ == "I" and doc[first - 1].text != ",":
        first -= 1
    titles = _lists()["titles"]
    while first < token.i - 1 and first in hit_of and hit_of[first].entries[0].kind in {"country", "demonym"}:
        if first + 1 not in hit_of or hit_of[first + 1].entries[0].kind != "role":
            break
        first += 2  # "Nepal PM Dipendra Karki"
    while first < token.i and (doc[first].lower_ in titles or doc[first].pos_ == "DET" or doc[first].text in _CLOSING):
        first += 1
    while first > _leftmost(token) and doc[first - 1].pos_ == "PROPN" and doc[first - 1].text[:1].isupper():
        if first - 1 in hit_of or doc[first - 1].lower_ in _lists()["titles"]:
            break
        first -= 1
    return text[doc[first].idx : token.idx + len(token.text)], doc[first].idx
