"""What a number counts: told by its noun and by the verb or noun that governs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reportedly.knowledge import DATA, load_yaml

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Counted", "counted", "kind_of", "words"]


@dataclass(frozen=True)
class Words:
    """The entries of `kinds.yaml`, turned round: from a word in its role to the kind it tells."""

    nouns: dict[str, str]
    objects: dict[str, str]
    subjects: dict[str, str]
    heads: dict[str, str]
    after: dict[str, str]
    tolls: dict[str, str]
    only_with: dict[str, frozenset[str]]
    never: frozenset[str]
    of_people: frozenset[str]
    lives: dict[str, frozenset[str]]
    losing: frozenset[str]
    lost: frozenset[str]
    weak: frozenset[str]
    light: frozenset[str]
    driving: frozenset[str]
    driven: frozenset[str]
    aid_heads: frozenset[str]
    units: dict[str, str]
    plural: tuple[str, ...]
    linking: frozenset[str]
    one_after: frozenset[str]
    one_before: frozenset[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The knowledge of `kinds.yaml`."""
    data = load_yaml(DATA / "quantities/kinds.yaml")
    kinds: dict[str, dict[str, Any]] = data["kinds"]

    def turned(role: str) -> dict[str, str]:
        return {word: kind for kind, entry in kinds.items() for word in entry.get(role, ())}

    return Words(
        nouns=turned("nouns"),
        objects=turned("objects_of"),
        subjects=turned("subjects_of"),
        heads=turned("heads"),
        after=turned("after"),
        tolls=turned("tolls"),
        only_with={kind: frozenset(entry["only_with"]) for kind, entry in kinds.items() if "only_with" in entry},
        never=frozenset(data["never"]),
        of_people=frozenset(data["of_people"]),
        lives={key: frozenset(data["lives"][key]) for key in ("nouns", "verbs", "heads")},
        losing=frozenset(data["losing"]["verbs"]),
        lost=frozenset(data["losing"]["kinds"]),
        weak=frozenset(data["weak"]),
        light=frozenset(data["light"]),
        driving=frozenset(data["driving"]["verbs"]),
        driven=frozenset(data["driving"]["to"]),
        aid_heads=frozenset(data["aid"]["heads"]),
        units=dict(data["units"]),
        plural=tuple(data["plural"]),
        linking=frozenset(data["linking"]),
        one_after=frozenset(data["one"]["after"]),
        one_before=frozenset(data["one"]["before"]),
    )


@dataclass(frozen=True)
class Counted:
    """A number in the parse: `node` stands for it in its clause, `noun` is the thing counted if one is named.

    `number` is the last word of the number, `first` the first word of its phrase with the bound.
    """

    number: Token
    node: Token
    noun: Token | None
    first: Token


def counted(tokens: list[Token], first: Token) -> Counted | None:
    """Where the tokens of a number stand in the parse; None for a number that only names ("Route 66").

    `first` is the first token of the phrase, which may be a bound word before the number.
    """
    inside = {token.i for token in tokens}
    top = next((token for token in tokens if token.head.i not in inside or token.head.i == token.i), tokens[-1])
    last = tokens[-1]
    if top.dep_ in {"nummod", "compound", "amod", "quantmod", "det", "npadvmod", "nmod", "advmod", "poss"}:
        noun = _noun_after(last) if top.head.pos_ not in {"NOUN", "PROPN", "ADJ"} else top.head
        while noun is not None and noun.dep_ in {"compound", "nmod", "amod"} and noun.head.i > noun.i:
            noun = noun.head
        if noun is None or noun.i < last.i:
            told = last.i + 1 < len(last.doc) and last.nbor().lower_ in words().after
            return Counted(last, last, None, first) if told else None
        between = (token for token in last.doc[last.i + 1 : noun.i] if token.dep_ != "amod" and token.text != "-")
        if any(token.pos_ in {"VERB", "CCONJ", "PUNCT"} for token in between):
            return Counted(last, last, None, first)
        return Counted(last, noun, noun, first)
    of = next((child for child in top.children if child.dep_ == "prep" and child.lower_ == "of"), None)
    noun = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
    if noun is None and top.dep_ not in {"nsubj", "nsubjpass"}:
        after = _noun_after(last)
        noun = after if after is not None and after.dep_ not in {"nsubj", "nsubjpass", "npadvmod"} else None
    return Counted(last, top, noun, first)


def _noun_after(number: Token) -> Token | None:
    """The noun right behind a number, adjectives and name parts between them left out."""
    doc, found = number.doc, None
    for token in doc[number.i + 1 : number.i + 5]:
        if token.pos_ in {"NOUN", "PROPN"}:
            found = token
        elif token.pos_ != "ADJ" or found is not None:
            break
    return found


