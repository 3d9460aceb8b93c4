from __future__ import annotations

import pytest

from bot.language.names import forms

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
