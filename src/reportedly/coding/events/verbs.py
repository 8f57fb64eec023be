"""Whose a verb is: its subject and its object, as it is meant, through what a parser commonly gets wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.misread import accused_before, is_misread_name, lost_antecedent, resident, shared_object
from reportedly.coding.events.status.words import status_words
from reportedly.coding.events.words import lemma_of, slot_words
from reportedly.coding.syntax import is_passive, passive_agent, prepositional

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "agent_of", "further_subjects", "goes_with", "governing_verb", "is_infinitive", "is_subject_gerund", "object_of",
    "of_another", "participle_of", "passive", "passive_agent_of", "subject_beside", "subject_of",
]  # fmt: skip

_RELATIVE = {"who", "which", "that", "whom", "whose"}
_OF_OBJECT = {"of", "for", "from"}  # "accused Russia of bombing": the object does it
_NAMED = {"GPE", "NORP", "ORG", "PERSON"}
_NOT_A_PARTY = {"DATE", "TIME"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_OF_NAMES = {"compound", "amod", "nmod"}
_LANDS = {"GPE", "LOC", "FAC"}
_FULL = {"aux", "dobj", "conj", "ccomp", "xcomp", "dative", "oprd", "attr", "nummod"}
_BESIDE = {"with", "in", "by"}  # "he replied *with* a speech denouncing …"
_FINITE = {"VBD", "VBZ", "VBP"}
_DASHES = {"-", "--", "–", "—"}


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """Who the verb is said of, active or passive, through relative clauses, control and coordination."""
    own = [child for child in verb.children if child.dep_ in _SUBJECTS]
    helpers = (c for c in verb.children if c.dep_ in {"aux", "auxpass"})  # "the two *are* now both charged"
    own = own or [child for helper in helpers for child in helper.children if child.dep_ in _SUBJECTS]
    if own:
        last = _last_of(own)
        return _after_object(last, verb) or _antecedent(last, verb)
    found = _mistaken_subject(verb) or next((c for c in verb.children if is_subject_gerund(c)), None)
    if found is not None:
        return found
    if depth > 5:
        return None
    head, dep = goes_with(verb), verb.dep_
    if dep == "relcl":
        aimless = is_infinitive(verb) and (
            lemma_of(head) in slot_words()["means"] or lemma_of(head) in load_classes()["happening"]
        )
        return _owner(head, depth) if aimless else head
    if dep == "acl":
        told = verb.tag_ == "VBG" and lemma_of(head) in load_classes()["happening"]  # "a speech *denouncing* the bill"
        return head if verb.tag_ in {"VBG", "VBN"} and not told else _owner(head, depth)
    if dep == "xcomp":
        return _object_control(head) or subject_of(head, depth + 1)
    if dep == "pcomp":
        return _of_preposition(head, depth)
    if dep == "ccomp" and verb.tag_ in {"VB", "VBP"} and not is_infinitive(verb):
        return None  # "“Stop the bloodshed,” they chanted"
    bound = _has_mark(verb) and not (dep == "advcl" and verb.tag_ == "VBG")  # "*while searching* him, police found …"
    if dep in {"conj", "advcl", "ccomp"} and head.pos_ in {"VERB", "AUX"} and not bound:
        return None if dep == "ccomp" and _of_its_own(verb) else subject_of(head, depth + 1)
    return None


def subject_beside(pronoun: Token) -> Token | None:
    """ "*The charity* dug wells, and *it* has fed 500 families": the subject of the clause beside the pronoun's."""
    verb = pronoun.head
    if pronoun.dep_ != "nsubj" or verb.dep_ != "conj" or not _joined(pronoun):
        return None
    found = subject_of(verb.head)
    return found if found is not None and found.i < verb.head.i and found.pos_ in {"NOUN", "PROPN"} else None


def goes_with(verb: Token) -> Token:
    """The word that a verb hangs on; that of the deed where it says what came of it: "a bomb exploded, police said,
    *killing* five" hangs on the saying.
    """
    said = verb.head
    if verb.dep_ == "conj" and verb.tag_ in _FINITE and said.tag_ == "VB":
        return _speaking_above(said) or said  # "he *said* that she did not know, and *accused* her"
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and is_passive(said) and _tells_words(verb):
        return _speaking_above(said) or said  # "the party *said* nine were held, *accusing* the police …"
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and lemma_of(verb) in slot_words()["outcome"]:
        beside = [said.head] if said.dep_ == "parataxis" else [c for c in said.children if c.dep_ == "ccomp"]
        deed = next((t for t in beside if t.i < said.i < verb.i), None)
        if deed is not None and lemma_of(said) in status_words().reporting:
            return deed
    return said


