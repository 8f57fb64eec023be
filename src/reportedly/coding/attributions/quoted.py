"""Which cue a quotation hangs on: before it, after it, in its midst, or in the paragraph before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportedly.coding.attributions.cue import cue_spans, stance_of
from reportedly.coding.attributions.page import Draft, Page
from reportedly.coding.attributions.speakers import source_spans, speaker
from reportedly.coding.syntax import is_passive
from reportedly.report import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["quoted"]

_STOPS = {".", "!", "?", ";"}
_FULL = 25  # characters: a shorter quotation needs more than its place to be something said
_REACH = 45  # tokens between a quotation and its cue, appositions included


@dataclass(slots=True)
class _Seat:
    """A quotation in its paragraph: its number, and the tokens between it and its neighbours."""

    number: int
    before: range
    after: range


def quoted(page: Page) -> list[Draft]:
    """A draft for each cue that carries quotations, all of them in its content."""
    owner: dict[int, tuple[int, str]] = {}  # quotation -> (cue token, rule)
    waiting: list[int] = []
    previous: int | None = None  # the last quotation of the paragraph before, if it was spoken for
    colon: int | None = None  # the cue of a paragraph that ended in a colon
    for paragraph in page.paragraphs:
        seats = _seats(page, paragraph)
        for place, seat in enumerate(seats):
            found = _own_cue(page, seat) or _inherited(page, seats, place, owner, previous, colon)
            if found is not None:
                owner[seat.number] = found
                waiting = _settle(page, waiting, seat.number, found, owner)
            elif not page.tops[seat.number].closed and page.tops[seat.number].span.end >= page.span(*paragraph).end:
                waiting.append(seat.number)
        colon = _open_colon(page, paragraph)
        whole = [s.number for s in seats if s.number in owner]
        if whole:
            previous = whole[-1]
        elif not seats or _speaks_itself(page, paragraph):
            previous = None
    return _drafts(page, owner)


def _speaks_itself(page: Page, paragraph: tuple[int, int]) -> bool:
    """Whether a paragraph has words outside its quotations."""
    return any(page.doc[i].is_alpha for i in range(paragraph[0], paragraph[1] + 1) if page.inside[i] < 0)


def _settle(
    page: Page, waiting: list[int], number: int, found: tuple[int, str], owner: dict[int, tuple[int, str]]
) -> list[int]:
    """An unclosed quotation belongs to the cue of the one that takes it up in the next paragraph."""
    while waiting and page.tops[number].continues == page.numbers[waiting[-1]]:
        number = waiting.pop()
        owner[number] = (found[0], "continued")
    return []


def _seats(page: Page, paragraph: tuple[int, int]) -> list[_Seat]:
    first, last = paragraph
    low, high = page.starts[first], page.span(last, last).end
    numbers = [n for n in sorted({page.inside[i] for i in range(first, last + 1)}) if n >= 0]
    numbers = [n for n in numbers if low <= page.tops[n].span.start and page.tops[n].span.end <= high]
    seats: list[_Seat] = []
    bounds = [(page.first_at(page.tops[n].span.start), page.last_before(page.tops[n].span.end)) for n in numbers]
    for k, n in enumerate(numbers):
        start = bounds[k - 1][1] + 1 if k else first
        stop = bounds[k + 1][0] if k + 1 < len(numbers) else last + 1
        seats.append(_Seat(n, range(start, bounds[k][0]), range(bounds[k][1] + 1, stop)))
    return seats


def _own_cue(page: Page, seat: _Seat) -> tuple[int, str] | None:
    inner = page.tops[seat.number].inner
    words = page.text[inner.start : inner.end].strip()
    if not words:
        return None
    after = _as_saying(page, _after(page, seat, words))
    if after is not None and _a_name(page, seat, words):
        return None
    if after is not None and words[-1] in ",?!—-…":
        return after, "after"
    before = _before(page, seat, words)
    if before is not None:
        return before, "ahead"
    return (after, "after") if after is not None else None


def _a_name(page: Page, seat: _Seat, words: str) -> bool:
    """ "The “Voice of the Hills”, a station, broadcasts …": marks round a name are no speech."""
    before = page.doc[seat.before[-1]] if len(seat.before) else None
    return before is not None and before.pos_ in {"DET", "NOUN"} and words[-1].isalnum() and _titled(words)


def _titled(words: str) -> bool:
    """Whether all words but the short ones are capitalised."""
    return all(word[:1].isupper() or len(word) < 4 for word in words.split())


def _as_saying(page: Page, cue: int | None) -> int | None:
    """Of "quoted her as saying" the second word: it is she who says it."""
    if cue is None:
        return None
    heard = next((c for c in page.doc[cue].children if c.dep_ == "xcomp" and c.i > cue), None)
    if heard is not None and is_passive(page.doc[cue]) and "quote" in page.cues.get(heard.i, {}):
        return heard.i  # "he is heard to say"
    if page.doc[cue].lemma_.lower() not in page.words.passing_on:
        return cue
    for child in page.doc[cue].children:
        if child.dep_ == "prep" and child.lower_ == "as":
            saying = next((c for c in child.children if c.dep_ == "pcomp" and c.i in page.cues), None)
            return cue if saying is None else saying.i
    return cue


def _after(page: Page, seat: _Seat, words: str) -> int | None:
    """The cue right behind the quotation: "…,” she said", "…,” said the minister, …"."""
    doc = page.doc
    tokens = [i for i in seat.after if not doc[i].is_space]
    while tokens and doc[tokens[0]].text in {",", "—", "–", "-", "--"}:
        tokens = tokens[1:]
        words += ","
    if not tokens or doc[tokens[0]].text in {*_STOPS, ":"}:
        return None
    ends = words[-1] in ",?!—…-"
    opening = doc[tokens[0]]
    if opening.tag_ in {"CC", "IN", "WDT", "WP", "TO", "VBG", "MD"} and opening.i not in page.cues:
        return None
    for i in tokens[:_REACH]:
        token = doc[i]
        if token.text in _STOPS:
            return None
        frames = page.cues.get(i)
        spoken = frames is not None and "quote" in frames and token.pos_ == "VERB" and token.tag_ != "VB"
        if spoken and (ends or i == tokens[0]):
            return i if _fits(page, token, tokens[0], ends) else None
        own_clause = token.dep_ not in {"aux", "auxpass", "relcl", "acl"} and not _within_relative(token)
        if token.pos_ in {"VERB", "AUX"} and own_clause:
            return i if ends and _unlisted(page, token, tokens) else None
    return None


def _fits(page: Page, cue: Token, first: int, ends: bool) -> bool:
    """The words between the quotation and its cue are its subject, or the subject follows the cue."""
    if cue.i == first:
        return cue.tag_ in {"VBD", "VBZ", "VBP"} or ends
    opening = page.doc[first]
    return ends and (opening.pos_ in {"PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM", "ADV"} or opening.tag_ == "PRP$")


def _within_relative(token: Token) -> bool:
    steps = 0
    while steps < 6 and token.head.i != token.i:
        if token.dep_ in {"relcl", "acl"}:
            return True
        token, steps = token.head, steps + 1
    return False


def _unlisted(page: Page, verb: Token, tokens: list[int]) -> bool:
    """A verb the lexicon does not know, but in the place of one: quotation, pronoun or name, verb, end."""
    if verb.tag_ not in {"VBD", "VBZ"} or verb.pos_ != "VERB" or verb.i - tokens[0] > 3 or verb.i == tokens[0]:
        return False
    if page.doc[tokens[0]].tag_ not in {"PRP", "NNP"}:
        return False
    following = page.doc[verb.i + 1] if verb.i + 1 < len(page.doc) else None
    return following is None or following.text in {".", ",", ":"} or following.is_space


def _before(page: Page, seat: _Seat, words: str) -> int | None:
    """The cue in front: "She said, “…", "He wrote: “…", "They said that “…"."""
    doc = page.doc
    tokens = [i for i in seat.before if not doc[i].is_space]
    if not tokens:
        return None
    lead = doc[tokens[-1]].text
    # a clause that goes on ("said it was “over”") is read off the parse; only whole sayings are taken here
    whole = lead in {",", ":", "—", "–", "-"} or words[0].isupper() or words[0] in "[…" or len(words) > 3 * _FULL
    if not whole:
        return None
    low = len(tokens) - 1
    for k in range(len(tokens) - 1, max(-1, len(tokens) - 1 - _REACH), -1):
        token = doc[tokens[k]]
        if token.text in {".", "!", "?", ";"} and k < low:
            return None
        frames = page.cues.get(token.i)
        if frames is not None and "quote" in frames and token.pos_ == "VERB":
            return int(token.i) if _reaches(page, token, tokens[k + 1 :], lead) else None
        if token.pos_ == "VERB" and lead != ":" and token.tag_ != "VBG" and not _within_relative(token):
            return None
    return None


def _reaches(page: Page, cue: Token, between: list[int], lead: str) -> bool:
    """Whether nothing but addressees, times and places stands between a cue and the quotation."""
    if lead == ":":
        return True
    if not between:
        return True
    words = [page.doc[i] for i in between]
    if lead == ",":
        return len(between) <= 25 and not any(t.tag_ in {"CC"} and t.dep_ == "cc" and t.head.i == cue.i for t in words)
    return len(between) <= 8 and not any(t.pos_ in {"VERB", "AUX"} for t in words)


def _inherited(
    page: Page,
    seats: list[_Seat],
    place: int,
    owner: dict[int, tuple[int, str]],
    previous: int | None,
    colon: int | None,
) -> tuple[int, str] | None:
    """A quotation without a cue of its own goes on from the one before it, or is what a colon announced."""
    seat = seats[place]
    quotation = page.tops[seat.number]
    words = page.text[quotation.inner.start : quotation.inner.end].strip()
    if place:
        before = seats[place - 1].number
        held = owner.get(before)
        if held is None or not _starts_anew(page, seat, words):
            return None
        return held[0], "continued"
    if any(page.doc[i].is_alpha for i in seat.before):
        return None
    if colon is not None:
        return colon, "ahead"
    if previous is not None and not any(page.doc[i].is_alpha for i in seat.after):
        return owner[previous][0], "continued"
    return None


def _starts_anew(page: Page, seat: _Seat, words: str) -> bool:
    """Whether the quotation opens right after the sentence that holds the cue of the one before."""
    tokens = [page.doc[i] for i in seat.before if not page.doc[i].is_space]
    if not tokens:
        return True
    stops = [k for k, t in enumerate(tokens) if t.text in {".", "!", "?"}]
    if tokens[-1].text in {",", ":", ";", "—", "–", "-", "--"} and not stops:
        return tokens[-1].text == ";" or len(words) >= _FULL or not words[:1].islower()
    return bool(stops) and stops[0] == len(tokens) - 1 and not words[:1].islower()


def _open_colon(page: Page, paragraph: tuple[int, int]) -> int | None:
    """The cue of a paragraph that ends in a colon and leaves what is said to the next one."""
    doc = page.doc
    last = paragraph[1]
    while last > paragraph[0] and doc[last].is_space:
        last -= 1
    if doc[last].text != ":" or page.inside[last] >= 0:
        return None
    for i in range(last - 1, max(paragraph[0] - 1, last - _REACH), -1):
        if doc[i].text in _STOPS or page.inside[i] >= 0:
            return None
        frames = page.cues.get(i)
        if frames is not None and "quote" in frames and doc[i].pos_ == "VERB":
            return i
    return None


def _drafts(page: Page, owner: dict[int, tuple[int, str]]) -> list[Draft]:
    found: dict[int, Draft] = {}
    for number in sorted(owner):
        cue, rule = owner[number]
        held = found.get(cue)
        if held is None:
            token = page.doc[cue]
            stance = page.cues.get(cue, {}).get("quote", "states")
            head = _speaker(page, token, number)
            source = source_spans(page, head, cue) if head is not None else []
            held = found[cue] = Draft(
                head=token, cue=cue_spans(page, token), stance=stance_of(page, token, stance), frame="quote",
                rule=rule if rule != "continued" else "after", source=source,
                heads=[head] if head is not None and source else [], content=[],
            )  # fmt: skip
        put_in = _put_in(page, token := page.doc[cue], number) if rule == "ahead" else None
        if put_in is not None:
            before, head = put_in
            held.rule, held.frame, held.heads = "parenthesis", "around", [head]
            held.source, held.content = source_spans(page, head, token.i), [before]
        held.content.append(_with_lead(page, number, owner))
    return list(found.values())


def _with_lead(page: Page, number: int, owner: dict[int, tuple[int, str]]) -> Span:
    """The quotation, with the words of its sentence that stand before it: "The plan is “a disaster,” she said."."""
    span = page.tops[number].span
    if owner[number][1] != "after":
        return span
    doc, cues = page.doc, {cue for cue, _ in owner.values()}
    first = at = page.first_at(span.start)
    while at > 0:
        token = doc[at - 1]
        if token.text in {".", "!", "?", ":", ";"} or token.i in cues or (token.is_space and "\n" in token.text):
            break
        if page.inside[at - 1] >= 0 and page.inside[at - 1] in owner:
            return span
        at -= 1
    lead = [doc[i] for i in range(at, first) if doc[i].is_alpha or doc[i].is_digit]
    if at and doc[at - 1].i in cues:
        return span
    begin = next((t.idx for t in lead if t.lower_ not in page.words.connectives), None)
    return span if begin is None else Span(begin, span.end)


def _put_in(page: Page, cue: Token, number: int) -> tuple[Span, Token] | None:
    """ "The patrol, the battalion said, “took no fire”": what stands before the source, and this one's noun."""
    quotation = page.tops[number]
    doc, first = page.doc, cue.sent.start
    behind = page.last_before(quotation.span.start)
    if not page.opens_with_verb(quotation) or doc[behind].text != ",":
        return None
    k = cue.i - 1
    while k > first and doc[k].text != "," and doc[k].pos_ not in {"VERB", "AUX"}:
        k -= 1
    head = doc[cue.i - 1]
    between = k > first and k + 1 < cue.i and doc[k].text == "," and page.inside[k] < 0
    if not between or head.pos_ not in {"NOUN", "PROPN", "PRON"}:
        return None
    return page.trim(page.span(first, k - 1)), _head_in(head, cue.i)


