from __future__ import annotations

import pytest

from bot.language.places import with_countries

SAID = {"japan", "korea", "republic", "of", "india", "manila", "philippines"}


def knows(word: str) -> bool:
    """Whether the sources of these tests say a word."""
    return word.lower() in SAID


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("Which law did Tokyo pass?", "Which law did Japan pass?"),
        ("How is Seoul's bill called?", "How is Republic of Korea's bill called?"),
        ("How fast did it grow in Seoul's economy?", "How fast did it grow in Republic of Korea's economy?"),
        ("What do New Delhi's programmes offer?", "What do India's programmes offer?"),
    ],
)
def test_a_capital_that_acts_is_its_country(asked: str, understood: str) -> None:
    assert with_countries(asked, knows) == understood


@pytest.mark.parametrize(
    "asked",
    [
        "How many cooperatives are there in Seoul?",  # the city
        "What did Manila host?",  # the sources speak of Manila
        "What did Oslo decide?",  # they do not speak of Norway
        "tell me more of the lima bean",  # no name
        "Which law did the Tokyoites pass?",
    ],
)
def test_a_capital_that_is_a_place_or_unknown_stays(asked: str) -> None:
    assert with_countries(asked, knows) == asked
