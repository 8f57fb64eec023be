"""Bytes become text unchanged, pages become reports, and what cannot be read says why."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from reportedly import Report, Skipped, UnreadableReport
from reportedly.ingest.check import check_published, check_text, language_of, make_report
from reportedly.ingest.decode import decode
from reportedly.ingest.documents import Document
from reportedly.ingest.files import LARGEST, Given, read_file, reports
from reportedly.ingest.html import looks_like_html, read_page
from reportedly.ingest.reading import report_of

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


@pytest.mark.parametrize(
    "body",
    [
        "<script>only()</script>",
        "<nav><a>News</a> <a>Watch us live today.</a></nav><noscript>Switch on JavaScript to watch this.</noscript>",
        "<p>Rebels seize Goma</p><p>Watch</p><p>Weather</p><p>All rights reserved</p>",
    ],
)
def test_a_page_without_a_sentence_is_unreadable(body: str) -> None:
    with pytest.raises(UnreadableReport, match="without an article"):
        read_page(f"<html><body>{body}</body></html>")


@pytest.mark.parametrize("text", ["<p>x", " \n<!-- c -->\n<!doctype html>", "<?xml version='1.0'?><html>"])
def test_pages_are_recognised(text: str) -> None:
    assert looks_like_html(text)
    assert not looks_like_html(f"He wrote {text}")


def _page(head: str, body: str = "", lang: str = "en") -> str:
    article = "<article><p>The truce held on Tuesday.</p></article>"
    return f"<html lang='{lang}'><head>{head}</head><body>{body}{article}</body>"


def _linked(*things: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


ARTICLE = {"@type": "NewsArticle", "headline": "Truce holds", "datePublished": "2031-03-04T10:00:00Z"}


@pytest.mark.parametrize(
    "head",
    [
        _linked({**ARTICLE, "publisher": {"@type": "Organization", "name": "The Daily"}}),
        _linked({"@graph": [{**ARTICLE, "publisher": {"@id": "#d"}}, {"@id": "#d", "name": "The Daily"}]}),
        _linked({**ARTICLE, "publisher": {"@id": "#d"}}, {"@id": "#d", "@type": "Organization", "name": "The Daily"}),
        _linked([{"@type": "BreadcrumbList"}, {**ARTICLE, "@type": ["Article", "Thing"], "publisher": ["The Daily"]}]),
        _linked({"@type": "WebPage", "mainEntity": {**ARTICLE, "publisher": {"name": "The Daily"}}}),
        _linked({**ARTICLE, "publisher": "The Daily"}, {**ARTICLE, "headline": "Other", "datePublished": "2030-01-01"})
        + "<title>Truce holds | The Daily</title>",
        '<script type="application/ld+json">//<![CDATA[\n{"@type": "NewsArticle", "headline": "Truce\nholds",'
        '"datePublished": "Tue, 04 Mar 2031 10:00:00 GMT", "publisher": "The Daily",}\n//]]></script>',
        '<script type="application/ld+json">{broken</script>'
        '<meta property="og:title" content="Truce holds - The Daily">'
        '<meta property="og:site_name" content="The Daily"><meta name="last-modified" content="2031-05-05">'
        '<meta property="article:modified_time" content="2031-05-05">'
        '<meta property="article:published_time" content="2031-03-04T10:00:00.000Z">',
    ],
)  # fmt: skip
def test_a_page_says_the_same_of_itself_in_many_ways(head: str) -> None:
    page = read_page(_page(head), address="https://example.org/truce#top")
    assert (page.title, page.outlet, page.url) == ("Truce holds", "The Daily", "https://example.org/truce")
    assert (page.published, page.language) == ("2031-03-04T10:00:00+00:00", "en")


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (_linked({"@type": "ItemList", "itemListElement": [{"item": ARTICLE}]}), ""),
        (_linked(ARTICLE, {**ARTICLE, "headline": "Another"}), ""),
        ("<meta property='article:modified_time' content='2031-03-04'>", ""),
        ("", "<time datetime='2031-03-04'>4 March</time><time datetime='2031-03-02'>2 March</time>"),
        ("", "<time class='updated' datetime='2031-03-04'>4 March</time>"),
        ("<meta name='date' content='03/04/2031'>", ""),
        ("<meta name='date' content='0001-01-01T00:00:00'>", ""),
    ],
)
def test_a_page_that_does_not_clearly_say_its_day_or_title_has_none(head: str, body: str) -> None:
    page = read_page(_page(head, body))
    assert (page.published, page.title) == (None, None)


def test_days_in_the_body_and_in_the_address() -> None:
    marked = "<time datetime='2031-03-09'>9</time><time class='post-published' datetime='2031-03-04T08:00Z'>4</time>"
    assert read_page(_page("", marked)).published == "2031-03-04T08:00:00+00:00"
    assert read_page(_page("", "<time>March 4, 2031</time>")).published == "2031-03-04"
    assert read_page(_page(""), address="https://example.org/2031/03/04/truce").published == "2031-03-04"


def test_addresses_are_resolved_and_only_those_of_the_web_are_taken() -> None:
    def url(href: str, address: str | None = "https://www.reuters.com/world/1?x=2") -> str | None:
        return read_page(_page(f"<link rel='canonical' href='{href}'>"), address=address).url

    assert url("/world/truce") == "https://www.reuters.com/world/truce"
    assert url("javascript:alert(1)") == url("https://www.reuters.com/") == "https://www.reuters.com/world/1?x=2"
    assert url("file:///etc/passwd", None) is url("/truce", None) is url("http://[", None) is None


def test_an_outlet_is_known_by_its_domain_and_its_name_cut_from_the_title() -> None:
    page = read_page(_page("<title>Talks &#8211; and a truce - Reuters</title>"), address="https://www.reuters.com/a/b")
    assert (page.outlet, page.title) == ("Reuters", "Talks – and a truce")
    page = read_page(
        _page("<title>Army - rebels talks</title><meta property='og:site_name' content='www.nowhere.org'>")
    )
    assert (page.outlet, page.title) == ("nowhere.org", "Army - rebels talks")


def test_what_is_given_goes_before_the_page_and_the_page_before_what_is_hinted() -> None:
    hinted = Given("Tue, 04 Mar 2031 10:00:00 GMT", "Hinted", "https://example.org/hinted", "Hinted")
    page = PAGE.encode()
    full = report_of(Document("x", page, given=Given(outlet="Mine"), hinted=hinted))
    assert isinstance(full, Report)
    assert (full.outlet, full.title, full.published) == ("Mine", "Truce holds", "2020-11-10T08:00:00+04:00")
    plain = report_of(Document("x", b"KYIV (Daily)\nThe truce held.", hinted=hinted))
    assert plain == Report(
        "KYIV (Daily)\nThe truce held.", "Hinted", "Hinted", "https://example.org/hinted", "2031-03-04T10:00:00+00:00"
    )
    assert report_of(Document("x", b"The truce\nheld.", hinted=Given("soon", None, "mailto:a@b.c"))) == Report(
        "The truce\nheld."
    )
    with pytest.raises(ValueError, match="ISO 8601"):
        report_of(Document("x", b"The truce held.", given=Given("soon")))


def test_a_charset_that_the_sender_declares_goes_before_the_page_s() -> None:
    page = b"<html><head><meta charset='utf-8'></head><body><p>The caf\xe9 was shelled on Monday.</p></body></html>"
    report = report_of(Document("x", page, charset="iso-8859-1"))
    assert isinstance(report, Report)
    assert report.text == "The café was shelled on Monday."


def test_a_page_in_another_language_is_told_before_its_article_is_sought() -> None:
    prose = "<p>Die Regierung und die Rebellen haben am Montag in Genf einen Waffenstillstand unterzeichnet.</p>" * 4
    with pytest.raises(UnreadableReport, match="'de'"):
        read_page(f"<html lang='de'><body><article>{prose}</article></body></html>")
    english = "<p>The government and the rebels signed a ceasefire in Geneva on Monday, the mediators said.</p>" * 4
    assert read_page(f"<html lang='de'><body><article>{english}</article></body></html>").language == "de"


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


@pytest.mark.parametrize(
    ("text", "published", "outlet"),
    [
        ("Open\n\nKASSALA, March 7, 2031 (Kassala Post) — A bridge is open.", "2031-03-07", "Kassala Post"),
        ("GOMA, 7 March 2031 (Reuters) - A bridge is open.", "2031-03-07", "Reuters"),
        ("GOMA, March 7 (Reuters) - A bridge is open.", None, "Reuters"),
        ("GOMA, March 7, 2031 (the eastern capital) — A bridge is open.", "2031-03-07", None),
        ("A bridge (Evening Post) is open - on March 7, 2031 it was shut.", None, None),
    ],
)  # fmt: skip
def test_a_plain_texts_dateline_names_its_day_and_outlet(
    tmp_path: Path, text: str, published: str | None, outlet: str | None
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(text, "utf-8")
    report = read_file(str(path), Given())
    assert isinstance(report, Report)
    assert (report.published, report.outlet, report.text) == (published, outlet, text)
