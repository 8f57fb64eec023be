"""Sources that a phrase puts beside a whole sentence: "according to …", "as the BBC reports, …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.speakers import source_spans
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Sent
    from spacy.tokens import Token

__all__ = ["around", "beside", "cue_frames", "source_end"]

_VERBAL = {"VERB", "AUX"}
_TIMES = {"DATE", "TIME"}
_LONGEST_SOURCE = 12  # tokens between the comma and a closing cue


def beside(page: Page) -> Iterator[Draft]:
    """The drafts of all sentences, one cue each."""
    for sentence in page.doc.sents:
        first, last = sentence.start, sentence.end - 1
        while last > first and (page.doc[last].is_space or page.doc[last].is_punct):
            last -= 1
        if last - first < 3:
            continue
        for i in range(first, last):
            word = page.doc[i]
            if word.lower_ in {"according", "in", "by"} or (word.lower_ == "per" and i == first):
                draft = _according(page, word, sentence, last)
            elif word.lower_ == "as":
                draft = _as(page, word, sentence, last)
            else:
                continue
            if draft is not None and draft.content:
                yield draft


def around(page: Page, sentence: Sent, first: int, last: int) -> list[Span]:
    """The sentence without the tokens first … last; within a quotation, what of the sentence lies in it."""
    low, high = sentence.start, sentence.end - 1
    held = page.inside[first]
    back = first - 2 if first > low + 2 and page.doc[first - 1].text == "," else first - 1
    if back > low and page.doc[back].lower_ == "that" and any(map(page.says, range(low, back))):
        low = first  # "X said that, according to Y, A"
    if held >= 0:
        while low < first and page.inside[low] != held:
            low += 1
        while high > last and page.inside[high] != held:
            high -= 1
    high = _before_contrast(page, last, high, first > low)
    pieces = []
    for a, b in ((low, first - 1), (last + 1, high)):
        if a <= b:
            span = page.without_connective(page.trim(page.snap(page.span(a, b), first)))
            if span.start < span.end and any(c.isalnum() for c in page.text[span.start : span.end]):
                pieces.append(span)
    return pieces


def _before_contrast(page: Page, last: int, high: int, amid: bool) -> int:
    """The end of the clause that a phrase in its midst speaks for: not past "but" and a clause of another source."""
    for i in range(last + 1, high + 1):
        token = page.doc[i]
        if token.pos_ not in _VERBAL or token.left_edge.i <= last:
            continue
        opening = token.left_edge
        against = token.dep_ == "advcl" and page.says(i) and opening.lower_ in page.words.contrasts
        if against and page.doc[opening.i - 1].text == ",":
            return int(opening.i) - 2
        if token.dep_ != "conj" or not amid:
            continue
        subject = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
        lead = page.doc[min(subject.left_edge.i, token.left_edge.i) - 1] if subject is not None else None
        if lead is not None and lead.i > last and (lead.lower_ == "but" or page.says(i)):
            return lead.i - 1
    return high


def _according(page: Page, word: Token, sentence: Sent, last: int) -> Draft | None:
    """ "according to X", "in the words of X", "in X's view"."""
    doc, i = page.doc, word.i
    noun: Token | None = None
    end = i
    if word.lower_ == "according":
        end = i + 1
        if end > last or doc[end].lower_ != "to":
            return None
        stance = page.words.prepositions.get("according to")
        noun = next((c for c in doc[end].children if c.dep_ in {"pobj", "pcomp"}), None)
        cue = [page.span(i, end)]
    elif word.lower_ == "per":  # "Per the Daily Star, …"
        stance = page.words.prepositions.get("per")
        noun = next((c for c in word.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
        cue = [page.span(i, i)]
    else:
        found = _worded(page, word)
        if found is None:
            return None
        stance, noun, cue, end = found
    if stance is None or noun is None or noun.i <= i:
        return None
    whole = source_spans(page, noun, i)
    source = _without_subject(page, whole, noun)
    if not source:
        return None
    until = _until_comma(page, noun, sentence) if source == whole else 0
    stop = max(end, page.last_before(source[-1].end), until)
    content = around(page, sentence, i, stop)
    if word.lower_ == "in" and not any(t.is_alpha for t in page.doc[sentence.start : i]):
        content = _next_quotation(page, stop) or content  # "in the words of a friend, “a rock”"
    return Draft(
        head=word, cue=cue, stance=stance, frame="according", rule="according", source=source, heads=[noun],
        content=content,
    )  # fmt: skip


def _without_subject(page: Page, source: list[Span], noun: Token) -> list[Span]:
    """ "According to X, a source in the army claimed": the noun before the verb is its subject, and not of X's name."""
    if not source:
        return source
    follows = page.first_at(source[-1].end)
    comma = next((i for i in range(noun.i + 1, follows) if page.doc[i].text == ","), None)
    if comma is None or follows >= len(page.doc) or page.doc[follows].tag_ not in {"VBD", "VBZ", "VBP", "MD"}:
        return source
    return [page.trim(Span(source[0].start, page.starts[comma]))]