def kind_of(what: Counted, value: float) -> tuple[str | None, bool]:
    """The kind of thing counted (None: none of interest), and whether a word that governs it tells so."""
    known = words()
    noun = _lemma(what.noun)
    if noun in known.never or (what.noun is not None and value > 1 and not what.noun.lower_.endswith(known.plural)):
        return None, False
    own = _own(what, noun, known)
    if own in known.only_with and not _under(what.node, known.only_with[own]):
        return None, False
    told = _behind(what, known) or _governed(what, noun, own, known) or _ahead(what, known)
    if told in known.of_people and what.noun is not None and not _may_be_people(what.noun, own):
        return own, False
    return told or own, told is not None


def _own(what: Counted, noun: str, known: Words) -> str | None:
    """The kind that the noun tells itself, with the word before it ("jet fighters") or alone."""
    if what.noun is None:
        return None
    before = what.noun.nbor(-1) if what.noun.i else None
    double = known.nouns.get(f"{_lemma(before)} {noun}") if before is not None else None
    own = double or known.nouns.get(noun) or known.after.get(what.noun.lower_)
    a_people = what.noun.tag_ in {"NNPS", "NNS"} and what.noun.ent_type_ == "NORP"
    return own or ("people" if a_people else _modified(what.noun, known))


def _lemma(token: Token | None) -> str:
    return token.lemma_.lower() if token is not None else ""


def _may_be_people(noun: Token, own: str | None) -> bool:
    """Whether a noun can stand for people: by its own kind, or as a plural or a people's name of no known kind."""
    if own is not None:
        return own in words().of_people or own in {"people", "troops", "police", "prisoners"}
    return noun.tag_ in {"NNS", "NNPS"} or noun.ent_type_ == "NORP"


def _modified(noun: Token, known: Words) -> str | None:
    """ "12 displaced families", "20 wounded"."""
    return next((known.after[c.lower_] for c in noun.children if c.dep_ == "amod" and c.lower_ in known.after), None)


def _behind(what: Counted, known: Words) -> str | None:
    """The word right behind the number or its noun: "12 dead", "30 others wounded", "took 12 people hostage"."""
    last = what.noun if what.noun is not None and what.noun.i > what.number.i else what.number
    after = last.nbor() if last.i + 1 < len(last.doc) else None
    if after is not None and after.lower_ in {"others", "more"} and after.i + 1 < len(last.doc):
        after = after.nbor()
    if what.noun is not None and known.nouns.get(_lemma(what.noun)) not in {"people", "troops", "police", None}:
        return None
    if after is None or (after.tag_ == "VBD" and any(child.dep_ in {"dobj", "obj"} for child in after.children)):
        return None
    return known.after.get(after.lower_)


def _ahead(what: Counted, known: Words) -> str | None:
    """The verb right before a number that has no noun: "killing 12", "injured scores"."""
    before = what.first.nbor(-1) if what.first.i else None
    if before is None or what.noun is not None or before.pos_ != "VERB":
        return None
    return known.objects.get(_lemma(before))


def _governed(what: Counted, noun: str, own: str | None, known: Words) -> str | None:
    """The kind that the verb or noun over the number tells, through coordination."""
    node = what.node
    if node.dep_ == "pobj" and what.first.i <= node.head.i < what.number.i and node.head.head.pos_ == "VERB":
        return _of_object(node.head.head, _lemma(node.head.head), noun, own, known)  # "arrested between 20 and 30"
    for clause in _clauses(node):
        kind = known.objects.get(_lemma(clause)) if clause.tag_ == "VBN" and clause.dep_ != "relcl" else None
        if kind and _lemma(clause) not in known.weak:
            return _with_second(clause, kind, known)
    role, head = _role(node)
    if head is None:
        return None
    lemma = _lemma(head)
    if role == "of":
        if noun in known.lives["nouns"] and lemma in known.lives["heads"]:
            return "deaths"
        return known.heads.get(lemma) or known.tolls.get(lemma)
    if role == "to":
        return _toll(head, known)
    if any(child.dep_ == "neg" for child in head.children):
        return None
    if role == "object":
        return _of_object(head, lemma, noun, own, known)
    return _of_subject(head, lemma, known) if role == "subject" else None


def _of_subject(verb: Token, lemma: str, known: Words) -> str | None:
    if verb.pos_ == "AUX" or lemma in known.linking:
        told = (known.after.get(child.lower_) for child in verb.children if child.dep_ in {"acomp", "attr", "oprd"})
        return next((kind for kind in told if kind), None)
    if lemma in known.losing and any(c.dep_ == "dobj" and _lemma(c) in known.lives["nouns"] for c in verb.children):
        return "deaths"
    going_on = known.after.get(verb.lower_) if verb.tag_ == "VBG" else None
    return known.subjects.get(lemma) or _brought(verb, lemma, known) or going_on


