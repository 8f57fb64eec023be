"""Finds the frames' words in a parse: verbs with their particles, nouns, adjectives, words of several pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reportedly.coding.events.lexicon import Lexicon, Start
from reportedly.coding.events.site import Site
from reportedly.coding.events.verbs import is_subject_gerund

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["longest_of", "same_word", "sites"]

_VERB_TAGS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}
_NOUN_TAGS = {"NN", "NNS", "NNP", "NNPS", "VBG"}
_ADJECTIVE_TAGS = {"JJ", "JJR", "JJS", "VBN", "RB"}
_TURNING = {"off", "up", "down", "out", "away"}  # particles that turn a verb into another
_LEAVING = {"leave", "see"}  # "left 30 wounded"
_LINKS = {
    "prt", "prep", "dobj", "advmod", "acomp", "pobj", "pcomp", "xcomp", "attr", "amod", "compound", "dative", "agent",
    "oprd", "det", "npadvmod", "neg", "aux", "auxpass", "poss", "ccomp", "advcl", "punct", "nummod", "cc",
}  # fmt: skip


def sites(doc: Doc, words: Lexicon) -> list[Site]:
    """Every place where a frame's words stand, in the order of the text."""
    found: list[Site] = []
    table = words.starts
    for i, (form, lemma) in enumerate(doc.to_array(["LOWER", "LEMMA"]).tolist()):
        starts = table.get(form, ())
        if lemma != form and lemma in table:
            starts = starts + table[lemma]
        if starts:
            found += _at(doc[i], starts)
    return found


def longest_of(found: list[Site]) -> Callable[[Site], bool]:
    """Tests whether a site's words are no part of longer ones among those found."""
    at: dict[int, list[Site]] = {}
    for site in found:
        for token in site.tokens:
            at.setdefault(token.i, []).append(site)
    return lambda site: not _inside_longer(site, at[site.head.i])


def _at(token: Token, starts: tuple[Start, ...]) -> Iterator[Site]:
    seen = set()
    if _bare_gerund(token) and any(start.frame.pos == "noun" and not start.rest for start in starts):
        starts = tuple(start for start in starts if start.frame.pos != "verb")  # "wounded after shelling"
    for start in starts:
        key = (start.entry.type, start.frame.number)
        if key in seen or not _fits(token, start.frame.pos, bool(start.rest)):
            continue
        tokens = _match(token, start)
        if tokens is None:
            continue
        if start.frame.pos == "verb" and _other_verb(token, tokens):
            continue
        head = _head(tokens, start.frame.pos)
        if start.frame.pos != "noun" or head.pos_ not in {"VERB", "AUX"} or head.tag_ == "VBG":
            seen.add(key)
            yield Site(start.entry, start.frame, tokens, head)


def _bare_gerund(token: Token) -> bool:
    return token.tag_ == "VBG" and token.dep_ == "pcomp" and all(child.is_space for child in token.children)


def _fits(token: Token, pos: str, several: bool) -> bool:
    tag = token.tag_
    if pos == "verb":
        if token.dep_ == "amod" or _named_by(token):  # "the jailed activists" tells no arrest
            return False
        return tag in _VERB_TAGS or (several and token.pos_ == "AUX") or _headline_verb(token)
    if pos == "noun":
        verbal = tag == "VBG" and token.dep_ in {"ROOT", "advcl", "acl", "relcl"} and not is_subject_gerund(token)
        return several or (tag in _NOUN_TAGS and not verbal)
    return tag in _ADJECTIVE_TAGS or several


def _headline_verb(token: Token) -> bool:
    """Titles and rare forms mislead the tagger: a word with a subject or an object of its own is a verb."""
    return token.tag_[:2] == "NN" and any(child.dep_ in {"nsubj", "nsubjpass", "dobj"} for child in token.children)


def _named_by(participle: Token) -> bool:
    """ "Treats 21 *wounded*": behind a bare number that is the object it names people; "left 21 wounded" tells."""
    if participle.dep_ != "acl" or participle.tag_ != "VBN":
        return False
    number, verb = participle.head, participle.head.head
    if number.pos_ != "NUM" or number.i != participle.i - 1:
        return False
    if verb.lemma_.lower() in _LEAVING or any(c.dep_ == "agent" for c in participle.children):
        return False
    mistaken = number.dep_ == "nummod" and verb.i == number.i - 1  # the verb of a headline, taken for a noun
    return mistaken or (number.dep_ == "dobj" and verb.pos_ == "VERB")


def _other_verb(verb: Token, tokens: tuple[Token, ...]) -> bool:
    """Whether a particle that the frame does not name makes it another verb: "call off" is not "call"."""
    return any(c.dep_ == "prt" and c.lower_ in _TURNING and c not in tokens for c in verb.children)


def _match(token: Token, start: Start) -> tuple[Token, ...] | None:
    if not start.rest:
        return (token,)
    if start.frame.pos != "verb":
        return _straight(token, start.rest)
    found = _straight(token, start.rest) or _linked(token, start.rest)
    return None if found is None or _leads_to_a_date(found[-1]) else found


def _leads_to_a_date(word: Token) -> bool:
    """ "Closed the border *in* May" is not "close in", nor is "sent doctors *in* March" "send in"."""
    return word.dep_ == "prep" and any(c.dep_ == "pobj" and c.ent_type_ in {"DATE", "TIME"} for c in word.children)


def _straight(token: Token, rest: tuple[str, ...]) -> tuple[Token, ...] | None:
    doc, tokens = token.doc, [token]
    for i, word in enumerate(rest, token.i + 1):
        if i >= len(doc) or not same_word(doc[i], word):
            return None
        tokens.append(doc[i])
    return tuple(tokens)


def _linked(verb: Token, rest: tuple[str, ...]) -> tuple[Token, ...] | None:
    """The rest of a verb's words among what hangs on it: "pulled its troops out", "laid a long siege to"."""
    tokens = [verb]
    for word in rest:
        below = (c for t in reversed(tokens) for c in t.children if c.i > verb.i and c.dep_ in _LINKS)
        match = next((c for c in below if same_word(c, word)), None)
        if match is None or match in tokens:
            return None
        tokens.append(match)
    return tuple(sorted(tokens, key=lambda t: t.i))


def same_word(token: Token, word: str) -> bool:
    """Whether the token is a form of this word."""
    return token.lower_ == word or token.lemma_.lower() == word


def _head(tokens: tuple[Token, ...], pos: str) -> Token:
    if pos == "verb" or len(tokens) == 1:
        return tokens[0]
    inside = set(tokens)
    return next((t for t in tokens if t.head not in inside or t.head == t), tokens[-1])


def _inside_longer(site: Site, beside: list[Site]) -> bool:
    """Whether the words are part of a longer frame's words; `beside` are the sites that share the head's token."""
    mine = {t.i for t in site.tokens}
    return any(
        len(other.tokens) > len(mine) and mine < {t.i for t in other.tokens} and other.frame.pos == site.frame.pos
        for other in beside
    )
