from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fakes import JOBS, FakeLibrary, declined, jobs
from html_support import HOSTILE, Tags

from bot.page import about
from bot.page.conversation import Exchange
from bot.page.export import Form, Framing, copied, export, readable
from bot.page.labels import labels
from bot.questions.read import load
from bot.types import Answer

LIBRARY = FakeLibrary()
ASKED = Exchange(question="How many jobs?", answer=jobs(LIBRARY), state="whole")
REFUSED = Exchange(question="What about Mars?", answer=declined("What about Mars?"), state="whole")
FAILED = Exchange(question="Why?", state="failed", fault="No index.")
TALK = (ASKED, REFUSED, FAILED)


def framing(language: str = "en") -> Framing:
    say = labels(language)
    return Framing(
        title="Ask <us>",
        address="https://ask.example.org/chat",
        day=date(2026, 11, 25),
        notes=about.notes(LIBRARY, say, operator="A secretariat", contact="desk@example.org"),
        say=say,
    )


@pytest.mark.parametrize("form", ["markdown", "html", "json", "plain"])
def test_every_export_has_questions_answers_citations_and_disclaimers(form: Form) -> None:
    file = export(TALK, form, framing())
    assert file.name.startswith("conversation-2026-11-25.")
    for words in ("How many jobs?", "279.4 million", "Mars", "not legal advice", "A secretariat"):
        assert words in file.text
    address = "https://ask.example.org/chat/slide/deck/2?span="
    assert address in file.text.replace("&amp;", "&")


def test_the_markdown_cites_the_exact_words_and_where_they_open() -> None:
    text = export((ASKED,), "markdown", framing()).text
    citation = jobs(LIBRARY).citations[0]
    assert text.startswith("# Conversation with Ask <us>")
    assert f"- \\[1\\] Briefing on cooperatives, slide 2: {citation.title}: “{JOBS}” <https://ask" in text
    assert "## How many jobs?" in text


def test_a_refusal_and_a_failure_are_told_apart() -> None:
    text = export(TALK, "plain", framing()).text
    assert "Not in the sources\n" in text
    assert "Something went wrong" in text


def test_data_are_read_back_as_they_were_with_addresses_that_work_elsewhere() -> None:
    data = json.loads(export(TALK, "json", framing()).text)
    first = data["exchanges"][0]
    assert first["question"] == "How many jobs?"
    assert first["answer"]["citations"][0]["quote"] == JOBS
    assert first["answer"]["citations"][0]["url"].startswith("https://ask.example.org/chat/slide/deck/2")
    assert data["exchanges"][2] == json.loads(json.dumps({**data["exchanges"][2], "answer": None}))


def test_markup_in_a_conversation_is_shown_and_never_run_by_the_exported_page() -> None:
    answer = jobs(LIBRARY)
    cited = tuple(
        replace(each, title=HOSTILE, quote=HOSTILE, source_title=HOSTILE) for each in answer.citations
    )
    wicked = Exchange(
        question=HOSTILE,
        answer=replace(answer, text=HOSTILE, citations=cited, understood_as=HOSTILE, language="en"),
        state="whole",
    )
    html = export((wicked,), "html", replace(framing(), title=HOSTILE, notes=[HOSTILE])).text
    body = html[: html.index("<style>")] + html[html.index("</style>") + 8 :]
    assert Tags(body).nothing_runs()
    assert Tags(body).text.count("<script>steal()") >= 6


def test_an_address_kept_by_a_browser_is_made_anew() -> None:
    answer = jobs(LIBRARY)
    forged = tuple(replace(each, url="javascript:steal()") for each in answer.citations)
    talk = (replace(ASKED, answer=replace(answer, citations=forged)),)
    for form in ("markdown", "html", "json", "plain"):
        assert "javascript" not in export(talk, form, framing()).text


def test_an_export_speaks_the_language_of_the_page() -> None:
    text = export(TALK, "markdown", framing("fr")).text
    assert "Exportée le 25 novembre 2026" in text
    assert "diapositive 2" in text
    assert "ni un conseil juridique" in text


def test_a_copied_answer_is_plain_or_markdown() -> None:
    plain, markdown = copied(ASKED, "plain", framing()), copied(ASKED, "markdown", framing())
    assert plain.startswith("How many jobs?\n\nSlide 2 says:")
    assert (
        f"[1] Briefing on cooperatives, slide 2: {jobs(LIBRARY).citations[0].title}: “{JOBS}” https://"
        in plain
    )
    assert markdown.startswith("**How many jobs?**\n\n**Slide 2** says:")
    assert "automated tool" not in plain


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("**a** *b* c", "a b c"),
        (r"5 \* 3 \[x\]", "5 * 3 [x]"),
        ("[https://a.org](https://a.org)", "https://a.org"),
        ("[A](https://a.org)", "A (https://a.org)"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_the_marks_of_an_answer_are_taken_out(markdown: str, plain: str) -> None:
    assert readable(markdown) == plain


def test_a_conversation_becomes_drafts_of_test_questions_with_the_slides_cited(tmp_path: Path) -> None:
    follow_up = Exchange(question="And in Asia?", answer=declined("And in Asia?"), state="whole")
    file = tmp_path / "questions.yaml"
    file.write_text(export((ASKED, FAILED, follow_up), "questions", framing()).text, encoding="utf-8")
    first, second = load(file).cases
    assert first.question == jobs(LIBRARY).question
    assert next((each.page, each.quote) for each in first.evidence) == (2, JOBS)
    assert (second.id, second.expect, len(second.history)) == ("C003", "decline", 2)


def test_what_a_question_was_understood_as_is_exported() -> None:
    answer: Answer = replace(jobs(LIBRARY), understood_as="How many jobs in Asia?")
    text = export((replace(ASKED, answer=answer),), "plain", framing()).text
    assert "Understood as: How many jobs in Asia?" in text
