"""The stage that finds the times of a report and reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache

from reportedly.coding.times import absolute, lengths, relative
from reportedly.coding.times.anchor import Anchor, infer, of_report
from reportedly.coding.times.compose import Item, compose
from reportedly.coding.times.rules import Phrase, rules, search
from reportedly.coding.times.vague import vague
from reportedly.coding.times.view import Meaning, Seen, View
from reportedly.coding.times.words import Word, cut, lexicon
from reportedly.reading import Reading, Time, Why
from reportedly.report import Span

__all__ = ["times"]

_ASIDE = {"ago", "earlier"}
"""Rules whose years are named for comparison: what follows goes on from the time before them."""

_DATELINE = re.compile(r"[ \t]*(?:\([^()\n]{1,40}\)[ \t]*)?(?:[—–]|--?[ \t]|\n)")
"""What follows the date of a dateline: a dash or the end of the line."""

Reader = Callable[[Phrase, View], Meaning | None]


@lru_cache(maxsize=1)
def _readers() -> dict[str, Reader]:
    return {**absolute.READERS, **relative.READERS, **lengths.READERS}


def times(reading: Reading) -> Reading:
    """Fill `reading.times`: every time expression with its TIMEX3 value and the days it stands for.

    Relative times are read against the report's date. Where that is unknown it is inferred from the dates that the
    text names in full, and what rests on it says so; where nothing can be inferred those times have no value. Today's
    date is never used.
    """
    rules()  # the words that rules name as such get their classes before the text is cut
    words = _settle(cut(reading.report.text), reading)
    anchor = of_report(reading.report) or _inferred(words, reading)
    view = View(reading.parse, anchor, [line.span for line in reading.sentences if line.kind == "headline"])
    items = compose(reading.report.text, _found(words, view))
    taken = [(item.start, item.end) for item in items]
    items += [
        Item(start, end, "vague", Meaning("DATE", value, "points to a time without naming it"))
        for start, end, value in vague(words, reading.report.text)
        if not _covered(start, end, taken)
    ]
    items.sort(key=lambda item: (item.start, item.end))
    return replace(reading, times=tuple(_time(item, anchor) for item in items))


def _found(words: list[Word], view: View) -> Iterable[Item]:
    readers = _readers()
    for phrase, meaning in search(words, lambda phrase: readers[phrase.rule.read](phrase, view)):
        days = meaning.days
        aside = phrase.rule.name in _ASIDE and days is not None and days.granularity in {"year", "quarter"}
        if days is not None and meaning.kind != "DURATION" and not (aside or meaning.loose):
            view.seen.append(Seen(phrase.start, days, meaning.rests))
        yield Item(phrase.start + meaning.skip, phrase.end, phrase.rule.name, meaning)


def _covered(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < e and s < end for s, e in taken)


def _inferred(words: list[Word], reading: Reading) -> Anchor | None:
    """The anchor that the dates named in full give, for a report without a date."""
    view = View(reading.parse, None)
    text = reading.report.text
    apart = [line.span for line in reading.sentences if line.kind != "sentence"]
    named = [
        (
            item.start,
            item.meaning.days,
            any(span.start <= item.start < span.end for span in apart) or bool(_DATELINE.match(text, item.end)),
        )
        for item in _found(words, view)
        if item.meaning.days is not None and not item.meaning.rests
    ]
    return infer(named)


def _settle(words: list[Word], reading: Reading) -> list[Word]:
    """Take the class from words that the tagger knows to be something else here ("may", "will fall")."""
    known = lexicon()
    doubtful = [
        i for i, word in enumerate(words) if isinstance(word.value, int | str) and word.kind in _doubtful_classes()
    ]
    if not doubtful:
        return words
    view = View(reading.parse, None)
    text = reading.report.text
    for i in doubtful:
        word = words[i]
        lower = text[word.start : word.end].lower()
        token = view.token(word.start) if lower in known.noun else None
        if token is not None and token.pos_ in {"VERB", "AUX"}:
            words[i] = Word(word.start, word.end, "\ue000", lower)
    return words


@lru_cache(maxsize=1)
def _doubtful_classes() -> frozenset[str]:
    known = lexicon()
    return frozenset(known.words[word][0] for word in known.noun if word in known.words)


def _time(item: Item, anchor: Anchor | None) -> Time:
    meaning = item.meaning
    days = meaning.days
    vague_value = (meaning.value or "").endswith("_REF")
    span = Span(item.start, item.end)
    detail = meaning.detail + {"since": "; open at its end", "until": "; open at its start"}.get(item.opened, "")
    return Time(
        spans=(span,),
        kind=meaning.kind,
        value=meaning.value,
        start=days.first.isoformat() if days and item.opened != "until" else None,
        end=days.last.isoformat() if days and item.opened != "since" else None,
        granularity=days.granularity if days else "vague" if vague_value else None,
        inferred=meaning.rests and anchor is not None and anchor.inferred,
        why=(Why("time", item.rule, detail, (span,)),),
    )
