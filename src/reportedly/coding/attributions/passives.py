"""Passive cues: "It is believed that …", "12 are reported to have died", "the plan was criticised by …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportedly.coding.attributions.cue import content_of, cue_spans, stance_of
from reportedly.coding.attributions.frames import complements
from reportedly.coding.attributions.lexicon import Frames
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.shapes import Complement, edges
from reportedly.coding.attributions.speakers import agent_or_none, source_spans, speaker
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["passive_of"]

_OF_WHAT = ("of", "for", "with")  # "accused of", "criticised for", "threatened with"


def passive_of(page: Page, verb: Token, frames: Frames) -> Draft | None:
    """The draft of a passive cue whose frame the parse fills."""
    agent = agent_or_none(verb)
    subject = _subject(verb)
    found = {c.frame: c for c in complements(verb)}
    deed = _deed(verb, agent, frames)
    frame, content = _told(page, verb, frames, found, subject, agent)
    if deed is not None and subject is not None and (agent is not None or _accuses(frames)):
        frame, content = f"obj {deed.lower_}", [page.trim(page.snap(page.span(*edges(subject)), verb.i))]
        content.append(page.trim(page.snap(page.span(deed.i, deed.right_edge.i), verb.i)))
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
    if deed is not None:
        source = [page.trim(Span(s.start, min(s.end, deed.idx))) for s in source if s.start < deed.idx]
    return Draft(
        head=verb, cue=cue, stance=stance_of(page, verb, stance), frame=frame, rule="passive",
        source=source, heads=[agent] if agent is not None and source else [], content=content,
    )  # fmt: skip


def _subject(verb: Token) -> Token | None:
    helpers = [c for c in verb.children if c.dep_ == "auxpass"]
    return next((c for t in (verb, *helpers) for c in t.children if c.dep_ in {"nsubjpass", "nsubj"}), None)


def _told(
    page: Page, verb: Token, frames: Frames, found: dict[str, Complement], subject: Token | None, agent: Token | None
) -> tuple[str | None, list[Span]]:
    """The frame and the content of a passive of saying; (None, []) where it has none."""
    frame = next((f for f in ("that", "wh") if f in found and f in frames), None)
    if frame is not None:
        return frame, content_of(page, found[frame], verb)
    bidden = next((c for c in (found.get("inf"), found.get("to")) if c is not None and not c.joins), None)
    if subject is not None and subject.lower_ not in {"it", *page.words.speechless}:
        asked = "asks" in {frames.get("that"), frames.get("to")} or verb.lemma_.lower() in page.words.addressing
        whole = page.trim(page.snap(page.span(*edges(subject)), verb.i))
        if bidden is not None and "that" in frames and not asked:
            return "raised", [page.trim(page.span(*edges(subject))), *content_of(page, bidden, verb)]
        if bidden is not None and "to" in frames and agent is not None:  # "was urged by aides to admit that A"
            return "to", [whole, *content_of(page, bidden, verb)]
        if agent is not None and verb.dep_ != "relcl" and _passed(page, subject, frames):
            content = [whole]
            if "as" in found:  # "was quoted by the agency as saying that …"
                low, high = found["as"].joins[0], found["as"].last
                content.append(page.trim(page.snap(page.span(low, high), verb.i)))
            return "obj", content
    if "to" in frames and bidden is not None:
        return "to", content_of(page, bidden, verb)  # "residents were urged to leave"
    return None, []


def _deed(verb: Token, agent: Token | None, frames: Frames) -> Token | None:
    """ "was accused (by her rivals) of lying": the phrase that says of what."""
    for holder in (verb, agent):
        for joint in holder.children if holder is not None else ():
            telling = joint.lower_ in _OF_WHAT and f"obj {joint.lower_}" in frames and joint.i > verb.i
            if telling and joint.dep_ == "prep" and (holder is verb or any(c.dep_ == "pcomp" for c in joint.children)):
                return joint
    return None


def _accuses(frames: Frames) -> bool:
    """Whether a passive without an agent still tells what somebody thinks: "is accused of", "is suspected of"."""
    return frames.get("obj of") in {"accuses", "believes"}


def _passed(page: Page, subject: Token, frames: Frames) -> bool:
    """ "was criticised by …"; and of somebody's words "was carried by …"."""
    return "obj" in frames or ("obj words" in frames and page.words.is_speech(subject))
