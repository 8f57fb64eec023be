"""Whose words: the source of a cue, as tokens that head it and as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.attributions.lexicon import lexicon
from reportedly.coding.attributions.page import Page
from reportedly.coding.syntax import phrase_tokens
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["agent_or_none", "source_spans", "speaker"]

_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "expl"}
_CLIMB = {"acomp", "conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "aux", "auxpass"}
_STEPS = 6


def speaker(verb: Token) -> Token | None:
    """The token that heads the source of a verb of saying: its subject, or the one it borrows.

    A participle or an infinitive takes the subject of the clause it hangs on ("…, saying that"); after a noun it takes
    the noun ("a statement saying that"), unless a comma or a person stands between ("told reporters, saying"). The
    passive has its agent, or nobody.
    """
    if _passive(verb) or (verb.tag_ == "VBN" and verb.dep_ in {"advcl", "ROOT", "ccomp"} and not _auxiliary(verb)):
        return agent_or_none(verb)
    found = _borrowed(verb)
    if found is None and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        found = _beside(verb)
    return found


def _borrowed(verb: Token) -> Token | None:
    """The subject of the verb, or of the clause that it shares one with."""
    token = verb
    for _ in range(_STEPS):
        found = _own_subject(token)
        if found is not None:
            return found
        if token.dep_ in {"relcl", "acl"}:
            if not _loose(token) and not _infinitive(token):
                return token.head
            owner = next((c for c in token.head.children if c.dep_ == "poss"), None)
            if _infinitive(token) and owner is not None and token.head.lemma_.lower() in lexicon().holding_back:
                return owner  # "the mayor's refusal to say"
            governor = _clause_above(token.head)
            if governor is None:
                return token.head
            token = governor
            continue
        if token.dep_ == "pcomp" and token.head.lower_ == "as":
            told = next((c for c in token.head.head.children if c.dep_ in {"dobj", "nsubjpass"}), None)
            if told is not None:  # "quoted a witness as saying"
                return told
        kept = _kept(token) or _asked(token) or _accused(token)
        if kept is not None:
            return kept
        if token.dep_ not in _CLIMB or (token.dep_ == "ccomp" and token.tag_ in {"VBD", "VBZ", "VBP"}):
            return None
        if token.dep_ == "advcl" and token.tag_ not in {"VBG", "VB", "VBN"}:
            return None
        token = token.head
    return None


def _kept(token: Token) -> Token | None:
    """The object that does what follows: "left many feeling that …"."""
    if token.dep_ not in {"xcomp", "advcl"} or token.tag_ not in {"VBG", "VB"}:
        return None
    words, above = lexicon(), token.head.lemma_.lower()
    if above not in words.controlling and not (token.tag_ == "VBG" and above in words.passing_on):
        return None
    found = next((c for c in token.head.children if c.dep_ == "dobj" and c.i < token.i), None)
    return found if found is not None and found.right_edge.i >= token.left_edge.i - 1 else None


def _asked(token: Token) -> Token | None:
    """ "urged both sides to declare that …", "pleaded with them to admit that …": whoever is asked would say it."""
    verb = token.head
    if token.dep_ not in {"xcomp", "advcl", "ccomp"} or not any(c.tag_ == "TO" for c in token.children):
        return None
    frames = lexicon().verbs.get(verb.lemma_.lower(), {})
    for child in verb.children:
        if child.dep_ in {"dobj", "dative"} and verb.i < child.i < token.i and "to" in frames:
            return child
        if child.dep_ in {"prep", "dative"} and f"{child.lower_} to" in frames and verb.i < child.i < token.i:
            return next((n for n in child.children if n.dep_ == "pobj"), None)
    return None


def _accused(token: Token) -> Token | None:
    """ "accused the minister of saying that …": the one accused has said it."""
    joint = token.head
    if token.dep_ != "pcomp" or joint.dep_ != "prep":
        return None
    verb = joint.head if joint.head.pos_ == "VERB" else joint.head.head
    if f"obj {joint.lower_}" not in lexicon().verbs.get(verb.lemma_.lower(), {}):
        return None
    return next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < joint.i), None)


def _infinitive(verb: Token) -> bool:
    """ "has reason to believe": it is not the reason that believes."""
    return verb.dep_ in {"acl", "relcl"} and any(c.tag_ == "TO" for c in verb.children)


def _loose(participle: Token) -> bool:
    """A participle that the parse hangs on a noun, but that belongs to the clause: "…, urging them to stop"."""
    if participle.dep_ != "acl" or participle.tag_ != "VBG":
        return False
    if participle.i and participle.doc[participle.i - 1].text == ",":
        return True
    noun, words = participle.head, lexicon()
    if noun.lemma_.lower() in words.documents:
        return False
    before = participle.left_edge.nbor(-1)
    near = before.i == noun.i or noun.is_ancestor(before)
    if noun.dep_ == "pobj" and near and noun.head.lower_ in {"of", "by", "from"}:  # "an essay by a spy saying that"
        return noun.head.head.lemma_.lower() not in words.documents | words.media
    above = noun.head.lemma_.lower()
    if noun.dep_ == "dobj" and near and (above in words.passing_on or "obj ing" in words.verbs.get(above, {})):
        return False  # "quoted nurses saying that"
    return noun.dep_ in {"dobj", "pobj", "npadvmod"}


def _clause_above(noun: Token) -> Token | None:
    """The verb that governs a noun, through prepositions and other nouns."""
    token = noun
    for _ in range(_STEPS):
        if token.head.i == token.i:
            return None
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            return token
    return None


def _beside(verb: Token) -> Token | None:
    """Where the parse gives a finite verb no subject: the noun right before it, or right behind it ("said Ms Ray")."""
    doc, i = verb.doc, verb.i - 1
    while i >= 0 and (doc[i].pos_ in {"AUX", "ADV", "PART"}):
        i -= 1
    noun = _apposed(doc[i]) if i >= 0 else None
    if noun is not None:
        return noun
    if i >= 0 and doc[i].pos_ in {"NOUN", "PROPN", "PRON"} and doc[i].dep_ not in {"pobj", "npadvmod", "poss", "attr"}:
        return doc[i]
    if i == verb.sent.start and doc[i].text.istitle() and doc[i].pos_ in {"ADV", "ADJ", "X", "VERB", "INTJ"}:
        return doc[i]  # a name that the tagger does not know: "Asahi quoted …"
    if i >= 0 and doc[i].tag_ in {"DT", "JJ", "PDT"} and doc[i].head.i == verb.i:  # "Some fear that …", "Few think so"
        return doc[i]
    for child in verb.children:
        if child.i > verb.i and child.dep_ in {"dobj", "npadvmod", "attr", "oprd"} and child.pos_ in {"NOUN", "PROPN"}:
            return child if child.left_edge.i == verb.i + 1 and child.ent_type_ not in {"DATE", "TIME"} else None
    return None


def _apposed(last: Token) -> Token | None:
    """ "According to X, a source in the army claimed": the noun that ends in `last`, taken for an apposition to X."""
    token = last
    for _ in range(_STEPS):
        if token.dep_ == "appos":
            comma = token.left_edge.i - 1
            return token if token.i > token.head.i and comma >= 0 and last.doc[comma].text == "," else None
        if token.dep_ not in {"pobj", "prep", "compound", "amod"}:
            return None
        token = token.head
    return None


def _auxiliary(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "nsubj"} for child in verb.children)


def _passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def _own_subject(verb: Token) -> Token | None:
    found = [child for child in verb.children if child.dep_ in _SUBJECTS]
    if len(found) > 1 and found[0].lower_ == "that":  # a conjunction that the parse takes for a pronoun
        return found[1]
    return found[0] if found else None


def agent_or_none(verb: Token) -> Token | None:
    """The noun after "by"."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    return None


