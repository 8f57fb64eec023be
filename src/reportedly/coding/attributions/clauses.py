"""Cues that take a clause or a phrase of the parse: "said that", "urged them to", "the claim that"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.frames import Complement, complements, edges
from reportedly.coding.attributions.lexicon import Frames
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.speakers import agent_or_none, source_spans, speaker
from reportedly.coding.syntax import is_negated, is_passive
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["clausal", "cue_spans", "stance_of"]

_ORDER = ("that", "wh", "preceding", "to", "inf", "ing", "pred")
_CLAUSES = {*_ORDER}
_ADDRESSED = {"on to", "upon to", "for to", "to to", "with to"}
_REJECTING = {"refuses", "opposes"}
_TIMES = {"DATE", "TIME"}
_AFTER_NOUN = {"appos", "acl", "relcl"}
_SUBJECTS = {"nsubj", "nsubjpass", "expl", "csubj"}


def clausal(page: Page) -> Iterator[Draft]:
    """A draft for each cue whose frame the parse fills."""
    for i, frames in page.cues.items():
        token = page.doc[i]
        if token.pos_ == "NOUN":
            draft = _nominal(page, token, frames)
        elif token.pos_ == "ADJ":
            draft = _adjectival(page, token, frames)
        else:
            draft = _verbal(page, token, frames)
        if draft is not None and draft.content:
            yield draft


def stance_of(page: Page, head: Token, stance: str) -> str:
    """The cue's stance, turned where the cue is negated."""
    negated = (
        is_negated(head)
        or (head.dep_ == "conj" and any(c.lower_ == "nor" for c in head.head.children))
        or (head.dep_ == "pcomp" and head.head.lower_ == "without")
        or _not_able(head)
    )
    return page.words.negate(stance) if negated else stance


def _not_able(verb: Token) -> bool:
    """ "was not able to verify", "was unable to say"."""
    able = verb.head
    if verb.dep_ != "xcomp" or able.lower_ not in {"able", "unable"}:
        return False
    return able.lower_ == "unable" or is_negated(able) or is_negated(able.head)


def cue_spans(page: Page, verb: Token, joins: tuple[int, ...] = ()) -> list[Span]:
    """The cue as written: the verb with its auxiliaries, negation, particle and the words that join it."""
    kept = {verb.i, *joins}
    for child in verb.children:
        helps = child.dep_ in {"aux", "auxpass", "neg"} and child.i < verb.i and child.tag_ != "TO"
        helps = helps and page.inside[child.i] == page.inside[verb.i]
        if helps or (child.dep_ == "prt" and child.i > verb.i):
            kept.add(child.i)
    for child in verb.children:
        if child.dep_ == "advmod" and child.i < verb.i and child.i - 1 in kept and child.i + 1 in kept:
            kept.add(child.i)
    spans: list[Span] = []
    for i in sorted(kept):
        if spans and i - 1 in kept:
            spans[-1] = Span(spans[-1].start, page.span(i, i).end)
        else:
            spans.append(page.span(i, i))
    return spans


def _choose(found: list[Complement], frames: Frames) -> Complement | None:
    """The complement that the lexicon allows, clauses before phrases."""
    fit = [c for c in found if c.frame in frames or (c.frame == "preceding" and "quote" in frames)]
    # "obj as", "obj of": the phrase after the object is part of what is said; plain obj does without it
    fit += [Complement("obj", *c[1:]) for c in found if c.frame[:4] == "obj " and "obj" in frames and c not in fit]
    return min(fit, key=_rank, default=None)


def _rank(chosen: Complement) -> int:
    if chosen.frame in _ADDRESSED:
        return _ORDER.index("to")
    return _ORDER.index(chosen.frame) if chosen.frame in _CLAUSES else len(_ORDER) + chosen.first


def _verbal(page: Page, verb: Token, frames: Frames) -> Draft | None:
    if verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}:
        # "the claims made by …" is no cue; with an object it is a past tense that the tagger missed
        if not any(c.dep_ in {"dobj", "ccomp"} and c.i > verb.i for c in verb.children):
            return None
    elif is_passive(verb):
        return _passive(page, verb, frames)
    chosen = _choose(complements(verb), frames)
    if chosen is None:
        return _parenthesis(page, verb, frames)
    if chosen.frame == "pred" and verb.tag_ in {"VBN", "VBD"} and verb.dep_ == "acl":
        return None  # "a man found shot"
    head = speaker(verb)
    stance = frames.get(chosen.frame) or frames["quote"]
    source = _source(page, head, verb)
    if head is not None and head.lower_ in page.words.speechless:
        return None
    if stance in _REJECTING and chosen.frame[:3] == "obj":
        stance = next((page.words.contested[c.lemma_.lower()] for c in verb.children
                       if c.dep_ == "dobj" and c.lemma_.lower() in page.words.contested), stance)  # fmt: skip
    rule = _rule(chosen.frame)
    return Draft(
        head=verb,
        cue=cue_spans(page, verb, chosen.joins),
        stance=stance_of(page, verb, stance),
        frame=chosen.frame,
        rule=rule,
        source=source,
        heads=[head] if head is not None and source else [],
        content=_content(page, chosen, verb),
    )


