"""Where a number stands in the parse: what noun it counts, and which word stands for it in its clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.coding.quantities.lexicon import lemma, words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Counted", "counted", "follower"]

_INSIDE = {"nummod", "compound", "amod", "quantmod", "det", "npadvmod", "nmod", "advmod", "poss"}
_QUOTES = set("\"'“”‘’„«»`") | {"''", "``"}
_CLOSED = {"DET", "PRON", "ADJ", "NUM", "ADV", "PART"}


@dataclass(frozen=True)
class Counted:
    """A number in the parse: `node` stands for it in its clause, `noun` is the thing counted if one is named.

    `number` is the last word of the number, `first` the first word of its phrase with the bound. `of` is a pronoun
    that stands for the thing ("sixteen of them"); `whole` says that another number is told of this one
    ("14 of the 20 passengers").
    """

    number: Token
    node: Token
    noun: Token | None
    first: Token
    of: Token | None = None
    whole: bool = False


def counted(tokens: list[Token], first: Token) -> Counted | None:
    """Where the tokens of a number stand in the parse; None for a number that only names ("Route 66").

    `first` is the first token of the phrase, which may be a bound word before the number.
    """
    inside = {token.i for token in tokens}
    top = next((token for token in tokens if token.head.i not in inside or token.head.i == token.i), tokens[-1])
    last = tokens[-1]
    if _names(first) or _names(tokens[0]):
        return None
    after = follower(last)
    if after is not None and _tells(after):
        node = top if top.dep_ not in _INSIDE else last
        return Counted(last, after if after.head.i != last.i and top.head.i == after.i else node, None, first)
    if after is not None and after.lower_ == "of":
        return _part(last, top, first)
    whole = _is_whole(tokens[0])
    if top.dep_ == "appos" and top.head.tag_ in {"NNS", "NNPS"} and _in_all(last):
        return Counted(last, top.head, top.head, first)
    if top.dep_ in _INSIDE:
        noun = _head(top, last)
        if noun is not None and noun.lower_ == "more":  # "wounded 30 more"
            return Counted(last, noun, None, first, whole=whole)
        if noun is None or noun.i < last.i or _cut_off(last, noun):
            return Counted(last, last, None, first, whole=whole)
        if _is_model(tokens[0], noun):
            return None
        return Counted(last, *_coordinated(noun), first, whole=whole)
    noun = None
    if top.dep_ not in {"nsubj", "nsubjpass"} or (after is not None and after.text in _QUOTES):
        found = _noun_after(last)
        noun = found if found is not None and found.dep_ not in {"nsubj", "nsubjpass", "npadvmod"} else None
        if noun is not None and after is not None and after.text in _QUOTES and noun.dep_ in {"dobj", "pobj"}:
            top = noun  # killed "more than 89" soldiers
    if noun is None and last.dep_ == "nummod" and last.head.i > last.i and last.head.pos_ == "NOUN":
        noun = last.head  # "three-quarters of a million people", where the first word is the subject
    return Counted(last, top, noun, first, whole=whole)


def follower(token: Token) -> Token | None:
    """The next token of the sentence that is no space."""
    doc = token.doc
    return next((after for after in doc[token.i + 1 : token.i + 3] if not after.is_space), None)


def _in_all(last: Token) -> bool:
    """ "the trucks, 37 in all"."""
    return [token.lower_ for token in last.doc[last.i + 1 : last.i + 3]] == ["in", "all"]


def _names(token: Token) -> bool:
    """Whether the word before makes a name of the number: "the number 12 bus"."""
    before = token.nbor(-1) if token.i else None
    return before is not None and before.lower_ in words().listed("naming_before")


def _tells(after: Token) -> bool:
    """Whether the word right behind the number tells what befell whom it counts: "ONE KILLED", "thousands flee"."""
    known = words()
    low = after.lower_
    if after.dep_ in {"amod", "compound", "nmod"} and after.head.i > after.i:
        return False
    if low in known.listed("passing") and after.tag_ in {"VBN", "NN", "NNP"}:  # "40 FEARED DEAD"
        second = follower(after)
        return second is not None and second.lower_ in known.after
    if low in known.after:
        return after.pos_ not in {"VERB", "AUX"} or after.tag_ == "VBN"
    return low in known.subjects and after.tag_ in {"NN", "NNP", "JJ", "VB"}


def _part(last: Token, top: Token, first: Token) -> Counted | None:
    """ "nine of our neighbours", "33 of 41 drones", "sixteen of them": the noun behind "of"."""
    doc = last.doc
    noun: Token | None = None
    for token in doc[last.i + 2 : last.i + 10]:
        if token.pos_ in {"NOUN", "PROPN"}:
            noun = token
        elif noun is not None and token.text not in _QUOTES:
            break
        elif token.tag_ in {"PRP", "WP"} or token.lower_ in words().listed("standing.pronouns"):
            follows = follower(token)
            if token.tag_ in {"PRP", "WP"} or follows is None or follows.pos_ not in {"NOUN", "ADJ", "NUM"}:
                return Counted(last, top if top.dep_ not in _INSIDE else last, None, first, of=token)
        elif token.pos_ not in _CLOSED and token.dep_ not in {"amod", "nummod", "quantmod", "poss", "advmod", "case"}:
            break
    while noun is not None and noun.dep_ == "poss" and noun.head.i > noun.i:  # "12 of the town's residents"
        noun = noun.head
    own = next((token for token in doc[last.i + 2 : last.i + 4] if token.lower_ == "own"), None)
    if noun is None and own is not None:
        noun = own
    node = top
    if top.dep_ in _INSIDE:
        node = noun if noun is not None else last
    return Counted(last, node, noun, first)


def _is_model(number: Token, noun: Token) -> bool:
    """Whether the number ends a name before the noun: "18 Leopard 2 tanks"."""
    before = number.nbor(-1) if number.i else None
    if before is None or before.pos_ != "PROPN" or not number.text.isdigit():
        return False
    return before.dep_ in {"compound", "nmod"} and before.head.i in {noun.i, number.i}


def _is_whole(token: Token) -> bool:
    """Whether the number is what another one is a part of: "14 of the 20"."""
    doc, i = token.doc, token.i - 1
    while i > 0 and doc[i].pos_ in {"DET", "PRON"} and token.i - i < 4:
        i -= 1
    before = i - 2 if i > 1 and doc[i - 1].lower_ == "out" else i - 1
    return i > 0 and doc[i].lower_ == "of" and (doc[before].pos_ == "NUM" or doc[before].tag_ == "CD")


def _head(top: Token, last: Token) -> Token | None:
    """The noun that a number stands inside."""
    noun = top.head if top.head.pos_ in {"NOUN", "PROPN", "ADJ"} else _noun_after(last)
    while noun is not None and noun.dep_ in {"compound", "nmod", "amod"} and noun.head.i > noun.i:
        if noun.tag_ in {"NNS", "NNPS"} and (noun.dep_ == "nmod" or noun.head.lower_ in words().after):
            break  # "took 14 policemen prisoner"
        noun = noun.head
    if noun is not None and noun.i - 1 > last.i and noun.lower_ in words().after and noun.nbor(-1).tag_ == "NNS":
        return noun.nbor(-1)
    return noun


def _cut_off(last: Token, noun: Token) -> bool:
    between = (token for token in last.doc[last.i + 1 : noun.i] if token.dep_ != "amod" and token.text != "-")
    return any(
        token.pos_ in {"VERB", "CCONJ"} or (token.pos_ == "PUNCT" and token.text not in _QUOTES) for token in between
    ) and not _list_of_adjectives(last, noun)


def _list_of_adjectives(last: Token, noun: Token) -> bool:
    """ "20 Eritrean, Somali and Sudanese refugees"."""
    return all(
        token.pos_ in {"ADJ", "PROPN"} or token.lower_ in {",", "and", "or"}
        for token in last.doc[last.i + 1 : noun.i]
        if token.text not in _QUOTES
    )


def _coordinated(noun: Token) -> tuple[Token, Token]:
    """The node and the noun; behind adjectives that a parser took for the head, the noun at the list's end."""
    end = noun
    while end.pos_ == "ADJ" or end.tag_ == "JJ":
        following = next((child for child in end.children if child.dep_ == "conj" and child.i > end.i), None)
        if following is None:
            break
        end = following
    return noun, end if end.pos_ in {"NOUN", "PROPN"} else noun


def _noun_after(number: Token) -> Token | None:
    """The noun right behind a number; adjectives, name parts and quotation marks between them left out."""
    doc, found = number.doc, None
    for token in doc[number.i + 1 : number.i + 6]:
        if token.pos_ in {"NOUN", "PROPN"}:
            found = token
        elif token.text in _QUOTES and found is None:
            continue
        elif token.pos_ != "ADJ" or found is not None:
            break
    if found is None and (after := follower(number)) is not None and lemma(after) in {"other", "more"}:
        return after if lemma(after) == "other" else None
    return found
