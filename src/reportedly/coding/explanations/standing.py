"""Whether an explanation is stated, held possible, or denied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reportedly.coding.explanations.markers import VERBAL, Found, knowledge
from reportedly.coding.syntax import is_negated

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["standing"]


def standing(found: Found) -> Literal["stated", "hypothetical", "negated"]:
    """Read from the verb that carries the marker, and from a negation right before the marker ("not because …")."""
    first = found.tokens[0]
    before = first.doc[first.i - 1] if first.i else None
    if before is not None and before.lower_ in {"not", "n't", "never"}:
        return "negated"
    verb = _verb(first)
    if verb is None:
        return "stated"
    if before is not None and before.lower_ in knowledge().only and is_negated(verb):
        return "negated"  # "one cannot arrest them just because …"
    if found.marker.shape in VERBAL and is_negated(verb):
        return "negated"  # a negation of the effect, or of the cause, leaves the one the reason of the other
    weak = knowledge().hypothetical
    if any(c.lower_ in weak or c.lemma_.lower() in weak for c in verb.lefts) or verb.lemma_.lower() in weak:
        return "hypothetical"
    return "stated"


def _verb(token: Token) -> Token | None:
    """The verb that carries a marker; for a conjunction that of the clause which its own clause explains."""
    if token.dep_ == "mark":
        token = token.head.head
    while token.pos_ not in {"VERB", "AUX"} and token.head.i != token.i:
        token = token.head
    return token if token.pos_ in {"VERB", "AUX"} else None
