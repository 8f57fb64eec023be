"""The kind of thing counted that the verb or noun over a number tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.quantities.counted import Counted
from reportedly.coding.quantities.lexicon import Words, lemma, words

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["clauses", "governed", "on_noun", "roles_of", "subject_of", "verb_before"]

_BOTH = {"deaths", "injured"}
_COMPANIONS = {"prt", "acomp", "oprd", "advmod", "dobj", "xcomp", "ccomp", "attr", "prep", "dative", "pobj", "npadvmod"}
_HUMAN = {"people", "troops", "police", "prisoners", "displaced", "participants", "abducted", "injured"}


def governed(what: Counted, own: str | None) -> str | None:
    """The kind told by the verb or noun over the number, through coordination; None where neither tells one."""
    if kind := on_noun(what, own, labels=("acl",)):
        return kind
    people = None
    for part, head in roles_of(what):
        kind = _told_in(part, head, what, own)
        if kind and kind != "people":
            return kind
        people = people or kind  # "rescued 12 people who were treated": that they are people says least
    return on_noun(what, own, labels=("amod",)) or people  # "freed 12 captured soldiers": what they were before


def on_noun(what: Counted, own: str | None, *, labels: tuple[str, ...] = ("acl", "amod")) -> str | None:
    """The kind that a participle on the noun tells: "43 people arrested", "captured soldiers"."""
    for clause in clauses(what.node):
        if clause.dep_ not in labels:
            continue
        if kind := _told(clause, "object" if clause.tag_ == "VBN" else "subject", what, own):
            return kind
        past = clause.tag_ == "VBN"  # a past tense that was taken for a participle
        if past and (kind := _with_beside(clause, "subject", words()) or words().subjects.get(lemma(clause))):
            return kind
    return None


def _told_in(part: str, head: Token, what: Counted, own: str | None) -> str | None:
    """The kind that one verb or noun over the number tells."""
    known = words()
    if part == "to":
        return _with_beside(head, "object", known)
    if part == "of":
        if lemma(what.noun) in known.lives["nouns"] and lemma(head) in known.lives["heads"]:
            return "deaths"
        if lemma(head) in known.lives["nouns"]:  # "cost the lives of 12"
            return "deaths" if lemma(head.head) in known.lives["verbs"] else None
        if head.pos_ == "VERB":  # "let go of 12"
            return _with_beside(head, "object", known)
        return known.heads.get(lemma(head)) or known.heads.get(head.lower_)
    if any(child.dep_ == "neg" for child in head.children):
        return None
    if part == "object" and lemma(head) in known.listed("drawing") and _is_meeting(subject_of(head), known):
        return "participants"
    told = _told(head, part, what, own)
    if told in {None, "people"}:  # "shot and wounded 12": the second verb says more
        return _joined(head, part, what, own) or told
    return told


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb in the active voice."""
    return next((child for child in verb.children if child.dep_ == "nsubj"), None)


def _is_meeting(noun: Token | None, known: Words) -> bool:
    """Whether a noun is a rally, a march, a crowd."""
    return known.heads.get(lemma(noun)) == "participants"


def _joined(verb: Token, part: str, what: Counted, own: str | None) -> str | None:
    """ "12 were shot and wounded": the second of two verbs that share what they tell of."""
    for other in verb.children:
        alike = other.dep_ == "conj" and other.tag_ == verb.tag_ == "VBN"
        if alike and not _has(other, "nsubj", "nsubjpass", "dobj") and (kind := _told(other, part, what, own)):
            return kind
    return None


def _told(verb: Token, part: str, what: Counted, own: str | None) -> str | None:
    """What a verb tells of its object or subject: with a word beside it, alone, or through the verb it brings."""
    known = words()
    word = lemma(verb)
    if kind := _with_beside(verb, part, known):
        return kind
    told = known.by_own.get(part, {}).get(word, {}).get(own or "")
    if told and not (part == "subject" and _has(verb, "dobj")):
        return told
    if part == "object":
        return _of_object(verb, word, what, own, known)
    return _of_subject(verb, word, own, known)


