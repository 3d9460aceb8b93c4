"""Fetching from a server that misbehaves: where it ends, and that nobody else is ever connected to."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from web_support import OUTSIDE, Server, answer, recorded

from bot.cli import main
from ingest.document_lock import read_lock
from ingest.errors import FetchError, ManifestError
from ingest.fetch import Outcome, fetch
from ingest.sources import find_sources, read_fetching, read_manifest
from ingest.types import Source
from ingest.web import Web, WebPolicy

PDF = b"%PDF-1.4 a report"
INSIDE = "127.0.0.2"

Resolving = Mapping[str, list[str]] | Callable[[str, int], list[str]]
NAMES = {
    "good.example": [OUTSIDE],
    "www.good.example": [OUTSIDE],
    "other.example": [OUTSIDE],
    "inner.good.example": [INSIDE],
    "both.good.example": [OUTSIDE, INSIDE],
    "mapped.good.example": [f"::ffff:{INSIDE}"],
    "meta.good.example": ["169.254.169.254"],
    "hand.good.example": [OUTSIDE],
}


@pytest.fixture(autouse=True)
def reached() -> Iterator[list[str]]:
    """The addresses connected to: in every test, only the one that is allowed."""
    with recorded() as addresses:
        yield addresses
    assert set(addresses) <= {OUTSIDE}, "a forbidden address was connected to"


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


class Clock:
    """Time that passes when it is waited for."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.started = time.monotonic()

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    def now(self) -> float:
        return time.monotonic() + sum(self.waits)


def web(server: Server, *, names: Resolving = NAMES, clock: Clock | None = None, **policy: object) -> Web:
    def resolve(host: str, port: int) -> list[str]:
        return names(host, port) if callable(names) else names.get(host, [])

    clock = clock or Clock()
    allowed = WebPolicy(
        hosts=frozenset({"good.example"}),
        by_hand=frozenset({"hand.good.example"}),
        ports=frozenset({80, server.port}),
        allowed=lambda address: address == OUTSIDE,
        seconds=600,
    )
    return Web(
        policy=replace(allowed, **policy),  # type: ignore[arg-type]
        resolve=resolve,
        sleep=clock.sleep,
        clock=clock.now,
    )


def source(url: str, source_id: str, **more: object) -> Source:
    return Source(source_id=source_id, title="Doc", kind="document", url=url, **more)  # type: ignore[arg-type]


def one(folder: Path, at: Web, url: str, **more: object) -> Outcome:
    [outcome] = fetch(folder, [source(url, "doc", **more)], at, now=lambda: datetime(2026, 1, 2, tzinfo=UTC))
    return outcome


def assert_nothing_kept(folder: Path) -> None:
    assert [path.name for path in folder.rglob("*") if path.is_file()] == []


def test_a_document_is_fetched_and_locked_with_hash_and_date(tmp_path: Path, server: Server) -> None:
    server.paths["/r.pdf"] = answer(PDF, ETag='"v1"', Last_Modified="Thu, 01 Jan 2026 00:00:00 GMT")
    outcome = one(tmp_path, web(server), server.url("/r.pdf"))
    assert (outcome.state, outcome.detail) == ("fetched", "documents/doc.pdf")
    assert (tmp_path / "documents" / "doc.pdf").read_bytes() == PDF
    entry = read_lock(tmp_path)["doc"]
    assert (entry.file, entry.url, entry.bytes, entry.etag) == ("doc.pdf", server.url("/r.pdf"), 17, '"v1"')
    assert entry.sha256 == hashlib.sha256(PDF).hexdigest()
    assert entry.fetched == "2026-01-02T00:00:00+00:00"
    [robots, request] = server.requests
    assert robots.startswith("GET /robots.txt ")
    assert f"Host: good.example:{server.port}" in request
    assert "User-Agent: Rapporteur/" in request
    assert "Cookie" not in request


