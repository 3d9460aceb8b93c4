"""What a corpus is made of: sources, their pages, and the passages cut from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

SourceKind = Literal["deck", "document"]
SourceStatus = Literal["deck", "linked", "later", "third_party"]
Apart = Literal["notes", "hidden"]
"""Speaker notes and hidden slides: not meant for the public unless the manifest says so."""
Unit = Literal["slide", "page", "section"]
BlockKind = Literal["title", "heading", "paragraph", "bullet", "quote", "caption", "row", "code"]
Grain = Literal["page", "statement"]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a stretch of a picture, each a share of its width or height, 0 to 1."""
GRAINS: tuple[Grain, ...] = ("page", "statement")


@dataclass(frozen=True, kw_only=True)
class SlideRef:
    """One page of one source: where a thing is, whatever it says."""

    source_id: str
    page: int
    """1-based, as the reader counts."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A presentation or document that may be answered from, or only pointed to."""

    source_id: str
    """A slug that survives edits of the file."""
    title: str
    kind: SourceKind
    path: Path | None = None
    """The file it is read from; None when it is named in the manifest but not fetched."""
    url: str | None = None
    publisher: str = ""
    date: str = ""
    """ISO 8601, as precise as known: "2021", "2021-03" or "2021-03-15"."""
    language: str = "en"
    """ISO 639-1 code of the text."""
    licence: str = ""
    status: SourceStatus = "linked"
    linked_from: tuple[SlideRef, ...] = ()
    """The slides that link to it or name it."""
    note: str = ""
    """A sentence for the reader, such as why it has to be supplied by hand."""
    by_hand: bool = False
    """True when it may not be fetched by a machine and has to be supplied by a person."""
    answer_from: tuple[Apart, ...] = ()
    """What is otherwise kept apart, and may be answered from all the same."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph-sized stretch of a page: how `Page.text[start:end]` is to be drawn."""

    kind: BlockKind
    start: int
    end: int
    """Characters into `Page.text`, half-open."""
    level: int = 0
    """Nesting of a bullet (0 is outermost) or rank of a heading (1 is highest)."""
    number: int | None = None
    """The printed number of an item of a numbered list."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A hyperlink on a page."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """A slide, a page or a section, with its text as it will be quoted."""

    source_id: str
    number: int
    """1-based, as the reader counts: blank, picture-only and hidden slides are counted."""
    title: str
    text: str
    """The blocks' texts joined by one line break each; the title block is among them."""
    blocks: tuple[Block, ...] = ()
    """In reading order; together they cover all of `text` but the line breaks between them."""
    notes: str = ""
    """Speaker notes: never part of `text`, never answered from."""
    links: tuple[Link, ...] = ()
    hidden: bool = False
    unit: Unit = "slide"
    label: str = ""
    """What the page calls itself where that is not its number, such as "iv"; the anchor of a section."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A stretch of one page that is found and quoted as a whole."""

    source_id: str
    page: int
    ordinal: int
    """Position within the page: the page-grain passages first, then the statements in reading order."""
    start: int
    end: int
    """Characters into `Page.text`, half-open: `page.text[start:end] == text`."""
    text: str
    grain: Grain
    kind: BlockKind = "paragraph"
    """What a statement is on its page; "paragraph" for a section, which may hold several kinds."""
    context: str = ""
    """What the reader has in mind when reaching it (the slide's title, the lead-in of its list): embedded
    and searched together with `text`, never quoted as part of it."""

    @property
    def passage_id(self) -> str:
        """`source/page/ordinal`: identity is where a passage is, never what it says."""
        return f"{self.source_id}/{self.page}/{self.ordinal}"

    @property
    def embedded_text(self) -> str:
        """The text whose vector stands for the passage."""
        return f"{self.context}\n{self.text}" if self.context else self.text


class Library(Protocol):
    """Sources and pages as they were ingested: what a slide panel or a source list is drawn from."""

    def sources(self) -> Sequence[Source]:
        """Every source of the corpus in manifest order, fetched or not."""
        ...

    def source(self, source_id: str) -> Source:
        """The source of that id. Raises UnknownSourceError."""
        ...

    def page(self, source_id: str, number: int) -> Page:
        """One page. Raises UnknownPageError."""
        ...

    def page_count(self, source_id: str) -> int:
        """Pages of a source, 0 for one that was not fetched."""
        ...