def source_spans(page: Page, head: Token, cue: int) -> list[Span]:
    """The source as written: the noun phrase with its appositions, without relative clauses, on its side of the cue."""
    tokens = phrase_tokens(head)
    low, high = tokens[0].i, tokens[-1].i
    low = min([low, *(c.left_edge.i for c in head.children if c.dep_ in {"det", "poss", "amod", "compound"})])
    high = _before_time(head, _with_coordinates(head, high))
    while high + 1 < len(page.doc) and _goes_on(page.doc[high + 1]) and high + 1 != cue and high >= head.i:
        high += 1  # not half a name, nor "the vice" of "the vice-president"
    if low <= cue <= high:
        low, high = (low, cue - 1) if head.i < cue else (cue + 1, high)
    held = page.inside[cue]
    relative = next((t.i for t in page.doc[low : head.i] if t.tag_ == "WDT"), None)
    low = low if relative is None else relative + 1  # "a letter in which priests urge calm"
    while low <= high and page.doc[low].is_space:
        low += 1
    if low > high:
        return []
    span = page.trim(page.span(low, high))
    if held < 0:
        span = _outside(page, span, head)
    return [span] if span.start < span.end else []


def _goes_on(token: Token) -> bool:
    """Whether a token belongs to the word or the name before it."""
    before = token.nbor(-1)
    joined = not before.whitespace_ and (token.text == "-" or (before.text == "-" and token.i > 1))
    return token.ent_iob_ == "I" or (joined and before.i > 0)


def _with_coordinates(head: Token, high: int) -> int:
    """Up to the end of what is coordinated with the head, or listed after "such as"."""
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "PRON"} and child.i > head.i:
            tokens = phrase_tokens(child)
            high = max(high, _with_coordinates(child, tokens[-1].i))
    return high


def _before_time(head: Token, high: int) -> int:
    """ "Leaders on Sunday threatened": the day that the parse hangs on the source is that of the saying."""
    for child in head.children:
        closes = child.dep_ == "prep" and head.i < child.i <= high <= child.right_edge.i
        if closes and any(n.ent_type_ in {"DATE", "TIME"} for n in child.children if n.dep_ == "pobj"):
            return child.i - 1
    return high


def _outside(page: Page, span: Span, head: Token) -> Span:
    """A source never runs into the quotation beside it."""
    start, end = span
    for quotation in page.tops:
        if quotation.span.start >= end:
            break
        if quotation.span.end <= start or quotation.span.start <= head.idx < quotation.span.end:
            continue
        if quotation.inner.end - quotation.inner.start < 25 and start < quotation.span.start:
            continue  # a nickname or a title inside the name
        if quotation.span.end <= head.idx:
            start = max(start, quotation.span.end)
        elif quotation.span.start > head.idx:
            end = min(end, quotation.span.start)
    return page.trim(Span(start, end)) if start < end else Span(head.idx, head.idx + len(head.text))
