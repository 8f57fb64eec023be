"""Nouns and adjectives that take what is said: "the claim that …", "made a promise to …", "is confident that …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.cue import choose, content_of, cue_spans, held_back, source_of, stance_of
from reportedly.coding.attributions.frames import complements
from reportedly.coding.attributions.lexicon import Frames
from reportedly.coding.attributions.noun_frames import owners
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.shapes import Complement, edges
from reportedly.coding.attributions.speakers import speaker
from reportedly.coding.syntax import is_negated
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["nominal"]

_BY = {"of", "by", "from", "among"}
_WHERE = {"in", "at", "during", "on"}
_NO = {"no", "neither", "any"}


def nominal(page: Page) -> Iterator[Draft]:
    """A draft for each noun or adjective whose frame the parse fills."""
    for i, frames in page.cues.items():
        token = page.doc[i]
        if token.pos_ == "ADJ":
            draft = _adjectival(page, token, frames)
        elif token.pos_ == "NOUN" or page.words.as_noun(token):
            draft = _noun(page, token, frames)
        else:
            continue
        if draft is not None and draft.content:
            yield draft


def _noun(page: Page, noun: Token, frames: Frames) -> Draft | None:
    """ "its claim that …", "a plea by doctors for …", "made a promise to …", "reports that …"."""
    chosen = choose(complements(noun), frames)
    if chosen is None:
        return None
    if (verb := _saying_above(page, noun)) is not None and chosen.frame == "that":
        return _told_in(page, verb, page.cues[verb.i]["that"], chosen)
    stance, cue = frames[chosen.frame], cue_spans(page, noun, chosen.joins)
    head = _owner(page, noun, chosen)
    if head is None and (head := _seen_by(page, chosen)) is not None:
        chosen = chosen._replace(last=head.head.i - 1)
    light = _light(page, noun)
    if head is not None and head.tag_ == "PRP$" and light is not None and _says_again(page, light):
        head = None  # "renewed his plea that": whoever renews it
    if head is None and (stands := _standing(page, noun)) is not None:
        head, cue = stands
    elif head is None and light is not None:
        head = speaker(light)
        cue = [*cue_spans(page, light), *cue]
        if any(c.lower_ in _NO for c in noun.children) or is_negated(light):
            stance = page.words.negate(stance)
    source = source_of(page, head, noun)
    if source and head is not None and noun.i < head.i < chosen.first:  # "an appeal by the governor for calm"
        source = [
            page.trim(Span(s.start, min(s.end, page.starts[min(chosen.joins, default=chosen.first)]))) for s in source
        ]
    if not source and noun.lemma_.lower() in page.words.grounds:  # "there is evidence that": of nobody's telling
        return None
    there = noun.dep_ == "attr" and any(c.lower_ == "there" for c in noun.head.children)
    if not source and (chosen.frame != "that" or not (there or stance in page.words.in_the_air)):
        return None
    return Draft(
        head=noun, cue=cue, stance=stance, frame=chosen.frame, rule="noun", source=source,
        heads=[head] if head is not None and source else [], content=content_of(page, chosen, noun),
    )  # fmt: skip


def _saying_above(page: Page, noun: Token) -> Token | None:
    """The verb of "said in a report that", "said on the channel that"."""
    verb, place = noun.head.head, noun.head
    if noun.dep_ != "pobj" or place.dep_ != "prep" or verb.i > noun.i or "that" not in page.cues.get(verb.i, {}):
        return None
    medium = noun.lemma_.lower() in page.words.media | page.words.documents
    owned = any(c.dep_ == "poss" and c.tag_ != "PRP$" for c in noun.children)  # "laughed at X's prediction that"
    if verb.pos_ != "VERB" or place.lower_ not in _WHERE:
        return None
    return verb if medium or not (owned or place.lower_ in {"at", "on"}) else None


def _owner(page: Page, noun: Token, chosen: Complement) -> Token | None:
    """Whose words they are: "the group's claim", "a claim by the group", "media reports", "a government offer"."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    joint = noun.head
    if noun.dep_ == "pobj" and joint.lower_ == "as" and joint.head.lemma_.lower() in page.words.passing_on:
        return next((c for c in joint.head.children if c.dep_ in {"dobj", "nsubjpass"}), None)
    named = next((n for n in owners(noun) if n.i < chosen.first), None)
    if named is not None:
        return named
    for child in noun.children:
        found = next((n for n in child.children if n.dep_ == "pobj"), None)
        if child.dep_ != "prep" or child.i > chosen.first or found is None:
            continue
        if child.lower_ in _BY or (child.lower_ == "in" and found.lemma_.lower() in page.words.outlets):
            return found
    for child in noun.children:
        speaks = child.lower_ in page.words.spokesmen or child.ent_type_ in {"ORG", "NORP", "PERSON", "GPE"}
        fits = child.dep_ in {"compound", "nmod"} or (child.dep_ == "amod" and child.ent_type_ == "NORP")
        if fits and child.i < noun.i and speaks:
            return child
    return None


