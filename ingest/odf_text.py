"""The text of an OpenDocument paragraph, with its links, notes and frames."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.trees import Element, local
from ingest.types import Link

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"

_SILENT = frozenset(
    {"annotation", "annotation-end", "tracked-changes", "ruby-text", "page-number", "desc", "title", "forms"}
)
_FRAMES = frozenset({"frame", "custom-shape", "rect", "ellipse", "g", "line", "connector", "path", "polygon"})
_MAX_SPACES = 100
_MAX_DEPTH = 60


@dataclass(kw_only=True)
class Span:
    """What a paragraph holds, in reading order."""

    text: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    """Footnotes and endnotes called."""
    frames: list[Element] = field(default_factory=list)
    """Pictures, text boxes and drawings anchored in it."""


def read_span(paragraph: Element) -> Span:
    """The paragraph as it is printed."""
    span = Span()
    _read(paragraph, span, 0)
    return span


def text_of(element: Element) -> str:
    """All text of the paragraphs within an element, a space between two."""
    return " ".join("".join(read_span(p).text) for p in element.iter(f"{TEXT}p", f"{TEXT}h"))


def web_address(element: Element) -> str:
    """Where the element's link leads on the web, "" when it leads elsewhere."""
    url = str(element.get(f"{XLINK}href", ""))
    return url if url.startswith(("http://", "https://", "mailto:", "ftp://")) else ""


def _read(element: Element, span: Span, depth: int) -> None:
    if depth > _MAX_DEPTH:
        return
    span.text.append(element.text or "")
    for child in element:
        name = local(child)
        start = len(span.text)
        if name == "s":
            count = child.get(f"{TEXT}c", "1")
            span.text.append(" " * min(_MAX_SPACES, int(count) if count.isdigit() else 1))
        elif name in ("tab", "line-break"):
            span.text.append(" ")
        elif name == "note":
            span.notes.append(child)
        elif name in _FRAMES:
            span.frames.append(child)
        elif name and name not in _SILENT:
            _read(child, span, depth + 1)
            if name == "a" and (url := web_address(child)):
                said = " ".join("".join(span.text[start:]).split())
                span.links.append(Link(text=said or url, url=url))
        span.text.append(child.tail or "")
