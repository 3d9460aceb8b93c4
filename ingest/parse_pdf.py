"""PDF: the text layer of slides and documents, page by page, and pictures of pages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from statistics import median
from threading import RLock

import pypdfium2 as pdfium

from ingest import ocr, parse_pdf_text
from ingest.errors import ParseError, UnknownPageError
from ingest.lines import Line, items_of, words_of
from ingest.page import Item, PageBuilder, Parsed, one_line, shortened
from ingest.parse_limits import seconds_left
from ingest.parse_pdf_text import read_sheet
from ingest.pdf_layout import (
    Sheet,
    drop_running_lines,
    lines_of,
    runs_of,
    title_length,
    without_wide_spaces,
)
from ingest.reading_order import bands_of, reading_order, with_marks
from ingest.types import Page, SourceKind, Unit

MAX_PAGES = 5_000
"""Longer files are refused."""
_LOCK = RLock()  # pdfium may be called from one thread at a time
_SLIDE_WORDS = 250
"""Words of a middling page, up to which landscape pages are taken for slides."""
_RESERVE = 5.0
"""Seconds kept for what comes after the pages have been read."""
_OCR_DPI = 300
_OCR_PIXELS = 4_000
"""The longer side of a picture at most."""
_NO_TITLE = re.compile(r"untitled|microsoft |powerpoint |présentation|.*\.\w{2,5}$|\s*$", re.IGNORECASE)


def parse_pdf(path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed:
    """The file's pages. Raises ParseError when it is no PDF, encrypted, broken or too long."""
    with _LOCK:
        document = _open(path)
        try:
            sheets = []
            for number in range(len(document)):
                sheets.append(read_sheet(document, number) if seconds_left() > _RESERVE else _unread())
            _read_pictures(document, sheets)
            title = one_line(document.get_metadata_value("Title"))
        finally:
            document.close()
    if kind is None:
        wide = sum(sheet.width > sheet.height for sheet in sheets)
        words = median(sum(len(line.text.split()) for line in sheet.lines) for sheet in sheets)
        kind = "deck" if wide > len(sheets) / 2 and words <= _SLIDE_WORDS else "document"
    if kind == "document":
        for sheet in sheets:
            sheet.lines = without_wide_spaces(sheet.lines)
    drop_running_lines(sheets, deck=kind == "deck")
    pages = _pages(sheets, source_id, kind)
    if _NO_TITLE.match(title):
        title = next((page.title for page in pages[:1]), "")
    return Parsed(pages=tuple(pages), kind=kind, title=title, warnings=_warnings(pages, sheets))


def page_picture(path: Path, number: int, *, width: int = 1280) -> bytes:
    """A PNG of page `number` (1-based), `width` pixels wide or narrower when the page is very tall.

    Raises ParseError when the file cannot be read, UnknownPageError when it has no such page.
    """
    with opened_page(path, number, done="drawn") as page:
        across, down = page.get_size()
        scale = min(width / max(across, 1), 4 * width / max(down, 1))
        picture = io.BytesIO()
        page.render(scale=scale).to_pil().save(picture, format="PNG")
        return picture.getvalue()


@contextmanager
def opened_page(path: Path, number: int, *, done: str) -> Iterator[pdfium.PdfPage]:
    """Page `number` (1-based), open as long as the block lasts, which no other thread enters meanwhile.

    Raises ParseError when the file cannot be read, or the page not be `done` ("drawn"), and UnknownPageError.
    """
    with _LOCK:
        document = _open(path)
        try:
            if not 1 <= number <= len(document):
                raise UnknownPageError(f"{path.name!r} has no page {number}: it has {len(document)}.")
            yield document[number - 1]
        except pdfium.PdfiumError as error:
            raise ParseError(f"Page {number} of {path.name!r} cannot be {done}: {error}.") from error
        finally:
            document.close()


def _open(path: Path) -> pdfium.PdfDocument:
    """The document, to be closed by the caller, who holds _LOCK. Raises ParseError."""
    try:
        document = pdfium.PdfDocument(path)
        pages = len(document)
    except OSError as error:
        raise ParseError(f"{path.name!r} cannot be opened. Check that it is there and readable.") from error
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ParseError(
                f"{path.name!r} is encrypted with a password. Save a copy without one."
            ) from error
        raise ParseError(
            f"{path.name!r} is not a PDF, or is broken. Open it in a PDF reader and save it again, "
            "or take it out of the corpus."
        ) from error
    if not pages or pages > MAX_PAGES:
        document.close()
        reason = f"has {pages} pages, more than the {MAX_PAGES} that are read" if pages else "has no pages"
        raise ParseError(f"{path.name!r} {reason}. Split or replace it, or take it out of the corpus.")
    return document


def _unread() -> Sheet:
    """A page that there was no time for."""
    return Sheet(width=595.0, height=842.0, drawn=True, unread=True)


