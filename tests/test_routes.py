from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import JOBS, FakeAnswerer, FakeLibrary, jobs, with_files
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.page import about, routes
from bot.page.conversation import Exchange, write_exchange
from bot.page.feedback import Feedback
from bot.page.labels import labels
from bot.page.routes import App, Site, front_page, guard, make_site
from bot.slide_url import Span
from ingest.errors import FeedbackError
from ingest.types import Box, Page, Source

BOX = (0.1, 0.2, 0.3, 0.4)


class FakePictures:
    """The report has a picture of its first page, and every quotation in it stands in the same box."""

    def has(self, source: Source) -> bool:
        """Whether it is the report."""
        return source.source_id == "report"

    def picture(self, source: Source, page: int) -> bytes | None:
        """Its name in bytes."""
        return f"picture of {source.source_id} {page}".encode() if page == 1 else None

    def boxes(self, source: Source, page: Page, spans: Sequence[Span]) -> Sequence[Box]:
        """One for each."""
        return [BOX for _ in spans]


def make_app(library: FakeLibrary, language: str = "en", saved: list[Feedback] | None = None) -> App:
    site = Site(
        answerer=FakeAnswerer(),
        library=library,
        title="Ask <us>",
        pictures=FakePictures(),
        save=(saved if saved is not None else []).append,
        build=lambda: "build-7",
        operator="A secretariat",
    )
    app = make_site(site, labels(language))
    guard(app)
    return app


@pytest.fixture
def saved() -> list[Feedback]:
    """What was saved."""
    return []


@pytest.fixture
def site(tmp_path: Path, saved: list[Feedback]) -> Iterator[TestClient]:
    with TestClient(make_app(with_files(tmp_path), saved=saved)) as client:
        yield client


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
    with TestClient(make_app(library)) as site:
        assert site.get("/original/deck").headers["content-disposition"].startswith("attachment")


def test_no_other_file_is_served(site: TestClient) -> None:
    for path in ("/original/..%2F..%2Fetc%2Fpasswd", "/look/..%2F..%2Froutes.py"):
        assert site.get(path).status_code in (403, 404)


def test_links_follow_a_site_mounted_below_a_path(tmp_path: Path) -> None:
    parent = FastAPI()
    parent.mount("/chat", make_app(with_files(tmp_path)))
    with TestClient(parent) as site:
        html = site.get("/chat/slide/deck/2").text
    assert 'href="/chat/slide/deck/3"' in html
    assert 'href="/chat/look/chat.css"' in html


def test_a_quotation_is_boxed_in_the_picture_of_its_page(site: TestClient) -> None:
    assert '<rect x="0.1000"' in site.get("/slide/report/1?span=0-7").text
    assert "<rect" not in site.get("/slide/report/1").text


def test_the_site_says_what_it_is_and_whose(site: TestClient) -> None:
    html = site.get("/about").text
    assert "an automated tool, not a person" in html
    assert "It is run by A secretariat." in html
    assert "Briefing on cooperatives (15 March 2021)" in html
    assert "no opinion on the legal status of any country" in html
    assert "the server stores no question" in html


def test_a_site_in_french_speaks_french(tmp_path: Path) -> None:
    with TestClient(make_app(with_files(tmp_path), "fr")) as site:
        html = site.get("/sources").text
        about = site.get("/about").text
    assert '<html lang="fr">' in html
    assert "5 diapositives, citées" in html
    assert "n’est la position officielle" in about


@pytest.mark.parametrize("path", ["/slide/deck/2", "/sources", "/about", "/original/deck"])
def test_a_checker_of_links_finds_what_a_reader_finds(site: TestClient, path: str) -> None:
    assert site.head(path).status_code == 200


def test_an_address_that_is_no_number_is_missing_like_any_other(site: TestClient) -> None:
    answer = site.get("/slide/deck/two")
    assert answer.status_code == 404
    assert "There is no such page here" in answer.text


def test_a_shared_link_says_nothing_of_gradio() -> None:
    html = '<html\n lang="en"><meta property="og:title" content="Gradio" /><meta\nname="twitter:image"\n'
    html += 'content="https://elsewhere.example/a.jpg"\n/><meta name="viewport" content="x"><body>og:</body>'
    assert (
        front_page(html, "/chat/fr/")
        == '<html\n lang="fr"><meta name="viewport" content="x"><body>og:</body>'
    )
    assert 'lang="en"' in front_page(html, "/chat/")


# --- The language of the browser


@pytest.mark.parametrize(
    ("asked", "accepted", "lead"),
    [
        ("/", "fr-CH,fr;q=0.9,en;q=0.8", "/fr/"),
        ("/?source=deck&page=2", "es-MX", "/es/?source=deck&page=2"),
        ("/", "de,en;q=0.5", None),
        ("/", "", None),
        ("/?language=en", "fr", None),
        ("/sources", "fr", None),
    ],
)
def test_the_front_page_leads_to_the_browsers_language(
    tmp_path: Path, asked: str, accepted: str, lead: str | None
) -> None:
    with TestClient(make_app(with_files(tmp_path))) as site:
        answer = site.get(asked, headers={"accept-language": accepted}, follow_redirects=False)
    assert answer.headers.get("location") == lead