def _of_object(verb: Token, lemma: str, noun: str, own: str | None, known: Words) -> str | None:
    if noun in known.lives["nouns"]:
        return "deaths" if lemma in known.lives["verbs"] else None
    if lemma in known.losing and own in known.lost:
        return "deaths"
    brought = {_lemma(child) for child in verb.children if child.dep_ in {"xcomp", "ccomp"}}
    if lemma in known.driving and brought & known.driven:
        return "displaced"
    if lemma in known.weak and own is None and noun:
        return None
    kind = known.objects.get(lemma)
    return _with_second(verb, kind, known) if kind else _brought(verb, lemma, known)


def _brought(verb: Token, lemma: str, known: Words) -> str | None:
    """The kind told by the verb or adjective that a light verb brings: "reported killed", "feared dead"."""
    if lemma not in known.light:
        return None
    for child in verb.children:
        if child.dep_ in {"oprd", "acomp", "xcomp", "ccomp", "advcl"}:
            kind = known.after.get(child.lower_) or (known.objects.get(_lemma(child)) if child.tag_ == "VBN" else None)
            if kind or (kind := known.subjects.get(_lemma(child))):
                return kind
    return None


def _with_second(verb: Token, kind: str, known: Words) -> str:
    """ "killed or wounded 40": deaths and injuries counted together are casualties."""
    if verb.dep_ == "conj" and {kind, known.objects.get(_lemma(verb.head))} == _BOTH:
        return kind if _has(verb.head, "dobj", "nsubjpass") else "casualties"
    for other in verb.children:
        if other.dep_ == "conj" and {kind, known.objects.get(_lemma(other))} == _BOTH:
            own = _has(other, "nsubj", "nsubjpass", "dobj") or _has(verb, "dobj")
            return kind if own else "casualties"
    return kind


_BOTH = {"deaths", "injured"}


def _has(verb: Token, *labels: str) -> bool:
    return any(child.dep_ in labels for child in verb.children)


def _clauses(node: Token) -> Iterator[Token]:
    yield from (child for child in node.children if child.dep_ in {"acl", "relcl", "amod"})


def _role(node: Token) -> tuple[str, Token | None]:
    """How a noun stands in its clause: ("object", verb), ("subject", verb), ("of", noun), ("to", verb)."""
    for _ in range(6):
        relative = next((c for c in node.children if c.dep_ == "relcl"), None)
        if relative is not None and (found := _in_relative(relative)):
            return found
        if node.dep_ not in {"conj", "appos"} or node.head.pos_ not in {"NOUN", "PROPN", "NUM", "PRON", "ADJ"}:
            break
        node = node.head
    head = node.head
    if node.dep_ in {"dobj", "nsubjpass", "obj", "dative", "attr", "oprd"} and head.pos_ in {"VERB", "AUX"}:
        return "object", head
    if node.dep_ == "nsubj" and head.pos_ in {"VERB", "AUX"}:
        passive = any(child.dep_ == "auxpass" for child in head.children)
        return ("object" if passive else "subject"), head
    if node.dep_ == "pobj" and head.lower_ == "of" and head.head.pos_ in {"NOUN", "PROPN", "VERB"}:
        return "of", head.head
    if node.dep_ == "pobj" and head.lower_ in {"to", "at", "from", "by"}:
        return "to", head.head
    return "", None


def _in_relative(verb: Token) -> tuple[str, Token] | None:
    """The role of the noun that a relative clause hangs on ("people who died", "refugees that were expelled")."""
    for child in verb.children:
        if child.dep_ in {"nsubjpass", "dobj"} and child.tag_ in {"WP", "WDT"}:
            return "object", verb
        if child.dep_ == "nsubj" and child.tag_ in {"WP", "WDT"} and _lemma(verb) in words().subjects:
            return "subject", verb
    return None


def _toll(verb: Token, known: Words) -> str | None:
    """ "The death toll rose to 45", "put the number of wounded at 30"."""
    for subject in verb.children:
        if subject.dep_ not in {"nsubj", "nsubjpass", "dobj"}:
            continue
        if kind := known.tolls.get(_lemma(subject)):
            return kind
        for of in subject.children:
            for noun in of.children if of.lower_ == "of" else ():
                if kind := known.tolls.get(_lemma(noun)) or known.tolls.get(noun.lower_):
                    return kind
                if kind := _modified(noun, known) or known.nouns.get(_lemma(noun)):
                    return kind
    return None


def _under(node: Token, lemmas: frozenset[str]) -> bool:
    """Whether a verb of these governs the number or stands in a clause on it."""
    role, head = _role(node)
    if head is not None and _lemma(head) in lemmas and role == "object":
        return True
    return any(_lemma(clause) in lemmas for clause in _clauses(node))
