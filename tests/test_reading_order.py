"""Decks whose text stands where a designer put it: each line is drawn by the test, in no useful order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.enums import PageLabelStyle
from parse_support import assert_exact, drawn, read

from ingest import ocr, parse_pdf
from ingest.page import Parsed
from ingest.types import Page

Draw = Callable[[FPDF], None]


@pytest.fixture
def slide(tmp_path: Path) -> Callable[..., Page]:
    """The page of a slide on which those texts stand: x, y, text and size, in millimetres and points."""

    def made(*texts: tuple[float, float, str] | tuple[float, float, str, float]) -> Page:
        paper = FPDF(orientation="landscape", format=(148, 210))
        paper.add_page()
        for x, y, text, *size in texts:
            paper.set_font("Helvetica", size=size[0] if size else 12)
            paper.text(x, y, text)
        parsed = read(tmp_path / "a.pdf", bytes(paper.output()))
        assert_exact(parsed.pages)
        return parsed.pages[0]

    return made


def test_bullets_drawn_apart_are_put_before_their_text_on_three_levels(slide: Callable[..., Page]) -> None:
    page = slide(
        (10, 15, "The title", 26),
        (15, 40, "First level"),
        (25, 48, "Second level"),
        (35, 56, "Third level"),
        (25, 64, "Second again"),
        (10, 40, "-"),
        (20, 48, "-"),
        (30, 56, "-"),
        (20, 64, "-"),
    )
    assert [(b.kind, b.level, page.text[b.start : b.end]) for b in page.blocks] == [
        ("title", 0, "The title"),
        ("bullet", 0, "First level"),
        ("bullet", 1, "Second level"),
        ("bullet", 2, "Third level"),
        ("bullet", 1, "Second again"),
    ]


def test_numbers_drawn_apart_are_those_of_the_items(slide: Callable[..., Page]) -> None:
    page = slide(
        (10, 15, "Steps", 26), (10, 40, "1."), (18, 40, "Go there"), (10, 48, "2."), (18, 48, "Come back")
    )
    assert [(b.kind, b.number, page.text[b.start : b.end]) for b in page.blocks[1:]] == [
        ("bullet", 1, "Go there"),
        ("bullet", 2, "Come back"),
    ]


def test_two_columns_are_read_one_after_the_other_whatever_the_order_of_drawing(
    slide: Callable[..., Page],
) -> None:
    left = [(10.0, 40.0 + 7 * at, f"Left line {at} goes on for a while,") for at in range(5)]
    right = [(115.0, 40.0 + 7 * at, f"right line {at} goes on for a while.") for at in range(5)]
    mixed = [one for pair in zip(left, right, strict=True) for one in pair]
    page = slide(*mixed, (10, 15, "A title over both of the columns of it", 24))
    where = [page.text.index(text.split(" goes")[0]) for _, _, text in [*left, *right]]
    assert where == sorted(where)
    assert page.title == "A title over both of the columns of it"


def test_a_list_in_the_second_column_begins_at_the_outermost_level(slide: Callable[..., Page]) -> None:
    page = slide(
        (10, 15, "The title", 26),
        (10, 40, "- one point of the first list"),
        (16, 48, "- below it stands another"),
        (115, 40, "- one point of the second list"),
        (121, 48, "- below it stands another too"),
    )
    assert [b.level for b in page.blocks[1:]] == [0, 1, 0, 1]


def test_what_stands_over_and_under_columns_is_read_before_and_after_them(slide: Callable[..., Page]) -> None:
    wide = "A line of words that reaches from the left of the slide to its right, over both columns of it"
    page = slide(
        (10, 15, "The title", 26),
        (10, 120, f"{wide}, below."),
        (10, 40, f"{wide}, above."),
        (115, 55, "right one, which is long enough"),
        (115, 62, "right two, which is long enough"),
        (10, 55, "Left one, which is long enough"),
        (10, 62, "Left two, which is long enough"),
    )
    found = [
        page.text.index(words)
        for words in ("above", "Left one", "Left two", "right one", "right two", "below")
    ]
    assert found == sorted(found)


def test_cards_are_read_row_by_row_and_each_as_a_whole(slide: Callable[..., Page]) -> None:
    cards = [
        (x, y + 6 * line, f"Card {name} has line {line} of three, all of it long")
        for name, x, y in (("A", 10, 40), ("B", 115, 40), ("C", 10, 90), ("D", 115, 90))
        for line in range(3)
    ]
    page = slide((10, 15, "The title", 26), *reversed(cards))
    found = [page.text.index(f"Card {name} has line {line}") for name in "ABCD" for line in range(3)]
    assert found == sorted(found)


def test_short_words_that_stand_level_are_the_rows_of_a_table(slide: Callable[..., Page]) -> None:
    cells = [("Country", "Law", "Year"), ("Mali", "Law 14", "2014"), ("Spain", "Law 5", "2011")]
    page = slide(
        (10, 15, "The title", 26),
        *((10 + 60 * column, 40 + 15 * row, cells[row][column]) for column in range(3) for row in range(3)),
    )
    assert drawn(page)[1:] == [
        ("row", "Country | Law | Year"),
        ("row", "Mali | Law 14 | 2014"),
        ("row", "Spain | Law 5 | 2011"),
    ]


def test_cells_of_two_lines_are_one_cell(slide: Callable[..., Page]) -> None:
    page = slide(
        (10, 15, "The title", 26),
        *((10 + 80 * column, 40 + 20 * row + 5 * line, f"{'AB'[column]}{row} line {line}")
          for column in range(2) for row in range(3) for line in range(2)),
    )  # fmt: skip
    assert drawn(page)[1:] == [
        ("row", f"A{row} line 0 A{row} line 1 | B{row} line 0 B{row} line 1") for row in range(3)
    ]


def test_a_title_ends_where_space_begins_however_large_the_rest_is(slide: Callable[..., Page]) -> None:
    small = [
        (10.0, 90.0 + 6 * at, "Many small words that make up the most of all that is here") for at in range(6)
    ]
    page = slide((10, 15, "The title", 26), (10, 50, "A large label", 26), *small)
    assert page.title == "The title"


def saved(folder: Path, paper: FPDF) -> Parsed:
    return read(folder / "a.pdf", bytes(paper.output()))


def test_the_label_of_a_page_is_kept_beside_its_number(tmp_path: Path) -> None:
    paper = FPDF()
    for number in range(4):
        style = PageLabelStyle.LOWER_ROMAN if number < 2 else PageLabelStyle.NUMBER
        paper.add_page(label_style=style, label_start=1 if number in (0, 2) else None)
        paper.set_font("Helvetica", size=12)
        paper.text(20, 50, f"Text {number}")
    assert [(page.number, page.label) for page in saved(tmp_path, paper).pages] == [
        (1, "i"),
        (2, "ii"),
        (3, "1"),
        (4, "2"),
    ]


def pictures(count: int) -> FPDF:
    paper = FPDF()
    for _ in range(count):
        paper.add_page()
        paper.rect(10, 10, 50, 50, style="F")
    return paper


def test_pages_that_are_pictures_are_read_where_tesseract_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = iter(["A heading\n\nThe text of\nthe picture.\n", ""])
    monkeypatch.setattr(ocr, "tesseract", lambda: "tesseract")
    monkeypatch.setattr(ocr, "recognised", lambda png: next(said) if png.startswith(b"\x89PNG") else None)
    parsed = saved(tmp_path, pictures(2))
    assert parsed.pages[0].text == "A heading\nThe text of the picture."
    assert parsed.warnings == ("1 page was read off a picture: 1", "1 page has no text: 2")


def test_pictures_that_there_is_no_time_for_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "tesseract", lambda: "tesseract")
    monkeypatch.setattr(ocr, "seconds_left", lambda: 1.0)
    assert saved(tmp_path, pictures(2)).warnings == (
        "2 pages were left for lack of time; allow more by RAPPORTEUR_PARSE_SECONDS: 1, 2",
    )


def test_pages_that_there_is_no_time_for_are_reported_and_the_others_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = FPDF()
    for number in range(3):
        paper.add_page()
        paper.set_font("Helvetica", size=12)
        paper.text(20, 50, f"Text {number}")
    left = iter([60.0, 1.0, 1.0])
    monkeypatch.setattr(parse_pdf, "seconds_left", lambda: next(left))
    parsed = saved(tmp_path, paper)
    assert [page.text for page in parsed.pages] == ["Text 0", "", ""]
    assert parsed.warnings == (
        "2 pages were left for lack of time; allow more by RAPPORTEUR_PARSE_SECONDS: 2, 3",
    )


def test_a_page_that_is_turned_is_read_as_it_is_shown(tmp_path: Path) -> None:
    paper = FPDF(format=(148, 210))
    paper.add_page()
    for y, size, text in ((20, 26, "The title"), (50, 12, "First point."), (60, 12, "Second point.")):
        paper.set_font("Helvetica", size=size)
        with paper.rotation(90, x=0, y=0):  # drawn lying on its side, for a page that is turned
            paper.text(-190, y, text)
    data = bytes(paper.output()).replace(b"/MediaBox", b"/Rotate 90 /MediaBox")
    page = read(tmp_path / "a.pdf", data, kind="deck").pages[0]
    assert page.text == "The title\nFirst point.\nSecond point."


def test_notes_written_onto_a_page_and_fields_filled_in_are_read(tmp_path: Path) -> None:
    paper = FPDF()
    paper.add_page()
    paper.set_font("Helvetica", size=12)
    paper.text(20, 40, "Printed text.")
    paper.free_text_annotation("Written onto it.", x=20, y=60, w=60, h=10)
    assert saved(tmp_path, paper).pages[0].text == "Printed text.\nWritten onto it."
