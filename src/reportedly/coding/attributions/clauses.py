"""Cues that take a clause or a phrase of the parse: "said that", "urged them to", "the claim that"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.frames import complements
from reportedly.coding.attributions.lexicon import Frames, lexicon
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.shapes import SUBJECTS, TIMES, Complement, edges
from reportedly.coding.attributions.speakers import agent_or_none, source_spans, speaker
from reportedly.coding.syntax import is_negated, is_passive
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["choose", "content_of", "cue_spans", "rule_of", "source_of", "stance_of", "verbal"]

_ORDER = ("that", "wh", "preceding", "to", "inf", "ing", "pred")
_CLAUSES = {*_ORDER}
_ADDRESSED = {"on to", "upon to", "for to", "to to", "with to"}
_ANYBODY = {"i", "we", "you"}
_PERSONS = {"me", "you", "him", "her", "us", "them"}
_OF_PEOPLE = {"believes", "doubts", "knows"}
_REJECTING = {"refuses", "opposes"}
_AFTER_NOUN = {"appos", "acl", "relcl"}


def verbal(page: Page) -> Iterator[Draft]:
    """A draft for each verb whose frame the parse fills."""
    for i, frames in page.cues.items():
        token = page.doc[i]
        if token.pos_ not in {"NOUN", "ADJ"} and not page.words.as_noun(token):
            draft = _verbal(page, token, frames)
            if draft is not None and draft.content:
                yield draft


def stance_of(page: Page, head: Token, stance: str) -> str:
    """The cue's stance, turned where the cue is negated."""
    negated = (
        is_negated(head)
        or any(c.dep_ == "nsubj" and "few" in {c.lower_, *(m.lower_ for m in c.children)} for c in head.children)
        or (head.dep_ == "conj" and any(c.lower_ == "nor" for c in head.head.children))
        or (head.dep_ == "pcomp" and head.head.lower_ == "without")
        or _not_able(head)
        or held_back(head) is not None
        or any(c.lower_ == "longer" for c in head.children)
        or any(c.lower_ == "longer" for a in head.children if a.dep_ == "acomp" for c in a.children)
    )
    return page.words.negate(stance) if negated else stance


def _not_able(verb: Token) -> bool:
    """ "was not able to verify", "was unable to say"."""
    able = verb.head
    if verb.dep_ != "xcomp" or able.lower_ not in {"able", "unable"}:
        return False
    return able.lower_ == "unable" or is_negated(able) or is_negated(able.head)


def held_back(verb: Token) -> Token | None:
    """The verb that keeps this one from being done: "declined to say", "has yet to confirm"."""
    above = verb.head
    own = any(c.dep_ in {"dobj", "nsubj"} and c.i < verb.i for c in verb.children)
    if verb.dep_ not in {"xcomp", "acl"} or above.i >= verb.i or own or (verb.dep_ == "acl" and above.pos_ != "NOUN"):
        return None
    yet = above.lemma_.lower() == "have" and any(c.lower_ == "yet" for c in above.children)
    return above if yet or above.lemma_.lower() in lexicon().holding_back else None


def cue_spans(page: Page, verb: Token, joins: tuple[int, ...] = ()) -> list[Span]:
    """The cue as written: the verb with its auxiliaries, negation, particle and the words that join it."""
    kept = {verb.i, *joins}
    if (above := held_back(verb)) is not None:
        low = min([above.i, *(c.i for c in above.children if c.dep_ in {"aux", "neg"} and c.i >= above.i - 3)])
        kept.update(range(low, verb.i))
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


def choose(found: list[Complement], frames: Frames) -> Complement | None:
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
        passive = any(c.dep_ == "auxpass" for c in verb.children)
        own = any(c.dep_ == "aux" or (c.dep_ in {"dobj", "ccomp"} and c.i > verb.i) for c in verb.children)
        if not passive and not own:
            return None
    else:
        passive = is_passive(verb)
    if passive:
        return _passive(page, verb, frames)
    chosen = choose(complements(verb), frames) or _as_told(page, verb)
    if (
        chosen is not None
        and chosen.frame == "preceding"
        and page.inside[verb.i] not in {-1, page.inside[chosen.first]}
    ):
        return None  # "the words of the imam: “They told us …”": not of what stands before the quotation
    if chosen is None:
        return _parenthesis(page, verb, frames)
    head = speaker(verb)
    stance = frames.get(chosen.frame) or frames.get("quote") or next(iter(frames.values()))
    if _says_nothing(page, verb, chosen, stance, head):
        return None
    source = source_of(page, head, verb)
    if stance in _REJECTING and chosen.frame[:3] == "obj":
        stance = next((page.words.contested[c.lemma_.lower()] for c in verb.children
                       if c.dep_ == "dobj" and c.lemma_.lower() in page.words.contested), stance)  # fmt: skip
    rule = rule_of(chosen.frame)
    return Draft(
        head=verb,
        cue=cue_spans(page, verb, chosen.joins),
        stance=stance_of(page, verb, stance),
        frame=chosen.frame,
        rule=rule,
        source=source,
        heads=[head] if head is not None and source else [],
        content=content_of(page, chosen, verb),
    )


