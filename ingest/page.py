"""Pages, built block by block so that every offset is right by construction."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.types import Block, BlockKind, Link, Page, SourceKind, Unit

TITLE_LIMIT = 150
"""Characters a first line may have and still be taken for a title."""

_BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85"
_UNSEEN: dict[int, int | None] = {
    **{code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in _BLANKS},
    **dict.fromkeys(
        (0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF)
    ),  # shown as nothing, in the way of a search
    **dict.fromkeys(range(0xD800, 0xE000)),  # half a character: cannot be stored
}
_BARE_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»|]+")


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A file as it was read."""

    pages: tuple[Page, ...]
    kind: SourceKind
    title: str
    """The file's own title, "" when it has none."""
    warnings: tuple[str, ...] = ()
    """What the reader of an ingest report should know, a sentence each."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A block before it has a place: what `PageBuilder.add` takes."""

    kind: BlockKind
    text: str
    level: int = 0
    number: int | None = None


def one_line(text: str) -> str:
    """The text on one line: one space for any white space, nothing for what shows nothing."""
    return " ".join(text.translate(_UNSEEN).split())


def word_set(words: str) -> frozenset[str]:
    """The words between the white space."""
    return frozenset(words.split())


def shortened(text: str, limit: int = TITLE_LIMIT) -> str:
    """The text, cut after a word and closed with an ellipsis when it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def bare_urls(text: str) -> list[str]:
    """Web addresses written out in the text, without the punctuation that follows them."""
    found = []
    for match in _BARE_URL.finditer(text):
        url = match.group()
        while url[-1] in ".,;:!?'’*_]}" or (url[-1] == ")" and url.count(")") > url.count("(")):
            url = url[:-1]
        if url not in ("http://", "https://", "www", "http:/", "https:/", "http", "https"):
            found.append(url)
    return found


class PageBuilder:
    """Gathers what stands on one page, in reading order."""

    def __init__(self, *, source_id: str, number: int, unit: Unit = "slide", label: str = "") -> None:
        self.title = ""
        """The page's title; set by the first title block unless set before."""
        self._source_id = source_id
        self._number = number
        self._unit: Unit = unit
        self._label = label
        self._items: list[Item] = []
        self._notes: list[str] = []
        self._links: dict[Link, None] = {}
        self._linked: set[str] = set()

    @property
    def empty(self) -> bool:
        """True while no text stands on the page."""
        return not self._items

    def add(self, kind: BlockKind, text: str, *, level: int = 0, number: int | None = None) -> None:
        """Put a block after the others; one without text is left out."""
        text = one_line(text)
        if not text:
            return
        if kind == "title" and not self.title:
            self.title = text
        self._items.append(Item(kind=kind, text=text, level=level, number=number))

    def extend(self, items: Iterable[Item]) -> None:
        """Put blocks after the others."""
        for item in items:
            self.add(item.kind, item.text, level=item.level, number=item.number)

    def promote_first(self) -> None:
        """Make the first block the title when there is none, and it is short and no full sentence."""
        if self.title or not self._items:
            return
        first = self._items[0]
        self.title = shortened(first.text)
        plain = first.kind in ("paragraph", "heading")
        if plain and len(first.text) <= TITLE_LIMIT and not first.text.endswith((".", ";", ",")):
            self._items[0] = Item(kind="title", text=first.text)

    def note(self, text: str) -> None:
        """Add speaker notes, a line each."""
        self._notes.extend(line for line in map(one_line, text.splitlines()) if line)

    def link(self, text: str, url: str) -> None:
        """Add a hyperlink, once; one to a place on the same page is left out."""
        url = one_line(url)
        found = Link(text=one_line(text) or url, url=url)
        if url and not url.startswith("#"):
            self._links[found] = None
            self._linked |= {_bare(found.url), _bare(found.text)}

    def build(self, *, hidden: bool = False) -> Page:
        """The page, with the addresses that are only written out among its links."""
        blocks = []
        end = -1
        for item in self._items:
            start = end + 1
            end = start + len(item.text)
            blocks.append(Block(kind=item.kind, start=start, end=end, level=item.level, number=item.number))
            self._link_bare(item.text)
        return Page(
            source_id=self._source_id,
            number=self._number,
            title=self.title,
            text="\n".join(item.text for item in self._items),
            blocks=tuple(blocks),
            notes="\n".join(self._notes),
            links=tuple(self._links),
            hidden=hidden,
            unit=self._unit,
            label=self._label,
        )

    def _link_bare(self, text: str) -> None:
        for written in bare_urls(text):
            url = written if written.startswith("http") else f"https://{written}"
            if _bare(url) not in self._linked:
                self.link(written, url)


def _bare(address: str) -> str:
    """The address without what the same address may also be written with."""
    return address.removeprefix("https://").removeprefix("http://").rstrip("/").lower()
