"""Direct, indirect or mixed: how much of a content stands between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from reportedly.reading import Form, Quotation
from reportedly.report import Span

__all__ = ["form_of"]

_DIRECT = 0.9  # of letters and digits; the rule of the attribution scorer's kinds
_LEAD = re.compile(r"that,?\s+(?=[“\"‘'«„`])")


def form_of(text: str, content: Iterable[Span], quotations: Iterable[Quotation]) -> Form:
    """direct where at least nine tenths of the letters and digits are quoted, indirect where none, mixed otherwise.

    A conjunction that leads to the quotation ("that “…”") is not counted: it is the report's grammar.
    """
    held = [q.inner for q in quotations]
    letters = quoted = 0
    for span in content:
        near = [q for q in held if q.overlaps(span)]
        lead = _LEAD.match(text, span.start, span.end)
        for at in range(lead.end() if lead else span.start, span.end):
            if text[at].isalnum():
                letters += 1
                quoted += any(q.start <= at < q.end for q in near)
    if not quoted:
        return "indirect"
    return "direct" if quoted >= _DIRECT * letters else "mixed"
