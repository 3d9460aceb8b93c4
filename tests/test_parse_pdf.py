from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fpdf import FPDF
from parse_support import assert_exact, drawn, read

from ingest import parse_pdf, parse_pdf_text
from ingest.errors import ParseError, UnknownPageError
from ingest.page import Parsed
from ingest.parse_pdf import page_picture


class Paper(FPDF):
    """A PDF whose lines are printed one by one."""

    @property
    def accept_page_break(self) -> bool:
        """False: a test says itself where a page ends."""
        return False

    def lines(self, *texts: str, size: float = 12, gap: float = 0) -> None:
        """Print lines below each other, after a gap."""
        self.set_font("Helvetica", size=size)
        self.ln(gap)
        for text in texts:
            self.cell(0, size * 0.45, text, new_x="LMARGIN", new_y="NEXT")


def slides() -> Paper:
    return Paper(orientation="landscape", format=(148, 210))


@pytest.fixture
def parsed(tmp_path: Path) -> Callable[[FPDF], Parsed]:
    def saved(paper: FPDF) -> Parsed:
        result = read(tmp_path / "a.pdf", bytes(paper.output()))
        assert_exact(result.pages)
        return result

    return saved


def test_landscape_pages_are_slides_with_title_and_bullets(parsed: Callable[[FPDF], Parsed]) -> None:
    paper = slides()
    paper.add_page()
    paper.lines("What is a cooperative,", "and what is it not?", size=26)
    paper.lines(
        "- An autonomous association of persons who own it", "and who govern it", "- A second point", gap=8
    )
    result = parsed(paper)
    assert (result.kind, result.pages[0].unit) == ("deck", "slide")
    assert drawn(result.pages[0]) == [
        ("title", "What is a cooperative, and what is it not?"),
        ("bullet", "An autonomous association of persons who own it and who govern it"),
        ("bullet", "A second point"),
    ]


def test_a_slide_is_read_by_rows_whatever_the_order_of_drawing(parsed: Callable[[FPDF], Parsed]) -> None:
    paper = slides()
    paper.add_page()
    paper.set_font("Helvetica", size=12)
    paper.text(20, 100, "at the bottom.")
    paper.text(120, 60, "on the right.")
    paper.text(20, 63, "on the left.")
    paper.set_font("Helvetica", size=30)
    paper.text(20, 20, "The title")
    assert parsed(paper).pages[0].text == "The title\non the left.\non the right.\nat the bottom."


def test_a_document_has_its_paragraphs_rejoined_and_words_mended(parsed: Callable[[FPDF], Parsed]) -> None:
    paper = Paper()
    paper.add_page()
    paper.lines("A heading", size=20)
    paper.lines(
        "The enterprises of the social economy, which are very many, are in coop-",
        "eration with COVID-",
        "19 relief and non-",
        "profit bodies.",
        gap=8,
    )
    paper.lines("Another paragraph.", gap=8)
    result = parsed(paper)
    assert (result.kind, result.pages[0].unit) == ("document", "page")
    assert drawn(result.pages[0]) == [
        ("title", "A heading"),
        (
            "paragraph",
            "The enterprises of the social economy, which are very many, are in cooperation with "
            "COVID-19 relief "
            "and non-profit bodies.",
        ),
        ("paragraph", "Another paragraph."),
    ]


def test_larger_lines_of_a_document_are_headings(parsed: Callable[[FPDF], Parsed]) -> None:
    paper = Paper()
    paper.add_page()
    for heading in ("First part", "Second part"):
        paper.lines(heading, size=18, gap=10)
        paper.lines("Some text of this part, which goes on for a while.", gap=4)
    assert [kind for kind, _ in drawn(parsed(paper).pages[0])] == [
        "title",
        "paragraph",
        "heading",
        "paragraph",
    ]


def test_a_page_without_heading_bears_the_heading_in_force(parsed: Callable[[FPDF], Parsed]) -> None:
    paper = Paper()
    for texts in (("Heading",), (), ()):
        paper.add_page()
        if texts:
            paper.lines(*texts, size=20)
        paper.lines(f"Some text of page {'abc'[paper.page - 1]}, which goes on for a while.", gap=60)
    assert [page.title for page in parsed(paper).pages] == ["Heading"] * 3


def test_headers_and_footers_on_most_pages_are_removed(parsed: Callable[[FPDF], Parsed]) -> None:
    paper = Paper()
    for number in range(1, 5):
        paper.add_page()
        paper.lines("International Labour Office")
        paper.lines(f"Text {'abcd'[number - 1]} stands here.", gap=40)
        paper.set_y(-20)
        paper.lines(f"Page {number} of 4")
    assert [page.text for page in parsed(paper).pages] == [f"Text {letter} stands here." for letter in "abcd"]


