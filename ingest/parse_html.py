"""Web pages: the main text in sections, with headings and their anchors, lists, tables and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

from charset_normalizer import from_bytes

from ingest.alt_text import alt_text
from ingest.errors import ParseError
from ingest.html_main import is_furniture, main_part
from ingest.page import Item, Parsed, one_line, word_set
from ingest.sections import Flow, sections
from ingest.trees import Element, local
from ingest.trees import parse_html as parse_tree
from ingest.types import BlockKind, Link, SourceKind

MAX_BYTES = 20_000_000
"""Larger pages are refused."""

_MAX_DEPTH = 200
_SNIFFED = 4_096
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_MARKUP = re.compile(
    rb"<\s*(?:!doctype|html|head|body|p|div|h[1-6]|table|ul|ol|span|a|title|meta|article)\b", re.IGNORECASE
)
_BLOCKS = word_set(
    "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer "
    "form header hgroup hr html main menu ol p pre section summary table tbody tfoot thead tr ul li caption "
    "h1 h2 h3 h4 h5 h6"
)
_TITLE_END = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,40}$")


def parse_html(path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed:
    """The page's sections. Raises ParseError when it is no web page or has no text."""
    if path.stat().st_size > MAX_BYTES:
        raise ParseError(
            f"{path.name!r} is larger than {MAX_BYTES // 1_000_000} MB. Split it into several files."
        )
    data = path.read_bytes()
    if not _MARKUP.search(data[: 1 << 20].replace(b"\0", b"")):
        raise ParseError(
            f"{path.name!r} is not a web page: it has no HTML. Give it the suffix of its real format."
        )
    text, warnings = _decoded(data)
    try:
        root = parse_tree(text)
    except ValueError as error:
        raise ParseError(
            f"{path.name!r} has no HTML that can be read ({error}). Save it again, or take it out."
        ) from error
    reader = _Reader(_address(root))
    reader.read(main_part(root))
    said = one_line(" ".join(root.xpath("(//title[not(ancestor::*[local-name()='svg'])])[1]//text()")))
    title, pages = sections(reader.flow.pieces, source_id=source_id, title=_TITLE_END.sub("", said))
    if not pages:
        raise ParseError(
            f"{path.name!r} has no text of its own: it may be drawn by scripts. Save the page as PDF instead."
        )
    return Parsed(pages=tuple(pages), kind=kind or "document", title=title, warnings=warnings)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The page's text by its byte order mark, its own word or, failing both, the look of its bytes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace"), ()
    declared = _DECLARED.search(data[:_SNIFFED])
    for encoding in ("utf-8-sig", declared.group(1).decode("ascii") if declared else ""):
        try:
            return data.decode(encoding), ()
        except (UnicodeDecodeError, LookupError):
            continue
    guessed = from_bytes(data).best()
    encoding = guessed.encoding if guessed else "cp1252"
    return data.decode(encoding, errors="replace"), (
        f"no encoding is given: read as {encoding}, so check its accents",
    )


def _address(root: Element) -> str:
    """The address that the page says it has, "" when it says none."""
    for path in ("//base/@href", "//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for found in root.xpath(path):
            if str(found).startswith(("http://", "https://")):
                return str(found)
    return ""


@dataclass(kw_only=True)
class _List:
    number: int | None
    step: int = 1


@dataclass(kw_only=True)
class _Gathered:
    """The inline text of a block so far."""

    text: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)


