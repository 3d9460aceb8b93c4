from __future__ import annotations

from itertools import pairwise

import pytest
from fakes import make_page
from hypothesis import given
from hypothesis import strategies as st

from ingest.chunk import SECTION_CHARS, SENTENCE_CHARS, STATEMENT_CHARS, passages_of
from ingest.types import BlockKind, Page, Passage

KINDS: list[BlockKind] = ["heading", "paragraph", "bullet", "quote", "caption", "row", "code"]


def statements(page: Page, language: str = "en") -> list[Passage]:
    """The statements among the passages of a page."""
    return [passage for passage in passages_of(page, language) if passage.grain == "statement"]


def sections(page: Page) -> list[Passage]:
    """The page-grain passages of a page."""
    return [passage for passage in passages_of(page) if passage.grain == "page"]


def texts(passages: list[Passage]) -> list[str]:
    """What the passages say."""
    return [passage.text for passage in passages]


def test_a_slide_is_one_section_and_a_statement_a_bullet() -> None:
    page = make_page(
        7, ("title", "Members"), ("bullet", "27.2 million work"), ("bullet", "16 million are employees")
    )
    assert [(p.passage_id, p.grain, p.text) for p in passages_of(page)] == [
        ("deck/7/0", "page", page.text),
        ("deck/7/1", "statement", "Members"),
        ("deck/7/2", "statement", "27.2 million work"),
        ("deck/7/3", "statement", "16 million are employees"),
    ]


def test_a_page_without_text_has_no_passages() -> None:
    assert passages_of(make_page(1)) == []


def test_a_bullet_carries_its_title_its_lead_in_and_the_bullets_above_it() -> None:
    page = make_page(
        1,
        ("title", "Framework"),
        ("heading", "In Africa"),
        ("paragraph", "Laws were adopted. They came in these countries:"),
        ("bullet", "Tunisia"),
        ("bullet", "in 2020"),
        ("bullet", "Senegal"),
        levels=(0, 0, 0, 0, 1, 0),
    )
    assert {p.text: p.context.split("\n") for p in statements(page)[-3:]} == {
        "Tunisia": ["Framework", "In Africa", "They came in these countries:"],
        "in 2020": ["Framework", "In Africa", "They came in these countries:", "Tunisia"],
        "Senegal": ["Framework", "In Africa", "They came in these countries:"],
    }


def test_a_lead_in_ends_with_its_list_and_a_heading_with_its_part() -> None:
    page = make_page(
        1,
        ("title", "T"),
        ("heading", "First"),
        ("paragraph", "These are:"),
        ("bullet", "one"),
        ("paragraph", "Another matter."),
        ("bullet", "two"),
        ("heading", "Second"),
        ("bullet", "three"),
    )
    assert {p.text: p.context.split("\n") for p in statements(page)[1:]} == {
        "First": ["T"],
        "Second": ["T"],
        "These are:": ["T", "First"],
        "one": ["T", "First", "These are:"],
        "Another matter.": ["T", "First"],
        "two": ["T", "First"],
        "three": ["T", "Second"],
    }


def test_a_paragraph_is_taken_sentence_by_sentence() -> None:
    page = make_page(1, ("title", "T"), ("paragraph", "One is here.  Two is there! Is three?"))
    assert texts(statements(page)) == ["T", "One is here.", "Two is there!", "Is three?"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("See Recommendation No. 193 and Rec. 204 on this.", "en"),
        ("Mr. Smith wrote it (cf. R. 193).", "en"),
        ("It is about 279.4 million approx. 10 per cent.", "en"),
        ("Voir la recommandation n° 193, art. 3.", "fr"),
        ("Véase la Recomendación núm. 193 de la OIT.", "es"),
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str, language: str) -> None:
    page = make_page(1, ("title", "T"), ("paragraph", text))
    assert texts(statements(page, language))[1:] == [text]


def test_a_sentence_that_leans_on_the_one_before_carries_it() -> None:
    page = make_page(
        1,
        ("title", "T"),
        ("paragraph", "Coops are old. They employ many. Banks lend."),
        ("paragraph", "These grow."),
    )
    assert [(p.text, p.context) for p in statements(page)[1:]] == [
        ("Coops are old.", "T"),
        ("They employ many.", "T\nCoops are old."),
        ("Banks lend.", "T"),
        ("These grow.", "T\nBanks lend."),
    ]


def test_a_short_bullet_is_kept_whole_and_a_long_one_is_taken_by_sentences() -> None:
    sentence = "A sentence of words. "
    short = (sentence * 20).strip()
    long = (sentence * 21).strip()
    assert len(short) <= STATEMENT_CHARS < len(long)
    assert texts(statements(make_page(1, ("bullet", short)))) == [short]
    assert texts(statements(make_page(1, ("bullet", long)))) == [sentence.strip()] * 21


