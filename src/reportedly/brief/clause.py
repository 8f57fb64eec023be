"""A report's clause made ready to stand alone: its words of time made plain, and names for what only points back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from reportedly.brief.days import Calendar, rewritten
from reportedly.brief.gather import Material
from reportedly.brief.phrase import Phrase, cite
from reportedly.brief.speakers import mention_at, named, proper, speaker
from reportedly.brief.tree import Span
from reportedly.brief.wording import phrases, words
from reportedly.exports.told import Row

__all__ = ["Clause", "clause", "leans"]

_MARKS = re.compile(r"[\"“”«»\n;:?!]|``|''|\s(?:[-–—_]|--)\s|—|\)_")
_WORD = re.compile(r"[\w’'-]+")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|him|them)\b", re.I)
_SUBJECT = re.compile(r"(?:[^,]{1,40}, )?(?:he|she|they|it)\b", re.I)
_SAID_BEHIND = re.compile(r"[,!?][\"”’'] (?:he|she|it|they) \w+\b")
_BARE = re.compile(r"(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir) [a-z ]+$")
_MOST_CHARACTERS = 500
_LONGEST = 45  # words of a clause; longer ones are quoted

Changes = list[tuple[Span, Phrase]]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, and whether its words tell a day."""

    phrase: Phrase
    has_day: bool


def leans(sentence: str) -> bool:
    """Whether a sentence opens with a word that points back to an earlier one."""
    first = _WORD.match(sentence)
    opens = bool(first) and first is not None and first[0].lower() in words("pronouns") | words("leaning")
    return opens or bool(_SUBJECT.match(sentence) or _SAID_BEHIND.search(sentence))


def clause(
    material: Material,
    calendar: Calendar,
    report: str,
    span: Span,
    said: Row | None,
    listener: Span | None = None,
    speaking: str | None = None,
) -> Clause | None:
    """The clause at the span; None where it cannot stand alone.

    `said` is the claim it stands in; `listener` the characters of "told Meridian", which become "said"; `speaking` the
    entity that is named right before the clause, to which its pronouns may point.
    """
    text = material.reports[report]["text"]
    start = _after_connective(text, span)
    words_ = text[start : span[1]]
    if not _sound(words_):
        return None
    changes: Changes = []
    changes += [((m.start(1), m.end(1)), Phrase("")) for m in _asides().finditer(text, start, span[1])]
    if listener is not None:
        said_verb = Phrase(f"{phrases()['said']['states']} ", cite(report, [listener]))
        changes.append((listener, said_verb))
    if speaking is None and not _open(material, report, (start, span[1]), said, changes):
        return None
    if not _named_within(material, report, (start, span[1]), speaking, changes):
        return None
    phrase, has_day = rewritten(material, calendar, report, (start, span[1]), changes)
    return Clause(phrase, has_day)


@lru_cache(maxsize=1)
def _asides() -> re.Pattern[str]:
    """A word that joins sentences, between commas; the first comma stays."""
    return re.compile(rf",( (?:{'|'.join(sorted(words('connectives')))}),)")


def _after_connective(text: str, span: Span) -> int:
    first = re.match(r"(\w+), ", text[span[0] : span[1]])
    return span[0] + first.end() if first and first[1].lower() in words("connectives") else span[0]


def _sound(said: str) -> bool:
    """Whether the words could be a clause of reported speech: no quotation, no first person, of a fair length."""
    if _MARKS.search(said) or len(said) > _MOST_CHARACTERS or not 3 <= len(said.split()) <= _LONGEST:
        return False
    if not said[-1].isalnum() and said[-1] not in ".%’'":
        return False
    return not words("first_person") & {word.lower() for word in _WORD.findall(said)}


