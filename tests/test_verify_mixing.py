"""What two statements, or two items of one, tell of two is not told of one."""

from __future__ import annotations

import pytest

from bot.model.claim import Claim, Evidence
from bot.model.mixing import mixed
from bot.model.verify import verify

TWO = (
    Evidence(text="The guild repairs ferries in Norway"),
    Evidence(text="The guild paints lighthouses in Peru"),
)
ITEMS = Evidence(text="Harbour lights (Chile) & sea rescue (Ghana, Togo)")
LEAD = (Evidence(text="The guild shall not:"), Evidence(text="(a) repair ferries of non-members"))


def fault(sentence: str, language: str = "en") -> list[str]:
    return list(mixed(Claim(sentence, language), TWO))


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The guild repairs ferries in Peru.", "en"),
        ("The guild paints ferries in Norway.", "en"),
        ("La guilde peint des phares en Norvège.", "fr"),
    ],
)
def test_a_stretch_that_no_statement_bears_out_is_told(sentence: str, language: str) -> None:
    assert fault(sentence, language)
    assert verify(sentence, TWO, language).fault is not None


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("The guild repairs ferries in Norway and paints lighthouses in Peru.", "en"),
        ("It repairs ferries, and it paints lighthouses.", "en"),
        ("La guilde répare des ferries en Norvège et peint des phares au Pérou.", "fr"),
    ],
)
def test_statements_told_one_after_the_other_are_not_mixed(sentence: str, language: str) -> None:
    assert fault(sentence, language) == []


def test_what_stands_in_brackets_belongs_to_what_stands_before() -> None:
    assert not list(mixed(Claim("Sea rescue is under way in Togo.", "en"), (ITEMS,)))
    assert list(mixed(Claim("Sea rescue is under way in Chile.", "en"), (ITEMS,)))


def test_a_lead_in_is_said_with_each_of_its_items() -> None:
    assert not list(mixed(Claim("The guild shall not repair ferries of non-members.", "en"), LEAD))
