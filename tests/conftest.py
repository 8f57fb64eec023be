"""Shared by all tests: the parser, loaded once, and a short way to a reading."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportedly.parsing import load_parser
from reportedly.pipeline import code
from reportedly.reading import Reading
from reportedly.report import Report

if TYPE_CHECKING:
    from spacy.language import Language

SHARED = Path(os.environ.get("REPORTEDLY_SHARED", Path(__file__).parent.parent.parent / "shared"))


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_parser()


@pytest.fixture(scope="session")
def read_text(nlp: Language) -> Callable[..., Reading]:
    """`read_text(text, published=…, outlet=…)`: the reading of a text, the parse still in it."""

    def read(text: str, **fields: str | None) -> Reading:
        return code(Report(text=text, **fields), nlp(text))  # type: ignore[arg-type]

    return read


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of the acceptance cases, which lie outside the repository."""
    folder = SHARED / "cases"
    if not folder.is_dir():
        pytest.skip(f"the acceptance cases are not at {folder}: set REPORTEDLY_SHARED to the folder that holds them")
    return folder