def test_a_sentence_without_end_is_cut_between_words() -> None:
    endless = "word, " * 390
    page = make_page(1, ("paragraph", endless.strip()))
    parts = texts(statements(page))
    assert len(parts) == 3
    assert all(len(part) <= SENTENCE_CHARS for part in parts)
    assert " ".join(parts) == endless.strip()
    assert all(part.endswith("word,") for part in parts[:-1])


def test_a_long_page_is_cut_into_sections_that_bear_its_title() -> None:
    blocks: list[tuple[BlockKind, str]] = [("paragraph", f"{n:03} " + "x" * 296) for n in range(7)]
    page = make_page(1, ("title", "The title"), *blocks)
    found = sections(page)
    assert [(p.text[:3], len(p.text), p.context) for p in found] == [
        ("The", 9 + 1 + 300 + 1 + 300, ""),
        ("002", 300 + 1 + 300, "The title"),
        ("004", 300 + 1 + 300, "The title"),
        ("006", 300, "The title"),
    ]


def test_a_paragraph_longer_than_a_section_is_cut_at_sentences() -> None:
    page = make_page(1, ("paragraph", "A sentence of five words. " * 80))
    found = sections(page)
    assert len(found) == 3
    assert all(p.text.startswith("A sentence") and p.text.endswith("words.") for p in found)


def test_the_vector_of_a_passage_stands_for_its_context_too() -> None:
    page = make_page(1, ("title", "Members"), ("bullet", "27.2 million"))
    assert statements(page)[1].embedded_text == "Members\n27.2 million"
    assert statements(page)[0].embedded_text == "Members"


def test_a_statement_tells_the_kind_of_its_block() -> None:
    page = make_page(1, ("title", "T"), ("row", "Asia | 191 million"), ("caption", "One. Two."))
    assert [p.kind for p in statements(page)] == ["title", "row", "caption", "caption"]


def test_the_title_of_a_slide_says_something_and_that_of_a_section_only_when_it_stands_alone() -> None:
    lines: list[tuple[BlockKind, str]] = [("title", "Coops provide jobs"), ("bullet", "Many")]
    assert texts(statements(make_page(1, *lines))) == ["Coops provide jobs", "Many"]
    assert texts(statements(make_page(1, *lines, source_id="report"))) == ["Many"]
    assert texts(statements(make_page(1, *lines[:1], source_id="report"))) == ["Coops provide jobs"]


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
ends = st.sampled_from(["", "", ".", ":", "!", "?", ";", ",", "。", "…", '."', " No."])
lines = st.lists(st.tuples(words, ends).map("".join), min_size=1, max_size=40).map(" ".join)
long_lines = st.tuples(lines, st.integers(1, 60)).map(lambda pair: " ".join([pair[0]] * pair[1]))
blocks = st.tuples(st.sampled_from(KINDS), st.one_of(lines, long_lines), st.integers(0, 3))


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """A page of random blocks, with or without a title."""
    body = draw(st.lists(blocks, max_size=8))
    title: list[tuple[BlockKind, str]] = [("title", draw(lines))] if draw(st.booleans()) else []
    levels = [0] * len(title) + [level for _, _, level in body]
    source_id = draw(st.sampled_from(["deck", "report"]))
    return make_page(1, *title, *((kind, text) for kind, text, _ in body), levels=levels, source_id=source_id)


def solid(text: str) -> str:
    """The text without its white space."""
    return "".join(text.split())


@given(pages(), st.sampled_from(["en", "fr", "es", "ar", "xx"]))
def test_passages_of_any_page(page: Page, language: str) -> None:
    passages = passages_of(page, language)

    assert [p.ordinal for p in passages] == list(range(len(passages)))
    assert [p.grain for p in passages] == sorted((p.grain for p in passages), key=["page", "statement"].index)
    for passage in passages:
        assert page.text[passage.start : passage.end] == passage.text
        assert passage.text.strip() == passage.text != ""

    for grain in ("page", "statement"):
        of_grain = [p for p in passages if p.grain == grain]
        assert all(one.end <= next_.start for one, next_ in pairwise(of_grain))

    for statement in (p for p in passages if p.grain == "statement"):
        [block] = [b for b in page.blocks if b.start <= statement.start < b.end]
        assert statement.end <= block.end
        assert block.kind == statement.kind

    for block in page.blocks:
        within = [p.text for p in passages if p.grain == "statement" and block.start <= p.start < block.end]
        named = block.kind == "title" and page.unit != "slide" and len(page.blocks) > 1
        said = "" if named else page.text[block.start : block.end]
        assert solid("".join(within)) == solid(said)

    whole = [p for p in passages if p.grain == "page"]
    assert solid("".join(p.text for p in whole)) == solid(page.text)
    assert all(len(p.text) <= SECTION_CHARS for p in whole)
