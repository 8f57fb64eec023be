"""What a verb, noun or adjective of saying or thinking takes as its content, read off the parse.

A frame's name is what the cue files write: `that`, `wh`, `inf` ("plans to go"), `to` ("urged them to go"), `ing`,
`pred` ("called it a lie"), `obj`, `obj as` ("described it as a lie"), `preceding` ("A, he said"), or a preposition.
With `words` behind it (`obj words`, `from words`) it asks for somebody's words: "carried their denial that …".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.attributions.lexicon import lexicon
from reportedly.coding.attributions.noun_frames import of_noun, owners
from reportedly.coding.attributions.shapes import (
    SUBJECTS,
    TIMES,
    Complement,
    edges,
    has_to,
    opens_clause,
    opens_with_that,
    prepositions,
    that_after,
    voiced,
    whole_after,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["complements"]

_OBJECTS = {"dobj", "obj", "dative"}
_WITH_OBJECT = {"as", "of", "for", "on", "with", "to", "about", "against", "over"}
_ABOUT = {"of", "about", "for", "over", "against", "like", "than"}  # what follows is of what is said


def complements(head: Token) -> list[Complement]:
    """All the complements of `head`, the likeliest content first."""
    if head.pos_ in {"NOUN", "PROPN"} and head.tag_[:1] == "N":
        return of_noun(head)
    if lexicon().as_noun(head):
        return [c for child in head.children if (c := _clause(head, child)) is not None and c.frame == "that"]
    found = [c for child in head.children if (c := _clause(head, child)) is not None]
    found += _told(head)
    found += _objects(head)
    found += _addressed(head)
    found += prepositions(head)
    found = [c for c in found if c.frame != "that" or not _of_a_noun(head, c)]
    found += _shown(head)
    found.sort(key=lambda c: c.frame == "that" and head.doc[c.first].lower_ != "that")
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


def _shown(head: Token) -> list[Complement]:
    """ "quotes the spokesman denying that A", "fears encirclement": objects that the parse takes for something else."""
    words, lemma = lexicon(), head.lemma_.lower()
    for child in head.children:
        subject = any(c.dep_ == "nsubj" for c in child.children)
        if lemma in words.passing_on and child.dep_ == "ccomp" and child.tag_ == "VBG" and subject and child.i > head.i:
            return [Complement("obj", *edges(child))]
        lone = child.i == head.i + 1 and child.left_edge.i == child.i and child.dep_ in {"advmod", "npadvmod", "acomp"}
        ends = child.i + 1 >= len(head.doc) or head.doc[child.i + 1].is_punct
        if lone and ends and child.tag_ in {"NN", "NNS", "JJ"} and child.ent_type_ not in TIMES:
            return [Complement("obj", child.i, child.i)]
    return []


def _of_a_noun(head: Token, clause: Complement) -> bool:
    """ "commented on the paper's report that A": the clause is of the report, which is somebody's."""
    noun = head.doc[clause.first - 1]
    if noun.i <= head.i or "that" not in lexicon().nouns.get(noun.lemma_.lower(), {}):
        return False
    if noun.lemma_.lower() in lexicon().media:
        return False
    return bool(owners(noun)) or any(c.dep_ in {"poss", "compound", "nmod"} and c.tag_ != "PRP$" for c in noun.children)


def _told(head: Token) -> list[Complement]:
    """ "told the monitors at the bridge that A", "said in a new paper that A": the parse hangs A on a noun between."""
    for noun in _between(head):
        for clause in noun.children:
            if clause.dep_ in {"relcl", "acl"} and opens_clause(clause):
                return [Complement("that", *edges(clause))]
            if noun.head.i == head.i and noun.dep_ in _OBJECTS and whole_after(noun, clause):
                return [Complement("that", *edges(clause))]  # "told the guards they were doctors"
    return []


def _between(head: Token) -> list[Token]:
    """The nouns behind a verb that say whom it told, or where and when; none that stands for words of its own."""
    words = lexicon()
    found: list[Token] = []
    if any(c.dep_ == "dobj" and c.lemma_.lower() in words.nouns and owners(c) for c in head.children):
        return found  # "heard evidence from a nurse that …"
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


