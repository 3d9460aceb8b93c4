"""PDF: the text layer of slides and documents, page by page, and pictures of pages."""

from __future__ import annotations

import ctypes
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import RLock
from typing import TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.errors import ParseError, UnknownPageError
from ingest.lines import Line, items_of, words_of
from ingest.page import TITLE_LIMIT, PageBuilder, Parsed, one_line, shortened
from ingest.types import Page, SourceKind, Unit

MAX_PAGES = 5_000
"""Longer files are refused."""
MAX_PAGE_CHARACTERS = 200_000
"""Text of a page beyond this is left out, with a warning."""

_Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the page's lower left corner."""

LOCK = RLock()  # pdfium may be called from one thread at a time
_ROW = 36.0
"""Points (half an inch) within which stretches of text on a slide stand in one row."""
_SLIDE_WORDS = 250
"""Words of a middling page, up to which landscape pages are taken for slides."""
_MARGIN = 0.13
"""Share of a page's height at its top and bottom where running headers and footers stand."""
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


@dataclass(frozen=True, kw_only=True)
class _Printed:
    """A printed line and its place: points from the page's left and top edge."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    """Height of its letters."""
    hyphen: bool


@dataclass(kw_only=True)
class _Sheet:
    """What was read of one page."""

    width: float
    height: float
    upright: bool
    largest: float = 0.0
    """Height of its largest letters."""
    lines: list[_Printed] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    drawn: bool = False
    """True when something is drawn on it, text or not."""
    cut: bool = False
    """True when it has more text than is read."""


def parse_pdf(path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed:
    """The file's pages. Raises ParseError when it is no PDF, encrypted, broken or too long."""
    with LOCK:
        document = open_pdf(path)
        try:
            sheets = [_read_sheet(document, number) for number in range(len(document))]
            title = one_line(document.get_metadata_value("Title"))
        finally:
            document.close()
    if kind is None:
        wide = sum(sheet.width > sheet.height for sheet in sheets)
        words = median(sum(len(line.text.split()) for line in sheet.lines) for sheet in sheets)
        kind = "deck" if wide > len(sheets) / 2 and words <= _SLIDE_WORDS else "document"
    _drop_running_lines(sheets, deck=kind == "deck")
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


def _read_sheet(document: pdfium.PdfDocument, index: int) -> _Sheet:
    try:
        page = document[index]
    except pdfium.PdfiumError:  # a page that cannot be loaded still counts
        return _Sheet(width=595.0, height=842.0, upright=True, drawn=True)
    width, height = page.get_size()
    sheet = _Sheet(
        width=width,
        height=height,
        upright=not page.get_rotation(),
        drawn=pdfium_c.FPDFPage_CountObjects(page) > 0,
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


def _printed_lines(text_page: pdfium.PdfTextPage, text: str, origin: tuple[float, float]) -> list[_Printed]:
    lines = []
    for start, end, hyphen in _stretches(text_page, text):
        spelt = one_line(text[start:end].translate(_LIGATURES))
        if not spelt:
            continue
        left, bottom, _, top = _box(text_page, start)
        _, low, right, high = _box(text_page, end - 1)
        lines.append(
            _Printed(
                text=f"{spelt}-" if hyphen else spelt,
                left=left - origin[0],
                right=max(left, right) - origin[0],
                top=origin[1] - max(top, high),
                bottom=origin[1] - min(bottom, low),
                size=min(top - bottom, high - low),  # a bullet or a sign may come from a larger font
                hyphen=hyphen,
            )
        )
    return lines


def _stretches(text_page: pdfium.PdfTextPage, text: str) -> Iterator[tuple[int, int, bool]]:
    """Start, end and "ends in a soft hyphen" of every line; what pdfium took for one line is parted again."""
    for line in _LINE.finditer(text):
        hyphen = line.end() < len(text) and text[line.end()] == "\ufffe"
        words = [
            (line.start() + word.start(), line.start() + word.end()) for word in _WORD.finditer(line.group())
        ]
        if not words:
            continue
        start = words[0][0]
        for (_, before), (after, _) in pairwise(words):
            if _apart(_box(text_page, before - 1), _box(text_page, after)):
                yield start, before, False
                start = after
        yield start, words[-1][1], hyphen


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


def _drop_running_lines(sheets: Sequence[_Sheet], *, deck: bool) -> None:
    """Take out the headers and footers that stand on most pages, page numbers among them."""
    if len(sheets) < 3:
        return
    seen: Counter[tuple[str, bool]] = Counter()
    for sheet in sheets:
        seen.update({key for line in sheet.lines if (key := _running_key(line, sheet, deck=deck))})
    often = {key for key, count in seen.items() if count >= max(3, 0.4 * len(sheets))}
    for sheet in sheets:
        sheet.lines = [line for line in sheet.lines if _running_key(line, sheet, deck=deck) not in often]


def _running_key(line: _Printed, sheet: _Sheet, *, deck: bool) -> tuple[str, bool] | None:
    """What makes a line the same on every page; None where no header or footer stands."""
    top = line.bottom < _MARGIN * sheet.height
    if not top and line.top < (1 - _MARGIN) * sheet.height:
        return None
    if deck and top and line.size >= sheet.largest:
        return None  # a title that several slides share
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower()), top