def _read_pictures(document: pdfium.PdfDocument, sheets: Sequence[Sheet]) -> None:
    """Take in what stands on pages that are pictures, where that can be read."""
    bare = [at for at, sheet in enumerate(sheets) if sheet.drawn and not sheet.lines and not sheet.unread]
    if not bare or not ocr.available():
        return

    def picture(at: int) -> bytes:
        page = document[at]
        scale = min(_OCR_DPI / 72, _OCR_PIXELS / max(1.0, *page.get_size()))
        made = io.BytesIO()
        page.render(scale=scale, grayscale=True).to_pil().save(made, format="PNG")
        return made.getvalue()

    read = ocr.read_pictures(bare, picture)
    for at in bare:
        sheets[at].recognised = read.get(at, [])
        sheets[at].tried, sheets[at].unread = at in read, at not in read


def _pages(sheets: Sequence[Sheet], source_id: str, kind: SourceKind) -> list[Page]:
    unit: Unit = "slide" if kind == "deck" else "page"
    words = words_of([line.text for sheet in sheets for line in sheet.lines])
    sizes = [line.size for sheet in sheets for line in sheet.lines for _ in line.text.split()]
    body = median(sizes) if sizes else 0.0
    pages = []
    heading = ""
    for number, sheet in enumerate(sheets, start=1):
        label = "" if sheet.label == str(number) else sheet.label
        page = PageBuilder(source_id=source_id, number=number, unit=unit, label=label)
        title, lines = _title_and_rest(sheet, body, deck=kind == "deck")
        if title:
            items = items_of(title, words=words, typeset=kind == "document")
            page.add("title", " ".join(item.text for item in items))
        for (is_row, _), some in groupby(lines, key=lambda line: (line.row, line.column)):
            if is_row:
                page.extend(Item(kind="row", text=line.text) for line in some)
            else:
                page.extend(items_of(list(some), words=words, typeset=kind == "document", body=body))
        page.extend(sheet.recognised)
        if kind == "deck":
            page.promote_first()
        for said, url in sheet.links:
            page.link(said, url)
        built = page.build()
        headings = [built.text[block.start : block.end] for block in built.blocks if block.kind == "heading"]
        if not built.title and built.text:
            first = built.blocks[0]
            built = replace(
                built, title=heading or (headings or [shortened(built.text[first.start : first.end])])[0]
            )
        heading = (headings or [built.title if title else heading])[-1]
        pages.append(built)
    return pages


def _title_and_rest(sheet: Sheet, body: float, *, deck: bool) -> tuple[list[Line], list[Line]]:
    """The lines of the page's title and the others, in the order they are read in."""
    printed = with_marks(sheet.lines)
    if deck:
        printed = [line for band in bands_of(printed) for line in band]
        count = title_length(printed, body)
        printed = [*printed[:count], *reading_order(printed[count:])] if printed[count:] else printed
    else:
        count = title_length(printed, body)
    title = [line for run in runs_of(printed[:count]) for line in lines_of(run, sheet.width)]
    rest: list[Line] = []
    column, above = 0, 0.0
    for run in runs_of(printed[count:]):
        column += deck and run[0].bottom < above
        above = run[-1].top
        rest += [replace(line, column=column) for line in lines_of(run, sheet.width)]
    return title, rest


def _warnings(pages: Sequence[Page], sheets: Sequence[Sheet]) -> tuple[str, ...]:
    warnings = []
    unit = pages[0].unit
    both = list(zip(pages, sheets, strict=True))
    for numbers, one, many in (
        (
            [p.number for p, s in both if not p.text and s.drawn and not s.tried and not s.unread],
            "is a picture; install tesseract or supply text",
            "are pictures; install tesseract or supply text",
        ),
        ([p.number for p, s in both if s.recognised], "was read off a picture", "were read off pictures"),
        (
            [p.number for p, s in both if not p.text and (s.tried or not s.drawn)],
            "has no text",
            "have no text",
        ),
        (
            [p.number for p, s in both if s.unread],
            "was left for lack of time; allow more by RAPPORTEUR_PARSE_SECONDS",
            "were left for lack of time; allow more by RAPPORTEUR_PARSE_SECONDS",
        ),
    ):
        if numbers:
            counted = f"1 {unit} {one}" if len(numbers) == 1 else f"{len(numbers)} {unit}s {many}"
            warnings.append(f"{counted}: {', '.join(map(str, numbers))}")
    cut = [str(page.number) for page, sheet in zip(pages, sheets, strict=True) if sheet.cut]
    if cut:
        warnings.append(
            f"text beyond {parse_pdf_text.MAX_PAGE_CHARACTERS} characters was left out "
            f"on {unit} {', '.join(cut)}"
        )
    return tuple(warnings)
