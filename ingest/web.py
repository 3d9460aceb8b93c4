"""Documents from the web, asked for politely and trusted with nothing."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
from protego import Protego

from ingest.addresses import Resolve, is_public, pinned, resolve
from ingest.errors import FetchError

AGENT = "Rapporteur"
_AGENT_LINE = f"{AGENT}/0.1 (fetches, on demand, the documents a presentation links to)"
BY_HAND_HOSTS = frozenset({"digitallibrary.un.org"})
"""Hosts whose terms forbid automated downloads, whatever a manifest allows."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_DEAD = frozenset({404, 410, 451})
_ROBOTS_BYTES = 500_000
_LONGEST_DELAY = 30.0
"""Seconds between two requests that a host may ask for and be waited for."""
_CHUNK = 65_536


@dataclass(frozen=True, kw_only=True)
class WebPolicy:
    """What may be asked of whom."""

    hosts: frozenset[str]
    """Hosts that may be asked, with all below them: "ilo.org" is "www.ilo.org" too."""
    by_hand: frozenset[str] = frozenset()
    """Hosts that may not be asked by a machine."""
    megabytes: int = 50
    """Size of a document at most, in MB."""
    seconds: float = 60.0
    """Time for a document at most, its redirects included."""
    delay: float = 1.0
    """Seconds between two requests to one host, at least."""
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})
    allowed: Callable[[str], bool] = is_public
    """Whether an address may be connected to."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What a host answered."""

    url: str
    """Where it was found in the end."""
    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes


@dataclass(kw_only=True)
class Web:
    """Asks hosts for documents, one after the other, and remembers what they ask for in turn."""

    policy: WebPolicy
    resolve: Resolve = resolve
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _robots: dict[str, Protego | None] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    """When each host was asked last."""

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Reply:
        """The document at an address, redirects followed; status is 200, or 304 where `headers` ask for that.

        Raises FetchError with the reason as half a sentence.
        """
        ends = self.clock() + self.policy.seconds
        for _ in range(self.policy.redirects + 1):
            self._check(url)
            self._ask_robots(url, ends)
            reply = self._request(url, headers or {}, ends, self.policy.megabytes * 1_000_000)
            if reply.status not in _REDIRECTS:
                return _accepted(reply)
            url = self._next(url, reply)
        raise FetchError(f"it is redirected more than {self.policy.redirects} times")

    def _check(self, url: str) -> None:
        """Nothing, when the address may be asked for. Raises FetchError."""
        try:
            parts = urlsplit(url)
            port = parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise FetchError(f"its address {url!r} is none ({error})") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(f"its address {url!r} is not one of the web")
        if parts.username is not None or parts.password is not None:
            raise FetchError(f"its address {url!r} holds a name or password")
        if any(ord(character) <= 32 or character == "\\" for character in url):
            raise FetchError(f"its address {url!r} holds a character that addresses have not")
        host = _host(url)
        if _within(host, self.policy.by_hand | BY_HAND_HOSTS):
            raise FetchError(f"{host} forbids automated downloads", by_hand=True)
        if not _within(host, self.policy.hosts):
            raise FetchError(f"{host} is not among the hosts that the manifest allows", not_allowed=True)
        if port not in self.policy.ports:
            raise FetchError(f"its address asks for port {port}")

    def _next(self, url: str, reply: Reply) -> str:
        target = reply.headers.get("location", "")
        if not target:
            raise FetchError("it is redirected to nowhere")
        found = urljoin(url, target).partition("#")[0]
        if url.startswith("https:") and not found.startswith("https:"):
            raise FetchError(f"it is redirected from a safe address to {found!r}, which is not")
        return found

    def _ask_robots(self, url: str, ends: float) -> None:
        """Nothing, when the host lets machines have the address. Raises FetchError."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin, ends)
        rules = self._robots[origin]
        if rules is None:
            raise FetchError(f"{parts.hostname} does not say what machines may have (robots.txt failed)")
        if not rules.can_fetch(url, AGENT):
            raise FetchError(f"{parts.hostname} keeps machines away from it (robots.txt)", by_hand=True)

    def _read_robots(self, origin: str, ends: float) -> Protego | None:
        """The host's rules, none without such a file; None when it could not be had (RFC 9309)."""
        url = f"{origin}/robots.txt"
        for _ in range(self.policy.redirects + 1):
            reply = self._request(url, {}, ends, _ROBOTS_BYTES, whole=False)
            if reply.status in _REDIRECTS:
                url = self._next(url, reply)
                self._check(url)
                continue
            if reply.status >= 500:
                return None
            text = reply.body.decode("utf-8", errors="replace") if reply.status == 200 else ""
            return Protego.parse(text)
        return None

    def _wait(self, url: str) -> None:
        """Lets time pass until the host may be asked again."""
        host = _host(url)
        parts = urlsplit(url)
        rules = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        wished = (rules.crawl_delay(AGENT) if rules else None) or 0.0
        delay = max(self.policy.delay, min(float(wished), _LONGEST_DELAY))
        if host in self._asked:
            left = self._asked[host] + delay - self.clock()
            if left > 0:
                self.sleep(left)
        self._asked[host] = self.clock()

    def _request(
        self, url: str, headers: Mapping[str, str], ends: float, most: int, *, whole: bool = True
    ) -> Reply:
        """One answer of one host; if longer than `most` bytes an error with `whole`, else cut."""
        self._wait(url)
        backend = _Guarded(self.policy, self.resolve, self.clock, ends)
        sent = {
            "Host": urlsplit(url).netloc,
            "User-Agent": _AGENT_LINE,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **headers,
        }
        with (
            _explained(),
            httpcore.ConnectionPool(network_backend=backend, max_keepalive_connections=0) as pool,
            pool.stream("GET", url, headers=list(sent.items())) as answer,
        ):
            found = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers
            }
            wanted = answer.status == 200
            length = found.get("content-length", "")
            if whole and wanted and length.isdigit() and int(length) > most:
                raise FetchError(f"it has {int(length) // 1_000_000} MB, more than {most // 1_000_000}")
            packed = found.get("content-encoding", "")
            body = _body(answer.iter_stream(), packed, most, whole) if wanted else b""
            return Reply(url=url, status=answer.status, headers=found, body=body)


