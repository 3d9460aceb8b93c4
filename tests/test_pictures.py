from __future__ import annotations

import logging
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import DECK, PAGES, REPORT
from fpdf import FPDF
from pptx import Presentation

from bot.page.pictures import PagePictures
from ingest import slide_pdf
from ingest.isolation import FileReader
from ingest.slide_pdf import SlidePdfs
from ingest.types import Source


def pdf(path: Path, *, pages: int = 1) -> Source:
    paper = FPDF(orientation="landscape")
    paper.set_font("Helvetica", size=20)
    for number in range(pages):
        paper.add_page()
        paper.text(20, 40, f"Employment grew in every region {number + 1}")
    path.write_bytes(bytes(paper.output()))
    return replace(REPORT, path=path)


def deck(path: Path) -> Source:
    slides = Presentation()
    for hidden in (False, True, False):
        slide = slides.slides.add_slide(slides.slide_layouts[5])
        slide.shapes.title.text = "Employment grew in every region"
        if hidden:
            slide._element.set("show", "0")
    slides.save(str(path))
    return replace(DECK, path=path)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A LibreOffice that prints any presentation as three pages; the files it was given."""
    printed: list[str] = []

    def run(command: list[str], **_: object) -> None:
        given = Path(command[-1])
        printed.append(given.read_bytes()[:4].hex())
        if given.stat().st_size > 100:
            pdf(given.with_suffix(".pdf"), pages=3)

    monkeypatch.setattr(slide_pdf, "office", lambda: "soffice")
    monkeypatch.setattr(subprocess, "run", run)
    return printed


def test_the_pages_of_a_pdf_have_pictures(tmp_path: Path) -> None:
    source, pictures = pdf(tmp_path / "a.pdf"), PagePictures(FileReader(), tmp_path / "pictures")
    assert pictures.has(source)
    assert (pictures.picture(source, 1) or b"").startswith(b"\x89PNG")
    page = replace(PAGES[0], text="Employment grew in every region")
    assert len(pictures.boxes(source, page, [(0, 10)])) == 1


def test_what_cannot_be_drawn_is_logged_and_not_shown(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    source, pictures = pdf(tmp_path / "a.pdf"), PagePictures(FileReader(), tmp_path / "pictures")
    with caplog.at_level(logging.WARNING):
        assert pictures.picture(source, 2) is None
        (tmp_path / "a.pdf").write_bytes(b"broken since")
        assert pictures.boxes(source, PAGES[0], [(0, 10)]) == ()
    assert caplog.text.count("report") == 2


@pytest.mark.parametrize("path", [None, Path("gone.pdf"), Path(__file__)])
def test_a_source_without_pages_to_print_has_no_pictures(tmp_path: Path, path: Path | None) -> None:
    source, pictures = replace(DECK, path=path), PagePictures(FileReader(), tmp_path)
    assert not pictures.has(source)
    assert pictures.picture(source, 1) is None or path == Path(__file__)


def test_a_presentation_has_pictures_where_libreoffice_is_installed(
    tmp_path: Path, office: list[str]
) -> None:
    source, pictures = deck(tmp_path / "a.pptx"), PagePictures(FileReader(), tmp_path / "pictures")
    assert pictures.has(source)
    assert office == []  # nothing is printed before it is asked for
    assert pictures.picture(source, 3) is not None
    assert pictures.picture(source, 1) is not None
    assert len(office) == 1
    (tmp_path / "a.pptx").write_bytes((tmp_path / "a.pptx").read_bytes() + b" edited")
    assert pictures.picture(source, 1) is not None
    assert len(office) == 2


def test_a_presentation_that_cannot_be_printed_is_tried_once(
    tmp_path: Path, office: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.pptx"
    path.write_bytes(b"short")
    copies = SlidePdfs(tmp_path / "pictures")
    assert [copies.copy_of(path), copies.copy_of(path)] == [None, None]
    assert len(office) == 1
    assert "'a.pptx'" in caplog.text


def test_without_libreoffice_a_presentation_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slide_pdf, "office", lambda: None)
    source, pictures = deck(tmp_path / "a.pptx"), PagePictures(FileReader(), tmp_path / "pictures")
    assert not pictures.has(source)
    assert pictures.picture(source, 1) is None


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_libreoffice_prints_every_slide_hidden_ones_too(tmp_path: Path) -> None:
    source, pictures = deck(tmp_path / "a.pptx"), PagePictures(FileReader(), tmp_path / "pictures")
    assert pictures.picture(source, 3) is not None
    assert pictures.picture(source, 4) is None
    page = replace(PAGES[0], number=3, text="Employment grew in every region")
    assert len(pictures.boxes(source, page, [(0, 31)])) == 2  # the title is printed on two lines