def _with_beside(verb: Token, part: str, known: Words) -> str | None:
    """ "shot dead 12", "12 took part", "let 12 go": the kind that verb and companion tell together."""
    tables = known.objects_with if part == "object" else known.subjects_with
    word = lemma(verb)
    mine, any_verb = tables.get(word), tables.get("*")
    if mine is not None or any_verb is not None:
        idle = part == "subject" and _has(verb, "dobj")
        found = [kind for beside in _companions(verb) if mine is not None and (kind := mine.get(beside))]
        if found:
            return next((kind for kind in found if kind != "people"), "people")
        if any_verb is not None and not idle and word not in known.listed("sentencing"):
            told = next((any_verb[beside] for beside in _companions(verb) if beside in any_verb), None)
            if told:
                return told
    if verb.dep_ in {"xcomp", "ccomp"}:  # "let 12 go", where the number hangs on the second verb
        over = known.objects_with.get(lemma(verb.head))
        return over.get(verb.lower_) if over is not None and verb.tag_ in {"VB", "VBP"} else None
    return None


def _companions(verb: Token) -> Iterator[str]:
    """The words close to a verb: particles, adjectives, objects, and prepositions with their nouns ("to hospital")."""
    after = verb.nbor() if verb.i + 1 < len(verb.doc) else None
    if after is not None:
        yield after.lower_
    for child in verb.children:
        if child.dep_ not in _COMPANIONS and not (child.dep_ == "advcl" and child.pos_ == "ADJ"):
            continue
        yield child.lower_
        yield lemma(child)
        yield from _nouns_under(child)
        if child.dep_ == "dobj":  # "the 18 people with burns", "pulled 12 people from the rubble"
            for inner in child.children:
                if inner.dep_ == "prep":
                    yield from _nouns_under(inner)
                elif inner.dep_ in {"amod", "acl", "prt"} and inner.i > child.i:
                    yield inner.lower_
                elif inner.dep_ == "compound":  # "staged a sit-in"
                    yield f"{inner.lower_}-{child.lower_}"


def _nouns_under(preposition: Token) -> Iterator[str]:
    for noun in preposition.children:
        if noun.dep_ in {"pobj", "pcomp"}:
            yield f"{preposition.lower_} {lemma(noun)}"
            yield from (f"{preposition.lower_} {lemma(other)}" for other in noun.children if other.dep_ == "conj")
        elif noun.dep_ == "prep":
            yield from _nouns_under(noun)


def _of_subject(verb: Token, word: str, own: str | None, known: Words) -> str | None:
    if verb.pos_ == "AUX" or word in known.listed("linking"):
        told = (known.after.get(child.lower_) for child in verb.children if child.dep_ in {"acomp", "attr", "oprd"})
        if kind := next((kind for kind in told if kind), None):
            return kind
    going_on = known.after.get(verb.lower_) if verb.tag_ == "VBG" else None
    return known.subjects.get(word) or _brought(verb, word, own, known) or going_on


def _of_object(verb: Token, word: str, what: Counted, own: str | None, known: Words) -> str | None:
    noun = lemma(what.noun)
    if noun in known.lives["nouns"]:
        return "deaths" if word in known.lives["verbs"] else None
    if word in known.listed("losing.verbs") and (own in known.listed("losing.kinds") or _is_lost(what, noun, known)):
        return "deaths"
    if word in known.listed("losing.verbs") and what.noun is None and _is_force(subject_of(verb), known):
        return "deaths"  # "the army lost 8 in an ambush"
    brought = {lemma(child) for child in verb.children if child.dep_ in {"xcomp", "ccomp", "advcl"}}
    if word in known.listed("driving.verbs") and brought & known.listed("driving.to"):
        return "displaced"
    if word in known.listed("weak") and own is None and noun:
        return None
    kind = known.objects.get(word)
    return _with_second(verb, kind, known) if kind else _brought(verb, word, own, known)


def _is_force(noun: Token | None, known: Words) -> bool:
    """Whether a noun is armed men or a body of them."""
    return "troops" in {known.nouns.get(lemma(noun)), known.heads.get(lemma(noun))}


def _is_lost(what: Counted, noun: str, known: Words) -> bool:
    """ "lost nine of their own", "lost six men"."""
    return noun in known.listed("losing.nouns") or (what.noun is not None and what.noun.lower_ == "own")


def _brought(verb: Token, word: str, own: str | None, known: Words) -> str | None:
    """The kind told by the verb or adjective that a light verb brings: "reported killed", "feared dead"."""
    if word not in known.listed("light"):
        return None
    for child in verb.children:
        if child.dep_ not in {"oprd", "acomp", "xcomp", "ccomp", "advcl"}:
            continue
        passive = child.tag_ == "VBN" and (_has(child, "auxpass") or not _has(child, "aux"))
        if child.dep_ in {"ccomp", "advcl"} and _has(child, "nsubj", "nsubjpass"):
            continue
        kind = known.after.get(child.lower_) or (known.objects.get(lemma(child)) if passive else None)
        if kind is None and child.pos_ in {"VERB", "AUX"}:
            kind = _with_beside(child, "object" if passive else "subject", known)
            kind = kind or (None if passive else known.subjects.get(lemma(child)))
            kind = kind or known.by_own["subject"].get(lemma(child), {}).get(own or "")
        if kind:
            return kind
    return None


