"""What speaks for and against two events being one happening: named values between -1 and 1, each with its words.

0 is what an unknown gives, so that silence neither joins nor parts. The weights are data (`data/linking.yaml`).
"""

from __future__ import annotations

from math import log
from typing import NamedTuple

from reportedly.linking.distance import apart
from reportedly.linking.facts import Amount, EventFacts
from reportedly.linking.knowledge import knowledge
from reportedly.linking.parties import agreement, alike
from reportedly.linking.words import content, names

__all__ = ["FEATURES", "Feature", "compare", "days_between"]


class Feature(NamedTuple):
    """One of `FEATURES`: its value, and what it saw, in words for a reader."""

    name: str
    value: float
    words: str


FEATURES = {
    "day": "The days both name: 1 the same day, less for spans of days; below 0 with every day between them.",
    "report_day": "Where an event has no day of its own: whether the reports' days go together.",
    "place": "The places both name: 1 one place, 0.3 one inside the other, -1 places apart.",
    "setting": "As place, where one of them is known only from what its report tells before.",
    "scene_day": "1 the same day, -1 two days or more apart, where one of them is known only so.",
    "country": "Where one names no place: whether the events, or else their reports, share a country.",
    "actors": "Who did it: 1 the same, -1 others.",
    "recipients": "To whom: 1 the same, -1 others.",
    "persons": "Named persons among all parties, whatever their part: 1 one is shared, -1 none is.",
    "counterparts": "Below 0 where words or deals pass between others: the worse of actors and recipients.",
    "swapped": "1 where each side does to the other what the other does to it.",
    "type": "1 the same event type, less for near types, -1 types that have nothing in common.",
    "mode": "How it was done: 1 alike, less for near modes, -1 otherwise.",
    "amounts": "Numbers of one kind: 1 equal, 0.5 within each other's bounds, below 0 the further apart.",
    "trigger": "1 where the words that tell the events share a stem.",
    "wording": "Cosine of the vectors of those words as they stand in headline and sentence; 0 below 0.2.",
    "words": "Share of common words of the two sentences.",
    "contrast": "Below 0 where each sentence has names that the other lacks: the more, the more alike they read.",
    "names": "Share of common names of the two reports (persons, bodies, towns).",
    "status": "What the statuses say against one happening; a denial speaks of what it denies.",
    "same_report": "1 where one report tells both.",
    "one_sentence": "1 where one sentence tells both by different words: two events, unless a reader says otherwise.",
    "summary": "1 where one of the two stands in the headline of the report that tells both.",
    "copies": "1 where the two sentences are the same in reports that copy one another.",
    "capped": "Not a reason by itself: says that a field contradicts so plainly that the score was held down.",
}
"""Every feature and what its value means."""


def compare(left: EventFacts, right: EventFacts) -> tuple[Feature, ...]:
    """The features of a pair that say anything, in the order of `FEATURES`; the same for both orders of the pair."""
    one, other = (left, right) if left.id <= right.id else (right, left)
    found = [*_when(one, other), *_where(one, other), *_who(one, other), *_what(one, other), *_told(one, other)]
    return tuple(feature for feature in found if feature.value)


def days_between(one: EventFacts, other: EventFacts) -> int | None:
    """Days between two events' spans, 0 where they overlap; None where either has no day of its own."""
    if one.first is None or other.first is None:
        return None
    one_last, other_last = one.last or one.first, other.last or other.first
    return max(0, other.first - one_last, one.first - other_last)


def _when(one: EventFacts, other: EventFacts) -> list[Feature]:
    gap = days_between(one, other)
    if gap is None:
        if one.day is None or other.day is None:
            return [_reports_days(one, other)]
        gap = abs(one.day - other.day)
        words = f"{gap} days apart by what stands before" if gap else "the same day by what stands before"
        return [Feature("scene_day", max(-1.0, 1.0 - gap), words)]
    fine = one.first == one.last and other.first == other.last
    if gap == 0:
        value = 1.0 if fine else 0.4
        words = "on the same day" if fine else "their spans of days overlap"
    else:
        value = max(-1.0, 0.3 - 0.6 * gap)
        words = f"{gap} day{'s' if gap > 1 else ''} apart"
    if one.inferred or other.inferred:
        value *= 0.5
    return [Feature("day", value, words)]


