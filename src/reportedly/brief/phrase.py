"""Pieces of sentences that know which characters they rest on, and how they are put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reportedly.brief.tree import Citation, Sentence, Span
from reportedly.brief.wording import phrases

__all__ = ["Phrase", "capital", "cite", "fill", "listed", "numeral", "plain", "quotation", "sentence", "singled"]

_WITHIN = re.compile(r"\([^()]*\)|“[^”]*”")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_STOPPED = re.compile(r"[.!?…][’”\"')]*$")
_INNER = str.maketrans({"“": "‘", "”": "’", "«": "‘", "»": "’"})
_STRAIGHT = re.compile(r'"([^"]*)"')

Cited = tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, and the characters they rest on: pairs of a report's id and a span."""

    text: str
    cited: Cited = ()


def cite(report: str, *spans: Sequence[Sequence[int]]) -> Cited:
    """The spans of a report's rows (`[[start, end], …]`) as citations."""
    return tuple((report, (one[0], one[1])) for several in spans for one in several)


def plain(text: str) -> str:
    """The text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def fill(template: str, **parts: Phrase | str) -> Phrase:
    """The template with its slots filled, resting on all that the parts rest on."""
    text = _SLOT.sub(lambda slot: _text(parts[slot[1]]), template)
    return Phrase(text, tuple(c for name in _SLOT.findall(template) for c in _cited(parts[name])))


def _text(part: Phrase | str) -> str:
    return part if isinstance(part, str) else part.text


def _cited(part: Phrase | str) -> Cited:
    return () if isinstance(part, str) else part.cited


def listed(parts: Sequence[Phrase], word: str = "and", *, nested: bool = False) -> Phrase:
    """Such as "A, B and C"; semicolons where a part holds a comma of its own, unless `nested` in another list."""
    cited = tuple(c for part in parts for c in part.cited)
    texts = [part.text for part in parts]
    if len(texts) < 2:
        return Phrase("".join(texts), cited)
    open_ = [_WITHIN.sub("", text) for text in texts]
    heavy = not nested and len(texts) > 2 and any("," in text or f" {word} " in text for text in open_)
    between, last = ("; ", f"; {word} ") if heavy else (", ", f" {word} ")
    return Phrase(between.join(texts[:-1]) + last + texts[-1], cited)


def numeral(value: float) -> str:
    """A number as an editor writes it: in words up to ten, in figures with commas above."""
    small = phrases()["numerals"]
    if value == int(value):
        return small[int(value)] if 0 <= value < len(small) else f"{int(value):,}"
    return f"{value:,}"


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def quotation(words: str) -> str:
    """The words between quotation marks, theirs within made single; with the stop that ends a sentence."""
    inner = singled(words)
    return f"“{inner}”" if _STOPPED.search(inner) else f"“{inner}”."


def singled(words: str) -> str:
    """The words with their quotation marks made single, to stand between double ones."""
    said = plain(words).replace("``", "‘").replace("''", "’")
    return _STRAIGHT.sub(r"‘\1’", said).replace('"', "'").translate(_INNER)


def sentence(phrase: Phrase, texts: Mapping[str, str], facts: Iterable[str] = ()) -> Sentence:
    """The phrase as a sentence: its citations a report each, in the order in which they came, spans joined."""
    spans: dict[str, set[Span]] = {}
    for report, span in phrase.cited:
        spans.setdefault(report, set()).add(span)
    citations = []
    for report, several in spans.items():
        joined = _joined(sorted(several))
        citations.append(Citation(report, joined, tuple(texts[report][a:b] for a, b in joined)))
    return Sentence(capital(plain(phrase.text)), tuple(citations), tuple(dict.fromkeys(facts)))


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
