"""Which addresses may be asked: the public ones.

A name is judged by every address that it resolves to, and the connection goes to one of the very addresses judged, so
a name that resolves to something else a moment later gains nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from reportedly.ingest.web.outcomes import Refused, shown

__all__ = ["is_public", "literal", "resolve"]

Address = IPv4Address | IPv6Address

# RFC 4291: all that is handed out as global unicast so far. RFC 6052: the prefix by which networks reach IPv4.
_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet: neither private, local, reserved nor multicast.

    An IPv6 address that carries an IPv4 address (mapped, 6to4, Teredo, NAT64) is as public as the one it carries.
    """
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    carried = _carried(address)
    if carried:
        return all(is_public(inner) for inner in carried)
    return address in _UNICAST and address.is_global and not address.is_multicast


def _carried(address: IPv6Address) -> tuple[IPv4Address, ...]:
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    return (IPv4Address(int(address) & 0xFFFF_FFFF),) if address in _NAT64 else ()


def literal(host: str) -> Address | None:
    """The address that a host name spells out, in any of the ways that resolvers take ("0x7f.1", "2130706433")."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


def resolve(host: str, port: int, *, private: bool) -> tuple[str, ...]:
    """The addresses of a host, in the order to try them; refuses a host with any address that is not public.

    `private` allows every address. How long a name's look-up may take is for the system's resolver to say.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, OverflowError) as error:
        raise Refused(f"no such host as {shown(host)}: check the address and the connection", "passing") from error
    addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    closed = [] if private else [text for text in addresses if not is_public(ip_address(text))]
    if closed:
        raise Refused(f"{shown(host)} is at {closed[0]}, which is not a public address: allow private ones to ask it")
    return addresses