def test_below_a_path_too(tmp_path: Path) -> None:
    parent = FastAPI()
    parent.mount("/chat", make_app(with_files(tmp_path)))
    with TestClient(parent) as site:
        answer = site.get("/chat/", headers={"accept-language": "fr"}, follow_redirects=False)
    assert answer.headers["location"] == "/chat/fr/"


# --- Exports and feedback


WHOLE = Exchange(question="How many jobs?", answer=jobs(FakeLibrary()), state="whole")
SENT = f'{{"exchanges": [{write_exchange(WHOLE)}]}}'
JSON = {"content-type": "application/json"}
GIVEN = {
    "verdict": "not_helpful",
    "question": "How many jobs?",
    "answer": JOBS,
    "outcome": "answered",
    "cited": ["deck/2"],
    "reason": "incomplete",
    "comment": "And in Asia?",
    "group": "workers",
    "day": "1999-01-01",
    "build": "forged",
}


@pytest.mark.parametrize(
    ("form", "suffix"), [("markdown", "md"), ("html", "html"), ("json", "json"), ("plain", "txt")]
)
def test_a_conversation_is_exported_as_a_file_with_addresses_of_this_site(
    site: TestClient, form: str, suffix: str
) -> None:
    answer = site.post(f"/export/{form}", content=SENT, headers=JSON | {"origin": "https://ask.example.org"})
    assert answer.headers["content-disposition"].endswith(f'.{suffix}"')
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "https://ask.example.org/slide/deck/2?span=" in answer.text
    assert JOBS in answer.text


def test_one_answer_is_copied_without_the_rest(site: TestClient) -> None:
    text = site.post("/export/plain?one=1", content=SENT, headers=JSON).text
    assert "279.4 million" in text
    assert "automated tool" not in text


@pytest.mark.parametrize("body", ["", "{}", "nonsense", '{"exchanges": [{"question": 7}]}'])
def test_what_cannot_be_exported_is_an_error_that_says_why(site: TestClient, body: str) -> None:
    answer = site.post("/export/html", content=body, headers=JSON)
    assert answer.status_code == 400
    assert len(answer.json()["error"]) > 10


@pytest.mark.parametrize("path", ["/export/html", "/feedback"])
def test_a_form_on_another_site_can_send_nothing(site: TestClient, path: str, saved: list[Feedback]) -> None:
    answer = site.post(path, content=json.dumps(GIVEN), headers={"content-type": "text/plain"})
    assert (answer.status_code, saved) == (400, [])


def test_a_body_without_end_is_not_read_to_its_end(site: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MOST_CHARS", 10)
    assert "More than 40 bytes" in site.post("/export/html", content=" " * 50, headers=JSON).json()["error"]


def test_feedback_is_saved_with_the_day_and_the_index_that_answered(
    site: TestClient, saved: list[Feedback]
) -> None:
    answer = site.post("/feedback", content=json.dumps(GIVEN), headers=JSON)
    assert answer.status_code == 204
    assert [(each.verdict, each.reason, each.group, each.build) for each in saved] == [
        ("not_helpful", "incomplete", "workers", "build-7")
    ]
    assert saved[0].day > "2025"


@pytest.mark.parametrize("wrong", [{"verdict": "so-so"}, {"group": "spies"}, {"comment": "x" * 5000}])
def test_what_is_no_feedback_is_not_saved(
    site: TestClient, saved: list[Feedback], wrong: dict[str, str]
) -> None:
    assert site.post("/feedback", content=json.dumps(GIVEN | wrong), headers=JSON).status_code == 400
    assert saved == []


def test_a_flood_of_feedback_is_dammed(
    site: TestClient, saved: list[Feedback], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "monotonic", lambda: 1.0)
    states = [
        site.post("/feedback", content=json.dumps(GIVEN), headers=JSON).status_code
        for _ in range(routes.MOST_FEEDBACK + 3)
    ]
    assert states[-4:] == [204, 429, 429, 429]
    assert len(saved) == routes.MOST_FEEDBACK


def test_feedback_that_nobody_takes_is_an_error(tmp_path: Path) -> None:
    site = Site(answerer=FakeAnswerer(), library=with_files(tmp_path), title="Ask")
    with pytest.raises(FeedbackError):
        site.save(Feedback(verdict="helpful", question="?", answer="", outcome="answered"))


def test_another_run_of_the_server_calls_itself_otherwise(tmp_path: Path) -> None:
    runs = set()
    for _ in range(2):
        with TestClient(make_app(with_files(tmp_path))) as site:
            runs |= {site.get("/alive").json()["started"] for _ in range(2)}
    assert len(runs) == 2


def test_the_notes_say_that_a_language_model_words_answers_where_one_does() -> None:
    told = about.notes(FakeLibrary(), labels("en"), model="ollama:qwen3:8b")
    assert "ollama:qwen3:8b" in told[0]
    assert "writes nothing of its own" not in " ".join(told)
    assert "writes nothing of its own" in about.notes(FakeLibrary(), labels("en"))[0]