def _says_nothing(page: Page, verb: Token, chosen: Complement, stance: str, head: Token | None) -> bool:
    """Whether a verb that may attribute does not, with this complement and this subject."""
    frame, words = chosen.frame, page.words
    if frame == "pred":
        return verb.tag_ in {"VBN", "VBD"} and verb.dep_ == "acl"  # "a man found shot"
    if head is not None and head.lower_ in words.speechless:
        return True
    if frame == "inf":
        return _folds(page, verb)
    if frame == "wh":  # "you know how it is" tells of nobody's mind
        anybody = stance == "knows" and (head is None or head.lower_ in _ANYBODY)
        return anybody or _as_called(page, chosen)
    if frame == "obj" and stance == "accepts":
        return not _proposed(page, verb)
    told = page.doc[chosen.first : chosen.last + 1]
    if all(t.lower_ in words.indefinite for t in told):  # "to believe nothing"
        return True
    if stance in _OF_PEOPLE and len(told) == 1 and told[0].lower_ in _PERSONS:  # "they believed me"
        return True
    return frame[:3] == "obj" and verb.lemma_.lower() in words.showing and not _shows(page, head)


def _as_told(page: Page, verb: Token) -> Complement | None:
    """ "quoted a spokesman as claiming the capture": after these words anything that follows is what was said."""
    joint = verb.head
    if verb.dep_ != "pcomp" or joint.lower_ != "as" or joint.head.lemma_.lower() not in page.words.passing_on:
        return None
    last = verb.right_edge.i
    return Complement("obj", verb.i + 1, last) if last > verb.i else None


def _folds(page: Page, verb: Token) -> bool:
    """Whether what is declined is itself a saying with a content: "declined to say who fired" is one cue."""
    for child in verb.children:
        if held_back(child) is not None and (frames := page.cues.get(child.i)) is not None:
            chosen = choose(complements(child), frames)
            stance = None if chosen is None else frames.get(chosen.frame) or frames.get("quote")
            return stance is not None and (stance == "discusses" or page.words.vouches(stance))
    return False


def _as_called(page: Page, chosen: Complement) -> bool:
    """ "showed what it said was the wreck": a thing under the name that somebody gives it, and no question."""
    doc = page.doc
    after = [i for i in range(chosen.first + 1, min(chosen.first + 6, chosen.last)) if i in page.cues]
    said = after[0] if after and "quote" in page.cues[after[0]] else None
    return doc[chosen.first].lower_ == "what" and said is not None and doc[said + 1].pos_ in {"AUX", "VERB"}


def _proposed(page: Page, verb: Token) -> bool:
    """Whether what is accepted is somebody's proposal: "accepted the draft", not "accepted the prize"."""
    return any(c.dep_ == "dobj" and c.lemma_.lower() in page.words.proposals for c in verb.children)


def _shows(page: Page, head: Token | None) -> bool:
    """Whether a source is one that shows what is so: a study, a video; not an exhibition, nor who shows restraint."""
    return head is not None and head.lemma_.lower() in page.words.documents | page.words.media


def rule_of(frame: str) -> str:
    """The class of rules (data/cues/rules.yaml) that a frame belongs to."""
    if frame in _ADDRESSED:
        return "to"
    return frame if frame in _CLAUSES else "object" if frame[:3] == "obj" else "preposition"


def source_of(page: Page, head: Token | None, cue: Token) -> list[Span]:
    """The source that `head` heads, as written; empty where the words name nobody."""
    if head is None or head.lower_ in page.words.speechless or any(c.tag_ == "WP$" for c in head.children):
        return []
    return source_spans(page, head, cue.i)


def content_of(page: Page, chosen: Complement, cue: Token) -> list[Span]:
    """The content as written: whole quotations, without what belongs to the cue or to another source."""
    first, last = chosen.first, chosen.last
    if chosen.frame in _CLAUSES:
        first = _past_time(page, first, last, cue)
        last = _before_another(page, chosen, cue) if chosen.frame == "that" else last
    else:
        last = _before_medium(page, first, last)
    while last > first and page.doc[last].dep_ in {"cc", "punct"} and page.doc[last].text.isalpha():
        last -= 1
    span = page.trim(page.snap(_with_predicate(page, page.span(first, last)), cue.i))
    return [span] if span.start < span.end else []


def _with_predicate(page: Page, span: Span) -> Span:
    """ "said the cutter “came within an arm’s length”": the parse may leave out the quotation that holds the verb."""
    after = next((q for q in page.tops if q.span.start == span.end + 1), None)
    if after is None or page.text[span.end] != " ":
        return span
    return Span(span.start, after.span.end) if page.opens_with_verb(after) else span


