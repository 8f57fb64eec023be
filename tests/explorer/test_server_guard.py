"""Who is answered, who may write, and what a browser is told: the guard before every page."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.explorer.serving import Served, copied, serving

FORM = {"relation": "field", "subject": "", "judgement": "accepted"}


@pytest.fixture(scope="module")
def outside(week: Path) -> Iterator[Served]:
    """The week as it is served to a network."""
    with serving(week, host="0.0.0.0") as served:
        yield served


def event_of(explorer: Served) -> str:
    return str(explorer.rows("/events.json?sort=-reports")[0]["told"][0]["event"])


@pytest.mark.parametrize("path", ["/", "/api/cells", "/static/explorer.js", "/nothing", "/?since=x", "/events.csv"])
def test_every_answer_forbids_what_is_not_ours(explorer: Served, path: str) -> None:
    headers = explorer.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "192.168.1.5", ""])
def test_a_name_that_leads_here_from_elsewhere_is_not_answered(explorer: Served, host: str) -> None:
    with closing(http.client.HTTPConnection(urlsplit(explorer.address).netloc)) as connection:
        connection.putrequest("GET", "/", skip_host=True)
        connection.putheader("Host", host)
        connection.endheaders()
        answer = connection.getresponse()
        assert answer.status in (400, 421)
        assert b"Sudan" not in answer.read()


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:99", "LOCALHOST"])
def test_names_of_this_machine_are_answered(explorer: Served, host: str) -> None:
    assert explorer.get("/api/cells", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "csrf"),
    [
        ({}, "none"),
        ({"Origin": "http://evil.example"}, ""),
        ({"Sec-Fetch-Site": "cross-site"}, ""),
        ({"Sec-Fetch-Site": "same-site", "Origin": "null"}, ""),
        ({"Origin": "null"}, ""),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.example"}, ""),
    ],
)
def test_only_pages_of_ours_may_write(explorer: Served, headers: dict[str, str], csrf: str) -> None:
    form = {**FORM, "subject": event_of(explorer), "csrf": csrf or explorer.keys.csrf}
    answer = explorer.client.post("/api/verdicts", data=form, headers=headers)
    assert answer.status_code == 403
    assert explorer.get("/api/verdicts").json() == []


def test_a_verdict_is_a_post_and_short(explorer: Served) -> None:
    form = {**FORM, "subject": event_of(explorer), "csrf": explorer.keys.csrf}
    assert explorer.get("/api/verdicts/x/withdraw", params=form).status_code == 405
    assert explorer.client.post("/api/verdicts", content="a" * 100_000).status_code == 413
    assert explorer.client.post("/api/verdicts", content="{", headers={"Content-Type": "text/plain"}).status_code == 415
    bad = explorer.client.post("/api/verdicts", content="{", headers={"Content-Type": "application/json"})
    assert bad.status_code == 400
    assert explorer.get("/api/verdicts").json() == []


def test_browsers_own_forms_may_write(week: Path, tmp_path: Path) -> None:
    """A form of a page that sends no referrer has the origin "null"; a script's request names its own."""
    with serving(copied(week, tmp_path)) as own:
        form = {**FORM, "subject": event_of(own), "csrf": own.keys.csrf}
        as_form = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
        assert own.client.post("/api/verdicts", data=form, headers=as_form).status_code == 303
        as_script = {"Origin": own.address, "Sec-Fetch-Site": "same-origin", "X-CSRF": own.keys.csrf}
        made = own.client.post("/api/verdicts", json={**FORM, "subject": event_of(own)}, headers=as_script)
        assert made.status_code == 201
        assert made.json()["counted"] is True
        assert len(own.get("/api/verdicts").json()) == 2


def test_outside_loopback_everything_needs_the_token(outside: Served) -> None:
    for path in ("/", "/api/cells", "/static/explorer.js", "/events.csv", "/?token=wrong"):
        answer = outside.get(path)
        assert answer.status_code == 401
        assert "Sudan" not in answer.text
    assert outside.client.post("/api/verdicts", data={"csrf": outside.keys.csrf}).status_code == 401
    entered = outside.get(f"/claims?type=ASSAULT&token={outside.keys.token}")
    assert entered.status_code == 303
    assert entered.headers["location"] == "/claims?type=ASSAULT"
    cookie = entered.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert outside.get("/claims?type=ASSAULT").status_code == 200  # the client holds the cookie now
    outside.client.cookies.clear()


def test_the_token_never_leads_elsewhere(outside: Served) -> None:
    answer = outside.get(f"{outside.address}//evil.example/?token={outside.keys.token}")
    assert not answer.headers.get("location", "").startswith("//")
    outside.client.cookies.clear()


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_a_verdict_leads_back_to_a_page_of_ours(week: Path, tmp_path: Path, back: str) -> None:
    with serving(copied(week, tmp_path)) as own:
        form = {**FORM, "subject": event_of(own), "csrf": own.keys.csrf, "back": back}
        assert own.client.post("/api/verdicts", data=form).headers["location"] == "/"
