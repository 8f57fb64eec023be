"""Of several tellings, which are events of their own: no act twice, no mere mention, nothing only asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reportedly.codebook.load import QUADS, load_classes
from reportedly.coding.events.acts import no_act
from reportedly.coding.events.claims import claiming_verb
from reportedly.coding.events.clauses import clause_head, root_of
from reportedly.coding.events.doers import is_happening
from reportedly.coding.events.joining import join_outcomes
from reportedly.coding.events.names import Names, inner
from reportedly.coding.events.public import not_public
from reportedly.coding.events.slots import fill
from reportedly.coding.events.telling import Refused, Telling
from reportedly.coding.events.verbs import goes_with, governing_verb, of_another
from reportedly.coding.events.weighing import sure
from reportedly.coding.events.words import lemma_of, slot_words
from reportedly.reading import REAL

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["choose", "content_of", "weight"]

Rule = Callable[[Telling, list[Telling]], str | None]

_VERBAL = {QUADS[0], QUADS[2]}
_MEMORY = 60  # events back to which a noun may refer
_WORD, _NAME = 5, 4  # letters that two forms of a word, and a country and its adjective, have in common
_CONTENT = (
    "complement", "that", "object", "of", "for", "to", "from", "with", "in", "against", "on", "over", "about", "into",
)  # fmt: skip
_AROUND = ("subject", "object")
_BESIDE = {"prep", "advmod", "npadvmod", "compound", "amod"}
_PARTS = ("object", "of", "complement", "with", "in", "to", "for", "from")


def weight(telling: Telling) -> float:
    """How strongly the words tell this type: the frame's sureness, more for longer and more specific words."""
    site = telling.site
    frame = site.frame
    return (
        frame.sure
        + 0.04 * (len(site.tokens) - 1)
        + (0.03 if frame.needs else 0.0)
        + (0.02 if frame.mode else 0.0)
        + 0.03 * bool(telling.roles.actors)
        + 0.03 * bool(telling.roles.recipients)
    )


def choose(told: list[Telling], names: Names) -> tuple[list[Telling], list[Refused]]:
    """The tellings that are events of their own, in the order of the text, and why the others are not."""
    refused: list[Refused] = []
    told = _sift(join_outcomes(told, refused), lambda telling, _: no_act(telling), refused)
    told = _sift(told, lambda telling, _: not_public(telling, names), refused)
    beside = _by_sentence(told)
    single = _sift(told, lambda telling, _: _weaker(telling, beside[root_of(telling.head).i]), refused)
    beside_single = _by_sentence(single)
    own = _sift(single, lambda telling, _: content_of(telling, beside_single[root_of(telling.head).i]), refused)
    news = _sift(own, lambda telling, _: None if sure(telling) else _mention(telling), refused)
    new = _sift(sorted(news, key=lambda telling: not telling.site.frame.own), _repeated, refused)
    new = [telling for telling in news if any(telling is each for each in new)]
    return _sift(new, lambda telling, _: _nobody(telling, names), refused), refused


def _by_sentence(told: list[Telling]) -> dict[int, list[Telling]]:
    """The tellings of each sentence, by the index of its root."""
    found: dict[int, list[Telling]] = {}
    for telling in told:
        found.setdefault(root_of(telling.head).i, []).append(telling)
    return found


def _sift(told: list[Telling], rule: Rule, refused: list[Refused]) -> list[Telling]:
    """The tellings that a rule lets pass; it sees those that passed before, and says why another does not."""
    kept: list[Telling] = []
    for telling in told:
        reason = rule(telling, kept)
        if reason is None:
            kept.append(telling)
        else:
            refused.append(Refused(telling.site, reason))
    return kept


def _weaker(telling: Telling, told: list[Telling]) -> str | None:
    """The same words read another way, or the verb and the object that together tell one thing."""
    mine = {t.i for t in telling.site.tokens}
    for other in told:
        if other is telling:
            continue
        if mine & {t.i for t in other.site.tokens}:
            ours, theirs = _claim(telling, other), _claim(other, telling)
            if theirs > ours or (theirs == ours and told.index(other) < told.index(telling)):
                return f"the same words tell {other.site.name}"
        elif other.kin(telling) and _holds(other, telling) and not (_holds(telling, other)):
            return f"part of {other.site.name}"
    return None


