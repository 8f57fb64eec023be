"""The shapes of a parse that frames are read off: clauses, phrases, and where they begin."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, NamedTuple

from reportedly.coding.attributions.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "SUBJECTS", "TIMES", "Complement", "edges", "has_to", "opens_clause", "opens_with_that", "prepositions",
    "that_after", "voiced", "whole_after",
]  # fmt: skip

TIMES = {"DATE", "TIME"}
SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}
_RELATIVE = {"WP", "WDT"}
_OWN_OBJECT = {"dobj", "ccomp", "xcomp", "acomp", "attr", "auxpass"}


class Complement(NamedTuple):
    """One reading of a cue's content: the frame, the tokens (first, last), and tokens that join the cue."""

    frame: str
    first: int
    last: int
    joins: tuple[int, ...] = ()


def edges(token: Token) -> tuple[int, int]:
    """The first and the last token of the subtree."""
    return token.left_edge.i, token.right_edge.i


def opens_clause(clause: Token) -> bool:
    """Whether a clause begins with "that" as a conjunction, whatever the parse calls it."""
    that = clause.left_edge
    if that.lower_ != "that":
        return False
    if that.dep_ == "mark":
        return True
    if that.tag_ == "IN" and not _wants_object(clause.lemma_.lower()):
        return True  # "the prediction that the army would split"
    others = [c for c in clause.children if c.i > that.i]
    if that.dep_ in SUBJECTS:
        return any(c.dep_ in SUBJECTS for c in others)
    # an object that comes too early: its verb has another, or needs none
    return any(c.dep_ in {"dobj", "ccomp", "xcomp", "auxpass", "acomp", "attr"} for c in others)


def _wants_object(lemma: str) -> bool:
    """Whether a verb would leave a gap: "the report that the agency has seen" is no report of what it saw."""
    words = lexicon()
    return (
        "obj" in words.verbs.get(lemma, {}) or lemma in words.light | words.carrying | words.passing_on | words.seeing
    )


def opens_with_that(clause: Token) -> bool:
    """Whether a clause begins with the conjunction “that”."""
    opening = clause.left_edge
    return opening.lower_ == "that" and opening.tag_ == "IN" and opening.dep_ == "mark"


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with “to”."""
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)


def that_after(head: Token, noun: Token) -> Token | None:
    """ "recorded her testimony that …", where the parse hangs the clause on the verb."""
    for clause in head.children:
        if clause.dep_ == "ccomp" and clause.left_edge.i == noun.right_edge.i + 1 and clause.left_edge.lower_ == "that":
            return clause
    return None


def prepositions(head: Token) -> list[Complement]:
    """The phrases with a preposition behind a cue, each a frame of that preposition's name."""
    found: list[Complement] = []
    if any(child.dep_ == "acomp" for child in head.children):
        return found  # "pleaded guilty to murder"
    for child in head.children:
        if child.dep_ not in {"prep", "dative"} or child.i < head.i or child.pos_ not in {"ADP", "SCONJ"}:
            continue
        for noun in child.children:
            if noun.dep_ in {"pobj", "pcomp"} and noun.i > child.i and noun.ent_type_ not in TIMES:
                if voiced(noun) or (lexicon().is_speech(noun) and any(c.dep_ == "poss" for c in noun.children)):
                    found.append(Complement(f"{child.lower_} words", noun.left_edge.i, child.right_edge.i, (child.i,)))
                found.append(Complement(str(child.lower_), noun.left_edge.i, child.right_edge.i, (child.i,)))
                break
    return found


def whole_after(noun: Token, clause: Token) -> bool:
    """Whether a clause without "that" is whole, and no relative one: "the claim it shelters rebels"."""
    if clause.dep_ not in {"relcl", "acl", "ccomp"}:
        return False
    subject = next((c for c in clause.children if c.dep_ in SUBJECTS), None)
    whole = any(c.dep_ in _OWN_OBJECT for c in clause.children)
    return whole and subject is not None and subject.i == noun.i + 1 and subject.pos_ == "PRON"


def voiced(noun: Token) -> bool:
    """Whether a document or a recording lets somebody speak: "a letter in which X warns …", "footage of X saying …"."""
    words = lexicon()
    if noun.lemma_.lower() not in words.documents | words.media:
        return False
    holders = [noun, *(n for c in noun.children if c.dep_ == "prep" for n in c.children if n.dep_ == "pobj")]
    return any(_speaks(holder, clause, words.verbs) for holder in holders for clause in holder.children)


def _speaks(noun: Token, clause: Token, verbs: Container[str]) -> bool:
    if clause.lemma_.lower() not in verbs or clause.i < noun.i:
        return False
    within = any(c.dep_ == "prep" and any(w.tag_ == "WDT" for w in c.children) for c in clause.children)
    if clause.dep_ == "acl":
        return clause.tag_ == "VBG"
    return clause.dep_ == "relcl" and (
        within or any(c.dep_ == "nsubj" and c.tag_ in _RELATIVE for c in clause.children)
    )