def _next_quotation(page: Page, stop: int) -> list[Span]:
    """The quotation that opens right after the token `stop` and a comma."""
    after = next((i for i in range(stop + 1, min(stop + 4, len(page.doc))) if page.inside[i] >= 0), None)
    if after is None or any(page.doc[i].is_alpha for i in range(stop + 1, after)):
        return []
    return [page.tops[page.inside[after]].span]


def _until_comma(page: Page, noun: Token, sentence: Sent) -> int:
    """The end of the phrase: the noun's subtree, but not past a comma and a clause with its own verb."""
    last = noun.right_edge.i
    for i in range(noun.i + 1, min(last + 1, sentence.end)):
        if page.doc[i].text in {",", ";", ":"} and any(t.pos_ in _VERBAL for t in page.doc[i + 1 : last + 1]):
            follows = page.doc[i + 1] if i + 1 < sentence.end else None
            if follows is None or follows.tag_ not in {"WP", "WDT"}:
                return i - 1
    return int(last)


def _worded(page: Page, word: Token) -> tuple[str | None, Token | None, list[Span], int] | None:
    """ "in the words of X" and "in X's view"."""
    noun = next((c for c in word.children if c.dep_ == "pobj"), None)
    if noun is None or noun.i - word.i > 6:
        return None
    stance = page.words.phrases.get((word.lower_, noun.lower_))
    if stance is None:
        return None
    of = next((n for c in noun.children if c.lower_ == "of" for n in c.children if n.dep_ == "pobj"), None)
    if of is not None:
        return stance, of, [page.span(word.i, of.left_edge.i - 1)], of.i
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is None:
        return None
    return stance, owner, [page.span(word.i, word.i), page.span(noun.i, noun.i)], noun.i


def _as(page: Page, word: Token, sentence: Sent, last: int) -> Draft | None:
    """ "as X reports," and "as X put it": content is the sentence without the phrase."""
    doc, i = page.doc, word.i
    if i > sentence.start and doc[i - 1].text not in {",", "—", "–", "-", "“", '"', "("} and not doc[i - 1].is_space:
        return None
    for j in range(i + 1, min(i + 2 + _LONGEST_SOURCE, last + 1)):
        token = doc[j]
        if token.text in {",", ";", ":", "."} or token.tag_ in {"IN", "CC"}:
            return None
        frames = cue_frames(page, j)
        if frames is None or not ("quote" in frames or "obj" in frames):
            if token.pos_ == "VERB":
                return None
            continue
        end = j
        while end < last and (doc[end + 1].lower_ in {"it", "out", "this"} or doc[end + 1].ent_type_ in _TIMES):
            end += 1
        if not (end >= last or doc[end + 1].text in {",", "—", "–", '"', "”"}) or j == i + 1:
            continue
        source = [page.trim(page.span(i + 1, source_end(page, i + 1, j)))]
        head = doc[i + 1 : source_end(page, i + 1, j) + 1].root
        return Draft(
            head=token, cue=[page.span(j, j)], stance=frames.get("quote") or frames["obj"], frame="as", rule="as",
            source=source, heads=[head], content=around(page, sentence, i, end),
        )  # fmt: skip
    return None


def source_end(page: Page, first: int, cue: int) -> int:
    """The last token of the source before a cue: auxiliaries and adverbs between belong to the cue."""
    j = cue - 1
    while j > first and (page.doc[j].pos_ in {"AUX", "ADV"} or page.doc[j].dep_ in {"aux", "neg"}):
        j -= 1
    return j


def cue_frames(page: Page, i: int) -> dict[str, str] | None:
    """The frames of a verb; a plural noun may be one that the tagger took for a noun ("the BBC highlights")."""
    token = page.doc[i]
    if token.lower_ == "put":
        return {"quote": "states"}
    found = page.cues.get(i)
    if found is not None and token.pos_ == "VERB":
        return dict(found)
    if token.tag_ in {"NNS", "NNPS", "NN", "VBZ"} and token.lower_.endswith("s"):
        stem = token.lower_[:-1]
        return dict(page.words.verbs.get(stem) or {}) or None
    return None
