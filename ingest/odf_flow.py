"""Headings, paragraphs, lists and tables of OpenDocument, wherever they stand: on a slide or in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from ingest.alt_text import alt_text
from ingest.odf_styles import OdfStyles
from ingest.odf_text import OFFICE, TABLE, TEXT, XLINK, Span, read_span, text_of, web_address
from ingest.page import Item, one_line
from ingest.trees import Element, local
from ingest.types import BlockKind, Link

_TRANSPARENT = frozenset(
    {"section", "index-body", "text-box", "table-of-content", "alphabetical-index", "illustration-index",
     "bibliography", "a", "index-title", "text", "list-header", "user-index", "numbered-paragraph"}
)  # fmt: skip
_SHAPES = frozenset(
    {"frame", "custom-shape", "rect", "ellipse", "circle", "line", "connector", "path", "polygon", "polyline",
     "caption", "g", "control", "measure", "regular-polygon"}
)  # fmt: skip
_MAX_DEPTH = 40
_MAX_REPEATED = 1_000

Objects = Callable[[str], Element | None]
"""The content of an object that lies in the file under that name, such as a chart."""


class Sink(Protocol):
    """Takes what is read, in reading order."""

    def put(
        self, item: Item, *, links: list[Link], notes: list[Item], anchor: str = "", new_page: bool = False
    ) -> None:
        """Take a block with what belongs to it."""
        ...


@dataclass(kw_only=True)
class _List:
    style: str | None
    level: int
    number: int | None = None
    """That of the last item."""
    fresh: bool = False
    """True while the item's own text was not met yet."""