def _seen_by(page: Page, chosen: Complement) -> Token | None:
    """ "reports of looting from residents": who saw it is named last."""
    for joint in page.doc[chosen.first + 1 : chosen.last]:
        if joint.lower_ == "from" and joint.dep_ == "prep":
            seen = next((n for n in joint.children if n.dep_ == "pobj"), None)
            if seen is not None and seen.lemma_.lower() in page.words.observing:
                return seen
    return None


def _standing(page: Page, noun: Token) -> tuple[Token | None, list[Span]] | None:
    """Who holds what a phrase names, and the phrase: "clings to the belief that …", "marched in the hope that …"."""
    joint = noun.head
    if noun.dep_ != "pobj" or joint.dep_ != "prep" or joint.head.pos_ not in {"VERB", "AUX"}:
        return None
    verb = joint.head
    if f"{verb.lemma_.lower()} {joint.lower_}" in page.words.holding:
        return speaker(verb), [page.span(verb.i, noun.i)] if noun.i - verb.i <= 4 else cue_spans(page, noun)
    if f"{joint.lower_} {noun.lemma_.lower()}" in page.words.adverbial:
        return speaker(verb), [page.span(joint.i, noun.i)]
    return None


def _light(page: Page, noun: Token) -> Token | None:
    """The verb that only lends the noun its subject: "expressed fears that …", "gave no hint of …"."""
    verb = noun.head
    fits = noun.dep_ in {"dobj", "attr"} and verb.pos_ in {"VERB", "AUX"}
    return verb if fits and verb.lemma_.lower() in page.words.light else None


def _told_in(page: Page, verb: Token, stance: str, chosen: Complement) -> Draft:
    """ "said in a statement that …": the clause that the parse hangs on the statement is what was said."""
    head = speaker(verb)
    source = source_of(page, head, verb)
    return Draft(
        head=verb, cue=cue_spans(page, verb), stance=stance_of(page, verb, stance), frame="that", rule="that",
        source=source, heads=[head] if head is not None and source else [], content=content_of(page, chosen, verb),
    )  # fmt: skip


def _adjectival(page: Page, adjective: Token, frames: Frames) -> Draft | None:
    """ "is confident that …": the verb that links belongs to the cue."""
    if (made := _made(page, adjective, frames)) is not None:
        return made
    if adjective.dep_ not in {"acomp", "ROOT", "conj", "oprd"}:
        return None
    chosen = choose(complements(adjective), frames)
    link = adjective.head if adjective.dep_ in {"acomp", "oprd"} else None
    if chosen is None and link is not None:
        chosen = choose([c for c in complements(link) if c.frame == "that" and c.first > adjective.i], frames)
    if chosen is None or link is None:
        return None
    head = speaker(link)
    source = source_of(page, head, adjective)
    if chosen.frame == "inf" and _said_instead(page, adjective):
        return None
    if not source or (head is not None and head.lower_ == "it" and link.lemma_ == "be"):
        return None  # "it is clear that …" is nobody's word
    cue = [page.span(link.i, adjective.i)] if 0 < adjective.i - link.i <= 4 else [page.span(adjective.i, adjective.i)]
    return Draft(
        head=adjective, cue=cue, stance=stance_of(page, link, frames[chosen.frame]), frame=chosen.frame,
        rule="adjective", source=source, heads=[head] if head is not None and source else [],
        content=content_of(page, chosen, adjective),
    )  # fmt: skip


def _says_again(page: Page, light: Token) -> bool:
    """ "renewed his plea", "voiced his fears": not "had his doubts", nor a verb that says something itself."""
    return light.pos_ == "VERB" and light.lemma_.lower() not in {"have", "be"} and not page.cues.get(light.i)


def _said_instead(page: Page, adjective: Token) -> bool:
    """ "is reluctant to admit that A": the cue is all of it, and the verb's."""
    verbs = [c for c in adjective.children if held_back(c) is not None]
    return any(choose(complements(v), page.cues.get(v.i, {})) is not None for v in verbs)


def _made(page: Page, adjective: Token, frames: Frames) -> Draft | None:
    """ "made (it) clear that …": whoever makes it so says it."""
    verb = adjective.head
    if verb.lemma_.lower() != "make" or adjective.i < verb.i or "that" not in frames:
        return None
    clauses = [c for t in (adjective, verb) for c in t.children if c.dep_ in {"ccomp", "advcl"} and c.i > adjective.i]
    told = next((c for c in clauses if c.left_edge.i == adjective.i + 1 and _introduced(c)), None)
    head = speaker(verb)
    source = source_of(page, head, verb)
    if told is None or not source or head is None:
        return None
    stance = stance_of(page, verb, frames["that"])
    return Draft(
        head=adjective, cue=[page.span(verb.i, adjective.i)], stance=stance, frame="that", rule="adjective",
        source=source, heads=[head],
        content=content_of(page, Complement("that", *edges(told)), adjective),
    )  # fmt: skip


def _introduced(clause: Token) -> bool:
    opening = clause.left_edge
    return (
        opening.lower_ in {"that", "whether"}
        or opening.tag_ in {"WP", "WRB", "WDT"}
        or opening.dep_ in {"nsubj", "det", "poss"}
    )
