"""The page: everything in it is escaped, the text is whole, the notes lead to the words."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import replace

import lxml.html
from handmade import TEXT, handmade, spans

from reportedly.reading import Reading
from reportedly.show.explain import explain, explained
from reportedly.show.page import fragment, page
from reportedly.show.words import clean, who_says


def whole(*readings: Reading) -> str:
    return "".join(page(readings))


def shown(html: str) -> str:
    """The report's words on the page, a paragraph a line."""
    rows = lxml.html.document_fromstring(html).xpath("//section[@class='row']/p")
    return "\n".join(row.text_content() for row in rows)


def test_the_page_shows_the_whole_text_under_overlapping_highlights() -> None:
    html = whole(handmade())
    assert shown(html) == TEXT.replace("\n\n", "\n")
    both = lxml.html.document_fromstring(html).xpath("//*[contains(@class, 'content') and contains(@class, 'quote')]")
    assert "".join(piece.text_content() for piece in both) == "“the town was never ours.”"


def test_every_link_leads_to_something_on_the_page_and_ids_are_unique() -> None:
    tree = lxml.html.document_fromstring(whole(handmade(), handmade()))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = [href for href in tree.xpath("//@href") if href.startswith("#")]
    assert len(links) >= 12
    assert {link[1:] for link in links} <= set(ids)


def test_notes_say_who_did_what_and_who_says_so() -> None:
    tree = lxml.html.document_fromstring(whole(handmade()))
    notes = [note.text_content() for note in tree.xpath("//aside/div")]
    assert len(notes) == 4
    assert "assault: armed occurred" in notes[0]
    assert "The Herald, citing Ann Bee (claims)" in " ".join(notes)


def test_text_can_never_become_markup(read_text: Callable[..., Reading]) -> None:
    evil = '<script>alert(1)</script> Rebels attacked "><img src=x onerror=alert(2)> the army, </style></p> he said.'
    reading = read_text(evil)
    report = replace(reading.report, title="<b>t</b>", outlet="<i>", url="javascript:alert(3)")
    for html in (whole(replace(reading, report=report)), fragment(replace(reading, report=report))):
        tree = lxml.html.document_fromstring(html)
        assert not tree.xpath("//script | //img | //b[text()='t']")
        assert "javascript:" not in html
    assert shown(whole(reading)) == evil


def test_the_page_loads_nothing_and_its_policy_allows_only_its_own_style() -> None:
    html = whole(handmade())
    style = re.search("<style>(.*)</style>", html, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = lxml.html.document_fromstring(html).xpath("//meta[@http-equiv]/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}'" in policy
    assert not re.search(r"(?i)<(script|link|img|iframe)|@import|url\(|\sstyle=|\son\w+=", html)
    assert "prefers-color-scheme: dark" in html
    assert "@media print" in html


def test_control_and_direction_marks_lose_their_power() -> None:
    assert clean("a\x1b[31m\u202eb\nc\td") == "a\ufffd[31m\ufffdb c d"
    text = "Rebels \u202eattacked\0 Goma."
    assert "\u202e" not in whole(Reading(replace(handmade().report, text=text), handmade().coder))


def test_a_notebook_shows_the_reading() -> None:
    html = handmade()._repr_html_()
    assert html.startswith("<style>")
    assert "seized" in html
    assert "<html" not in html


def test_explain_gives_words_entry_rules_and_what_was_turned_down() -> None:
    text = explain(handmade())
    for piece in (
        "v1  assault: armed, occurred",
        "“On 14 March rebels seized Alpha",
        "codebook      ASSAULT:",
        "to seize a town is ASSAULT [frame 3]: “seized”",
        "a past tense tells what occurred [past]",
        "near Beta [nearest]",
        "The Herald, citing Ann Bee (claims)",
        "the report itself",
        "Considered and not coded",
        "“Falls” as ASSAULT: nobody is named who did it",
        "en_core_web_sm 3.8.0",
    ):
        assert piece in text, piece


def test_explain_as_data_holds_the_same() -> None:
    data = explained(handmade())
    first = data["events"][0]
    assert {why["field"] for why in first["why"]} == {"type", "status", "place"}
    assert first["codebook"]
    assert data["rejected"][0]["spans"] == [list(spans("Falls")[0])]


def test_a_chain_is_told_outermost_first() -> None:
    assert who_says(handmade(), ("a1", "a2")) == "The Herald, citing Ann Bee (claims)"
    assert who_says(handmade(), ()) == "the report itself"
