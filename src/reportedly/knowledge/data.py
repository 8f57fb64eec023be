"""The data files that come with `reportedly`: where they are, how they are read, and their common hash."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from reportedly.errors import KnowledgeError

__all__ = ["DATA", "load_csv", "load_yaml", "of_data"]

DATA = Path(__file__).parent.parent / "data"
_VOICE = DATA.parent / "models" / "events" / "config.json"


def load_yaml(path: Path) -> Any:
    """Read a YAML file; raises KnowledgeError with file, line and column where it is malformed."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text("utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{path.name}: {error}") from error
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read ({error.strerror})") from error


def load_csv(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file with a header; lines that start with # are comments."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


@lru_cache(maxsize=1)
def of_data() -> str:
    """A hash over every data file that comes with the package, and over the learned voice (16 hex digits)."""
    total = hashlib.sha256(_VOICE.read_bytes() if _VOICE.is_file() else b"")  # it holds the hashes of the others
    for path in sorted(p for p in DATA.rglob("*") if p.is_file()):
        total.update(path.relative_to(DATA).as_posix().encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]