def _claim(telling: Telling, other: Telling) -> tuple[bool, float]:
    """How strong its claim on words is that another has too: a user's frame goes before, where it has all of them."""
    own = telling.site.frame.own and not other.site.frame.own
    covers = {t.i for t in telling.site.tokens} >= {t.i for t in other.site.tokens}
    return own and covers, weight(telling)


def _holds(outer: Telling, inner: Telling) -> bool:
    """Whether the inner trigger stands in one of the outer's slots."""
    return any(inner.head == t for slot in _PARTS for t in fill(outer.site, slot))


def content_of(telling: Telling, told: list[Telling]) -> str | None:
    """What is promised, asked for, threatened or refused is the content of that act, not a second event."""
    if telling.standing.purpose:
        return "only aimed at or wished for, not told as done"
    for other in told:
        if other is telling or root_of(other.head) != root_of(telling.head):
            continue
        if other.site.proposed and not telling.site.proposed:
            continue  # what the voice alone reads makes nothing of a frame's its content
        if telling.standing.carriers and telling.head.is_ancestor(other.head):
            continue  # "a ceasefire brokered by X took effect": the participle describes what the verb tells
        real = telling.standing.status in {"occurred", "ongoing"} and telling.roles.recipients
        indicted = other.site.frame.pos == "verb" and other.head.lemma_.lower() in slot_words()["indicting"]
        if indicted and _in_content(telling.head, other):
            return f"the deed that {other.site.name} charges"
        if real and other.site.entry.plover == "ACCUSE":
            continue  # what someone is accused of is told as done, by the accuser
        governor = telling.standing.governor
        if governor is not None and governor in other.site.tokens:
            return f"the content of {other.site.name}"
        if other.site.entry.quad in _VERBAL and _in_content(telling.head, other):
            return f"the content of {other.site.name}"
    return None


def _in_content(head: Token, other: Telling) -> bool:
    inside = {t.i for t in other.site.tokens}
    if head.i in inside:
        return True
    filled = {t.i for slot in _CONTENT for t in fill(other.site, slot)}
    hops = 0
    while head.i not in filled and head.head != head and hops < 3:
        aimed = head.dep_ == "acl" and any(c.tag_ == "TO" for c in head.children)
        if head.dep_ in {"relcl", "advcl", "acl"} and not aimed:
            return False
        head, hops = head.head, hops + 1
    return head.i in filled


def _mention(telling: Telling) -> str | None:
    """A noun alone names what is known; it tells something new by who does it, or by the verb that carries it."""
    site = telling.site
    spans = slot_words()["spans"]
    if not site.nominal or any(c.lemma_.lower() not in spans for c in telling.standing.carriers):
        return None
    parties = len(telling.roles.actors) + len(telling.roles.recipients)
    verb = governing_verb(site.head)
    if verb is not None and of_another(verb) and not telling.roles.actors and not _dated(site.head):
        return f"spoken of or withstood by “{verb.text}”, with nobody named who does it"
    if parties == 1 and _in_passing(telling):
        return "a mention in passing: one party, and a verb that tells something else"
    setting = _setting(site.head)
    if not telling.roles.actors and not telling.roles.recipients and telling.standing.governor is None:
        return "a bare mention: nobody does it, and no verb carries it"
    if setting is not None and not (telling.roles.actors and telling.roles.recipients):
        named = telling.roles.actor_from == "company" or (parties > 1 and _part_of(site.head))
        return None if named else f"background after “{setting.text}”"
    return None


