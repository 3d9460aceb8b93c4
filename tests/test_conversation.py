from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fakes import JOBS, FakeAnswerer, jobs

from bot.page import conversation
from bot.page.conversation import (
    Conversation,
    Exchange,
    Kept,
    converse,
    read_kept,
    stopped,
    turns,
    write_exchange,
)
from bot.page.message import messages
from bot.types import Answer, Hit, Turn
from ingest.errors import ConversationError, NoIndexError


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
    assert end[-1].state == "failed"


def test_a_question_that_failed_is_not_part_of_the_history() -> None:
    assert turns(last(converse(failing(ValueError()), "Why?", ()))) == []


def test_the_sources_chosen_are_those_asked() -> None:
    answerer = FakeAnswerer()
    last(converse(answerer, "How many jobs?", (), scope=("deck",)))
    assert answerer.scopes == [("deck",)]


def test_an_answer_that_grows_can_be_stopped_and_a_whole_one_cannot() -> None:
    growing, whole = list(converse(FakeAnswerer(), "How many jobs?", ()))[1:]
    assert (growing[-1].state, whole[-1].state) == ("growing", "whole")
    assert stopped(growing)[-1] == replace(growing[-1], state="stopped")
    assert stopped(whole) == whole
    assert stopped(()) == ()


# --- What the browser keeps


def kept(*exchanges: Exchange) -> str:
    return f'{{"exchanges": [{", ".join(map(write_exchange, exchanges))}], "scope": ["deck"]}}'


def test_what_the_browser_keeps_comes_back_as_it_was_but_for_the_pages_searched() -> None:
    answer = replace(jobs(FakeAnswerer().library), hits=(Hit(source_id="deck", page=2, score=0.5),))
    first = Exchange(question="How many <jobs>?", answer=answer, state="whole")
    second = Exchange(question="Why?", state="failed", fault="No index here.")
    found = read_kept(kept(first, second))
    assert found == Kept(exchanges=(replace(first, answer=replace(answer, hits=())), second), scope=("deck",))


def test_a_browser_that_keeps_nothing_begins_a_conversation() -> None:
    assert read_kept("") == Kept()


def test_what_the_page_adds_of_its_own_is_passed_over() -> None:
    data = json.loads(kept(Exchange(question="Why?")))
    data["exchanges"][0]["verdict"] = "helpful"
    assert read_kept(json.dumps(data)).exchanges[0].question == "Why?"


@pytest.mark.parametrize(
    "text",
    ["nonsense", "[]", '{"exchanges": [{}]}', kept(Exchange(question="Why?")).replace("working", "odd")],
)
def test_what_was_not_written_by_this_page_is_refused_by_name(text: str) -> None:
    with pytest.raises(ConversationError, match="Begin a new one"):
        read_kept(text)


def test_a_conversation_too_long_to_be_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "MOST_CHARS", 20)
    with pytest.raises(ConversationError, match="more than 20"):
        read_kept(kept(Exchange(question="Why?")))
