"""What the verb's own forms say: modal, tense, aspect, negation, adverbs, and the conjunction of its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.events.status.words import status_words
from reportedly.coding.syntax import is_negated, is_passive

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Found", "asking", "by_form", "by_mark", "by_negation", "is_aside", "refusal"]

_DENYING = {"neg", "preconj", "advmod", "det"}
_NEGATIONS = {"never", "hardly", "nor", "no", "neither", "none", "nobody", "nothing"}

Found = tuple[str, "Token", str]
"""Status, the word that gives it, and why."""


def by_negation(verb: Token) -> Found | None:
    """Negation on the verb, on its subject or on its object ("found no weapons" aside, "fired no shot")."""
    if _shares_negation(verb):
        return "negated", verb.head, f"it shares the negation of “{verb.head.text}”"
    longer = next((c for c in verb.children if c.lower_ == "longer"), None)
    if longer is not None and any(c.lower_ == "no" for c in longer.children):
        return "negated", longer, "“no longer” denies it"
    nothing = _of_nothing(verb)
    if nothing is not None:
        return "negated", nothing, f"“{nothing.text}” negates it"
    if not is_negated(verb) and not any(c.lower_ == "no" and c.dep_ == "det" for c in verb.children):
        return None
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    words = [*verb.children, *(c for who in subjects for c in who.children)]
    word = next((c for c in words if c.dep_ == "neg" or c.lower_ in _NEGATIONS), verb)
    after = verb.doc[word.i + 1] if word.i + 1 < len(verb.doc) else word
    if after.lower_ in {"only", "just", "merely"}:
        return None
    return "negated", word, f"“{word.text}” negates it"


def _of_nothing(verb: Token) -> Token | None:
    """What denies the act by its object or subject, or by a phrase of manner.

    "Sent *no* soldiers", "*not* one hostage has been freed", "under *no* circumstances would it …".
    """
    for child in verb.children:
        if child.dep_ in {"dobj", "nsubjpass", "dative"}:
            number = (c for t in (child, *child.children) if t == child or t.dep_ == "nummod" for c in t.children)
            word = next((c for c in number if (c.lower_ == "not" and c.dep_ in _DENYING) or _is_no(c)), None)
            if word is not None:
                return word
        elif child.dep_ == "prep" and child.i < verb.i:
            nouns = (c for c in child.children if c.dep_ == "pobj" and c.lemma_ in status_words().conditions)
            word = next((c for noun in nouns for c in noun.children if _is_no(c)), None)
            if word is not None:
                return word
    return None


def _is_no(word: Token) -> bool:
    return word.lower_ == "no" and word.dep_ == "det"


def refusal(verb: Token) -> Token | None:
    """The word by which its own subject refuses what a negated, active verb tells.

    "It *will* not take part", "said it *would* never yield", "we *do* not negotiate".
    """
    if verb.pos_ not in {"VERB", "AUX"} or is_passive(verb):
        return None
    helpers = _helpers(verb)
    found = next((helper for helper in helpers if helper.lower_ in status_words().refusing), None)
    if found is None and any(c.dep_ == "nsubj" and c.lower_ == "we" for c in verb.children):
        found = next((helper for helper in helpers if helper.lower_ == "do"), None)
    return found


def _shares_negation(verb: Token) -> bool:
    """ "Has not been charged nor convicted", "did not attack or threaten anyone"."""
    if verb.dep_ != "conj" or any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
        return False
    joined = any(c.dep_ in {"cc", "preconj", "neg"} and c.lower_ in {"or", "nor"} for c in verb.head.children)
    return joined and is_negated(verb.head)


def by_form(verb: Token) -> Found | None:
    """Modals, adverbs, past perfect and the progressive, in this order."""
    words = status_words()
    helpers = _helpers(verb)
    for helper in helpers:
        status = words.auxiliaries.get(helper.lower_)
        if helper.lower_ in words.reported and _is_told(verb) and not _conditional(verb):
            return "future", helper, f"“{helper.text}” in reported speech"
        if status:
            return status, helper, f"“{helper.text}” stands before it"
    for child in verb.children:
        if child.dep_ in {"advmod", "neg"} and child.lower_ in words.adverbs:
            return words.adverbs[child.lower_], child, f"the adverb “{child.text}”"
    lower = [helper.lower_ for helper in helpers]
    if "had" in lower and verb.tag_ in {"VBN", "VBG"} and not _backshifted(verb) and not _just_before(verb):
        return "historical", helpers[lower.index("had")], "past perfect: it lies before what is told"
    if (verb.tag_ == "VBG" and any(helper.lemma_ == "be" for helper in helpers)) or "being" in lower:
        return "ongoing", verb, "a progressive form: it goes on"
    since = _lasting(verb) if {"has", "have", "'ve", "’ve"} & set(lower) else None
    return ("ongoing", since, f"“{since.text}”: it has gone on since then") if since is not None else None


def asking(word: Token) -> Token | None:
    """The verb with which a question begins that asks whether it is so: "*Is* Ankara willing …?", "*Did* they pay?"."""
    clause = word
    while clause.head != clause and clause.dep_ not in {"relcl", "advcl"}:
        clause = clause.head
    if clause.dep_ != "ROOT" or clause.right_edge.text not in {"?", '"', "”", "'"}:
        return None
    if not any(t.text == "?" for t in clause.children):
        return None
    first = clause.left_edge
    while first.is_punct or first.is_space or first.dep_ == "cc":
        first = first.nbor() if first.i < clause.right_edge.i else clause.right_edge
        if first == clause.right_edge:
            return None
    return first if first.pos_ == "AUX" or (first == clause and clause.pos_ == "AUX") else None


def _conditional(verb: Token) -> bool:
    """Whether an "if" hangs on the verb: "feared she would be killed if she returned" plans nothing."""
    clauses = (c for c in verb.children if c.dep_ == "advcl")
    return any(mark.lower_ == "if" for clause in clauses for mark in clause.children if mark.dep_ == "mark")


def _lasting(verb: Token) -> Token | None:
    """The "since" of what has gone on since then; a count ("killed 40 since May", "60 times since May") is no such."""
    counted = {"nsubjpass", "dobj", "npadvmod"}
    for child in verb.children:
        if child.dep_ in counted and (child.pos_ == "NUM" or any(c.dep_ == "nummod" for c in child.children)):
            return None
    after = [c for c in verb.children if c.i > verb.i]
    words = (c for t in after for c in ((t,) if t.dep_ == "prep" else t.children if t.dep_ == "advcl" else ()))
    return next((c for c in words if c.lower_ == "since" and c.dep_ in {"prep", "mark"}), None)


def _backshifted(verb: Token) -> bool:
    """Whether the past perfect is only reported speech: "said it had repelled them" reports "has repelled"."""
    for _ in range(4):
        if _is_told(verb):
            above = _top(verb).head
            return (above if above.pos_ in {"VERB", "AUX"} else above.head).tag_ in {"VBD", "VBN", "VBG", "VB"}
        if verb.dep_ not in {"relcl", "advcl", "conj", "acl"} or verb.head == verb:
            return False
        verb = verb.head
        while verb.dep_ != "conj" and verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
            verb = verb.head
    return False


def _just_before(verb: Token) -> bool:
    """Whether the words put it right before what is told: "a day after they had signed", "hours earlier he had"."""
    words = status_words()
    for child in verb.children:
        short = child.dep_ == "npadvmod" and child.lemma_.lower() in words.short
        below = [c for c in child.children if c.lower_ in words.just_before] if short else []
        if below or (child.dep_ == "mark" and child.lower_ in words.just_before):
            return True
        spans = [c for c in child.children if c.dep_ == "npadvmod" and c.lemma_.lower() in words.short]
        if child.dep_ == "advmod" and child.lower_ in words.just_before and spans:
            return True
    return False


def is_aside(verb: Token) -> bool:
    """Whether a semicolon or colon parts a clause from the verb behind it, to which the parser gave it as object."""
    head = verb.head
    if verb.dep_ not in {"ccomp", "parataxis"} or verb.i > head.i:
        return False
    return any(t.text in {";", ":"} for t in verb.doc[verb.i : head.i])


def _top(verb: Token) -> Token:
    """The first of the verbs that this one is coordinated with."""
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        verb = verb.head
    return verb


def _is_told(verb: Token) -> bool:
    """Whether the clause is what someone said or announced: there "would" stands for "will"."""
    words = status_words()
    verb = _top(verb)
    lemma = verb.head.lemma_.lower()
    if verb.dep_ == "relcl" and verb.head.dep_ in {"dobj", "dative"} and any(c.dep_ == "mark" for c in verb.children):
        return verb.head.head.lemma_.lower() in words.reporting  # "told the paper that …", hung on the paper
    return (
        verb.dep_ == "ccomp"
        and not is_aside(verb)
        and not any(c.lower_ in words.marks or c.tag_ == "WRB" for c in verb.children)
        and (lemma in words.reporting or words.governors["verb"].get(lemma) in {"future", "negated", "hypothetical"})
    )


def _helpers(verb: Token) -> list[Token]:
    found = [c for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.tag_ != "TO"]
    hops = 0
    while not found and verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and hops < 3:
        own_subject = any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
        same_form = verb.tag_ == verb.head.tag_ or verb.tag_ == "VB"
        if own_subject or not same_form:
            break
        verb, hops = verb.head, hops + 1
        found = [c for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.tag_ != "TO"]
    return found


def by_mark(verb: Token) -> Found | None:
    """if, unless, whether: the clause says what is not known to be so."""
    words = status_words()
    for child in verb.children:
        if child.dep_ not in {"mark", "advmod"} or child.i > verb.i or verb.dep_ == "ROOT":
            continue
        if child.lower_ in words.marks:
            if child.lower_ in {"until", "once"} and verb.tag_ == "VBD":
                continue
            return words.marks[child.lower_], child, f"the clause begins with “{child.text}”"
    return None
