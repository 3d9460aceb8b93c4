from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bot_fakes import ingested, letters_for_model
from model_server import Script, serving

from bot.question import Question
from bot.retrieve import HybridRetriever
from bot.types import Hit
from bot.wire import Bot, has_suggestions
from ingest.errors import IndexMismatchError, NoIndexError, UnknownPageError, UnknownSourceError
from ingest.settings import Settings

DECK = "# Cooperatives\n\n- They provide jobs\n- They have members\n\n---\n\n# Fund\n\n- It lends money\n"
ZOO = "# Zoo\n\n- A quagga provides stripes\n"
MANIFEST = """
examples = ["What do they provide?"]

[[source]]
id = "briefing"
title = "Briefing"
kind = "deck"
path = "deck.md"
status = "deck"

[[source]]
id = "survey"
title = "Survey"
kind = "document"
url = "https://example.org/survey"
linked_from = ["briefing/2"]
"""


@pytest.fixture(autouse=True)
def letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opens every index with the embedder that counts letters."""
    letters_for_model(monkeypatch)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An index of two slides and a document that was not fetched."""
    return ingested(tmp_path, DECK, MANIFEST)


@pytest.fixture
def bot(settings: Settings) -> Iterator[Bot]:
    """The parts joined over it."""
    made = Bot(settings)
    yield made
    made.index().library.close()


def ingested_again(settings: Settings, deck: str, manifest: str = MANIFEST) -> None:
    """Replaces the index by one of another deck."""
    ingested(settings.corpus_path.parent, deck, manifest)


def test_without_an_index_the_error_says_how_to_build_one(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="Build it: rapporteur ingest"):
        Bot(Settings(home=str(tmp_path / "none")))