def _with_second(verb: Token, kind: str, known: Words) -> str:
    """ "killed or wounded 40": deaths and injuries counted together are casualties."""
    if verb.dep_ == "conj" and {kind, known.objects.get(lemma(verb.head))} == _BOTH:
        return kind if _has(verb.head, "dobj", "nsubjpass") else "casualties"
    for other in verb.children:
        if other.dep_ == "conj" and {kind, known.objects.get(lemma(other))} == _BOTH:
            own = _has(other, "nsubj", "nsubjpass", "dobj") or _has(verb, "dobj")
            return kind if own else "casualties"
    return kind


def _has(verb: Token, *labels: str) -> bool:
    return any(child.dep_ in labels for child in verb.children)


def clauses(node: Token) -> Iterator[Token]:
    """The participles and clauses on a noun."""
    yield from (child for child in node.children if child.dep_ in {"acl", "amod"} and child.tag_ in {"VBN", "VBG"})


def roles_of(what: Counted) -> Iterator[tuple[str, Token]]:
    """How the number stands in its clauses: ("object", verb), ("subject", verb), ("of", noun); relative ones first."""
    node = what.node
    if node.dep_ == "pobj" and what.first.i <= node.head.i < what.number.i:
        before = node.head  # the bound is the head: "arrested between 20 and 30", "upwards of a dozen"
        if before.head.pos_ in {"VERB", "AUX"}:
            passive = any(child.dep_ == "auxpass" for child in before.head.children)
            yield ("object" if passive or before.i > before.head.i else "subject"), before.head
            return
        if what.first.i <= before.head.i < what.number.i:
            node = before.head
    if node.dep_ == "pobj" and node.head.lower_ == "of" and lemma(node.head.head) in words().listed("transparent"):
        node = node.head.head
    for _ in range(6):
        relative = next((c for c in node.children if c.dep_ == "relcl"), None)
        if relative is not None and (found := _in_relative(relative)):
            yield found
        if node.dep_ not in {"conj", "appos"} or node.head.pos_ not in {"NOUN", "PROPN", "NUM", "PRON", "ADJ"}:
            break
        node = node.head
    if slot := _slot(node):
        yield slot


def _slot(node: Token) -> tuple[str, Token] | None:
    head = node.head
    if node.dep_ in {"dobj", "nsubjpass", "obj", "dative", "attr", "oprd"} and head.pos_ in {"VERB", "AUX"}:
        return "object", head
    if node.dep_ == "nsubj" and head.pos_ in {"VERB", "AUX"}:
        passive = any(child.dep_ == "auxpass" for child in head.children)
        return ("object" if passive else "subject"), head
    if node.tag_ == "CD" and head.pos_ == "VERB":  # a bare number that the parser hangs loosely on its verb
        if node.dep_ == "nummod" and head.i > node.i:
            return "subject", head  # "4.5 million need food"
        if node.dep_ == "npadvmod" and head.i < node.i:
            return "object", head  # "swept away 25"
    if node.dep_ == "pobj" and head.lower_ in {"of", "for"} and head.head.pos_ in {"NOUN", "PROPN", "VERB"}:
        return "of", head.head
    if node.dep_ == "pobj" and head.lower_ == "to" and head.head.pos_ == "VERB":  # "granted amnesty to 12"
        return "to", head.head
    return None


def _in_relative(verb: Token) -> tuple[str, Token] | None:
    """The role of the noun that a relative clause hangs on ("people who died", "refugees that were expelled")."""
    for child in verb.children:
        if child.dep_ in {"nsubjpass", "dobj"} and child.tag_ in {"WP", "WDT"}:
            return "object", verb
        if child.dep_ == "nsubj" and child.tag_ in {"WP", "WDT"} and lemma(verb) in words().subjects:
            return "subject", verb
    return None


def verb_before(what: Counted, own: str | None) -> str | None:
    """The kind told by the verb right before the number, whatever the parse: "killing 12", "injured scores"."""
    known = words()
    before = what.first.nbor(-1) if what.first.i else None
    if before is None or not (before.pos_ == "VERB" or before.is_upper):
        return None
    verb = lemma(before) if before.pos_ == "VERB" else known.forms.get(before.lower_, "")
    if what.noun is not None and (own not in _HUMAN or verb in known.listed("weak")):
        return None
    return known.objects.get(verb)
