"""Feeds and the articles they tell of, from a real server on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from webserver import PAGE, Site, Time, serving

from reportedly.ingest.documents import Document
from reportedly.ingest.web import Fetcher, Unchanged, WebLimits, WebState, feed_documents, known_feed
from reportedly.ingest.web.feed import parse
from reportedly.report import Skipped


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as up:
        yield up


@pytest.fixture
def at() -> Time:
    return Time()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[WebState]:
    with WebState(tmp_path / "web.sqlite") as opened:
        yield opened


@pytest.fixture
def fetcher(state: WebState, at: Time) -> Iterator[Fetcher]:
    with Fetcher(state, WebLimits(bytes=1_000_000, seconds=5), private=True, clock=at.clock) as made:
        yield made


def rss(*items: str, title: str = "The Valley Post", link: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>{link}</link>{''.join(f'<item>{item}</item>' for item in items)}"
        "</channel></rss>"
    ).encode()


def collect(feed: str, fetcher: Fetcher, known: Callable[[str], bool] = lambda _: False) -> list[Any]:
    return list(feed_documents(feed, fetcher, known))


def test_a_feed_gives_its_articles_with_what_it_says_of_them_as_hints(site: Site, fetcher: Fetcher) -> None:
    site.on(
        "/news/feed.xml",
        rss(
            "<title>Truce &amp;amp; &lt;b&gt;talks&lt;/b&gt;</title><link>../truce.html?a=1&amp;b=2#top</link>"
            "<pubDate>Tue, 10 Nov 2020 00:30:00 +0400</pubDate>",
            "<title>The same</title><link>/truce.html?a=1&amp;b=2</link>",
            "<title>Gone</title><link>/gone.html</link>",
            "<title>Script</title><link>javascript:alert(1)</link>",
        ),
        Content_Type="application/rss+xml",
    )
    site.on("/truce.html?a=1&b=2")
    document, gone, script = collect(site.url("/news/feed.xml"), fetcher)
    link = site.url("/truce.html?a=1&b=2")
    assert isinstance(document, Document)
    assert (document.source, document.key, document.media) == (link, link, "html")
    assert document.data.endswith(PAGE)
    hinted = document.hinted
    assert (hinted.title, hinted.outlet, hinted.url) == ("Truce & talks", "The Valley Post", link)
    assert hinted.published == "2020-11-10T00:30:00+04:00"
    assert (gone.source, gone.reason) == (site.url("/gone.html"), "not there (404): check the address")
    assert "only http:// and https://" in script.reason


def test_the_text_of_the_feed_stands_in_only_where_there_is_no_page_to_be_had(site: Site, fetcher: Fetcher) -> None:
    full = "<content:encoded>&lt;p&gt;Rebels shelled the town.&lt;/p&gt;</content:encoded>"
    site.on("/robots.txt", b"User-agent: *\nDisallow: /closed")
    site.on(
        "/feed",
        rss(
            f'<guid isPermaLink="false">17</guid><title>One</title>{full}',
            f"<link>{site.url('/closed/2')}</link><description>Only a summary.</description>",
            f"<link>{site.url('/broken/3')}</link>{full}",
            "<title>Nothing at all</title>",
        ),
        Content_Type="text/xml",
    )
    site.on("/broken/3", status=500)
    one, two, three, four = collect(site.url("/feed"), fetcher)
    assert b"<p>Rebels shelled the town.</p>" in one.data
    assert "the feed's own text, since the item has no link" in one.source
    assert one.key.endswith(" 17")
    assert "the feed's own summary, since the item may not be fetched by robots" in two.source
    assert two.key == site.url("/closed/2")
    assert isinstance(three, Skipped)
    assert isinstance(four, Skipped)
    assert "/closed/2" not in site.paths()


def test_nothing_is_lost_when_a_run_dies_before_its_documents_are_safe(site: Site, fetcher: Fetcher) -> None:
    items = [f"<link>{site.url(path)}</link>" for path in ("/a", "/b")]
    site.on_validated("/feed", rss(*items), '"f"', "application/rss+xml")
    site.on_validated("/a")
    site.on_validated("/b", etag='"2"')
    feed = site.url("/feed")
    first, second = collect(feed, fetcher)
    first.settle()  # and then the run dies
    held = {first.key}
    got = collect(feed, fetcher, held.__contains__)
    assert got[0] == Unchanged(first.key)
    assert got[1].key == second.key
    assert site.paths().count("/a") == 1
    got[1].settle()
    assert collect(feed, fetcher, {first.key, second.key}.__contains__) == [Unchanged(feed)]


def test_a_feed_whose_article_failed_for_now_comes_again_whole(site: Site, fetcher: Fetcher) -> None:
    items = [f"<link>{site.url(path)}</link>" for path in ("/a", "/b")]
    site.on_validated("/feed", rss(*items), '"f"', "text/xml")
    site.on("/a")
    site.on("/b", status=500)
    document, failed = collect(site.url("/feed"), fetcher)
    document.settle()
    assert isinstance(failed, Skipped)
    site.on("/b")
    assert collect(site.url("/feed"), fetcher, {document.key}.__contains__)[1].key == site.url("/b")


def test_a_known_article_is_asked_again_when_it_may_have_changed(site: Site, fetcher: Fetcher, at: Time) -> None:
    def feed(updated: float | None = None) -> None:
        stamp = formatdate(updated, usegmt=True) if updated else ""
        site.on("/feed", rss(f"<link>{site.url('/a')}</link><pubDate>{stamp}</pubDate>"), Content_Type="text/xml")

    feed()
    site.on_validated("/a")
    (first,) = collect(site.url("/feed"), fetcher)
    first.settle()
    known = {first.key}.__contains__
    at.now += 3_600
    assert collect(site.url("/feed"), fetcher, known) == [Unchanged(first.key)]
    assert site.paths().count("/a") == 1
    at.now += 86_400
    assert collect(site.url("/feed"), fetcher, known) == [Unchanged(first.key)]
    assert site.paths().count("/a") == 2
    at.now += 3_600
    site.on_validated("/a", PAGE + b"<p>Corrected.</p>", '"2"')
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{first.key}"/>
        <updated>2030-03-19T00:00:00Z</updated></entry></feed>"""
    site.on("/feed", atom.encode(), Content_Type="application/atom+xml")
    (changed,) = collect(site.url("/feed"), fetcher, known)
    assert b"Corrected." in changed.data


