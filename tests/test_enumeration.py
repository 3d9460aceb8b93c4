from __future__ import annotations

import pytest
from bot_fakes import statements
from fakes import make_page

from bot.enumeration import announced, enumerated, joined_to, leads
from ingest.types import Passage

LEAD = "They are informed in respect of:"
ARTICLE = make_page(
    5,
    ("title", "Article 4"),
    ("paragraph", LEAD),
    ("paragraph", "a) the hours:"),
    ("paragraph", "(i) by day; and"),
    ("paragraph", "(ii) by night;"),
    ("paragraph", "b) the wages."),
    ("paragraph", "The Convention is in force."),
)
ITEMS = ["a) the hours:", "(i) by day; and", "(ii) by night;", "b) the wages."]


def said(text: str, page: list[Passage]) -> Passage:
    """The statement with that text."""
    return next(passage for passage in page if passage.text == text)


@pytest.fixture
def page() -> list[Passage]:
    """The statements of an article with a list in a list."""
    return statements(ARTICLE)


def test_a_lead_in_stands_over_its_items_and_theirs(page: list[Passage]) -> None:
    assert [p.text for p in enumerated(said(LEAD, page), page)] == ITEMS


def test_an_item_that_leads_in_others_stands_over_them_alone(page: list[Passage]) -> None:
    assert [p.text for p in enumerated(said("a) the hours:", page), page)] == ITEMS[1:3]


def test_a_whole_sentence_leads_in_nothing(page: list[Passage]) -> None:
    assert enumerated(said("b) the wages.", page), page) == []
    assert enumerated(said("The Convention is in force.", page), page) == []


def test_an_item_stands_under_all_that_leads_it_in(page: list[Passage]) -> None:
    assert [p.text for p in leads(said("(ii) by night;", page), page)] == [LEAD, "a) the hours:"]
    assert [p.text for p in leads(said("b) the wages.", page), page)] == [LEAD]
    assert leads(said("The Convention is in force.", page), page) == []


@pytest.mark.parametrize(
    ("item", "other"), [("(i) by day; and", "(ii) by night;"), ("(ii) by night;", "(i) by day; and")]
)
def test_items_joined_by_and_belong_together(item: str, other: str, page: list[Passage]) -> None:
    assert [p.text for p in joined_to(said(item, page), page)] == [other]


def test_after_h_comes_the_letter_i() -> None:
    letters = [("paragraph", f"{letter}) one of them;") for letter in "ghi"]
    page = statements(make_page(1, ("title", "T"), ("paragraph", "All of:"), *letters))  # type: ignore[arg-type]

    assert len(enumerated(page[1] if page[0].kind == "title" else page[0], page)) == 3


def test_a_statement_that_breaks_off_goes_on_behind_it() -> None:
    page = statements(
        make_page(
            2,
            ("title", "Clauses"),
            ("paragraph", "§3 says:"),
            ("paragraph", "You lose the licence."),
            ("paragraph", "Rejected because ..."),
            ("paragraph", "Too late"),
            ("paragraph", "Too long"),
        )
    )

    assert [p.text for p in announced(said("§3 says:", page), page)] == ["You lose the licence."]
    assert [p.text for p in announced(said("Rejected because ...", page), page)] == ["Too late", "Too long"]
    assert announced(said("Too late", page), page) == []
