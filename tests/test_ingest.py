"""Bytes become text unchanged, pages become reports, and what cannot be read says why."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from reportedly import Report, Skipped, UnreadableReport
from reportedly.ingest.check import check_published, check_text, language_of, make_report
from reportedly.ingest.decode import decode
from reportedly.ingest.files import LARGEST, Given, read_file, reports
from reportedly.ingest.html import looks_like_html, read_page

TEXT = "The café in Malmö was shelled,\r\n“twice,” the mayor said.\n\nNobody was hurt — 𝐧obody.\n"
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Truce holds &amp; talks go on - Daily</title>
<link rel="canonical" href="https://example.org/truce"><meta property="og:site_name" content="The Daily">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Truce holds",
"datePublished": "2020-11-10T08:00:00+04:00"}</script>
<script>var leak = "Russia invaded the Moon";</script><style>p {color: red}</style></head>
<body><nav><a href="/">Home</a></nav><article><h1>Truce holds</h1>
<p>The truce between the army and the rebels held on Tuesday, <b>the minister</b> said &lt;again&gt;.
<script>alert("Russia bombed London")</script></p>
<p>Talks will resume in Geneva next week, according to the United Nations.</p></article></body></html>"""


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_every_unicode_encoding_gives_the_same_text(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_western_one_byte_encodings() -> None:
    assert decode("The café was shelled".encode("latin-1")) == "The café was shelled"
    assert decode("He said “never” – twice".encode("cp1252")) == "He said “never” – twice"


def test_single_broken_bytes_do_not_spoil_a_utf8_text() -> None:
    assert decode("“Café” – “Malmö”".encode() + b"\xff.") == "“Café” – “Malmö”\ufffd."


@pytest.mark.parametrize(
    ("data", "what"), [(b"%PDF-1.7 \xe2", "PDF"), (b"PK\x03\x04abc", "zip"), (b"\x89PNG\r\n", "PNG")]
)
def test_known_binaries_are_named_with_what_to_do(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableReport, match=what):
        decode(data)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \n\t\u00a0", "empty"),
        ("\0\0\0", "empty"),
        ("12 : 30 — 17", "no words"),
        ("ab\x01\x02\x03\x04cd", "binary"),
        ("word " * 210_000, "too long"),
        ("half a character \ud83d here", "surrogates"),
        ("Россия начала вывод войск из Сирии, сообщил президент.", "'ru'"),
        ("Le président a annoncé le retrait des troupes de la Syrie.", "'fr'"),
        ("El gobierno y la guerrilla firmaron la paz en Bogotá.", "'es'"),
    ],
)
def test_unreadable_texts_say_why(text: str, why: str) -> None:
    with pytest.raises(UnreadableReport, match=why):
        check_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "BEIRUT (AP)",
        "Rebels seize Goma",
        "Netanyahu visits Abu Dhabi",
        "Kyiv",
        "The minister said “мы не уйдём” to reporters in Moscow on Monday.",
        "Alert: 3 dead.",
    ],
)
def test_short_english_texts_full_of_names_are_read(text: str) -> None:
    assert language_of(text) == "en"


def test_a_report_keeps_its_text_and_empty_fields_are_unknown() -> None:
    report = make_report("A\0 truce held.\r\n", published=" 2016-03-17 ", outlet="", url=None, title=None)
    assert report == Report(text="A\0 truce held.\r\n", published="2016-03-17")


@pytest.mark.parametrize("good", ["2016-03-17", "2016-03-17T08:30:00Z", "2016-03-17T08:30:00+02:00"])
def test_iso_dates_are_taken(good: str) -> None:
    assert check_published(good) == good


@pytest.mark.parametrize("bad", ["17.3.2016", "2016-13-01", "2016-02-30", "yesterday", "20160317", ""])
def test_other_dates_are_refused_in_words(bad: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        check_published(bad)


def test_a_page_gives_its_article_and_what_it_says_of_itself() -> None:
    page = read_page(PAGE)
    assert page.title == "Truce holds"
    assert page.outlet == "The Daily"
    assert page.url == "https://example.org/truce"
    assert page.published == "2020-11-10T08:00:00+04:00"
    assert "The truce between the army and the rebels held on Tuesday, the minister said <again>." in page.text
    assert "\n\nTalks will resume" in page.text
    for leak in ("Moon", "London", "alert", "color", "Home"):
        assert leak not in page.text


def test_a_page_too_short_for_an_article_is_read_all_the_same() -> None:
    page = read_page("<p>The truce held.</p><script>evil()</script><p>Nobody <i>was</i> hurt.<br>So far.</p>")
    assert page.text.split() == ["The", "truce", "held.", "Nobody", "was", "hurt.", "So", "far."]
    assert read_page(b"<meta charset='iso-8859-1'><p>The caf\xe9 was shelled on Monday.</p>").text.startswith(
        "The café"
    )


def test_a_page_without_text_is_unreadable() -> None:
    with pytest.raises(UnreadableReport, match="without text"):
        read_page("<html><body><script>only()</script></body></html>")


@pytest.mark.parametrize("text", ["<p>x", " \n<!-- c -->\n<!doctype html>", "<?xml version='1.0'?><html>"])
def test_pages_are_recognised(text: str) -> None:
    assert looks_like_html(text)
    assert not looks_like_html(f"He wrote {text}")


def test_files_come_out_in_order_with_the_bad_ones_in_their_place(tmp_path: Path) -> None:
    good, page, empty = tmp_path / "a.txt", tmp_path / "b.html", tmp_path / "c.txt"
    good.write_bytes(TEXT.encode("utf-16"))
    page.write_text(PAGE, "utf-8")
    empty.write_bytes(b"")
    big = tmp_path / "big.txt"
    with big.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    paths = [str(p) for p in (good, page, empty, big, tmp_path, tmp_path / "none.txt")]
    first, second, *others = reports(paths, Given(outlet="Mine"))
    assert first == Report(text=TEXT, outlet="Mine")
    assert isinstance(second, Report)
    assert (second.outlet, second.published) == ("Mine", "2020-11-10T08:00:00+04:00")
    assert [type(o) for o in others] == [Skipped] * 4
    for skipped, path, why in zip(others, paths[2:], ("empty", "too large", "a folder", "No such file"), strict=True):
        assert isinstance(skipped, Skipped)
        assert skipped.source == path
        assert why in skipped.reason


def test_standard_input_may_be_endless() -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= LARGEST + 1
            return b"a" * size

    skipped = read_file("-", Given(), stdin=Endless())  # type: ignore[arg-type]
    assert skipped == Skipped("standard input", skipped.reason)  # type: ignore[union-attr]
    assert "too large" in skipped.reason  # type: ignore[union-attr]
