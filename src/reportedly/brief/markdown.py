"""A brief as Markdown with footnotes. Whatever comes from reports is escaped, so that it can be no markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportedly.brief.notes import Note, Notes, left_out, notes, one_line, safe_address, when
from reportedly.brief.tree import Brief, Section, Sentence
from reportedly.brief.wording import phrases

__all__ = ["escaped", "markdown"]

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~^$&{}!])")
_START = re.compile(r"^(\s*)([-+=]|\d+[.)])")


def escaped(text: str) -> str:
    """The text on one line, as Markdown shows it: no emphasis, link, heading, list, HTML or address to follow."""
    said = _MARKUP.sub(r"\\\1", one_line(text))
    said = _START.sub(lambda m: m[1] + (m[2][:-1] if m[2][-1] in ".)" else "") + "\\" + m[2][-1], said)
    return re.sub(r"(?i)\bwww\.", "www\\.", said.replace("://", "&#58;//").replace("@", "&#64;"))


def markdown(brief: Brief, pictures: Mapping[str, str] | None = None) -> str:
    """The brief; `pictures` are titles and the names of files that lie beside it."""
    numbered = notes(brief)
    lines = [f"# {escaped(brief.headline.text)}{_marks(numbered, brief.headline)}", ""]
    lines += [f"*{escaped(note)}*\n" for note in brief.notes]
    for title, file in (pictures or {}).items():
        lines.append(f"![{escaped(title)}]({file})\n")
    for section in brief.sections:
        lines += _section(section, numbered, 2)
    if brief.sources:
        lines += [f"## {phrases()['sections']['sources']}", "", *_sources(brief), ""]
    lines += [_note(note) for note in numbered.all]
    return "\n".join(lines).rstrip("\n") + "\n"


def _section(section: Section, numbered: Notes, depth: int) -> Iterator[str]:
    yield f"{'#' * depth} {escaped(section.title)}\n"
    for sentence in section.sentences:
        yield f"- {escaped(sentence.text)}{_marks(numbered, sentence)}"
    if section.sentences:
        yield ""
    for inner in section.sections:
        yield from _section(inner, numbered, depth + 1)
    if section.left_out:
        yield f"*{left_out(section)}*\n"


def _marks(numbered: Notes, sentence: Sentence) -> str:
    return "".join(f"[^{number}]" for number in numbered.of(sentence))


def _sources(brief: Brief) -> Iterator[str]:
    for source in brief.sources:
        outlet = escaped(", ".join(source.outlets) or phrases()["unknown_outlet"])
        address = safe_address(source.url)
        link = f" <{address}>" if address else ""
        title = f": “{escaped(source.title)}”" if source.title else ""
        yield f"- {outlet}, {escaped(when(source.published))}{title}.{link} Report {escaped(source.report)}."


def _note(note: Note) -> str:
    source = note.source
    outlet = escaped(source.outlets[0] if source.outlets else phrases()["unknown_outlet"])
    title = f", “{escaped(source.title)}”" if source.title else ""
    said = "; ".join(f"“{escaped(words)}” ({start}–{end})" for words, start, end in note.passages)
    return (
        f"[^{note.number}]: {outlet}, {escaped(when(source.published))}{title}, report {escaped(source.report)}: {said}"
    )