class _Guarded(httpcore.NetworkBackend):
    """Connects to the address it has checked, and to that one only; nothing outlasts its time."""

    def __init__(self, policy: WebPolicy, resolve: Resolve, clock: Callable[[], float], ends: float) -> None:
        self._policy = policy
        self._resolve = resolve
        self._clock = clock
        self._ends = ends

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        del timeout, local_address, socket_options
        address = pinned(host, port, resolve=self._resolve, allowed=self._policy.allowed)
        stream = httpcore.SyncBackend().connect_tcp(address, port, timeout=min(15.0, self._left()))
        return _Timed(stream, self._left)

    def _left(self) -> float:
        return _positive(self._ends - self._clock())


class _Timed(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self._stream = stream
        self._left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._stream.read(max_bytes, timeout=self._left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, timeout=self._left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, timeout=self._left()), self._left)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401
        return self._stream.get_extra_info(info)


@contextmanager
def _explained() -> Iterator[None]:
    """Turns what the library raises into a reason."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchError("it takes too long") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, UnicodeError, ValueError) as error:
        raise FetchError(f"its host cannot be reached ({_brief(error)})", dead=True) from error


def _accepted(reply: Reply) -> Reply:
    if reply.status in (200, 304):
        return reply
    if reply.status in (401, 403):
        raise FetchError(f"its host does not give it to us (status {reply.status})", by_hand=True)
    if reply.status in (429, 503):
        raise FetchError(f"its host asks to be left in peace for now (status {reply.status})")
    raise FetchError(f"its host answers with status {reply.status}", dead=reply.status in _DEAD)


def _body(chunks: Iterable[bytes], encoding: str, most: int, whole: bool) -> bytes:
    """The bytes sent, unpacked when they are packed although that was not asked for."""
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"it is packed in a way that is not read here ({encoding!r})")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if encoding not in ("", "identity") else None
    body = bytearray()
    try:
        for chunk in chunks:
            body += unpack.decompress(chunk, max(1, most + 1 - len(body))) if unpack else chunk
            if len(body) > most:
                if whole:
                    raise FetchError(f"it has more than {most // 1_000_000} MB")
                return bytes(body[:most])
    except zlib.error as error:
        raise FetchError("it is packed and broken") from error
    return bytes(body)


def _host(url: str) -> str:
    name = (urlsplit(url).hostname or "").rstrip(".").lower()
    try:
        return name.encode("idna").decode("ascii") if not name.isascii() else name
    except UnicodeError:
        return ""


def _within(host: str, hosts: frozenset[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in hosts if one)


def _positive(seconds: float) -> float:
    if seconds <= 0:
        raise httpcore.ReadTimeout("no time is left")
    return seconds


def _brief(error: Exception) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:120]
