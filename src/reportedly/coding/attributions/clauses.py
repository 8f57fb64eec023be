"""Cues that take a clause or a phrase of the parse: "said that", "urged them to", "the claim that"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.cue import choose, content_of, cue_spans, held_back, rule_of, source_of, stance_of
from reportedly.coding.attributions.frames import complements
from reportedly.coding.attributions.lexicon import Frames
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.passives import passive_of
from reportedly.coding.attributions.shapes import SUBJECTS, TIMES, Complement, edges
from reportedly.coding.attributions.speakers import speaker
from reportedly.coding.syntax import is_negated, is_passive

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["verbal"]

_ANYBODY = {"i", "we", "you"}
_PERSONS = {"me", "you", "him", "her", "us", "them"}
_REJECTING = {"refuses", "opposes"}
_TENSED = {"VBD", "VBZ", "VBP"}
_OPENS = {"DT", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "CD", "JJ"}
_AFTER_NOUN = {"appos", "acl", "relcl"}


def verbal(page: Page) -> Iterator[Draft]:
    """A draft for each verb whose frame the parse fills."""
    for i, frames in page.cues.items():
        token = page.doc[i]
        if token.pos_ not in {"NOUN", "ADJ"} and not page.words.as_noun(token):
            draft = _verbal(page, token, frames)
            if draft is not None and draft.content:
                yield draft


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
        return passive_of(page, verb, frames)
    chosen = choose(complements(verb), frames) or _as_told(page, verb) or _rest(page, verb)
    if chosen is not None and chosen.frame == "preceding" and -1 < page.inside[verb.i] != page.inside[chosen.first]:
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
    stance = stance_of(page, verb, stance)
    if head is not None and head.i != verb.i and _nobody(head) and not is_negated(verb):  # "Nobody dared to say that"
        stance = page.words.negate(stance)
    return Draft(
        head=verb,
        cue=cue_spans(page, verb, chosen.joins),
        stance=stance,
        frame=chosen.frame,
        rule=rule,
        source=source,
        heads=[head] if head is not None and source else [],
        content=content_of(page, chosen, verb),
    )


def _nobody(head: Token) -> bool:
    """Whether a source that a cue borrows is nobody."""
    borrowed = head.dep_ in {"nsubj", "nsubjpass"}
    return borrowed and (
        head.lower_ in {"nobody", "none"} or any(c.lower_ == "no" and c.dep_ == "det" for c in head.children)
    )


def _says_nothing(page: Page, verb: Token, chosen: Complement, stance: str, head: Token | None) -> bool:
    """Whether a verb that may attribute does not, with this complement and this subject."""
    frame, words = chosen.frame, page.words
    if frame == "pred":
        return verb.tag_ in {"VBN", "VBD"} and verb.dep_ == "acl"  # "a man found shot"
    if head is not None and head.lower_ in words.speechless:
        return True
    if not words.vouches(stance) and verb.dep_ == "xcomp" and is_negated(verb):
        return True  # "told them not to discuss it"
    if frame == "inf":
        return _folds(page, verb)
    if frame == "wh":  # "you know how it is" tells of nobody's mind
        anybody = stance == "knows" and (head is None or head.lower_ in _ANYBODY)
        return anybody or _as_called(page, chosen)
    if frame == "obj" and stance == "accepts":
        return not _proposed(page, verb)
    if frame[:3] == "obj" and (
        nouns := {"claim": words.claimable, "threaten": words.threatened}.get(verb.lemma_.lower())
    ):
        return frame == "obj" and not any(c.dep_ == "dobj" and c.lemma_.lower() in nouns for c in verb.children)
    told = page.doc[chosen.first : chosen.last + 1]
    if all(t.lower_ in words.indefinite for t in told):  # "to believe nothing"
        return True
    if stance in words.of_people and len(told) == 1 and told[0].lower_ in _PERSONS:  # "they believed me"
        return True
    return frame[:3] == "obj" and verb.lemma_.lower() in words.showing and not _shows(page, head)


def _as_told(page: Page, verb: Token) -> Complement | None:
    """ "quoted a spokesman as claiming the capture": after these words anything that follows is what was said."""
    joint = verb.head
    if verb.dep_ != "pcomp" or joint.lower_ != "as" or joint.head.lemma_.lower() not in page.words.passing_on:
        return None
    last = verb.right_edge.i
    return Complement("obj", verb.i + 1, last) if last > verb.i else None


def _rest(page: Page, verb: Token) -> Complement | None:
    """ "The paper says monks who fled A report that …": where the parse lost the clause, all that follows."""
    doc, first, last = page.doc, verb.i + 1, verb.sent.end - 1
    if verb.tag_ not in _TENSED or verb.lemma_.lower() not in page.words.bare or verb.dep_ in _AFTER_NOUN:
        return None
    if first >= last or doc[first].tag_ not in _OPENS or not any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    while last > first and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    rest = doc[first : last + 1]
    verbs = [t for t in rest if t.tag_ in _TENSED | {"MD"} and t.i > first]
    marks = any(t.text in {",", ";", ":", "—", "–"} or page.inside[t.i] != page.inside[verb.i] for t in rest)
    return Complement("that", first, last) if verbs and not marks and doc[first].ent_type_ not in TIMES else None


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
