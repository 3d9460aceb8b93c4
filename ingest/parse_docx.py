"""Word: headings, lists, tables, footnotes, text boxes, charts and links, in sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from ingest import office_zip
from ingest.docx_styles import Look, Numbering, Styles, W, is_on, look_of, value_of
from ingest.docx_text import Run, read_run
from ingest.errors import ParseError
from ingest.office_package import Package
from ingest.page import Item, Parsed, one_line
from ingest.pptx_charts import Series, chart_rows
from ingest.pptx_diagrams import diagram_points
from ingest.pptx_paragraphs import A, text_of
from ingest.sections import Flow, sections
from ingest.trees import Element, local
from ingest.types import BlockKind, Link, SourceKind

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TRANSPARENT = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "AlternateContent", "Choice", "body"}
)
_MAX_DEPTH = 40
_NO_TITLE = re.compile(r"(?:word document|document\d*|microsoft word.*|.*\.docx?)?$", re.IGNORECASE)


def parse_docx(path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed:
    """The file's sections. Raises ParseError."""
    office_zip.check(path, called="a Word file (.docx)", main_part="word/")
    with Package(path) as package:
        name = package.main_part() or "word/document.xml"
        root = package.part(name)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise ParseError(
                f"{path.name!r} is not a Word file (.docx), or is damaged (it has no text part). Save it "
                "again in the program that made it, or take it out of the corpus."
            )
        reader = _Reader(package, name)
        reader.read(body, 0)
        core = package.part("docProps/core.xml")
    said = (
        next((one_line(e.text or "") for e in core.iter() if local(e) == "title"), "")
        if core is not None
        else ""
    )
    title, pages = sections(
        reader.flow.pieces, source_id=source_id, title="" if _NO_TITLE.match(said) else said
    )
    if not pages:
        raise ParseError(f"{path.name!r} has no text. Replace it or take it out of the corpus.")
    return Parsed(pages=tuple(pages), kind=kind or "document", title=title, warnings=tuple(reader.warnings))


class _Reader:
    """Goes through the body of a document and puts what it says into a flow."""

    def __init__(self, package: Package, main_part: str) -> None:
        folder = main_part.rpartition("/")[0]
        self.flow = Flow()
        self.warnings: list[str] = []
        self._package = package
        self._relations = package.relations(main_part)
        self._initial = ""
        self._styles = Styles(package.part(f"{folder}/styles.xml"))
        self._numbering = Numbering.read(package.part(f"{folder}/numbering.xml"))
        self._notes = {
            kind: _Notes(package, f"{folder}/{kind}s.xml", kind) for kind in ("footnote", "endnote")
        }

    def read(self, holder: Element, depth: int) -> None:
        """Take in the paragraphs and tables of the element."""
        if depth > _MAX_DEPTH:
            return
        for child in holder:
            name = local(child)
            if name == "p":
                self._paragraph(child, depth)
            elif name == "tbl":
                self._table(child, depth)
            elif name in _TRANSPARENT:
                self.read(child, depth + 1)

    def _paragraph(self, paragraph: Element, depth: int) -> None:
        run = read_run(paragraph, self._relations)
        text = one_line("".join(run.text))
        properties = paragraph.find(f"{W}pPr")
        frame = properties.find(f"{W}framePr") if properties is not None else None
        if frame is not None and frame.get(f"{W}dropCap", "none") != "none":
            self._initial = text
            return
        text, self._initial = self._initial + text, ""
        if run.new_page or is_on(properties, "pageBreakBefore"):
            self.flow.break_page()
        if text or run.notes or run.links:
            look = look_of(paragraph, self._styles, self._numbering) if text else Look()
            self.flow.add(_item(look, text), links=run.links, notes=self._called(run))
        self._around(run, depth)
        section = properties.find(f"{W}sectPr") if properties is not None else None
        if section is not None and _begins_page(section):
            self.flow.break_page()

    def _around(self, run: Run, depth: int) -> None:
        """Take in what is anchored in a paragraph: pictures, text boxes, charts, diagrams."""
        for caption in run.captions:
            self.flow.add(Item(kind="caption", text=caption))
        for box in run.boxes:
            self.read(box, depth + 1)
        for relation in run.charts:
            self._guarded("chart", self._chart, relation)
        for relation in run.diagrams:
            self._guarded("diagram", self._diagram, relation)

    def _table(self, table: Element, depth: int) -> None:
        rows = list(_rows(table))
        if len(rows) == 1 and len(rows[0]) == 1:  # a frame around text, not a table
            self.read(rows[0][0], depth + 1)
            return
        nested: list[Element] = []
        above: dict[int, str] = {}
        for row in rows:
            cells: list[str] = []
            links: list[Link] = []
            notes: list[Item] = []
            column, own = 0, False
            for cell in row:
                said = []
                for block in _blocks(cell, depth):
                    if local(block) == "tbl":
                        nested.append(block)
                        continue
                    run = read_run(block, self._relations)
                    look = look_of(block, self._styles, self._numbering)
                    text = one_line("".join(run.text))
                    said.append(f"{look.label} {text}" if look.label and text else text)
                    said += run.captions
                    for box in run.boxes:
                        said += [
                            one_line("".join(read_run(p, self._relations).text)) for p in box.iter(f"{W}p")
                        ]
                    links += run.links
                    notes += self._called(run)
                merged = cell.find(f"{W}tcPr/{W}vMerge")
                if merged is None or merged.get(f"{W}val", "continue") != "continue":
                    above[column] = one_line(" ".join(part for part in said if part))
                    own = own or bool(above[column])
                cells.append(above.get(column, ""))  # a cell over several rows is said in each
                span = value_of(cell.find(f"{W}tcPr"), "gridSpan") or "1"
                column += int(span) if span.isdigit() else 1
            text = " | ".join(cells) if own else ""
            self.flow.add(Item(kind="row", text=text), links=links, notes=notes)
        if depth < _MAX_DEPTH:
            for one in nested:
                self._table(one, depth + 1)

    def _called(self, run: Run) -> list[Item]:
        return [item for kind, note_id in run.notes for item in self._notes[kind].called(note_id)]

    def _guarded(self, what: str, read: Callable[[str], None], relation: str) -> None:
        try:
            read(relation)
        except (
            Exception
        ) as error:  # the rest of the document is worth having, whatever is wrong with its chart
            self.warnings.append(f"a {what} could not be read ({type(error).__name__}: {error})")

    def _chart(self, relation: str) -> None:
        space = self._package.part(self._relations[relation][0])
        if space is None:
            raise ValueError("its part is missing")
        title = space.find(f"{_CHART}chart/{_CHART}title")
        if title is not None:
            said = " ".join(text_of(p) for p in title.iter(f"{A}p"))
            self.flow.add(Item(kind="caption", text=one_line(said)))
        for row in chart_rows([Series.read(one) for one in space.iter(f"{_CHART}ser")]):
            self.flow.add(Item(kind="row", text=" | ".join(row)))

    def _diagram(self, relation: str) -> None:
        data = self._package.part(self._relations[relation][0])
        for level, text in diagram_points(data) if data is not None else ():
            self.flow.add(Item(kind="bullet", text=text, level=level))


