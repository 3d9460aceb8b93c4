"""PowerPoint: slides as the presenter counts them, with tables, charts, diagrams, notes and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import office_zip
from ingest.alt_text import alt_text
from ingest.errors import ParseError
from ingest.page import PageBuilder, Parsed, one_line
from ingest.pptx_charts import Series, chart_rows, extended_rows
from ingest.pptx_diagrams import diagram_points
from ingest.pptx_paragraphs import P_PLACEHOLDER, A, Element, P, inherited_styles, paragraph_items, text_of
from ingest.reading_order import box_order
from ingest.types import Page, SourceKind

if TYPE_CHECKING:
    from pptx.slide import Slide

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CHARTEX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_SHAPES = frozenset({f"{P}sp", f"{P}pic", f"{P}grpSp", f"{P}graphicFrame", f"{P}cxnSp"})
_POINT = 12_700
"""EMU in a point."""
_RUNNING = frozenset({"dt", "ftr", "sldNum", "hdr"})
_ON = ("1", "true")
_TITLES = frozenset({"title", "ctrTitle"})
_MAX_VALUES = 2_000
"""A chart of more values is data, not a figure on a slide, and is left out with a warning."""
_MAX_DEPTH = 20
"""Groups within groups that are followed."""
_NO_TITLE = re.compile(r"(?:powerpoint.presentation|presentation|slide \d+|untitled.*)?$", re.IGNORECASE)


def parse_pptx(path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed:
    """The file's slides, hidden and blank ones counted. Raises ParseError."""
    office_zip.check(path, called="a PowerPoint file (.pptx)", main_part="ppt/")
    from pptx.package import Package  # a tenth of a second that other formats need not wait for

    with path.open("rb") as file:
        deck: Element = Package.open(file).main_document_part.presentation  # shows and templates too
        warnings: list[str] = []
        first = deck.part._element.get("firstSlideNum", "1")
        shift = int(first) - 1 if first.isdigit() else 0
        pages = []
        for number, slide in enumerate(deck.slides, start=1):
            page = PageBuilder(source_id=source_id, number=number, label=str(number + shift) if shift else "")
            pages.append(_Reader(slide, page, warnings, number).page())
        title = one_line(deck.core_properties.title or "")
    if not pages:
        raise ParseError(f"{path.name!r} has no slides. Replace it or take it out of the corpus.")
    if _NO_TITLE.match(title):
        title = pages[0].title
    return Parsed(pages=tuple(pages), kind=kind or "deck", title=title, warnings=tuple(warnings))


