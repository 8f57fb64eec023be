"""How well nested attributions are read, on the set beside this file; README.md gives the conventions.

python -m benchmarks.chains.score [--part development|held-out] [--attribution rules|model] [-v]
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from reportedly.pipeline import DEFAULT_ATTRIBUTION
from reportedly.reading import Engine, Reading
from reportedly.report import Span, Spans

FOLDER = Path(__file__).parent
IOU = 0.6  # two contents are the same from here on, by words


class PassageError(ValueError):
    """A passage that does not say what it must; the message names it."""


@dataclass(frozen=True)
class Attribution:
    """Who says so, as marked by hand or as read. `stances` holds all that are right, one if read."""

    id: str
    source: Spans
    cue: Spans
    content: Spans
    stances: frozenset[str]
    form: str
    parent: str | None = None
    speaker: str | None = None
    optional: bool = False


@dataclass(frozen=True)
class Passage:
    """A text and the attributions in it; `layout` is the file that it stands in."""

    id: str
    layout: str
    text: str
    attributions: tuple[Attribution, ...]

    @cached_property
    def by_id(self) -> dict[str, Attribution]:
        return {a.id: a for a in self.attributions}

    @property
    def depth(self) -> int:
        """The length of the longest chain; optional attributions do not count."""
        return max((len(self.chain(a)) for a in self.attributions if not a.optional), default=0)

    def chain(self, attribution: Attribution) -> list[Attribution]:
        """The attribution and those above it, outermost last."""
        above = attribution.parent
        return [attribution, *(self.chain(self.by_id[above]) if above else [])]


def held_out(id: str) -> bool:
    """Whether the passage belongs to the part that is scored, but never looked at."""
    return int(hashlib.sha256(id.encode()).hexdigest(), 16) % 3 == 0


def load(folder: Path = FOLDER) -> list[Passage]:
    """All passages in the order of their ids. Raises PassageError where a string is not in its text."""
    files = sorted(folder.glob("*.yaml"))
    found = [passage(row, file.stem) for file in files for row in yaml.safe_load(file.read_text("utf-8"))]
    return sorted(found, key=lambda p: p.id)


def passage(row: dict[str, Any], layout: str) -> Passage:
    """One passage from its entry in a file."""
    text: str = row["text"]
    try:
        marked = tuple(_attribution(text, a) for a in row["attributions"])
    except (KeyError, ValueError) as error:
        raise PassageError(f"{row['id']}: {error}") from error
    return Passage(row["id"], layout, text, marked)


def _attribution(text: str, row: dict[str, Any]) -> Attribution:
    stance = row["stance"]
    return Attribution(
        id=row["id"],
        source=_find(text, row["source"], row.get("source_nth", 1)),
        cue=_find(text, row["cue"], row.get("cue_nth", 1)),
        content=_find(text, row["content"], row.get("content_nth", 1)),
        stances=frozenset([stance] if isinstance(stance, str) else stance),
        form=row["form"],
        parent=row.get("parent"),
        speaker=row.get("speaker"),
        optional=row.get("optional", False),
    )


def _find(text: str, strings: str | list[str] | None, nth: int | list[int]) -> Spans:
    pieces = [strings] if isinstance(strings, str) else strings or []
    counts = nth if isinstance(nth, list) else [nth] * len(pieces)
    return tuple(_nth(text, piece, count) for piece, count in zip(pieces, counts, strict=True))


def _nth(text: str, piece: str, count: int) -> Span:
    start = -1
    for _ in range(count):
        start = text.find(piece, start + 1)
        if start < 0:
            raise ValueError(f"{piece!r} is not there {count} times")
    return Span(start, start + len(piece))


def from_reading(reading: Reading) -> list[Attribution]:
    """What `reportedly` read, in the form of the set."""
    return [
        Attribution(
            id=a.id,
            source=a.source.spans,
            cue=a.cue.spans,
            content=a.content,
            stances=frozenset([a.cue.stance]),
            form=a.form,
            parent=a.parent,
            speaker=entity.name if (entity := reading.entity(a.source.entity)) else None,
        )
        for a in reading.attributions
    ]


Words = frozenset[int]


def words(text: str, spans: Iterable[Span]) -> Words:
    """The words that lie in the spans, by where they start; a word that is cut counts."""
    found = (m.start() + span.start for span in spans for m in re.finditer(r"\w+", span.of(text)))
    return frozenset(found)


def _behind(content: Words, cue: Words) -> Words:
    """The content without the words at its start that belong to the cue."""
    first = next((word for word in sorted(content) if word not in cue), 0)
    return frozenset(word for word in content if word >= first)


@dataclass
class Comparison:
    """A passage and what was read in it. `pairs`: gold id to read id, all of content, source and cue right."""

    gold: Passage
    read: Sequence[Attribution]
    contents: dict[str, str] = field(default_factory=dict)  # gold id: read id, the content right
    pairs: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scored = [(self._agree(g, r), self._iou(g, r), g.id, r.id) for g in self.gold.attributions for r in self.read]
        for agree, iou, gold, read in sorted(scored, key=lambda row: (-row[0], -row[1])):
            if iou < IOU or gold in self.contents or read in self.contents.values():
                continue
            self.contents[gold] = read
            if agree:
                self.pairs[gold] = read

    def _iou(self, gold: Attribution, read: Attribution) -> float:
        """By words; those of an inner attribution outside the content ("citing police") count for neither.

        Nor does what one side takes for the last word of the cue and the other for the first of the content ("asked
        for | terms").
        """
        text, inner = self.gold.text, [a for a in self.gold.attributions if a.parent == gold.id]
        want, got = words(text, gold.content), words(text, read.content)
        got -= words(text, [s for a in inner for s in a.source + a.cue]) - want
        want, got = _behind(want, words(text, read.cue)), _behind(got, words(text, gold.cue))
        return len(want & got) / (len(want | got) or 1)

    def _agree(self, gold: Attribution, read: Attribution) -> bool:
        want, got = words(self.gold.text, gold.source), words(self.gold.text, read.source)
        source = want == got or len(want & got) * 2 >= min(len(want), len(got)) > 0
        return source and (
            not words(self.gold.text, gold.cue)  # a colon or a dash: what the cue is called does not matter
            or any(a.overlaps(b) for a in gold.cue for b in read.cue)
        )

    @cached_property
    def by_read(self) -> dict[str, str]:
        return {read: gold for gold, read in self.pairs.items()}

    @cached_property
    def reads(self) -> dict[str, Attribution]:
        return {r.id: r for r in self.read}

    @property
    def required(self) -> list[Attribution]:
        return [a for a in self.gold.attributions if not a.optional]

    @property
    def right(self) -> list[Attribution]:
        return [a for a in self.required if a.id in self.pairs]

    @property
    def missing(self) -> list[Attribution]:
        return [a for a in self.required if a.id not in self.pairs]

    @property
    def extra(self) -> list[Attribution]:
        """What was read and is not there; a reading of an optional attribution is neither right nor wrong."""
        fine = set(self.pairs.values()) | {self.contents[a.id] for a in self.gold.attributions if self._spared(a)}
        return [r for r in self.read if r.id not in fine]

    def _spared(self, gold: Attribution) -> bool:
        return gold.optional and gold.id in self.contents

    def parent_right(self, gold: Attribution) -> bool:
        """Whether the reading of `gold` hangs where it should; optional ones that were not read are passed over."""
        above = self.gold.chain(gold)[1:]
        want = next((a.id for a in above if not a.optional or a.id in self.pairs), None)
        parent = self.reads[self.pairs[gold.id]].parent
        return want == (None if parent is None else self.by_read.get(parent, "none of these"))

    def stance_right(self, gold: Attribution) -> bool:
        return self.reads[self.pairs[gold.id]].stances <= gold.stances

    def form_right(self, gold: Attribution) -> bool:
        return self.reads[self.pairs[gold.id]].form == gold.form

    def speaker_right(self, gold: Attribution) -> bool:
        names = (gold.speaker, self.reads[self.pairs[gold.id]].speaker)
        a, b = (set((name or "").casefold().split()) - {"the"} for name in names)
        return bool(a and b) and (a <= b or b <= a)

    @property
    def entirely_right(self) -> bool:
        return not self.missing and not self.extra and all(map(self.parent_right, self.right))


def table(comparisons: Sequence[Comparison]) -> str:
    """All figures, for people to read; per cent."""
    right = [(c, a) for c in comparisons for a in c.right]
    gold, read = sum(len(c.required) for c in comparisons), sum(len(c.right) + len(c.extra) for c in comparisons)
    contents = sum(a.id in c.contents for c in comparisons for a in c.required)
    lines = [f"{len(comparisons)} passages, {gold} attributions"]
    lines += [_prf("content", contents, read, gold), _prf("attribution", len(right), read, gold), ""]
    for name, rows in (
        ("stance", [c.stance_right(a) for c, a in right]),
        ("form", [c.form_right(a) for c, a in right]),
        ("parent", [c.parent_right(a) for c, a in right]),
        ("parent, of inner ones", [c.parent_right(a) for c, a in right if a.parent]),
        ("speaker", [c.speaker_right(a) for c, a in right if a.speaker]),
        *((f"recall, depth {n}", _recalled(comparisons, n)) for n in (1, 2, 3)),
    ):
        lines.append(_share(name, rows))
    lines += ["", "passages entirely right"]
    marked = [c for c in comparisons if c.gold.attributions]
    for name, some in (
        ("chains", [c for c in marked if c.gold.depth > 1]),
        *((f"depth {n}", [c for c in marked if c.gold.depth == n]) for n in (1, 2, 3)),
        *((f"in {layout}", [c for c in marked if c.gold.layout == layout]) for layout in _layouts(marked)),
    ):
        lines.append(_share(name, [c.entirely_right for c in some]))
    return "\n".join([*lines, _share("kept empty", [not c.read for c in comparisons if not c.gold.attributions])])


def _recalled(comparisons: Sequence[Comparison], depth: int) -> list[bool]:
    return [a.id in c.pairs for c in comparisons for a in c.required if len(c.gold.chain(a)) == depth]


def _layouts(comparisons: Sequence[Comparison]) -> list[str]:
    return sorted({c.gold.layout for c in comparisons})


def _prf(name: str, right: int, read: int, gold: int) -> str:
    p, r, f = (100 * right / (n or 1) for n in (read, gold, (read + gold) / 2))
    return f"{name:24}P {p:5.1f}  R {r:5.1f}  F1 {f:5.1f}"


def _share(name: str, rows: Sequence[bool]) -> str:
    return f"{name:24}{100 * sum(rows) / (len(rows) or 1):5.1f}  ({sum(rows)} of {len(rows)})"


def errors(comparison: Comparison) -> list[str]:
    """One line for each thing that is wrong in a passage."""
    c, text = comparison, comparison.gold.text
    lines = [f"  missing  {_show(text, a)}" for a in c.missing] + [f"  extra    {_show(text, a)}" for a in c.extra]
    for name, check in (("parent", c.parent_right), ("stance", c.stance_right), ("form", c.form_right)):
        lines += [f"  {name:8} {_show(text, c.reads[c.pairs[a.id]])}" for a in c.right if not check(a)]
    return lines


def _show(text: str, a: Attribution) -> str:
    source, cue, content = (" … ".join(s.of(text) for s in spans) for spans in (a.source, a.cue, a.content))
    return f"{a.id}<{a.parent or ''} {source or '-'} | {cue} ({'/'.join(sorted(a.stances))}) | {content!r} {a.form}"


def compare(passages: Sequence[Passage], attribution: Engine = DEFAULT_ATTRIBUTION) -> list[Comparison]:
    """Read each passage with `reportedly` and put the reading beside the gold."""
    from reportedly.parsing import load_parser
    from reportedly.pipeline import code
    from reportedly.report import Report

    nlp = load_parser()
    read = (code(Report(text=p.text), nlp(p.text), attribution=attribution) for p in passages)
    return [Comparison(p, from_reading(reading)) for p, reading in zip(passages, read, strict=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description="score nested attributions")
    parser.add_argument("--part", choices=("development", "held-out"), default="development")
    parser.add_argument("-v", "--verbose", action="store_true", help="show each error (development part only)")
    parser.add_argument("--attribution", choices=("rules", "model"), default=DEFAULT_ATTRIBUTION)
    options = parser.parse_args()
    if options.verbose and options.part == "held-out":
        parser.error("the held-out part is for figures only: its errors are not shown")
    part = [p for p in load() if held_out(p.id) == (options.part == "held-out")]
    comparisons = compare(part, options.attribution)
    for comparison in comparisons if options.verbose else []:
        if lines := errors(comparison):
            print(f"{comparison.gold.id} {comparison.gold.text!r}", *lines, "", sep="\n")
    print(table(comparisons))


if __name__ == "__main__":
    main()
