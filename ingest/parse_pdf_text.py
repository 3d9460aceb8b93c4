"""The text layer of a PDF page: its lines with their places as they are shown, its links, its form fields."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.page import one_line
from ingest.pdf_layout import Printed, Sheet

MAX_PAGE_CHARACTERS = 200_000
"""Text of a page beyond this is left out, with a warning."""

_Box: TypeAlias = tuple[float, float, float, float]
"""Left, bottom, right and top in points from the lower left corner of the page as it is shown."""

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
_SPOKEN = {pdfium_c.FPDF_ANNOT_FREETEXT: "Contents", pdfium_c.FPDF_ANNOT_WIDGET: "V"}
"""Notes written onto a page and fields filled in, with the key that holds their text."""
_MOST_ANNOTATIONS = 2_000
_LONGEST_ANNOTATION = 20_000


def read_sheet(document: pdfium.PdfDocument, index: int) -> Sheet:
    """What stands on the page of that place (0 is the first); one that cannot be loaded is an empty one."""
    try:
        page = document[index]
    except pdfium.PdfiumError:  # a page that cannot be loaded still counts
        return Sheet(width=595.0, height=842.0, drawn=True)
    width, height = page.get_size()
    sheet = Sheet(
        width=width,
        height=height,
        drawn=pdfium_c.FPDFPage_CountObjects(page) > 0,
        label=one_line(document.get_page_label(index)),
    )
    text_page = page.get_textpage()
    shown = _Shown(page, text_page)
    count = text_page.count_chars()
    sheet.cut = count > MAX_PAGE_CHARACTERS
    if count:
        text = text_page.get_text_range(0, min(count, MAX_PAGE_CHARACTERS))
        sheet.lines = _printed_lines(shown, text)
        sheet.links = _links(document, page, text_page)
    sheet.lines += _annotations(page, shown, {line.text for line in sheet.lines})
    sheet.largest = max((line.size for line in sheet.lines), default=0.0)
    text_page.close()
    page.close()
    return sheet


class _Shown:
    """Places on a page as it is shown, whatever its rotation and the corner it counts from."""

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> None:
        self.height = page.get_height()
        self._left, self._bottom, right, top = page.get_bbox()
        self._width, self._tall = right - self._left, top - self._bottom
        self._rotation = page.get_rotation()
        self._text_page = text_page

    def box(self, text_index: int) -> _Box:
        """The box of a letter of the text."""
        index = pdfium_c.FPDFText_GetCharIndexFromTextIndex(self._text_page, text_index)
        found = pdfium_c.FS_RECTF()
        if index < 0 or not pdfium_c.FPDFText_GetLooseCharBox(self._text_page, index, found):
            return (0.0, 0.0, 0.0, 0.0)
        return self.turned(found)

    def turned(self, rectangle: pdfium_c.FS_RECTF) -> _Box:
        """A rectangle of the file as it is shown."""
        left, right = rectangle.left - self._left, rectangle.right - self._left
        low, high = sorted((rectangle.bottom - self._bottom, rectangle.top - self._bottom))
        if self._rotation == 90:
            return (low, self._width - right, high, self._width - left)
        if self._rotation == 180:
            return (self._width - right, self._tall - high, self._width - left, self._tall - low)
        if self._rotation == 270:
            return (self._tall - high, left, self._tall - low, right)
        return (left, low, right, high)


def _printed_lines(shown: _Shown, text: str) -> list[Printed]:
    lines = []
    for start, end, hyphen, far in _stretches(shown, text):
        spelt = one_line(text[start:end].translate(_LIGATURES))
        if not spelt:
            continue
        left, bottom, _, top = shown.box(start)
        _, low, right, high = shown.box(end - 1)
        lines.append(
            Printed(
                text=f"{spelt}-" if hyphen else spelt,
                left=left,
                right=max(left, right),
                top=shown.height - max(top, high),
                bottom=shown.height - min(bottom, low),
                size=min(top - bottom, high - low),  # a bullet or a sign may come from a larger font
                hyphen=hyphen,
                far=far,
            )
        )
    return lines


def _stretches(shown: _Shown, text: str) -> Iterator[tuple[int, int, bool, bool]]:
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
            left, right = shown.box(before - 1), shown.box(after)
            apart = _apart(left, right)
            if apart or right[0] - left[2] > _WIDE * (left[3] - left[1]):
                yield start, before, False, far
                start, far = after, not apart
        yield start, words[-1][1], hyphen, far


def _apart(left: _Box, right: _Box) -> bool:
    """True for neighbours in the text that are none on the page: back to the left, or off and not level."""
    size = left[3] - left[1]
    return right[0] < left[0] - size or (right[0] - left[2] > size and abs(right[1] - left[1]) > 0.25 * size)


def _annotations(page: pdfium.PdfPage, shown: _Shown, known: set[str]) -> list[Printed]:
    """What is written onto the page beside its text, a line each, unless it stands in the text too."""
    found = []
    for at in range(min(_MOST_ANNOTATIONS, pdfium_c.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        key = _SPOKEN.get(pdfium_c.FPDFAnnot_GetSubtype(annotation))
        hidden = pdfium_c.FPDFAnnot_GetFlags(annotation) & (
            pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
        )
        rectangle = pdfium_c.FS_RECTF()
        if key and not hidden and pdfium_c.FPDFAnnot_GetRect(annotation, rectangle):
            left, bottom, right, top = shown.turned(rectangle)
            lines = [line for text in _string(annotation, key).splitlines() if (line := one_line(text))]
            height = min(14.0, (top - bottom) / max(1, len(lines)))
            for number, line in enumerate(lines):
                if line in known:
                    continue
                upper = shown.height - top + number * height
                found.append(
                    Printed(
                        text=line,
                        left=left,
                        right=right,
                        top=upper,
                        bottom=upper + height,
                        size=height,
                        hyphen=False,
                    )
                )
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    return found


def _string(annotation: pdfium_c.FPDF_ANNOTATION, key: str) -> str:
    """The text that an annotation holds under a key, "" when it holds none."""
    name = key.encode()
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, name, None, 0)
    if not 2 < size <= 2 * _LONGEST_ANNOTATION:
        return ""
    held = ctypes.create_string_buffer(size)
    pdfium_c.FPDFAnnot_GetStringValue(
        annotation, name, ctypes.cast(held, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), size
    )
    return held.raw.decode("utf-16-le", errors="replace").rstrip("\0")


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
