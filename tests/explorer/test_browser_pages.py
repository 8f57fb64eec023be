"""Every page in a real browser: nothing inaccessible, nothing that a report's text could do, verdicts that hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from tests.explorer.browsing import Look, Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Looking = Callable[..., Look]


@pytest.fixture(scope="module")
def paths(browser: Browser, careful: Site) -> dict[str, str]:
    """Every kind of page, by name."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(careful.url("/?type=ASSAULT"))
    event = page.locator("ol.events h3 a").first.get_attribute("href") or ""
    page.goto(careful.url("/reports?outlet=%3DThe+Courier"))
    report = page.locator("table.reports th a").first.get_attribute("href") or ""
    context.close()
    return {
        "overview": "/",
        "filtered": "/?type=ASSAULT&since=2024-03-01&text=Goma&min_origins=1",
        "nothing": "/?who=Nobody+at+all",
        "wrong": "/?since=yesterday",
        "missing": "/events/none",
        "event": event,
        "reports": "/reports",
        "report": report,
        "explain": f"{report}/explain",
        "actors": "/actors",
        "claims": "/claims",
        "contradictions": "/contradictions",
    }


PAGES = (
    "overview", "filtered", "nothing", "wrong", "missing", "event", "reports", "report", "explain", "actors", "claims",
    "contradictions",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(look: Looking, careful: Site, paths: dict[str, str], name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    looking = look(careful.url(paths[name]), color_scheme="light")
    if name in ("wrong", "missing"):
        looking.errors.clear()  # the browser tells of the status
    for summary in looking.page.locator("details:not([open]) > summary").all():
        if summary.is_visible():
            summary.click()
    for scheme in ("light", "dark"):
        looking.page.emulate_media(color_scheme=scheme)
        found = Axe().run(looking.page).response["violations"]
        told = [f"{rule['id']}: {rule['help']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]
        assert told == [], scheme


def test_hover_and_focus_light_a_record_up_both_ways(look: Looking, careful: Site, paths: dict[str, str]) -> None:
    page = look(careful.url(paths["report"])).page
    lit = "[...document.querySelectorAll('.lit')].map(e => e.dataset.id ?? e.dataset.ids)"
    piece = page.locator(".piece.trigger").first
    ids = set((piece.get_attribute("data-ids") or "").split())
    piece.hover()
    noted = {one for one in page.evaluate(lit) if " " not in one}
    assert ids <= noted
    page.mouse.move(0, 0)
    assert page.evaluate(lit) == []
    note = page.locator(".margin > li").first
    note.focus()
    id = note.get_attribute("data-id")
    assert page.locator(".piece.lit").count() == page.locator(f'.piece[data-ids~="{id}"]').count() > 0
    page.keyboard.press("ArrowDown")
    second = page.locator(".margin > li").nth(1).get_attribute("data-id")
    assert page.evaluate("document.activeElement.dataset.id") == second


def test_text_said_by_a_source_has_a_rule_and_the_outlets_own_voice_none(
    look: Looking, careful: Site, paths: dict[str, str]
) -> None:
    page = look(careful.url(paths["report"])).page
    colour = "e => getComputedStyle(e).borderLeftColor"
    said = page.locator(".row:has(.piece.content) .text").first
    assert said.evaluate(colour) != "rgba(0, 0, 0, 0)"
    for own in page.locator(".row:not(:has(.piece.content)) .text").all():
        assert own.evaluate(colour) == "rgba(0, 0, 0, 0)"


def test_a_verdict_is_written_shown_and_taken_back(look: Looking, mine: Site, paths: dict[str, str]) -> None:
    page = look(mine.url(paths["event"])).page
    page.locator("#judge details > summary").first.click()
    form = page.locator("#judge form.verdict").first
    form.get_by_label("as").fill("Ada")
    form.get_by_role("button", name="reject").click()
    page.wait_for_load_state("networkidle")
    row = page.locator("table.acts tbody tr").first
    assert "Ada" in (row.text_content() or "")
    assert "rejected" in (row.text_content() or "")
    row.get_by_role("button", name="take back").click()
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("button", name="take back").count() == 0
    assert "no more" in (page.locator("table.acts").text_content() or "")


def test_verdicts_work_without_scripts(look: Looking, mine: Site, paths: dict[str, str]) -> None:
    page = look(mine.url(paths["event"]), java_script_enabled=False).page
    page.locator("#judge details > summary").first.click()
    page.locator("#judge").get_by_role("button", name="accept", exact=True).first.click()
    page.locator("table.acts tbody tr").first.wait_for()
    assert page.locator("table.acts tbody tr").count() == 1


def test_the_network_is_worked_by_keyboard(look: Looking, made: Site) -> None:
    page = look(made.url("/actors")).page
    page.locator("re-network svg a").first.focus()
    first = page.locator("re-network .readout").text_content() or ""
    assert re.match(r".+ \([\d,]+\): ", first)
    names = set()
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
        names.add(page.locator("re-network .readout").text_content())
    assert len(names) > 2
    assert page.locator("re-network svg a[tabindex='0']").count() == 1
    assert page.locator("re-network path.lit").count() > 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/actors?actor=*")


_STRIKE = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.struck = 5';
  const image = document.createElement('div');
  image.innerHTML = '<img src=x onerror=window.struck=6>';
  document.body.append(script, image);
}"""


def untouched(page: Page) -> None:
    """No script of a report ran, none of its markup became an element."""
    assert page.evaluate("window.struck") is None
    struck = "img, iframe, script, object, embed, form:not([action^='/']), [onload], [onerror], a[href^='javascript:']"
    assert page.locator(f"main :is({struck})").count() == 0


def test_hostile_reports_are_shown_as_text(look: Looking, hostile: Site) -> None:
    looking = look(hostile.url())
    page = looking.page
    for path in ("/", "/reports", "/actors", "/claims", "/contradictions"):
        page.goto(hostile.url(path))
        page.wait_for_load_state("networkidle")
        untouched(page)
        if path in ("/", "/actors"):
            for summary in page.locator("details:not([open]) > summary").all():
                if summary.is_visible():
                    summary.click()
            untouched(page)
    page.goto(hostile.url("/"))
    page.wait_for_load_state("networkidle")
    page.locator("re-map .chart").focus()
    page.keyboard.press("ArrowRight")
    assert "<img" in (page.locator("re-map .tip").text_content() or "")
    looking.do(lambda: page.locator("[data-name=type] a[data-value=ASSAULT]").click())
    assert "<script>" in (page.locator("re-list").text_content() or "")
    untouched(page)
    page.locator("ol.events h3 a").first.click()
    page.wait_for_load_state("networkidle")
    assert "<script>" in (page.locator("main").text_content() or "")
    untouched(page)


def test_reports_that_turn_the_text_around_cannot(look: Looking, hostile: Site) -> None:
    page = look(hostile.url("/reports")).page
    shown = page.locator("main").text_content() or ""
    assert not re.search("[‪-‮⁦-⁩]", shown)
    for link in page.locator("table.reports th a").evaluate_all("all => all.map(a => a.getAttribute('href'))"):
        page.goto(hostile.url(link))
        untouched(page)
        assert not re.search("[‪-‮⁦-⁩]", page.locator("main").text_content() or "")


def test_a_word_of_ten_million_letters_is_paged_and_wrapped(look: Looking, hostile: Site) -> None:
    page = look(hostile.url(f"/reports/{'f' * 16}")).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert "page 1 of 50" in (page.locator(".pager").text_content() or "")
    page.get_by_role("link", name="Next").click()
    assert "page 2 of 50" in (page.locator(".pager").text_content() or "")


def test_the_policy_runs_no_script_of_a_page(look: Looking, careful: Site) -> None:
    looking = look(careful.url())
    looking.page.evaluate(_STRIKE)
    looking.page.wait_for_timeout(200)
    assert looking.page.evaluate("window.struck") is None
    assert looking.errors
    looking.errors.clear()


def test_it_prints(look: Looking, careful: Site, paths: dict[str, str]) -> None:
    for name in ("overview", "event", "report"):
        page = look(careful.url(paths[name]), color_scheme="dark").page
        page.emulate_media(media="print")
        assert not page.locator("nav").first.is_visible()
        assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
        assert page.pdf()[:5] == b"%PDF-"