def _rule(frame: str) -> str:
    if frame in _ADDRESSED:
        return "to"
    return frame if frame in _CLAUSES else "object" if frame[:3] == "obj" else "preposition"


def _source(page: Page, head: Token | None, cue: Token) -> list[Span]:
    if head is None or head.lower_ in page.words.speechless or any(c.tag_ == "WP$" for c in head.children):
        return []
    return source_spans(page, head, cue.i)


def _content(page: Page, chosen: Complement, cue: Token) -> list[Span]:
    first, last = chosen.first, chosen.last
    if chosen.frame in _CLAUSES:
        first = _past_time(page, first, last, cue)
        last = _before_another(page, chosen, cue) if chosen.frame == "that" else last
    else:
        last = _before_medium(page, first, last)
    while last > first and page.doc[last].dep_ in {"cc", "punct"} and page.doc[last].text.isalpha():
        last -= 1
    span = page.trim(page.snap(page.span(first, last), cue.i))
    return [span] if span.start < span.end else []


def _before_another(page: Page, chosen: Complement, cue: Token) -> int:
    """ "X said A, while Y denied B", "X said A, and Y confirmed B": not past the clause of another source."""
    doc, last = page.doc, chosen.last
    for i in range(chosen.first + 2, last + 1):
        other = doc[i]
        if i not in page.cues or other.pos_ != "VERB" or page.inside[i] >= 0 or other.dep_ not in {"advcl", "conj"}:
            continue
        subject = next((c for c in other.children if c.dep_ in _SUBJECTS), None)
        if subject is None or subject.pos_ == "PRON" or other.head.head.i != cue.i:
            continue
        lead = doc[subject.left_edge.i - 1]
        joins = lead.lower_ == "and" if other.dep_ == "conj" else lead.lower_ in page.words.contrasts
        if joins and lead.i - 2 > chosen.first and doc[lead.i - 1].text == ",":
            return lead.i - 2
    return last


def _past_time(page: Page, first: int, last: int, cue: Token) -> int:
    """ "said on Friday it had left": the day, which the parse hangs on the clause, is that of the saying."""
    doc, at = page.doc, first
    if first != cue.i + 1:
        return first
    if doc[at].dep_ == "prep":
        at += 1
    while at <= last and doc[at].ent_type_ in _TIMES:
        at += 1
    if not first < at <= last or doc[at - 1].ent_type_ not in _TIMES:
        return first
    opening = doc[at]
    while opening.dep_ not in _SUBJECTS and first <= opening.head.i <= last and opening.head.i > opening.i:
        opening = opening.head
    return at if opening.dep_ in _SUBJECTS and opening.left_edge.i == at else first


def _before_medium(page: Page, first: int, last: int) -> int:
    """ "welcomed the truce in a statement": where it was said is not of what was said."""
    for i in range(first + 1, last):
        token = page.doc[i]
        closes = token.dep_ == "prep" and token.lower_ in {"in", "on", "during"} and token.right_edge.i == last
        if closes and any(n.lemma_.lower() in page.words.media for n in token.children if n.dep_ == "pobj"):
            return i - 1
    return last


def _passive(page: Page, verb: Token, frames: Frames) -> Draft | None:
    """ "It is believed that …", "12 are reported to have died", "the plan was criticised by …"."""
    agent = agent_or_none(verb)
    subject = next((c for c in verb.children if c.dep_ in {"nsubjpass", "nsubj"}), None)
    found = {c.frame: c for c in complements(verb)}
    content: list[Span] = []
    frame: str | None = next((f for f in ("that", "wh") if f in found and f in frames), None)
    if frame is not None:
        content = _content(page, found[frame], verb)
    elif subject is not None and subject.lower_ not in {"it", *page.words.speechless}:
        told = found.get("inf") or found.get("to")
        if told is not None and "that" in frames and frames["that"] != "asks":
            frame = "raised"
            content = [page.trim(page.span(*edges(subject))), *_content(page, told, verb)]
        elif "obj" in frames and agent is not None and verb.dep_ != "relcl":
            frame, content = "obj", [page.trim(page.snap(page.span(*edges(subject)), verb.i))]
            if "as" in found:  # "was quoted by the agency as saying that …"
                low, high = found["as"].joins[0], found["as"].last
                content.append(page.trim(page.snap(page.span(low, high), verb.i)))
    if frame is None or not content:
        return None
    stance = frames.get("that" if frame == "raised" else frame) or next(iter(frames.values()))
    if agent is None and frame == "that" and stance == "believes" and verb.lemma_.lower() in page.words.addressing:
        agent = subject  # "he was convinced that": what he thinks, whoever convinced him
    source = source_spans(page, agent, verb.i) if agent is not None else []
    return Draft(
        head=verb, cue=cue_spans(page, verb), stance=stance_of(page, verb, stance), frame=frame, rule="passive",
        source=source, heads=[agent] if agent is not None and source else [], content=content,
    )  # fmt: skip


