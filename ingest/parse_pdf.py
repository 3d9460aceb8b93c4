"""PDF: the text layer of slides and documents, page by page, and pictures of pages."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from statistics import median
from threading import RLock
from typing import TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest import ocr
from ingest.errors import ParseError, UnknownPageError
from ingest.lines import Line, items_of, words_of
from ingest.page import Item, PageBuilder, Parsed, one_line, shortened
from ingest.parse_limits import seconds_left
from ingest.pdf_layout import (
    Printed,
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
MAX_PAGE_CHARACTERS = 200_000
"""Text of a page beyond this is left out, with a warning."""

_Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the page's lower left corner."""

LOCK = RLock()  # pdfium may be called from one thread at a time
_SLIDE_WORDS = 250
"""Words of a middling page, up to which landscape pages are taken for slides."""
_RESERVE = 5.0
"""Seconds kept for what comes after the pages have been read."""
_OCR_DPI = 300
_OCR_PIXELS = 4_000
"""The longer side of a picture at most."""
_WIDE = 1.5
"""Heights of a letter, above which the space between two words of a slide parts columns."""
_LINE = re.compile("[^\r\n\ufffe]+")
_WORD = re.compile(r"\S+")
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_NO_TITLE = re.compile(r"untitled|microsoft |powerpoint |présentation|.*\.\w{2,5}$|\s*$", re.IGNORECASE)


def parse_pdf(path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed:
    """The file's pages. Raises ParseError when it is no PDF, encrypted, broken or too long."""
    with LOCK:
        document = open_pdf(path)
        try:
            sheets = []
            for number in range(len(document)):
                sheets.append(_read_sheet(document, number) if seconds_left() > _RESERVE else _unread())
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
    with LOCK:
        document = open_pdf(path)
        try:
            if not 1 <= number <= len(document):
                raise UnknownPageError(f"{path.name!r} has no page {number}: it has {len(document)}.")
            page = document[number - 1]
            across, down = page.get_size()
            scale = min(width / max(across, 1), 4 * width / max(down, 1))
            picture = io.BytesIO()
            page.render(scale=scale).to_pil().save(picture, format="PNG")
            return picture.getvalue()
        except pdfium.PdfiumError as error:
            raise ParseError(f"Page {number} of {path.name!r} cannot be drawn: {error}.") from error
        finally:
            document.close()


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """The document, to be closed by the caller, who holds LOCK. Raises ParseError."""
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
    return Sheet(width=595.0, height=842.0, upright=True, drawn=True, unread=True)


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


def _read_sheet(document: pdfium.PdfDocument, index: int) -> Sheet:
    try:
        page = document[index]
    except pdfium.PdfiumError:  # a page that cannot be loaded still counts
        return Sheet(width=595.0, height=842.0, upright=True, drawn=True)
    width, height = page.get_size()
    sheet = Sheet(
        width=width,
        height=height,
        upright=not page.get_rotation(),
        drawn=pdfium_c.FPDFPage_CountObjects(page) > 0,
        label=one_line(document.get_page_label(index)),
    )
    text_page = page.get_textpage()
    count = text_page.count_chars()
    sheet.cut = count > MAX_PAGE_CHARACTERS
    if count:
        text = text_page.get_text_range(0, min(count, MAX_PAGE_CHARACTERS))
        box = page.get_bbox()
        sheet.lines = _printed_lines(text_page, text, origin=(box[0], box[3]))
        sheet.largest = max((line.size for line in sheet.lines), default=0.0)
        sheet.links = _links(document, page, text_page)
    text_page.close()
    page.close()
    return sheet


def _printed_lines(text_page: pdfium.PdfTextPage, text: str, origin: tuple[float, float]) -> list[Printed]:
    lines = []
    for start, end, hyphen, far in _stretches(text_page, text):
        spelt = one_line(text[start:end].translate(_LIGATURES))
        if not spelt:
            continue
        left, bottom, _, top = _box(text_page, start)
        _, low, right, high = _box(text_page, end - 1)
        lines.append(
            Printed(
                text=f"{spelt}-" if hyphen else spelt,
                left=left - origin[0],
                right=max(left, right) - origin[0],
                top=origin[1] - max(top, high),
                bottom=origin[1] - min(bottom, low),
                size=min(top - bottom, high - low),  # a bullet or a sign may come from a larger font
                hyphen=hyphen,
                far=far,
            )
        )
    return lines


def _stretches(text_page: pdfium.PdfTextPage, text: str) -> Iterator[tuple[int, int, bool, bool]]:
    """Start, end, "ends in a soft hyphen" and "a wide space before it" of every line.

    What pdfium took for one line and is none on the page is parted again.
    """
    for line in _LINE.finditer(text):
        hyphen = line.end() < len(text) and text[line.end()] == "\ufffe"
        words = [
            (line.start() + word.start(), line.start() + word.end()) for word in _WORD.finditer(line.group())
        ]
        if not words:
            continue
        start, far = words[0][0], False
        for (_, before), (after, _) in pairwise(words):
            left, right = _box(text_page, before - 1), _box(text_page, after)
            apart = _apart(left, right)
            if apart or right[0] - left[2] > _WIDE * (left[3] - left[1]):
                yield start, before, False, far
                start, far = after, not apart
        yield start, words[-1][1], hyphen, far


def _apart(left: _Box, right: _Box) -> bool:
    """True for neighbours in the text that are none on the page: back to the left, or off and not level."""
    size = left[3] - left[1]
    return right[0] < left[0] - size or (right[0] - left[2] > size and abs(right[1] - left[1]) > 0.25 * size)


def _box(text_page: pdfium.PdfTextPage, text_index: int) -> _Box:
    index = pdfium_c.FPDFText_GetCharIndexFromTextIndex(text_page, text_index)
    box = pdfium_c.FS_RECTF()
    if index < 0 or not pdfium_c.FPDFText_GetLooseCharBox(text_page, index, box):
        return (0.0, 0.0, 0.0, 0.0)
    return (box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))


def _links(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage
) -> list[tuple[str, str]]:
    """Text and address of the page's links to the web."""
    found: list[tuple[str, str]] = []
    at, link = ctypes.c_int(0), pdfium_c.FPDF_LINK()
    while len(found) < 500 and pdfium_c.FPDFLink_Enumerate(page, at, link):
        action = pdfium_c.FPDFLink_GetAction(link)
        if not action or pdfium_c.FPDFAction_GetType(action) != pdfium_c.PDFACTION_URI:
            continue
        size = pdfium_c.FPDFAction_GetURIPath(document, action, None, 0)
        address = ctypes.create_string_buffer(max(1, size))
        pdfium_c.FPDFAction_GetURIPath(document, action, address, size)
        box = pdfium_c.FS_RECTF()
        said = ""
        if pdfium_c.FPDFLink_GetAnnotRect(link, box):
            said = text_page.get_text_bounded(box.left, box.bottom, box.right, box.top)
        found.append((said, address.value.decode("utf-8", errors="replace")))
    return found


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
    if deck and sheet.upright:
        printed = [line for band in bands_of(printed) for line in band]
        count = title_length(printed, body)
        printed = [*printed[:count], *reading_order(printed[count:])] if printed[count:] else printed
    else:
        count = title_length(printed, body) if sheet.upright else 0
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
            f"text beyond {MAX_PAGE_CHARACTERS} characters was left out on {unit} {', '.join(cut)}"
        )
    return tuple(warnings)
