from __future__ import annotations

import pytest

from bot.language.names import forms, names_in_lower_case

NAMES = [
    "tunisian",
    "nigeria",
    "italian",
    "italy",
    "japanese",
    "japan",
    "peruvian",
    "india",
    "indian",
    "kosea",
]


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("tunisia", ["tunisian"]),
        ("itali", ["italian", "italy"]),
        ("italian", ["italy"]),
        ("japanese", ["japan"]),
        ("peru", ["peruvian"]),
        ("india", ["indian"]),
    ],
)
def test_a_country_and_its_adjective_are_one_name(term: str, expected: list[str]) -> None:
    assert forms(term, NAMES) == expected


@pytest.mark.parametrize("term", ["niger", "korea", "ind"])
def test_names_that_only_begin_alike_are_two(term: str) -> None:
    assert forms(term, NAMES) == []


def test_only_what_is_left_of_a_country_is_left_out() -> None:
    assert forms("marketing", ["markan"]) == []


@pytest.mark.parametrize("name", ["germany", "korea", "palestinian", "tunisia", "lanka"])
def test_places_and_peoples_are_names_in_lower_case_too(name: str) -> None:
    assert name in names_in_lower_case()


@pytest.mark.parametrize(
    "word", ["goals", "territories", "conventions", "nations", "lent", "turkey", "internet"]
)
def test_words_of_longer_names_and_other_words_are_none(word: str) -> None:
    assert word not in names_in_lower_case()