def _speaking_above(verb: Token) -> Token | None:
    """The verb of speech before a verb that stands in what is said."""
    inside = verb
    while inside.dep_ in {"ccomp", "conj", "xcomp"} and inside.head.i < inside.i:
        inside = inside.head
        if lemma_of(inside) in status_words().reporting and inside.tag_ in _FINITE:
            return inside
    return None


def _tells_words(verb: Token) -> bool:
    return lemma_of(verb) in status_words().reporting or lemma_of(verb) in slot_words()["charging"]


def _last_of(subjects: list[Token]) -> Token:
    """Of two subjects the last, since the first is a dateline or a heading: unless the two are joined by "and", or the
    verb has begun before the last ("who said so while she was *secretary* was sentenced").
    """
    first, last = subjects[0], subjects[-1]
    if first == last:
        return last
    begun = any(c.dep_ in {"aux", "auxpass"} and first.i < c.i < last.i for c in last.head.children)
    return first if begun or _joined(last) else last


def _joined(noun: Token) -> bool:
    """Whether "and" stands before the phrase."""
    first = noun.left_edge.i
    return first > 0 and noun.doc[first - 1].lower_ == "and"


def further_subjects(noun: Token) -> Iterator[Token]:
    """What the parser takes for a second subject of the verb: "the governor, …, *and officials* have agreed"."""
    if noun.dep_ in _SUBJECTS:
        yield from (c for c in noun.head.children if c.dep_ == noun.dep_ and c.i > noun.i and _joined(c))


def _of_its_own(verb: Token) -> bool:
    """Whether a clause that is said has a subject that the parser does not see: "*Jolly* was held, Wheat said"."""
    finite = {"VBD", "VBZ", "VBP", "MD"}
    return any(c.dep_ in {"aux", "auxpass"} and c.tag_ in finite and c.i > verb.left_edge.i for c in verb.children)


def _mistaken_subject(verb: Token) -> Token | None:
    """A subject that the parser took for something else: an adverb, or the noun of "after" and "before"."""
    for child in verb.children:
        if child.dep_ in {"npadvmod", "dep"} and child.ent_type_ in _NAMED and child.i < verb.i:
            between = verb.doc[child.i + 1 : verb.i]
            if not any(token.text in _DASHES for token in between):  # a dateline is no subject
                return child
        elif child.i < verb.i and (is_misread_name(child) or _headline_subject(child, verb)):
            return child
        elif child.dep_ == "mark":
            found = next((c for c in child.children if c.dep_ == "pobj"), None)
            if found is not None and found.ent_type_ not in _NOT_A_PARTY:
                return found
    return None


def _headline_subject(noun: Token, verb: Token) -> bool:
    """ "Militia shells camp": a bare noun before a verb with an object, read as part of the verb's name."""
    beside = noun.dep_ == "compound" and noun.i == verb.i - 1
    return beside and noun.pos_ in {"NOUN", "PROPN"} and any(c.dep_ == "dobj" for c in verb.children)


def is_subject_gerund(token: Token) -> bool:
    """ "Shelling by the army killed three": a gerund that the parser hangs to its verb as a clause beside it."""
    verb = token.head
    return (
        token.tag_ == "VBG" and token.dep_ == "advcl" and token.i < verb.i
        and any(c.dep_ in {"prep", "agent"} and c.lower_ in {"by", "of"} for c in token.children)
        and not any(c.dep_ in _SUBJECTS or c.text == "," for c in verb.children if c.i < verb.i)
    )  # fmt: skip


def _after_object(word: Token, verb: Token) -> Token | None:
    """ "They stormed parliament and police opened fire": the parser joins the object to the next clause's subject."""
    above = verb.head
    forceful = above.lemma_.lower() in slot_words()["laying_hands"]
    if verb.dep_ != "ccomp" or word.left_edge.i - 1 != above.i or not forceful:
        return None
    return next((child for child in word.children if child.dep_ == "conj"), None)


