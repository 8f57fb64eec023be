"""The acceptance case: a real report, kept outside the repository, and the facts that it states."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FLOORS = {"facts found": 95.0, "event precision": 90.0, "attribution precision": 90.0, "offsets in the text": 100.0}


@pytest.mark.case
def test_the_report_on_syria_is_read_as_it_stands(cases: Path) -> None:
    command = f"{sys.executable} -m reportedly code {{text}} --published {{published}} --format json"
    run = subprocess.run(
        [sys.executable, str(cases / "check.py"), command, "--verbose"], capture_output=True, text=True, check=False
    )
    for figure, floor in FLOORS.items():
        match = re.search(rf"{figure}.*?([\d.]+)%", run.stdout)
        assert match is not None, run.stdout + run.stderr
        assert float(match[1]) >= floor, run.stdout
