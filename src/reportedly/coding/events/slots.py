"""What stands in a slot of a site: the subject, the object, the noun after a preposition, a possessor, …

The slots are those of the codebook's format; every one is answered by the parse alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.claims import claiming_verb
from reportedly.coding.events.site import Site
from reportedly.coding.events.verbs import (
    agent_of,
    governing_verb,
    is_infinitive,
    object_of,
    of_another,
    participle_of,
    subject_of,
)
from reportedly.coding.events.words import is_aged, slot_words
from reportedly.coding.syntax import is_passive, prepositional

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["fill"]

_OF_PARTICIPLE = {"by", "with", "against", "between", "on", "from"}
_DONE_TO = {"on", "against"}
_OF_ONESELF = {"THREATEN", "AGREE"}  # the content of such words is one's own act
_DONE_BY = {"ASSAULT", "COERCE"}
_NAMED = {"GPE", "NORP", "ORG", "PERSON"}
_NOT_A_PARTY = {"DATE", "TIME"}


def fill(site: Site, slot: str) -> tuple[Token, ...]:
    """The heads of the phrases in `slot`, first to last; coordinated phrases are not listed apart."""
    if slot not in site.slots:
        fillers = _FILLERS.get(slot)
        found = fillers(site) if fillers else _after(site, slot)
        named = (t for t in found if t.ent_type_ not in _NOT_A_PARTY or is_aged(t))
        other = (t for t in named if not (site.nominal and t in site.tokens))
        site.slots[slot] = tuple(dict.fromkeys(other))
    return site.slots[slot]


def _subject(site: Site) -> Iterator[Token]:
    if not site.nominal:
        found = agent_of(site.head) if site.frame.pos == "verb" else _said_of(site.head)
        if found is not None:
            yield found
        return
    verb = governing_verb(site.head)
    if verb is not None and site.head.dep_ in {"dobj", "pobj"} and not of_another(verb):
        found = agent_of(verb)
        if found is not None:
            yield found


def _said_of(adjective: Token) -> Token | None:
    if adjective.dep_ == "amod":
        return adjective.head
    if adjective.dep_ in {"acomp", "attr", "oprd", "advmod", "xcomp"}:
        return subject_of(adjective.head)
    return subject_of(adjective)


def _object(site: Site) -> Iterator[Token]:
    if site.frame.pos == "verb":
        inside = set(site.tokens)
        yield from (t for t in object_of(site.head) if t not in inside)
    elif site.nominal:
        yield from (noun for _, noun in prepositional(site.head, "of"))


def _indirect(site: Site) -> Iterator[Token]:
    for child in site.head.children:
        if child.dep_ == "dative":
            if child.pos_ == "ADP":
                yield from (c for c in child.children if c.dep_ == "pobj")
            else:
                yield child
    if is_passive(site.head) and site.frame.pos == "verb":
        yield from (
            c for c in site.head.children if c.dep_ == "nsubjpass" and any(d.dep_ == "dobj" for d in site.head.children)
        )


def _complement(site: Site) -> Iterator[Token]:
    only_infinitive = site.head.lemma_.lower() in slot_words()["infinitive"]
    for token in site.tokens:
        for child in token.children:
            if child.dep_ in {"xcomp", "ccomp", "acl", "pcomp"} and child.pos_ in {"VERB", "AUX"}:
                if not only_infinitive or is_infinitive(child):
                    yield child
            elif child.dep_ == "prep":
                yield from (c for c in child.children if c.dep_ == "pcomp")
    for thing in fill(site, "object"):
        if thing.pos_ != "PROPN" and thing.lemma_.lower() not in load_classes()["agent"]:
            continue  # "to direct an effort to cut costs" asks nobody
        yield from (c for c in thing.children if c.dep_ == "acl" and any(d.tag_ == "TO" for d in c.children))


def _when(site: Site) -> Iterator[Token]:
    """The verb of a clause of time or cause: "73 were killed when two helicopters *collided*"."""
    for token in site.tokens:
        yield from (c for c in token.children if c.dep_ == "advcl" and c.pos_ == "VERB" and c.i > token.i)


def _not(site: Site) -> Iterator[Token]:
    """ "Warned them not to cross"."""
    for token in site.tokens:
        for child in token.children:
            if child.dep_ in {"xcomp", "ccomp"} and is_infinitive(child):
                yield from (child for c in child.children if c.dep_ == "neg")


def _that(site: Site) -> Iterator[Token]:
    if site.head.lemma_.lower() in slot_words()["infinitive"]:
        return
    for token in site.tokens:
        yield from (c for c in token.children if c.dep_ in {"ccomp", "acl"} and c.pos_ in {"VERB", "AUX"})


def _possessive(site: Site) -> Iterator[Token]:
    for token in site.tokens:
        yield from (c for c in token.children if c.dep_ == "poss" and c not in site.tokens)


def _modifier(site: Site) -> Iterator[Token]:
    for token in site.tokens:
        for child in token.children:
            if child.dep_ in {"amod", "compound", "nmod", "nummod"} and child not in site.tokens:
                yield child
                yield from (c for c in child.children if c.dep_ == "conj" or _leads(c, child))


def _leads(name: Token, participle: Token) -> bool:
    """ "A U.S.-led invasion" is the doing of the U.S."""
    return participle.lower_ == "led" and name.ent_type_ in _NAMED


def _of(site: Site) -> Iterator[Token]:
    yield from _after(site, "of")


def _governor(site: Site) -> Iterator[Token]:
    found = governing_verb(site.head) or claiming_verb(site.head)
    if found is not None:
        yield found


def _after(site: Site, word: str) -> Iterator[Token]:
    """The nouns after a preposition of the site's own words, of its object, or of the verb that takes the noun."""
    words = word.split()
    heads = [*site.tokens]
    if site.frame.pos == "verb":
        about = slot_words()["undergone"] if word == "of" and site.entry.plover == "REQUEST" else ()
        heads += [t for t in fill(site, "object") if t.lemma_.lower() not in about]
        if word == "against":  # "threatened to use force against"
            heads += fill(site, "complement")
    elif site.nominal and site.head.dep_ in {"dobj", "nsubjpass", "nsubj", "attr"} and not _own(site, word):
        heads += [v for v in (governing_verb(site.head),) if v is not None and not of_another(v)]
    if site.nominal and word in _DONE_TO:  # "an attack by rebels on the town", hung on the rebels
        heads += [n for p, n in prepositional(site.head, "by") if n.dep_ == "pobj"]
    if site.nominal and word == "by" and site.entry.plover in _OF_ONESELF:  # "the threat of sanctions by the bloc"
        heads += [n for _, n in prepositional(site.head, "of") if n.lemma_.lower() in load_classes()["happening"]]
    if site.nominal and word == "by" and site.entry.plover in _DONE_BY:  # "the murder of a man by soldiers"
        done_to = [n for _, n in prepositional(site.head, "of")]
        heads += [*done_to, *(c for n in done_to for c in n.children if c.dep_ == "appos")]
    if site.nominal and word in _OF_PARTICIPLE:
        heads += [v for v in (participle_of(site.head),) if v is not None and not of_another(v)]
    for head in heads:
        if len(words) == 1:
            yield from (
                noun
                for prep, noun in prepositional(head, word)
                if _own_phrase(prep, noun) and not (site.nominal and noun.dep_ == "pcomp" and head not in site.tokens)
            )
            yield from _and_again(head, word)
            if word == "by":
                yield from _by_other_words(head)
            if head.dep_ == "prep" and head.lower_ == word:
                yield from (c for c in head.children if c.dep_ in {"pobj", "pcomp"})
            yield from _shared(head, word)
        else:
            yield from (c for p, n in prepositional(head, words[0]) if n.lower_ == words[1] for c in n.children)


