from __future__ import annotations

import pytest

from bot.wishes import LIFT, lift


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("What is home work?", "The term “home work” means work carried out at home"),
        ("¿Qué es el trabajo a domicilio?", "The term “home work” means work carried out at home"),
        ("Why is it timely?", "Because important questions remain"),
        ("Pourquoi maintenant ?", "It is needed in order to recover"),
        ("Where does the line come from?", "Source: ILO, 2020"),
        ("What age is required?", "Persons under eighteen years"),
    ],
)
def test_a_statement_that_looks_like_what_is_asked_for_is_lifted(asked: str, text: str) -> None:
    assert lift(asked, text) == LIFT


@pytest.mark.parametrize(
    ("asked", "text"),
    [("What is home work?", "Home work is growing"), ("Who chairs it?", "It means well because it can")],
)
def test_other_statements_are_left_as_they_are(asked: str, text: str) -> None:
    assert lift(asked, text) == 1.0
