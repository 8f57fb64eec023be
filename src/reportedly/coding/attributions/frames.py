"""What a verb, noun or adjective of saying or thinking takes as its content, read off the parse.

A frame's name is what the cue files write: `that`, `wh`, `inf` ("plans to go"), `to` ("urged them to go"), `ing`,
`pred` ("called it a lie"), `obj`, `obj as` ("described it as a lie"), `preceding` ("A, he said"), or a preposition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportedly.coding.attributions.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Complement", "complements", "edges"]

_OBJECTS = {"dobj", "obj", "dative"}
_TIMES = {"DATE", "TIME"}
_OWN_OBJECT = {"dobj", "ccomp", "xcomp", "acomp", "attr", "auxpass"}
_WITH_OBJECT = {"as", "of", "for", "on", "with", "to", "about", "against", "over"}
_SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}
_ABOUT = {"of", "about", "for", "over", "against", "like", "than"}  # what follows is of what is said


class Complement(NamedTuple):
    """One reading of a cue's content: the frame, the tokens (first, last), and tokens that join the cue."""

    frame: str
    first: int
    last: int
    joins: tuple[int, ...] = ()


def edges(token: Token) -> tuple[int, int]:
    """The first and the last token of the subtree."""
    return token.left_edge.i, token.right_edge.i


def complements(head: Token) -> list[Complement]:
    """All the complements of `head`, the likeliest content first."""
    if head.pos_ in {"NOUN", "PROPN"} and head.tag_[:1] == "N":
        return _of_noun(head)
    if lexicon().as_noun(head):
        return [c for child in head.children if (c := _clause(head, child)) is not None and c.frame == "that"]
    found = [c for child in head.children if (c := _clause(head, child)) is not None]
    found += _told(head)
    found += _objects(head)
    found += _addressed(head)
    found += _prepositions(head)
    if any("Reflex=Yes" in child.morph for child in head.children):
        found = [c for c in found if c.frame != "pred"]  # "calls itself …": a name, and nobody's word
    return _own_side(head, found)


def _own_side(head: Token, found: list[Complement]) -> list[Complement]:
    """ "The army said A; the rebels claimed to hold B": a semicolon parts two sayings, unless the second answers."""
    doc = head.doc
    after = [c for c in found if c.frame != "preceding" and (c.last > c.first or doc[c.first].pos_ != "PRON")]
    if not after:
        return found
    return [c for c in found if c.frame != "preceding" or doc[c.last + 1].text != ";"]


def _told(head: Token) -> list[Complement]:
    """ "told the monitors at the bridge that A", "said in a new paper that A": the parse hangs A on a noun between."""
    for noun in _between(head):
        for clause in noun.children:
            if clause.dep_ in {"relcl", "acl"} and _opens_clause(clause):
                return [Complement("that", *edges(clause))]
    return []


def _between(head: Token) -> list[Token]:
    """The nouns behind a verb that say whom it told, or where and when; none that stands for words of its own."""
    words = lexicon()
    found: list[Token] = []
    reached = [c for c in head.children if c.i > head.i]
    while reached:
        token = reached.pop(0)
        if token.dep_ in {"prep", "agent"} and token.lower_ not in _ABOUT:
            reached += [c for c in token.children if c.dep_ == "pobj"]
        elif token.dep_ == "pobj" or (token.dep_ in _OBJECTS and head.lemma_.lower() in words.addressing):
            lemma = token.lemma_.lower()
            if lemma in words.media or not (lemma in words.nouns or lemma in words.grounds):
                found.append(token)
                reached += [c for c in token.children if c.dep_ == "prep"]
    return found


def _opens_clause(clause: Token) -> bool:
    """Whether a clause begins with "that" as a conjunction, whatever the parse calls it."""
    that = clause.left_edge
    if that.lower_ != "that":
        return False
    if that.dep_ == "mark":
        return True
    others = [c for c in clause.children if c.i > that.i]
    if that.dep_ in _SUBJECTS:
        return any(c.dep_ in _SUBJECTS for c in others)
    # an object that comes too early: its verb has another, or needs none
    return any(c.dep_ in {"dobj", "ccomp", "xcomp", "auxpass", "acomp", "attr"} for c in others)


def _addressed(head: Token) -> list[Complement]:
    """ "called on them to leave": the one who is addressed after a preposition belongs to the content."""
    for child in head.children:  # "asked for the truce to be prolonged"
        opening = child.left_edge
        after = child.dep_ in {"advcl", "ccomp", "xcomp"} and opening.i > head.i
        if after and opening.lower_ == "for" and _has_to(child):
            return [Complement("for to", opening.i + 1, child.right_edge.i, (opening.i,))]
    clause = next((c for c in head.children if c.dep_ in {"xcomp", "advcl"} and c.i > head.i and _has_to(c)), None)
    if clause is None:
        return []
    for child in head.children:
        if child.dep_ in {"prep", "dative"} and head.i < child.i < clause.i:
            noun = next((n for n in child.children if n.dep_ == "pobj"), None)
            if noun is not None and noun.ent_type_ not in _TIMES:
                return [Complement(f"{child.lower_} to", noun.left_edge.i, clause.right_edge.i, (child.i,))]
    return []