def _shared(verb: Token, word: str) -> Iterator[Token]:
    """ "Met *with* and prayed over *Trump*": one noun for the prepositions of two verbs."""
    bare = any(c.dep_ == "prep" and c.lower_ == word and not any(True for _ in c.children) for c in verb.children)
    for other in verb.children if bare else ():
        if other.dep_ == "conj" and not any(c.dep_ == "dobj" for c in other.children):
            yield from [n for _, n in prepositional(other)][:1]


def _and_again(head: Token, word: str) -> Iterator[Token]:
    """ "Support *for* the king, and *for his heir*": the same preposition again, hung on the noun or on the first."""
    firsts = [c for c in head.children if c.dep_ == "prep" and c.lower_ == word]
    for above in (head, *firsts) if firsts else ():
        again = (c for c in above.children if c.dep_ == "conj" and c.lower_ == word)
        yield from (n for c in again for n in c.children if n.dep_ == "pobj")


def _own(site: Site, word: str) -> bool:
    """Whether the words have such a phrase of their own, so that the one of their verb tells something else."""
    return word == "of" or (word == "by" and any(True for t in site.tokens for _ in prepositional(t, word)))


def _own_phrase(preposition: Token, noun: Token) -> bool:
    """Not "on the part of", nor "according to"."""
    return not _on_the_part(preposition, noun) and preposition.head.lower_ != "according"


def _on_the_part(preposition: Token, noun: Token) -> bool:
    return preposition.lower_ == "on" and noun.lower_ in {"part", "behalf"}


def _by_other_words(head: Token) -> Iterator[Token]:
    """ "On the part of Russia" says "by Russia"."""
    for preposition, noun in prepositional(head, "on"):
        if _on_the_part(preposition, noun):
            yield from (n for _, n in prepositional(noun, "of"))


_FILLERS: dict[str, Callable[[Site], Iterator[Token]]] = {
    "subject": _subject,
    "object": _object,
    "indirect": _indirect,
    "complement": _complement,
    "that": _that,
    "not": _not,
    "when": _when,
    "possessive": _possessive,
    "modifier": _modifier,
    "of": _of,
    "governor": _governor,
}
