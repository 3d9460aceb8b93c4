"""Where words stand in the picture of a PDF page."""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.parse_pdf import opened_page
from ingest.types import Box

_GRID = 10_000
"""Steps across and down the picture in which places are measured: shares to four digits."""
_PADDING = 0.002
"""Added on every side, so that the letters do not touch the frame of their box."""


def quote_boxes(path: Path, number: int, text: str, spans: Iterable[tuple[int, int]]) -> list[Box]:
    """A box for every printed line of every span, in the picture of page `number` (1-based).

    `text` is the page's text as it was read and `spans` are characters into it, half-open. The words are
    looked for by their letters and digits alone, for reading mends spaces and hyphens; a span whose letters
    do not stand together in the file has no boxes. Raises ParseError and UnknownPageError, as `page_picture`.
    """
    with opened_page(path, number, done="read") as page:
        letters, places = _printed(page)
    boxes: list[Box] = []
    for start, end in spans:
        quoted, before = _letters(text[start:end]), _letters(text[:start])
        at = _occurrence(letters, quoted, before.count(quoted) if quoted else 0)
        if at is not None:
            boxes += _lines([place for place in places[at : at + len(quoted)] if place])
    return boxes


def _printed(page: pdfium.PdfPage) -> tuple[str, list[Box | None]]:
    """The letters and digits of a page, folded, and the place of each; an open document is needed."""
    textpage = page.get_textpage()
    letters: list[str] = []
    places: list[Box | None] = []
    for index in range(textpage.count_chars()):
        folded = _letters(chr(pdfium_c.FPDFText_GetUnicode(textpage, index)))
        if folded:
            letters.append(folded)
            places += [_place(page, textpage, index)] * len(folded)
    return "".join(letters), places


def _place(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, index: int) -> Box | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium_c.FPDFText_GetCharBox(textpage, index, left, right, bottom, top):
        return None
    across, down = zip(
        _in_picture(page, left.value, top.value), _in_picture(page, right.value, bottom.value), strict=True
    )
    return min(across), min(down), max(across), max(down)


def _in_picture(page: pdfium.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the page, in points from its lower left corner, as shares of its picture as it is shown."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def _letters(text: str) -> str:
    """The letters and digits of a text without case, accents and ligatures."""
    return "".join(
        character for character in unicodedata.normalize("NFKD", text).casefold() if character.isalnum()
    )


def _occurrence(text: str, wanted: str, which: int) -> int | None:
    """Where `wanted` stands for the time numbered `which` (from 0) in the text, or the last time before."""
    found = None
    at = text.find(wanted) if wanted else -1
    while at >= 0 and which >= 0:
        found, which = at, which - 1
        at = text.find(wanted, at + 1)
    return found


def _lines(places: Sequence[Box]) -> list[Box]:
    """One box around the letters of every line."""
    lines: list[Box] = []
    for place in places:
        if lines and _beside(lines[-1], place):
            left, top, right, bottom = lines[-1]
            lines[-1] = (
                min(left, place[0]),
                min(top, place[1]),
                max(right, place[2]),
                max(bottom, place[3]),
            )
        else:
            lines.append(place)
    return [
        (
            max(0.0, left - _PADDING),
            max(0.0, top - _PADDING),
            min(1.0, right + _PADDING),
            min(1.0, bottom + _PADDING),
        )
        for left, top, right, bottom in lines
    ]


def _beside(line: Box, place: Box) -> bool:
    """Whether a letter stands in the line: their heights overlap, and it is right of where that begins."""
    overlap = min(line[3], place[3]) - max(line[1], place[1])
    return overlap > 0.3 * min(line[3] - line[1], place[3] - place[1]) and place[0] >= line[0] - _PADDING
