"""Which attribution stands in which, and which nested ones add nothing to the chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportedly.coding.attributions.chain import holds
from reportedly.coding.attributions.page import Draft, Page
from reportedly.reading import Attribution
from reportedly.report import Spans

__all__ = ["nest"]

_OWN = {"i", "we", "you", "one"}


def nest(page: Page, made: Sequence[Attribution], drafts: Sequence[Draft]) -> tuple[Attribution, ...]:
    """The attributions in the order of the text with ids and parents; the smallest content that holds is the parent.

    A nested one is kept where it adds another source who says or thinks something whole.
    """
    places = {id(draft): i for i, draft in enumerate(drafts)}
    parents = [
        _parent(i, made, drafts) if draft.under is None else places.get(id(draft.under))
        for i, draft in enumerate(drafts)
    ]
    ids: dict[int, str] = {}
    for i, above in enumerate(parents):
        if above is None or _adds(page, drafts[i], made[i]):
            ids[i] = f"a{len(ids) + 1}"
    done = []
    for i in ids:
        above = parents[i]
        while above is not None and above not in ids:
            above = parents[above]
        done.append(replace(made[i], id=ids[i], parent=None if above is None else ids[above]))
    return tuple(done)


def _parent(i: int, made: Sequence[Attribution], drafts: Sequence[Draft]) -> int | None:
    """The smallest attribution whose content holds this one's source and cue; of two alike, the one passed on."""
    here = made[i]
    parts: Spans = (*here.cue.spans, *here.source.spans)
    low, high = min(p.start for p in parts), max(p.end for p in parts)
    best: tuple[int, bool, int] | None = None
    for j, other in enumerate(made):
        content = other.content
        if j == i or content[0].start > low or content[-1].end < high:
            continue
        if not all(holds(content, part) for part in parts):
            continue
        if any(holds(here.content, part) for part in other.cue.spans):
            continue  # each holds the other's cue: no order between them
        size = sum(s.end - s.start for s in content)
        best = min(best or (size, True, j), (size, drafts[j].under is None, j))
    return None if best is None else best[2]


def _adds(page: Page, draft: Draft, here: Attribution) -> bool:
    """Whether a nested attribution is a link of the chain: its source puts the content forward.

    "I think" within a quotation is none, nor is a cue without a source but for "it is believed" and "reports that".
    """
    if not page.words.vouches(here.cue.stance):
        return False
    if not here.source.spans:
        return draft.rule in {"passive", "noun", "hearsay"}
    return not any(head.lower_ in _OWN and not any(c.lower_ == "of" for c in head.children) for head in draft.heads)
