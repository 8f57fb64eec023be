"""Fetching over HTTP, from a real server on this machine that behaves well, badly or maliciously."""

from __future__ import annotations

import gzip
import socket
import sqlite3
import tracemalloc
import zlib
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from webserver import PAGE, Site, Time, serving

from reportedly.errors import StoreError
from reportedly.ingest.web import Fetched, Fetcher, Missed, Unchanged, WebLimits, WebState, addresses, user_agent


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


def reason(got: object) -> str:
    assert isinstance(got, Missed), got
    return got.reason


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1%1", "fc00::1", "ff02::1", "::127.0.0.1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:c0a8:101::1", "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "2001:0:7f00:1:0:0:0:1",
    ],
)  # fmt: skip
def test_addresses_of_private_networks_are_not_public_in_any_dress(address: str) -> None:
    assert not addresses.is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert addresses.is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_without_the_flag_this_machine_is_not_asked_a_thing(site: Site, state: WebState, host: str) -> None:
    site.on("/")
    with Fetcher(state) as fetcher:
        got = fetcher.get(f"http://{host}:{site.port}/")
    assert "public" in reason(got) or "no such host" in reason(got)
    assert site.asked == []


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (text, 80)) for text in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(Exception, match=r"10\.0\.0\.1, which is not a public address"):
        addresses.resolve("news.example", 80, private=False)


def test_a_redirect_is_judged_like_the_first_address(
    site: Site, state: WebState, at: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "is_public", lambda address: str(address) == "127.0.0.1")
    site.on("/", status=302, Location=f"http://127.0.0.2:{site.port}/admin")
    site.on("/admin", b"secret")
    with Fetcher(state, clock=at.clock) as fetcher:
        assert "127.0.0.2, which is not a public address" in reason(fetcher.get(site.url()))
    assert site.paths() == ["/"]


def test_behind_a_proxy_addresses_that_are_spelt_out_are_judged_all_the_same(
    site: Site, state: WebState, at: Time
) -> None:
    site.on("http://news.example/", status=301, Location="http://0x7f.1/latest/meta-data")
    with Fetcher(state, proxy=site.url(), clock=at.clock) as fetcher:
        assert "127.0.0.1 is not a public address" in reason(fetcher.get("http://news.example/"))
    assert [path for path, _ in site.asked] == ["http://news.example/robots.txt", "http://news.example/"]


# Good manners


def test_a_page_comes_as_it_is_with_its_encoding_told(site: Site, fetcher: Fetcher) -> None:
    site.on("/a", "A truce in Київ".encode("cp1251"), Content_Type='text/plain; charset="windows-1251"')
    got = fetcher.get(site.url("/a#top"))
    assert isinstance(got, Fetched)
    assert (got.url, got.media) == (site.url("/a"), "text/plain")
    assert got.data.decode("utf-8-sig") == "A truce in Київ"
    assert site.asked[-1][1]["User-Agent"] == user_agent()
    assert "Cookie" not in site.asked[-1][1]


def test_robots_txt_is_kept_to_and_asked_for_once_a_day(
    site: Site, fetcher: Fetcher, state: WebState, at: Time
) -> None:
    site.on("/robots.txt", b"User-agent: *\nDisallow: /\n\nUser-agent: reportedly\nDisallow: /private\nCrawl-delay: 7")
    site.on("/open")
    site.on("/private/a")
    assert isinstance(fetcher.get(site.url("/open")), Fetched)
    assert "robots.txt" in reason(fetcher.get(site.url("/private/a")))
    assert isinstance(fetcher.get(site.url("/open")), Fetched)
    assert at.slept == [7.0, 7.0]
    with Fetcher(state, private=True, clock=at.clock) as later:
        assert isinstance(later.get(site.url("/open")), Fetched)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/open", "/open", "/open"]
    at.now += 90_000
    fetcher.get(site.url("/open"))
    assert [path for path, _ in site.asked][-2:] == ["/robots.txt", "/open"]


def test_a_site_whose_robots_txt_fails_is_left_alone_unless_an_older_one_is_at_hand(
    site: Site, fetcher: Fetcher, at: Time
) -> None:
    site.on("/a")
    site.on("/robots.txt", b"", status=500)
    got = fetcher.get(site.url("/a"))
    assert "robots.txt: the answer was 500" in reason(got)
    assert isinstance(got, Missed)
    assert got.cause == "passing"
    site.on("/robots.txt", b"User-agent: *\nDisallow: /b")
    at.now += 601
    assert isinstance(fetcher.get(site.url("/a")), Fetched)
    site.on("/robots.txt", b"", status=500)
    at.now += 90_000
    assert isinstance(fetcher.get(site.url("/a")), Fetched)
    assert "leave it alone" in reason(fetcher.get(site.url("/b")))


