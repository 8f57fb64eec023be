"""What the build brings from npm is there, is licensed, is pinned, and draws what it should."""

from __future__ import annotations

import json
import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import reportedly.explorer
from reportedly.explorer.build import makings

ROOT = Path(__file__).parents[2]
STATIC = Path(reportedly.explorer.__file__).parent / "static"
VENDOR = STATIC / "vendor"
LOCK: dict[str, Any] = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))
FILES = {"map.js", "timeline.js", "timeline.css", "network.js", "land.json", "land-fine.json", "outlines.json"}


def test_the_build_left_its_files() -> None:
    made = json.loads((VENDOR / "made.json").read_text("utf-8"))
    assert made["makings"] == makings(), "the libraries are of another lock file: pip install -e . makes them anew"
    assert FILES | {"LICENSES.txt"} == made["files"].keys()
    for module in STATIC.glob("*.js"):
        for name in re.findall(r'"\./(vendor/[\w./-]+)"', module.read_text("utf-8")):
            assert (STATIC / name).is_file(), f"{module.name} wants {name}"


def test_the_wheel_and_the_source_take_them_along() -> None:
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert "src/reportedly/explorer/static/vendor/*" in targets["wheel"]["artifacts"]
    assert "web" in targets["sdist"]["include"]


def test_each_bundled_package_brings_its_licence() -> None:
    licences = (VENDOR / "LICENSES.txt").read_text("utf-8")
    wanted = json.loads((ROOT / "web" / "package.json").read_text("utf-8"))["dependencies"].keys()
    for name in wanted - {"esbuild", "iso-3166"}:  # these two only build
        version = LOCK["packages"][f"node_modules/{name}"]["version"]
        assert re.search(rf"^{re.escape(name)} {re.escape(version)} \((ISC|MIT|BSD-3-Clause)\)$", licences, re.M), name
    assert "Natural Earth" in licences


def test_the_lock_pins_by_hash_and_names_no_host() -> None:
    for path, package in LOCK["packages"].items():
        if path:
            assert package["integrity"].startswith("sha512-"), path
            assert "resolved" not in package, path
            assert not package.get("hasInstallScript") or path.endswith("/esbuild"), path


@pytest.fixture(scope="module")
def outlines() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((VENDOR / "outlines.json").read_text("utf-8"))
    return found


def holders(outlines: dict[str, Any], longitude: float, latitude: float) -> set[str]:
    """The countries whose outlines hold a point."""
    return {
        country["iso3"]
        for country in outlines["countries"]
        if sum(_crosses(ring, longitude, latitude) for ring in country["rings"]) % 2
    }


def _crosses(ring: list[list[float]], x: float, y: float) -> int:
    """How often a line from the point to the east crosses a ring."""
    return sum(
        (ya > y) != (yb > y) and x < (xb - xa) * (y - ya) / (yb - ya) + xa for (xa, ya), (xb, yb) in pairwise(ring)
    )


@pytest.mark.parametrize(
    ("longitude", "latitude", "country"),
    [
        (34.2, 45.2, "UKR"),  # Crimea
        (45.0, 9.8, "SOM"),  # the north of Somalia
        (33.4, 35.3, "CYP"),  # the north of Cyprus
        (-13.5, 25.0, "ESH"),
        (-11.5, 26.0, "ESH"),
        (-7.0, 31.0, "MAR"),
        (21.0, 42.6, "XKX"),
        (30.0, 15.0, "SDN"),
        (37.6, 55.7, "RUS"),
        (2.3, 48.9, "FRA"),
    ],
)
def test_outlines_go_by_united_nations_maps(
    outlines: dict[str, Any], longitude: float, latitude: float, country: str
) -> None:
    assert holders(outlines, longitude, latitude) == {country}


def test_lines_that_are_not_agreed_are_dashed(outlines: dict[str, Any]) -> None:
    def near(lines: list[list[list[float]]], longitude: float, latitude: float) -> bool:
        return any(abs(x - longitude) < 0.6 and abs(y - latitude) < 0.6 for line in lines for x, y in line)

    for place in ((74.0, 34.5), (-8.667, 27.667), (20.9, 43.2), (35.65, 33.0), (29.0, 9.6)):
        assert near(outlines["dashed"], *place), place
    for place in ((74.0, 34.5), (127.5, 38.3), (-11.0, 25.0)):
        assert not near(outlines["borders"], *place), place
    assert near(outlines["borders"], 7.6, 47.6)  # France, Germany, Switzerland
