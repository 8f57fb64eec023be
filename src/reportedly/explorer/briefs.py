"""The set behind the address written up as a brief: a page that can be saved, Markdown, or a Word file."""

from __future__ import annotations

import re
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reportedly.explorer.overview import total
from reportedly.explorer.pages import address_of, explorer

__all__ = ["MOST", "brief", "brief_file"]

MOST = 20_000
"""Incidents of a set that is written up while one waits."""

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STYLE = re.compile(r"style-src '(sha256-[A-Za-z0-9+/=]+)'")


def brief(request: Request) -> Response:
    """The page. It is one file with its own style, which its policy names; it runs and loads nothing."""
    text = _made(request, "html").decode()
    style = _STYLE.search(text)
    policy = f"default-src 'none'; style-src '{style[1] if style else 'none'}'; base-uri 'none'; form-action 'none'"
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"}
    return Response(text, headers=headers, media_type="text/html")


def brief_file(request: Request) -> Response:
    """The brief as Markdown or as a Word file."""
    suffix = request.url.path.rpartition(".")[2]
    kind = "text/markdown; charset=utf-8" if suffix == "md" else _WORD
    headers = {"Content-Disposition": f'attachment; filename="brief.{suffix}"'}
    return Response(_made(request, suffix), headers=headers, media_type=kind)


def _made(request: Request, form: str) -> bytes:
    """The brief. Raises HTTPException where the set is larger than anyone reads a brief on."""
    from reportedly.brief import compose, pictures

    shared, address = explorer(request), address_of(request)
    if (n := total(shared, address)) > MOST:
        raise HTTPException(
            HTTPStatus.BAD_REQUEST,
            f"a brief is written on at most {MOST:,} events, and this set holds {n:,}: narrow it",
        )
    filter = shared.store.searched(address.filter(rows=None))
    with shared.store.reading() as cursor:
        told = compose(cursor, filter)
    if form == "md":
        from reportedly.brief.markdown import markdown

        return markdown(told, {}).encode()
    drawings = pictures.map_of(told.marks, pictures.outlines()), pictures.timeline_of(told.days)
    if form == "docx":
        from reportedly.brief.docx import docx

        return docx(told, *drawings)
    from reportedly.brief.html import html

    return html(told, *drawings).encode()