def test_the_same_title_on_every_slide_is_no_running_header(parsed: Callable[[FPDF], Parsed]) -> None:
    paper = slides()
    for _ in range(4):
        paper.add_page()
        paper.lines("Calls for change", size=16)
        paper.lines("A text.", gap=20)
    assert [page.title for page in parsed(paper).pages] == ["Calls for change"] * 4


def test_pages_without_text_are_kept_and_reported(
    parsed: Callable[[FPDF], Parsed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    paper = Paper()
    paper.add_page()
    paper.lines("Text.")
    for _ in range(2):
        paper.add_page()
        paper.rect(10, 10, 50, 50, style="F")
    paper.add_page()
    result = parsed(paper)
    assert [bool(page.text) for page in result.pages] == [True, False, False, False]
    assert result.warnings == (
        "2 pages are pictures; install tesseract or supply text: 2, 3",
        "1 page has no text: 4",
    )


def test_links_to_the_web(parsed: Callable[[FPDF], Parsed]) -> None:
    paper = Paper()
    paper.add_page()
    paper.set_font("Helvetica", size=12)
    paper.cell(40, 10, "the report", link="https://a.org/r")
    assert [(link.text, link.url) for link in parsed(paper).pages[0].links] == [
        ("the report", "https://a.org/r")
    ]


def test_the_title_of_the_file_unless_it_is_a_file_name(parsed: Callable[[FPDF], Parsed]) -> None:
    paper = Paper()
    paper.add_page()
    paper.lines("First line", size=20)
    paper.lines("Text that is longer than the heading above it is.", gap=8)
    paper.set_title("Microsoft Word - report.doc")
    assert parsed(paper).title == "First line"
    paper = Paper()
    paper.add_page()
    paper.set_title("The report")
    assert parsed(paper).title == "The report"


def test_text_beyond_the_limit_of_a_page_is_left_out_and_said_so(
    parsed: Callable[[FPDF], Parsed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse_pdf_text, "MAX_PAGE_CHARACTERS", 5)
    paper = Paper()
    paper.add_page()
    paper.lines("Abcdefgh")
    result = parsed(paper)
    assert result.pages[0].text == "Abcde"
    assert result.warnings == ("text beyond 5 characters was left out on page 1",)


def test_a_file_of_too_many_pages_is_refused(
    parsed: Callable[[FPDF], Parsed], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parse_pdf, "MAX_PAGES", 1)
    paper = Paper()
    paper.add_page()
    paper.add_page()
    with pytest.raises(ParseError, match=r"'a\.pdf' has 2 pages, more than the 1 that are read"):
        parsed(paper)


def test_an_encrypted_file_is_refused_unless_it_opens_without_a_password(
    parsed: Callable[[FPDF], Parsed],
) -> None:
    for user, opens in (("", True), ("secret", False)):
        paper = Paper()
        paper.add_page()
        paper.lines("Text.")
        paper.set_encryption(owner_password="owner", user_password=user)
        if opens:
            assert parsed(paper).pages[0].text == "Text."
        else:
            with pytest.raises(ParseError, match=r"'a\.pdf' is encrypted with a password"):
                parsed(paper)


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match=r"'a\.pdf' is not a PDF, or is broken"):
        read(tmp_path / "a.pdf", b"%PDF-1.7\ngarbage")


def test_a_picture_of_a_page(tmp_path: Path) -> None:
    paper = slides()
    paper.add_page()
    paper.lines("Text.")
    (tmp_path / "a.pdf").write_bytes(bytes(paper.output()))
    picture = page_picture(tmp_path / "a.pdf", 1, width=640)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 640
    with pytest.raises(UnknownPageError, match=r"'a\.pdf' has no page 2: it has 1"):
        page_picture(tmp_path / "a.pdf", 2)
    with pytest.raises(ParseError, match=r"'gone\.pdf'"):
        page_picture(tmp_path / "gone.pdf", 1)


def test_files_are_read_from_several_threads(tmp_path: Path) -> None:
    paper = slides()
    for number in range(5):
        paper.add_page()
        paper.lines(f"Slide {'abcde'[number]}", size=26)
    data = bytes(paper.output())

    def titles(name: int) -> list[str]:
        page_picture(tmp_path / "0.pdf", 1, width=100)
        return [page.title for page in read(tmp_path / f"{name}.pdf", data).pages]

    (tmp_path / "0.pdf").write_bytes(data)
    with ThreadPoolExecutor(4) as pool:
        assert set(map(tuple, pool.map(titles, range(1, 9)))) == {tuple(f"Slide {x}" for x in "abcde")}
