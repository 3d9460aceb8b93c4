from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parse_support import assert_exact, drawn, read

from ingest.errors import ParseError
from ingest.lines import joined


def test_form_feeds_separate_slides_and_the_first_short_line_is_the_title(tmp_path: Path) -> None:
    parsed = read(tmp_path / "a.txt", "A title\n\nSome text.\f\fLast one\n\n• first\n• second\n")
    assert parsed.kind == "deck"
    assert [page.unit for page in parsed.pages] == ["slide"] * 3
    assert [page.title for page in parsed.pages] == ["A title", "", "Last one"]
    assert drawn(parsed.pages[2]) == [("title", "Last one"), ("bullet", "first"), ("bullet", "second")]
    assert parsed.title == "A title"
    assert parsed.warnings == ("1 slide has no text: 2",)
    assert_exact(parsed.pages)


def test_a_text_without_form_feeds_is_a_document_of_one_page(tmp_path: Path) -> None:
    parsed = read(tmp_path / "a.txt", "A sentence.\n")
    assert (parsed.kind, [page.unit for page in parsed.pages], parsed.title) == ("document", ["page"], "")


def test_lines_broken_in_mid_sentence_are_joined(tmp_path: Path) -> None:
    text = "Report\n\nThe enterprises which\nproduce goods for the\nUnited Nations.\n\nAnother paragraph.\n"
    page = read(tmp_path / "a.txt", text).pages[0]
    assert drawn(page) == [
        ("title", "Report"),
        ("paragraph", "The enterprises which produce goods for the United Nations."),
        ("paragraph", "Another paragraph."),
    ]


def test_a_sentence_goes_on_below_a_blank_line_when_nothing_else_can_be_meant(tmp_path: Path) -> None:
    page = read(
        tmp_path / "a.txt", "Title.\n\n• needs in light of the strategic\n\nobjectives\n\n• more\n"
    ).pages[0]
    assert drawn(page)[1:] == [("bullet", "needs in light of the strategic objectives"), ("bullet", "more")]


def test_short_lines_that_had_room_for_more_stay_apart(tmp_path: Path) -> None:
    page = read(tmp_path / "a.txt", "Apples.\nPears\nPlums\n").pages[0]
    assert page.text == "Apples.\nPears\nPlums"


def test_bullets_of_every_make_and_their_nesting(tmp_path: Path) -> None:
    text = "List.\n\n• one\n  – deeper\n  – again\n\uf0b7 two\n- three\n* four\n\n1. first\n2) second\n"
    page = read(tmp_path / "a.txt", text).pages[0]
    assert [(b.level, b.number, page.text[b.start : b.end]) for b in page.blocks if b.kind == "bullet"] == [
        (0, None, "one"),
        (1, None, "deeper"),
        (1, None, "again"),
        (0, None, "two"),
        (0, None, "three"),
        (0, None, "four"),
        (0, 1, "first"),
        (0, 2, "second"),
    ]


def test_a_number_at_the_head_of_a_broken_line_is_no_bullet(tmp_path: Path) -> None:
    page = read(
        tmp_path / "a.txt",
        "It was adopted in the Convention No. 87 and on March\n15. Then it came into force.\n",
    ).pages[0]
    assert page.text == "It was adopted in the Convention No. 87 and on March 15. Then it came into force."


def test_a_source_line_is_a_caption(tmp_path: Path) -> None:
    page = read(tmp_path / "a.txt", "Text.\n\nSource: ILO, 2020\n\n-- An author\n").pages[0]
    assert drawn(page)[1:] == [("caption", "Source: ILO, 2020"), ("caption", "-- An author")]


@pytest.mark.parametrize(
    ("left", "right", "words", "typeset", "whole"),
    [
        ("a non-", "profit body", (), False, "a non-profit body"),
        ("a non-", "profit body", (), True, "a non-profit body"),
        ("the coop-", "eration", (), True, "the cooperation"),
        ("the coop-", "eration", (), False, "the coop-eration"),
        ("the coop-", "eration", ("cooperation",), False, "the cooperation"),
        ("the well-", "known", ("well-known", "wellknown"), True, "the well-known"),
        ("COVID-", "19 crisis", (), True, "COVID-19 crisis"),
        ("Franco-", "German", (), True, "Franco-German"),
        ("jobs -", "and more", (), True, "jobs - and more"),
        ("one", "two", (), True, "one two"),
    ],
)
def test_a_word_cut_by_the_end_of_its_line_is_mended(
    left: str, right: str, words: tuple[str, ...], typeset: bool, whole: str
) -> None:
    assert joined(left, right, words=words, typeset=typeset) == whole


def test_windows_1252_is_read_with_a_warning(tmp_path: Path) -> None:
    parsed = read(tmp_path / "a.txt", "Coopérative – œuvre.".encode("cp1252"))
    assert parsed.pages[0].text == "Coopérative – œuvre."
    assert parsed.warnings[0].startswith("not UTF-8")


def test_utf_16_with_its_mark_is_read(tmp_path: Path) -> None:
    assert read(tmp_path / "a.txt", "Coopérative.".encode("utf-16")).pages[0].text == "Coopérative."


def test_a_binary_file_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"'a\.txt' is not text but a binary file"):
        read(tmp_path / "a.txt", b"\x89PNG\x00\x00")


def test_white_space_alone_is_empty(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"'a\.txt' is empty"):
        read(tmp_path / "a.txt", " \n\f\n")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["• a", "- b", "1. c", "word-", "Text here.", "", "\f", "\u2028", "\u00a0", "o Sub"])
    )
)
def test_blocks_cover_the_text_exactly(tmp_path: Path, lines: list[str]) -> None:
    try:
        parsed = read(tmp_path / "a.txt", "\n".join(lines))
    except ParseError:
        assert not "".join(lines).strip()
        return
    assert_exact(parsed.pages)
