"""Who does it and to whom it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.codebook.load import load_classes
from reportedly.coding.events.clauses import clause_head
from reportedly.coding.events.content import content_party
from reportedly.coding.events.doers import doers, sufferers
from reportedly.coding.events.misread import is_misread_name
from reportedly.coding.events.names import Names, inner
from reportedly.coding.events.owners import whose
from reportedly.coding.events.parties import coordinated_origins, owner_before
from reportedly.coding.events.site import Site
from reportedly.coding.events.slots import fill
from reportedly.coding.events.status import Standing
from reportedly.coding.events.verbs import (
    agent_of,
    further_subjects,
    governing_verb,
    object_of,
    of_another,
    participle_of,
    passive,
    subject_of,
)
from reportedly.coding.events.words import is_aged, lemma_of, slot_words
from reportedly.coding.syntax import prepositional

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Roles", "roles_of"]

_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"}
_DENIER = "the one whose gerund it is"
_MEASURES = {"DATE", "TIME", "MONEY", "PERCENT"}
_NAMED = {"PERSON", "GPE"}
_EMPTY = {"this", "that", "these", "those", "there", "what", "which", "who", "whom", "something", "nothing", "itself"}


@dataclass(slots=True)
class Roles:
    """The heads of the phrases in each role, and the slot (or the rule) that gave them."""

    actors: list[Token]
    recipients: list[Token]
    actor_from: str
    recipient_from: str


def roles_of(site: Site, names: Names, standing: Standing) -> Roles:
    """The roles of a site: from its frame's slots, then from the words that govern or carry it."""
    actors, actor_from = _first(site, site.frame.actor, names, actor=True)
    if not actors and site.frame.actor:
        actors, actor_from = _from_above(site, standing)
    if not actors:
        actors, actor_from = _own_denial(site)
    if not actors:
        actors, actor_from = _before(site, names)
    recipients, recipient_from = _first(site, site.frame.recipient, names, actor=False)
    if not recipients and site.frame.recipient:
        recipients, recipient_from = _hit_by(site, standing)
    if not recipients and site.nominal:
        recipients, recipient_from = _suffering(site)
    if recipients and recipients == actors:
        actors, actor_from = [], ""
    if not recipients and site.frame.recipient:
        recipients, recipient_from = _from_around(site, names)
    if not recipients and site.frame.recipient:
        recipients, recipient_from = content_party(site, names)
    if not actors and not recipients and site.nominal:
        actors, actor_from = list(_company(site)), "company"
    actors = doers(_parties(actors), names, ("instrument", "relief") if site.entry.plover == "AID" else ("instrument",))
    recipients = [t for t in sufferers(whose(_parties(recipients), site, names), names) if t not in actors]
    found = Roles(actors, recipients, actor_from, recipient_from)
    return _two_sided(site, found, names)


def _first(site: Site, slots: tuple[str, ...], names: Names, *, actor: bool) -> tuple[list[Token], str]:
    """The first slot that is filled; a phrase that belongs to someone ("its forces") waits for a better one."""
    waiting: tuple[list[Token], str] = ([], "")
    for slot in slots:
        found = [t for t in map(_through_verbs, fill(site, slot)) if t is not None and _may_be_party(t)]
        if slot == "modifier":
            found = _whole([t for t in found if _acts(t, names) and not names.is_scene(t, site)])
        elif slot == "possessive":
            found = [] if actor and _suffered(site) else [_antecedent(site, t) for t in found]
        else:
            found = [side for t in found for side in _sides_of(t)]
            found = [t for t in found if t.dep_ != "oprd"] or found[:1]  # "called him a traitor" is done to him
            if actor and slot == "of" and site.nominal:
                found = [t for t in found if _acts(inner(t) or t, names)]
        if not found:
            continue
        if actor and slot == "of" and any(_owned(t) for t in found):
            waiting = waiting if waiting[0] else (found, slot)
            continue
        return found, slot
    return waiting


def _whole(modifiers: list[Token]) -> list[Token]:
    """ "A *Sudanese army* air strike" has one actor: the country's name says whose army it is."""
    return [t for t in modifiers if not any(owner_before(other) == t for other in modifiers)]


def _antecedent(site: Site, owner: Token) -> Token:
    """ "Israel will continue its airstrikes": the subject of the verb stands for the pronoun."""
    verb = governing_verb(site.head) if owner.pos_ == "PRON" and site.nominal and site.head.dep_ == "dobj" else None
    who = agent_of(verb) if verb is not None else None
    return who if who is not None and _may_be_party(who) else owner


