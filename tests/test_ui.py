from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from fakes import JOBS, FakeAnswerer, jobs, with_files
from fastapi import FastAPI
from fastapi.testclient import TestClient

import ui
from bot import conversation
from bot.conversation import Conversation, converse, messages, turns
from bot.types import Answer, Turn
from ingest.errors import NoIndexError, RapporteurError
from ingest.types import Source


def picture(source: Source, number: int) -> bytes | None:
    return f"picture of {source.source_id} {number}".encode() if number == 1 else None


def make_app(folder: Path, pictures: ui.Pictures | None = picture) -> FastAPI:
    return ui.create_app(
        FakeAnswerer(), with_files(folder), title="Ask <us>", examples=["How many jobs?"], pictures=pictures
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with TestClient(make_app(tmp_path_factory.mktemp("corpus"))) as client:
        yield client


# --- The conversation


def last(steps: Iterator[Conversation]) -> Conversation:
    return list(steps)[-1]


def failing(error: Exception) -> FakeAnswerer:
    def answer(question: str) -> Iterator[Answer]:
        yield replace(jobs(FakeAnswerer().library), final=False)
        raise error

    return FakeAnswerer(answer)


def test_a_question_stands_there_before_its_answer_does() -> None:
    first = next(converse(FakeAnswerer(), "How many jobs?", ()))
    assert [shown["role"] for shown in messages(first)] == ["user", "assistant"]
    assert "Reading the sources" in messages(first)[1]["content"]


def test_an_answer_ends_as_the_last_one_that_was_streamed() -> None:
    end = last(converse(FakeAnswerer(), "How many jobs?", ()))
    assert JOBS in messages(end)[1]["content"]
    assert "9.46%" in messages(end)[1]["content"]


def test_a_follow_up_is_given_the_conversation_as_plain_texts() -> None:
    answerer = FakeAnswerer()
    first = last(converse(answerer, "How many jobs?", ()))
    last(converse(answerer, "And in Asia?", first))
    _, history = answerer.asked[1]
    assert history == (
        Turn(role="user", content="How many jobs?"),
        Turn(role="assistant", content=jobs(answerer.library).text),
    )


def test_a_fast_answer_is_not_shown_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(number / 100 for number in range(100, 10_000))
    monkeypatch.setattr(conversation, "monotonic", lambda: next(clock))

    def answer(question: str) -> Iterator[Answer]:
        whole = jobs(FakeAnswerer().library)
        for _ in range(200):
            yield replace(whole, final=False)
        yield whole

    steps = list(converse(FakeAnswerer(answer), "How many jobs?", ()))
    assert 15 < len(steps) < 30  # two seconds by that clock
    assert "final" in messages(steps[-1])[1]["content"]


def test_a_fault_is_shown_and_logged_without_the_question(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        end = last(converse(failing(ValueError("secret detail")), "A private question", ()))
    shown = messages(end)[1]["content"]
    assert "Something went wrong" in shown
    assert "secret detail" not in shown
    assert "not_in_sources" not in shown
    assert "secret detail" in caplog.text
    assert "A private question" not in caplog.text


def test_a_fault_a_person_can_put_right_says_how() -> None:
    end = last(converse(failing(NoIndexError("No index. Build it: rapporteur ingest")), "Why?", ()))
    assert "No index. Build it: rapporteur ingest" in messages(end)[1]["content"]


def test_an_answerer_that_says_nothing_is_a_fault() -> None:
    end = last(converse(FakeAnswerer(lambda _: iter(())), "Why?", ()))
    assert "Something went wrong" in messages(end)[1]["content"]


def test_a_question_that_failed_is_not_part_of_the_history() -> None:
    assert turns(last(converse(failing(ValueError()), "Why?", ()))) == []


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
    assert {each["api_visibility"] for each in config["dependencies"]} == {"private"}


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


# --- Slides, sources, files


def test_a_slide_opens_as_a_whole_page_with_the_quotation_marked(site: TestClient) -> None:
    html = site.get("/slide/deck/2?span=122-127&span=126-135").text
    assert html.startswith("<!doctype html>")
    assert "<mark>279.4 million</mark>" in html
    assert "Survey of cooperative employment" in html


def test_a_fragment_is_the_slide_alone(site: TestClient) -> None:
    html = site.get("/slide/deck/2?fragment=1").text
    assert html.startswith("<article")


@pytest.mark.parametrize(
    "path", ["/slide/deck/99", "/slide/nothing/1", "/original/nothing", "/original/survey"]
)
def test_what_is_not_there_is_said_to_be_missing(site: TestClient, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code == 404
    assert "Not found" in answer.text


def test_the_sources_are_a_page(site: TestClient) -> None:
    assert "Annual report" in site.get("/sources").text


def test_only_a_pdf_has_pictures(site: TestClient) -> None:
    assert 'src="/picture/report/1.png"' in site.get("/slide/report/1").text
    assert "/picture/" not in site.get("/slide/deck/1").text
    answer = site.get("/picture/report/1.png")
    assert (answer.content, answer.headers["content-type"]) == (b"picture of report 1", "image/png")
    assert site.get("/picture/deck/1.png").status_code == 404


def test_the_file_of_a_source_is_served_as_what_it_is(site: TestClient) -> None:
    deck, report = site.get("/original/deck"), site.get("/original/report")
    assert deck.headers["content-type"] == "text/plain; charset=utf-8"
    assert "À la carte" in deck.text
    assert report.headers["content-type"] == "application/pdf"
    assert report.headers["content-disposition"].startswith("inline")


@pytest.mark.parametrize("name", ["page.html", "deck.pptx", "macro.exe", "drawing.svg"])
def test_a_file_that_could_act_is_downloaded_and_not_shown(tmp_path: Path, name: str) -> None:
    library = with_files(tmp_path)
    (tmp_path / name).write_bytes(b"<script>steal()</script>")
    library._sources["deck"] = replace(library.source("deck"), path=tmp_path / name)
    with TestClient(ui.create_app(FakeAnswerer(), library, title="Ask", examples=[])) as site:
        assert site.get("/original/deck").headers["content-disposition"].startswith("attachment")


def test_no_other_file_is_served(site: TestClient) -> None:
    for path in ("/original/..%2F..%2Fetc%2Fpasswd", "/look/..%2F..%2Fui.py", "/gradio_api/file=/etc/passwd"):
        assert site.get(path).status_code in (403, 404)


def test_links_follow_a_site_mounted_below_a_path(tmp_path: Path) -> None:
    parent = FastAPI()
    parent.mount("/chat", make_app(tmp_path))
    with TestClient(parent) as site:
        html = site.get("/chat/slide/deck/2").text
    assert 'href="/chat/slide/deck/3"' in html
    assert 'href="/chat/look/chat.css"' in html


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