def _nobody(telling: Telling, names: Names) -> str | None:
    """An act without anyone in it: told of things alone, or nowhere and at no time."""
    roles, head = telling.roles, telling.head
    if roles.actors:
        own = telling.plover == "ASSAULT" and roles.recipients and all(_own_thing(t, names) for t in roles.recipients)
        return "it is done to one's own things" if own else None
    if any(names.kind(t) is not None or t.pos_ == "PRON" for t in (*roles.recipients, *_inner(roles.recipients))):
        return None
    faceless = (telling.plover or "").lower() in slot_words()["faceless"]
    if not faceless and not roles.recipients:
        around = [t for slot in _AROUND for t in fill(telling.site, slot)]
        faceless = any(names.kind(t) is not None and not is_happening(t) for t in (*around, *_inner(around)))
        if faceless:
            return None
    if not faceless and not telling.site.nominal:
        about = [t for t in fill(telling.site, "subject") if lemma_of(t) in load_classes()["talks"]]
        if any(_placed(t) for t in (head, *about)) and about:
            return None  # "the talks in Juba broke up"
    if sure(telling):
        return None
    if not faceless:
        return "nobody does it, and it is done to nobody"
    if roles.recipients or not telling.site.nominal:
        return None
    clause = clause_head(head)
    if any(c.dep_ in {"mark", "advmod"} and c.lower_ in slot_words()["background"] for c in clause.children):
        return "background: no one does it, and it sets the scene"
    return None if _dated(head) or _placed(head) or _set_in(clause) else "a bare mention: no party, no place, no time"


def _own_thing(noun: Token, names: Names) -> bool:
    """ "Iraq destroyed its missiles" is no assault."""
    owned = any(c.dep_ == "poss" and c.lower_ in {"its", "their", "his", "her", "our"} for c in noun.children)
    return owned and names.kind(noun) is None and noun.lemma_.lower() in load_classes()["instrument"]


def _inner(heads: list[Token]) -> list[Token]:
    return [t for head in heads for t in (inner(head),) if t is not None]


def _set_in(clause: Token) -> bool:
    return _dated(clause) or _placed(clause)


def _placed(token: Token) -> bool:
    below = (t for c in token.children if c.dep_ in _BESIDE for t in c.subtree)
    return any(t.ent_type_ in {"GPE", "LOC", "FAC"} for t in below)


def _in_passing(telling: Telling) -> bool:
    """Whether a noun is the object of a verb that neither carries nor governs it ("escaped the Iraqi invasion")."""
    noun = telling.head
    if telling.standing.governor is not None or telling.roles.actor_from == "company" or _dated(noun):
        return False
    return noun.dep_ == "dobj" and telling.standing.word is None


def _setting(noun: Token) -> Token | None:
    """The preposition that makes a noun background: "amid talks", "despite the truce"."""
    token = noun
    while token.dep_ in {"conj", "compound"} or _part_of(token):
        token = token.head if token.dep_ != "pobj" else token.head.head
    head = token.head
    if token.dep_ == "pobj" and head.lower_ in slot_words()["background"] and head.head.pos_ in {"VERB", "AUX"}:
        return head
    return None


def _part_of(noun: Token) -> bool:
    """ "After days *of fighting*"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.dep_ == "pobj"


def _repeated(telling: Telling, kept: list[Telling]) -> str | None:
    """A noun that takes up what was told before ("the withdrawal") without saying more of it."""
    for other in kept[-_MEMORY:]:
        if not other.kin(telling) and other.site.entry.type != telling.site.entry.type:
            continue
        same_clause = clause_head(other.head) == clause_head(telling.head)
        if same_clause and _linked(other, telling):
            if other.site.frame.own and not telling.site.frame.own:
                _take_roles(other, telling)
            return f"one event with {other.site.name}"
        if _given_and_come(telling, other):
            other.outcomes.append(telling.site)
            _take_roles(other, telling)
            return f"the same goods or helpers as in {other.site.name}"
        if _comes_of(telling, other):
            other.outcomes.append(telling.site)
            other.roles.recipients += [t for t in telling.roles.recipients if t not in other.roles.recipients]
            return f"what came of {other.site.name}"
        if _claim_of_known(telling, other):
            return f"someone owns up to what was told before ({other.site.name})"
        if not same_clause and _takes_up(telling, other):
            return f"takes up what was told before ({other.site.name})"
    return None


def _given_and_come(telling: Telling, other: Telling) -> bool:
    """ "Vaccines *donated* by South Korea *arrived* in Dushanbe": the participle on what comes tells whose it is."""
    one_act = telling.plover == other.plover == "AID" and telling.status == other.status
    given = other.head.dep_ in {"acl", "relcl"} and other.head.head.dep_ in {"nsubj", "nsubjpass", "dobj"}
    return one_act and given and other.head.head.head == telling.head


def _take_roles(telling: Telling, other: Telling) -> None:
    """Fill the roles that a user's frame leaves open from the words it goes before: "a drone strike *hit the port*"."""
    roles, theirs = telling.roles, other.roles
    if not roles.actors and telling.head not in theirs.actors:
        roles.actors, roles.actor_from = list(theirs.actors), theirs.actor_from
    if not roles.recipients and telling.head not in theirs.recipients:
        roles.recipients, roles.recipient_from = list(theirs.recipients), theirs.recipient_from


