"""The notes of a brief: every citation once, numbered as it is first read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from reportedly.brief.tree import Brief, Citation, Section, Sentence, Source
from reportedly.brief.wording import phrases
from reportedly.show.words import clean

__all__ = ["Note", "Notes", "left_out", "notes", "one_line", "safe_address", "when"]


_MOST_CHARACTERS = 1_000  # of a passage that a note shows


@dataclass(frozen=True, slots=True)
class Note:
    """A citation with its number and its report."""

    number: int
    citation: Citation
    source: Source

    @property
    def passages(self) -> Iterator[tuple[str, int, int]]:
        """The cited words on one line, with their offsets."""
        for (start, end), words in zip(self.citation.spans, self.citation.words, strict=True):
            said = one_line(words[:_MOST_CHARACTERS])
            yield (f"{said} …" if len(words) > _MOST_CHARACTERS else said), start, end


@dataclass(frozen=True, slots=True)
class Notes:
    """All notes, and which belong to a sentence."""

    all: tuple[Note, ...]
    _numbers: Mapping[Citation, int]

    def of(self, sentence: Sentence) -> list[int]:
        """The numbers of a sentence's notes, ascending."""
        return sorted({self._numbers[citation] for citation in sentence.citations})


def notes(brief: Brief) -> Notes:
    """Number the citations of a brief."""
    sources = {source.report: source for source in brief.sources}
    numbers: dict[Citation, int] = {}
    for sentence in brief.sentences():
        for citation in sentence.citations:
            numbers.setdefault(citation, len(numbers) + 1)
    found = (Note(number, citation, sources[citation.report]) for citation, number in numbers.items())
    return Notes(tuple(found), numbers)


def one_line(text: str) -> str:
    """The text on one line, each control or direction mark made visible."""
    return " ".join(clean(text).split())


def when(published: str | None) -> str:
    """A report's date in words: "4 March 2031"; as it stands where it is no date."""
    try:
        day = datetime.fromisoformat(published or "")
    except ValueError:
        return one_line(published or "")
    return f"{day.day} {phrases()['months'][day.month - 1]} {day.year}"


def left_out(section: Section) -> str:
    """How many events a section does not tell; "" where it tells all."""
    if section.left_out == 1:
        return str(phrases()["left_out_one"])
    return phrases()["left_out"].format(count=f"{section.left_out:,}") if section.left_out else ""


def safe_address(url: str | None) -> str | None:
    """The address where it can be followed: of the web, and of nothing else."""
    said = (url or "").strip()
    return said if said.lower().startswith(("https://", "http://")) and not set(said) & set(" \"'<>\\`\n\t") else None
