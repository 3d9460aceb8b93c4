"""Which addresses of the network may be connected to: those of the public internet and no others."""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from ingest.errors import FetchError

Resolve = Callable[[str, int], list[str]]
"""The addresses of a host, as numbers."""

_NAT64 = ip_network("64:ff9b::/96")
_METADATA = frozenset({"169.254.169.254", "100.100.100.200", "192.0.0.192", "fd00:ec2::254"})


def resolve(host: str, port: int) -> list[str]:
    """The host's addresses in the system's order. Raises FetchError when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(f"there is no host {host!r} ({error})", dead=True) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address (a number) is of the public internet, and so is every one that it stands for.

    What IPv6 wraps is looked at too: mapped addresses, 6to4 (RFC 3056), Teredo (RFC 4380), NAT64 (RFC 6052).
    """
    try:
        number = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address or str(number) in _METADATA:
        return False
    if number in _NAT64:
        return is_public(str(IPv4Address(int(number) & 0xFFFFFFFF)))
    if not number.is_global or number.is_multicast or number.is_reserved or number.is_unspecified:
        return False
    return all(is_public(str(inner)) for inner in _wrapped(number))


def pinned(host: str, port: int, *, resolve: Resolve, allowed: Callable[[str], bool]) -> str:
    """The one address to connect to for a host, resolved now and once.

    Raises FetchError when any address of the host is not allowed: one that leads both outside and inside is
    not to be trusted.
    """
    addresses = resolve(host, port)
    if not addresses:
        raise FetchError(f"there is no host {host!r}", dead=True)
    for address in addresses:
        if not allowed(address):
            raise FetchError(f"{host!r} leads to {address}, which is not on the public internet")
    return addresses[0]


def _wrapped(number: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(number, IPv4Address):
        return []
    return [inner for inner in (number.ipv4_mapped, number.sixtofour, *(number.teredo or ())) if inner]
