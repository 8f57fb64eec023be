"""Addresses as strangers write them, brought to one form or refused."""

from __future__ import annotations

import httpx2

from reportedly.ingest.web.outcomes import Refused, shown

__all__ = ["is_web", "origin", "parse", "resolve_link"]

_LONGEST = 4_000  # characters; browsers and servers take no longer ones either
_SCHEMES = ("http", "https")


def is_web(source: str) -> bool:
    """Whether a source named on the command line is a web address rather than a path."""
    return source.strip().lower().startswith(("http://", "https://"))


def parse(url: str) -> httpx2.URL:
    """The address in one form: host in ASCII, escapes as they must be, without what follows "#".

    Refuses what is no web address, and addresses with a user and password, which would end up in the casebook.
    """
    parsed = _parsed(url)
    if parsed.scheme not in _SCHEMES or not parsed.host:
        raise Refused(f"no web address ({shown(url, 80)}): only http:// and https:// are followed")
    if parsed.userinfo:
        raise Refused("holds a user and password: pages behind a login are not read")
    if parsed.port is not None and not 0 < parsed.port < 65_536:
        raise Refused(f"there is no port {parsed.port}: check the address")
    return parsed.copy_with(fragment=None)


def resolve_link(link: str, base: str | None) -> httpx2.URL:
    """The address that a link stands for on a page or in a feed at `base`; refuses as `parse` does."""
    parsed = _parsed(link)
    if parsed.is_relative_url and base:
        parsed = _parsed(base).join(parsed)
    return parse(str(parsed))


def origin(url: httpx2.URL) -> str:
    """Scheme, host and port: what one robots.txt is for."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _parsed(url: str) -> httpx2.URL:
    if len(url) > _LONGEST:
        raise Refused(f"an address of {len(url):,} characters: no page has one")
    try:
        return httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError) as error:
        raise Refused(f"no sound web address ({shown(error)})") from error
