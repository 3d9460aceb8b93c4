from __future__ import annotations

import pytest

from bot.parts import Part, parts_of


def sides(text: str) -> list[tuple[str, str]]:
    """Each side of a comparison with the question that is asked of it."""
    return [(part.side, part.text) for part in parts_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is the difference between ICA and COPAC?", ["ICA", "COPAC"]),
        ("How does the ICA differ from the COPAC?", ["ICA", "COPAC"]),
        ("How do Linux and Tiki compare?", ["Linux", "Tiki"]),
        ("social enterprises versus cooperatives", ["social enterprises", "cooperatives"]),
        ("Compare cooperatives and social enterprises", ["cooperatives", "social enterprises"]),
        ("Which came first, the Academy or the Task Force?", ["Academy", "Task Force"]),
        ("Quelle différence entre une coopérative et une mutuelle ?", ["coopérative", "mutuelle"]),
        ("En quoi une coopérative diffère-t-elle d'une association ?", ["coopérative", "association"]),
        ("¿En qué se diferencian las cooperativas de las mutuales?", ["cooperativas", "mutuales"]),
        ("Comparar Japón y Filipinas", ["Japón", "Filipinas"]),
        ("How far along are Japan and Korea, respectively, with their laws?", ["Japan", "Korea"]),
    ],
)
def test_a_comparison_has_two_sides(text: str, expected: list[str]) -> None:
    assert [part.side for part in parts_of(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Compare the steps taken by Japan and by the Philippines",
        "Compare the steps taken by Japan and the Philippines",
        "Compare the steps taken by Japan with those taken by the Philippines",
    ],
)
def test_what_belongs_to_both_sides_is_asked_of_both(text: str) -> None:
    (first, asked_first), (second, asked_second) = sides(text)

    assert (first, asked_first) == ("Japan", "the steps taken by Japan")
    assert second.endswith("Philippines")
    assert asked_second.endswith("Philippines")


def test_a_word_that_stands_for_what_belongs_to_both_is_no_side() -> None:
    assert sides("Compare our work in Tunisia with that in South Africa") == [
        ("Tunisia", "our work in Tunisia"),
        ("South Africa", "our work in South Africa"),
    ]


def test_what_stands_behind_both_sides_is_asked_of_both() -> None:
    assert sides("Compare cooperatives and companies in terms of jobs") == [
        ("cooperatives", "cooperatives in terms of jobs"),
        ("companies", "companies in terms of jobs"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is COPAC and when was it founded?", ["What is COPAC?", "When was it founded?"]),
        ("What is COPAC? Who are its members?", ["What is COPAC?", "Who are its members?"]),
        ("¿Cuál es el presupuesto y quién lo financia?", ["Cuál es el presupuesto?", "Quién lo financia?"]),
        (
            "Qui préside l'UNTFSSE et combien de membres a-t-elle ?",
            ["Qui préside l'UNTFSSE?", "Combien de membres a-t-elle?"],
        ),
    ],
)
def test_two_questions_in_one_are_two(text: str, expected: list[str]) -> None:
    assert parts_of(text) == tuple(Part(text=each) for each in expected)


@pytest.mark.parametrize(
    "text",
    [
        "What is said to be timely, and why?",
        "¿Qué edad y cuántos meses se exigen para el certificado?",
        "What is offered in Nepal and in Indonesia?",
        "Which country had both Our.Coop and My.Coop training?",
        "What are the values and principles of cooperatives?",
        "Compare it",
    ],
)
def test_a_question_that_asks_for_one_thing_has_no_parts(text: str) -> None:
    assert parts_of(text) == ()


def test_a_part_that_is_not_answered_is_called_by_its_side_or_its_text() -> None:
    assert Part(text="the steps of Japan", side="Japan").name == "Japan"
    assert Part(text="Who pays?").name == "Who pays?"
