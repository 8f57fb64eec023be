"""A spaCy component: `nlp.add_pipe("reportedly")` sets `doc._.reading` on every document.

spaCy loads this module by its entry point when it makes a pipeline; the decorator below then names the factory.
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc

from reportedly.errors import ParserError
from reportedly.pipeline import code
from reportedly.reading import DEFAULT_ATTRIBUTION, Engine
from reportedly.report import Report

__all__ = ["make_component"]

_NEEDED = {"TAG": "tagger", "DEP": "parser", "LEMMA": "lemmatizer", "ENT_IOB": "ner"}


@Language.factory(
    "reportedly",
    assigns=["doc._.reading"],
    requires=["token.tag", "token.dep", "token.lemma", "doc.ents"],
    default_config={"published": None, "outlet": None, "attribution": DEFAULT_ATTRIBUTION},
)
def make_component(
    nlp: Language,
    name: str,
    published: str | None = None,
    outlet: str | None = None,
    attribution: Engine = DEFAULT_ATTRIBUTION,
) -> Callable[[Doc], Doc]:
    """The factory; `published` (ISO 8601) and `outlet` hold for all documents that pass.

    `attribution` says who finds who says so: "rules", or "model" for the learned tagger beside them. A document's own
    date goes before: `doc.user_data["published"]`, and `doc.user_data["outlet"]` likewise. The component raises
    ParserError where the pipeline lacks tagger, parser, lemmatizer or ner, and ModelError where the tagger is wanted
    and not there.
    """
    if not Doc.has_extension("reading"):
        Doc.set_extension("reading", default=None)
    parser = f"{nlp.lang}_{nlp.meta['name']}"

    def component(doc: Doc) -> Doc:
        lacking = [part for layer, part in _NEEDED.items() if len(doc) and not doc.has_annotation(layer)]
        if lacking:
            raise ParserError(f"the component {name!r} needs {', '.join(lacking)} before it in the pipeline")
        report = Report(
            text=doc.text,
            published=doc.user_data.get("published", published),
            outlet=doc.user_data.get("outlet", outlet),
        )
        doc._.reading = code(report, doc, parser, attribution=attribution).without_parse()
        return doc

    return component