def _sides_of(token: Token) -> list[Token]:
    """Talks do not act, those who talk do: "talks between A and B collapsed"."""
    if token.pos_ == "NOUN" and token.lemma_.lower() not in load_classes()["agent"]:
        sides = [n for _, n in prepositional(token, "between")]
        if sides:
            return sides
    return [token]


def _through_verbs(token: Token) -> Token | None:
    clause = token.pos_ in {"VERB", "AUX"} and token.dep_ in {"ccomp", "xcomp", "pcomp", "acl"}
    return subject_of(token) if clause else token


def _may_be_party(token: Token) -> bool:
    if is_aged(token) or is_misread_name(token):
        return True
    return token.pos_ in _NOMINAL and token.lower_ not in _EMPTY and token.ent_type_ not in _MEASURES


def _acts(token: Token, names: Names) -> bool:
    kind = names.kind(token)
    return kind in {"country", "person", "organisation"} or (kind == "actor" and token.pos_ != "ADJ")


def _owned(token: Token) -> bool:
    """ "the withdrawal of his forces" is not the forces' doing."""
    deeper = inner(token) or token
    return any(c.dep_ == "poss" and c.pos_ == "PRON" for t in (token, deeper) for c in t.children)


def _from_above(site: Site, standing: Standing) -> tuple[list[Token], str]:
    """Whoever ordered, planned or carried out what the noun tells."""
    if not site.nominal and any(c.dep_ in {"nsubj", "nsubjpass"} for c in site.head.children):
        return [], ""  # "they concluded that he had been killed"
    above = [*standing.carriers]
    if standing.governor is not None and site.nominal:
        above.append(standing.governor)
    for word in above:
        if word.pos_ in {"VERB", "AUX"}:
            found = None if of_another(word) else agent_of(word)
            if found is not None and found != site.head and not _within(site.head, found) and _may_be_party(found):
                return [found], f"the subject of “{word.text}”"
        else:
            owners = [c for c in word.children if c.dep_ == "poss" and _may_be_party(c)]
            if owners:
                return owners, f"whose “{word.text}” it is"
    return [], ""


def _within(token: Token, noun: Token) -> bool:
    """Whether it is a part of the noun's phrase; what a clause tells of it is not ("men who *began shooting*")."""
    while token != noun and token.dep_ != "relcl" and token.head != token:
        token = token.head
    return token == noun


def _own_denial(site: Site) -> tuple[list[Token], str]:
    """ "Armed forces *deny bombing* market": a gerund read as a part of its object's name is the denier's own deed."""
    verb = site.head.head.head
    gerund = site.head.dep_ == "compound" and site.head.lower_.endswith("ing") and site.head.i == verb.i + 1
    if not gerund or site.head.head.dep_ != "dobj" or verb.lemma_.lower() not in slot_words()["of_oneself"]:
        return [], ""
    who = agent_of(verb)
    return ([who], _DENIER) if who is not None and _may_be_party(who) else ([], "")


def _before(site: Site, names: Names) -> tuple[list[Token], str]:
    """Whose protest or weapon it is by the word before it: "*student* protests", "*Irish* missiles were installed"."""
    if site.entry.plover == "PROTEST" and site.nominal:
        near = (t for t in {*site.tokens, *fill(site, "modifier")} if t.dep_ in {"compound", "amod", "nmod"})
        found = [t for t in near if lemma_of(t) in slot_words()["protesting"]]
        return sorted(found, key=lambda t: t.i), "modifier" if found else ""
    if site.entry.plover == "MOBILIZE" and site.frame.pos == "verb" and passive(site.head):
        moved = [t for t in object_of(site.head) if lemma_of(t) in load_classes()["instrument"]]
        found = doers(moved, names)
        return found, "whose weapon it is" if found else ""
    return [], ""


def _hit_by(site: Site, standing: Standing) -> tuple[list[Token], str]:
    """ "The air strike *hit the market*": what the verb that carries it says it was done to."""
    for verb in standing.carriers if site.nominal and site.entry.plover == "ASSAULT" else ():
        if verb.lemma_.lower() in slot_words()["hitting"] and subject_of(verb) in site.tokens:
            found = [t for t in object_of(verb) if _may_be_party(t)]
            if found:
                return found, f"the object of “{verb.text}”"
    return [], ""


def _suffered(site: Site) -> bool:
    """Whether the noun's possessor, if it has one, is the one to whom it is done: "his arrest"."""
    return lemma_of(site.head) in slot_words()["suffered"] and not fill(site, "of")


