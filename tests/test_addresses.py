from __future__ import annotations

import pytest

from ingest.addresses import is_public, pinned
from ingest.errors import FetchError


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::8.8.8.8"]
)
def test_addresses_of_the_public_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "192.0.0.192",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::",
        "::1",
        "::7f00:1",
        "fe80::1",
        "fe80::1%eth0",
        "2606:2800:220:1:248:1893:25c8:1946%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::169.254.169.254",
        "localhost",
        "",
    ],
)
def test_addresses_that_are_not(address: str) -> None:
    assert not is_public(address)


def test_the_first_of_the_addresses_is_the_one_to_connect_to() -> None:
    assert pinned("a.org", 80, resolve=lambda *_: ["8.8.8.8", "9.9.9.9"], allowed=is_public) == "8.8.8.8"


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"]])
def test_a_host_that_leads_inside_is_refused_wherever_else_it_leads(addresses: list[str]) -> None:
    with pytest.raises(
        FetchError, match=r"'a\.org' leads to 10\.0\.0\.1, which is not on the public internet"
    ):
        pinned("a.org", 80, resolve=lambda *_: addresses, allowed=is_public)


def test_a_host_without_addresses_is_none() -> None:
    with pytest.raises(FetchError, match=r"there is no host 'a\.org'"):
        pinned("a.org", 80, resolve=lambda *_: [], allowed=is_public)
