"""The development corpora, and their parses kept in `.cache/` so that a second look is quick."""

from __future__ import annotations

import hashlib
import json
import os
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin

from reportedly import datelines, paragraphs, parsing
from reportedly.parsing import load_parser, parser_label
from reportedly.report import Report

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("REPORTEDLY_SHARED", ROOT.parent / "shared"))
CACHE = ROOT / ".cache"


@dataclass(frozen=True)
class Item:
    """A report of a corpus under the corpus' own id."""

    id: str
    report: Report


def polnear(split: str = "dev") -> Iterator[Item]:
    for path in sorted((SHARED / "data/polnear" / split).glob("*.txt")):
        date = re.search(r"_(\d{4}-\d\d-\d\d)_", path.name)
        with path.open(encoding="utf-8", newline="") as file:
            yield Item(path.stem, Report(text=file.read(), published=date[1] if date else None))


def timebank() -> Iterator[Item]:
    for row in rows(SHARED / "data/times/timebank.dev.jsonl"):
        yield Item(row["doc_id"], Report(text=row["text"], published=row["date"]))


def lgl() -> Iterator[Item]:
    for article in ET.parse(SHARED / "data/places/lgl.xml").getroot().iter("article"):
        yield Item(
            article.attrib["docid"],
            Report(
                text=article.findtext("text") or "",
                outlet=article.findtext("domain"),
                published=(article.findtext("dltime") or "")[:10] or None,
            ),
        )


def ecb_rows() -> list[dict[str, Any]]:
    """The reports of ECB+ dev with their topics and gold mentions."""
    return rows(SHARED / "data/linking/dev.jsonl")


def ecb() -> Iterator[Item]:
    for row in ecb_rows():
        yield Item(row["doc"], Report(text=row["text"]))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def parsed(name: str, texts: list[str]) -> list[Doc]:
    """The parses of these texts, from the cache where they and the pipeline are the same."""
    nlp = load_parser()
    code = [Path(str(room.__file__)).read_text("utf-8") for room in (parsing, paragraphs, datelines)]
    key = hashlib.sha256("\0".join([parser_label(), *code, *texts]).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    path = CACHE / f"{name}-{key}.spacy"
    if not path.exists():
        CACHE.mkdir(exist_ok=True)
        DocBin(docs=nlp.pipe(texts, batch_size=32), store_user_data=False).to_disk(path)
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


@lru_cache(maxsize=1)
def has_data() -> bool:
    return (SHARED / "data").is_dir()