def _open(material: Material, report: str, span: Span, said: Row | None, changes: Changes) -> bool:
    """Put a name for the pronoun, or the bare "the ministry", that opens the clause; False where that cannot be."""
    text = material.reports[report]["text"]
    first = _WORD.match(text, span[0])
    if first is None:
        return False
    word = first[0].lower()
    if said is not None and (bare := _speaker(material, said, span)) is not None:
        changes.append(bare)
        if bare[0][0] == span[0]:
            return True
    if word in words("pronouns"):
        at = (span[0], first.end())
        entity = mention_at(material, report, *at)
        who = named(material, report, entity["id"], entity["name"], at[0]) if entity else None
        if who is not None:
            changes.append((at, _closing(text, at, who)))
        return who is not None or word in ("some", "others", "both")
    if word in words("leaning") - words("determiners"):
        return False
    for entity in material.entities.get(report, ()):
        for a, b in entity["mentions"]:
            written = text[a:b]
            bare_name = _BARE.match(written) or (entity["kind"] == "person" and len(written.split()) == 1)
            if a != span[0] or not bare_name or _longer(material, report, a, b):
                continue
            who = named(material, report, entity["id"], entity["name"], a)
            if who is not None and proper(who.text) and all(s[0] != a for _, s in who.cited):
                changes.append(((a, b), _closing(text, (a, b), who)))
                return True
    return True


def _longer(material: Material, report: str, start: int, end: int) -> bool:
    """Whether the words are the start of a longer name: "Zelensky" in "Zelensky adviser Mykhailo Podolyak"."""
    mentions = [m for row in material.entities.get(report, ()) for m in row["mentions"]]
    spans = [s for claim in material.claims.get(report, ()) for s in claim["source_spans"]]
    return any(a == start and b > end for a, b in (*mentions, *spans))


def _speaker(material: Material, said: Row, span: Span) -> tuple[Span, Phrase] | None:
    """A fuller name for the speaker within the clause, where the report has one."""
    if len(said["source_spans"]) != 1:
        return None
    a, b = said["source_spans"][0]
    who = speaker(material, said)
    if who is None or not (span[0] <= a and b <= span[1]):
        return None
    text = material.reports[said["report"]]["text"]
    if a > span[0] and text[a:b].lower() in words("pronouns"):
        return None
    if who.text.lower() == text[a:b].lower() or len(who.text) <= b - a:
        return None
    return (a, b), _closing(text, (a, b), who)


def _closing(text: str, at: Span, who: Phrase) -> Phrase:
    """The name with a comma behind its description, where none follows."""
    open_ = "," in who.text and text[at[1] : at[1] + 1] not in (",", ".", "")
    return Phrase(f"{who.text},", who.cited) if open_ else who


def _named_within(material: Material, report: str, span: Span, speaking: str | None, changes: Changes) -> bool:
    """Put names for the pronouns that point out of the clause; False where one has none."""
    text = material.reports[report]["text"]
    mentions = [(m[0], m[1], row) for row in material.entities.get(report, ()) for m in row["mentions"]]
    for pronoun in _PRONOUN.finditer(text, *span):
        at = (pronoun.start(), pronoun.end())
        if any(a <= at[0] and at[1] <= b for (a, b), _ in changes):
            continue
        before = [r for a, b, r in mentions if span[0] <= a and b <= at[0]]
        if speaking is not None or _stands(pronoun[0].lower(), text[span[0] : at[1]], before):
            continue
        row = next((r for a, b, r in mentions if (a, b) == at), None)
        who = named(material, report, row["id"], row["name"], at[0]) if row else None
        if who is None:
            return False
        changes.append((at, _closing(text, at, who)))
    return True


def _stands(pronoun: str, until: str, before: list[Row]) -> bool:
    """Whether a pronoun can point to what the clause names before it.

    An object cannot point to the subject, which is all that stands before it in "the ministry accused them".
    """
    if pronoun in ("him", "them"):
        return len({row["id"] for row in before}) > 1
    return bool(before) or (pronoun == "it" and not _SUBJECT.match(until))
