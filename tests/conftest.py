"""Every test runs offline and as if nobody had set anything.

The environment is put right when this file is read, before a test imports a library that looks at it.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from functools import wraps
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

for name in list(os.environ):
    if name.startswith("RAPPORTEUR_") or name.lower().endswith("_proxy"):
        del os.environ[name]
os.environ |= {
    "ANONYMIZED_TELEMETRY": "False",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
}


class NetworkForbiddenError(RuntimeError):
    """A test reached for another machine."""


def stays_here(host: object) -> bool:
    """Whether a host means this machine: loopback, a name of it, or every address of it ("", 0.0.0.0)."""
    if host is None:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    if name in ("", "localhost"):
        return True
    try:
        address = ip_address(name.split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def host_of(address: object) -> object:
    """The host of a socket address, None for a Unix socket's path."""
    return address[0] if isinstance(address, tuple) else None


@pytest.fixture(scope="session")
def reached_for() -> list[str]:
    """The hosts that were reached for and not yet accounted for."""
    return []


@pytest.fixture(scope="session", autouse=True)
def _socket_guard(reached_for: list[str]) -> Iterator[None]:
    """Turns every look-up of another machine, and every connection to one, into an error naming it.

    It guards Python's socket module; native code with sockets of its own (uvloop, say) goes round it.
    """

    def guard(original: Callable[..., Any], host_in: Callable[..., object]) -> Callable[..., Any]:
        @wraps(original)
        def guarded(*args: Any, **named: Any) -> Any:  # noqa: ANN401
            host = host_in(*args, **named)
            if not stays_here(host):
                reached_for.append(str(host))
                raise NetworkForbiddenError(f"Tests stay offline, and this one reached for {host!r}.")
            return original(*args, **named)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        for look_up in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
            patch.setattr(socket, look_up, guard(getattr(socket, look_up), lambda host, *_, **__: host))
        for connect in ("connect", "connect_ex"):
            method = getattr(socket.socket, connect)
            patch.setattr(socket.socket, connect, guard(method, lambda _, address: host_of(address)))
        patch.setattr(socket.socket, "sendto", guard(socket.socket.sendto, lambda *args: host_of(args[-1])))
        yield


@pytest.fixture(autouse=True)
def _stays_offline(reached_for: list[str]) -> Iterator[None]:
    """Fails a test whose library reached for another machine and swallowed the error."""
    yield
    hosts = sorted(set(reached_for))
    reached_for.clear()
    assert not hosts, f"Tests stay offline, and this one reached for {', '.join(hosts)}."


@pytest.fixture
def tmp_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own that RAPPORTEUR_HOME names: index and data go there."""
    monkeypatch.setenv("RAPPORTEUR_HOME", str(tmp_path))
    return tmp_path