def _reports_days(one: EventFacts, other: EventFacts) -> Feature:
    """A report tells what happened on its day or shortly before, unless it says otherwise."""
    late = [e.last if e.first is not None else e.report_day for e in (one, other)]
    if late[0] is None or late[1] is None or {one.status, other.status} & {"future", "historical", "hypothetical"}:
        return Feature("report_day", 0.0, "")
    if one.first is None and other.first is None:
        gap = abs(late[0] - late[1])
        words = f"reported {gap} days apart"
    else:
        told, dated = (late[0], late[1]) if one.first is None else (late[1], late[0])
        gap = told - dated if told >= dated else 2 * (dated - told) + 1
        words = f"one told {told - dated:+d} days from the other's day"
    return Feature("report_day", {0: 0.5, 1: 0.4, 2: 0.1}.get(gap, max(-1.0, -0.2 * gap)), words)


def _where(one: EventFacts, other: EventFacts) -> list[Feature]:
    if one.site is not None and other.site is not None and (between := apart(one.site, other.site)) is not None:
        return [Feature("place", between.value, between.words)]
    if one.setting is not None and other.setting is not None:
        between = apart(one.setting, other.setting)
        if between is not None:
            return [Feature("setting", between.value, between.words)]
    if not one.countries or not other.countries:
        return []
    shared = set(one.countries) & set(other.countries)
    value = (1.0 if one.countries[0] == other.countries[0] else 0.5) if shared else -1.0
    words = f"both in {sorted(shared)[0]}" if shared else f"{one.countries[0]} and {other.countries[0]}"
    return [Feature("country", value, words)]


def _who(one: EventFacts, other: EventFacts) -> list[Feature]:
    found = []
    actors, recipients = agreement(one.actors, other.actors), agreement(one.recipients, other.recipients)
    for name, value, left, right in (
        ("actors", actors, one.actors, other.actors),
        ("recipients", recipients, one.recipients, other.recipients),
    ):
        if value is not None:
            found.append(Feature(name, value, f"{_listed(left)} | {_listed(right)}"))
    found.append(_persons(one, other))
    worst = min((value for value in (actors, recipients) if value is not None), default=0.0)
    if worst < 0 and one.type in knowledge().between_parties:
        found.append(Feature("counterparts", worst, "not between the same parties"))
    crossed = [agreement(one.actors, other.recipients), agreement(one.recipients, other.actors)]
    across = [value for value in crossed if value is not None]
    straight = [value for value in (actors, recipients) if value is not None]
    if len(across) == 2 and min(across) >= 0.6 and (not straight or max(straight) < 0.6):
        found.append(Feature("swapped", 1.0, "who did it and to whom change places"))
    return found


def _persons(one: EventFacts, other: EventFacts) -> Feature:
    left, right = ([p for p in (*e.actors, *e.recipients) if p.kind == "person" and p.key] for e in (one, other))
    if not left or not right:
        return Feature("persons", 0.0, "")
    best = max(alike(a, b) for a in left for b in right)
    return Feature("persons", best, f"{_listed(tuple(left))} | {_listed(tuple(right))}")


def _listed(parties: tuple[object, ...]) -> str:
    return ", ".join(str(getattr(party, "name", party)) for party in parties[:3])


