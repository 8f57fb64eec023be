"""What a noun of saying or thinking takes as its content: "the claim that …", "a call for …", "plans to …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.attributions.lexicon import lexicon
from reportedly.coding.attributions.shapes import (
    SUBJECTS,
    Complement,
    edges,
    has_to,
    opens_clause,
    opens_with_that,
    prepositions,
    that_after,
    whole_after,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["of_noun", "owners"]

_BY = {"by", "from"}
_BESIDE = {*_BY, "of", "among", "in"}
_OWN = {"prep", "advcl", "ccomp", "xcomp"}
_OF_OWNER = {"for", "about"}
_CLAUSES = {"acl", "ccomp", "relcl", "xcomp"}


def owners(noun: Token) -> list[Token]:
    """Whose words a noun stands for, where they are named right behind it: "a claim (made) by X", "a denial from X"."""
    if any(c.dep_ == "poss" for c in noun.children):  # "his message from door to door"
        return []
    joints = [c for c in noun.children if c.dep_ in {"prep", "agent"} and c.lower_ in _BY and c.i > noun.i]
    for made in noun.children:
        if made.dep_ == "acl" and made.tag_ == "VBN" and made.i > noun.i:
            joints += [c for c in made.children if c.dep_ == "agent"]
    follows = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    if follows.lower_ in _BY and follows not in joints:  # the parse may hang it on the verb
        joints.append(follows)
    return [n for joint in joints for n in joint.children if n.dep_ == "pobj"]


def of_noun(head: Token) -> list[Complement]:
    """ "the claim that …", "a call for …", "plans to …"."""
    found = []
    mine = owners(head)
    if head.dep_ in {"dobj", "attr"}:  # "broadcast a captive’s plea for an exchange": the phrase hangs on the verb
        found += [c for c in prepositions(head.head) if c.joins and c.joins[0] == head.right_edge.i + 1]
    for child in (c for noun in (head, *mine) for c in noun.children):
        if child.i < head.i or child.dep_ not in _CLAUSES:
            continue
        first, last = edges(child)
        if has_to(child) and child.left_edge.tag_ == "TO":
            found.append(Complement("inf", first, last))
        elif child.pos_ not in {"VERB", "AUX"} and not any(c.dep_ in SUBJECTS for c in child.children):
            continue
        elif opens_clause(child) or (child.left_edge.lower_ == "that" and _tells(head, child)):
            found.append(Complement("that", first, last))
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":  # "their argument is that …"
        told = [c for c in head.head.children if c.dep_ == "ccomp" and (opens_with_that(c) or _plain(c))]
        found += [Complement("that", *edges(c)) for c in told if not _another(c.left_edge)]
    found += _at_distance(head)
    found += [Complement("that", *edges(child)) for child in head.children if whole_after(head, child)]
    found += _beyond(head)
    owned = mine or any(c.dep_ in {"poss", "compound", "nmod"} for c in head.children)
    above = head.head if head.dep_ == "dobj" else head.head.head if head.dep_ == "pobj" else None
    while above is not None and above.dep_ in {"pobj", "prep"}:
        above = above.head
    if above is not None and owned and (clause := that_after(above, head)) is not None:
        found.append(Complement("that", *edges(clause)))
    own = [_with_deed(head, c) for c in prepositions(head)]
    if not any(c.frame in _OF_OWNER for c in own):  # "an appeal by the governor for calm"
        own += [c for owner in mine for c in prepositions(owner) if c.frame in _OF_OWNER]
    return found + _addressed(head) + own


def _with_deed(head: Token, phrase: Complement) -> Complement:
    """ "stories of guards demanding money": what they do, which the parse hangs on the stories."""
    deed = next((c for c in head.children if c.dep_ == "acl" and c.tag_ == "VBG" and c.i == phrase.last + 1), None)
    return phrase if deed is None else phrase._replace(last=deed.right_edge.i)


def _another(opening: Token) -> bool:
    """Whether a clause stands right behind a noun that it may belong to: "was at odds with their testimony that …"."""
    return opening.i > 0 and opening.nbor(-1).lemma_.lower() in lexicon().nouns


def _at_distance(head: Token) -> list[Complement]:
    """ "Fears grow that the dam will burst", "Word reached the capital that …": the clause stands behind the verb."""
    verb = head.head
    if head.dep_ not in {"nsubj", "nsubjpass"} or verb.lemma_.lower() not in lexicon().spreading:
        return []
    holders = [verb, *(c for c in verb.children if c.dep_ == "dobj")]
    clauses = [c for holder in holders for c in holder.children if c.i > verb.i and c.left_edge.lower_ == "that"]
    return [Complement("that", *edges(c)) for c in clauses if c.dep_ in {*_CLAUSES, "advcl"} and _subject_in(c)]


def _subject_in(clause: Token) -> bool:
    return any(c.dep_ in SUBJECTS and c.i > clause.left_edge.i for c in clause.children)


def _plain(clause: Token) -> bool:
    """ "their hope is both sides will agree": a clause with its own subject."""
    return any(c.dep_ in SUBJECTS and c.i < clause.i for c in clause.children) and clause.left_edge.tag_ != "WP"


def _beyond(head: Token) -> list[Complement]:
    """ "suggestions in the press that A", "a claim made by X that A": the parse hangs A on what stands between."""
    reached = [c for c in head.children if c.i > head.i and (c.lower_ in _BESIDE or c.tag_ == "VBN")]
    reached += [owner.head for owner in owners(head)]
    found: list[Complement] = []
    while reached:
        token = reached.pop(0)
        for child in token.children:
            if child.dep_ in _CLAUSES and child.i > head.i and opens_clause(child):
                found.append(Complement("that", *edges(child)))
            elif child.dep_ == "pobj" or child.dep_ in {"prep", "agent"}:
                reached.append(child)
    return found


def _addressed(head: Token) -> list[Complement]:
    """ "an appeal to both armies to let them pass", "a plea for the guns to fall silent"."""
    for joint in head.children:
        noun = next((n for n in joint.children if n.dep_ == "pobj"), None)
        if joint.dep_ != "prep" or joint.i < head.i or noun is None:
            continue
        for clause in (*head.children, *noun.children, *head.head.children):
            behind = clause.left_edge.i == joint.right_edge.i + 1 or clause.head.i == noun.i
            if clause.i > noun.i and behind and has_to(clause) and clause.left_edge.tag_ == "TO":
                return [Complement(f"{joint.lower_} to", noun.left_edge.i, clause.right_edge.i, (joint.i,))]
    return []


def _tells(noun: Token, clause: Token) -> bool:
    """ "their claim that guards fired first", which the parse takes for a claim that they fired; not "that he made"."""
    words = lexicon()
    lemma = clause.lemma_.lower()
    first = noun.left_edge.i
    if first and noun.doc[first - 1].text == ",":  # "…, a claim that Kyiv denies"
        return False
    whole = lemma not in words.verbs or any(c.dep_ in _OWN and c.i > clause.i for c in clause.children)
    return whole and noun.lemma_.lower() not in words.media and lemma not in words.light
