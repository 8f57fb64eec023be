"""The words of a party: its noun phrase, without what only hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.clauses import is_speaker
from reportedly.coding.events.words import slot_words
from reportedly.coding.syntax import phrase_tokens, trimmed_span

if TYPE_CHECKING:
    from spacy.tokens import Token

    from reportedly.report import Span

__all__ = ["coordinated_origins", "owner_before", "party_span"]

_DASHES = {"-", "–", "—", "--"}
_JOINING = {"prep", "cc"}  # words that join nothing at a phrase's end: "officials *on* and off the island"
_TIMES = {"DATE", "TIME"}
_EDGE = set(" \t\r\n\u00a0,;:")
_QUOTES = set('"“”«»„')
_ORIGINS = {"NORP", "GPE"}
_PLACES = {"GPE", "LOC", "FAC"}


def party_span(head: Token) -> Span:
    """The characters of the party's phrase.

    It ends before an apposition that speaks of something said or done ("soldiers, *a claim* …"), before a phrase of
    time or judgement ("leaders *on Sunday*", "the move *as* …"), behind a name before its place ("the United Nations
    *in Istanbul*"), and without the ending of a possessor ("the country*'s*").
    """
    tokens = phrase_tokens(head)
    beside = beside_last(head)
    if beside is not None and beside.i < tokens[0].i:
        tokens = [*head.doc[beside.i : tokens[0].i], *tokens]
    owner = owner_before(head)
    if owner is not None and owner.i < tokens[0].i:
        tokens.insert(0, owner)
    ends = [token.left_edge.i for token in tokens if token.i > head.i and _hangs_on(token, head)]
    end = min(ends, default=tokens[-1].i + 1)
    kept = _past_dateline([token for token in tokens if token.i < end] or [head], head)
    while len(kept) > 1 and (kept[-1].tag_ == "POS" or (kept[-1].dep_ in _JOINING and kept[-1] != head)):
        kept.pop()
    before = head.doc[kept[0].i - 1] if kept[0].i else kept[0]
    if _odd(kept) and before.text in _QUOTES:  # "“more than 89” soldiers" keeps its first mark
        kept.insert(0, before)
    span = trimmed_span([kept[0], kept[-1]], _EDGE | (_QUOTES if _odd(kept) or _wrapped(kept) else set()))
    return span if span.end > span.start else trimmed_span([head])


def coordinated_origins(noun: Token) -> list[Token]:
    """The countries in a row before a noun: "*Indian* and *Pakistani* guards"; none where there is but one."""
    found = []
    for child in noun.children:
        if child.dep_ in {"amod", "compound", "nmod"} and child.ent_type_ in _ORIGINS and child.i < noun.i:
            row = [child, *(c for c in child.children if c.dep_ == "conj" and c.ent_type_ in _ORIGINS and c.i < noun.i)]
            found += row if len(row) > 1 else []
    return sorted(found, key=lambda t: t.i)


def beside_last(noun: Token) -> Token | None:
    """The last of a row of countries before a noun, which its phrase begins with."""
    row = coordinated_origins(noun)
    return row[-1] if row else None


def owner_before(noun: Token) -> Token | None:
    """The country that stands beside a noun before the same word: "Sudanese" of "army" in "a Sudanese army raid"."""
    before = noun.doc[noun.i - 1] if noun.i else None
    if before is None or noun.dep_ != "compound" or before.head != noun.head or before.ent_type_ not in {"NORP", "GPE"}:
        return None
    return before if before.dep_ in {"amod", "compound", "nmod"} else None


def _past_dateline(tokens: list[Token], head: Token) -> list[Token]:
    """ "SPRINGFIELD - A city man": the party begins behind the dash."""
    dash = next((n for n, t in enumerate(tokens) if t.i < head.i and t.text in _DASHES), None)
    if dash is None or not dash or not all(t.is_upper or not t.is_alpha for t in tokens[:dash]):
        return tokens
    spaced = tokens[dash].nbor(-1).whitespace_ != "" and tokens[dash].whitespace_ != ""
    return tokens[dash + 1 :] if spaced else tokens


def _is_charge(party: Token, nouns: list[Token]) -> bool:
    """ "Accused both sides *of attacks*": what someone is accused of is no part of who he is."""
    verb = party.head
    return verb.lemma_.lower() in slot_words()["charging"] and any(
        noun.lower_.endswith("ing") or noun.lemma_.lower() in load_classes()[name]
        for noun in nouns
        for name in ("happening", "wrongdoing")
    )


def _odd(tokens: list[Token]) -> bool:
    return sum(1 for token in tokens if token.text in _QUOTES) % 2 == 1


def _wrapped(tokens: list[Token]) -> bool:
    return tokens[0].text in _QUOTES and tokens[-1].text in _QUOTES


def _done_to(preposition: Token, head: Token) -> bool:
    """ "An attack by rebels *on the town*": what it is done to is no part of who does it."""
    if preposition.head != head or preposition.lower_ not in {"on", "against"} or head.head.lower_ != "by":
        return False
    return head.head.head.lemma_.lower() in load_classes()["happening"]


def _done_by(preposition: Token) -> bool:
    """ "The murder of a man *by soldiers*": who does it is no part of the one to whom it is done."""
    noun = preposition.head.head if preposition.head.dep_ == "appos" else preposition.head
    of = noun.head
    return preposition.lower_ == "by" and of.lower_ == "of" and of.head.lemma_.lower() in load_classes()["happening"]


def _hangs_on(token: Token, head: Token) -> bool:
    if token.text in _DASHES and token.whitespace_ and token.nbor(-1).whitespace_:
        return True  # "the ministry - before and after the vote - …"
    if token.dep_ == "appos":
        return is_speaker(token) or any(
            token.lemma_.lower() in load_classes()[name] for name in ("happening", "charge", "verbal")
        )
    if token.tag_ == "VBG" and token.doc[token.i - 1].text == ",":
        return True
    if token.dep_ != "prep":
        return False
    if token.lower_ in slot_words()["loose"] or _done_to(token, head) or _done_by(token):
        return True
    nouns = [child for child in token.children if child.dep_ == "pobj"]
    if token.lower_ == "of" and _is_charge(head, nouns):
        return True
    if (
        token.lower_ == "of"
        and any(c.dep_ == "pcomp" for c in token.children)
        and (head.head.lemma_.lower() in slot_words()["charging"])
    ):
        return True  # "accused the army *of launching* …"
    if any(noun.ent_type_ in _TIMES for noun in nouns):
        return True
    named = head.pos_ == "PROPN" and head.ent_type_ != ""
    return (
        named
        and token.head == head
        and token.lower_ in slot_words()["inside"]
        and any(noun.ent_type_ in _PLACES for noun in nouns)
    )
