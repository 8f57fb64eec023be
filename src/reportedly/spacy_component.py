"""A spaCy component: `nlp.add_pipe("reportedly")` sets `doc._.reading` on every document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["make_component"]


def make_component(
    nlp: Language, name: str, published: str | None = None, outlet: str | None = None
) -> Callable[[Doc], Doc]:
    """The factory that spaCy finds by entry point; the pipeline must hold tagger, parser, lemmatizer and ner."""
    from spacy.tokens import Doc

    if not Doc.has_extension("reading"):
        Doc.set_extension("reading", default=None)

    def component(doc: Doc) -> Doc:
        from reportedly.pipeline import code
        from reportedly.report import Report

        report = Report(text=doc.text, published=published, outlet=outlet)
        parser = f"{nlp.meta['lang']}_{nlp.meta['name']}"
        doc._.reading = code(report, doc, parser).without_parse()
        return doc

    return component


# spaCy calls a factory with (nlp, name, **settings) and reads its defaults from here.
make_component.default_config = {"published": None, "outlet": None}  # type: ignore[attr-defined]
