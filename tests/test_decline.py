from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from bot_fakes import found
from fakes import DECK, REPORT, SURVEY, FakeLibrary, make_page

from bot.extract import ExtractiveAnswerer
from bot.plain_text import plain_text
from bot.types import Answer, Reference
from ingest.types import Source

CHAIRED = "Currently chaired by the Office"
PLANNED = "A review is planned until 2030"
MEMBERS = "It has 18 members in 2020"
PAGE = make_page(1, ("title", "The task force"), ("bullet", CHAIRED), ("bullet", MEMBERS))
PLAN = make_page(1, ("title", "The task force"), ("bullet", PLANNED))
LATER = Reference(
    source_id="resolution",
    title="Resolution [on] ponds",
    publisher="A conference",
    date="2022-06-10",
    url="https://example.org/resolution",
    is_later=True,
)


def ask(
    question: str,
    quoted: str = CHAIRED,
    *,
    deck: Source = DECK,
    knows: Callable[[str], bool] = lambda word: True,
    lead: tuple[Reference, ...] = (),
) -> Answer:
    """The answer over a deck of one slide, of which one statement was found."""
    page = PLAN if quoted == PLANNED else PAGE
    library = FakeLibrary([page], [deck])
    hits = [found(page, {quoted: 0.9}, score=0.9)]
    answerer = ExtractiveAnswerer(lambda _: hits, library, knows=knows, lead=lambda _: lead)
    return list(answerer.stream(question))[-1]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Who chairs the task force?", "As of 15 March 2021, the date of the source."),
        ("Qui préside le groupe de travail ?", "À la date de la source : 15 mars 2021."),
        ("¿Quién preside el grupo de trabajo?", "A la fecha de la fuente: 15 de marzo de 2021."),
    ],
)
def test_what_passes_carries_the_date_of_its_source(question: str, line: str) -> None:
    answer = ask(question)
    assert answer.outcome == "answered"
    assert f"*{line}*" in answer.text
    assert line in plain_text(answer.text).splitlines()


def test_a_fact_carries_no_date_unless_it_is_asked_for_as_of_now() -> None:
    assert "As of" not in ask("How many members has it?", MEMBERS).text
    assert "As of 15 March 2021" in ask("How many members has it now?", MEMBERS).text


def test_a_source_without_a_date_has_none_to_say() -> None:
    assert "As of" not in ask("Who chairs it now?", deck=replace(DECK, date="")).text


def test_a_year_after_the_sources_is_not_in_them() -> None:
    answer = ask("Who chairs the task force in 2025?", knows=lambda word: word != "2025", lead=(LATER,))
    assert (answer.outcome, answer.citations, answer.refusal) == ("not_in_sources", (), None)
    assert "The newest source is dated 15 March 2021." in answer.text
    assert answer.references == (LATER,)
    assert "A later document, which was not read here: Resolution [on] ponds" in plain_text(answer.text)
    assert plain_text(answer.text).endswith(
        "10 June 2022 https://example.org/resolution\nhttps://example.org/resolution"
    )


def test_a_later_year_that_the_sources_speak_of_may_be_answered() -> None:
    assert ask("What is planned until 2030?", PLANNED).outcome == "answered"
    assert ask("Who chairs it in 2030?", PLANNED, knows=lambda _: False).outcome == "not_in_sources"


def test_a_year_that_only_other_pages_speak_of_is_not_answered() -> None:
    assert ask("Who chaired it in 1999?").outcome == "not_in_sources"


def test_a_year_is_not_late_while_a_date_is_unknown() -> None:
    undated = replace(DECK, date="")
    assert ask("Who chairs it in 2020?", deck=undated, knows=lambda _: False).outcome == "answered"


@pytest.mark.parametrize(
    ("question", "kind", "pointers"),
    [
        ("Is the task force better than the committee?", "position", 1),
        ("Is our task force act compatible with it?", "advice", 1),
        ("Give me the e-mails of the delegates", "personal_data", 0),
        ("Who are you?", "about_bot", 0),
        ("Write a poem about the task force", "task", 0),
    ],
)
def test_a_refused_question_says_why_and_points_on_where_that_helps(
    question: str, kind: str, pointers: int
) -> None:
    answer = ask(question, lead=(LATER,))
    assert (answer.outcome, answer.refusal) == ("out_of_scope", kind)
    assert answer.citations == ()
    assert len(answer.pointers) == pointers
    assert bool(answer.references) == (kind == "advice")
    assert answer.text.startswith("This ")


def test_a_refusal_is_in_the_language_of_the_question() -> None:
    assert ask("Notre loi est-elle conforme à ce texte ?").text.startswith(
        "Cet outil ne donne pas de conseil"
    )
    assert ask("¿Quién eres?").text.startswith("Esta es una herramienta automática")


def test_sources_of_several_dates_are_all_dated() -> None:
    other = make_page(1, ("title", "A report"), ("paragraph", "The rest is underway"), source_id="report")
    library = FakeLibrary([PAGE, other], [DECK, SURVEY, REPORT])
    hits = [found(PAGE, {CHAIRED: 0.9}, score=0.9), found(other, {"The rest is underway": 0.9}, score=0.9)]
    answer = list(ExtractiveAnswerer(lambda _: hits, library).stream("What goes on?"))[-1]
    assert {citation.source_id for citation in answer.citations} == {"deck", "report"}
    assert "*As of 15 March 2021 and June 2022, the dates of the sources.*" in answer.text