def _antecedent(word: Token, verb: Token) -> Token:
    while verb.dep_ == "conj":
        verb = verb.head
    if word.lower_ not in _RELATIVE or verb.dep_ != "relcl":
        return word
    noun = place = verb.head
    while place.dep_ == "appos" and place.head.dep_ in {"pobj", "appos"}:
        place = place.head
    if word.lower_ == "who" and noun.ent_type_ in _LANDS and place.dep_ == "pobj":
        group = place.head.head  # "rebels from Kenya, who …", "Cole (19) of 4 Elm Drive, Cahir, who …"
        if lemma_of(group) in load_classes()["agent"] or group.ent_type_ == "PERSON":
            return group
    return (resident(word) if word.lower_ == "who" else None) or noun


def _has_mark(verb: Token) -> bool:
    return any(child.dep_ == "mark" for child in verb.children)


def _object_control(verb: Token) -> Token | None:
    if verb.lemma_ in slot_words()["subject_control"]:
        return None
    if is_passive(verb):
        return next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    asked = next((c for c in verb.children if c.dep_ in {"dobj", "dative"} and c.pos_ != "ADP"), None)
    if asked is None and verb.lemma_.lower() in slot_words()["appealing"]:
        asked = next((n for _, n in prepositional(verb, "on", "upon", "to")), None)
    return asked