def _what(one: EventFacts, other: EventFacts) -> list[Feature]:
    near = 1.0 if one.type == other.type else 2.0 * knowledge().near.get((one.type, other.type), 0.0) - 1.0
    found = [Feature("type", near, one.type if near == 1.0 else f"{one.type} and {other.type}")]
    if one.modes and other.modes and one.type == other.type:
        near = max(1.0 if a == b else knowledge().near_modes.get((a, b), -1.0) for a in one.modes for b in other.modes)
        found.append(Feature("mode", near, f"{'/'.join(one.modes)} | {'/'.join(other.modes)}"))
    found.append(_amounts(one, other))
    if one.status != other.status:
        value = knowledge().statuses.get((one.status, other.status), 0.0)
        found.append(Feature("status", value, f"{one.status} and {other.status}"))
    return found


def _amounts(one: EventFacts, other: EventFacts) -> Feature:
    """The kinds of which both give a number; the worst of them counts."""
    pairs = [(a, b) for a in one.amounts for b in other.amounts if a.kind == b.kind]
    if not pairs:
        return Feature("amounts", 0.0, "")
    best = {kind: max(_closeness(a, b) for a, b in pairs if a.kind == kind) for kind in {a.kind for a, _ in pairs}}
    kind = min(best, key=lambda name: (best[name], name))
    return Feature("amounts", best[kind], f"{kind}: {_span(one, kind)} and {_span(other, kind)}")


def _closeness(a: Amount, b: Amount) -> float:
    a_low, b_low = a.low or 0.0, b.low or 0.0
    a_high = a.high if a.high is not None else float("inf")
    b_high = b.high if b.high is not None else float("inf")
    if a_low == b_low and a_high == b_high:
        return 1.0 if a.exact else 0.7
    if a_low <= b_high and b_low <= a_high:
        return 0.5
    small, large = min(a_high, b_high), max(a_low, b_low)
    return max(-1.0, -(0.3 if a.exact and b.exact else 0.0) - 0.5 * log(large / max(small, 0.5)))


def _span(event: EventFacts, kind: str) -> str:
    amount = next(a for a in event.amounts if a.kind == kind)
    low, high = (f"{end:g}" if end is not None else "" for end in (amount.low, amount.high))
    return low if low == high else f"{low}–{high}"


def _told(one: EventFacts, other: EventFacts) -> list[Feature]:
    triggers = set(one.trigger) & set(other.trigger)
    found = [Feature("trigger", float(bool(triggers)), ", ".join(sorted(triggers)))]
    left, right = content(one.sentence), content(other.sentence)
    common = left & right
    share = len(common) / len(left | right) if common else 0.0
    found.append(Feature("words", share, ", ".join(sorted(common)[:6])))
    if one.vector is not None and other.vector is not None:
        cosine = float(one.vector @ other.vector)
        alike, words = max(0.0, (cosine - 0.2) / 0.8), f"cosine {cosine:.2f}"
    else:
        guess = knowledge().without_vectors
        alike, words = min(1.0, guess["base"] + guess["share"] * share), "guessed from common words"
    found.append(Feature("wording", alike, words))
    mine, theirs = names(one.sentence), names(other.sentence)
    if mine - theirs and theirs - mine:
        words = f"{', '.join(sorted(mine - theirs)[:3])} | {', '.join(sorted(theirs - mine)[:3])}"
        found.append(Feature("contrast", -alike, words))
    return [*found, *_reports(one, other)]


def _reports(one: EventFacts, other: EventFacts) -> list[Feature]:
    if one.report == other.report:
        found = [Feature("same_report", 1.0, "told by one report")]
        if one.sentence == other.sentence and one.at != other.at:
            found.append(Feature("one_sentence", 1.0, "told by one sentence"))
        elif one.headline != other.headline:
            found.append(Feature("summary", 1.0, "one stands in the headline"))
        return found
    found = []
    common = set(one.names) & set(other.names)
    if one.names and other.names:
        value = len(common) / min(len(one.names), len(other.names)) if common else -0.5
        words = ", ".join(name.partition(":")[2] for name in sorted(common)[:4]) or "no common name"
        found.append(Feature("names", value, words))
    if one.copies is not None and one.copies == other.copies and one.sentence == other.sentence and one.at == other.at:
        found.append(Feature("copies", 1.0, "the same sentence in a copy"))
    return found
