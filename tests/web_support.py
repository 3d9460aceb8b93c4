"""A server on this machine that behaves as badly as a test asks, and a record of who was connected to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

OUTSIDE = "127.0.0.1"
"""Stands for an address of the public internet in these tests; every other one is forbidden."""

Answer = Callable[[str], bytes]
"""What is sent back for the head of a request."""


def answer(body: bytes = b"", *, status: int = 200, kind: str = "application/pdf", **headers: str) -> bytes:
    """A whole answer of HTTP."""
    lines = [
        f"HTTP/1.1 {status} X",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "Connection: close",
    ]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Server:
    """Serves paths on a port of this machine; remembers the heads of the requests."""

    def __init__(self, host: str = OUTSIDE) -> None:
        self.requests: list[str] = []
        self.paths: dict[str, Answer | bytes] = {"/robots.txt": answer(status=404)}
        self.drip: dict[str, tuple[float, bytes]] = {}
        """Paths whose answer is followed by those bytes again and again, a pause between them."""
        self._socket = socket.create_server((host, 0))
        self._socket.settimeout(0.05)
        self._ended = threading.Event()
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def url(self, path: str = "/", host: str = "good.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._ended.is_set():
            with suppress(OSError):
                connection, _ = self._socket.accept()
                with connection:
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(5)
        head = b""
        while b"\r\n\r\n" not in head and (more := connection.recv(65_536)):
            head += more
        text = head.decode("latin-1")
        self.requests.append(text)
        path = text.split(" ")[1] if " " in text else ""
        found = self.paths.get(path, answer(status=404))
        connection.sendall(found(text) if callable(found) else found)
        if path in self.drip:
            pause, data = self.drip[path]
            while not self._ended.wait(pause):
                connection.sendall(data)


@contextmanager
def recorded() -> Iterator[list[str]]:
    """The addresses that sockets of this process were connected to, as they are."""
    reached: list[str] = []
    original = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple):
            reached.append(str(address[0]))
        original(self, address)  # type: ignore[arg-type]

    socket.socket.connect = connect  # type: ignore[method-assign, assignment]
    try:
        yield reached
    finally:
        socket.socket.connect = original  # type: ignore[method-assign]
