"""What kind of thing a word of the text names: country, person, organisation, place; and the role nouns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes, load_codebook
from reportedly.coding.attributions.chain import holds
from reportedly.coding.events.clauses import clause_head
from reportedly.coding.events.lexicon import lexicon
from reportedly.coding.events.words import is_aged, lemma_of, slot_words
from reportedly.coding.syntax import token_span
from reportedly.knowledge import BUILT_IN, Knowledge

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from reportedly.coding.events.site import Site
    from reportedly.reading import Reading

__all__ = ["Names", "inner", "look_through"]

_LABELS = {
    "GPE": "country", "NORP": "country", "PERSON": "person", "ORG": "organisation", "LOC": "place", "FAC": "place",
}  # fmt: skip
_KINDS = {"person": "person", "country": "country", "organisation": "organisation", "group": "organisation",
          "outlet": "organisation", "unnamed": "actor"}  # fmt: skip
_BUSINESS, _ARMED = {"BUS", "MNC"}, {"MIL", "REB", "PRM", "UAF"}  # PLOVER sectors
_OF_LAND = {"GPE", "NORP"}
_PEOPLE = {"he", "she", "they", "we", "i", "who", "him", "her", "them", "us", "himself", "themselves"}
_WITHIN = {"town", "admin2", "admin3", "site"}  # kinds of place within a country
_MUST = {"must", "should", "ought"}
_SPEAKER = {"i", "we"}
_PERSON = {"he", "she", "who", "him", "her", "i"}


class Names:
    """The kind of each word that belongs to a name, from the entities of a reading and from the parse.

    It also holds the codebook that the text is read with, and the lexicon compiled from it.
    """

    def __init__(self, doc: Doc, reading: Reading | None = None, knowledge: Knowledge = BUILT_IN) -> None:
        self.book = load_codebook(knowledge)
        self.lexicon = lexicon(knowledge)
        self.kinds: dict[int, str] = {}
        for entity in doc.ents:
            kind = _LABELS.get(entity.label_)
            if kind:
                for i in range(entity.start, entity.end):
                    self.kinds[i] = kind
        self.mentions: dict[int, str] = {}
        self._firms: set[int] = set()
        self._armed: set[int] = set()
        denied = [a.cue.spans for a in (reading.attributions if reading else ()) if a.cue.stance == "denies"]
        self._denials = {span.start for spans in denied for span in spans}
        self._quoted = [(a.source.spans, a.cue.spans, a.content) for a in (reading.attributions if reading else ())]
        places = [(s.end, place.kind) for place in (reading.places if reading else ()) for s in place.spans]
        self._places = {end for end, _ in places}
        self._towns = {end for end, kind in places if kind in _WITHIN}
        for item in reading.entities if reading else ():
            for mention in item.mentions:
                if mention.form != "pronoun":
                    self.mentions[mention.span.end] = _KINDS[item.kind]
            if _ARMED & set(item.sectors):
                self._armed.update(mention.span.end for mention in item.mentions)
            if item.kind == "organisation" and item.country is None and not set(item.sectors) - _BUSINESS:
                self._firms.update(mention.span.end for mention in item.mentions)

    def kind(self, token: Token) -> str | None:
        """country, person, organisation, place, actor (a role noun or pronoun), number, or None."""
        told = self.mentions.get(token.idx + len(token.text))
        if told is not None and told != "actor":
            return told
        kind = self.kinds.get(token.i)
        if kind is not None:
            return kind
        if token.lower_ in _PERSON or is_aged(token):
            return "person"
        if told or token.lower_ in _PEOPLE or lemma_of(token) in load_classes()["agent"]:
            return "actor"
        if token.pos_ == "NUM":
            return "number"
        return "person" if token.pos_ == "PROPN" and token.ent_type_ == "" and token.text.istitle() else None

    def proposable(self, type: str, token: Token) -> bool:
        """Whether the user leaves the type its words, this one among them: what she took away nobody proposes."""
        known, entry = load_codebook()[type], self.book[type]
        if entry is known:
            return True
        ours, hers = ({word.lower() for frame in each.frames for word in frame.words} for each in (known, entry))
        return bool(ours & hers) and not {token.lower_, token.lemma_.lower()} & (ours - hers)

    def denies(self, token: Token) -> bool:
        """Whether it is the word by which somebody says that what another says is not so."""
        return token.idx in self._denials

    def tells_of(self, token: Token, head: Token) -> bool:
        """Whether it names who says that clause in which `head` tells something, and so nobody of whom it tells."""
        word, told, clause = (token_span(t) for t in (token, head, clause_head(head)))
        return any(
            holds(content, told) and any(span.contains(word) for span in source) and not any(map(clause.overlaps, cue))
            for source, cue, content in self._quoted
        )

    def is_known(self, token: Token) -> bool:
        """Whether a name of someone ends here, not only a word that the parser took for one ("Kalibr missiles")."""
        return token.ent_type_ in _OF_LAND or token.idx + len(token.text) in self.mentions

    def is_town(self, token: Token) -> bool:
        """Whether the name of a town, or of another place within a country, ends here."""
        return token.idx + len(token.text) in self._towns

    def is_scene(self, token: Token, site: Site) -> bool:
        """Whether a town before the noun of a happening says where it was, not who did it: "the *Paris* attacks"."""
        if (site.entry.plover or "").lower() not in slot_words()["scened"] or not self.is_town(token):
            return False
        while token.dep_ == "conj":
            token = token.head
        noun = token.head
        named = noun in site.tokens or lemma_of(noun) in load_classes()["happening"]
        return noun.pos_ == "NOUN" and named and token.dep_ in {"compound", "nmod", "amod"}

    def may_be_firm(self, token: Token) -> bool:
        """Whether a name ends here of which no country and no part in politics is known, or a word for a business."""
        return token.idx + len(token.text) in self._firms or lemma_of(token) in load_classes()["firm"]

    def is_a(self, token: Token, kinds: frozenset[str], *, bare: bool = False) -> bool:
        """Whether what the phrase of `token` names is one of `kinds` (as in a condition).

        `bare`: only a number that stands alone is a number ("shot 68", not "shot four men").
        """
        if bare and "number" in kinds:
            if self.kind(token) == "number":
                return True
            kinds = kinds - {"number"}
        if "anything" in kinds or ("obligation" in kinds and self._obliged(token)):
            return True
        if "own" in kinds and any(c.dep_ == "poss" and c.pos_ == "PRON" for c in token.children):
            return True
        return any(self._fits(word, kinds) for word in look_through(token))

    def _obliged(self, verb: Token) -> bool:
        """Whether the clause says what someone must do: "that the government must resign"."""
        who = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        must = any(c.dep_ == "aux" and c.lower_ in _MUST for c in verb.children)
        return must and who is not None and who.lower_ not in _SPEAKER and self.kind(who) is not None

    def _fits(self, token: Token, kinds: frozenset[str]) -> bool:
        kind = self.kind(token)
        if "number" in kinds and (kind == "number" or _counted(token)):
            return True
        end = token.idx + len(token.text)
        if "place" in kinds and (kind == "place" or self.kinds.get(token.i) == "country" or end in self._places):
            return True
        if "combatant" in kinds and end in self._armed:
            return True
        if kind in {"country", "person", "organisation"} and (kind in kinds or "actor" in kinds):
            return True
        if kind == "actor" and "actor" in kinds:
            return True
        if kind == "actor" and "person" in kinds and token.lemma_.lower() in load_classes()["personal"]:
            return True
        if not kinds & {"country", "actor", "organisation", "place"}:
            return False
        near = (c for c in token.children if c.dep_ in {"amod", "compound", "poss", "nmod"})
        of_country = token.pos_ == "NOUN" and any(self.kinds.get(c.i) == "country" for c in near)
        return of_country and "place" not in kinds and kind == "actor"


def _counted(noun: Token) -> bool:
    """Whether a number counts people, as far as the word is known: "60 herders", not "60 tanks"."""
    if not any(c.dep_ == "nummod" for c in noun.children) or lemma_of(noun).endswith("ing"):
        return False  # "two recordings"
    return not any(noun.lemma_.lower() in load_classes()[name] for name in ("stronghold", "property", "instrument"))


def look_through(token: Token) -> Iterator[Token]:
    """The token and, for a word of quantity, what it is a part of: "the majority of his forces"."""
    yield token
    deeper = inner(token)
    if deeper is not None:
        yield from look_through(deeper)


def inner(token: Token) -> Token | None:
    """What a word of quantity is a part of; None for any other word."""
    if token.lemma_.lower() not in load_classes()["share"] and token.pos_ != "NUM":
        return None
    of = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    return None if of is None else next((c for c in of.children if c.dep_ == "pobj"), None)
