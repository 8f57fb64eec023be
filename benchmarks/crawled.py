"""A made-up crawl: pages as news sites send them, in WARC, around made-up reports.

Of every hundred pages some 15 are in another language, 10 are copies at another address, 4 declare an encoding that
they are not in, 3 hold no article, 3 are no pages at all. All words are our own.
"""

from __future__ import annotations

import gzip
import html
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.made import made_reports
from reportedly.report import Report

__all__ = ["write_crawl"]

_FOREIGN = (
    ("de", "Die Regierung hat am {day} neue Hilfen für die Bauern im Norden angekündigt, sagte ein Sprecher. "),
    ("fr", "Le ministre a déclaré {day} que les discussions reprendraient dans la capitale la semaine prochaine. "),
    ("es", "El presidente dijo el {day} que las obras del puerto terminarán antes de que empiece el verano. "),
)
_DAYS = ("Montag", "mardi", "jueves")
_SECTIONS = ("World", "Politics", "Business", "Sport", "Culture", "Science", "Weather", "Opinion", "Video", "Archive")
_TEASERS = (
    "Ten gardens worth the walk", "Why the bridge stays shut", "What to cook when it rains", "A winter without snow",
    "The town that kept its clock", "How the ferry got its name", "Letters from our readers", "The week in pictures",
)  # fmt: skip
_SCRIPT = "(function(w,d){w.layer=w.layer||[];w.layer.push({event:'start'});d.createElement('p');})(window,document);"


def write_crawl(folder: Path, pages: int, *, each: int = 1_000, seed: int = 0) -> list[Path]:
    """`pages` responses in files of `each`, gzipped record by record as crawls are."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    chance = random.Random(seed)
    bodies = _pages(chance, pages)
    for number in range(0, pages, each):
        path = folder / f"crawl-{number // each:05}.warc.gz"
        with path.open("wb") as file:
            for _ in range(min(each, pages - number)):
                address, content, body = next(bodies)
                file.write(gzip.compress(_response(address, content, body), 5))
        written.append(path)
    return written


def _pages(chance: random.Random, pages: int) -> Iterator[tuple[str, str, bytes]]:
    """Address, content type and body of each."""
    before: list[Report] = []
    for count, report in enumerate(made_reports(pages, sentences=22)):
        draw, host = chance.random(), f"https://news{chance.randrange(40)}.example"
        address, content = f"{host}/world/{count}.html", "text/html; charset=utf-8"
        if draw < 0.15:
            language, sentence = chance.choice(_FOREIGN)
            text = "".join(sentence.format(day=chance.choice(_DAYS)) for _ in range(20))
            yield address, content, _page(chance, "Nachrichten", text, language, "").encode()
        elif draw < 0.25 and before:
            yield address, content, _article(chance, chance.choice(before)).encode()
        elif draw < 0.29:
            body = _article(chance, report).replace("said.", "said, in São Tomé’s café.").encode("cp1252", "replace")
            yield address, content, body
        elif draw < 0.32:
            yield address, content, _page(chance, "Front page", "", "en", "").encode()
        elif draw < 0.35:
            yield f"{host}/pictures/{count}.jpg", "image/jpeg", bytes(chance.randrange(256) for _ in range(2_000))
        else:
            before = [*before[-500:], report]
            yield address, content, _article(chance, report).encode()


def _article(chance: random.Random, report: Report) -> str:
    title = " ".join(report.text.split()[:9])
    return _page(chance, title, report.text, "en", report.published or "")


def _page(chance: random.Random, title: str, text: str, language: str, published: str) -> str:
    sentences = text.split(". ")
    paragraphs = "".join(
        f"<p>{html.escape('. '.join(sentences[n : n + 3]).rstrip('.'))}.</p>\n<div class='ad' id='slot{n}'></div>"
        for n in range(0, len(sentences) if text else 0, 3)
    )
    nav = "".join(f"<li><a href='/{s.lower()}' class='nav-link nav-{s.lower()}'>{s}</a></li>" for s in _SECTIONS)
    cards = "".join(
        f"<div class='card'><a href='/a/{chance.randrange(99999)}'><img src='/i/{chance.randrange(99999)}.jpg' alt=''>"
        f"<h4>{chance.choice(_TEASERS)}</h4></a><span class='time'>{chance.randrange(1, 23)} hours ago</span></div>"
        for _ in range(60)
    )
    time = f"<time datetime='{published}'>{published}</time>" if published else ""
    said = f"<meta property='article:published_time' content='{published}'>" if published else ""
    scripts = f"<script>{_SCRIPT * 60}</script>"
    name, style = html.escape(title), ".c{margin:0;padding:0 4px}" * 200
    return (
        f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'><title>{name}</title>{said}"
        f"<style>{style}</style>{scripts}</head><body><header><nav><ul>{nav}</ul></nav></header>"
        f"<main><article><h1>{name}</h1>{time}<p class='by'>By our correspondent</p>{paragraphs}</article>"
        f"<aside class='related'>{cards}</aside></main>{scripts}<footer><ul>{nav}</ul>"
        "<p>All rights reserved.</p></footer></body></html>"
    )


def _response(address: str, content: str, body: bytes) -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: {now}\r\n"
        f"WARC-Record-ID: <urn:x:{abs(hash(address))}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