class _Reader:
    """Goes through a page and puts what it says into a flow."""

    def __init__(self, address: str) -> None:
        self.flow = Flow()
        self._address = address
        self._lists: list[_List] = []
        self._item: tuple[int, int | None] | None = None
        self._quotes = 0
        self._anchor = ""
        self._held = _Gathered()

    def read(self, element: Element) -> None:
        """Take in the element."""
        self._block(element, 0)
        self._flush()

    def _block(self, element: Element, depth: int) -> None:
        if depth > _MAX_DEPTH or (depth and is_furniture(element)):
            return
        name = local(element)
        if name in _BLOCKS:
            self._flush()
        self._anchor = element.get("id") or (name == "a" and element.get("name")) or self._anchor
        if name == "table" and self._table(element):
            return
        if name == "pre":
            self._code(element)
            return
        if name == "br":
            self._held.text.append(" ")
        elif name == "img":
            self._held.captions.append(alt_text(element.get("alt")))
        elif name in ("math", "annotation"):
            self._math(element)
            return
        else:
            self._content(element, name, depth)
        if name in _BLOCKS:
            self._flush(name)

    def _content(self, element: Element, name: str, depth: int) -> None:
        start = len(self._held.text)
        opened = self._open(element, name)
        self._held.text.append(element.text or "")
        for child in element:
            self._block(child, depth + 1)
            self._held.text.append(child.tail or "")
        if name == "a":
            self._link(element, start)
        if opened:
            self._flush(name)
            self._close(name)

    def _open(self, element: Element, name: str) -> bool:
        if name in ("ul", "menu", "dir"):
            self._lists.append(_List(number=None))
        elif name == "ol":
            start = element.get("start", "1")
            number = int(start) if start.lstrip("-").isdigit() else 1
            step = -1 if "reversed" in element.attrib else 1
            self._lists.append(
                _List(number=number - step if element.get("type", "1") == "1" else None, step=step)
            )
        elif name == "li":
            current = self._lists[-1] if self._lists else _List(number=None)
            if current.number is not None:
                value = element.get("value", "")
                current.number = int(value) if value.isdigit() else current.number + current.step
            self._item = (max(0, len(self._lists) - 1), current.number)
        elif name == "blockquote":
            self._quotes += 1
        else:
            return False
        return True

    def _close(self, name: str) -> None:
        if name == "blockquote":
            self._quotes -= 1
        elif name != "li" and self._lists:
            self._lists.pop()
        self._item = None

    def _link(self, element: Element, start: int) -> None:
        url = _joined(self._address, element.get("href", "").strip())
        if url:
            said = one_line("".join(self._held.text[start:]))
            self._held.links.append(Link(text=said or url, url=url))

    def _flush(self, name: str = "") -> None:
        """Put the text gathered so far into the flow, as what the element that ends makes of it."""
        held, self._held = self._held, _Gathered()
        text = one_line("".join(held.text))
        if text or held.links:
            anchor, kind, level, number = "", "paragraph", 0, None
            if len(name) == 2 and name[0] == "h" and name[1].isdigit():
                kind, level, anchor = "heading", int(name[1]), self._anchor
            elif self._item is not None:
                kind, (level, number) = "bullet", self._item
                self._item = None if text else self._item
            elif name in ("figcaption", "caption"):
                kind = "caption"
            elif self._quotes:
                kind = "quote"
            item = Item(kind=_kind(kind), text=text, level=level, number=number)
            self.flow.add(item, links=held.links, anchor=anchor)
            if text:
                self._anchor = ""
        for caption in filter(None, held.captions):
            self.flow.add(Item(kind="caption", text=caption))

    def _code(self, element: Element) -> None:
        for line in "".join(element.itertext()).splitlines():
            self.flow.add(Item(kind="code", text=line))

    def _math(self, element: Element) -> None:
        for child in element.iter():
            if local(child) not in ("annotation", "annotation-xml"):
                self._held.text.append(f" {child.text or ''}")

    def _table(self, table: Element) -> bool:
        """Whether the table was read as rows: one that only places things on the page is not."""
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        cells = [[c for c in row if local(c) in ("td", "th")] for row in rows]
        if table.get("role") == "presentation" or not any(len(row) > 1 for row in cells):
            return False
        if any(True for row in cells for cell in row for _ in cell.iter("table", "h1", "h2", "h3")):
            return False
        for caption in (c for c in table if local(c) == "caption" and not is_furniture(c)):
            self._block(caption, 1)
        above: dict[int, tuple[str, int]] = {}
        for row in cells:
            if not any(True for _ in row) or is_furniture(row[0].getparent()):
                continue
            self._row(row, above)
        return True

    def _row(self, row: list[Element], above: dict[int, tuple[str, int]]) -> None:
        said: list[str] = []
        own = False
        links: list[Link] = []
        column = 0
        for cell in [*row, None]:
            while above.get(column, ("", 0))[1]:  # a cell over several rows is said in each
                text, left = above[column]
                above[column] = text, left - 1
                said.append(text)
                column += 1
            if cell is None:
                break
            inner = _Reader(self._address)
            inner.read(cell)
            pieces = inner.flow.pieces
            text = one_line(" ".join(p.item.text for p in pieces))
            links += [link for piece in pieces for link in piece.links]
            said.append(text)
            own = own or bool(text)
            over, across = (cell.get(name, "1") for name in ("rowspan", "colspan"))
            for at in range(min(50, int(across)) if across.isdigit() else 1):
                above[column] = (
                    ("" if at else text),
                    (min(1_000, int(over)) - 1 if over.isdigit() and over != "0" else 0),
                )
                column += 1
        self.flow.add(Item(kind="row", text=" | ".join(said) if own else ""), links=links)


def _joined(address: str, url: str) -> str:
    """Where a link leads on the web, "" for a place on the same page and for what is no address."""
    if not url or url.startswith("#"):
        return ""
    try:
        whole = urljoin(address, url) if address else url
    except ValueError:
        return ""
    return whole if whole.startswith(("http://", "https://", "mailto:", "ftp://")) else ""


def _kind(kind: str) -> BlockKind:
    known: dict[str, BlockKind] = {
        "heading": "heading",
        "bullet": "bullet",
        "caption": "caption",
        "quote": "quote",
    }
    return known.get(kind, "paragraph")