def _addressed(head: Token) -> list[Complement]:
    """ "called on them to leave": the one who is addressed after a preposition belongs to the content."""
    for child in head.children:  # "asked for the truce to be prolonged"
        opening = child.left_edge
        after = child.dep_ in {"advcl", "ccomp", "xcomp"} and opening.i > head.i
        if after and opening.lower_ == "for" and has_to(child):
            return [Complement("for to", opening.i + 1, child.right_edge.i, (opening.i,))]
    clause = next((c for c in head.children if c.dep_ in {"xcomp", "advcl"} and c.i > head.i and has_to(c)), None)
    if clause is None:
        return []
    for child in head.children:
        if child.dep_ in {"prep", "dative"} and head.i < child.i < clause.i:
            noun = next((n for n in child.children if n.dep_ == "pobj"), None)
            if noun is not None and noun.ent_type_ not in TIMES:
                return [Complement(f"{child.lower_} to", noun.left_edge.i, clause.right_edge.i, (child.i,))]
    return []


def _clause(head: Token, child: Token) -> Complement | None:
    """A clause under the cue; one that stands before the cue is the sentence that the cue closes."""
    first, last = edges(child)
    if child.dep_ == "advcl" and has_to(child) and (_only_time(head, first) or _only_manner(head, first)):
        return Complement("inf", first, last)  # "promised on Tuesday to free them"
    if child.dep_ == "advcl" and (asked := _asked(head, child)) is not None:
        return Complement("to", asked, last)  # "begs both sides to spare the hospital"
    if child.dep_ == "advcl" and _whether(head, child):
        return Complement("wh", _with_object(head, child, first), last)
    if child.dep_ not in {"ccomp", "xcomp"}:
        return None
    if last < head.i:
        return Complement("preceding", first, last) if child.dep_ == "ccomp" else None
    if first < head.i:
        to = next((c for c in child.children if c.tag_ == "TO"), None)
        if to is None or to.i != head.i + 1 or child.left_edge.lower_ != "that" or head.dep_ != "ccomp":
            return None
        return Complement("inf", to.i, last)  # "wrote that Kyiv had promised to …": no "that" of the promise
    return Complement(_kind(head, child), _with_object(head, child, first), last)


def _asked(head: Token, clause: Token) -> int | None:
    """Where the one who is asked begins, of a clause that the parse takes for the purpose of asking."""
    frames, opening = lexicon().verbs.get(head.lemma_.lower(), {}), clause.left_edge
    if frames.get("to") != "asks" or opening.tag_ != "TO" or not has_to(clause):
        return None
    return next((c.left_edge.i for c in head.children if c.dep_ == "dobj" and c.right_edge.i == opening.i - 1), None)


def _whether(head: Token, clause: Token) -> bool:
    """ "asked her if they had agreed": the clause says what was asked, and on no condition."""
    mark = clause.left_edge
    if mark.lower_ not in {"if", "whether"} or lexicon().verbs.get(head.lemma_.lower(), {}).get("wh") != "asks":
        return False
    before = head.doc[mark.i - 1]
    return before.i == head.i or any(c.dep_ in _OBJECTS and c.right_edge.i == before.i for c in head.children)


def _only_time(head: Token, first: int) -> bool:
    """Whether nothing but a time stands between a cue and its infinitive."""
    between = head.doc[head.i + 1 : first]
    timed = [t for t in between if t.ent_type_ in TIMES]
    return bool(timed) and all(t in timed or t.dep_ == "prep" for t in between) and head.doc[first].tag_ == "TO"


def _only_manner(head: Token, first: int) -> bool:
    """ "promised in writing to free them": nothing but a phrase that says how stands between."""
    frames = lexicon().verbs.get(head.lemma_.lower(), {})
    joints = [c for c in head.children if c.dep_ == "prep" and head.i < c.i < first]
    if all(t.lower_ in {"never", "not"} for t in head.doc[head.i + 1 : first]) and first > head.i + 1:
        return "inf" in frames  # "vowed never to close the plant"
    whole = len(joints) == 1 and joints[0].i == head.i + 1 and joints[0].right_edge.i == first - 1
    return whole and "inf" in frames and f"{joints[0].lower_} to" not in frames and head.doc[first].tag_ == "TO"


