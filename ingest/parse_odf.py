"""OpenDocument: texts in sections, presentations slide by slide, in an archive or in one flat file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from ingest import office_zip
from ingest.errors import ParseError
from ingest.odf_flow import Objects, OdfReader
from ingest.odf_styles import OdfStyles
from ingest.odf_text import DRAW, OFFICE, PRESENTATION, SVG, text_of
from ingest.office_package import Package
from ingest.page import Item, PageBuilder, Parsed, one_line
from ingest.reading_order import box_order
from ingest.sections import Flow, sections
from ingest.trees import Element, local, parse_xml
from ingest.types import Link, Page, SourceKind

MAX_FLAT_BYTES = 100_000_000
"""Larger flat files are refused."""

_LENGTH = re.compile(r"(-?[\d.]+)\s*(cm|mm|in|pt|pc|px)?")
_POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75, None: 1.0}
_RUNNING = frozenset({"header", "footer", "date-time", "page-number"})


def parse_odf(path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed:
    """The file's slides or sections, whichever it holds. Raises ParseError."""
    flat = path.suffix.lower().startswith(".f")
    if not flat:
        office_zip.check(path, called="an OpenDocument file", main_part="content.xml")
    with nullcontext() if flat else Package(path) as package:
        if package is None:
            content = styles = meta = _flat(path)
        else:
            manifest = package.part("META-INF/manifest.xml")
            if manifest is not None and any(local(e) == "encryption-data" for e in manifest.iter()):
                raise ParseError(f"{path.name!r} is encrypted with a password. Save a copy without one.")
            content, styles, meta = (package.part(f"{n}.xml") for n in ("content", "styles", "meta"))
        body = content.find(f"{OFFICE}body") if content is not None else None
        held = next((child for child in body), None) if body is not None else None
        if held is None or local(held) not in ("text", "presentation"):
            what = local(held) if held is not None else "nothing"
            raise ParseError(
                f"{path.name!r} is no OpenDocument text or presentation: it holds {what!r}. "
                "Give it the suffix of its real format, or take it out of the corpus."
            )

        def stored(name: str) -> Element | None:
            return package.part(f"{name}/content.xml") if package is not None else None

        title = (
            next((one_line(e.text or "") for e in meta.iter() if local(e) == "title"), "")
            if meta is not None
            else ""
        )
        looks = OdfStyles(styles, content)
        read = _slides if local(held) == "presentation" else _text
        return read(path, held, looks, stored, title, source_id, kind)


def _flat(path: Path) -> Element:
    if path.stat().st_size > MAX_FLAT_BYTES:
        raise ParseError(f"{path.name!r} is larger than {MAX_FLAT_BYTES // 1_000_000} MB. Split it.")
    data = path.read_bytes()
    office_zip.check_xml(path, data)
    try:
        return parse_xml(data)
    except ValueError as error:
        raise ParseError(
            f"{path.name!r} is not an OpenDocument file, or is broken ({error}). Save it again in the "
            "program that made it, or take it out of the corpus."
        ) from error


def _text(
    path: Path,
    held: Element,
    styles: OdfStyles,
    stored: Objects,
    title: str,
    source_id: str,
    kind: SourceKind | None,
) -> Parsed:
    flow, warnings = _FlowSink(), list[str]()
    OdfReader(styles, flow, stored, warnings).read(held)
    title, pages = sections(flow.flow.pieces, source_id=source_id, title=title)
    if not pages:
        raise ParseError(f"{path.name!r} has no text. Replace it or take it out of the corpus.")
    return Parsed(pages=tuple(pages), kind=kind or "document", title=title, warnings=tuple(warnings))


def _slides(
    path: Path,
    held: Element,
    styles: OdfStyles,
    stored: Objects,
    title: str,
    source_id: str,
    kind: SourceKind | None,
) -> Parsed:
    warnings: list[str] = []
    pages: list[Page] = []
    for slide in held.iter(f"{DRAW}page"):
        page = PageBuilder(source_id=source_id, number=len(pages) + 1)
        reader = OdfReader(styles, _PageSink(page), stored, warnings)
        shapes = [s for s in _shapes(slide) if s.get(f"{PRESENTATION}class") not in _RUNNING]
        shapes = [s for s in shapes if s.get(f"{PRESENTATION}placeholder") != "true" or text_of(s).strip()]
        heading = next((s for s in shapes if s.get(f"{PRESENTATION}class") == "title"), None)
        if heading is not None:
            page.add("title", text_of(heading))
            reader.links_of(heading)
        rest = [shape for shape in shapes if shape is not heading]
        for at in box_order([_box(shape) for shape in rest]):
            reader.shape(rest[at])
        page.promote_first()
        notes = slide.find(f"{PRESENTATION}notes")
        for shape in _shapes(notes) if notes is not None else ():
            if shape.get(f"{PRESENTATION}class") == "notes":
                page.note("\n".join(text_of_paragraphs(shape)))
        pages.append(page.build(hidden=styles.hides(slide.get(f"{DRAW}style-name"))))
    if not pages:
        raise ParseError(f"{path.name!r} has no slides. Replace it or take it out of the corpus.")
    return Parsed(
        pages=tuple(pages), kind=kind or "deck", title=title or pages[0].title, warnings=tuple(warnings)
    )


def text_of_paragraphs(element: Element) -> Iterator[str]:
    """The paragraphs within an element."""
    from ingest.odf_text import TEXT, read_span

    for paragraph in element.iter(f"{TEXT}p", f"{TEXT}h"):
        yield one_line("".join(read_span(paragraph).text))


def _shapes(slide: Element) -> Iterator[Element]:
    """The shapes of a slide; a link around one is looked through by the reader."""
    for child in slide:
        if str(child.tag).startswith(DRAW) and local(child) not in ("layer-set", "glue-point"):
            yield child


def _box(shape: Element) -> tuple[float, float, float, float]:
    """Where the shape stands, in points; a group stands around its shapes, a line from end to end."""
    lefts, tops, rights, bottoms = [], [], [], []
    for one in shape.iter():
        if one.get(f"{SVG}x") is None and one.get(f"{SVG}x1") is None:
            continue
        left, top = (_points(one.get(f"{SVG}{at}") or one.get(f"{SVG}{at}1") or "") for at in "xy")
        lefts.append(left)
        tops.append(top)
        rights.append(_points(one.get(f"{SVG}x2") or "") or left + _points(one.get(f"{SVG}width") or ""))
        bottoms.append(_points(one.get(f"{SVG}y2") or "") or top + _points(one.get(f"{SVG}height") or ""))
    return (min(lefts), min(tops), max(rights), max(bottoms)) if lefts else (0.0, 0.0, 0.0, 0.0)


def _points(length: str) -> float:
    match = _LENGTH.match(length)
    try:
        return float(match.group(1)) * _POINTS[match.group(2)] if match else 0.0
    except ValueError:
        return 0.0


class _FlowSink:
    def __init__(self) -> None:
        self.flow = Flow()

    def put(
        self, item: Item, *, links: list[Link], notes: list[Item], anchor: str = "", new_page: bool = False
    ) -> None:
        if new_page:
            self.flow.break_page()
        self.flow.add(item, links=links, notes=notes, anchor=anchor)


class _PageSink:
    def __init__(self, page: PageBuilder) -> None:
        self._page = page

    def put(
        self, item: Item, *, links: list[Link], notes: list[Item], anchor: str = "", new_page: bool = False
    ) -> None:
        del anchor, new_page
        self._page.extend([item])
        for link in links:
            self._page.link(link.text, link.url)
        self._page.extend(notes)