def _parenthesis(page: Page, verb: Token, frames: Frames) -> Draft | None:
    """ "The army, he said, would attack": the clause round the cue is what was said."""
    if "quote" not in frames or verb.dep_ not in {"parataxis", "ccomp", *_AFTER_NOUN} or verb.head.i == verb.i:
        return None
    around = verb.head
    first, last = edges(verb)
    if verb.dep_ in _AFTER_NOUN:  # "The minister, the agency reports, denied …": the parse hangs it on the minister
        if around.dep_ not in _SUBJECTS or not _set_off(page, verb):
            return None
        around = around.head
    low, high = edges(around)
    if around.pos_ not in {"VERB", "AUX"} or page.inside[verb.i] != page.inside[around.i] or not low < first:
        return None
    if not (verb.dep_ in {"parataxis", *_AFTER_NOUN} or (last < around.i and page.doc[first - 1].text == ",")):
        return None
    head = speaker(verb)
    if head is None or not first <= head.i <= last:
        return None
    pieces = [(low, first - 1), (last + 1, high)]
    content = [page.trim(page.snap(page.span(a, b), verb.i)) for a, b in pieces if a <= b]
    source = _source(page, head, verb)
    return Draft(
        head=verb, cue=cue_spans(page, verb), stance=stance_of(page, verb, frames["quote"]), frame="around",
        rule="parenthesis", source=source, heads=[head] if source else [],
        content=[s for s in content if s.start < s.end],
    )  # fmt: skip


def _set_off(page: Page, verb: Token) -> bool:
    """Whether the clause has commas on both sides, and a subject that is no relative pronoun at its start."""
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS and c.pos_ != "PRON"]
    if not subjects or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return False
    first = subjects[0].left_edge.i
    last = max(c.right_edge.i for c in [verb, *verb.children])
    ends = page.doc[last].text == "," or (last + 1 < len(page.doc) and page.doc[last + 1].text == ",")
    return first > 0 and page.doc[first - 1].text == "," and ends


def _nominal(page: Page, noun: Token, frames: Frames) -> Draft | None:
    """ "its claim that …", "made a promise to …"."""
    chosen = _choose(complements(noun), frames)
    if chosen is None:
        return None
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ == "prep" else None
    said = page.cues.get(verb.i) if verb is not None and verb.pos_ == "VERB" else None
    owned = any(c.dep_ == "poss" for c in noun.children) and noun.lemma_.lower() not in page.words.media
    if verb is not None and said is not None and "that" in said and chosen.frame == "that" and not owned:
        return _told_in(page, verb, said["that"], chosen)
    head = next((c for c in noun.children if c.dep_ == "poss"), None)
    if head is None:
        head = next((n for c in noun.children if c.dep_ == "prep" and c.lower_ in {"of", "by", "from", "among"}
                     and c.right_edge.i < chosen.first for n in c.children if n.dep_ == "pobj"), None)  # fmt: skip
    if head is None and noun.dep_ in {"dobj", "attr"} and noun.head.pos_ in {"VERB", "AUX"}:
        head = speaker(noun.head)
    source = _source(page, head, noun)
    if not source:  # "speculation that …" is in the air: nobody says it
        return None
    return Draft(
        head=noun, cue=[page.span(noun.i, noun.i), *(page.span(j, j) for j in chosen.joins)],
        stance=frames[chosen.frame], frame=chosen.frame, rule="noun", source=source,
        heads=[head] if head is not None and source else [], content=_content(page, chosen, noun),
    )  # fmt: skip


def _told_in(page: Page, verb: Token, stance: str, chosen: Complement) -> Draft:
    """ "said in a statement that …": the clause that the parse hangs on the statement is what was said."""
    head = speaker(verb)
    source = _source(page, head, verb)
    return Draft(
        head=verb, cue=cue_spans(page, verb), stance=stance_of(page, verb, stance), frame="that", rule="that",
        source=source, heads=[head] if head is not None and source else [], content=_content(page, chosen, verb),
    )  # fmt: skip


def _adjectival(page: Page, adjective: Token, frames: Frames) -> Draft | None:
    """ "is confident that …": the verb that links belongs to the cue."""
    if adjective.dep_ not in {"acomp", "ROOT", "conj", "oprd"}:
        return None
    chosen = _choose(complements(adjective), frames)
    link = adjective.head if adjective.dep_ in {"acomp", "oprd"} else None
    if chosen is None and link is not None:
        chosen = _choose([c for c in complements(link) if c.frame == "that" and c.first > adjective.i], frames)
    if chosen is None or link is None:
        return None
    head = speaker(link)
    source = _source(page, head, adjective)
    cue = [page.span(link.i, adjective.i)] if adjective.i - link.i <= 4 else [page.span(adjective.i, adjective.i)]
    return Draft(
        head=adjective, cue=cue, stance=stance_of(page, link, frames[chosen.frame]), frame=chosen.frame,
        rule="adjective", source=source, heads=[head] if head is not None and source else [],
        content=_content(page, chosen, adjective),
    )  # fmt: skip