def _with_object(head: Token, child: Token, first: int) -> int:
    """ "urged them to go": the object belongs to the content."""
    if (child.dep_ == "xcomp" or has_to(child)) and not opens_with_that(child):
        for other in head.children:
            if other.dep_ in _OBJECTS and head.i < other.i < first:
                return int(other.left_edge.i)
    return first


def _kind(head: Token, child: Token) -> str:
    opening = child.left_edge
    has_object = any(c.dep_ in _OBJECTS and head.i < c.i < child.i for c in head.children)
    helping = [c for c in child.children if c.dep_ in {"aux", "auxpass"}]  # the parse may hang the subject there
    has_subject = any(c.dep_ in SUBJECTS for verb in (child, *helping) for c in verb.children)
    if opens_with_that(child) or (opening.lower_ == "that" and child.dep_ == "ccomp" and has_subject):
        return "that"
    if has_to(child):
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
    found = _relative(head)
    quoting = head.lemma_.lower() in lexicon().passing_on
    after = [c for c in head.children if c.i > head.i]
    for child in after:
        if child.dep_ not in {"dobj", "obj"}:
            continue
        first, last = edges(child)
        small = any(c.dep_ == "nsubj" for c in child.children) and child.pos_ == "NOUN"
        frame = "pred" if small else "obj"  # "consider any blockade an act of war"
        found += _told_of(head, child) + _deed_of(head, child)
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
            elif other.dep_ == "advcl" and other.tag_ == "VBG" and other.left_edge.i == last + 1 and quoting:
                last = max(last, other.right_edge.i)  # "quoted the premier saying …"
        found += _clauses_on(head, child, first, last)
        found.append(Complement(frame, first, last))
    named = [c for c in after if c.dep_ == "oprd"]
    if not found and named:  # "called him a liar" where the parse takes both for what he is called
        found.append(Complement("pred", named[0].left_edge.i, named[-1].right_edge.i))
    return found


def _relative(head: Token) -> list[Complement]:
    """ "two diplomats, whom it accused of plotting": the object stands before, and what follows is what was said."""
    before = any(c.dep_ == "dobj" and c.tag_ in {"WP", "WDT"} and c.i < head.i for c in head.children)
    joints = [c for c in head.children if c.dep_ == "prep" and c.i > head.i and c.lower_ in _WITH_OBJECT]
    return [Complement(f"obj {c.lower_}", c.i, c.right_edge.i) for c in joints[:1]] if before else []


def _clauses_on(head: Token, child: Token, first: int, last: int) -> list[Complement]:
    """What is told of an object: "described soldiers firing", "carried their claim that …"."""
    found: list[Complement] = []
    if _past(head, child):
        found.append(Complement("that", first, last))
    if any(c.dep_ == "acl" and c.tag_ == "VBG" and c.i == child.i + 1 for c in child.children):
        found.append(Complement("obj ing", first, last))
    if told := _speech(head, child):
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


def _deed_of(head: Token, accused: Token) -> list[Complement]:
    """ "suspect the mayor of hiding A": what he did, which the parse hangs on the mayor."""
    frames = lexicon().verbs.get(head.lemma_.lower(), {})
    for joint in accused.children:
        deed = joint.dep_ == "prep" and any(c.dep_ == "pcomp" for c in joint.children)
        if deed and joint.right_edge.i == accused.right_edge.i and f"obj {joint.lower_}" in frames:
            return [Complement(f"obj {joint.lower_}", accused.left_edge.i, joint.right_edge.i)]
    return []


def _speech(head: Token, noun: Token) -> int:
    """The last token of somebody's words that the noun stands for ("their claim that …"); 0 where it says none."""
    if not lexicon().is_speech(noun):
        return int(noun.right_edge.i) if voiced(noun) else 0
    if clause := that_after(head, noun):
        return int(clause.right_edge.i)
    told = any(
        (c.dep_ in {"relcl", "acl", "poss"} and c.tag_ != "PRP$") or (c.dep_ == "prep" and c.lower_ in {"by", "from"})
        for c in noun.children
    ) or voiced(noun)
    named = owners(noun)
    return max(noun.right_edge.i, *(n.right_edge.i for n in named)) if named else noun.right_edge.i if told else 0