def _clause(head: Token, child: Token) -> Complement | None:
    """A clause under the cue; one that stands before the cue is the sentence that the cue closes."""
    first, last = edges(child)
    if child.dep_ == "advcl" and _has_to(child) and _only_time(head, first):
        return Complement("inf", first, last)  # "promised on Tuesday to free them"
    if child.dep_ not in {"ccomp", "xcomp"}:
        return None
    if last < head.i:
        return Complement("preceding", first, last) if child.dep_ == "ccomp" else None
    if first < head.i:
        return None
    return Complement(_kind(head, child), _with_object(head, child, first), last)


def _only_time(head: Token, first: int) -> bool:
    """Whether nothing but a time stands between a cue and its infinitive."""
    between = head.doc[head.i + 1 : first]
    timed = [t for t in between if t.ent_type_ in _TIMES]
    return bool(timed) and all(t in timed or t.dep_ == "prep" for t in between) and head.doc[first].tag_ == "TO"


def _with_object(head: Token, child: Token, first: int) -> int:
    """ "urged them to go": the object belongs to the content."""
    if (child.dep_ == "xcomp" or _has_to(child)) and not _opens_with_that(child):
        for other in head.children:
            if other.dep_ in _OBJECTS and head.i < other.i < first:
                return int(other.left_edge.i)
    return first


def _opens_with_that(clause: Token) -> bool:
    opening = clause.left_edge
    return opening.lower_ == "that" and opening.tag_ == "IN" and opening.dep_ == "mark"


def _has_to(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)


def _kind(head: Token, child: Token) -> str:
    opening = child.left_edge
    has_object = any(c.dep_ in _OBJECTS and c.i < child.i for c in head.children)
    has_subject = any(c.dep_ in _SUBJECTS for c in child.children)
    if _opens_with_that(child):
        return "that"
    if _has_to(child):
        return "to" if has_object or has_subject else "inf"
    if opening.tag_ in {"WP", "WRB", "WDT", "WP$"} or (opening.dep_ == "mark" and opening.lower_ in {"whether", "if"}):
        return "wh"
    helpers = [c for c in child.children if c.dep_ in {"aux", "auxpass"}]
    if (child.tag_ == "VBG" and not helpers) or (helpers and helpers[0].tag_ == "VBG" and not has_subject):
        return "ing"  # "denied firing", "denied having fired"
    if child.tag_ == "VBN" and not helpers and head.lemma_.lower() in lexicon().controlling:
        return "part"  # "found leaflets dropped by a plane"
    return "that" if has_subject and child.pos_ in {"VERB", "AUX"} and child.dep_ == "ccomp" else "pred"


def _objects(head: Token) -> list[Complement]:
    found = []
    after = [c for c in head.children if c.i > head.i]
    for child in after:
        if child.dep_ not in {"dobj", "obj"}:
            continue
        first, last = edges(child)
        frame = "obj"
        found += _told_of(head, child)
        for other in after:
            if other.i <= child.i:
                continue
            if other.dep_ in {"oprd", "xcomp", "acomp"}:
                frame, last = "pred", max(last, other.right_edge.i)
            elif other.dep_ == "prep":
                if frame == "obj" and other.lower_ in _WITH_OBJECT:
                    frame = f"obj {other.lower_}"
                elif frame == "obj" and other.lower_ == "at" and any(n.pos_ == "NUM" for n in other.subtree):
                    frame = "obj at"  # "put the dead at 12"; not "put them at risk"
                last = max(last, other.right_edge.i)
        found += _clauses_on(head, child, first, last)
        found.append(Complement(frame, first, last))
    named = [c for c in after if c.dep_ == "oprd"]
    if not found and named:  # "called him a liar" where the parse takes both for what he is called
        found.append(Complement("pred", named[0].left_edge.i, named[-1].right_edge.i))
    return found


def _clauses_on(head: Token, child: Token, first: int, last: int) -> list[Complement]:
    """What is told of an object: "described soldiers firing", "carried their claim that …"."""
    found: list[Complement] = []
    if _past(head, child):
        found.append(Complement("that", first, last))
    if any(c.dep_ == "acl" and c.tag_ == "VBG" and c.i == child.i + 1 for c in child.children):
        found.append(Complement("obj ing", first, last))
    if lexicon().is_speech(child) and (told := _speech(head, child)):
        found.append(Complement("obj words", first, max(last, told)))
    return found


def _past(head: Token, noun: Token) -> bool:
    """ "allege the two men planned an attack", where the parse takes the past tense for a participle."""
    frames = lexicon().verbs.get(head.lemma_.lower(), {})
    if "that" not in frames or "obj" in frames or any(c.dep_ == "ccomp" for c in head.children):
        return False
    return any(c.dep_ == "acl" and c.tag_ in {"VBD", "VBN"} and c.i > noun.i for c in noun.children)


