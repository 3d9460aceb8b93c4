from __future__ import annotations

import pytest

from bot.asked_for import has_type, says_counted
from bot.question import understand


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("What percentage of members are women?", "9.47% of the employed", "61,717 were registered in 2013"),
        ("Quel pourcentage de femmes ?", "two thirds of members", "279.4 million people"),
        ("¿Qué porcentaje de mujeres?", "three out of four", "11,421 enterprises"),
        ("What is the budget of the project?", "It has USD 2 million", "It began in 2019 in 3 countries"),
        ("Quel est le budget du projet ?", "un fonds de 3 millions: RM 3m", "Sénégal, Cameroun"),
        ("How much does the course cost?", "The fee is 300 for members", "11 editions since 2011"),
        ("What is the name of the head of the unit?", "Led by Jane Doe", "Chiefs across time"),
        ("¿Cómo se llama la persona que dirige la unidad?", "Dr Smith", "jefes de la unidad"),
        ("Which countries took part?", "Training in Nepal and Laos", "used by more than 120 countries"),
        ("Dans quels pays ?", "Sénégal, Cameroun", "training with members"),
        ("How many are there?", "There are ten", "There are several"),
        ("What is the name of the official sent?", "Ms Ana Perez", "an official of the Ministry of Finance"),
        ("Who won the photo competition?", "It was won by the team of Nepal", "Photo competition, slides"),
        ("Who were the speakers?", "Opened by the mayor of Oslo", "It had several speakers"),
        ("Qui a signé l'accord ?", "Agreement signed with FAO", "Agreement signed in spring"),
        ("¿Quién ganó el concurso?", "Won by a team from Lima", "Photo competition"),
        ("Which observers are there, by name?", "Observers are RIPESS and others", "It has 14 observers"),
        (
            "What does PRESENT stand for?",
            "Poverty Reduction through Social Entrepreneurship (PRESENT)",
            "PRESENT",
        ),
        ("What does UNTFX stand for?", "The United Nations Inter-Agency Task Force on X", "UNTFX meets"),
        (
            "Que signifie le sigle OCDE ?",
            "Organisation de coopération et de développement économiques",
            "OCDE",
        ),
        ("¿Qué significan las siglas CIT?", "la Conferencia Internacional del Trabajo (CIT)", "la CIT"),
        ("When was it adopted?", "In June 2002", "It was adopted"),
        ("How long does it last?", "For as long as they work", "It lasts"),
    ],
)
def test_a_text_holds_the_kind_of_thing_asked_for_or_does_not(question: str, holds: str, lacks: str) -> None:
    assert has_type(understand(question), holds)
    assert not has_type(understand(question), lacks)


@pytest.mark.parametrize(
    "question", ["Who owns it?", "Why?", "What is the name of the project?", "¿Cómo se llama el proyecto?"]
)
def test_any_text_will_do_for_other_questions(question: str) -> None:
    assert has_type(understand(question), "some words")


@pytest.mark.parametrize(
    "text",
    [
        "Unemployment Convention, 1919",
        "adopted on the 29th day of October, 1919",
        "Week 7: Expert AMA",
        "Recommendation No. 193",
        "The Decline of the GPL [A11]",
        "(1) Statistics shall be kept",
        "March 29-31, 2021",
    ],
)
def test_a_number_that_counts_nothing_is_no_figure(text: str) -> None:
    assert not has_type(understand("How many unemployed were there?"), text)
    assert has_type(understand("How many unemployed were there?"), f"{text}: 300 of them")


def test_a_number_of_the_question_itself_is_no_answer_to_it() -> None:
    assert not has_type(
        understand("How many of the 300 cooperatives are banks?"), "The 300 largest cooperatives"
    )
    assert has_type(
        understand("How many of the 300 cooperatives are banks?"), "Of the 300 largest, 30 are banks"
    )


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("How many cooperatives are there in Mexico?", "Mexico: 61,717 SSEOs were registered", False),
        ("how many co-ops are there?", "100,000 cooperatives", True),
        ("how many kids work?", "160 million children", True),
        ("how many SSE enterprises in Korea", "11,421 enterprises", True),
        ("Who chairs it?", "anything", True),
        ("how many are there", "anything", True),
    ],
)
def test_what_is_counted_has_to_be_said(question: str, text: str, said: bool) -> None:
    assert says_counted(question, text) is said


@pytest.mark.parametrize("question", ["How many times was it held?", "How many of them are there?"])
def test_what_is_counted_in_general_is_whatever_the_text_counts(question: str) -> None:
    assert says_counted(question, "It had 11 editions and has 300 members")


def test_people_are_those_of_whom_the_text_says_what_they_are_asked_for() -> None:
    assert says_counted("How many people are members of it?", "It has 300 members")
    assert says_counted("How many people belong to it?", "It has 300 people in its lists")
    assert not says_counted("How many people work for the task force?", "It has 18 agencies")