class _Notes:
    """The footnotes or endnotes of a document, numbered as they are called."""

    def __init__(self, package: Package, part: str, kind: str) -> None:
        root = package.part(part)
        self._relations = package.relations(part) if root is not None else {}
        self._by_id = (
            {
                note.get(f"{W}id", ""): note
                for note in root.iter(f"{W}{kind}")
                if note.get(f"{W}type", "normal") == "normal"
            }
            if root is not None
            else {}
        )
        self._numbers: dict[str, int] = {}

    def called(self, note_id: str) -> Iterator[Item]:
        """The note's paragraphs, the first with its number, when it is called for the first time."""
        note = self._by_id.get(note_id)
        if note is None or note_id in self._numbers:
            return
        number = self._numbers[note_id] = len(self._numbers) + 1
        said = [one_line("".join(read_run(p, self._relations).text)) for p in note.iter(f"{W}p")]
        for at, text in enumerate(filter(None, said)):
            yield Item(kind="caption", text=text if at else f"{number} {text}")


def _item(look: Look, text: str) -> Item:
    kind = cast(BlockKind, look.kind)
    if look.kind == "bullet" and look.number is not None:
        return Item(kind=kind, text=text, level=look.level, number=look.number)
    return Item(kind=kind, text=f"{look.label} {text}" if look.label else text, level=look.level)


def _rows(table: Element) -> Iterator[list[Element]]:
    """The cells of every row that was not struck out."""
    for row in _children(table, "tr"):
        properties = row.find(f"{W}trPr")
        if properties is None or properties.find(f"{W}del") is None:
            yield list(_children(row, "tc"))


def _children(holder: Element, name: str) -> Iterator[Element]:
    """The children of that name, those in content controls and tracked changes too."""
    for child in holder:
        if local(child) == name:
            yield child
        elif local(child) in _TRANSPARENT:
            yield from _children(child, name)


def _blocks(cell: Element, depth: int) -> Iterator[Element]:
    """The paragraphs and tables of a cell."""
    for child in cell:
        if local(child) in ("p", "tbl"):
            yield child
        elif local(child) in _TRANSPARENT and depth < _MAX_DEPTH:
            yield from _blocks(child, depth + 1)


def _begins_page(section: Element) -> bool:
    kind = section.find(f"{W}type")
    return kind is None or kind.get(f"{W}val") != "continuous"
