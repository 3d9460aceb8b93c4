from __future__ import annotations

import pytest

from bot.named_source import address_in
from ingest.types import Source


def convention(source_id: str, title: str = "") -> Source:
    """A legal text."""
    return Source(source_id=source_id, title=title or source_id, kind="document")


SOURCES = (
    convention("home-work-convention-1996-x0001554", "Convention concerning home work"),
    convention("minimum-age-convention-1973-x0003701"),
    convention("minimum-age-sea-convention-1936-x0004"),
    convention("labour-inspection-convention-1947-x2", "Convention (No. 81) concerning labour inspection"),
    Source(source_id="insurgency-slides", title="Civic Tech: Insurgency", kind="deck"),
    Source(source_id="curiosity-slides", title="Civic Tech: Curiosity", kind="deck"),
)


@pytest.mark.parametrize(
    ("text", "source", "rest"),
    [
        (
            "How many days does the Home Work Convention give workers?",
            "home-work-convention-1996-x0001554",
            "How many days does the give workers?",
        ),
        (
            "What is a paid homeworker under the 1996 convention?",
            "home-work-convention-1996-x0001554",
            "What is a paid homeworker under the ?",
        ),
        (
            "minimum age 1973: which ages are set for work?",
            "minimum-age-convention-1973-x0003701",
            "which ages are set for work?",
        ),
        (
            "C81: may the inspector tell who complained?",
            "labour-inspection-convention-1947-x2",
            "may the inspector tell who complained?",
        ),
        (
            "When is the break in the insurgency session?",
            "insurgency-slides",
            "When is the break in the insurgency session?",
        ),
        (
            "¿Qué edad fija el convenio de 1973 para los marineros?",
            "minimum-age-convention-1973-x0003701",
            "¿Qué edad fija el para los marineros?",
        ),
    ],
)
def test_a_source_is_named_by_its_words_with_its_year_or_kind(text: str, source: str, rest: str) -> None:
    address = address_in(text, SOURCES)

    assert address is not None
    assert (address.sources, address.rest) == (frozenset({source}), rest)


@pytest.mark.parametrize(
    "text",
    [
        "Who won the world cup in 1973?",
        "May work be done at home?",
        "How many countries used C81 for their laws?",
        "What does the convention say about strikes?",
    ],
)
def test_words_that_name_no_one_source_are_no_address(text: str) -> None:
    assert address_in(text, SOURCES) is None


def test_a_year_beside_the_kind_is_that_of_the_source() -> None:
    address = address_in("What is the minimum age for work at home under the convention of 1936?", SOURCES)

    assert address is not None
    assert address.sources == {"minimum-age-sea-convention-1936-x0004"}


def test_sources_of_one_year_are_named_alike_whatever_the_length_of_their_names() -> None:
    both = (*SOURCES, convention("seafarers-hours-of-work-and-manning-of-ships-convention-1996-x5"))

    address = address_in("Who is a worker under the convention of 1996?", both)

    assert address is not None
    assert len(address.sources) == 2


def test_of_one_source_nothing_has_to_be_said() -> None:
    assert address_in("What does the Home Work Convention say of wages?", SOURCES[:1]) is None
