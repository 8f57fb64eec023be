"""The explorer's pages over the made-up week: one set under one address, in every form."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from tests.explorer.serving import Served, texts

FILTERS = (
    "",
    "?type=ASSAULT",
    "?type=ASSAULT&type=ACCUSE&min_origins=2",
    "?who=Sudanese+army",
    "?text=market",
    "?disputed=1&country=SDN",
    "?since=2031-03-05&until=2031-03-06",
    "?box=8,21,16,30",
    "?outlet=%3DRadio+Blue+Nile&speaker=trader",
)


def nyala(explorer: Served) -> dict[str, object]:
    """The air strike on the market: the incident that most reports tell."""
    return explorer.rows("/events.json?sort=-reports&type=ASSAULT&place=Nyala")[0]


@pytest.mark.parametrize("query", FILTERS)
def test_all_views_show_the_same_set(explorer: Served, query: str) -> None:
    rows = explorer.rows(f"/events.json{query}")
    total = int(explorer.get(f"/api/list{query}").headers["x-total"])
    cells = explorer.get(f"/api/cells{query}").json()
    weeks = explorer.get(f"/api/timeline{query}").json()
    facets = explorer.get(f"/api/facets{query}").json()
    table = list(csv.DictReader(io.StringIO(explorer.get(f"/events.csv{query}").text)))
    assert len(rows) == len(table) == total > 0
    assert sum(cells["n"]) + cells["unplaced"] == total
    assert sum(map(sum, weeks["n"])) + weeks["undated"] + weeks["outside"] == total
    assert sum(n for _, n, _ in facets["type"]) == total
    assert {row["id"] for row in table} == {row["id"] for row in rows}


@pytest.mark.parametrize("query", FILTERS)
def test_the_filter_stays_in_every_link_and_can_be_taken_away(explorer: Served, query: str) -> None:
    page = explorer.page(f"/{query}")
    tags = [unescape(href) for href in re.findall(r'class="tag"[^>]*href="([^"]*)"', page)]
    assert len(tags) == query.count("=")
    for tag in tags:
        assert tag.count("=") == query.count("=") - 1
    for name in ("claims", "actors", "reports", "contradictions"):
        links = [unescape(href) for href in re.findall(rf'href="(/{name}[^"]*)"', page)]
        assert any(sorted(parse_qsl(urlsplit(link).query)) == sorted(parse_qsl(query[1:])) for link in links)


def test_facets_lead_to_the_sets_they_count(explorer: Served) -> None:
    facets = explorer.get("/api/facets").json()
    for name in ("type", "status", "country", "who", "whom", "outlet", "mode", "disputed", "min_origins", "place"):
        for value, n, _ in facets[name][:3]:
            assert int(explorer.get("/api/list", params={name: value}).headers["x-total"]) >= n
            if name not in ("who", "whom", "place"):  # whose other names count as well
                assert int(explorer.get("/api/list", params={name: value}).headers["x-total"]) == n, (name, value)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("since=yesterday", "is no day"),
        ("box=1,2", "box"),
        ("page=0", "from 1 on"),
        ("min_origins=x", "from 1 on"),
        ("sort=colour", "cannot sort"),
        ("country=Atlantis", "no country is called"),
        ("colour=red", "nothing can be filtered by"),
        ("disputed=maybe", "1 or 0"),
        ("since=2031-01-01&since=2031-02-02", "once only"),
        ("who=!!!", "letters or digits"),
        ("text=%00%00", "no word"),
        ("text=" + "x" * 600, "longer than"),
    ],
)
def test_what_means_nothing_is_told_on_the_page(explorer: Served, query: str, said: str) -> None:
    for path in ("/", "/claims", "/actors", "/reports", "/contradictions"):
        if query.startswith("sort") or path == "/":
            answer = explorer.get(f"{path}?{query}")
            assert answer.status_code == 400, path
            assert said in texts(answer.text).lower()
            assert "Traceback" not in answer.text
            assert 'id="filter"' in answer.text
    for path in ("/api/cells", "/api/list", "/events.json", "/claims.csv"):
        if not query.startswith("sort") or path in ("/api/list", "/events.json"):
            answer = explorer.get(f"{path}?{query}")
            assert answer.status_code == 400
            assert said in answer.json()["error"]


def test_a_page_that_is_none_says_so(explorer: Served) -> None:
    for path in ("/nothing", "/events/none", "/reports/none", "/reports/none/explain", "/events/none.json"):
        answer = explorer.get(path)
        assert answer.status_code == 404
        assert "Traceback" not in answer.text


def test_pages_of_the_list_follow_one_another(explorer: Served) -> None:
    ids = [row["id"] for row in explorer.rows("/events.json")]
    shown: list[str] = []
    path = "/"
    while path:
        page = explorer.page(path)
        shown += [unescape(id) for id in re.findall(r'<h3><a href="/events/([^"]*)"', page)]
        following = re.search(r'rel="next" href="([^"]*)"', page)
        path = unescape(following[1]) if following else ""
    assert shown == [quote(id, safe="/") for id in ids]


def test_an_event_shows_each_version_with_what_contradicts_it(explorer: Served) -> None:
    incident = nyala(explorer)
    page = explorer.page(f"/events/{quote(str(incident['id']))}")
    seen = texts(page)
    assert re.search(r'<td class="cell contradicting">.*?contradicts', page)
    assert re.search(r'<td class="cell equal">.*?equal to others', page)
    assert f"{incident['origins']} independent origins" in seen
    assert "denies it" in seen
    for outlet in ("The Halden Courier", "Radio Blue Nile", "Sudan Government News Service"):
        assert outlet in seen
    made = explorer.get(f"/events/{quote(str(incident['id']))}.json").json()
    deaths = [one["fields"]["deaths"] for one in made["versions"] if "deaths" in one["fields"]]
    assert {"contradicting"} <= {one["relation"] for one in deaths}
    assert all(one["against"] for one in deaths if one["relation"] == "contradicting")


def test_an_event_of_any_telling_leads_to_its_incident(explorer: Served) -> None:
    incident = nyala(explorer)
    made = explorer.get(f"/events/{quote(str(incident['id']))}.json").json()
    other = next(telling["id"] for telling in made["tellings"] if telling["id"] != incident["id"])
    answer = explorer.get(f"/events/{quote(other)}")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/events/{quote(str(incident['id']))}"


def test_a_reports_text_is_cut_into_pieces_that_lose_nothing(explorer: Served) -> None:
    for row in explorer.rows("/reports.json"):
        made = explorer.get(f"/reports/{row['id']}.json").json()
        page = explorer.page(f"/reports/{row['id']}")
        shown = "".join(re.findall(r'<div class="text"><p>(.*?)</p></div>', page, re.S))
        plain = unescape(re.sub(r"<[^>]+>", "", shown))
        assert re.sub(r"\s", "", plain) == re.sub(r"\s", "", made["text"])
        assert '<span class="piece' not in re.sub(r'<span class="piece.*?</span>', "", shown, flags=re.S)
        noted = set(re.findall(r'data-id="([^"]+)"', page))
        marked = {id for ids in re.findall(r'data-ids="([^"]+)"', page) for id in ids.split()}
        local = {one["id"].rpartition(":")[2] for one in (*made["events"], *made["claims"])}
        assert noted == local
        assert local <= marked


def test_a_report_says_whose_words_are_whose_and_why(explorer: Served) -> None:
    incident = nyala(explorer)
    report = str(incident["id"]).partition(":")[0]
    page = explorer.page(f"/reports/{report}")
    assert re.search(r'<li id="a\d+" data-id="a\d+" class="note says" tabindex="0">', page)
    assert f'href="/reports/{report}/explain"' in page
    why = texts(explorer.page(f"/reports/{report}/explain"))
    assert "codebook" in why
    assert "assault" in why.lower()
    steps = list(csv.DictReader(io.StringIO(explorer.get(f"/reports/{report}/explain.csv").text)))
    assert {"type", "status"} <= {step["field"] for step in steps}


def test_claims_begin_with_what_is_contradicted_and_denied(explorer: Served) -> None:
    page = explorer.page("/claims")
    table = page[page.index('<table class="claims">') :]
    kinds = re.findall(r'<tr class="(contradicting|denies|)">', table)
    order = {"contradicting": 0, "denies": 1, "": 2}
    assert kinds[0] == "contradicting"
    assert [order[kind] for kind in kinds] == sorted(order[kind] for kind in kinds)
    assert "By topic" in texts(page)


def test_the_network_names_only_whom_it_holds(explorer: Served) -> None:
    made = explorer.get("/api/network").json()
    ids = {node["id"] for node in made["nodes"]}
    assert made["links"]
    assert all(link["source"] in ids and link["target"] in ids and link["n"] >= 1 for link in made["links"])
    link = made["links"][0]
    pair = {"who": f"={link['source']}", "whom": f"={link['target']}"}
    assert int(explorer.get("/api/list", params=pair).headers["x-total"]) >= link["n"]


@pytest.mark.parametrize("path", ["/events", "/claims", "/actors", "/reports", "/contradictions"])
def test_every_list_is_a_file_too(explorer: Served, path: str) -> None:
    made = explorer.rows(f"{path}.json")
    table = list(csv.DictReader(io.StringIO(explorer.get(f"{path}.csv").text)))
    assert len(made) == len(table) > 10
    assert [list(row) for row in table] == [list(row) for row in made]


def test_any_set_is_written_up_as_a_brief(explorer: Served) -> None:
    answer = explorer.get("/brief?type=ASSAULT&place=Nyala")
    assert answer.status_code == 200
    assert "Nyala" in answer.text
    assert "<script" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert re.search(r"style-src 'sha256-[^']+'", policy)
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert explorer.get("/brief.md?type=ASSAULT&place=Nyala").text.startswith("#")
    assert explorer.get("/brief.docx?type=ASSAULT&place=Nyala").content.startswith(b"PK")
