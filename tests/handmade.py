"""A reading made by hand: every table of the record is filled, whatever the stages do."""

from __future__ import annotations

from reportedly.reading import (
    Attribution,
    Coder,
    Cue,
    Entity,
    Event,
    Explanation,
    Mention,
    Party,
    Place,
    Quantity,
    Quotation,
    Reading,
    Rejected,
    Sentence,
    Side,
    Source,
    Time,
    Why,
)
from reportedly.report import Report, Span, Spans

TEXT = """Border Town Falls

On 14 March rebels seized Alpha, killing about 20 people. According to the Herald, Minister Ann Bee claims that \
“the town was never ours.” The army may withdraw because of the losses."""


def spans(words: str, text: str = TEXT) -> Spans:
    start = text.index(words)
    return (Span(start, start + len(words)),)


def _why(field: str, rule: str, detail: str) -> tuple[Why, ...]:
    return (Why(field, rule, detail, spans("seized")),)


def handmade(**fields: object) -> Reading:
    """The reading; `fields` replace those of its report."""
    where = Place(spans("Alpha"), "Alpha", 1, 10.0, 20.0, "SYR", "town", 0.9, _why("place", "nearest", "near Beta"))
    day = Time(spans("14 March"), "DATE", "2016-03-14", "2016-03-14", "2016-03-14", "day", True)
    dead = Quantity("deaths", 20.0, 15.0, 25.0, "about", spans("about 20 people"))
    claim = spans("“the town was never ours.”")
    herald = Attribution(
        "a1",
        None,
        Source(spans("the Herald"), "e3", "outlet"),
        Cue(spans("According to"), "states"),
        spans("Minister Ann Bee claims that “the town was never ours.”"),
        "mixed",
        0.9,
    )
    minister = Attribution(
        "a2",
        "a1",
        Source(spans("Minister Ann Bee"), "e2", "person"),
        Cue(spans("claims"), "claims"),
        claim,
        "direct",
        0.8,
    )
    seized = Event(
        "v1", "ASSAULT", ("armed",), ("military",), "material conflict", -9.0, "occurred", spans("seized"),
        spans("On 14 March rebels seized Alpha, killing about 20 people"), (Party(spans("rebels"), "e1"),), (),
        where, day, (dead,), (), 0.8, (*_why("type", "frame 3", "to seize a town is ASSAULT"),
                                       *_why("status", "past", "a past tense tells what occurred")),
    )  # fmt: skip
    leave = Event(
        "v2", "RETREAT", ("withdraw",), (), "material cooperation", 6.5, "hypothetical", spans("withdraw"),
        spans("The army may withdraw because of the losses"), (Party(spans("The army"), None),), (), None, None, (),
        ("a1", "a2"), 0.7,
    )  # fmt: skip
    because = Explanation(
        "x1",
        Side(spans("the losses"), None),
        Side(spans("The army may withdraw"), "v2"),
        spans("because of"),
        "stated",
        (),
        0.6,
    )
    report = {"text": TEXT, "outlet": "Daily", "published": "2016-03-17", "url": "https://example.org/a"} | fields
    return Reading(
        report=Report(**report),  # type: ignore[arg-type]
        coder=Coder("0.1.0", "en_core_web_sm 3.8.0", "abc"),
        sentences=(Sentence(spans("Border Town Falls")[0], "headline", 0),),
        quotations=(Quotation(claim[0], Span(claim[0].start + 1, claim[0].end - 1)),),
        entities=(
            Entity("e1", "rebels", "group", None, ("REB",), (Mention(spans("rebels")[0], "nominal"),)),
            Entity("e2", "Ann Bee", "person", "SYR", ("GOV",), (Mention(spans("Minister Ann Bee")[0]),)),
            Entity("e3", "The Herald", "outlet", "GBR", ("MED",), (Mention(spans("the Herald")[0]),)),
        ),
        times=(day,),
        places=(where,),
        quantities=(dead,),
        attributions=(herald, minister),
        events=(seized, leave),
        explanations=(because,),
        rejected=(Rejected(spans("Falls"), "ASSAULT", "nobody is named who did it"),),
    )
