"""Decides the status of a site: from its own forms outwards, through what it depends on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.coding.events.site import Site
from reportedly.coding.events.status.tense import Found, asking, by_form, by_mark, by_negation, is_aside, refusal
from reportedly.coding.events.status.words import keys_of, status_words
from reportedly.coding.syntax import head_verb, is_passive

if TYPE_CHECKING:
    from spacy.tokens import Token

    from reportedly.reading import Status

__all__ = ["Standing", "standing"]

_DEEP = 7
_TOLD_AS_FACT = {"occurred", "ongoing", "historical", "future"}
_VERBS = {"VERB", "AUX"}
_TO_VERB = {"csubj", "xcomp", "ccomp", "acl", "pcomp", "advcl", "conj"}


@dataclass(frozen=True, slots=True)
class Standing:
    """The status, the word that gives it (None for the plain telling), the reason, and the word it depends on.

    `governor` is the verb, noun or adjective by which the event was ordered, feared, refused …; `purpose` marks what
    is only aimed at or wished for ("to assist Assad"); `carriers` are the verbs that carry a noun's event; `refusing`
    is the word by which its own subject refuses a negated act ("will not take part").
    """

    status: Status
    word: Token | None
    reason: str
    governor: Token | None = None
    purpose: bool = False
    carriers: tuple[Token, ...] = ()
    refusing: Token | None = None


def standing(site: Site) -> Standing:
    """The status of the event that the site tells."""
    carriers: list[Token] = []
    found, governor, purpose = _of(site.head, 0, carriers, site.frame.pos == "verb")
    asked = asking(site.head)
    if asked is not None and (found is None or found[0] in _TOLD_AS_FACT):
        found = "hypothetical", asked, f"a question (“{asked.text} …?”)"
    if found is None:
        return Standing("occurred", None, "told as a fact", None, purpose, tuple(carriers))
    status, word, reason = found
    will = next((w for verb in (site.head, *carriers) for w in (refusal(verb),) if w is not None), None)
    refused = will if status == "negated" and governor is None else None
    if status == "negated" and governor is not None and governor.lemma_ == "go":
        refused = governor  # "is not going to recognise it"
    return Standing(status, word, reason, governor, purpose, tuple(carriers), refused)  # type: ignore[arg-type]


_COMPLEMENTS = {"of", "in", "for", "to", "from", "with", "by", "on", "off", "out", "against"}
_Answer = tuple["Found | None", "Token | None", bool]
_TOLD: _Answer = (None, None, False)
_ASKING = {"who", "what", "when", "where", "why", "how", "which", "whose"}


def _of(token: Token, depth: int, carriers: list[Token], verb: bool) -> _Answer:
    if depth > _DEEP:
        return None, None, False
    if verb or token.pos_ in _VERBS:
        return _of_verb(token, depth, carriers)
    return _of_noun(token, depth, carriers)


def _of_verb(verb: Token, depth: int, carriers: list[Token]) -> _Answer:
    own, mark = by_negation(verb), by_mark(verb)
    if own is not None and mark is None:
        return own, None, False
    form = by_form(verb)
    if mark is not None and (form is None or form[0] != "negated"):
        return mark, None, False
    outer, governor, purpose = _above_verb(verb, depth, carriers)
    if outer is not None and (form is None or _outweighs(outer[0], form[0])):
        return outer, governor, purpose
    return form, governor, purpose


def _outweighs(outer: str, form: str) -> bool:
    """Whether what a clause depends on says more than its own form: "fear that it will seize" is no plan to seize."""
    return form in {"ongoing", "historical"} or outer == "negated" or (outer == "hypothetical" and form == "future")


def _above_verb(verb: Token, depth: int, carriers: list[Token]) -> _Answer:
    dep, head, infinitive = verb.dep_, verb.head, _infinitive(verb)
    if dep not in _TO_VERB | ({"relcl"} if infinitive else set()) or head == verb or is_aside(verb):
        return None, None, False
    if dep == "ccomp" and _condition(head, verb):
        return None, None, False
    if dep == "conj":
        own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
        if own or head.pos_ not in _VERBS or (verb.tag_ != head.tag_ and verb.tag_ != "VB"):
            return None, None, False
        if _infinitive(head) or head.dep_ in {"xcomp", "pcomp", "ccomp"}:
            return _above_verb(head, depth + 1, carriers)
        return None, None, False
    if dep == "advcl":
        if infinitive:
            return ("hypothetical", verb, "a purpose: it is only aimed at"), head, True
        if verb.tag_ == "VBG" and head.pos_ in _VERBS and not any(c.dep_ == "mark" for c in verb.children):
            return _in_doubt(_of(head, depth + 1, [], True))
        return None, None, False
    if dep == "csubj":
        return _in_doubt(_of(head, depth + 1, [], True))
    if dep == "pcomp":
        return _above_gerund(head, depth, carriers) if head.dep_ == "prep" else (None, None, False)
    if dep == "acl" and not infinitive and head.pos_ in {"NOUN", "PROPN"} and verb.tag_ in {"VBN", "VBG"}:
        return None, None, False
    answer = _governed(head, verb, depth, carriers)
    return _infinitive_of(head, verb, depth) if answer[0] is None and infinitive else answer


def _condition(head: Token, verb: Token) -> bool:
    """ "It threatened war, *should Baghdad refuse*": a condition that follows, which the parser sets above."""
    auxiliary = next((c for c in head.children if c.dep_ == "aux" and c.lower_ in status_words().inverting), None)
    subject = next((c for c in head.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    return auxiliary is not None and subject is not None and verb.i < auxiliary.i < subject.i


def _headline(head: Token, verb: Token) -> bool:
    """ "Greek seamen to strike on Wednesday": nothing else in the sentence is a verb."""
    before = head.dep_ == "ROOT" and head.pos_ in {"NOUN", "PROPN"} and head.i < verb.i
    return before and not any(t.pos_ in _VERBS and t.i < verb.i and t.dep_ != "amod" for t in head.sent if t != verb)


def _infinitive_of(head: Token, verb: Token, depth: int) -> _Answer:
    """An infinitive that no word governs: only aimed at, but "managed to enter" and "the first to name it" tell it."""
    if _headline(head, verb):
        return ("future", verb, "a headline's infinitive: it is to be done"), None, False
    if head.lemma_.lower() not in status_words().factual:
        return ("hypothetical", verb, "an infinitive: it is only aimed at"), head, True
    above = head_verb(head) if head.pos_ not in _VERBS else None  # "may become the first to recognise it"
    return _in_doubt(_of(above, depth + 1, [], True)) if above is not None else (None, None, False)


def _above_gerund(preposition: Token, depth: int, carriers: list[Token]) -> _Answer:
    """ "without firing", "accused of bombing", "tried to impress her by killing"."""
    words = status_words()
    if preposition.lower_ in words.without:
        return ("negated", preposition, f"“{preposition.text}” denies it"), None, False
    if preposition.lower_ in words.done:
        return None, None, False
    manner = preposition.lower_ in words.manner
    while preposition.head.pos_ == "ADP" and preposition.head != preposition:
        preposition = preposition.head
    above = preposition.head
    answer: _Answer = (None, None, False) if manner else _governed(above, preposition, depth, carriers)
    if answer[0] is None and above.pos_ in _VERBS and above.lemma_.lower() not in words.reporting:
        return _in_doubt(_of(above, depth + 1, [], True))
    return answer


def _in_doubt(answer: _Answer) -> _Answer:
    """What a clause shares with the clause it hangs on: that it may or will happen, not that it did not."""
    return answer if answer[0] is not None and answer[0][0] in {"hypothetical", "future"} else (None, None, False)


def _infinitive(verb: Token) -> bool:
    return any(c.tag_ == "TO" for c in verb.children)


def _of_noun(noun: Token, depth: int, carriers: list[Token]) -> _Answer:
    own = _on_noun(noun)
    if own is not None and own[0] != "ongoing":
        return own, None, False
    outer = _above_noun(noun, depth, carriers)
    return outer if outer[0] is not None else (own, None, outer[2])


def _on_noun(noun: Token) -> Found | None:
    words = status_words()
    for child in noun.children:
        if child.dep_ in {"det", "neg"} and child.lower_ in {"no", "neither"}:
            return "negated", child, f"“{child.text}” negates it"
        if child.dep_ in {"amod", "det", "compound"} and child.lower_ in words.modifiers:
            return words.modifiers[child.lower_], child, f"“{child.text}” stands before it"
    return None


def _above_noun(noun: Token, depth: int, carriers: list[Token]) -> _Answer:
    while noun.dep_ in {"conj", "compound"} and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    head, link = noun.head, noun
    if head == noun:
        return None, None, False
    if noun.dep_ == "pobj" and head.dep_ in {"prep", "agent"}:
        head, link = head.head, head
        if head.dep_ == "prep":  # "because of", "out of"
            head, link = head.head, head
    if noun.dep_ not in {"dobj", "nsubj", "nsubjpass", "pobj", "attr", "oprd"} or head == noun:
        return None, None, False
    return _governed(head, link, depth, carriers, noun=noun)


def _governed(governor: Token, link: Token, depth: int, carriers: list[Token], noun: Token | None = None) -> _Answer:
    """What a governor says of what hangs on it by `link`: its status word, or, where it carries the event, its own."""
    words = status_words()
    pos = {"VERB": "verb", "AUX": "verb", "ADJ": "adjective", "ADV": "adjective"}.get(governor.pos_, "noun")
    keys = keys_of(governor, link)
    subject = noun is not None and noun.dep_ == "nsubj"
    if noun is not None and noun.dep_ == "pobj" and link.lower_ not in _COMPLEMENTS:
        return None, None, False
    table = words.governors.get(pos, {})
    key = next((key for key in keys if key in table), governor.lemma_.lower())
    status = table.get(key)
    told = status == "future" or (status == "hypothetical" and governor.lemma_.lower() in words.reporting)
    if told and noun is None and pos == "verb" and link.dep_ == "ccomp" and _finite(link):
        status = None  # "announced that it had suspended aid", "warned that rebels were shelling …" tell the deed
    if key in words.awaiting and noun is None and not is_passive(governor) and _other_subject(link):
        status = "hypothetical"
    if subject and governor.lemma_ == "be":
        return _due(governor)
    carries = words.carrying_nouns if pos == "noun" else words.carriers
    if any(key in carries for key in keys) and (status is None or subject):
        carriers.append(governor)
        return _of(governor, depth + 1, carriers, pos == "verb")
    governs = not (subject and pos == "verb" and status != "ongoing")
    if status is not None and governs and _links(governor, key, link, noun, pos):
        doubt = _of(governor, depth + 1, [], True)[0] if status == "ongoing" and pos == "verb" else None
        if doubt is not None and doubt[0] in {"hypothetical", "negated"}:
            return doubt, governor, False  # "if the fighting had continued"
        denied = governor.pos_ in _VERBS and by_negation(governor) is not None
        if denied and status == "negated":  # "has not stopped sending", "did not rule out sending"
            goes_on = "ongoing" if governor.lemma_.lower() in words.ending else "hypothetical"
            return (goes_on, governor, f"“{governor.text}” is itself negated"), governor, False
        if denied and status not in {"negated", "hypothetical"}:
            return ("negated", governor, f"“{governor.text}” is itself negated"), governor, False
        return (status, governor, f"it depends on “{governor.text}”"), governor, governor.lemma_.lower() in words.wishes
    if status is None and any(key in words.reporting for key in keys) and noun is None:
        if by_negation(governor):
            return _unsaid(governor, link) or _of(governor, depth + 1, [], True)
        bare = pos == "verb" and link.dep_ == "ccomp" and link.tag_ == "VB" and not _finite(link)
        return _in_doubt(_of(governor, depth + 1, [], True)) if bare else _TOLD  # "hoping to see him give up"
    return None, None, False


def _unsaid(verb: Token, clause: Token) -> _Answer | None:
    """What a negated verb of speech leaves open: "did not say who had shelled it" denies no shelling."""
    if verb.lemma_.lower() not in status_words().withholding:
        return None
    if any(t.lower_ in _ASKING for t in (clause.left_edge, *clause.children) if t.i < clause.i):
        return _TOLD
    return ("hypothetical", verb, f"“{verb.text}” withholds it"), verb, False


def _other_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _due(verb: Token) -> _Answer:
    """ "Talks were due to open": what the adjective after "be" says of its subject, where an infinitive carries it."""
    words = status_words()
    for word in verb.children:
        status = words.governors["adjective"].get(word.lemma_.lower()) if word.dep_ in {"acomp", "oprd"} else None
        if status and any(c.dep_ == "xcomp" and c.lemma_.lower() in words.carriers for c in word.children):
            return (status, word, f"it depends on “{word.text}”"), word, False
    return None, None, False


def _finite(verb: Token) -> bool:
    """Whether the clause has a tense of its own and no modal."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    return not any(c.tag_ in {"TO", "MD"} for c in helpers) and (verb.tag_ in {"VBD", "VBP", "VBZ"} or bool(helpers))


def _links(governor: Token, key: str, link: Token, noun: Token | None, pos: str) -> bool:
    """Whether the link is one by which such a word governs: "be" only with an infinitive, a noun's own complements."""
    if key in status_words().with_infinitive:
        said_of = key == "be" and any(c.dep_ in {"acomp", "attr"} for c in governor.children)  # "it is illegal to …"
        return noun is None and _infinitive(link) and not said_of
    if governor.lemma_ == "have":
        return False
    if noun is not None and pos == "verb" and noun.dep_ == "pobj":
        return link.lower_ in {"for", "to", "on", "of", "off", "out", "against", "in", "from"}
    if pos == "noun":
        return link.dep_ in {"acl", "prep", "ccomp", "relcl"}
    return True
