from __future__ import annotations

import pytest

from ingest.links import linked_sources, same_address
from ingest.page import PageBuilder
from ingest.types import Page, SlideRef, Source

DECK = Source(source_id="deck", title="Deck", kind="deck")


def page(number: int, *links: tuple[str, str], hidden: bool = False) -> Page:
    made = PageBuilder(source_id="deck", number=number)
    for text, url in links:
        made.link(text, url)
    return made.build(hidden=hidden)


def graph(*pages: Page, known: tuple[Source, ...] = ()) -> list[Source]:
    return linked_sources([(DECK, pages)], [DECK, *known])[1:]


def test_a_link_becomes_a_source_with_the_slides_that_link_to_it() -> None:
    [found] = graph(
        page(1, ("the report", "https://www.ilo.org/r/")), page(3, ("again", "http://ilo.org/r#x"))
    )
    assert (found.source_id, found.title, found.url, found.path) == (
        "ilo-org-r",
        "the report",
        "https://www.ilo.org/r/",
        None,
    )
    assert found.linked_from == (SlideRef(source_id="deck", page=1), SlideRef(source_id="deck", page=3))


def test_a_link_to_a_source_of_the_manifest_is_no_other_source() -> None:
    known = Source(
        source_id="r",
        title="R",
        kind="document",
        url="https://ilo.org/r",
        linked_from=(SlideRef(source_id="deck", page=1),),
    )
    [found] = graph(
        page(1, ("r", "https://www.ilo.org/r")), page(2, ("r", "https://ilo.org/r/")), known=(known,)
    )
    assert (found.source_id, [ref.page for ref in found.linked_from]) == ("r", [1, 2])


def test_links_of_hidden_slides_and_links_that_are_not_of_the_web_do_not_count() -> None:
    assert graph(page(1, ("x", "https://a.org"), hidden=True), page(2, ("y", "mailto:a@b.org"))) == []


def test_an_address_that_is_only_written_out_is_its_own_title() -> None:
    [found] = graph(page(1, ("https://a.org/x", "https://a.org/x")))
    assert found.title == "a.org/x"


def test_long_addresses_and_equal_ids_are_told_apart() -> None:
    one, two, three = graph(
        page(1, ("a", "https://a.org/x?y"), ("b", "https://a.org/x/y"), ("c", f"https://a.org/{'z' * 80}"))
    )
    assert one.source_id == "a-org-x-y"
    assert two.source_id.startswith("a-org-x-y-")
    assert len(three.source_id) <= 60


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.org/", "https://a.org"),
        ("https://A.org/b/", "https://a.org/b#c"),
        ("https://a.org/index.html", "https://a.org/"),
    ],
)
def test_addresses_of_the_same_page(one: str, other: str) -> None:
    assert same_address(one) == same_address(other)
    assert same_address(f"{one}x") != same_address(other)
