"""The overview in a real browser: one filter, one address, four views of one set."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.explorer.browsing import MADE_EVENTS, Look, Site

if TYPE_CHECKING:
    from playwright.sync_api import Page

Looking = Callable[..., Look]

_COUNTS = """() => {
  const sum = numbers => numbers.reduce((a, b) => a + b, 0);
  const map = document.querySelector('re-map'), time = document.querySelector('re-timeline');
  const facet = [...document.querySelectorAll('[data-name=disputed] .n')].map(e => +e.textContent.replaceAll(',', ''));
  return {
    map: sum(map.marks.map(mark => mark.n)) + map.unplaced,
    time: sum(time.weeks.n.flat()) + time.weeks.undated + (time.weeks.outside ?? 0),
    facets: sum(facet),
    list: +(document.querySelector('re-list .total').textContent.match(/^[\\d,]+/)?.[0] ?? '0').replaceAll(',', ''),
  }
}"""


def counts(page: Page) -> dict[str, int]:
    """How many events each view shows."""
    found: dict[str, int] = page.evaluate(_COUNTS)
    return found


def same_set(page: Page) -> int:
    """The number of events that all four views show."""
    found = counts(page)
    assert len(set(found.values())) == 1, found
    return found["list"]


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_all_views_show_the_same_set_whatever_is_filtered(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    everything = same_set(page)
    assert everything > MADE_EVENTS / 3
    looking.do(lambda: page.locator("[data-name=type] a[data-value=ASSAULT]").click())
    assault = same_set(page)
    assert query(page) == {"type": ["ASSAULT"]}
    assert 0 < assault < everything
    looking.do(lambda: page.get_by_label("Status").select_option("ongoing"))
    assert same_set(page) < assault
    looking.do(lambda: page.locator("#tags a[data-name=type]").click())
    assert query(page) == {"status": ["ongoing"]}
    assert assault != same_set(page) < everything


def test_back_forward_and_reload_keep_everything(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    seen = [same_set(page)]
    for name, value in (("type", "ASSAULT"), ("status", "ongoing")):
        looking.do(lambda at=f"[data-name={name}] a[data-value={value}]": page.locator(at).click())
        seen.append(same_set(page))
    assert query(page) == {"type": ["ASSAULT"], "status": ["ongoing"]}
    page.reload()
    page.wait_for_load_state("networkidle")
    assert same_set(page) == seen[2]
    looking.do(page.go_back)
    assert same_set(page) == seen[1]
    assert page.locator("#tags a").count() == 1
    looking.do(page.go_back)
    assert same_set(page) == seen[0]
    looking.do(page.go_forward)
    assert same_set(page) == seen[1]
    other = look(page.url)  # the address alone, in another browser
    assert same_set(other.page) == seen[1]


def test_a_facet_is_counted_when_it_is_opened_and_stays_open(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    looking.do(lambda: page.locator("[data-name=type] a[data-value=ASSAULT]").click())
    mode = page.locator("[data-name=mode]")
    assert mode.locator("a").count() == 0
    mode.locator("summary").click()
    mode.locator("a").first.wait_for()
    looking.do(lambda: page.get_by_label("Status").select_option("ongoing"))
    assert mode.locator("a").first.is_visible()
    looking.do(lambda: mode.locator("a").first.click())
    assert query(page).keys() == {"type", "status", "mode"}
    assert same_set(page) > 0


def test_what_is_typed_acts_when_it_is_sent(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    page.get_by_label("Who", exact=True).fill("Actor 1")
    looking.do(lambda: page.keyboard.press("Enter"))
    assert query(page) == {"who": ["Actor 1"]}
    assert same_set(page) > 0
    assert page.get_by_label("Who", exact=True).evaluate("e => e === document.activeElement")


def test_a_brush_over_weeks_narrows_all_views(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    everything = same_set(page)
    over = page.locator("re-timeline .u-over").bounding_box()
    assert over
    y = over["y"] + over["height"] / 2
    page.mouse.move(over["x"] + over["width"] * 0.3, y)
    page.mouse.down()
    page.mouse.move(over["x"] + over["width"] * 0.5, y, steps=4)
    looking.do(page.mouse.up)
    days = query(page)
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", days["since"][0])
    assert days["since"] < days["until"]
    assert 0 < same_set(page) < everything
    looking.do(lambda: page.get_by_role("button", name="All weeks").click())
    assert same_set(page) == everything


def test_the_timeline_is_worked_by_keyboard(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    page.locator("re-timeline .chart").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    told = page.locator("re-timeline .readout").text_content() or ""
    found = re.search(r"Weeks of (\S+) to (\S+): ([\d,]+)", told)
    assert found, told
    looking.do(lambda: page.keyboard.press("Enter"))
    assert query(page)["since"] == [found[1]]
    assert same_set(page) >= int(found[3].replace(",", ""))  # a span of days that reaches into a week is in it
    assert page.evaluate("document.querySelector('re-timeline').weeks.week.length") >= 4


def test_the_map_is_worked_by_keyboard(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    page.locator("re-map .chart").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    told = page.locator("re-map .tip").text_content() or ""
    label, _, number = told.partition(":")
    assert re.match(r" \d+ events?", number)
    assert page.locator("re-map [role=status]").text_content() == told
    looking.do(lambda: page.keyboard.press("Enter"))
    assert query(page)["place"][0].startswith("=")
    assert query(page)["place"][0][1:] in label
    assert same_set(page) >= int(number.split()[0])


def test_moving_the_map_narrows_all_views_unless_told_not_to(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    everything = same_set(page)
    looking.do(lambda: page.get_by_role("button", name="Zoom in").click())
    south, west, north, east = map(float, query(page)["box"][0].split(","))
    assert -90 <= south < north <= 90
    assert -180 <= west < east <= 180
    assert 0 < same_set(page) < everything
    looking.do(page.go_back)
    assert same_set(page) == everything
    page.get_by_label("moving the map narrows the set").uncheck()
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(600)
    assert query(page) == {}


def test_hollow_marks_are_known_no_finer_than_by_country(look: Looking, made: Site) -> None:
    page = look(made.url()).page
    marks: list[dict[str, Any]] = page.evaluate("document.querySelector('re-map').marks")
    assert {mark["hollow"] for mark in marks} == {True, False}
    assert [mark["n"] for mark in marks] == sorted((mark["n"] for mark in marks), reverse=True)
    areas = [mark["r"] ** 2 / mark["n"] for mark in marks if mark["r"] > 2.5]
    assert max(areas) / min(areas) == pytest.approx(1, rel=0.01)


def test_pictures_and_their_tables_hold_the_same(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    looking.do(lambda: page.locator("[data-name=type] a[data-value=SANCTION]").click())
    for view in ("re-map", "re-timeline"):
        page.locator(f"{view} details.data > summary").click()
    rows: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('re-map tbody tr')].map(r => [...r.cells].map(c => c.textContent))"
    )
    marks = page.evaluate("document.querySelector('re-map').marks.map(m => [m.label, m.n])")
    assert [[row[0], int(row[2])] for row in rows] == marks[:500]
    weeks = page.evaluate("document.querySelector('re-timeline').weeks")
    assert page.locator("re-timeline tbody tr").count() == min(500, len(weeks["week"]))


def test_an_error_of_the_server_is_told_and_the_next_filter_works(look: Looking, made: Site) -> None:
    looking = look(made.url())
    page = looking.page
    said = "the casebook is being written"
    page.route("**/api/cells*", lambda route: route.fulfill(status=503, json={"error": said}))
    looking.do(lambda: page.locator("[data-name=type] a[data-value=AID]").click())
    assert page.locator("re-map [role=alert]").text_content() == said
    page.wait_for_timeout(300)
    assert looking.errors
    looking.errors.clear()  # the browser tells of the 503 as well
    page.unroute("**/api/cells*")
    looking.do(lambda: page.locator("#tags a").click())
    assert page.locator("re-map [role=alert]").count() == 0
    assert same_set(page) > 0


@pytest.mark.parametrize("width", [400, 800, 1280])
def test_nothing_runs_over_the_edge(look: Looking, made: Site, careful: Site, width: int) -> None:
    for site, path in ((made, "/"), (careful, "/"), (careful, "/claims"), (careful, "/actors"), (careful, "/reports")):
        page = look(site.url(path), viewport={"width": width, "height": 900}).page
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_it_works_without_scripts(look: Looking, made: Site) -> None:
    page = look(made.url(), java_script_enabled=False).page
    page.locator("[data-name=type] a[data-value=ASSAULT]").click()
    assert query(page) == {"type": ["ASSAULT"]}
    page.get_by_label("Status").select_option("ongoing")
    page.get_by_role("button", name="Apply").click()
    assert query(page)["type"] == ["ASSAULT"]
    assert query(page)["status"] == ["ongoing"]
    total = page.locator("re-list .total").text_content() or ""
    assert int(total.split()[0].replace(",", "")) > 0
    page.locator("re-map details.data > summary").click()
    assert page.locator("re-map tbody tr").first.is_visible()
    page.locator("ol.events h3 a").first.click()
    assert page.locator("#versions tbody tr").count() >= 1