def test_an_index_of_another_embedder_is_not_answered_from(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.index.prepared_fingerprint", lambda _: "digits")

    with pytest.raises(IndexMismatchError, match="Run: rapporteur ingest"):
        Bot(settings)


def test_a_question_is_answered_from_the_index(bot: Bot) -> None:
    answer = bot.ask("Which jobs do cooperatives provide?")

    assert answer.outcome == "answered"
    assert [(c.source_id, c.page, c.quote) for c in answer.citations] == [
        ("briefing", 1, "They provide jobs")
    ]
    assert answer.final


def test_the_answer_asked_for_is_the_last_that_is_streamed(bot: Bot) -> None:
    *_, last = bot.stream("Which jobs do cooperatives provide?")

    assert last.text == bot.ask("Which jobs do cooperatives provide?").text


def test_retrieving_finds_the_pages_of_the_answer(bot: Bot) -> None:
    question = "Which jobs do cooperatives provide?"

    assert [hit.page for hit in bot.retrieve(question)] == [hit.page for hit in bot.ask(question).hits]


def test_the_library_is_that_of_the_index(bot: Bot) -> None:
    assert [source.source_id for source in bot.library.sources()] == ["briefing", "survey"]
    assert bot.library.source("survey").url == "https://example.org/survey"
    assert bot.library.page("briefing", 2).title == "Fund"
    assert (bot.library.page_count("briefing"), bot.library.page_count("survey")) == (2, 0)
    with pytest.raises(UnknownSourceError):
        bot.library.source("other")
    with pytest.raises(UnknownPageError):
        bot.library.page("briefing", 3)


def test_examples_are_those_of_the_manifest(bot: Bot) -> None:
    assert bot.examples() == ["What do they provide?"]


def test_a_corpus_without_a_manifest_has_no_examples(tmp_path: Path) -> None:
    bot = Bot(ingested(tmp_path, DECK))

    assert bot.examples() == []
    assert [source.source_id for source in bot.library.sources()] == ["deck"]
    bot.index().library.close()


def test_a_new_index_is_picked_up_by_the_next_question(bot: Bot, settings: Settings) -> None:
    library = bot.library
    before = bot.index()

    ingested_again(settings, DECK.replace("They provide jobs", "They provide jobs and homes"))

    assert bot.ask("Which jobs do cooperatives provide?").citations[0].quote == "They provide jobs and homes"
    assert "homes" in library.page("briefing", 1).text
    assert bot.index() is not before
    before.library.close()


def test_an_answer_under_way_is_ended_from_the_index_it_began_with(bot: Bot, settings: Settings) -> None:
    before = bot.index()
    answers = bot.stream("Which jobs do cooperatives provide?")
    first = next(answers)

    ingested_again(settings, ZOO)
    *_, last = answers

    assert first.citations == last.citations
    assert last.citations[0].quote == "They provide jobs"
    assert bot.library.page("briefing", 1).title == "Zoo"
    before.library.close()


def test_an_answer_whose_index_is_taken_away_is_given_from_the_new_one(
    bot: Bot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    search, before = HybridRetriever.search, bot.index()

    def search_while_it_is_replaced(retriever: HybridRetriever, asked: Question) -> list[Hit]:
        if bot.index() is before:
            ingested_again(settings, ZOO)
            before.library.close()
        return search(retriever, asked)

    monkeypatch.setattr(HybridRetriever, "search", search_while_it_is_replaced)

    answer = bot.ask("What does the quagga provide?")

    assert (answer.citations[0].quote, answer.final) == ("A quagga provides stripes", True)


def test_a_fault_of_the_index_in_use_is_not_hidden(bot: Bot) -> None:
    bot.index().library.close()

    with pytest.raises(sqlite3.ProgrammingError):
        bot.ask("Which jobs do cooperatives provide?")


def test_an_unchanged_index_is_not_opened_again(bot: Bot) -> None:
    assert bot.index() is bot.index()


def test_visitors_may_ask_at_once(bot: Bot) -> None:
    quotes: list[str] = []

    def visit() -> None:
        quotes.extend(c.quote for c in bot.ask("Which jobs do cooperatives provide?").citations)

    visitors = [threading.Thread(target=visit) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()

    assert quotes == ["They provide jobs"] * 8


def test_an_answer_comes_from_the_sources_chosen_or_from_none(bot: Bot) -> None:
    question = "Which jobs do cooperatives provide?"
    *_, within = bot.stream(question, scope=["briefing"])
    *_, elsewhere = bot.stream(question, scope=["survey"])

    assert [citation.source_id for citation in within.citations] == ["briefing"]
    assert (elsewhere.citations, elsewhere.hits) == ((), ())


def test_a_language_model_words_the_answer_where_one_is_set(settings: Settings) -> None:
    script = Script(text="Cooperatives provide jobs [1]. They provide 40 ships [1].")
    with serving(script) as address:
        bot = Bot(replace(settings, llm="openai:m", llm_url=f"{address}/v1"))
        bot.prepare()
        answer = bot.ask("Which jobs do cooperatives provide?")
        quoted = bot.quote("Which jobs do cooperatives provide?")
        bot.make_suggestions(lambda done, total: None)
        bot.index().library.close()
    assert answer.text.startswith("Cooperatives provide jobs. [1]")
    assert "ships" not in answer.text
    assert answer.usage is not None
    assert (answer.usage.kept, answer.usage.cut) == (1, 1)
    assert quoted.usage is None
    assert len(script.asked) == 1


def test_a_language_model_that_is_not_there_leaves_the_quoted_answer(settings: Settings) -> None:
    with serving(Script()) as address:
        gone = address
    bot = Bot(replace(settings, llm="ollama:m", llm_url=gone))
    answer = bot.ask("Which jobs do cooperatives provide?")
    bot.index().library.close()
    assert "They provide jobs" in answer.text
    assert "could not be reached" in answer.text


def test_questions_to_ask_next_are_made_once_for_a_build(bot: Bot, settings: Settings) -> None:
    assert not has_suggestions(settings)
    bot.make_suggestions(lambda done, total: None)
    assert has_suggestions(settings)
