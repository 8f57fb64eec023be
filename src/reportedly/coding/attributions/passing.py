"""Who passes on what another says: "quoted her as saying", "X, quoted by Y, said …", "said in a video aired by Y"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.cue import cue_spans
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.speakers import agent_or_none, source_spans
from reportedly.coding.syntax import is_passive
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["passed_on"]

_SUBJECTS = {"nsubj", "nsubjpass"}
_WHERE = {"in", "on", "by"}


def passed_on(page: Page, drafts: list[Draft]) -> Iterator[Draft]:
    """Drafts for those who pass on; what they pass on is put under them."""
    yield from _quoting(page, drafts)
    yield from _quoted_at_once(page, drafts)
    for token in page.doc:
        if page.inside[token.i] >= 0 or token.tag_ not in {"VBN", "VBD", "NN"}:
            continue
        lemma = token.lemma_.lower()
        if token.dep_ == "advcl" and token.tag_ == "VBN" and lemma in page.words.passing_on:  # "Quoted by X, she said"
            told = next((d for d in drafts if d.head.i == token.head.i), None)
        elif token.dep_ in {"acl", "relcl"} and token.tag_ == "VBN" and lemma in page.words.passing_on:
            told = next((d for d in drafts if any(head.i == token.head.i for head in d.heads)), None)
            told = told or _told_in(page, drafts, token)
        elif lemma in page.words.carrying:
            told = _told_in(page, drafts, token) or _said_by(page, drafts, token)
        else:
            continue
        agent = agent_or_none(token) or _medium(page, token)
        if agent is None or told is None or not told.source or told.under is not None:
            continue
        draft = _over(page, token, agent, sorted([*told.source, *told.cue, *told.content]))
        if draft.source:
            region = Span(token.idx, page.span(token.i, draft_end(page, token, draft)).end)
            draft.content = _joined(draft.content, region)
            told.under = draft
            yield draft


def draft_end(page: Page, token: Token, draft: Draft) -> int:
    """The last token of what names who passes on."""
    return max(token.i, page.last_before(draft.source[-1].end))


def _over(page: Page, verb: Token, agent: Token, content: list[Span]) -> Draft:
    return Draft(
        head=verb, cue=cue_spans(page, verb), stance="reports", frame="according", rule="citing",
        source=source_spans(page, agent, verb.i), heads=[agent], content=content,
    )  # fmt: skip


def _told_in(page: Page, drafts: list[Draft], carried: Token) -> Draft | None:
    """ "said in a video broadcast by Y that A", "in an interview carried by Y, he said A": what is said there."""
    noun = carried.head if carried.dep_ in {"acl", "relcl"} else carried
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"in", "on"}:
        return None
    if noun.lemma_.lower() not in page.words.media and not any(
        c.lemma_.lower() in page.words.media for c in noun.children if c.dep_ == "compound"
    ):
        return None
    return next((d for d in drafts if d.head.i == noun.head.head.i), None)


def _said_by(page: Page, drafts: list[Draft], carried: Token) -> Draft | None:
    """ "A statement carried by the agency said that A"."""
    noun = carried.head
    if carried.dep_ != "acl" or carried.tag_ != "VBN" or noun.lemma_.lower() not in page.words.media:
        return None
    agent = agent_or_none(carried)
    if agent is None or not (agent.lemma_.lower() in page.words.outlets or _named(page, agent)):
        return None
    return next((d for d in drafts if any(head.i == noun.i for head in d.heads)), None)


def _medium(page: Page, verb: Token) -> Token | None:
    """ "quoted on state radio", "cited as saying in Gulf News": where the words stand."""
    joints = [p for p in verb.children if p.dep_ == "prep" and p.lower_ == "as"]
    saying = [c for p in joints for c in p.children if c.dep_ == "pcomp"]
    for child in (c for t in (verb, *saying) for c in t.children):
        if child.dep_ == "prep" and child.lower_ in _WHERE:
            for noun in child.children:
                lemma = noun.lemma_.lower()
                own = any(c.tag_ == "PRP$" for c in noun.children)  # "posted on its website"
                printed = child.head.i != verb.i and lemma in page.words.printed
                kept = (lemma in page.words.outlets and not own) or printed
                if noun.dep_ == "pobj" and (kept or _named(page, noun)):
                    return noun
    return None


def _named(page: Page, noun: Token) -> bool:
    return noun.ent_type_ == "ORG" or (noun.pos_ == "PROPN" and noun.i in page.who)


def _quoting(page: Page, drafts: list[Draft]) -> Iterator[Draft]:
    """ "“A,” the paper quoted her as saying": she says A, and the paper passes it on."""
    by_cue = {draft.head.i: draft for draft in drafts}
    for draft in drafts:
        verb = draft.head.head.head
        if draft.head.dep_ not in {"pcomp", "pobj"} or draft.head.head.lower_ != "as" or draft.under is not None:
            continue
        if verb.lemma_.lower() not in page.words.passing_on or not draft.source:
            continue
        outer = by_cue.get(verb.i)
        head = (agent_or_none(verb) or _medium(page, verb)) if is_passive(verb) else _subject_of(verb)
        if outer is not None:
            parts = [*outer.content, *draft.source, *draft.cue, *draft.content]
            outer.content = _without(page, _merged(page, parts), [*outer.cue, *outer.source])
            outer.stance, draft.under = "reports", outer
        elif head is not None:
            draft.under = _over(page, verb, head, [])
            parts = _merged(page, [*draft.content, *draft.source, *draft.cue])
            draft.under.content = _without(page, parts, [*draft.under.cue, *draft.under.source])
            yield draft.under


def _quoted_at_once(page: Page, drafts: list[Draft]) -> Iterator[Draft]:
    """ "Reuters quoted him: “A.”": he says A, and Reuters passes it on."""
    for over in drafts:
        cited = next((c for c in over.head.children if c.dep_ == "dobj" and c.i > over.head.i), None)
        if over.rule != "ahead" or over.head.lemma_.lower() not in page.words.passing_on or cited is None:
            continue
        source = source_spans(page, cited, over.head.i)
        colon = page.text.find(":", source[-1].end) if source else -1
        if colon < 0 or page.text[source[-1].end : over.content[0].start].strip() != ":":
            continue
        inner = Draft(
            head=page.doc[page.last_before(colon + 1)], cue=[Span(colon, colon + 1)], stance="states", frame="colon",
            rule="label", source=source, heads=[cited], content=list(over.content), under=over,
        )  # fmt: skip
        over.stance, over.content = "reports", [Span(source[0].start, over.content[-1].end)]
        yield inner


def _merged(page: Page, parts: list[Span]) -> list[Span]:
    """In order of the text, one where they touch or only "as" and white space lie between."""
    merged: list[Span] = []
    for span in sorted(parts):
        last = merged[-1] if merged else None
        if last is not None and page.text[last.end : max(last.end, span.start)].strip() in {"", "as"}:
            merged[-1] = Span(last.start, max(last.end, span.end))
        else:
            merged.append(span)
    return merged


def _without(page: Page, spans: list[Span], parts: list[Span]) -> list[Span]:
    for part in parts:
        cut = []
        for s in spans:
            pieces = [Span(s.start, part.start), Span(part.end, s.end)] if s.overlaps(part) else [s]
            cut += [page.trim(piece) for piece in pieces if piece.start < piece.end]
        spans = [piece for piece in cut if piece.start < piece.end]
    return spans


def _subject_of(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in _SUBJECTS), None)


def _joined(spans: list[Span], without: Span) -> list[Span]:
    """Neighbouring pieces made one, but for where `without` parts them."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last is not None and not (last.end <= without.start and without.end <= span.start):
            joined[-1] = Span(last.start, max(last.end, span.end))
        else:
            joined.append(span)
    return joined