def test_a_redirect_into_what_robots_may_not_ask_for_stops_there(site: Site, fetcher: Fetcher) -> None:
    site.on("/robots.txt", b"User-agent: *\nDisallow: /private")
    site.on("/a", status=301, Location="/private/a")
    assert "robots.txt" in reason(fetcher.get(site.url("/a")))
    assert site.paths() == ["/a"]


def test_a_host_that_wants_hours_between_requests_is_left_alone(site: Site, fetcher: Fetcher, at: Time) -> None:
    site.on("/robots.txt", b"User-agent: *\nCrawl-delay: 86400")
    assert "86,400 seconds between requests" in reason(fetcher.get(site.url("/a")))
    assert at.slept == []


def test_a_short_retry_after_is_sat_out_and_a_long_one_is_not_even_in_the_next_run(
    site: Site, fetcher: Fetcher, state: WebState, at: Time
) -> None:
    def once(request: BaseHTTPRequestHandler) -> None:
        site.on("/a")
        request.send_response(429)
        request.send_header("Retry-After", "20")
        request.send_header("Content-Length", "0")
        request.end_headers()

    site.routes["/a"] = once
    assert isinstance(fetcher.get(site.url("/a")), Fetched)
    assert at.slept == [1.0, 20.0]
    site.on("/b", status=503, Retry_After=formatdate(at.now + 7200, usegmt=True))
    assert "asked to wait until 2030-03-17" in reason(fetcher.get(site.url("/b")))
    before = len(site.asked)
    with Fetcher(state, private=True, clock=at.clock) as later:
        assert "asked to wait until" in reason(later.get(site.url("/a")))
    assert len(site.asked) == before
    at.now += 7300
    assert isinstance(fetcher.get(site.url("/a")), Fetched)


def test_a_host_that_stays_busy_is_not_asked_a_third_time(site: Site, fetcher: Fetcher) -> None:
    site.on("/a", status=429, Retry_After="1")
    assert "enough requests" in reason(fetcher.get(site.url("/a")))
    assert "asked to wait" in reason(fetcher.get(site.url("/a")))
    assert site.paths() == ["/a", "/a"]


def test_only_what_was_settled_is_asked_for_with_its_validators(site: Site, fetcher: Fetcher) -> None:
    site.on("/old", status=301, Location="/a")
    site.on_validated("/a")
    got = fetcher.get(site.url("/old"))
    assert isinstance(got, Fetched)
    assert isinstance(fetcher.get(site.url("/old")), Fetched)  # as after a crash
    got.settle()
    assert fetcher.get(site.url("/old")) == Unchanged(site.url("/old"))
    assert isinstance(fetcher.get(site.url("/old"), fresh=True), Fetched)


# Bad servers


def test_redirects_end(site: Site, fetcher: Fetcher) -> None:
    site.on("/a", status=302, Location="/b")
    site.on("/b", status=302, Location="/a")
    for n in range(10):
        site.on(f"/{n}", status=302, Location=f"/{n + 1}")
    site.on("/file", status=302, Location="file:///etc/passwd")
    site.on("/user", status=302, Location="http://admin:secret@127.0.0.1/")
    site.on("/nowhere", status=302)
    assert "circle" in reason(fetcher.get(site.url("/a")))
    assert "more than 5 times" in reason(fetcher.get(site.url("/0")))
    assert "only http:// and https://" in reason(fetcher.get(site.url("/file")))
    assert "user and password" in reason(fetcher.get(site.url("/user")))
    assert "without saying where" in reason(fetcher.get(site.url("/nowhere")))


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\n", *[b"X-Header: a\r\n"] * 40],
        [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", *[b"word "] * 40],
    ],
    ids=["headers", "page"],
)
def test_a_server_that_trickles_gets_no_more_time(site: Site, state: WebState, pieces: list[bytes]) -> None:
    site.on_raw("/a", *pieces, pause=0.05)
    with Fetcher(state, WebLimits(seconds=0.4, delay=0), private=True) as fetcher:
        assert "within 0.4 seconds" in reason(fetcher.get(site.url("/a")))


