"""The stage: from the parse and the quotations to attributions with their entities, stances and parents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain as joined
from typing import TYPE_CHECKING, Any

from reportedly.coding.attributions.assemble import merge, rejoin, settle
from reportedly.coding.attributions.chain import chain
from reportedly.coding.attributions.clauses import verbal
from reportedly.coding.attributions.closers import closers
from reportedly.coding.attributions.forms import form_of
from reportedly.coding.attributions.headlines import headline
from reportedly.coding.attributions.inserted import broken
from reportedly.coding.attributions.labels import labelled
from reportedly.coding.attributions.nesting import nest
from reportedly.coding.attributions.nominal import nominal
from reportedly.coding.attributions.page import Draft, Page, lay_out
from reportedly.coding.attributions.phrases import beside
from reportedly.coding.attributions.quoted import quoted
from reportedly.coding.attributions.quotings import quotings
from reportedly.coding.attributions.relatives import relatives
from reportedly.coding.attributions.speaking import link_speakers
from reportedly.coding.entities.lookup import ensure_entity, entity_over
from reportedly.coding.syntax import phrase_tokens
from reportedly.knowledge import DATA, load_yaml
from reportedly.reading import Attribution, Cue, Entity, Reading, Source, Why
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["attributions"]

_PLACES = {"GPE", "LOC", "FAC"}


def attributions(reading: Reading) -> Reading:
    """Fill `attributions`, and say of each quantity on whose word it is told; needs sentences and entities."""
    if reading.doc is None or not len(reading.doc):
        return reading
    page = lay_out(reading)
    spoken = quoted(page)
    told = merge(page, spoken, joined(nominal(page), verbal(page)))
    told += broken(page, spoken)
    lines = joined(headline(page, reading), labelled(page, reading))
    drafts = settle(page, joined(lines, spoken, beside(page), closers(page), relatives(page), quotings(page), told))
    drafts = rejoin(page, drafts)
    if reading.engine == "model":
        drafts = _with_tagger(reading, page, drafts)
    known = [_known(reading, page, draft) for draft in drafts]
    sources = []
    for draft, entity in zip(drafts, known, strict=True):
        if entity is None and draft.source:
            reading, entity = ensure_entity(reading, _named_by(page, draft) or draft.source[0])
        sources.append(Source(tuple(draft.source), entity.id, entity.kind) if entity else Source((), None, None))
    made = [_attribution(reading, page, d, source) for d, source in zip(drafts, sources, strict=True)]
    reading = replace(reading, attributions=nest(page, made, drafts))
    return _with_quantities(link_speakers(reading, page))


def _with_tagger(reading: Reading, page: Page, drafts: list[Draft]) -> list[Draft]:
    from reportedly.coding.attributions.tagged import together  # the tagger is loaded where it is asked for
    from reportedly.tagger.tag import tag, weights

    right = {name: float(rule["right"]) for name, rule in _rules().items()}
    tagging = tag(page.text) if reading.tagging is None else reading.tagging.result()
    return together(page, drafts, tagging, right, weights())


def _with_quantities(reading: Reading) -> Reading:
    quantities = tuple(
        replace(q, attributed_to=chain(reading, Span(q.spans[0].start, q.spans[-1].end))) if q.spans else q
        for q in reading.quantities
    )
    return replace(reading, quantities=quantities)


def _known(reading: Reading, page: Page, draft: Draft) -> Entity | None:
    """The entity of the source, if there is one; of a relative pronoun, that of the noun it stands for."""
    if not draft.source:
        return None
    head = draft.heads[0] if draft.heads else None
    noun = _antecedent(page, head) if head is not None else None
    if noun is not None:
        return entity_over(reading, Span(noun.idx, noun.idx + len(noun.text)))
    if head is not None and (owner := _whose(page, head)) is not None:
        found = entity_over(reading, Span(owner.idx, owner.idx + len(owner.text)))
        if found is not None:
            return found
    found = entity_over(reading, draft.source[0])
    if found is None and head is not None:
        found = entity_over(reading, Span(head.idx, head.idx + len(head.text)))
    return found


def _antecedent(page: Page, head: Token) -> Token | None:
    """The noun that a relative pronoun stands for: of "officials in Kyiv, who fear that", the officials."""
    if head.tag_ not in {"WP", "WDT"}:
        return None
    clause = head.head
    while clause.dep_ not in {"relcl", "acl"} and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ not in {"relcl", "acl"}:
        return None
    noun = clause.head
    while head.lower_ == "who" and noun.dep_ == "pobj" and not _somebody(page, noun):
        noun = noun.head.head
    return noun if noun.pos_ in {"NOUN", "PROPN", "PRON"} else clause.head


def _somebody(page: Page, noun: Token) -> bool:
    """Whether the noun is known to be people, or a name that is no place's."""
    words, lemma = page.words, noun.lemma_.lower()
    if noun.ent_type_ in _PLACES or (noun.dep_ == "pobj" and noun.head.lower_ in {"in", "at", "near"}):
        return False
    return noun.i in page.who or noun.pos_ == "PROPN" or lemma in words.cited | words.spokesmen | words.observing


def _named_by(page: Page, draft: Draft) -> Span | None:
    """The phrase of the noun that the source, a relative pronoun, stands for."""
    noun = _antecedent(page, draft.heads[0]) if draft.heads else None
    if noun is None:
        return None
    tokens = phrase_tokens(noun)
    first, last = tokens[0], tokens[-1]
    return Span(first.idx, last.idx + len(last.text))


def _whose(page: Page, head: Token) -> Token | None:
    """Who speaks where a document is the source: "the group's statement", "a statement by the group"; or whom an
    apposition names: "one of the villagers, Anna".
    """
    if head.lemma_.lower() in page.words.media:
        for child in head.children:
            if child.dep_ == "poss":
                return child
            if child.dep_ == "prep" and child.lower_ in {"by", "from", "of"}:
                return next((noun for noun in child.children if noun.dep_ == "pobj"), None)
    named = (c for c in head.children if c.dep_ == "appos" and c.pos_ == "PROPN" and c.ent_type_ == "PERSON")
    return next(named, None)


@lru_cache(maxsize=1)
def _rules() -> Mapping[str, Mapping[str, Any]]:
    """The classes of rules: what each looks for, and how often it was right on development data."""
    return dict(load_yaml(DATA / "cues" / "rules.yaml"))


def _attribution(reading: Reading, page: Page, draft: Draft, source: Source) -> Attribution:
    rule = _rules()[draft.rule]
    content = tuple(sorted(draft.content))
    words = " … ".join(page.text[s.start : s.end] for s in draft.cue)
    detail = f"“{words}” {rule['means']}" + (f"; {draft.seen}" if draft.seen else "")
    return Attribution(
        id="",
        parent=None,
        source=source,
        cue=Cue(tuple(draft.cue), draft.stance),
        content=content,
        form=form_of(page.text, content, reading.quotations),
        confidence=float(rule["right"]) if draft.right is None else round(draft.right, 2),
        why=(Why("attribution", draft.rule, detail, tuple(sorted((*draft.cue, *draft.source)))),),
    )
