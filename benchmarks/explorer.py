"""How quickly the explorer shows a casebook of a million events: `python -m benchmarks.explorer`.

The casebook is that of `benchmarks.store`: made up inside the database. It is served by a process of its own, and
looked at by a headless Chromium on the same machine. First picture: from the start of navigation until map and
timeline are drawn, nothing cached in the browser. Filter change: from the click until all four views have changed and
the frame is painted; no filter is asked for twice, so nothing is remembered. Weight: all bytes of the overview as sent.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb

from benchmarks.store import generate
from reportedly.casebook.layout import create

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIRST = 1.5  # seconds
CHANGE = 0.3
WEIGHT = 400_000  # bytes

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_LOADS = 5

# What an analyst does: types, statuses, countries, spans of days, places, names, boxes, and several at once.
_CHANGES = (
    "type=ASSAULT", "type=CONSULT", "type=ASSAULT&status=occurred", "status=ongoing", "status=negated", "mode=aerial",
    "since=2022-01-01", "since=2021-03-01&until=2021-05-31", "until=2020-06-30", "since=2023-01-01&type=PROTEST",
    "country=AFG", "country=AFG&country=ALB", "country=DZA&type=ASSAULT", "min_origins=2", "min_origins=3&type=ASSAULT",
    "disputed=1", "disputed=1&since=2023-01-01", "box=0,0,40,60", "box=-30,-20,30,40", "box=10,20,20,30&type=ASSAULT",
    "who=Actor+12", "whom=Actor+7", "outlet=Outlet+3", "speaker=Actor+3", "place=Place+1", "place=Place+20",
    "actor=Actor+1&since=2022-01-01", "type=AID&type=AGREE&type=CONCEDE", "quad=material+conflict",
)  # fmt: skip

_DRAWN = """() => {
  const at = name => performance.getEntriesByName(name)[0]?.startTime;
  return at('map drawn') && at('timeline drawn') ? Math.max(at('map drawn'), at('timeline drawn')) : null;
}"""

_CHANGE = """search => new Promise(done => {
  const link = document.createElement('a');
  link.href = '?' + search;
  document.querySelector('#tags').append(link);
  const start = performance.now();
  document.addEventListener('shown', () => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => done(performance.now() - start);
    channel.port2.postMessage(0);
  }), {once: true});
  link.click();
})"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the explorer of this casebook, in a process of its own."""
    command = [sys.executable, "-m", "reportedly", "explore", str(folder), "--no-browser"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        assert process.stdout
        try:
            for line in process.stdout:
                if "http://" in line:
                    yield line[line.index("http://") :].split()[0]
                    break
            else:
                raise SystemExit("the explorer did not start")
        finally:
            process.terminate()


def first_picture(browser: Browser, address: str) -> tuple[float, int]:
    """Seconds until map and timeline are drawn in a browser that knows nothing yet, and the bytes that were sent."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    sent = 0

    def add(finished: dict[str, Any]) -> None:
        nonlocal sent
        sent += int(finished["encodedDataLength"])

    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", add)
    page.goto(address, wait_until="networkidle")
    while (drawn := page.evaluate(_DRAWN)) is None:
        page.wait_for_timeout(20)
    context.close()
    return drawn / 1000, sent


def changes(page: Page, address: str) -> Iterator[tuple[str, float]]:
    """For each filter, the seconds from the click to the picture."""
    page.goto(address, wait_until="networkidle")
    for search in _CHANGES:
        yield search, page.evaluate(_CHANGE, search) / 1000


def told(what: str, value: str, late: bool) -> None:
    """A line of the result."""
    print(f"{what:55} {value:>12}{'   over the target' if late else ''}")


def main() -> None:
    """Generate, serve, look, print."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="keep (or use again) the casebook in this folder")
    parser.add_argument("--each", action="store_true", help="print every filter")
    options = parser.parse_args()
    chromium = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if chromium is None:
        raise SystemExit("needs a browser: apt-get install chromium")
    with TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = options.keep or Path(scratch) / "book"
        if not (folder / "casebook.json").exists():
            layout = create(folder)
            with duckdb.connect(str(layout.database), config={"storage_compatibility_version": "v1.5.0"}) as connection:
                generate(connection, options.events)
        with served(folder) as address:
            browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
            cold, weight = first_picture(browser, address)
            warm = median(first_picture(browser, address)[0] for _ in range(_LOADS))
            taken = list(changes(browser.new_page(viewport={"width": 1280, "height": 900}), address))
            browser.close()
    if options.each:
        for search, seconds in taken:
            told(f"  {search}", f"{1000 * seconds:.0f} ms", seconds > CHANGE)
    half = median(seconds for _, seconds in taken)
    told("first picture, server just started", f"{cold:.2f} s", cold > FIRST)
    told(f"first picture, median of {_LOADS} browsers that know nothing", f"{warm:.2f} s", warm > FIRST)
    told(f"filter change to picture, median of {len(taken)}", f"{1000 * half:.0f} ms", half > CHANGE)
    told("  slowest", f"{1000 * max(seconds for _, seconds in taken):.0f} ms", False)
    told("weight of the overview as sent", f"{weight / 1000:.0f} kB", weight > WEIGHT)


if __name__ == "__main__":
    main()
