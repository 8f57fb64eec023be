"""A brief as a Word document: headings, sentences with references to the notes at its end, pictures as PNG."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from reportedly.brief.notes import Note, Notes, left_out, notes, one_line, when
from reportedly.brief.pictures import Drawing, png
from reportedly.brief.tree import Brief, Section, Sentence
from reportedly.brief.wording import phrases

__all__ = ["docx"]

_WIDE = Cm(16)


def docx(brief: Brief, map: Drawing | None = None, timeline: Drawing | None = None) -> bytes:
    """The bytes of the file."""
    document = Document()
    document.core_properties.title = one_line(brief.headline.text)[:255]
    document.core_properties.author = "reportedly"
    document.core_properties.language = "en-GB"
    numbered = notes(brief)
    _sentence(document.add_heading(level=0), brief.headline, numbered)
    for remark in brief.notes:
        document.add_paragraph(one_line(remark))
    for drawing in (map, timeline):
        if drawing is not None:
            _picture(document, drawing)
    for section in brief.sections:
        _section(document, section, numbered, 1)
    if numbered.all:
        document.add_heading(phrases()["sections"]["notes"], 1)
        for number, note in enumerate(numbered.all):
            _note(document.add_paragraph(), note, number)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _section(document: Any, section: Section, numbered: Notes, depth: int) -> None:
    document.add_heading(one_line(section.title), depth)
    for sentence in section.sentences:
        _sentence(document.add_paragraph(style="List Bullet"), sentence, numbered)
    for inner in section.sections:
        _section(document, inner, numbered, depth + 1)
    if section.left_out:
        document.add_paragraph(left_out(section)).runs[0].italic = True


def _sentence(paragraph: Any, sentence: Sentence, numbered: Notes) -> None:
    paragraph.add_run(one_line(sentence.text))
    for n, number in enumerate(numbered.of(sentence)):
        run = paragraph.add_run(f" {number}" if n else str(number))
        run.font.superscript = True
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"note{number}")
        link.append(run._r)
        paragraph._p.append(link)


def _note(paragraph: Any, note: Note, id: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(id))
    start.set(qn("w:name"), f"note{note.number}")
    paragraph._p.append(start)
    source = note.source
    outlet = one_line(source.outlets[0] if source.outlets else phrases()["unknown_outlet"])
    title = f", “{one_line(source.title)}”" if source.title else ""
    paragraph.add_run(f"{note.number}. {outlet}").bold = True
    said = "; ".join(f"“{words}” ({a}–{b})" for words, a, b in note.passages)
    paragraph.add_run(f", {when(source.published)}{title}, {phrases()['report_id']} {source.report}: {said}")
    paragraph._p.append(end)
    for run in paragraph.runs:
        run.font.size = Pt(9)


def _picture(document: Any, drawing: Drawing) -> None:
    document.add_picture(BytesIO(png(drawing)), width=_WIDE)
    shown = document.inline_shapes[-1]._inline.docPr
    shown.set("title", one_line(drawing.title))
    shown.set("descr", one_line(drawing.description))
