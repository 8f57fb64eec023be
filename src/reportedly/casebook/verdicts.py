"""What people judge: a verdict is one more row, and so is taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from reportedly.casebook.layout import Layout
from reportedly.casebook.parts import Verdict, write_part
from reportedly.reading import Coder

__all__ = ["Judgement", "Relation", "judge", "leave", "verdict"]

Relation = Literal["same_event", "copy", "same_entity", "field"]
Judgement = Literal["same", "different", "unsure", "accepted", "rejected", "corrected", "withdrawn"]


def judge(
    layout: Layout,
    relation: Relation,
    subject: str,
    judgement: Judgement,
    *,
    other: str | None = None,
    field: str | None = None,
    value: Any = None,
    who: str | None = None,
) -> Verdict:
    """Leave a verdict in the casebook's inbox; it counts from the next time the casebook is opened.

    `subject` and `other` are ids of events, reports or entities; the order of a pair means nothing for `same_event` and
    `same_entity`. The last verdict on a pair or a field counts, and `withdrawn` gives it back to the linker.
    """
    said = verdict(relation, subject, judgement, other=other, field=field, value=value, who=who)
    leave(layout, [said])
    return said


def verdict(
    relation: Relation,
    subject: str,
    judgement: Judgement,
    *,
    other: str | None = None,
    field: str | None = None,
    value: Any = None,
    who: str | None = None,
    judged: datetime | None = None,
) -> Verdict:
    """A verdict as `judge` leaves it, given at `judged` (UTC; now); those of one moment by one person are one act."""
    if other is not None and relation != "copy":
        subject, other = sorted((subject, other))
    return Verdict(
        id=uuid4().hex,
        relation=relation,
        subject=subject,
        judgement=judgement,
        judged=(judged or datetime.now(UTC)).replace(tzinfo=None).isoformat(timespec="microseconds"),
        other=other,
        field=field,
        value=value,
        who=who,
    )


def leave(layout: Layout, verdicts: Iterable[Verdict]) -> None:
    """Leave verdicts in the casebook's inbox, all or none. Raises StoreError where nothing can be written there."""
    from reportedly import __version__

    write_part(layout, Coder(version=__version__, parser="", knowledge=""), verdicts, {})
