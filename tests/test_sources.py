"""Folders, patterns and archives give their reports one by one; what is broken says so and keeps what came before."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportedly import Report, Skipped
from reportedly.errors import SourceError
from reportedly.ingest.documents import Document, Given
from reportedly.ingest.limits import LARGEST, Limits
from reportedly.ingest.reading import report_of
from reportedly.ingest.sources import documents, tally

GOOD = "Rebels seized the town of Goma on Monday, the army said in a statement."
PAGE = f"<html lang='en'><head><title>Goma falls</title></head><body><article><p>{GOOD}</p></article></body></html>"


def read(*sources: Path | str, limits: Limits | None = None) -> list[Document | Skipped]:
    return list(documents([str(source) for source in sources], limits=limits))


def texts(items: list[Document | Skipped]) -> list[str]:
    return [item.data.decode() for item in items if isinstance(item, Document)]


def reasons(items: list[Document | Skipped]) -> list[str]:
    return [f"{Path(item.source).name}: {item.reason}" for item in items if isinstance(item, Skipped)]


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def crawled(
    number: int, body: bytes = PAGE.encode(), *, status: str = "200 OK", media: str = "text/html", headers: str = ""
) -> bytes:
    """One record of a crawl as they are written by crawlers."""
    http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{headers}\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2031-03-09T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:0000000{number}-0000-4000-8000-000000000000>\r\n"
        f"WARC-Target-URI: https://example.org/{number}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


# Folders and patterns


def test_a_folder_gives_its_files_in_order_and_says_what_is_none(tmp_path: Path) -> None:
    for name, data in {
        "b.txt": b"second",
        "a.html": b"first",
        "deep/c/d": b"fourth",
        "deep/b.md": b"third",
        ".hidden.txt": b"never",
        ".git/config.txt": b"never",
        "table.csv": b"a,b",
        "style.css": b"p {}",
        "README.md": b"Reports on one war.",
        "feed": b"<?xml version='1.0'?><rss version='2.0'/>",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / "deep" / "back").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    items = read(tmp_path)
    assert texts(items) == ["first", "second", "third", "fourth"]
    told = reasons(items)
    assert [reason.split(":")[0] for reason in told] == ["README.md", "feed", "nowhere", "style.css", "table.csv"]
    assert all(
        why in reason for why, reason in zip(("a note", "feed", "leads nowhere", "page", "jsonl"), told, strict=True)
    )
    assert read(tmp_path) == items


def test_a_pattern_gives_each_file_once_though_it_matches_the_folders_too(tmp_path: Path) -> None:
    for name in ("x/a.txt", "x/y/b.txt", "x-1/c.txt", "d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert sorted(texts(read(f"{tmp_path}/**"))) == ["d.txt", "x-1/c.txt", "x/a.txt", "x/y/b.txt"]
    assert texts(read(f"{tmp_path}/**/*.txt")) == ["d.txt", "x/a.txt", "x/y/b.txt", "x-1/c.txt"]
    assert texts(read(f"{tmp_path}/x*")) == ["x/a.txt", "x/y/b.txt", "x-1/c.txt"]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("none.txt", "no such file"),
        ("*.txt", "no file matches"),
        ("empty", "no files are in"),
        ("https://a.b", "an address"),
    ],
)
def test_a_source_that_names_nothing_is_told_before_anything_is_read(tmp_path: Path, source: str, why: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / ".hidden").write_text("x")
    (tmp_path / "good").write_text(GOOD)
    with pytest.raises(SourceError, match=why):
        documents([str(tmp_path / "good"), source if "://" in source else str(tmp_path / source)])
    with pytest.raises(ValueError, match="ISO 8601"):
        documents([str(tmp_path / "good")], Given(published="yesterday"))


def test_names_of_any_kind_are_read_and_shown_safely(tmp_path: Path) -> None:
    names = [
        b"\xff\xfe.txt",
        b"a\nb.txt",
        b"[1].txt",
        "\u202etxt.exe.txt".encode(),
        b"-",
        b" .txt",
        "Київ.txt".encode(),
    ]
    for name in names:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(GOOD)
    items = read(tmp_path)
    assert texts(items) == [GOOD] * len(names)
    for item in items:
        assert isinstance(item, Document)
        assert item.source.isprintable()
        assert item.key == item.source
        assert item.source.encode()
    assert texts(read(tmp_path / "[1].txt")) == [GOOD]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_what_may_not_be_opened_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b").mkdir(mode=0)
    assert [reason.split(": ", 1)[1] for reason in reasons(read(tmp_path))] == [
        "cannot be opened: Permission denied",
        "a folder that cannot be opened: Permission denied",
    ]
    (tmp_path / "b").chmod(0o700)


def test_the_tally_counts_bytes_on_disk(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "one"}\n' * 10_000))
    zipped(tmp_path / "c.zip", {"a.txt": b"one", "b.txt": b"two"})
    size = sum(path.stat().st_size for path in tmp_path.iterdir())
    so_far = tally([str(tmp_path)])
    assert (so_far.total, so_far.done) == (size, 0)
    steps = [so_far.done for _ in documents([str(tmp_path)], tally=so_far)]
    assert steps == sorted(steps)
    assert (so_far.done, so_far.files) == (size, 3)
    assert tally(["-", str(tmp_path)]).total is None
    assert [type(item) for item in documents(["-"], stdin=io.BytesIO(b"One report."))] == [Document]


# JSON Lines


def test_json_lines_of_several_makers_and_the_malformed_ones_by_number(tmp_path: Path) -> None:
    lines: list[object] = [
        {"text": GOOD, "title": "T", "outlet": "Daily", "url": "https://example.org/1", "published": "2031-03-04"},
        '{"text": "cut off',
        {"Body": GOOD, "headline": "T", "source": {"id": None, "name": "Daily"}, "publishedAt": 1930000000},
        {"maintext": GOOD, "source_domain": "www.reuters.com", "date_publish": "2031-03-04 10:00:00", "id": 7},
        {"html": PAGE, "link": "javascript:alert(1)", "date": "unknown"},
        {"report": {"id": "0" * 16, "text": GOOD, "outlet": "Daily", "published": None}, "events": [{}]},
        {"title": "no text"},
        [1, 2],
        "",
        '{"text": "\\ud83d"}',
        '{"text": ' + "[" * 100_000,
        {"text": "x" * (LARGEST + 1)},
        {"text": "y" * Limits().line},
        {"content": "last"},
    ]
    path = tmp_path / "set.jsonl"
    rows = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_bytes("\n".join(rows).encode() + b"\n\xff\xfe\n")
    items = read(path)
    assert [reason.split(": ")[0] + ": " + reason.split(": ")[1][:13] for reason in reasons(items)] == [
        "set.jsonl line 2: malformed",
        "set.jsonl line 7: a line withou",
        "set.jsonl line 8: malformed",
        "set.jsonl line 10: holds half ch",
        "set.jsonl line 11: malformed",
        "set.jsonl line 12: too large (mo",
        "set.jsonl line 13: a line too lo",
        "set.jsonl line 15: malformed",
    ]
    found = [item for item in items if isinstance(item, Document)]
    assert [item.key for item in found] == ["https://example.org/1", None, f"{path}#7", None, None, None]
    first, second, third, page, record, _ = (report_of(item) for item in found)
    assert first == Report(GOOD, "T", "Daily", "https://example.org/1", "2031-03-04")
    assert second == Report(GOOD, "T", "Daily", None, "2031-02-27T23:06:40+00:00")
    assert third == Report(GOOD, None, "Reuters", None, "2031-03-04T10:00:00")
    assert page == Report(GOOD, "Goma falls")
    assert record == Report(GOOD, None, "Daily")


def test_a_hundred_thousand_lines_pass_in_flat_memory(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl.gz"
    with gzip.open(path, "wt", compresslevel=1) as out:
        for number in range(100_000):
            out.write(json.dumps({"text": f"{GOOD} {number} " * 10, "id": number}) + "\n")
    program = (
        "import sys, resource; from itertools import islice; from reportedly.ingest.sources import documents\n"
        "def most(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "items = documents(sys.argv[1:]); first = sum(1 for _ in islice(items, 2_000)); before = most()\n"
        "print(first + sum(1 for _ in items), most() / before)"
    )
    ran = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    count, growth = ran.stdout.split()
    assert int(count) == 100_000
    assert float(growth) < 1.05


# Archives


def test_a_zip_of_everything_with_names_that_are_only_names(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner", {"deep.txt": b"deep", "deeper.zip": zipped(tmp_path / "i2", {}).read_bytes()})
    path = zipped(
        tmp_path / "week.zip",
        {
            "a.html": PAGE.encode(),
            "../../etc/passwd.txt": b"up",
            "/tmp/abs.txt": b"absolute",
            "__MACOSX/a.html": b"never",
            "days/": b"",
            "days/lines.jsonl.gz": gzip.compress(b'{"text": "line"}\n'),
            "days/crawl.warc": crawled(1, b"crawled", media="text/plain"),
            "inner.zip": inner.read_bytes(),
            "note.txt.gz": gzip.compress(b"note"),
            "picture.png": b"\x89PNG",
        },
    )
    inner.unlink()
    items = read(path)
    assert texts(items) == [PAGE, "up", "absolute", "line", "crawled", "deep", "note"]
    assert [item.source.removeprefix(str(path)) for item in items if isinstance(item, Document)] == [
        "/a.html",
        "/../../etc/passwd.txt",
        "//tmp/abs.txt",
        "/days/lines.jsonl.gz line 1",
        "/days/crawl.warc record 1",
        "/inner.zip/deep.txt",
        "/note.txt.gz",
    ]
    assert reasons(items)[0].startswith("deeper.zip: empty")
    assert reasons(items)[1].startswith("picture.png: no report: a picture")


def test_broken_and_encrypted_members_leave_the_others(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": b"aaaa" * 50, "b.txt": b"bbbb" * 50, "c.txt": b"cccc" * 50})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.infolist()[0].header_offset
    data[at + 35 + 2] ^= 0xFF  # inside the packed bytes of a.txt
    entry = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[entry + 8] |= 1  # b.txt: the flag of encryption
    path.write_bytes(data)
    items = read(path)
    assert texts(items) == ["cccc" * 50]
    assert reasons(items)[0].startswith("a.txt: broken: it can be unpacked no further")
    assert reasons(items)[1].startswith("b.txt: encrypted")
    path.write_bytes(data[:-30])
    assert "broken zip archive" in reasons(read(path))[0]


@pytest.mark.parametrize("make", [gzip.compress, lambda data: _in_zip(data), lambda data: gzip.compress(_in_zip(data))])
@pytest.mark.parametrize("start", [b"", b'{"text": "before"}\n'])
def test_a_bomb_stops_at_the_limit(tmp_path: Path, make: Callable[[bytes], bytes], start: bytes) -> None:
    """60 MB in 60 KB, as one text or as one line after a good one: memory does not follow it."""
    path = tmp_path / ("bomb.jsonl.gz" if start else "bomb")
    path.write_bytes(make(start + b"x" * 60_000_000))
    tracemalloc.start()
    items = read(path, limits=Limits(slack=10_000_000, ratio=100, line=5_000_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert texts(items) in ([], ["before"])
    assert any(word in reasons(items)[-1] for word in ("too large", "100 times its size"))
    assert peak < 20_000_000


def _in_zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lines.jsonl", data)
    return out.getvalue()


def test_an_archive_that_holds_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    data = b"text"
    for _ in range(6):
        data = gzip.compress(data)
    path.write_bytes(data)
    assert reasons(read(path)) == ["a.gz: an archive inside 3 others: unpack it first"]


def test_a_cut_archive_keeps_the_lines_before_and_no_half_report(tmp_path: Path) -> None:
    lines, text = tmp_path / "a.jsonl.gz", tmp_path / "b.txt.gz"
    rows = b"".join(json.dumps({"text": os.urandom(40).hex()}).encode() + b"\n" for _ in range(1_000))
    packed = gzip.compress(rows)
    lines.write_bytes(packed[: len(packed) // 2])
    items = read(lines)
    assert 400 < len(texts(items)) < 600
    assert reasons(items) == [
        "a.jsonl.gz: cut off: the archive ends too early; what came before is read, so fetch it again for the rest"
    ]
    text.write_bytes(gzip.compress(os.urandom(5_000).hex().encode())[:2_000])
    assert texts(read(text)) == []
    assert reasons(read(text)) == ["b.txt.gz: cut off: the archive ends too early"]


# Web archives


def _crawl() -> Iterator[bytes]:
    yield crawled(1)
    yield crawled(2, status="301 Moved")
    yield crawled(3, b"\x89PNG", media="image/png")
    yield crawled(4, gzip.compress(PAGE.encode()), headers="Content-Encoding: gzip\r\n")
    yield crawled(5, b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE), PAGE.encode()), headers="Transfer-Encoding: chunked\r\n")
    yield crawled(6, PAGE.encode(), headers="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n")  # left behind
    yield crawled(7, gzip.compress(b"x" * 50_000_000), headers="Content-Encoding: gzip\r\n")
    yield crawled(8, "Der Café-Krieg".encode("cp1252"), media="text/plain; charset=windows-1252")
    yield crawled(9, b"zzzz", headers="Content-Encoding: br\r\n")
    yield crawled(1).replace(b"WARC-Type: response", b"WARC-Type: revisit")
    yield crawled(10)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_crawl_gives_its_pages_with_their_addresses(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(b"".join(pack(record) for record in _crawl()))
    items = read(path)
    found = [item for item in items if isinstance(item, Document)]
    assert [item.key for item in found] == [f"https://example.org/{number}" for number in (1, 4, 5, 6, 8, 10)]
    assert [item.data for item in found if item.media == "html"] == [PAGE.encode()] * 5
    assert found[-1].source == f"{path} record 11"
    assert found[-2].charset == "windows-1252"
    assert [reason.split(" (")[0] for reason in reasons(items)] == [
        "crawl.warc.gz record 7: too large",
        "crawl.warc.gz record 9: broken: its br encoding cannot be undone; fetch the page again",
        "crawl.warc.gz: passed over in a crawl: 1 redirects and failures",
    ]
    # the day of the crawl is no day of publication
    assert report_of(found[0]) == Report(GOOD, "Goma falls", url="https://example.org/1")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_crawl_keeps_the_records_before_the_cut(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / ("crawl.warc" if pack is bytes else "crawl.warc.gz")
    parts = [pack(crawled(number)) for number in (1, 2, 3)]
    whole = b"".join(parts)
    ends = [len(b"".join(parts[:n])) for n in range(4)]
    for end in [*range(1, len(whole), 7), *ends[1:]]:
        path.write_bytes(whole[:end])
        items = read(path)
        assert all(text == PAGE for text in texts(items))
        assert len(texts(items)) >= sum(own <= end for own in ends[1:])
        cuts = [reason for reason in reasons(items) if "passed over" not in reason]
        assert len(cuts) == (end not in ends)
        assert all("cut off: " in cut or "broken: " in cut for cut in cuts)


def test_a_crawl_broken_in_the_middle_keeps_the_records_before(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(crawled(1) + b"garbage\r\n\r\n" + crawled(2))
    items = read(path)
    assert texts(items) == [PAGE]
    assert "record 2: broken: no record begins here" in reasons(items)[0]
