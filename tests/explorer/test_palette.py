"""The eight hues of the style sheet can be told apart with every common colour blindness, and seen on their ground.

Colour blindness is simulated as by Machado, Oliveira and Fernandes (2009), at full severity; distances are those of
OKLab, where 0.02 can just be told apart side by side. Contrast is WCAG 2's, which asks 3:1 of what is not text.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import reportedly.explorer

STYLE = (Path(reportedly.explorer.__file__).parent / "static" / "style.css").read_text("utf-8")
SCHEMES = dict(zip(("light", "dark"), re.findall(r":root \{(.*?)\n *\}", STYLE, re.S), strict=False))
NEAREST = 0.1

SIGHT = {
    "all colours": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                 [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
_LAB = np.array([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
                 [0.0259040371, 0.7827717662, -0.808675766]])  # fmt: skip


def linear(name: str, scheme: str) -> np.ndarray:
    found = re.search(rf"--{name}: #([0-9a-f]{{6}})", SCHEMES[scheme])
    assert found, name
    value = np.array([int(found[1][i : i + 2], 16) / 255 for i in (0, 2, 4)])
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def oklab(colour: np.ndarray) -> np.ndarray:
    return _LAB @ np.cbrt(_LMS @ np.clip(colour, 0, 1))


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    light, dark = sorted((float(c @ [0.2126, 0.7152, 0.0722]) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_hues_are_told_apart(scheme: str, sight: str) -> None:
    seen = {n: oklab(np.array(SIGHT[sight]) @ linear(f"h{n}", scheme)) for n in range(1, 9)}
    near = {(a, b): d for a, b in combinations(seen, 2) if (d := float(np.linalg.norm(seen[a] - seen[b]))) < NEAREST}
    assert near == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_are_seen_and_words_are_read(scheme: str) -> None:
    grounds = [linear(name, scheme) for name in ("paper", "panel")]
    for ground in grounds:
        for name in (*(f"h{n}" for n in range(1, 9)), "mark", "mark-line", "strong"):
            assert contrast(linear(name, scheme), ground) >= 3, name
        for name in ("ink", "faint", "link", "alert"):
            assert contrast(linear(name, scheme), ground) >= 4.5, name
