"""Questions that take for granted what the sources say otherwise."""

from __future__ import annotations

import pytest
from bot_fakes import Told, found
from fakes import make_page

from bot.premise import Premise, contradicted

STATEMENTS = (
    "Ruritania enacted the Halls Act in 2020",
    "Syldavia and Borduria are currently developing a halls policy",
    "Departments of halls established in Ruritania and Syldavia",
    "The price of oil increased and later decreased in Borduria",
)
PAGE = make_page(1, ("title", "Halls"), *(("bullet", each) for each in STATEMENTS))


def asked(question: str, about: str, language: str = "en", said: float = 0.6) -> Premise | None:
    hit = found(PAGE, {about: Told(score=0.6, coverage=said, in_context=said)})
    return contradicted(question, language, [hit], lambda text: True)


@pytest.mark.parametrize(
    ("question", "language", "at", "act"),
    [
        ("Why did Ruritania repeal its Halls Act?", "en", 0, "repeal"),
        ("When was the Halls Act abolished?", "en", 0, "abolished"),
        ("Why did Syldavia adopt its halls policy in 2010?", "en", 1, "adopt"),
        ("Pourquoi la Syldavie a-t-elle supprimé son département ?", "fr", 2, "supprimé"),
        ("¿Cuándo abolió Ruritania su departamento?", "es", 2, "abolió"),
        ("Did Ruritania close its department of halls?", "en", 2, "close"),
    ],
)
def test_the_statement_that_says_the_opposite_is_found(
    question: str, language: str, at: int, act: str
) -> None:
    premise = asked(question, STATEMENTS[at], language)
    assert premise is not None
    assert (premise.act, premise.match.passage.text) == (act, STATEMENTS[at])


@pytest.mark.parametrize(
    ("question", "at"),
    [
        ("Why did Ruritania enact its Halls Act?", 0),  # what the statement says too
        ("Why was the Halls Act approved?", 0),  # in other words
        ("Repeal of the Halls Act", 0),  # takes nothing for done
        ("Has the policy been adopted yet?", 1),  # asks about today
        ("Why did the price of oil decrease?", 3),  # told beside its opposite
        ("Why is the hall painted green?", 0),  # no act
    ],
)
def test_nothing_is_found_where_nothing_is_contradicted(question: str, at: int) -> None:
    assert asked(question, STATEMENTS[at]) is None


def test_a_statement_that_says_little_of_the_question_contradicts_nothing() -> None:
    assert asked("Why did Ruritania repeal its Halls Act?", STATEMENTS[0], said=0.3) is None


def test_a_statement_without_the_names_contradicts_nothing() -> None:
    hit = found(PAGE, {STATEMENTS[0]: 0.6})
    assert contradicted("Why did Borduria repeal it?", "en", [hit], lambda text: "Borduria" in text) is None