def _claim_of_known(telling: Telling, other: Telling) -> bool:
    """ "The group claimed responsibility for *the* attack": the one just told, not a second."""
    noun = telling.head
    known = any(c.dep_ == "det" and c.lower_ != "a" and c.lower_ != "an" for c in noun.children)
    return known and telling.site.nominal and other.standing.status in REAL and claiming_verb(noun) is not None


def _takes_up(telling: Telling, other: Telling) -> bool:
    """Whether a noun names an act again that was told before, with no party and no time of its own."""
    site, status = telling.site, telling.standing.status
    if not site.nominal or telling.standing.carriers or status not in REAL or other.standing.status not in REAL:
        return False
    modes = {site.frame.mode, other.site.frame.mode}
    if not (len(modes) == 1 and None not in modes) and _start(site.head) != _start(other.head):
        return False
    governor = telling.standing.governor
    if governor is not None and (governor.lemma_ not in slot_words()["states"] or _dated(clause_head(site.head))):
        return False
    known = {_start(token, _NAME) for token in root_of(other.head).subtree}
    parties = (*telling.roles.actors, *telling.roles.recipients)
    named = (t for p in parties for t in (p, *p.children) if t.pos_ == "PROPN" or t.ent_type_ == "NORP")
    return not _dated(site.head) and all(_start(token, _NAME) in known for token in named)


def _comes_of(telling: Telling, other: Telling) -> bool:
    """Whether a verb of killing and wounding says what came of the act before it, by the same hand."""
    verb, told = telling.head, {t.i for t in (*other.site.tokens, *other.standing.carriers)}
    told |= {t.i for site in other.outcomes for t in site.tokens}
    if _killed_and_wounded(telling, other):
        return True
    if verb.lemma_.lower() not in slot_words()["outcome"] or telling.site.nominal or verb.dep_ not in {"advcl", "conj"}:
        return False
    own_subject = any(c.dep_ in {"nsubj", "nsubjpass", "mark"} for c in verb.children)
    modes = telling.mode is None or telling.mode == other.mode
    return not own_subject and modes and telling.status == other.status and goes_with(verb).i in told


def _killed_and_wounded(telling: Telling, other: Telling) -> bool:
    """ "Eight people were killed and fourteen were wounded": one attack, of which nobody is named."""
    verbs = (telling.head, other.head)
    nobody = not telling.roles.actors and not other.roles.actors and telling.status == other.status
    outcome = all(v.lemma_.lower() in slot_words()["outcome"] and v.pos_ == "VERB" for v in verbs)
    return (
        nobody
        and outcome
        and telling.type == other.type
        and telling.head.head == other.head
        and (telling.head.dep_ == "conj")
    )


def _start(token: Token, letters: int = _WORD) -> str:
    """The first letters: "attack" and "attacked", "Italian" and "Italy" are alike."""
    return str(token.lower_[:letters])


def _dated(token: Token) -> bool:
    below = (t for c in token.children if c.dep_ in {"prep", "npadvmod"} for t in c.subtree)
    return any(t.ent_type_ in {"DATE", "TIME"} for t in below)


def _linked(one: Telling, two: Telling) -> bool:
    """Whether two triggers of a clause tell one act: one hangs on the other, or they share their parties."""
    return _under(one.head, two.head) or _under(two.head, one.head)


def _under(low: Token, high: Token) -> bool:
    """Whether a word hangs on another without a coordination or a clause of its own between them."""
    while low.dep_ not in {"conj", "acl", "relcl"} and low.head != low:
        low = low.head
        if low.lemma_.lower() in slot_words()["answers"] and low.dep_ == "pobj":
            return False
        if low == high:
            return high.dep_ != "conj" or high.pos_ in {"VERB", "AUX"}
    return False
