"""Who says so, and the numbers with those who give them."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.brief.days import Calendar
from reportedly.brief.gather import Material
from reportedly.brief.labels import Called, called
from reportedly.brief.phrase import Phrase, fill, listed, sentence
from reportedly.brief.tree import Section, Sentence
from reportedly.brief.values import each, spread
from reportedly.brief.values import numbers as counts
from reportedly.brief.witnesses import affirming, denying, witnesses
from reportedly.brief.wording import phrases
from reportedly.exports.told import Happened

__all__ = ["numbers", "sides"]


def sides(material: Material, calendar: Calendar) -> Section:
    """Of what several origins tell, or someone denies: who affirms it, who denies it, who is left unnamed."""
    found: list[Sentence] = []
    for incident in material.groups["happened"]:
        name = called(material, calendar, incident)
        facts = [t.event["id"] for t in incident.tellings]
        found += [sentence(phrase, material.texts, facts) for phrase in _sides(material, incident, name)]
    return Section(phrases()["sections"]["who"], tuple(found))


def _sides(material: Material, incident: Happened, name: Called) -> Iterator[Phrase]:
    words = phrases()["who"]
    seen = witnesses(material, affirming(incident.tellings))
    against = witnesses(material, denying(incident.tellings))
    if not name.sure or not seen or (len(seen) < 2 and not against):
        return
    yield fill(
        words["agreeing"],
        label=name.the(),
        **{"is": "are" if name.label.plural else "is"},
        witnesses=listed([w.phrase for w in seen]),
    )
    if against:
        template = words["denying" if len(against) == 1 else "denying_several"]
        yield fill(template, label=name.the(), deniers=listed([w.phrase for w in against]))
    unnamed = [w.phrase for w in (*seen, *against) if w.unnamed]
    if unnamed:
        verb = {"is": "is" if len(unnamed) == 1 and not _many(unnamed[0].text) else "are"}
        yield fill(words["unnamed"], label=name.the(), speakers=listed(unnamed), **verb)


def _many(speaker: str) -> bool:
    """Whether a noun phrase is a plural: "two residents", "medics at the hospital"."""
    head = speaker.partition("(")[0].split(" at ")[0].split(" of ")[0].split(" in ")[0].split()
    return bool(head) and head[-1].endswith("s") and head[0] not in ("a", "an", "one")


def numbers(material: Material, calendar: Calendar) -> Section:
    """What several origins count, with the range and who gives which number."""
    words = phrases()["numbers"]
    found: list[Sentence] = []
    for incident in material.groups["happened"]:
        name = called(material, calendar, incident)
        tellings = affirming(incident.tellings)
        for kind, noun in words["counted"].items():
            values = counts(kind, tellings)
            origins = {t.telling["origin"] for g in values for t in g.tellings if t.telling}
            if not name.sure or len(origins) < 2 or not values:
                continue
            parts = {"counted": noun, "label": name.the()}
            if len(values) == 1:
                speakers = listed([w.phrase for w in witnesses(material, values[0].tellings)])
                phrase = fill(words["agreed"], value=values[0].words, speakers=speakers, **parts)
            else:
                said = listed(each(material, values, words["each"]))
                phrase = _ranged(words, spread(values), said, parts)
            facts = [t.event["id"] for g in values for t in g.tellings]
            found.append(sentence(phrase, material.texts, facts))
    return Section(phrases()["sections"]["numbers"], tuple(found))


def _ranged(words: dict[str, str], range: Phrase | None, said: Phrase, parts: dict[str, Phrase | str]) -> Phrase:
    if range is None:
        return fill(words["several"].replace("{range}: ", ""), values=said, **parts)
    return fill(words["several"], range=range, values=said, **parts)
