"""Quotation marks of every style, whole and broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.coding.quotations import quotations
from reportedly.paragraphs import paragraphs
from reportedly.reading import Quotation


def found(text: str) -> list[Quotation]:
    return list(quotations(text, paragraphs(text)))


def quoted(text: str) -> list[str]:
    return [quotation.inner.of(text) for quotation in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "“We held the bridge,” she said.",
        '"We held the bridge," she said.',
        "''We held the bridge,'' she said.",
        "``We held the bridge,'' she said.",
        "‘We held the bridge,’ she said.",
        "'We held the bridge,' she said.",
        "«We held the bridge,» she said.",
        "»We held the bridge,« she said.",
        "„We held the bridge,“ she said.",
        '“We held the bridge," she said.',
    ],
)
def test_every_style_of_marks_is_read(text: str) -> None:
    assert quoted(text) == ["We held the bridge,"]
    assert all(quotation.closed for quotation in found(text))


def test_apostrophes_are_no_quotation_marks() -> None:
    assert quoted("The rebels' guns weren't new; it's the army's that shone in the '90s, and they took 'em.") == []


def test_a_plural_possessive_does_not_end_a_quotation() -> None:
    assert quoted("He wrote: ‘The soldiers’ boots were wet.’ Nobody answered.") == ["The soldiers’ boots were wet."]


def test_feet_and_inches_are_no_quotation() -> None:
    assert quoted('The shell was 6\'2" long, a "monster".') == ["monster"]


def test_a_quotation_within_one_is_found_too() -> None:
    assert quoted("“They shouted ‘run’ and we ran,” he said.") == ["They shouted ‘run’ and we ran,", "run"]


def test_what_was_never_closed_ends_with_its_paragraph() -> None:
    text = "She said: “The road is mined.\n\nNobody uses it now."
    (only,) = found(text)
    assert only.inner.of(text) == "The road is mined."
    assert not only.closed


def test_the_next_paragraph_takes_an_open_quotation_up() -> None:
    text = "“The road is mined.\n\n“We walk through the fields,” she said.\n\n“Every day.”"
    first, second, third = found(text)
    assert (first.closed, first.continues) == (False, None)
    assert (second.closed, second.continues) == (True, 0)
    assert third.continues is None


def test_a_forgotten_closing_mark_does_not_swallow_the_next_quotation() -> None:
    assert quoted("“The road is mined, he said. “We walk,” he added.") == ["The road is mined, he said.", "We walk,"]


MARKS = st.text(alphabet=list("“”„‟\"'‘’«»`‹› \n.,sa1—\u2029\U0001f4a5\x00"), max_size=60)


@given(MARKS)
def test_no_text_breaks_it_and_every_span_lies_in_the_text(text: str) -> None:
    held = found(text)
    for number, quotation in enumerate(held):
        assert (
            0 <= quotation.span.start < quotation.inner.start < quotation.inner.end <= quotation.span.end <= len(text)
        )
        assert quotation.continues is None or quotation.continues < number
    assert [q.span.start for q in held] == sorted(q.span.start for q in held)