def _told_of(head: Token, addressee: Token) -> list[Complement]:
    """ "warned the gang of the raid": who is told is not of what is told, wherever the parse hangs the phrase."""
    words = lexicon()
    if head.lemma_.lower() not in words.addressing:
        return []
    found: list[Complement] = []
    for token in (addressee, head):
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in _ABOUT and child.i > addressee.i:
                noun = next((n for n in child.children if n.dep_ in {"pobj", "pcomp"}), None)
                name = "words" if noun is not None and words.is_speech(noun) else child.lower_
                frame = f"{child.lower_} words" if name == "words" else f"obj {child.lower_}"
                found.append(Complement(frame, child.i, child.right_edge.i))
    return found


def _speech(head: Token, noun: Token) -> int:
    """The last token of somebody's words that the noun stands for ("their claim that …"); 0 where it says none."""
    if clause := _that_after(head, noun):
        return int(clause.right_edge.i)
    told = any(
        (c.dep_ in {"relcl", "acl", "poss"} and c.tag_ != "PRP$") or (c.dep_ == "prep" and c.lower_ == "by")
        for c in noun.children
    )
    return int(noun.right_edge.i) if told else 0


def _that_after(head: Token, noun: Token) -> Token | None:
    """ "recorded her testimony that …", where the parse hangs the clause on the verb."""
    for clause in head.children:
        if clause.dep_ == "ccomp" and clause.left_edge.i == noun.right_edge.i + 1 and clause.left_edge.lower_ == "that":
            return clause
    return None


def _prepositions(head: Token) -> list[Complement]:
    found: list[Complement] = []
    if any(child.dep_ == "acomp" for child in head.children):
        return found  # "pleaded guilty to murder"
    for child in head.children:
        if child.dep_ not in {"prep", "dative"} or child.i < head.i or child.pos_ not in {"ADP", "SCONJ"}:
            continue
        for noun in child.children:
            if noun.dep_ in {"pobj", "pcomp"} and noun.i > child.i and noun.ent_type_ not in _TIMES:
                if lexicon().is_speech(noun) and any(c.dep_ == "poss" for c in noun.children):
                    found.append(Complement(f"{child.lower_} words", noun.left_edge.i, child.right_edge.i, (child.i,)))
                found.append(Complement(str(child.lower_), noun.left_edge.i, child.right_edge.i, (child.i,)))
                break
    return found


def _tells(noun: Token, clause: Token) -> bool:
    """ "their claim that guards fired first", which the parse takes for a claim that they fired; not "that he made"."""
    words = lexicon()
    lemma = clause.lemma_.lower()
    first = noun.left_edge.i
    if first and noun.doc[first - 1].text == ",":  # "…, a claim that Kyiv denies"
        return False
    whole = lemma not in words.verbs or any(c.dep_ == "prep" for c in clause.children)
    return whole and noun.lemma_.lower() not in words.media and lemma not in words.light


def _bare(noun: Token, clause: Token) -> bool:
    """Whether a clause says what the noun is of, without "that": "the claim it shelters rebels"."""
    if clause.dep_ not in {"relcl", "acl", "ccomp"}:
        return False
    subject = next((c for c in clause.children if c.dep_ in _SUBJECTS), None)
    whole = any(c.dep_ in _OWN_OBJECT for c in clause.children)
    return whole and subject is not None and subject.i == noun.i + 1 and subject.pos_ == "PRON"


def _of_noun(head: Token) -> list[Complement]:
    """ "the claim that …", "a call for …", "plans to …"."""
    found = []
    by = [n for c in head.children if c.dep_ == "prep" and c.lower_ == "by" for n in c.children if n.dep_ == "pobj"]
    if head.dep_ in {"dobj", "attr"}:  # "broadcast a captive’s plea for an exchange": the phrase hangs on the verb
        found += [c for c in _prepositions(head.head) if c.joins and c.joins[0] == head.right_edge.i + 1]
    for child in (c for noun in (head, *by) for c in noun.children):
        if child.i < head.i or child.dep_ not in {"acl", "ccomp", "relcl", "xcomp"}:
            continue
        first, last = edges(child)
        if _has_to(child) and child.left_edge.tag_ == "TO":
            found.append(Complement("inf", first, last))
        elif child.pos_ not in {"VERB", "AUX"} and not any(c.dep_ in _SUBJECTS for c in child.children):
            continue
        elif _opens_clause(child) or (child.left_edge.lower_ == "that" and _tells(head, child)):
            found.append(Complement("that", first, last))
    if head.dep_ == "nsubj" and head.head.lemma_ == "be":  # "their argument is that …"
        told = [c for c in head.head.children if c.dep_ == "ccomp" and _opens_with_that(c)]
        found += [Complement("that", *edges(c)) for c in told]
    found += [Complement("that", *edges(child)) for child in head.children if _bare(head, child)]
    owned = by or any(c.dep_ == "poss" for c in head.children)
    if head.dep_ == "dobj" and owned and (clause := _that_after(head.head, head)) is not None:
        found.append(Complement("that", *edges(clause)))
    return found + _prepositions(head)