def _owner(noun: Token, depth: int) -> Token | None:
    """Whose decision, plan or order it is: the possessor, or the subject of the verb that takes it."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None) or next(
        (c for c in noun.children if c.dep_ in _OF_NAMES and c.ent_type_ in _NAMED), None
    )  # "the *U.S.* decision to install missiles"
    if owner is not None:
        return owner
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in _BESIDE else noun.head
    if (verb != noun.head or noun.dep_ in {"dobj", "attr", "oprd"}) and verb.pos_ in {"VERB", "AUX"}:
        return None if of_another(verb) else subject_of(verb, depth + 1)  # "opposed efforts to press Ukraine"
    return None


def _of_preposition(preposition: Token, depth: int) -> Token | None:
    head = preposition.head
    if (accused := accused_before(preposition)) is not None:
        return accused
    if head.pos_ in {"VERB", "AUX"}:
        if preposition.lower_ in _OF_OBJECT:
            found = next((c for c in head.children if c.dep_ in {"dobj", "nsubjpass"}), None)
            if found is not None and lemma_of(found) not in load_classes()["happening"]:
                return found  # "serving a sentence for hacking": the sentence hacks nothing
        return subject_of(head, depth + 1)
    if preposition.lower_ == "of" and head.dep_ == "dobj" and head.head.lemma_.lower() in slot_words()["charging"]:
        return head  # "accused both sides of detaining …", hung on the sides
    return _owner(head, depth)


def agent_of(verb: Token) -> Token | None:
    """The one who does it: the subject of an active verb, the noun after "by" of a passive."""
    return passive_agent_of(verb) if passive(verb) else subject_of(verb)


def passive(verb: Token) -> bool:
    """As is_passive; a bare participle with a subject is one too ("150 Palestinians imprisoned in Israel")."""
    if verb.dep_ == "acl" and verb.lemma_.lower() in slot_words()["intransitive"]:
        return False
    if is_passive(verb) or _headline_passive(verb) or _beside_passive(verb):
        return True
    if verb.tag_ != "VBN" or verb.dep_ not in {"relcl", "acl"}:
        return False
    kinds = {child.dep_: child for child in verb.children}
    if "nsubj" not in kinds or kinds.keys() & {"aux", "dobj", "mark"}:
        return False
    first = kinds["nsubj"].left_edge.i  # the noun of a preposition, which the parser made a subject
    return first > 0 and verb.doc[first - 1].pos_ == "ADP"


def _beside_passive(verb: Token) -> bool:
    """ "Was charged and *extradited*": the parser takes the second for an active verb, which has no object."""
    above = verb.head
    if verb.dep_ != "conj" or verb.tag_ not in {"VBD", "VBN"} or lemma_of(verb) not in slot_words()["transitive"]:
        return False
    return passive(above) and not {child.dep_ for child in verb.children} & {"nsubj", "aux", "dobj"}


def _headline_passive(verb: Token) -> bool:
    """ "Man arrested in Dublin", "he is in jail, charged with …": a verb that cannot be without an object has none."""
    dead = next((c for c in verb.children if c.lower_ == "dead" and c.i == verb.i + 1), None)  # "journalist shot dead"
    below = {"ROOT", "ccomp", "advcl"} | ({"xcomp"} if dead is not None and verb.tag_ == "VBN" else set())
    if verb.tag_ not in {"VBD", "VBN"} or verb.dep_ not in below:
        return False
    if verb.dep_ == "xcomp":
        return True
    if verb.lemma_.lower() not in slot_words()["transitive"] and dead is None:
        return False
    kinds = {child.dep_ for child in verb.children if child != dead}
    beside = verb.dep_ == "advcl" and verb.tag_ == "VBN" and not kinds & {"mark", "nsubjpass", "auxpass"}
    return (beside or (verb.dep_ != "advcl" and "nsubj" in kinds)) and not kinds & _FULL


def passive_agent_of(verb: Token) -> Token | None:
    """The noun after "by" of a passive, wherever the parser hangs it."""
    found = passive_agent(verb)
    if found is not None:
        return found
    for child in verb.children:  # "was threatened with an embargo by its neighbour": the parser hangs "by" too low
        if child.dep_ in {"prep", "dobj"} and child.i > verb.i:
            found = next((n for t in _nouns(child) for p, n in prepositional(t, "by") if p.i > verb.i), None)
            if found is not None and found.pos_ in {"NOUN", "PROPN", "PRON"} and found.ent_type_ not in _NOT_A_PARTY:
                return found
    return None


def _nouns(phrase: Token) -> Iterator[Token]:
    """The words of a phrase that are no verbs: in "charged with hiding a gun found by police" none has a "by"."""
    return (t for t in phrase.subtree if t.pos_ not in {"VERB", "AUX"})


def object_of(verb: Token) -> Iterator[Token]:
    """What it is done to: the object, the subject of a passive, the antecedent of an object relative."""
    if passive(verb):
        given = [c for c in verb.children if c.dep_ == "dobj"] if lemma_of(verb) in slot_words()["giving"] else []
        found = subject_of(verb) if not given else None  # "was given wheat": the wheat is given, to the subject
        yield from given if found is None else [found]
        return
    own = [c for c in verb.children if c.dep_ in {"dobj", "oprd"} and c.pos_ != "VERB"]
    yield from (_antecedent(c, verb) for c in own)
    for child in verb.children:  # "urged Syria to stop": the parser makes Syria the subject of "stop"
        bare = child.dep_ == "ccomp" and child.tag_ == "VB"
        bare = bare and not any(c.dep_ in {"aux", "mark"} for c in child.children)
        if child.dep_ in {"ccomp", "xcomp"} and (bare or is_infinitive(child)):  # "let *the women* go"
            yield from (c for c in child.children if c.dep_ in {"nsubj", "nsubjpass"})
    if own:
        return
    for child in verb.children:
        if child.dep_ == "ccomp":
            yield from (c for c in child.children if c.dep_ == "nsubj" and _after_object(c, child) is not None)
    if verb.dep_ == "relcl" and any(c.dep_ == "nsubj" and c.lower_ not in _RELATIVE for c in verb.children):
        yield verb.head
    if (before := lost_antecedent(verb)) is not None:
        yield before
    yield from shared_object(verb)


def governing_verb(noun: Token) -> Token | None:
    """The verb that the noun is the object or the subject of, or that takes it by a preposition."""
    while noun.dep_ in {"conj", "appos"} and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    head = noun.head
    if noun.dep_ == "pobj" and head.dep_ in {"prep", "agent", "dative"}:
        head = head.head
    return head if head.pos_ in {"VERB", "AUX"} and head != noun else None


def of_another(verb: Token) -> bool:
    """Whether the verb speaks of an act of others, or withstands it: "condemned the raid", "repelled an attack"."""
    return verb.lemma_.lower() in slot_words()["of_another"]


def participle_of(noun: Token) -> Token | None:
    """The participle that tells more of the noun: "a truce, agreed in Doha", wherever the parser hangs it."""
    for child in noun.children:
        if child.dep_ == "acl" and child.tag_ == "VBN":
            return child
    end = max(t.i for t in noun.subtree) + 1
    doc = noun.doc
    for i in range(end, min(end + 2, len(doc))):
        same = doc[i].is_sent_start is not True and doc[i - 1].is_sent_start is not True
        if same and doc[i].tag_ == "VBN" and doc[i - 1].text == ",":
            return doc[i]
    return None


def is_infinitive(verb: Token) -> bool:
    """Whether the clause is an infinitive with "to" and no "that" before it."""
    return any(c.tag_ == "TO" for c in verb.children) and not _has_mark(verb)