def _suffering(site: Site) -> tuple[list[Token], str]:
    """Who suffers what a noun tells: its possessor, or the subject of the verb that gets it ("drew criticism")."""
    if _suffered(site):
        found = [t for t in fill(site, "possessive") if _may_be_party(t)]
        if found:
            return found, "possessive"
    verb = governing_verb(site.head) if site.head.dep_ == "dobj" else None
    gotten = (site.entry.plover or "").lower() in slot_words()["gotten"]
    if verb is not None and gotten and lemma_of(verb) in slot_words()["getting"]:
        who = subject_of(verb)
        if who is not None and _may_be_party(who):
            return [who], f"the subject of “{verb.text}”"
    return [], ""


def _from_around(site: Site, names: Names) -> tuple[list[Token], str]:
    """For whom it is done ("in support of the president"), or who bears it ("left in response to sanctions")."""
    for _, noun in prepositional(site.head, "in", "on", "to"):
        if noun.lemma_.lower() in slot_words()["favour"]:
            found = [n for _, n in prepositional(noun, "of") if _may_be_party(n)]
            if found:
                return found, f"in {noun.text} of"
    if not site.entry.recipient_required or not site.nominal:
        return [], ""
    clause = clause_head(site.head)
    between = site.head.doc[min(clause.i, site.head.i) : max(clause.i, site.head.i)]
    if any(t.lower_ in slot_words()["bearing"] for t in between):
        bearer = subject_of(clause)
        if bearer is not None and names.kind(bearer) is not None and site.head not in bearer.subtree:
            return [bearer], "the subject, who bears it"
    return [], ""


def _company(site: Site) -> Iterator[Token]:
    """Those with whom it was done: "a truce, established in cooperation with …"."""
    participle = participle_of(site.head)
    for head in (site.head, *([participle] if participle is not None else [])):
        for child in head.subtree:
            if child.lower_ == "with" and child.head.lemma_.lower() in slot_words()["company"]:
                yield from (c for c in child.children if c.dep_ == "pobj")


def _parties(heads: Iterable[Token]) -> Iterator[Token]:
    """Every member of coordinated phrases, once; "leaders of Britain and France" gives the leaders and France."""
    seen: set[int] = set()
    for head in heads:
        for token in _coordinated(head):
            if token.i not in seen and _may_be_party(token):
                seen.add(token.i)
                yield token


def _coordinated(head: Token) -> Iterator[Token]:
    if head.tag_ == "NNS" or lemma_of(head) in load_classes()["agent"]:
        yield from coordinated_origins(head)[:-1]  # "Indian and Pakistani guards"
    yield from _named_before(head)
    yield head
    if head.lemma_.lower() in slot_words()["offices"]:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        yield from (t for t in _conjoined(noun) if t.ent_type_ == "GPE")
    yield from _conjoined(head)


def _conjoined(head: Token) -> Iterator[Token]:
    """What is coordinated with the head, however long the list."""
    waiting = [head, *further_subjects(head)]
    yield from waiting[1:]
    while waiting:
        for child in waiting.pop().children:
            if child.dep_ == "conj" and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
                yield child
                waiting.append(child)


def _named_before(head: Token) -> Iterator[Token]:
    """ "*Donald Trump* and Speaker Paul Ryan": the parser takes the first name for a part of the second's title."""
    for part in head.children if head.ent_type_ in _NAMED else ():
        if part.dep_ in {"compound", "nmod"} and part.i < head.i:
            own = [part, *(c for c in part.children if c.dep_ in {"compound", "nmod"})]
            yield from (t for t in own if t.ent_type_ in _NAMED and _and_follows(t))


def _and_follows(name: Token) -> bool:
    return any(c.dep_ == "cc" and c.lower_ == "and" for c in name.children)


def _two_sided(site: Site, found: Roles, names: Names) -> Roles:
    """Where all parties act alike (talks, fighting between two sides) every one of them is an actor."""
    between = (t for t in _parties(fill(site, "between")) if site.nominal or site.entry.plover != "ASSAULT")
    sides = [t for t in doers(between, names) if t not in [*found.actors, *found.recipients]]
    if site.entry.plover == "ASSAULT" and "with" in site.frame.actor and found.actors:
        with_whom = (t for t in _parties(fill(site, "with")) if names.kind(t) is not None)
        sides += [t for t in doers(with_whom, names) if t not in [*found.actors, *found.recipients, *sides]]
    mutual = site.frame.mutual or (site.entry.plover == "CONSULT" and site.frame.mode not in {"visit", "third-party"})
    if mutual and not site.nominal and not found.actors and not sides:
        return Roles([], [], "", "")  # "resolving the dispute with Iraq": nobody is told to have done it
    if mutual or (site.entry.plover == "ASSAULT" and sides):
        joined = [*found.actors, *(t for t in [*found.recipients, *sides] if t not in found.actors)]
        return Roles(joined, [], found.actor_from or "between", "")
    return found
