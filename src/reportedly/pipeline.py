"""From a report to a reading: the stages in their order, for one report or many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache, reduce
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reportedly.errors import ReportedlyError, UnreadableReport
from reportedly.knowledge import BUILT_IN, Knowledge, fingerprint
from reportedly.parsing import DEFAULT_PARSER, load_parser, parser_label
from reportedly.reading import DEFAULT_ATTRIBUTION, Coder, Engine, Reading
from reportedly.report import Report, Skipped

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from reportedly.tagger.tag import Tagging

__all__ = ["DEFAULT_ATTRIBUTION", "LONGEST", "Stage", "code", "coder", "prepare", "read", "read_many", "stages"]

Stage = Callable[[Reading], Reading]

LONGEST = 400_000
"""The longest text that is read, in characters: a book. The parse takes about 1.5 GB of memory at that length."""

_BATCH = 8  # reports sent to a process at once


@lru_cache(maxsize=1)
def stages() -> tuple[Stage, ...]:
    """The stages in the order in which they build on one another."""
    from reportedly.coding.attributions import attributions
    from reportedly.coding.entities import entities
    from reportedly.coding.events import events, hear
    from reportedly.coding.explanations import explanations
    from reportedly.coding.places import places
    from reportedly.coding.quantities import quantities
    from reportedly.coding.sentences import sentences
    from reportedly.coding.times import times

    return (sentences, entities, times, places, quantities, attributions, hear, events, explanations)


@lru_cache(maxsize=8)
def coder(parser: str, knowledge: Knowledge = BUILT_IN, attribution: Engine = DEFAULT_ATTRIBUTION) -> Coder:
    """The identity of this coder: version, parser, and a hash of all knowledge files, the tagger's too if it is used.

    Raises ModelError where the tagger is wanted and is not there.
    """
    from reportedly import __version__

    known = fingerprint(knowledge)
    if attribution == "model":
        from reportedly.tagger.tag import identity

        known += f"+tagger:{identity()}"
    return Coder(version=__version__, parser=parser_label(parser), knowledge=known)


def prepare(knowledge: Knowledge) -> Knowledge:
    """Load and check a user's knowledge before the first report; raises KnowledgeError with file and line."""
    from reportedly.codebook import load_codebook
    from reportedly.coding.entities.lexicon import lexicon

    load_codebook(knowledge)
    lexicon(knowledge)
    return knowledge


def read(
    text: str | Report,
    *,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    title: str | None = None,
    parser: str = DEFAULT_PARSER,
    knowledge: Knowledge = BUILT_IN,
    attribution: Engine = DEFAULT_ATTRIBUTION,
) -> Reading:
    """Read one report.

    >>> import reportedly
    >>> reading = reportedly.read("Turkey withdrew its troops from Syria on Monday.", published="2019-10-16")
    >>> [(event.type, event.status) for event in reading.events]
    [('RETREAT', 'occurred')]

    `published` is an ISO 8601 date or datetime; `knowledge` is what the coder knows beside the data of the package;
    `attribution` says who finds who says so: the rules, or with them the learned tagger ("model").
    Raises UnreadableReport for a text that is empty, binary, too long or in another language, ParserError where the
    pipeline `parser` is not installed, ModelError where the tagger is wanted and not there, and KnowledgeError where a
    file of the user's own knowledge is malformed.
    """
    from reportedly.ingest.check import check_text, make_report

    if isinstance(text, Report):
        report = text
        check_text(report.text)
    else:
        report = make_report(text, published=published, outlet=outlet, url=url, title=title)
    nlp, tagging = load_parser(parser), _begin_tagging(report, attribution)
    return code(report, nlp(report.text), parser, knowledge, attribution, tagging).without_parse()


def _begin_tagging(report: Report, attribution: Engine) -> Future[Tagging] | None:
    if attribution != "model":
        return None
    from reportedly.tagger.tag import begin

    return begin(report.text)


def code(
    report: Report,
    doc: Doc,
    parser: str = DEFAULT_PARSER,
    knowledge: Knowledge = BUILT_IN,
    attribution: Engine = DEFAULT_ATTRIBUTION,
    tagging: Future[Tagging] | None = None,
) -> Reading:
    """Run the stages over a parse that is there already; the reading keeps the parse.

    `tagging` is what the tagger sees in the text, where it was begun beforehand (`reportedly.tagger.tag.begin`).
    """
    from reportedly.coding.events.voice import begin

    who = coder(parser, knowledge, attribution)
    start = Reading(
        report=report, coder=who, doc=doc, hearing=begin(doc), tagging=tagging, knowledge=knowledge, engine=attribution
    )
    return reduce(lambda reading, stage: stage(reading), stages(), start)


class _How(NamedTuple):
    """How a run reads its reports."""

    parser: str
    knowledge: Knowledge
    attribution: Engine


def read_many(
    reports: Iterable[Report | Skipped],
    *,
    processes: int = 1,
    parser: str = DEFAULT_PARSER,
    knowledge: Knowledge = BUILT_IN,
    attribution: Engine = DEFAULT_ATTRIBUTION,
) -> Iterator[Reading | Skipped]:
    """Read reports one after the other, in their order and in constant memory.

    A report that cannot be read comes out as `Skipped`, in its place; `Skipped` items pass through. With more than one
    process the reports are read side by side, and the order is kept. Raises KnowledgeError and ModelError before
    the first report.
    """
    if knowledge != BUILT_IN:
        prepare(knowledge)
    coder(parser, knowledge, attribution)
    how = _How(parser, knowledge, attribution)
    if processes <= 1:
        yield from (_read_one(report, how) for report in reports)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from _side_by_side(pool, iter(reports), processes, how)


def _side_by_side(
    pool: ProcessPoolExecutor,
    reports: Iterator[Report | Skipped],
    processes: int,
    how: _How,
) -> Iterator[Reading | Skipped]:
    waiting: list[Future[list[Reading | Skipped]]] = []
    while True:
        while len(waiting) < 2 * processes and (batch := list(islice(reports, _BATCH))):
            waiting.append(pool.submit(_read_batch, batch, how))
        if not waiting:
            return
        yield from waiting.pop(0).result()


def _read_batch(batch: list[Report | Skipped], how: _How) -> list[Reading | Skipped]:
    return [_read_one(report, how) for report in batch]


def _read_one(report: Report | Skipped, how: _How) -> Reading | Skipped:
    if isinstance(report, Skipped):
        return report
    try:
        return read(report, parser=how.parser, knowledge=how.knowledge, attribution=how.attribution)
    except UnreadableReport as error:
        return Skipped(report.url or report.title or report.id, str(error))
    except ReportedlyError:
        raise
    except Exception as error:  # a defect of ours must not end a run over thousands, nor pass in silence
        return Skipped(
            report.url or report.title or report.id,
            f"internal error {type(error).__name__}: {error}; please report it with the text",
        )
