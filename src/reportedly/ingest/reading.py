"""From a document to its report: the one place where bytes become text, so that every way in reads them alike."""

from __future__ import annotations

from reportedly.errors import UnreadableReport
from reportedly.ingest.check import check_published, make_report
from reportedly.ingest.dates import iso_date, iso_date_in_address
from reportedly.ingest.decode import decode
from reportedly.ingest.documents import Document
from reportedly.ingest.html import Page, declared_encoding, looks_like_html, read_page
from reportedly.ingest.metadata import outlet_name, outlet_of_address, web_address
from reportedly.ingest.plain import page_of_text
from reportedly.report import Report, Skipped

__all__ = ["report_of"]


def report_of(document: Document, *, fast_html: bool = False) -> Report | Skipped:
    """The report in a document, or why there is none; `fast_html` as in `read_page`.

    What is given goes before what a page says of itself, and that before what is hinted. Hinted dates and addresses
    that are none are dropped; ValueError is raised only for a date that the user gives. A plain text has no title but
    the one that it came with: its first line is text.
    """
    if document.given.published:
        check_published(document.given.published)
    try:
        return _report(document, fast_html)
    except UnreadableReport as error:
        return Skipped(document.source, str(error))
    except Exception as error:  # a defect of ours must not end a run over thousands, nor pass in silence
        return Skipped(
            document.source, f"internal error {type(error).__name__}: {error}; please report it with the document"
        )


def _report(document: Document, fast_html: bool) -> Report:
    given, hinted = document.given, document.hinted
    page = _page(document, fast_html)
    url = given.url or page.url or web_address(hinted.url)
    return make_report(
        page.text,
        published=given.published or page.published or iso_date(hinted.published) or iso_date_in_address(url),
        outlet=given.outlet or page.outlet or outlet_name(hinted.outlet) or outlet_of_address(url),
        url=url,
        title=given.title or page.title or " ".join((hinted.title or "").split()),
    )


def _page(document: Document, fast_html: bool) -> Page:
    """The document as a page; of itself a plain text says only what stands in its dateline."""
    data, charset = document.data, document.charset
    address = document.given.url or document.hinted.url
    if document.media == "html":
        return read_page(data, address=address, charset=charset, fast=fast_html)
    text = decode(data, charset)
    if document.media == "auto" and looks_like_html(text):
        return read_page(data, address=address, charset=charset or declared_encoding(data), fast=fast_html)
    return page_of_text(text)
