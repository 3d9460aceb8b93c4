"""Paragraphs of a PowerPoint text body: which are bullets, how deep and with what number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from ingest.page import Item

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
Element: TypeAlias = Any
"""An XML element, or one of python-pptx's objects around one: neither library types what lies inside."""

P_PLACEHOLDER = f"./*/{P}nvPr/{P}ph"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_BULLETS = frozenset({f"{A}buChar", f"{A}buAutoNum", f"{A}buBlip"})


def text_of(paragraph: Element) -> str:
    """The paragraph's text, a line break as a space, formulas as their letters."""
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{A}br":
            yield " "
        elif child.tag in (f"{A}t", f"{_MATH}t"):
            yield child.text or ""
        elif isinstance(child.tag, str) and child.tag.rpartition("}")[2] != "Fallback":
            yield from _pieces(child)


def inherited_styles(shape: Element, placeholder: str | None) -> list[Element]:
    """The list styles that hold for the shape, the nearest first: its own, its layout's, its master's."""
    found = [shape._element.find(f"{P}txBody/{A}lstStyle")]
    if placeholder is None:
        return [style for style in found if style is not None]
    try:
        layout = shape.part.slide_layout
        mark = shape._element.find(P_PLACEHOLDER)
        for other in layout.placeholders:
            if str(other._element.find(P_PLACEHOLDER).get("idx", "0")) == str(mark.get("idx", "0")):
                found.append(other._element.find(f"{P}txBody/{A}lstStyle"))
        master = layout.slide_master._element
        body = placeholder not in ("title", "ctrTitle")
        found.append(master.find(f"{P}txStyles/{P}{'bodyStyle' if body else 'titleStyle'}"))
    except (AttributeError, KeyError, ValueError):  # a layout that is missing or broken styles nothing
        pass
    return [style for style in found if style is not None]


def paragraph_items(body: Element, styles: list[Element]) -> Iterator[Item]:
    """The paragraphs of a text body as blocks."""
    numbering = Numbering()
    for paragraph in body.iter(f"{A}p"):
        text = text_of(paragraph)
        if not text.strip():
            continue
        own = paragraph.find(f"{A}pPr")
        depth = own.get("lvl", "0") if own is not None else "0"
        level = min(8, int(depth)) if depth.isdigit() else 0
        mark = _bullet([own, *(style.find(f"{A}lvl{level + 1}pPr") for style in styles)])
        if mark is None:
            numbering.leave(level)
            yield Item(kind="paragraph", text=text)
        elif mark.tag == f"{A}buAutoNum":
            yield Item(
                kind="bullet", text=text, level=level, number=numbering.next(level, mark.get("startAt"))
            )
        else:
            numbering.leave(level)
            yield Item(kind="bullet", text=text, level=level)


def _bullet(properties: list[Element]) -> Element | None:
    """The element that sets the bullet, None when the paragraph has none; the nearest to say so decides."""
    for found in properties:
        for child in found if found is not None else ():
            if child.tag in _BULLETS:
                return child
            if child.tag == f"{A}buNone":
                return None
    return None


class Numbering:
    """Counts the items of numbered lists by level, as PowerPoint does."""

    def __init__(self) -> None:
        self._last: dict[int, int] = {}

    def next(self, level: int, start: str | None) -> int:
        """The number of the next item on that level; deeper lists start anew."""
        self._last = {at: number for at, number in self._last.items() if at <= level}
        first = int(start) if start and start.isdigit() else 1
        self._last[level] = self._last[level] + 1 if level in self._last else first
        return self._last[level]

    def leave(self, level: int) -> None:
        """Take note that something else stands on that level."""
        self._last = {at: number for at, number in self._last.items() if at < level}
