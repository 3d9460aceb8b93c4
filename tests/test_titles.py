from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes import make_page

from ingest.library import SqliteLibrary
from ingest.titles import Titles
from ingest.types import Source

PAGES = [
    ("Fund Borealis", ("deck", 2)),
    ("Charles Andrews (politician)", ("deck", 3)),
    ("Overview", ("deck", 4)),
    ("Overview", ("report", 1)),
    ("lessons", ("deck", 5)),
    ("II", ("deck", 6)),
    ("", ("deck", 7)),
    ("R193", ("deck", 8)),
    ("C. Borg & Co. (Malta)", ("deck", 9)),
]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The Fund Borealis pays.", [("deck", 2)]),
        ("It was founded by Charles Andrews in 1871.", [("deck", 3)]),
        ("Read R193, and ask the Fund Borealis", [("deck", 8), ("deck", 2)]),
        ("Ask C. Borg & Co. about it.", [("deck", 9)]),
    ],
)
def test_a_page_is_named_by_its_whole_title_without_what_tells_it_from_another(
    text: str, named: list[tuple[str, int]]
) -> None:
    assert Titles(PAGES).named_in(text) == named


@pytest.mark.parametrize(
    "text",
    [
        "The fund Borealis",
        "Fund Borealist",
        "A Fund of Borealis",
        "In the Overview",
        "our lessons",
        "Part II",
        "",
    ],
)
def test_a_page_is_not_named_by_other_letters_a_title_of_several_pages_or_one_that_is_no_name(
    text: str,
) -> None:
    assert Titles(PAGES).named_in(text) == []


def test_the_library_gives_the_titles_of_the_pages_that_are_shown(tmp_path: Path) -> None:
    library = SqliteLibrary(tmp_path / "library.sqlite", create=True)
    source = Source(source_id="deck", title="Deck", kind="deck")
    pages = [
        make_page(1, ("title", "Fund Borealis")),
        make_page(2, ("paragraph", "Alone.")),
        replace(make_page(3, ("title", "Hidden")), hidden=True),
    ]
    library.add(0, source, pages, [])

    titles = library.titles()
    library.close()

    assert titles == [("Fund Borealis", ("deck", 1)), ("", ("deck", 2))]