def test_a_host_that_is_not_allowed_is_not_asked(tmp_path: Path, server: Server, reached: list[str]) -> None:
    for url in (
        server.url("/x", "other.example"),
        server.url("/x", "evilgood.example"),
        server.url("/x", "good.example.evil.example"),
    ):
        outcome = one(tmp_path, web(server), url)
        assert (outcome.state, "is not among the hosts" in outcome.detail) == ("not allowed", True)
    assert reached == []
    assert_nothing_kept(tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://good.example/x",
        "file:///etc/passwd",
        "http://user:secret@good.example/x",
        "http://good.example:22/x",
        "http://good.example\\@other.example/x",
        "http:///x",
        "http://[::1/x",
        "http://127.0.0.1/x",
        "http://2130706433/x",
        "http://good.example:99999/x",
        "http://good.example/a b",
    ],
)
def test_an_address_that_is_not_as_it_should_be_is_not_asked_for(
    tmp_path: Path, server: Server, reached: list[str], url: str
) -> None:
    assert one(tmp_path, web(server), url).state in ("failed", "not allowed")
    assert reached == []


@pytest.mark.parametrize("host", ["inner", "both", "mapped", "meta"])
def test_a_host_that_leads_inside_is_never_connected_to(
    tmp_path: Path, server: Server, reached: list[str], host: str
) -> None:
    outcome = one(tmp_path, web(server), server.url("/x", f"{host}.good.example"))
    assert (outcome.state, "is not on the public internet" in outcome.detail) == ("failed", True)
    assert reached == []


@pytest.mark.parametrize("host", ["inner", "both", "mapped", "meta"])
def test_a_redirect_that_leads_inside_is_not_followed(tmp_path: Path, server: Server, host: str) -> None:
    server.paths["/r"] = answer(status=302, Location=server.url("/x", f"{host}.good.example"))
    assert one(tmp_path, web(server), server.url("/r")).state == "failed"
    assert_nothing_kept(tmp_path)


@pytest.mark.parametrize(
    ("target", "state"),
    [
        ("http://other.example/x", "not allowed"),
        ("//other.example/x", "not allowed"),
        ("http://127.0.0.2/x", "not allowed"),
        ("http://[::1]/x", "not allowed"),
        ("http://169.254.169.254/latest/meta-data", "not allowed"),
        ("file:///etc/passwd", "failed"),
        ("gopher://good.example/x", "failed"),
        ("http://a:b@good.example/x", "failed"),
        ("http://good.example:25/x", "failed"),
        ("", "failed"),
        ("https://digitallibrary.un.org/record/1", "supply by hand"),
        ("http://hand.good.example/x", "supply by hand"),
    ],
)
def test_a_redirect_to_where_nobody_may_go_is_not_followed(
    tmp_path: Path, server: Server, target: str, state: str
) -> None:
    server.paths["/r"] = answer(status=301, Location=target)
    assert one(tmp_path, web(server), server.url("/r")).state == state
    assert_nothing_kept(tmp_path)


def test_a_redirect_to_an_allowed_host_is_followed(tmp_path: Path, server: Server) -> None:
    server.paths["/r"] = answer(status=301, Location=server.url("/s", "www.good.example") + "#page=2")
    server.paths["/s"] = answer(PDF)
    assert one(tmp_path, web(server), server.url("/r")).state == "fetched"
    assert read_lock(tmp_path)["doc"].found_at == server.url("/s", "www.good.example")


def test_redirects_without_end_end(tmp_path: Path, server: Server) -> None:
    server.paths["/r"] = answer(status=302, Location=server.url("/r"))
    assert one(tmp_path, web(server), server.url("/r")).detail == "it is redirected more than 5 times"
    assert len(server.requests) == 7


def test_a_safe_address_is_not_left_for_an_unsafe_one(server: Server) -> None:
    from ingest.web import Reply

    moved = Reply(
        url="https://good.example/", status=302, headers={"location": "http://good.example/"}, body=b""
    )
    with pytest.raises(FetchError, match="redirected from a safe address"):
        web(server)._next("https://good.example/", moved)