class _Reader:
    """Puts what stands on one slide on its page."""

    def __init__(self, slide: Slide, page: PageBuilder, warnings: list[str], number: int) -> None:
        self._slide = slide
        self._page = page
        self._warnings = warnings
        self._number = number

    def page(self) -> Page:
        """The slide's page: title, body in reading order, notes and links."""
        slide: Element = self._slide
        title = next((shape._element for shape in slide.shapes if _placeholder_type(shape) in _TITLES), None)
        if title is not None:
            self._page.add("title", " ".join(text_of(p) for p in title.iter(f"{A}p")))
            self._link_text(title)
        self._read(slide.shapes, skipped=title, depth=0)
        self._page.promote_first()
        if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
            self._page.note("\n".join(text_of(p) for p in frame._txBody.iter(f"{A}p")))
        return self._page.build(hidden=slide._element.get("show") in ("0", "false"))

    def _read(self, shapes: Element, *, skipped: Element, depth: int) -> None:
        found = [shape for shape in self._shapes(shapes) if shape._element is not skipped]
        # The children of a group have the group's own coordinates: they are sorted within it only.
        for at in box_order([_box(shape) for shape in found]):
            shape = found[at]
            placeholder = _placeholder_type(shape)
            if placeholder in _RUNNING:
                continue
            element = shape._element
            self._link_shape(element)
            if element.tag == f"{P}grpSp":
                if depth < _MAX_DEPTH:
                    self._read(shape.shapes, skipped=None, depth=depth + 1)
            elif element.tag == f"{P}graphicFrame":
                self._read_frame(shape)
            elif element.tag == f"{P}pic":
                self._read_picture(element)
            elif (body := element.find(f"{P}txBody")) is not None:
                self._page.extend(paragraph_items(body, inherited_styles(shape, placeholder)))
                self._link_text(element)

    def _shapes(self, shapes: Element) -> Iterator[Element]:
        """The shapes of a tree, those with an alternative for older programs too."""
        for element in shapes._element:
            if element.tag in _SHAPES:
                yield shapes._shape_factory(element)
            elif element.tag == f"{_MC}AlternateContent":
                choices = [[child for child in choice if child.tag in _SHAPES] for choice in element]
                for child in next((choice for choice in choices if choice), []):
                    yield shapes._shape_factory(child)

    def _read_frame(self, shape: Element) -> None:
        element = shape._element
        for row in _table_rows(element):
            self._page.add("row", " | ".join(row))
        self._link_text(element)
        extended = element.find(f".//{_CHARTEX}chart")
        if extended is not None:
            self._guarded("chart", lambda: self._read_extended_chart(extended.get(f"{_R}id")))
        if element.find(f".//{_CHART}chart") is not None:
            self._guarded("chart", lambda: self._read_chart(shape.chart._chartSpace))
        diagram = element.find(f".//{_DGM}relIds")
        if diagram is not None:
            self._guarded("diagram", lambda: self._read_diagram(diagram.get(f"{_R}dm")))

    def _guarded(self, what: str, read: Callable[[], None]) -> None:
        try:
            read()
        except Exception as error:  # the rest of the slide is worth having, whatever is wrong with its chart
            self._warnings.append(
                f"slide {self._number}: a {what} could not be read ({type(error).__name__}: {error})"
            )

    def _read_chart(self, space: Element) -> None:
        title = space.find(f"{_CHART}chart/{_CHART}title")
        if title is not None:
            self._page.add("caption", " ".join(text_of(p) for p in title.iter(f"{A}p")))
        series = [Series.read(one) for one in space.iter(f"{_CHART}ser")]
        if sum(len(one.values) for one in series) > _MAX_VALUES:
            raise ValueError(f"more than {_MAX_VALUES} values")
        for row in chart_rows(series):
            self._page.add("row", " | ".join(row))

    def _read_extended_chart(self, relation: str) -> None:
        """A chart of the kinds added in 2016: waterfall, funnel, tree map ..."""
        from pptx.oxml import parse_xml  # resolves no entities

        space = parse_xml(self._slide.part.related_part(relation).blob)
        for title in space.iterfind(f"{_CHARTEX}chart/{_CHARTEX}title"):
            self._page.add("caption", " ".join(text_of(p) for p in title.iter(f"{A}p")))
        for row in extended_rows(space, most=_MAX_VALUES):
            self._page.add("row", " | ".join(row))

    def _read_diagram(self, relation: str) -> None:
        from pptx.oxml import parse_xml  # resolves no entities

        data = parse_xml(self._slide.part.related_part(relation).blob)
        for level, text in diagram_points(data):
            self._page.add("bullet", text, level=level)

    def _read_picture(self, element: Element) -> None:
        properties = element.find(f"./*/{P}cNvPr")
        if properties is None:
            return
        mark = next(properties.iter(_DECORATIVE), None)
        if mark is not None and mark.get("val", "1") in ("1", "true"):
            return
        self._page.add("caption", alt_text(properties.get("descr")))

    def _link_shape(self, element: Element) -> None:
        properties = element.find(f"./*/{P}cNvPr")
        click = properties.find(f"{A}hlinkClick") if properties is not None else None
        if click is not None:
            said = " ".join(text_of(p) for p in element.iter(f"{A}p")) or properties.get("descr") or ""
            self._link(said, click)

    def _link_text(self, element: Element) -> None:
        for run in element.iter(f"{A}r", f"{A}fld"):
            click = run.find(f"{A}rPr/{A}hlinkClick")
            if click is not None:
                self._link("".join(t.text or "" for t in run.iter(f"{A}t")), click)

    def _link(self, text: str, click: Element) -> None:
        """Add a link to the web; those to other slides, files and programs lead a reader nowhere."""
        relations: Element = self._slide.part.rels
        relation = relations.get(click.get(f"{_R}id"))
        if (
            relation is None
            or not relation.is_external
            or click.get("action", "").startswith("ppaction://hlinkfile")
        ):
            return
        self._page.link(text, relation.target_ref)


def _table_rows(element: Element) -> Iterator[list[str]]:
    """The cells of every row with any text of its own; a cell over several rows is said in each."""
    above: dict[int, str] = {}
    for row in element.iter(f"{A}tr"):
        cells: list[str] = []
        own = False
        for column, cell in enumerate(row.iter(f"{A}tc")):
            if cell.get("hMerge") in _ON:
                continue
            if cell.get("vMerge") not in _ON:
                above[column] = one_line(" ".join(text_of(p) for p in cell.iter(f"{A}p")))
                own = own or bool(above[column])
            cells.append(above.get(column, ""))
        if own:
            yield cells


def _box(shape: Element) -> tuple[float, float, float, float]:
    """Where the shape stands, in points; one without any place, at the top left."""
    try:
        left, top = shape.left or 0, shape.top or 0
        right, bottom = left + (shape.width or 0), top + (shape.height or 0)
    except (AttributeError, KeyError, TypeError, ValueError):
        return 0.0, 0.0, 0.0, 0.0
    return left / _POINT, top / _POINT, right / _POINT, bottom / _POINT


def _placeholder_type(shape: Element) -> str | None:
    """What the shape is a placeholder for, None when it is none."""
    mark = shape._element.find(P_PLACEHOLDER)
    return None if mark is None else str(mark.get("type", "obj"))