def _before_another(page: Page, chosen: Complement, cue: Token) -> int:
    """ "X said A, while Y denied B", "X said A, and Y confirmed B": not past the clause of another source."""
    doc, last = page.doc, chosen.last
    for i in range(chosen.first + 2, last + 1):
        other = doc[i]
        if not page.says(i) or other.pos_ != "VERB" or page.inside[i] >= 0 or other.dep_ not in {"advcl", "conj"}:
            continue
        subject = next((c for c in other.children if c.dep_ in SUBJECTS), None)
        if subject is None or subject.pos_ == "PRON" or other.head.head.i != cue.i:
            continue
        lead = doc[subject.left_edge.i - 1]
        joins = lead.lower_ in {"and", "but"} if other.dep_ == "conj" else lead.lower_ in page.words.contrasts
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
    while at <= last and doc[at].ent_type_ in TIMES:
        at += 1
    if not first < at <= last or doc[at - 1].ent_type_ not in TIMES:
        return first
    opening = doc[at]
    while opening.dep_ not in SUBJECTS and first <= opening.head.i <= last and opening.head.i > opening.i:
        opening = opening.head
    return at if opening.dep_ in SUBJECTS and opening.left_edge.i == at else first


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
    aux = [c for c in verb.children if c.dep_ == "auxpass"]
    subject = next((c for t in (verb, *aux) for c in t.children if c.dep_ in {"nsubjpass", "nsubj"}), None)
    found = {c.frame: c for c in complements(verb)}
    content: list[Span] = []
    frame: str | None = next((f for f in ("that", "wh") if f in found and f in frames), None)
    if frame is not None:
        content = content_of(page, found[frame], verb)
    elif subject is not None and subject.lower_ not in {"it", *page.words.speechless}:
        told = found.get("inf") or found.get("to")
        asked = "asks" in {frames.get("that"), frames.get("to")} or verb.lemma_.lower() in page.words.addressing
        if told is not None and "that" in frames and not asked:
            frame = "raised"
            content = [page.trim(page.span(*edges(subject))), *content_of(page, told, verb)]
        elif agent is not None and verb.dep_ != "relcl" and _passed(page, subject, frames):
            frame, content = "obj", [page.trim(page.snap(page.span(*edges(subject)), verb.i))]
            if "as" in found:  # "was quoted by the agency as saying that …"
                low, high = found["as"].joins[0], found["as"].last
                content.append(page.trim(page.snap(page.span(low, high), verb.i)))
    if frame is None and "to" in frames and (bidden := found.get("inf") or found.get("to")) is not None:
        frame, content = "to", content_of(page, bidden, verb)  # "residents were urged to leave"
    if frame is None or not content:
        return None
    stance = frames.get("that" if frame == "raised" else frame) or next(iter(frames.values()))
    if agent is None and frame == "that" and stance == "believes" and verb.lemma_.lower() in page.words.addressing:
        agent = subject  # "he was convinced that": what he thinks, whoever convinced him
    if agent is None and verb.lemma_.lower() not in page.words.verbs:  # "they were disappointed that"
        agent = subject
    stance = page.words.impersonal.get(verb.lemma_.lower(), stance) if agent is None else stance
    cue, let = cue_spans(page, verb), verb.head
    if agent is None and verb.dep_ in {"ccomp", "xcomp"} and let.lemma_ == "let":  # "let it be known that"
        agent, cue, stance = speaker(let), [*cue_spans(page, let)[:-1], page.span(let.i, verb.i)], "announces"
    source = source_spans(page, agent, verb.i) if agent is not None else []
    return Draft(
        head=verb, cue=cue, stance=stance_of(page, verb, stance), frame=frame, rule="passive",
        source=source, heads=[agent] if agent is not None and source else [], content=content,
    )  # fmt: skip


def _passed(page: Page, subject: Token, frames: Frames) -> bool:
    """ "was criticised by …"; and of somebody's words "was carried by …"."""
    return "obj" in frames or ("obj words" in frames and page.words.is_speech(subject))


def _parenthesis(page: Page, verb: Token, frames: Frames) -> Draft | None:
    """ "The army, he said, would attack": the clause round the cue is what was said."""
    if "quote" not in frames or verb.dep_ not in {"parataxis", "ccomp", *_AFTER_NOUN} or verb.head.i == verb.i:
        return None
    around = verb.head
    first, last = edges(verb)
    if verb.dep_ in _AFTER_NOUN:  # "The minister, the agency reports, denied …": the parse hangs it on the minister
        if around.dep_ not in SUBJECTS or not _set_off(page, verb):
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
    source = source_of(page, head, verb)
    return Draft(
        head=verb, cue=cue_spans(page, verb), stance=stance_of(page, verb, frames["quote"]), frame="around",
        rule="parenthesis", source=source, heads=[head] if source else [],
        content=[s for s in content if s.start < s.end],
    )  # fmt: skip


def _set_off(page: Page, verb: Token) -> bool:
    """Whether the clause has commas on both sides, and a subject that is no relative pronoun at its start."""
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS and c.pos_ != "PRON"]
    if not subjects or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return False
    first = subjects[0].left_edge.i
    last = max(c.right_edge.i for c in [verb, *verb.children])
    ends = page.doc[last].text == "," or (last + 1 < len(page.doc) and page.doc[last + 1].text == ",")
    return first > 0 and page.doc[first - 1].text == "," and ends