def _pages(sheets: Sequence[_Sheet], source_id: str, kind: SourceKind) -> list[Page]:
    unit: Unit = "slide" if kind == "deck" else "page"
    words = words_of([line.text for sheet in sheets for line in sheet.lines])
    sizes = [line.size for sheet in sheets for line in sheet.lines for _ in line.text.split()]
    body = median(sizes) if sizes else 0.0
    pages = []
    heading = ""
    for number, sheet in enumerate(sheets, start=1):
        page = PageBuilder(source_id=source_id, number=number, unit=unit)
        runs = _runs(sheet.lines)
        if kind == "deck" and sheet.upright:
            runs.sort(key=lambda run: (run[0].top // _ROW, run[0].left))
        lines = [line for run in runs for line in _lines(run, sheet.width)]
        title = _title_run(runs, body) if sheet.upright else 0
        if title:
            items = items_of(lines[:title], words=words, typeset=kind == "document")
            page.add("title", " ".join(item.text for item in items))
            lines = lines[title:]
        page.extend(items_of(lines, words=words, typeset=kind == "document", body=body))
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


def _runs(lines: Sequence[_Printed]) -> list[list[_Printed]]:
    """Lines that stand one below the other, as the file gives them."""
    runs: list[list[_Printed]] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        if (
            last is None
            or line.top < last.top + 0.3 * last.size
            or line.top - last.bottom > 1.5 * max(last.size, line.size)
            or line.left > last.right
            or line.right < last.left
        ):
            runs.append([])
        runs[-1].append(line)
    return runs


def _lines(run: Sequence[_Printed], width: float) -> list[Line]:
    """The lines of a run with what tells paragraphs apart: their gaps and where their column ends."""
    steps = [line.top - last.top for last, line in pairwise(run)]
    usual = min(steps, default=0.0)
    limit = max(max(line.right for line in run), min(line.left for line in run) + 0.3 * width)
    found: list[Line] = []
    for at, line in enumerate(run):
        gap = not at or steps[at - 1] > 1.25 * usual
        found.append(
            Line(
                text=line.text,
                left=line.left,
                right=line.right,
                limit=limit,
                gap=gap,
                hyphen=line.hyphen,
                size=line.size,
            )
        )
    return found


def _title_run(runs: Sequence[Sequence[_Printed]], body: float) -> int:
    """How many lines at the head of the page are its title: the largest ones, 0 when none stands out."""
    lines = [line for run in runs for line in run]
    if not lines:
        return 0
    size = lines[0].size
    count = (
        next((at for at, line in enumerate(lines) if not 0.9 < line.size / size < 1.1), len(lines))
        if size
        else 0
    )
    fits = sum(len(line.text) for line in lines[:count]) <= TITLE_LIMIT
    return count if fits and size > 1.15 * body and size >= 0.95 * max(line.size for line in lines) else 0


def _warnings(pages: Sequence[Page], sheets: Sequence[_Sheet]) -> tuple[str, ...]:
    warnings = []
    unit = pages[0].unit
    for drawn, reason in ((True, "no text layer (pictures); supply text or run OCR"), (False, "no text")):
        numbers = [
            page.number
            for page, sheet in zip(pages, sheets, strict=True)
            if not page.text and sheet.drawn == drawn
        ]
        if numbers:
            counted = f"1 {unit} has" if len(numbers) == 1 else f"{len(numbers)} {unit}s have"
            warnings.append(f"{counted} {reason}: {', '.join(map(str, numbers))}")
    cut = [str(page.number) for page, sheet in zip(pages, sheets, strict=True) if sheet.cut]
    if cut:
        warnings.append(
            f"text beyond {MAX_PAGE_CHARACTERS} characters was left out on {unit} {', '.join(cut)}"
        )
    return tuple(warnings)
