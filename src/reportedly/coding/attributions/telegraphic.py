"""Headlines that the parse does not see through: "Ministry dismisses rumours that …", "Opposition fears vote …"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportedly.coding.attributions.lexicon import Frames
from reportedly.coding.attributions.page import Draft, Page
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["telegraphic"]

_LONGEST_SOURCE = 5  # tokens before the verb
_LONGEST_OWNER = 5  # tokens between the verb and the noun of saying
_CLAUSE = {"that", "it", "he", "she", "they", "we"}
_TENSED = {"VBZ", "VBP", "VBD", "NNS", "NNPS", "NN"}  # tags that a headline's verb is given
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_OPENS = {"NN", "NNS", "NNP", "NNPS", "DT", "PRP", "PRP$", "JJ", "CD"}


def telegraphic(page: Page, lines: list[Span]) -> Iterator[Draft]:
    """The drafts of headlines (`lines`) in which a verb takes somebody's words, or was taken for a noun."""
    for line in lines:
        yield from _in_words(page, page.first_at(line.start), page.last_before(line.end), line=True)
    for sentence in page.doc.sents:
        here = page.span(sentence.start, sentence.end - 1)
        if not any(here.overlaps(line) for line in lines):
            yield from _in_words(page, sentence.start, sentence.end - 1, line=False)
            yield from _at_root(page, sentence.root, sentence.end - 1)


def _at_root(page: Page, root: Token, last: int) -> Iterator[Draft]:
    """ "The weekly quotes from a letter in which …": the sentence's verb, taken for a noun."""
    frames = _frames(page, root) if root.tag_ in {"NNS", "NNPS"} else None
    first, follows = root.sent.start, page.doc[root.i + 1].lower_ if root.i + 1 < last else ""
    if frames is None or root.i - first < 2 or any(t.pos_ in {"VERB", "AUX"} for t in page.doc[first : root.i]):
        return
    rest = page.doc[root.i + 1 : last + 1]
    letter = any(t.lower_ == "in" and t.nbor().lower_ == "which" for t in rest[:-1])
    frame = (
        "that" if follows == "that" else "from words" if follows == "from" and letter else "obj words" if letter else ""
    )
    if frame in frames and any(t.tag_ in _FINITE for t in rest):
        clause = frame == "that"
        yield Draft(
            head=root, cue=[page.span(root.i, root.i)], stance=frames[frame], frame="that" if clause else "obj",
            rule="that" if clause else "object", source=[page.trim(page.span(first, root.i - 1))],
            heads=[page.doc[root.i - 1]], content=[page.trim(page.span(root.i + 1, last))],
        )  # fmt: skip


def _in_words(page: Page, first: int, last: int, line: bool) -> Iterator[Draft]:
    """The drafts of a line, or of a sentence whose verb was taken for a noun."""
    for i in range(first + 1, min(first + 1 + _LONGEST_SOURCE + 3 * (not line), last - 1)):
        token = page.doc[i]
        if page.inside[i] >= 0 or token.is_punct or token.tag_ == "IN" or (not line and token.pos_ in {"VERB", "AUX"}):
            break
        frames = _frames(page, token)
        if frames is None or (not line and token.tag_ not in {"NNS", "NNPS"}):
            continue
        found = list(_of_words(page, frames, first, i, last))
        found = found or list(_of_a_clause(page, frames, first, i, last) if line else ())
        if found:
            yield from found
            break


def _frames(page: Page, token: Token) -> Frames | None:
    """What a word takes as a verb of the present or the past, whatever it was taken for."""
    if token.tag_ not in _TENSED:
        return None
    form = token.lower_
    stems = [form.removesuffix("es"), form.removesuffix("s"), token.lemma_.lower()] if form.endswith("s") else [form]
    stems.append(form[:-3] + "y" if form.endswith("ies") else form)  # "denies"
    return next((page.words.verbs[s] for s in stems if s in page.words.verbs), None)


def _of_words(page: Page, frames: Frames, first: int, i: int, last: int) -> Iterator[Draft]:
    """ "Ministry denies (rebel) claim that …", "Army denies report it used gas"."""
    stance = frames.get("obj words") or frames.get("obj")
    noun = next((j for j in range(i + 1, min(i + 1 + _LONGEST_OWNER, last - 1)) if _says(page, j)), None)
    if stance is None or noun is None or any(page.doc[j].pos_ in {"AUX", "ADP"} for j in range(i + 1, noun)):
        return
    word = page.doc[noun].lower_
    held = page.words.nouns.get(page.doc[noun].lemma_.lower()) or page.words.nouns[word.removesuffix("s")]
    told = page.span(noun + 1, last)
    lemma = word.removesuffix("s")
    stance = page.words.contested.get(lemma, stance) if stance in {"refuses", "opposes"} else stance
    yield Draft(
        head=page.doc[i], cue=[page.span(i, i)], stance=stance, frame="obj", rule="object",
        source=[page.trim(page.span(first, i - 1))], heads=[page.doc[i - 1]],
        content=[page.trim(page.span(i + 1, last))],
    )  # fmt: skip
    owner = [j for j in range(i + 1, noun) if page.doc[j].dep_ != "case" and page.doc[j].pos_ != "DET"]
    source = [page.trim(page.span(i + 1, noun - 1))] if owner else []
    if source or held["that"] in page.words.in_the_air:
        yield Draft(
            head=page.doc[noun], cue=[page.span(noun, noun)], stance=held["that"], frame="that", rule="noun",
            source=source, heads=[page.doc[owner[-1]]] if owner else [], content=[page.trim(told)],
        )  # fmt: skip


def _says(page: Page, j: int) -> bool:
    """Whether a token is a noun of saying with a clause behind it."""
    token, words = page.doc[j], page.words.nouns
    held = words.get(token.lemma_.lower()) or words.get(token.lower_.removesuffix("s"), {})
    return "that" in held and page.doc[j + 1].lower_ in _CLAUSE and token.lower_ not in _CLAUSE


def _of_a_clause(page: Page, frames: Frames, first: int, i: int, last: int) -> Iterator[Draft]:
    """ "Opposition fears vote will be rigged": the verb was taken for a noun."""
    token, follows = page.doc[i], page.doc[i + 1]
    fits = token.tag_ in {"NNS", "NNPS"} and frames.get("that") in page.words.headlined and follows.tag_ in _OPENS
    stop = next((j for j in range(i + 2, last + 1) if page.doc[j].text in {":", ",", "–", "—"}), last + 1)
    if not fits or not any(page.doc[j].tag_ in _FINITE for j in range(i + 2, stop)):
        return
    if any(page.doc[j].pos_ in {"VERB", "AUX"} for j in range(first, i)):
        return
    yield Draft(
        head=token, cue=[page.span(i, i)], stance=frames["that"], frame="that", rule="that",
        source=[page.trim(page.span(first, i - 1))], heads=[page.doc[i - 1]],
        content=[page.trim(page.span(i + 1, stop - 1))],
    )  # fmt: skip
