from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from fakes import DECK, JOBS, FakeAnswerer, FakeLibrary, with_files
from fastapi import FastAPI
from fastapi.testclient import TestClient

import ui
from bot.page.labels import labels
from bot.page.routes import App, Site
from ingest.errors import RapporteurError


def make_app(folder: Path) -> App:
    return ui.create_app(
        Site(
            answerer=FakeAnswerer(),
            library=with_files(folder),
            title="Ask <us>",
            examples=lambda language: [f"How many jobs? ({language})"],
        )
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(make_app(tmp_path_factory.mktemp("corpus"))) as client:
        yield client


def test_a_question_may_be_long_but_not_too_long() -> None:
    assert ui.refusal("x" * 2000) is None
    assert ui.refusal("x" * 2001) == "A question can have at most 2,000 characters; this one has 2,001."


# --- The page


def test_the_page_is_built_without_being_served(site: TestClient) -> None:
    html = site.get("/").text
    assert "Ask &lt;us&gt;" in html or "Ask \\u003cus\\u003e" in html
    assert "How many jobs?" in html


def test_nothing_is_reported_shared_or_recorded(site: TestClient) -> None:
    config = site.get("/config").json()
    assert config["analytics_enabled"] is False
    assert config["footer_links"] == []
    assert config["run_history"] is False
    assert site.get("/monitoring").status_code in (403, 404)
    assert {
        each["api_name"]: each["api_visibility"]
        for each in config["dependencies"]
        if each["api_visibility"] != "private"
    } == {"answer": "public"}


def test_the_page_takes_no_files(site: TestClient) -> None:
    assert site.post("/gradio_api/upload", files={"files": b"x"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/look/chat.css", "/look/chat.js", "/slide/deck/2", "/sources", "/original/deck", "/slide/no/1"],
)
def test_every_response_carries_the_security_headers(site: TestClient, path: str) -> None:
    headers = site.get(path).headers
    assert "img-src 'self'" in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_slide_of_its_own_runs_no_script(site: TestClient) -> None:
    policy = site.get("/slide/deck/2").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize(("path", "language"), [("/", "en"), ("/fr/", "fr"), ("/es/", "es")])
def test_every_language_has_its_page(site: TestClient, path: str, language: str) -> None:
    html = site.get(path).text
    assert f"How many jobs? ({language})" in html
    assert labels(language)["disclaimer"][:30] in html
    assert site.get(f"{path}config").status_code == 200


def test_the_sources_to_answer_from_can_be_chosen_where_there_are_several() -> None:
    say = labels()
    shown = ui._scope(FakeLibrary(), say)
    assert shown.count("<option") == 4  # all, the presentation, and each of the two that were read
    assert '<option value="deck">The presentation only</option>' in shown
    assert ui._scope(FakeLibrary(pages=FakeLibrary().pages_of("deck")), say) == ""


def test_the_start_says_what_is_read_and_escapes_it() -> None:
    library = FakeLibrary(sources=[replace(DECK, title="A & B")], pages=FakeLibrary().pages_of("deck"))
    assert '<cite lang="en">A &amp; B</cite> (15 March 2021)' in ui._lead(library, labels())
    assert "et 1 autre document" in ui._lead(FakeLibrary(), labels("fr"))


def test_texts_cannot_end_the_script_they_stand_in() -> None:
    wicked = replace(labels(), texts=dict(labels()) | {"menu": "</script><script>steal()"})
    assert "</script><script>steal" not in ui._head(wicked)


@pytest.mark.parametrize("path", ["/", "/fr/"])
def test_a_page_is_of_this_site_alone(site: TestClient, path: str) -> None:
    html = site.get(path).text
    assert f'lang="{path.strip("/") or "en"}"' in html[:200]
    assert "og:" not in html[:5000]
    assert "githubusercontent" not in html


def test_a_language_without_its_slash_leads_to_its_page(site: TestClient) -> None:
    assert site.get("/fr", follow_redirects=False).headers["location"] == "/fr/"


def test_a_program_that_names_no_source_there_is_is_told_which_there_are(site: TestClient) -> None:
    asked = site.post("/gradio_api/call/answer", json={"data": ["How many jobs?", None, ["nope"]]})
    events = site.get(f"/gradio_api/call/answer/{asked.json()['event_id']}").text
    assert "no source" in events


# --- Programs


def test_a_program_asks_as_a_reader_does(site: TestClient) -> None:
    asked = site.post(
        "/gradio_api/call/answer", json={"data": ["How many jobs?", [["What?", "This."]], ["deck"]]}
    )
    events = site.get(f"/gradio_api/call/answer/{asked.json()['event_id']}").text
    assert "event: complete" in events
    assert JOBS in events


def test_a_program_that_asks_nothing_is_told_so(site: TestClient) -> None:
    asked = site.post("/gradio_api/call/answer", json={"data": [" ", None, None]})
    assert "event: error" in site.get(f"/gradio_api/call/answer/{asked.json()['event_id']}").text


def test_what_programs_need_and_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp", None)
    site = Site(answerer=FakeAnswerer(), library=FakeLibrary(), title="Ask", mcp=True)
    with pytest.raises(RapporteurError, match=r"pip install 'rapporteur\[mcp\]'"):
        ui.create_app(site)


# --- Serving


@pytest.fixture
def stops_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(server: uvicorn.Server) -> None:
        return None

    monkeypatch.setattr(uvicorn.Server, "main_loop", nothing)


@pytest.mark.usefixtures("stops_at_once")
def test_the_address_is_written_when_it_is_listened_on(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    ui.serve(FastAPI(), port=free)
    assert capsys.readouterr().out == f"Rapporteur is at http://127.0.0.1:{free}\n"


def test_a_port_in_use_is_an_error_that_names_the_option() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RapporteurError, match=rf"Port {port} .* --port {port + 1}"):
            ui.serve(FastAPI(), port=port)
