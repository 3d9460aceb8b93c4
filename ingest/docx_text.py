"""The text of a Word paragraph, with its links, footnotes and pictures, as a reader sees it today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.alt_text import alt_text
from ingest.docx_styles import W, is_on
from ingest.trees import Element, local
from ingest.types import Link

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FIELD_LINK = re.compile(r'^\s*HYPERLINK\s+"([^"]+)"')
_SILENT = frozenset(
    {"del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "annotationRef", "rt", "sectPr"}
)
"""What was struck out, how things look, and the readings printed above words."""
_SIGNS = {"den": "/", "sup": "^", "func": " ", "e": " "}
"""What tells the parts of a formula on one line: a half is 1/2, not 12."""
_BREAKS = frozenset({"tab", "cr", "ptab"})
_MAX_DEPTH = 60


@dataclass(kw_only=True)
class Run:
    """What a paragraph holds, in reading order."""

    text: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Footnotes called: "footnote" or "endnote", and the id."""
    captions: list[str] = field(default_factory=list)
    """What its pictures are said to show."""
    boxes: list[Element] = field(default_factory=list)
    """Contents of its text boxes."""
    charts: list[str] = field(default_factory=list)
    """Relations of its charts."""
    diagrams: list[str] = field(default_factory=list)
    """Relations of the texts of its diagrams."""
    new_page: bool = False
    """True when a page break stands in it."""


def read_run(paragraph: Element, relations: Mapping[str, tuple[str, bool]]) -> Run:
    """The paragraph as it stands when every tracked change is accepted."""
    reader = _Reader(relations)
    reader.read(paragraph, 0)
    reader.close()
    return reader.run


class _Reader:
    def __init__(self, relations: Mapping[str, tuple[str, bool]]) -> None:
        self.run = Run()
        self._relations = relations
        self._fields: list[tuple[list[str], int]] = []
        """Fields that are open: the words of the instruction, and where the text began that it gave."""
        self._instructing = 0

    def read(self, element: Element, depth: int) -> None:
        """Take in what stands in the element."""
        if depth > _MAX_DEPTH:
            return
        for child in element:
            name = local(child)
            if name == "fldChar":
                self._field(child.get(f"{W}fldCharType"))
            elif name == "instrText" and self._fields:
                self._fields[-1][0].append(child.text or "")
            elif name in _SILENT or not name:
                continue
            elif name == "AlternateContent":
                chosen = next((c for c in child if local(c) == "Choice"), None)
                if chosen is None:
                    chosen = next((c for c in child if local(c) == "Fallback"), None)
                if chosen is not None:
                    self.read(chosen, depth + 1)
            elif not self._piece(name, child):
                self._within(name, child, depth)

    def close(self) -> None:
        """Take note of links whose field was never closed."""
        while self._fields:
            self._field("end")

    def _piece(self, name: str, child: Element) -> bool:
        """Whether the element was one that holds nothing more to read."""
        run = self.run
        if name == "t":
            run.text.append("" if self._instructing else child.text or "")
        elif name in _BREAKS:
            run.text.append(" ")
        elif name == "br":
            run.new_page = run.new_page or child.get(f"{W}type") == "page"
            run.text.append(" ")
        elif name == "noBreakHyphen":
            run.text.append("-")
        elif name == "sym":
            run.text.append(_symbol(child.get(f"{W}char")))
        elif name in ("footnoteReference", "endnoteReference"):
            run.notes.append((name.removesuffix("Reference"), child.get(f"{W}id", "")))
        elif name == "txbxContent":
            run.boxes.append(child)
        elif name == "chart":
            run.charts.append(child.get(f"{_R}id", ""))
        elif name == "relIds":
            run.diagrams.append(child.get(f"{_R}dm", ""))
        elif name in ("docPr", "cNvPr"):
            self._described(child)
        else:
            return False
        return True

    def _within(self, name: str, child: Element, depth: int) -> None:
        run = self.run
        run.text.append(_SIGNS.get(name, ""))
        start = len(run.text)
        if name == "r" and is_on(child.find(f"{W}rPr"), "vanish"):
            return
        if name in ("imagedata", "shape") and child.get("alt"):
            run.captions.append(alt_text(child.get("alt")))
        self.read(child, depth + 1)
        if name == "hyperlink":
            target, outside = self._relations.get(child.get(f"{_R}id", ""), ("", False))
            if outside:
                anchor = child.get(f"{W}anchor")
                self._link(start, f"{target}#{anchor}" if anchor and "#" not in target else target)
        elif name == "fldSimple" and (link := _FIELD_LINK.match(child.get(f"{W}instr", ""))):
            self._link(start, link.group(1))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(([], len(self.run.text)))
            self._instructing += 1
        elif kind == "separate" and self._fields:
            words, _ = self._fields[-1]
            self._fields[-1] = (words, len(self.run.text))
            self._instructing = max(0, self._instructing - 1)
        elif kind == "end" and self._fields:
            words, start = self._fields.pop()
            self._instructing = min(self._instructing, len(self._fields))
            if link := _FIELD_LINK.match("".join(words)):
                self._link(start, link.group(1))

    def _link(self, start: int, url: str) -> None:
        if url.startswith(("http://", "https://", "mailto:", "ftp://")):
            self.run.links.append(Link(text=" ".join("".join(self.run.text[start:]).split()) or url, url=url))

    def _described(self, properties: Element) -> None:
        said = alt_text(properties.get("descr"))
        if said and said not in self.run.captions:
            self.run.captions.append(said)
        click = next((c for c in properties if local(c) == "hlinkClick"), None)
        if click is not None:
            target, outside = self._relations.get(click.get(f"{_R}id", ""), ("", False))
            if outside and target.startswith(("http://", "https://")):
                self.run.links.append(Link(text=said or target, url=target))


def _symbol(code: str | None) -> str:
    """The character of a symbol; those of a font's own table have none, and stand for a space."""
    try:
        number = int(code or "", 16)
    except ValueError:
        return " "
    return " " if 0xE000 <= number <= 0xF8FF or number > 0xFFFF else chr(number)