def test_an_endless_page_is_left_at_the_limit(site: Site, fetcher: Fetcher) -> None:
    sent = 0

    def endless(request: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
        while sent < 200_000_000:
            sent += request.wfile.write(b"a" * 100_000)

    site.routes["/a"] = endless
    assert "larger than 1.0 MB" in reason(fetcher.get(site.url("/a")))
    assert sent < 200_000_000


def test_a_gzip_bomb_is_not_unpacked(site: Site, fetcher: Fetcher) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(10_000_000)) for _ in range(10)) + packer.flush()
    site.on("/bomb", bomb, Content_Encoding="gzip")
    site.on("/twice", gzip.compress(bomb), Content_Encoding="gzip, gzip")
    site.on("/members", gzip.compress(bytes(600_000)) * 2, Content_Encoding="gzip")
    tracemalloc.start()
    for path in ("/bomb", "/members"):
        assert "larger than 1.0 MB" in reason(fetcher.get(site.url(path)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000
    assert "though only gzip was asked for" in reason(fetcher.get(site.url("/twice")))


def test_gzip_comes_unpacked_and_its_damage_is_told(site: Site, fetcher: Fetcher) -> None:
    packed = gzip.compress(PAGE)
    site.on("/good", packed[:10] + packed[10:], Content_Encoding="gzip")
    site.on("/members", gzip.compress(PAGE[:50]) + gzip.compress(PAGE[50:]) + b"\0\0", Content_Encoding="gzip")
    site.on("/cut", packed[:-12], Content_Encoding="gzip")
    site.on("/none", PAGE, Content_Encoding="gzip")
    for path in ("/good", "/members"):
        got = fetcher.get(site.url(path))
        assert isinstance(got, Fetched)
        assert got.data.removeprefix(b"\xef\xbb\xbf") == PAGE
    assert "cut off" in reason(fetcher.get(site.url("/cut")))
    assert "damaged" in reason(fetcher.get(site.url("/none")))


def test_what_is_no_page_is_told_and_not_read(site: Site, fetcher: Fetcher) -> None:
    site.on("/film", bytes(900_000), Content_Type="video/mp4")
    site.on("/gone", status=410)
    site.on("/login", status=403)
    site.on("/broken", status=500)
    assert "sent as 'video/mp4'" in reason(fetcher.get(site.url("/film")))
    assert "not there (410)" in reason(fetcher.get(site.url("/gone")))
    assert "not open to everyone (403)" in reason(fetcher.get(site.url("/login")))
    assert "could not answer (500)" in reason(fetcher.get(site.url("/broken")))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"HTTP/1.1 200 OK\r\nX: a\rEvil: b\r\n\r\n", "no sound HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * 200_000 + b"\r\n\r\n", "no sound HTTP"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://a\x00b/\r\n\r\n", "no sound"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://exa mple/%0d%0aX: y\r\nContent-Length: 0\r\n\r\n", "no such host"),
        (b"\x1b[2J\xff\xfe not http at all", "no sound HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\ncut", "no sound HTTP"),
        (b"", "no sound HTTP"),
    ],
)  # fmt: skip
def test_hostile_answers_are_a_reason_in_one_line(site: Site, fetcher: Fetcher, answer: bytes, words: str) -> None:
    site.on_raw("/a", answer)
    told = reason(fetcher.get(site.url("/a")))
    assert words in told
    assert told.isprintable()


def test_validators_that_could_not_be_sent_back_are_not_kept(site: Site, fetcher: Fetcher) -> None:
    site.on("/a", ETag="\xff" * 20, Last_Modified="x" * 5_000)
    got = fetcher.get(site.url("/a"))
    assert isinstance(got, Fetched)
    got.settle()
    assert isinstance(fetcher.get(site.url("/a")), Fetched)
    assert "If-None-Match" not in site.asked[-1][1]


def test_who_cannot_be_reached_is_missed_for_now(site: Site, fetcher: Fetcher) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        for url, words in (
            (f"https://127.0.0.1:{site.port}/", "no secure connection"),
            (f"http://127.0.0.1:{closed.getsockname()[1]}/", "cannot be reached"),
            ("http://nowhere.invalid/", "no such host"),
        ):
            got = fetcher.get(url)
            assert words in reason(got)
            assert isinstance(got, Missed)
            assert got.cause == "passing"


@pytest.mark.parametrize(
    "url", ["ftp://a/b", "http://", "http://a:0/", "http://a:99999/", "http://[x/", "http://a\nb", ""]
)
def test_what_is_no_web_address_is_a_reason(fetcher: Fetcher, url: str) -> None:
    assert reason(fetcher.get(url))


# What is remembered


def test_a_memory_of_another_version_is_begun_anew_and_a_damaged_one_says_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "old.sqlite"
    with sqlite3.connect(old) as base:
        base.execute("CREATE TABLE pages (other TEXT)")
    base.close()
    with WebState(old) as state:
        assert state.page("http://a/") is None
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"no database" * 1_000)
    with pytest.raises(StoreError, match="delete it"):
        WebState(damaged)


def test_a_contact_that_could_forge_a_header_is_refused() -> None:
    assert user_agent("desk@example.org").endswith("(+desk@example.org)")
    with pytest.raises(ValueError, match="contact"):
        user_agent("a\r\nX: b")