def _speaker(page: Page, cue: Token, number: int) -> Token | None:
    """The parse's subject where it lies outside the quotation; else the noun beside the cue."""
    head = speaker(cue)
    quotation = page.tops[number].span
    doc = page.doc
    behind = doc[cue.i + 1] if cue.i + 1 < len(doc) else None
    first = not any(doc[i].is_alpha for i in _gap(page, quotation, cue))
    inverted = first and head is not None and head.idx < quotation.start
    if inverted and cue.idx > quotation.end and behind is not None and behind.pos_ in {"NOUN", "PROPN", "DET"}:
        return next((_head_in(doc[i], len(doc)) for i in range(cue.i + 1, len(doc)) if _names(doc[i])), None)
    told = head is not None and head.i > cue.i and any(_names(doc[i]) for i in _gap(page, quotation, cue))
    if head is not None and not told and page.inside[head.i] < 0 and head.lower_ not in page.words.speechless:
        return head
    if any(child.dep_ in {"auxpass"} for child in cue.children):
        return None
    if cue.idx >= quotation.end:
        between = [i for i in _gap(page, quotation, cue) if _names(doc[i])]
        if between:
            return _head_in(doc[between[0]], cue.i)
        for i in range(cue.i + 1, min(cue.i + 12, len(doc))):
            if doc[i].text in {",", ".", ";", ":"} or page.inside[i] >= 0:
                return None
            if doc[i].pos_ in {"PROPN", "NOUN", "PRON"}:
                return _head_in(doc[i], len(doc))
        return None
    for i in range(cue.i - 1, max(-1, cue.i - 10), -1):
        if page.inside[i] >= 0 or doc[i].text in {".", "!", "?", ";"}:
            return None
        if doc[i].pos_ in {"PROPN", "NOUN", "PRON"}:
            return doc[i]
    return None


def _gap(page: Page, quotation: Span, cue: Token) -> range:
    """The tokens between a quotation and the cue behind it."""
    return range(page.first_at(quotation.end), cue.i)


def _names(token: Token) -> bool:
    """Whether the token may head a source: a noun, a name, a pronoun, "one" of some."""
    if token.dep_ == "nsubj" and token.pos_ == "ADJ":  # "the major", taken for an adjective
        return True
    of_some = token.pos_ == "NUM" and any(child.lower_ == "of" for child in token.children)
    return of_some or token.pos_ in {"PROPN", "NOUN", "PRON"}


def _head_in(token: Token, limit: int) -> Token:
    """Up from a modifier to the noun that it belongs to, not past `limit`."""
    steps = 0
    while steps < 5 and token.dep_ in {"compound", "amod", "nmod", "poss", "det"} and token.i < token.head.i < limit:
        token, steps = token.head, steps + 1
    return token
