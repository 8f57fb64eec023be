"""What runs in a worker's process: documents become reports, reports become a part in the casebook's inbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.casebook.layout import Layout
from reportedly.casebook.parts import Appearance, Entry, LeftOut, Line, write_part
from reportedly.ingest.documents import Document
from reportedly.knowledge import BUILT_IN, Knowledge
from reportedly.parsing import DEFAULT_PARSER
from reportedly.pipeline import DEFAULT_ATTRIBUTION
from reportedly.report import Report, Skipped

if TYPE_CHECKING:
    from reportedly.reading import Coder, Engine

__all__ = ["Candidate", "Coded", "Settings", "check", "code_part", "extract", "identify", "lines_of", "now"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How reports are read: into which casebook, with which parser and knowledge, and who finds attributions."""

    layout: Layout
    parser: str = DEFAULT_PARSER
    knowledge: Knowledge = BUILT_IN
    attribution: Engine = DEFAULT_ATTRIBUTION
    fast_html: bool = False
    """Take articles out of pages some nine times as quickly, with more of what stands around them."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report that is ready to be read, and where it came in."""

    report: Report
    appearance: Appearance


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of a job: the part it left, and what is in it."""

    part: str
    events: int
    characters: int
    failed: dict[str, Skipped]
    """Report id to the reason, for those that could not be read after all."""


def now() -> str:
    """This moment, as parts write it: UTC, ISO 8601, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")


def identify(settings: Settings) -> tuple[Coder, dict[str, str | None]]:
    """Who reads, and the PLOVER types that types of one's own count as; loads no parser."""
    from reportedly.pipeline import coder

    return coder(settings.parser, settings.knowledge, settings.attribution), _types(settings.knowledge)


@lru_cache(maxsize=2)
def _types(knowledge: Knowledge) -> dict[str, str | None]:
    from reportedly.codebook import load_codebook

    if not knowledge.codebook:
        return {}
    return {name: entry.plover for name, entry in load_codebook(knowledge).items() if entry.plover != name}


def check(settings: Settings) -> None:
    """Load the parser and check the knowledge, so that what is wrong with either is told before the first report."""
    from reportedly.parsing import load_parser
    from reportedly.pipeline import prepare

    load_parser(settings.parser)
    prepare(settings.knowledge)


def extract(documents: list[Document], *, fast_html: bool = False) -> list[Candidate | LeftOut]:
    """The report in each document, or why there is none."""
    return [_extract(document, fast_html) for document in documents]


def _extract(document: Document, fast_html: bool) -> Candidate | LeftOut:
    from reportedly.ingest.reading import report_of

    try:
        report = report_of(document, fast_html=fast_html)
    except Exception as error:  # a defect of ours, or of an extractor, must not end a run over thousands
        report = Skipped(document.source, f"internal error {type(error).__name__}: {error}; please report it")
    if isinstance(report, Skipped):
        return LeftOut(report, document.digest, now())
    appearance = Appearance(
        report=report.id,
        source=document.source,
        digest=document.digest,
        seen=now(),
        key=report.url or document.key,
        outlet=report.outlet,
        url=report.url,
        title=report.title,
        published=report.published,
    )
    return Candidate(report, appearance)


def code_part(settings: Settings, candidates: list[Candidate]) -> Coded:
    """Read the reports and leave them in the inbox as one part."""
    lines: list[Line] = []
    failed: dict[str, Skipped] = {}
    events = 0
    for candidate, line in zip(candidates, lines_of(settings, candidates), strict=True):
        lines.append(line)
        if isinstance(line, LeftOut):
            failed[candidate.report.id] = line.skipped
        elif isinstance(line, Entry) and line.record:
            events += len(line.record["events"])
    coder, types = identify(settings)
    part = write_part(settings.layout, coder, lines, types)
    return Coded(part, events, sum(len(c.report.text) for c in candidates), failed)


def lines_of(settings: Settings, candidates: list[Candidate]) -> Iterator[Line]:
    """A part's line for each report, in their order: its record, or why it could not be read after all."""
    from reportedly.pipeline import read_many
    from reportedly.record import record

    reports = [candidate.report for candidate in candidates]
    readings = read_many(
        reports, parser=settings.parser, knowledge=settings.knowledge, attribution=settings.attribution
    )
    for candidate, reading in zip(candidates, readings, strict=True):
        appearance = candidate.appearance
        if isinstance(reading, Skipped):
            yield LeftOut(Skipped(appearance.source, reading.reason), appearance.digest, now())
        else:
            yield Entry(appearance, record(reading))
