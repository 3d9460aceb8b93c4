"""The main job on the real presentation with the real embedding model."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.plain_text import plain_text
from bot.slide_url import slide_url
from bot.types import Answer, Turn
from bot.wire import Bot
from ingest.build import ingest
from ingest.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DECK = "ilo-sse-briefing-2021"
JOBS = "How many people have jobs thanks to cooperatives?"
JOBS_ANSWER = (
    "Cooperatives alone provide jobs for an estimated 279.4 million people "
    "(9.47% of the world’s employed population)"
)

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The corpus of the project, ingested once."""
    made = Settings(corpus=str(ROOT / "corpus"), home=str(tmp_path_factory.mktemp("home")))
    ingest(made)
    return made


@pytest.fixture(scope="module")
def bot(settings: Settings) -> Iterator[Bot]:
    """The parts joined over it."""
    made = Bot(settings)
    yield made
    made.index().library.close()


def pages(answer: Answer) -> list[int]:
    """The slides cited, each once."""
    return list(dict.fromkeys(citation.page for citation in answer.citations))


def test_the_question_about_jobs_is_answered_with_the_words_of_slide_6(bot: Bot) -> None:
    answer = bot.ask(JOBS)

    assert answer.outcome == "answered"
    assert "279.4 million" in answer.text
    (citation,) = answer.citations
    assert (citation.source_id, citation.page, citation.quote) == (DECK, 6, JOBS_ANSWER)
    assert bot.library.page(DECK, 6).text[citation.start : citation.end] == JOBS_ANSWER
    assert citation.url == slide_url(DECK, 6, citation.start, citation.end, JOBS_ANSWER)


@pytest.mark.parametrize(
    ("question", "page", "words"),
    [
        ("What is a cooperative?", 4, "An autonomous association of persons united voluntarily"),
        ("When did Japan enact the Workers' Cooperatives Act?", 11, "December 2020"),
        ("Which countries adopted a legal or policy framework on the SSE?", 9, "Argentina, Brazil, Bolivia"),
        ("Who currently chairs the UN TF SSE?", 29, "Currently chaired by the ILO"),
        ("How many countries have used R193?", 18, "more than 120 countries"),
        ("What outcomes are expected of the discussion?", 31, "universal definition"),
        ("Combien de personnes ont un emploi grâce aux coopératives ?", 6, "279.4 million"),
        ("Quand le Japon a-t-il adopté la loi sur les coopératives de travailleurs ?", 11, "December 2020"),
        ("¿Cuántas personas tienen empleo gracias a las cooperativas?", 6, "279.4 million"),
        ("¿Quién preside el UNTFSSE?", 29, "Currently chaired by the ILO"),
    ],
)
def test_a_question_in_any_of_three_languages_finds_its_slide(
    bot: Bot, question: str, page: int, words: str
) -> None:
    answer = bot.ask(question)

    assert answer.outcome == "answered"
    assert page in pages(answer)
    assert words in plain_text(answer.text)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What is the weather in Geneva?", "en"),
        ("Quel temps fait-il à Genève ?", "fr"),
        ("¿Qué tiempo hace en Ginebra?", "es"),
        ("Write a poem about a cat.", "en"),
    ],
)
def test_what_has_nothing_to_do_with_the_sources_is_declined(bot: Bot, question: str, language: str) -> None:
    answer = bot.ask(question)

    assert answer.outcome in ("not_in_sources", "out_of_scope")
    assert (answer.citations, answer.language) == ((), language)


def test_the_whole_list_is_given_over_both_slides_it_stands_on(bot: Bot) -> None:
    answer = bot.ask("What are the expected outcomes of the discussion for the ILO?")

    assert pages(answer) == [31, 32]
    assert sum(citation.quote.endswith((";", "and", ".")) for citation in answer.citations) == 5


def test_a_follow_up_is_understood_by_the_question_before_it(bot: Bot) -> None:
    first = bot.ask("What development cooperation projects on SSE are there in Tunisia?")
    history = [Turn(role="user", content=first.question), Turn(role="assistant", content=first.text)]

    answer = bot.ask("And in South Africa?", history)

    assert answer.understood_as == f"{first.question} — And in South Africa?"
    assert 21 in [hit.page for hit in answer.hits[:3]]


def test_a_misspelt_question_is_answered_like_a_right_one_and_says_what_was_understood(bot: Bot) -> None:
    right = bot.ask("How many people have jobs thanks to cooperatives?")

    answer = bot.ask("How many peopel have jobs thanks to coperatives?")

    assert answer.question == "How many peopel have jobs thanks to coperatives?"
    assert answer.understood_as == right.question
    assert (answer.citations, answer.outcome) == (right.citations, right.outcome)


def test_documents_that_were_not_fetched_are_pointed_to_and_never_quoted(bot: Bot) -> None:
    answer = bot.ask("Give me the link to the UNTFSSE statement.")

    assert "https://unsse.org/2020/06/23/" in answer.text
    assert {citation.source_id for citation in answer.citations} == {DECK}
    assert {hit.source_id for hit in answer.hits} == {DECK}


def test_every_quotation_is_verbatim_whatever_is_asked(bot: Bot) -> None:
    asked = [*bot.examples(), "partnerships", "Everything said about Tunisia", "What are the four areas?"]

    citations = [citation for question in asked for citation in bot.ask(question).citations]

    assert len(citations) > len(asked)
    for citation in citations:
        text = bot.library.page(citation.source_id, citation.page).text
        assert text[citation.start : citation.end] == citation.quote


def test_the_next_question_is_answered_from_the_corpus_as_it_now_is(
    settings: Settings, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    shutil.copytree(settings.home, tmp_path / "home")  # so that nothing is embedded again
    settings = Settings(corpus=str(corpus), home=str(tmp_path / "home"))
    ingest(settings)
    bot = Bot(settings)
    before, library = bot.ask(JOBS), bot.index().library

    deck = corpus / f"{DECK}.md"
    deck.write_text(
        deck.read_text(encoding="utf-8").replace("279.4 million", "280.5 million"), encoding="utf-8"
    )
    ingest(settings)
    after = bot.ask(JOBS)

    assert (before.citations[0].quote, after.citations[0].quote) == (
        JOBS_ANSWER,
        JOBS_ANSWER.replace("279.4", "280.5"),
    )
    library.close()
    bot.index().library.close()


def test_the_command_line_answers_in_a_process_of_its_own(settings: Settings, tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-c", "from bot.cli import main; main()", "ask", JOBS, "--json"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={
            "RAPPORTEUR_HOME": settings.home,
            "RAPPORTEUR_CORPUS": settings.corpus,
            "PATH": "",
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
        },
    )

    assert (finished.returncode, finished.stderr) == (0, "")
    data = json.loads(finished.stdout)
    assert [citation["quote"] for citation in data["citations"]] == [JOBS_ANSWER]
