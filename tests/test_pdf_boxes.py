from __future__ import annotations

from pathlib import Path

import pytest
from fpdf import FPDF
from parse_support import read

from ingest.errors import ParseError, UnknownPageError
from ingest.pdf_boxes import quote_boxes
from ingest.types import Box


def paper(path: Path, *lines: tuple[float, float, str]) -> str:
    """Prints lines at places (mm from the left and top of A4); the text as it is read."""
    pdf = FPDF()
    pdf.set_font("Helvetica", size=12)
    pdf.add_page()
    for left, top, words in lines:
        pdf.text(left, top, words)
    path.write_bytes(bytes(pdf.output()))
    return read(path, path.read_bytes()).pages[0].text


def boxes(path: Path, text: str, quote: str, *, last: bool = False) -> list[Box]:
    start = text.rindex(quote) if last else text.index(quote)
    return quote_boxes(path, 1, text, [(start, start + len(quote))])


def test_a_box_stands_where_the_words_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    text = paper(path, (20, 100, "Cooperatives provide jobs"), (20, 200, "Something else"))
    ((left, top, right, bottom),) = boxes(path, text, "provide jobs")
    assert 0.2 < left < right < 0.4
    assert top < 100 / 297 < bottom + 0.01
    assert bottom - top < 0.03


def test_every_printed_line_has_a_box_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    text = paper(path, (20, 100, "Cooperatives provide jobs in"), (20, 106, "every country"))
    first, second = boxes(path, text, "jobs in every country")
    assert first[3] <= second[1] + 0.01
    assert second[0] < first[0]


def test_a_word_mended_when_it_was_read_is_found_by_its_letters(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    text = paper(
        path,
        (20, 100, "All about the cooperatives of the world and their associa-"),
        (20, 106, "tions, each of which is one of the associations of persons"),
    )
    assert "their associations" in text
    assert len(boxes(path, text, "their associations")) == 2


def test_of_words_that_stand_twice_the_ones_quoted_are_boxed(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    text = paper(path, (20, 60, "Jobs in Asia."), (20, 200, "Jobs in Asia."))
    assert boxes(path, text, "Jobs in Asia")[0][1] < 0.3
    assert boxes(path, text, "Jobs in Asia", last=True)[0][1] > 0.6


def test_words_that_are_not_printed_have_no_box(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    paper(path, (20, 100, "Cooperatives provide jobs"))
    assert quote_boxes(path, 1, "Mutuals provide care", [(0, 7), (3, 3)]) == []


def test_a_page_or_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    paper(path, (20, 100, "Cooperatives provide jobs"))
    with pytest.raises(UnknownPageError, match="no page 2"):
        quote_boxes(path, 2, "x", [(0, 1)])
    path.write_bytes(b"no pdf")
    with pytest.raises(ParseError):
        quote_boxes(path, 1, "x", [(0, 1)])
