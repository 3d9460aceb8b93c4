from __future__ import annotations

import pytest

from bot.place import LAST, place_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("What does slide 6 say?", (6,)),
        ("diapositive n° 6", (6,)),
        ("¿Qué dice la diapositiva 6?", (6,)),
        ("page 3 of the report", (3,)),
        ("slides 31 and 32", (31, 32)),
        ("What do slides 3 to 5 cover?", (3, 4, 5)),
        ("What is on the last slide?", (LAST,)),
        ("Que dit la première diapositive ?", (1,)),
    ],
)
def test_a_page_asked_for_as_a_whole_leaves_no_question(text: str, numbers: tuple[int, ...]) -> None:
    place = place_in(text)

    assert place is not None
    assert (place.numbers, place.rest) == (numbers, "")


def test_what_is_asked_of_the_page_is_kept() -> None:
    place = place_in("On slide 12, which countries are named?")

    assert place is not None
    assert (place.numbers, place.rest) == ((12,), "Which countries are named?")


def test_a_slide_is_told_from_a_page() -> None:
    assert [place_in(text).is_slide for text in ("slide 2", "page 2", "página 2")] == [True, False, False]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    ["Which slide has the quotation?", "a 1-page summary", "a page of 12.5 lines", "What is on page 5%?"],
)
def test_a_question_without_a_page_number_names_no_place(text: str) -> None:
    assert place_in(text) is None
