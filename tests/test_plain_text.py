from __future__ import annotations

import pytest

from bot.plain_text import plain_text


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("279.4 million people [1].", "279.4 million people."),
        ("Two say so [1][2], a third [3], [4].", "Two say so, a third."),
        ("Two say so [1, 2].", "Two say so."),
        ("279.4\u00a0million, 11\u202f421", "279.4 million, 11 421"),
        ("**279.4** million *people* and __more__", "279.4 million people and more"),
        ("5 * 3 and snake_case", "5 * 3 and snake_case"),
        ("see [the page](?page=6) now", "see the page now"),
        ("see <https://ilo.org/coop>", "see https://ilo.org/coop"),
        ("<mark>coop</mark>&nbsp;&amp; SSE", "coop & SSE"),
        (r"a \*literal\* star, \[sic\], 1 \< 2", "a *literal* star, [sic], 1 < 2"),
        ("co\u00adoperatives", "cooperatives"),
        ("Que\u0301bec", "Qu\u00e9bec"),
        ("a hard\\\nbreak", "a hard break"),
        ("`code` and ~~gone~~", "code and gone"),
    ],
)
def test_marks_are_not_read(markdown: str, read: str) -> None:
    assert plain_text(markdown) == read


def test_the_web_addresses_of_links_follow_at_the_end() -> None:
    markdown = (
        '- [The *page*](https://ilo.org/a_(b)?x=1) [1] on coops\n- [here](http://ilo.org/c\\_d "Title")'
    )

    assert plain_text(markdown).split("\n") == [
        *("The page on coops", "here", "https://ilo.org/a_(b)?x=1", "http://ilo.org/c_d"),
    ]


def test_a_line_broken_within_a_paragraph_is_read_as_one_line() -> None:
    assert plain_text("work on\ncooperatives\n\nand wider SSE") == "work on cooperatives\nand wider SSE"
    assert plain_text("> work on\n> cooperatives\n\nand") == "work on cooperatives\nand"


def test_each_item_heading_and_quotation_is_a_line_of_its_own() -> None:
    items = "## Slide 6\n- Mexico\n- Spain\n  since 2011\n1. first\n> quoted\n\n---\n"
    markdown = f"{items}| a | b |\n|---|---|\n| c | d |"

    assert plain_text(markdown).split("\n") == [
        *("Slide 6", "Mexico", "Spain since 2011", "1. first", "quoted", "a b", "c d"),
    ]


def test_a_fence_and_the_code_in_it_stay_visible() -> None:
    assert plain_text("So:\n```python\nx = a[1] * b\n```\ndone") == "So:\n```python\nx = a[1] * b\n```\ndone"


def test_nothing_is_read_in_nothing() -> None:
    assert plain_text(" \n\n") == ""
