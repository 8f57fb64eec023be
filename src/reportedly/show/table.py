"""A reading as a table for people: the events as sentences in columns, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from reportedly.reading import Event, Quantity, Reading
from reportedly.report import Span
from reportedly.show.words import (
    clean,
    content_of,
    number,
    party,
    says,
    what,
    when,
    where,
    who_says,
    words,
)

__all__ = ["print_table", "table"]

# Column: its share of what the fixed ones leave. A day (2016-03-14) needs ten characters, "hypothetical" twelve.
_FIXED = {"when": 10, "status": 12}
_SHARES = {"who": 17, "what": 15, "to whom": 15, "where": 12, "who says so": 18}
_ORDER = ("when", "who", "what", "to whom", "where", "status", "who says so")
_GAP = 2
_NARROW = 100  # below this width, who says so stands under the event instead of in a column
_NARROWEST = 8
_STATUS = {"occurred": "green", "ongoing": "green", "historical": "blue", "negated": "red"}
_UNSURE = "yellow"  # future and hypothetical: it has not happened


def table(reading: Reading, width: int) -> RenderableType:
    """What `reportedly code` prints for one report, wrapped to `width` characters (rich does the wrapping)."""
    return Group(*_parts(reading, width), Text())


def _parts(reading: Reading, width: int) -> Iterator[RenderableType]:
    yield _header(reading)
    if reading.events:
        columns = _ORDER[:-1] if width < _NARROW else _ORDER
        widths = _widths(width, columns)
        yield _row([Text(name, style="bold") for name in columns], widths)
        for event in reading.events:
            cells = _cells(reading, event)
            yield _row([cells[name] for name in columns], widths)
            shown = _shown(reading, event.evidence, event.trigger)
            if len(columns) < len(_ORDER) and event.attributed_to:
                shown = Text.assemble(shown, "  — ", cells["who says so"])
            yield Padding(shown, (0, 0, 1, 2))
    else:
        yield Text("No event was coded.\n")
    yield from _list("Who says what besides", _other_attributions(reading))
    yield from _list("Numbers", _numbers(reading))
    yield from _list("Reasons given", _reasons(reading))


def _header(reading: Reading) -> RenderableType:
    report = reading.report
    title = report.title or next(
        (s.span.of(report.text) for s in reading.sentences if s.kind == "headline"), f"report {report.id}"
    )
    facts = [clean(fact) for fact in (report.outlet, report.published, report.url) if fact]
    line = Text.assemble((clean(title), "bold"), (f"  {' · '.join(facts)}" if facts else "", "dim"))
    return Group(Rule(style="dim"), line, Text())


def _widths(width: int, columns: Iterable[str]) -> list[int]:
    """Column widths that fill the line."""
    names = list(columns)
    free = width - _GAP * (len(names) - 1) - sum(_FIXED.values())
    total = sum(_SHARES.get(name, 0) for name in names)
    return [_FIXED.get(name) or max(_NARROWEST, _SHARES[name] * free // total) for name in names]


def _row(cells: Iterable[Text], widths: list[int]) -> Table:
    grid = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
    for width in widths:
        grid.add_column(width=width, overflow="fold")
    grid.add_row(*cells)
    return grid


def _cells(reading: Reading, event: Event) -> dict[str, Text]:
    return {
        "when": Text(when(event.time)),
        "who": Text(", ".join(party(reading, p) for p in event.actors)),
        "what": Text(what(event), style="bold"),
        "to whom": Text(", ".join(party(reading, p) for p in event.recipients)),
        "where": Text(where(event.place)),
        "status": Text(event.status, style=_STATUS.get(event.status, _UNSURE)),
        "who says so": Text(who_says(reading, event.attributed_to), style="cyan" if event.attributed_to else "dim"),
    }


def _shown(reading: Reading, evidence: Iterable[Span], trigger: Iterable[Span]) -> Text:
    """The evidence in the text's own words: quoted ones in italics, those that tell the event underlined."""
    shown = Text(style="dim")
    for i, span in enumerate(evidence):
        shown.append(" … " if i else "")
        offset = len(shown) - span.start
        shown.append(clean(span.of(reading.report.text)))
        for marked, style in _marks(reading, trigger):
            if marked.overlaps(span):
                start, end = max(marked.start, span.start), min(marked.end, span.end)
                shown.stylize(style, start + offset, end + offset)
    return shown


def _marks(reading: Reading, trigger: Iterable[Span]) -> Iterator[tuple[Span, str]]:
    yield from ((quotation.span, "not dim italic magenta") for quotation in reading.quotations)
    yield from ((span, "not dim bold underline") for span in trigger)


def _list(title: str, items: Iterator[Text]) -> Iterator[RenderableType]:
    lines = [Padding(item, (0, 0, 0, 2)) for item in items]
    if lines:
        yield Group(Text(title, style="bold"), *lines, Text())


def _other_attributions(reading: Reading) -> Iterator[Text]:
    holding = {id for event in reading.events for id in event.attributed_to}
    for attribution in reading.attributions:
        if attribution.id not in holding:
            said = content_of(reading, attribution)
            yield Text.assemble((says(reading, attribution), "cyan"), f": {said}")


def _numbers(reading: Reading) -> Iterator[Text]:
    for quantity in reading.quantities:
        yield _number(reading, quantity)


def _number(reading: Reading, quantity: Quantity) -> Text:
    return Text.assemble(
        number(quantity),
        (f"  “{words(reading, quantity.spans)}”", "dim"),
        (f"  {who_says(reading, quantity.attributed_to)}" if quantity.attributed_to else "", "cyan"),
    )


def _reasons(reading: Reading) -> Iterator[Text]:
    for reason in reading.explanations:
        yield Text.assemble(
            words(reading, reason.effect.spans),
            (f" ← {words(reading, reason.marker)} ← ", "dim"),
            words(reading, reason.cause.spans),
            (f"  ({reason.status})", "dim" if reason.status == "stated" else "yellow"),
            (f"  {who_says(reading, reason.attributed_to)}" if reason.attributed_to else "", "cyan"),
        )


def print_table(reading: Reading, console: Console) -> None:
    """Print the table on a console; where that is no terminal, without the blanks that fill the lines."""
    shown = table(reading, console.width)
    if console.is_terminal:
        console.print(shown)
        return
    with console.capture() as captured:
        console.print(shown)
    console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