def test_a_feed_in_a_file_resolves_its_links_against_its_own_site(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    site.on("/a")
    file = tmp_path / "feed.xml"
    file.write_bytes(rss("<link>/a</link>", link=site.url("/")).decode().replace("utf-8", "utf-16").encode("utf-16"))
    assert [document.key for document in collect(str(file), fetcher)] == [site.url("/a")]
    assert "cannot be opened" in collect(str(tmp_path / "none.xml"), fetcher)[0].reason


def test_a_broken_feed_gives_what_can_be_read_of_it_and_a_page_is_no_feed(site: Site, fetcher: Fetcher) -> None:
    site.on("/a")
    site.on("/cut", rss(f"<title>Q&A</title><link>{site.url('/a')}</link>")[:-20], Content_Type="text/xml")
    site.on("/page")
    assert [document.key for document in collect(site.url("/cut"), fetcher)] == [site.url("/a")]
    (skipped,) = collect(site.url("/page"), fetcher)
    assert "no RSS or Atom feed" in skipped.reason


def test_feeds_are_known_by_their_root() -> None:
    assert known_feed(rss())
    assert known_feed(b'\xef\xbb\xbf <?xml version="1.0"?><!-- <html> --><!DOCTYPE rss [<!ENTITY a "b>">]>\n<rss/>')
    assert known_feed(b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"/>')
    assert known_feed('<rdf:RDF xmlns="http://purl.org/rss/1.0/">'.encode("utf-16"))
    assert not known_feed(PAGE)
    assert not known_feed(b"<!-- <rss> --><html>")
    assert not known_feed(b"The <rss> element")
    assert not known_feed(b"\x89PNG\r\n\x1a\n")
    assert not known_feed(b"")


def test_entity_bombs_do_not_go_off() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">\n' for n in range(1, 10))
    text = '<rss version="2.0"><channel><title>&l9;</title><item><title>&l9;</title></item></channel></rss>'
    for opening in ("", "<!-- <x -->"):
        feed = parse(f'{opening}<!DOCTYPE x [<!ENTITY l0 "ha">\n{laughs}]>{text}'.encode())
        assert len(feed.items) == 1
        assert len(feed.items[0].title or "") < 100
    big = f'<!DOCTYPE x [\n<!ENTITY l9 "{"a" * 100_000}">\n]>' + text.replace("&l9;", "&l9;" * 20_000)
    assert len(parse(big.encode()).title or "") < 100_000
    with pytest.raises(Exception, match="more markup than a feed holds"):
        parse(b"<rss><channel>" + b"<a>" * 400_000)
