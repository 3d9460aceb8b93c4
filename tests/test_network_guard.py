"""The guard in conftest.py bites: a test that reaches for another machine fails."""

from __future__ import annotations

import os
import re
import socket
from pathlib import Path
from urllib.request import urlopen

import pytest
from conftest import NetworkForbiddenError, stays_here

CONFTEST = Path(__file__).with_name("conftest.py")
ELSEWHERE = "192.0.2.1"  # set aside for documentation: no machine has it


@pytest.fixture
def forgiven(reached_for: list[str]) -> list[str]:
    """The hosts reached for so far; a test that clears them is not failed for them."""
    return reached_for


def test_looking_up_another_machine_is_an_error_that_names_it(forgiven: list[str]) -> None:
    with pytest.raises(NetworkForbiddenError, match=r"'huggingface\.co'"):
        socket.getaddrinfo("huggingface.co", 443)
    with pytest.raises(NetworkForbiddenError, match=r"'api\.gradio\.app'"):
        socket.gethostbyname("api.gradio.app")
    forgiven.clear()


@pytest.mark.parametrize("address", [(ELSEWHERE, 80), ("example.org", 80)])
def test_connecting_to_another_machine_is_an_error_that_names_it(
    address: tuple[str, int], forgiven: list[str]
) -> None:
    with socket.socket() as sock:
        sock.settimeout(1)
        with pytest.raises(NetworkForbiddenError, match=re.escape(address[0])):
            sock.connect(address)
        with pytest.raises(NetworkForbiddenError, match=re.escape(address[0])):
            sock.connect_ex(address)
    forgiven.clear()


def test_sending_a_datagram_to_another_machine_is_an_error(forgiven: list[str]) -> None:
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with sock, pytest.raises(NetworkForbiddenError, match=re.escape(ELSEWHERE)):
        sock.sendto(b"hello", (ELSEWHERE, 53))
    forgiven.clear()


def test_a_library_cannot_get_round_the_guard(forgiven: list[str]) -> None:
    with pytest.raises(NetworkForbiddenError, match=r"'example\.org'"):
        urlopen("http://example.org/", timeout=1)
    forgiven.clear()


def test_an_attempt_whose_error_is_swallowed_still_fails_the_test(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import contextlib, socket

        def test_that_swallows():
            with contextlib.suppress(Exception):
                socket.getaddrinfo("telemetry.example", 443)

        def test_that_does_nothing():
            pass
        """
    )
    outcome = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    outcome.assert_outcomes(passed=2, errors=1)
    outcome.stdout.fnmatch_lines(["*this one reached for telemetry.example*"])


def test_this_machine_may_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5) as sock,
        server.accept()[0] as answering,
    ):
        answering.sendall(b"here")
        assert sock.recv(4) == b"here"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")
def test_a_unix_socket_may_be_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a Unix socket may hold about 100 bytes
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as sock:
        server.bind("here")
        server.listen()
        sock.connect("here")


@pytest.mark.parametrize(
    "host", [None, "", "localhost", b"localhost", "127.0.0.1", "127.9.9.9", "::1", "0.0.0.0"]
)
def test_names_of_this_machine(host: str | bytes | None) -> None:
    assert stays_here(host)


@pytest.mark.parametrize(
    "host", ["example.org", b"example.org", ELSEWHERE, "10.0.0.1", "2001:db8::1", "localhost.evil"]
)
def test_names_of_other_machines(host: str | bytes) -> None:
    assert not stays_here(host)


def test_no_setting_of_the_developer_reaches_a_test(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAPPORTEUR_CORPUS", "mine")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(
        """
        import os

        def test_the_environment():
            assert not {"RAPPORTEUR_CORPUS", "HTTPS_PROXY"} & os.environ.keys()
            assert os.environ["HF_HUB_OFFLINE"] == "1"
        """
    )
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=1)


def test_the_home_of_a_test_is_its_own_folder(tmp_home: Path, tmp_path: Path) -> None:
    assert Path(os.environ["RAPPORTEUR_HOME"]) == tmp_home == tmp_path
