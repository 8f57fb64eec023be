"""A brief as Markdown, HTML and Word: it can be traced to characters, and report text is never more than text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn

from reportedly.brief import Brief, compose
from reportedly.brief.check import check
from reportedly.brief.docx import docx
from reportedly.brief.html import html
from reportedly.brief.markdown import escaped, markdown
from reportedly.brief.notes import notes
from reportedly.brief.pictures import map_of, timeline_of
from reportedly.casebook.book import Casebook
from reportedly.casebook.queries import Filter

KNOWN = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "footer", "section", "h1", "h2", "h3", "p",
    "ul", "ol", "li", "a", "b", "q", "span", "figure", "figcaption", "details", "summary", "table", "thead", "tbody",
    "tr", "th", "td", "svg", "desc", "path", "circle", "text",
}  # fmt: skip


class Page(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def having(self, attribute: str) -> Iterator[str]:
        return (value for _, attrs in self.tags if (value := attrs.get(attribute)))


def word_text(document: bytes) -> str:
    return " ".join(paragraph.text for paragraph in Document(BytesIO(document)).paragraphs)


def page_of(brief: Brief) -> str:
    return html(brief, map_of(brief.marks, None), timeline_of(brief.days))


@pytest.fixture(scope="module")
def hostile_brief(hostile: Casebook) -> Brief:
    return compose(hostile.connection, Filter(), None)


def test_the_page_leads_from_every_sentence_to_its_characters(week_brief: Brief) -> None:
    page = Page(page_of(week_brief))
    ids = list(page.having("id"))
    assert len(ids) == len(set(ids))
    targets = {value.removeprefix("#") for value in page.having("href") if value.startswith("#")}
    assert targets <= set(ids)
    assert len(targets) == len(notes(week_brief).all) > 100
    for note in notes(week_brief).all[:20]:
        for words, start, end in note.passages:
            assert words in page.text
            assert f"characters {start}–{end}" in page.text


def test_the_page_loads_and_runs_nothing(week_brief: Brief) -> None:
    text = page_of(week_brief)
    page = Page(text)
    assert {tag for tag, _ in page.tags} <= KNOWN
    assert not any(attribute.startswith("on") for _, attrs in page.tags for attribute in attrs)
    assert not list(page.having("src"))
    assert not list(page.having("style"))
    assert all(value.startswith(("#", "https://")) for value in page.having("href"))
    assert "default-src 'none'" in text


def test_the_page_has_landmarks_headings_in_order_and_pictures_in_words(week_brief: Brief) -> None:
    page = Page(page_of(week_brief))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    drawings = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert [d["role"] for d in drawings] == ["img", "img"]
    assert "Nyala: " in page.text


def test_hostile_text_stays_text_in_a_page(hostile_brief: Brief) -> None:
    page = Page(page_of(hostile_brief))
    assert {tag for tag, _ in page.tags} <= KNOWN
    assert "<script>alert(1)</script>" in page.text
    assert not any(value.startswith("javascript") for value in page.having("href"))
    assert not re.search("[\u202a-\u202e\x1b]", page_of(hostile_brief))


def test_hostile_text_stays_text_in_markdown(hostile_brief: Brief) -> None:
    text = markdown(hostile_brief)
    assert not re.search(r"(?<!\\)<(?!\d)", text)
    assert not re.search(r"(?<!\\)\[(?!\^\d)", text)
    assert not re.search(r"(?<!\\)`", text)
    assert not re.search("[\u202a-\u202e\x1b]", text)
    assert "\\<script\\>" in text


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("- no list", "\\- no list"),
        ("1. no list", "1\\. no list"),
        ("# no heading", "\\# no heading"),
        ("*no* _emphasis_", "\\*no\\* \\_emphasis\\_"),
        ("two\n\nlines", "two lines"),
        ("https://x.example a@b.example", "https&#58;//x.example a&#64;b.example"),
    ],
)
def test_markup_is_escaped(raw: str, shown: str) -> None:
    assert escaped(raw) == shown


def test_hostile_reports_are_told_and_proven_all_the_same(hostile_brief: Brief, hostile: Casebook) -> None:
    checked = check(hostile_brief, hostile)
    assert checked.sentences > 2
    assert checked.unproven == ()


def test_markdown_has_a_footnote_for_every_reference(week_brief: Brief) -> None:
    text = markdown(week_brief, {"Map": "brief-map.svg"})
    used = set(re.findall(r"\[\^(\d+)\](?!:)", text))
    told = set(re.findall(r"^\[\^(\d+)\]: ", text, re.M))
    assert used == told
    assert "![Map](brief-map.svg)" in text
    assert "(report" not in text.partition("[^1]: ")[0]


def test_a_word_document_has_sections_pictures_and_notes_to_jump_to(week_brief: Brief) -> None:
    drawings = (map_of(week_brief.marks, None), timeline_of(week_brief.days))
    document = Document(BytesIO(docx(week_brief, *drawings)))
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert [section.title for section in week_brief.sections] == [h for h in headings if h in {
        section.title for section in week_brief.sections}]  # fmt: skip
    assert len(document.inline_shapes) == 2
    assert all(shape._inline.docPr.get("descr") for shape in document.inline_shapes)
    body = document.element.body
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))}
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    assert anchors == marks
    assert len(marks) == len(notes(week_brief).all)


def test_hostile_text_makes_a_sound_word_document(hostile_brief: Brief) -> None:
    document = Document(BytesIO(docx(hostile_brief)))
    assert any("<script>alert(1)</script>" in p.text for p in document.paragraphs)


@pytest.mark.parametrize("write", [markdown, html, docx])
def test_nothing_found_is_written_too(write: Callable[[Brief], str | bytes], week: Casebook) -> None:
    brief = compose(week.connection, Filter(since="1990-01-01", until="1990-12-31"))
    written = write(brief)
    said = word_text(written) if isinstance(written, bytes) else written
    assert "Nothing was found" in said
    assert "No report in the casebook matches what was asked for" in said