class OdfReader:
    """Goes through the content of a text, a slide or a shape."""

    def __init__(self, styles: OdfStyles, sink: Sink, objects: Objects, warnings: list[str]) -> None:
        self._styles = styles
        self._sink = sink
        self._objects = objects
        self._warnings = warnings
        self._lists: list[_List] = []
        self._noted = 0
        self._ended: dict[tuple[str | None, int], int] = {}
        """The last number of a list by style and level: another may continue it."""

    def read(self, holder: Element, depth: int = 0) -> None:
        """Take in what stands in the element."""
        if depth > _MAX_DEPTH:
            return
        for child in holder:
            name = local(child)
            if name in ("h", "p"):
                self._paragraph(child, depth)
            elif name == "list":
                self._list(child, depth)
            elif name == "table":
                self._table(child, depth)
            elif name in _SHAPES:
                self.shape(child, depth)
            elif name in _TRANSPARENT:
                self.read(child, depth + 1)

    def shape(self, shape: Element, depth: int = 0) -> None:
        """Take in a picture, a text box, a chart or a drawing, and what it says."""
        self._link_of(shape)
        name = local(shape)
        if name == "g":
            self._describe(shape)
            self.read(shape, depth + 1)
            return
        if name != "frame":
            self.read(shape, depth + 1)
            self._describe(shape)
            return
        for child in shape:
            inner = local(child)
            if inner == "text-box":
                self.read(child, depth + 1)
            elif inner == "table":
                self._table(child, depth)
            elif inner == "object":
                self._object(child)
        self._describe(shape)

    def links_of(self, shape: Element) -> None:
        """Take in the links of a shape, and no text."""
        self._link_of(shape)
        for paragraph in shape.iter(f"{TEXT}p", f"{TEXT}h"):
            self._sink.put(Item(kind="paragraph", text=""), links=read_span(paragraph).links, notes=[])

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        span = read_span(paragraph)
        text = one_line("".join(span.text))
        style = paragraph.get(f"{TEXT}style-name")
        item = self._item(paragraph, text, style)
        self._sink.put(
            item,
            links=span.links,
            notes=self._notes(span),
            anchor=_anchor(paragraph) if item.kind == "heading" else "",
            new_page=self._styles.begins_page(style),
        )
        if depth < _MAX_DEPTH:
            for frame in span.frames:
                self.shape(frame, depth + 1)

    def _item(self, paragraph: Element, text: str, style: str | None) -> Item:
        if local(paragraph) == "h":
            rank = paragraph.get(f"{TEXT}outline-level", "1")
            return Item(kind="heading", text=text, level=int(rank) if rank.isdigit() else 1)
        kind = self._styles.kind(style)
        if kind == "title":
            return Item(kind="title", text=text, level=1)
        if rank := self._styles.rank(style):
            return Item(kind="heading", text=text, level=rank)
        if self._lists and self._lists[-1].fresh and text:
            current = self._lists[-1]
            current.fresh = False
            number, label = None, ""
            if current.number is not None:
                number, label = self._styles.label(current.style, current.level, current.number)
            return Item(kind="bullet", text=f"{label} {text}".strip(), level=current.level, number=number)
        return Item(kind=cast(BlockKind, kind), text=text)

    def _list(self, element: Element, depth: int) -> None:
        if depth > _MAX_DEPTH:
            return
        outer = self._lists[-1].style if self._lists else None
        style, level = element.get(f"{TEXT}style-name") or outer, len(self._lists)
        current = _List(style=style, level=level)
        continues = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        last = self._ended.get((style, level)) if continues else None
        number = self._styles.start(style, level) - 1 if last is None else last
        self._lists.append(current)
        for entry in element:
            if local(entry) == "list-header":
                self.read(entry, depth + 1)
            elif local(entry) == "list-item":
                start = entry.get(f"{TEXT}start-value", "")
                number = int(start) if start.isdigit() else number + 1
                current.number, current.fresh = number, True
                self.read(entry, depth + 1)
                current.fresh = False
        self._ended[style, level] = number
        self._lists.pop()

    def _table(self, table: Element, depth: int) -> None:
        rows = [list(_cells(row)) for row in _rows(table)]
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame around text, not a table
            self.read(rows[0][0], depth + 1)
            return
        above: dict[int, tuple[str, int]] = {}
        for row in rows:
            said: list[str] = []
            own = False
            links: list[Link] = []
            notes: list[Item] = []
            for column, cell in enumerate(row):
                held, left = above.get(column, ("", 0))
                if local(cell) == "covered-table-cell":
                    if left:  # a cell over several rows is said in each
                        said.append(held)
                        above[column] = held, left - 1
                    continue
                spans = [read_span(p) for p in cell.iter(f"{TEXT}p", f"{TEXT}h")]
                text = one_line(" ".join("".join(span.text) for span in spans))
                links += [link for span in spans for link in span.links]
                notes += [note for span in spans for note in self._notes(span)]
                over = cell.get(f"{TABLE}number-rows-spanned", "1")
                above[column] = text, int(over) - 1 if over.isdigit() else 0
                said.append(text)
                own = own or bool(text)
            self._sink.put(Item(kind="row", text=" | ".join(said) if own else ""), links=links, notes=notes)

    def _notes(self, span: Span) -> list[Item]:
        found = []
        for note in span.notes:
            self._noted += 1
            citation = next((one_line(e.text or "") for e in note if local(e) == "note-citation"), "")
            body = next((e for e in note if local(e) == "note-body"), None)
            said = one_line(text_of(body)) if body is not None else ""
            if said:
                found.append(Item(kind="caption", text=f"{citation or self._noted} {said}"))
        return found

    def _describe(self, shape: Element) -> None:
        said = {local(child): child.text for child in shape if local(child) in ("title", "desc")}
        text = alt_text(said.get("desc")) or alt_text(said.get("title"))
        if text:
            self._sink.put(Item(kind="caption", text=text), links=[], notes=[])

    def _link_of(self, shape: Element) -> None:
        for listener in shape.iterfind(f"{OFFICE}event-listeners/*"):
            if url := web_address(listener):
                said = one_line(text_of(shape)) or url
                self._sink.put(Item(kind="paragraph", text=""), links=[Link(text=said, url=url)], notes=[])

    def _object(self, element: Element) -> None:
        name = str(element.get(f"{XLINK}href", "")).removeprefix("./").rstrip("/")
        try:
            root = self._objects(name) if name and "://" not in name else element
            for chart in (
                root.iter("{urn:oasis:names:tc:opendocument:xmlns:chart:1.0}chart")
                if root is not None
                else ()
            ):
                for part in chart:
                    if local(part) in ("title", "subtitle"):
                        self._sink.put(Item(kind="caption", text=one_line(text_of(part))), links=[], notes=[])
                for table in chart.iter(f"{TABLE}table"):
                    for row in _rows(table):
                        said = [one_line(text_of(cell)) for cell in _cells(row)]
                        text = " | ".join(said if said[:1] != [""] else said[1:])
                        self._sink.put(Item(kind="row", text=text if any(said) else ""), links=[], notes=[])
        except Exception as error:  # the rest is worth having, whatever is wrong with its chart
            self._warnings.append(f"a chart could not be read ({type(error).__name__}: {error})")


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        name = local(child)
        if name == "table-row":
            yield child
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for cell in row:
        if local(cell) in ("table-cell", "covered-table-cell"):
            repeated = cell.get(f"{TABLE}number-columns-repeated", "1")
            count = int(repeated) if repeated.isdigit() else 1
            for _ in range(min(count, _MAX_REPEATED) if len(cell) else 1):
                yield cell


def _anchor(heading: Element) -> str:
    """The name by which a link finds the heading."""
    for child in heading.iter(f"{TEXT}bookmark", f"{TEXT}bookmark-start"):
        return str(child.get(f"{TEXT}name", ""))
    return ""