def test_a_name_that_changes_its_mind_between_check_and_connection_gains_nothing(
    tmp_path: Path, server: Server, reached: list[str]
) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return [OUTSIDE] if len(asked) % 2 else [INSIDE]

    server.paths["/r.pdf"] = answer(PDF)
    outcome = one(tmp_path, web(server, names=rebinding), server.url("/r.pdf"))
    assert "leads to 127.0.0.2" in outcome.detail, "the second request was resolved anew, and refused"
    assert (asked, reached) == (["good.example"] * 2, [OUTSIDE])


def test_robots_are_heeded_and_a_host_without_any_allows_all(tmp_path: Path, server: Server) -> None:
    server.paths["/robots.txt"] = answer(b"User-agent: *\nDisallow: /private/*.pdf\n", kind="text/plain")
    server.paths["/r.pdf"] = server.paths["/private/r.pdf"] = answer(PDF)
    outcome = one(tmp_path, web(server), server.url("/private/r.pdf"))
    assert (outcome.state, "robots.txt" in outcome.detail) == ("supply by hand", True)
    assert one(tmp_path, web(server), server.url("/r.pdf")).state == "fetched"


@pytest.mark.parametrize(
    "robots", [answer(status=503), answer(status=302, Location="http://127.0.0.2/robots.txt")]
)
def test_robots_that_cannot_be_had_forbid_everything(tmp_path: Path, server: Server, robots: bytes) -> None:
    server.paths["/robots.txt"] = robots
    server.paths["/r.pdf"] = answer(PDF)
    assert one(tmp_path, web(server), server.url("/r.pdf")).state in ("failed", "not allowed")
    assert not any("GET /r.pdf" in request for request in server.requests)


def test_a_host_is_asked_no_faster_than_it_wishes(tmp_path: Path, server: Server) -> None:
    server.paths["/robots.txt"] = answer(b"User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    for name in "ab":
        server.paths[f"/{name}.pdf"] = answer(PDF)
    clock = Clock()
    fetch(tmp_path, [source(server.url(f"/{name}.pdf"), name) for name in "ab"], web(server, clock=clock))
    assert [round(wait) for wait in clock.waits] == [7, 7]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (answer(b"x" * 2_000_001), "it has 2 MB, more than 1"),
        (
            b"HTTP/1.1 200 X\r\nContent-Type: application/pdf\r\n\r\n" + b"x" * 1_500_000,
            "it has more than 1 MB",
        ),
        (answer(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip"), "it has more than 1 MB"),
        (answer(b"no gzip", Content_Encoding="gzip"), "it is packed and broken"),
        (answer(PDF, Content_Encoding="br"), "packed in a way that is not read here"),
        (answer(b"<html>Sorry</html>"), "it says that it is 'application/pdf', and is not"),
        (answer(b"MZ program", kind="application/x-msdownload"), "of a type that is not read"),
        (answer(b"<p>no pdf</p>", kind="application/octet-stream"), "of a type that is not read|and is not"),
        (answer(b"", kind="text/html"), "it is empty"),
        (answer(b"a\0b", kind="text/plain"), "it says that it is 'text/plain', and is not"),
        (answer(status=500), "its host answers with status 500"),
        (answer(status=429, Retry_After="60"), "asks to be left in peace"),
        (answer(status=304), "was not asked"),
        (b"no HTTP at all\r\n\r\n", "its host cannot be reached"),
        (
            b"HTTP/1.1 200 X\r\nContent-Type: application/pdf\r\nContent-Length: 100\r\n\r\nshort",
            "cannot be reached",
        ),
        (b"", "its host cannot be reached"),
    ],
)
def test_an_answer_that_is_none_is_a_reason_and_keeps_nothing(
    tmp_path: Path, server: Server, reply: bytes, reason: str
) -> None:
    server.paths["/r.bin"] = reply
    outcome = one(tmp_path, web(server, megabytes=1), server.url("/r.bin"))
    assert outcome.state in ("failed", "dead")
    assert re.search(reason, outcome.detail), outcome.detail
    assert_nothing_kept(tmp_path)


@pytest.mark.parametrize("drip", ["/r.pdf", "/robots.txt"])
def test_an_answer_that_never_ends_ends_with_its_time(tmp_path: Path, server: Server, drip: str) -> None:
    head = b"HTTP/1.1 200 X\r\nContent-Type: application/pdf\r\n"
    server.paths[drip] = head
    server.drip[drip] = (0.1, b"X-More: x\r\n")
    outcome = one(tmp_path, web(server, seconds=1.5, delay=0.0), server.url("/r.pdf"))
    assert (outcome.state, outcome.detail) == ("failed", "it takes too long")
    assert_nothing_kept(tmp_path)


def test_dead_links_are_reported_and_the_rest_is_fetched(tmp_path: Path, server: Server) -> None:
    server.paths["/r.pdf"] = answer(PDF)
    server.paths["/gone"] = answer(status=410)
    wanted = [
        source(server.url("/nothing"), "a"),
        source(server.url("/gone"), "b"),
        source("http://missing.good.example/", "c"),
        source(server.url("/r.pdf"), "d"),
    ]
    outcomes = fetch(tmp_path, wanted, web(server))
    assert [outcome.state for outcome in outcomes] == ["dead", "dead", "dead", "fetched"]


def test_a_document_is_asked_for_again_only_if_it_has_changed(tmp_path: Path, server: Server) -> None:
    def conditional(request: str) -> bytes:
        return answer(status=304) if 'If-None-Match: "v1"' in request else answer(PDF, ETag='"v1"')

    server.paths["/r.pdf"] = conditional
    assert one(tmp_path, web(server), server.url("/r.pdf")).state == "fetched"
    assert one(tmp_path, web(server), server.url("/r.pdf")).state == "unchanged"
    server.paths["/r.pdf"] = answer(PDF)
    assert one(tmp_path, web(server), server.url("/r.pdf")).state == "unchanged"
    server.paths["/r.pdf"] = answer(b"<html><p>moved</p></html>", kind="text/html; charset=utf-8")
    assert one(tmp_path, web(server), server.url("/r.pdf")).state == "changed"
    assert [path.name for path in (tmp_path / "documents").iterdir()] == ["doc.html"]
    server.paths["/r.pdf"] = answer(status=500)
    assert one(tmp_path, web(server), server.url("/r.pdf")).state == "failed"
    assert [path.name for path in (tmp_path / "documents").iterdir()] == ["doc.html"], "what was had is kept"


def test_what_was_placed_by_hand_is_left_alone(tmp_path: Path, server: Server, reached: list[str]) -> None:
    file = tmp_path / "documents" / "doc.pdf"
    file.parent.mkdir()
    file.write_bytes(b"%PDF-1.4 by hand")
    assert one(tmp_path, web(server), server.url("/r.pdf"), path=file).state == "by hand"
    assert reached == []


def test_a_fetched_document_that_was_replaced_by_hand_is_left_alone(tmp_path: Path, server: Server) -> None:
    server.paths["/r.pdf"] = answer(PDF)
    one(tmp_path, web(server), server.url("/r.pdf"))
    (tmp_path / "documents" / "doc.pdf").write_bytes(b"%PDF-1.4 a better copy")
    assert one(tmp_path, web(server), server.url("/r.pdf")).state == "by hand"


def test_a_document_that_a_person_has_to_supply_says_so_and_where(
    tmp_path: Path, server: Server, reached: list[str]
) -> None:
    for url, more in (
        (server.url("/r.pdf"), {"by_hand": True}),
        ("https://digitallibrary.un.org/record/1", {}),
        (server.url("/r.pdf", "hand.good.example"), {}),
    ):
        outcome = one(tmp_path, web(server), url, **more)
        assert outcome.state == "supply by hand"
        assert f"open {url}, save it as documents/doc.pdf" in outcome.detail
    assert reached == []


def test_a_broken_lock_is_an_error_that_says_what_to_do(tmp_path: Path, server: Server) -> None:
    (tmp_path / "documents.lock").write_text("[")
    with pytest.raises(ManifestError, match=r"documents\.lock' cannot be read .*Delete it"):
        fetch(tmp_path, [source(server.url("/"), "doc")], web(server))


def test_a_fetched_document_outside_the_manifest_knows_its_address(tmp_path: Path, server: Server) -> None:
    server.paths["/r.html"] = answer(b"<html><body><p>The text.</p></body></html>", kind="text/html")
    (tmp_path / "deck.md").write_text("# A\n")
    one(tmp_path, web(server), server.url("/r.html"))
    found = {one.source_id: one.url for one in find_sources([tmp_path])}
    assert found == {"deck": None, "doc": server.url("/r.html")}


def test_the_manifest_says_who_may_be_asked(tmp_path: Path) -> None:
    manifest = tmp_path / "sources.toml"
    manifest.write_text(
        '[fetch]\nhosts = ["ilo.org"]\nby_hand = ["undocs.org"]\nmegabytes = 5\nseconds = 9\n'
    )
    allowed = read_fetching(tmp_path)
    assert (allowed.hosts, allowed.by_hand, allowed.megabytes, allowed.seconds) == (
        ("ilo.org",),
        ("undocs.org",),
        5,
        9,
    )
    assert read_fetching(tmp_path / "nowhere").hosts == ()


@pytest.mark.parametrize(
    "line",
    [
        'hosts = "ilo.org"',
        'hosts = ["127.0.0.1"]',
        'hosts = ["localhost"]',
        'hosts = ["*"]',
        'hosts = ["org"]',
        'hosts = ["https://ilo.org"]',
        "megabytes = 0",
        "seconds = true",
        'host = ["ilo.org"]',
    ],
)
def test_a_mistake_in_who_may_be_asked_is_an_error(tmp_path: Path, line: str) -> None:
    (tmp_path / "sources.toml").write_text(f"[fetch]\n{line}\n")
    with pytest.raises(ManifestError, match=r"sources\.toml', \[fetch\]"):
        read_fetching(tmp_path)


def test_a_source_may_have_to_be_supplied_by_hand(tmp_path: Path) -> None:
    manifest = tmp_path / "sources.toml"
    table = '[[source]]\nid = "a"\ntitle = "A"\nkind = "document"\nby_hand = {}\n'
    manifest.write_text(table.format("true"))
    assert read_manifest(manifest)[0].by_hand
    manifest.write_text(table.format('"yes"'))
    with pytest.raises(ManifestError, match="by_hand is 'yes'; it takes true or false"):
        read_manifest(manifest)


def test_the_command_reports_each_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAPPORTEUR_CORPUS", str(tmp_path))
    (tmp_path / "deck.md").write_text(
        "# A\n\nSee [the report](https://digitallibrary.un.org/r).\n\n---\n\n# B\n"
    )
    said = CliRunner().invoke(main, ["fetch"])
    assert said.exit_code == 1
    assert "allows no host to be asked" in said.output
    (tmp_path / "sources.toml").write_text('[fetch]\nhosts = ["un.org"]\n')
    said = CliRunner().invoke(main, ["fetch", "--json", str(tmp_path / "o.json")])
    assert said.exit_code == 0, said.output
    assert "1 supply by hand" in said.output
    [row] = json.loads((tmp_path / "o.json").read_text())
    assert (row["id"], row["state"]) == ("digitallibrary-un-org-r", "supply by hand")
    said = CliRunner().invoke(main, ["fetch", "nothing"])
    assert "There is no source 'nothing'" in said.output
