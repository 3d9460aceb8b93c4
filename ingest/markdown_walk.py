"""From the tokens of a Markdown page to its blocks, notes and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ingest.page import PageBuilder, one_line
from ingest.raw_html import Event, RawHtml
from ingest.slides_markdown import RemarkClasses, is_directive, without_picture_words
from ingest.types import BlockKind

_SLOT = re.compile(r"::[\w-]+::$")


class Token(Protocol):
    """What is asked of a token of the Markdown reader."""

    @property
    def type(self) -> str: ...  # noqa: D102
    @property
    def tag(self) -> str: ...  # noqa: D102
    @property
    def content(self) -> str: ...  # noqa: D102
    @property
    def nesting(self) -> int: ...  # noqa: D102
    @property
    def attrs(self) -> Mapping[str, str | int | float]: ...  # noqa: D102
    @property
    def children(self) -> Sequence[Token] | None: ...  # noqa: D102


@dataclass(kw_only=True)
class _Inline:
    """The reading of one paragraph's content."""

    text: str
    captions: list[str] = field(default_factory=list)
    emphasised: bool = False
    """True when all of it is emphasis."""


class Walker:
    """Goes through the tokens of one page and puts what they say on it."""

    def __init__(self, page: PageBuilder, *, deck: bool, remark: bool) -> None:
        self._page = page
        self._deck = deck
        self._html = RawHtml()
        self._classes = RemarkClasses() if remark else None
        self._lists: list[int | None] = []
        self._quotes = 0
        self._item: tuple[int, int | None] | None = None
        """Level and number of a list item none of whose text was met yet."""
        self._around: BlockKind = "paragraph"
        self._rank = 0
        self._cells: list[str] = []
        self._captions: list[str] = []

    @classmethod
    def plain(cls, token: Token) -> str:
        """The text of one inline token."""
        return one_line(
            cls(PageBuilder(source_id="", number=1), deck=False, remark=False)._inline(token).text
        )

    def walk(self, tokens: Sequence[Token]) -> None:
        """Put the tokens' text, notes and links on the page."""
        for token in tokens:
            handle: Callable[[Token], None] | None = getattr(self, f"_on_{token.type}", None)
            if handle:
                handle(token)

    def _on_bullet_list_open(self, _: Token) -> None:
        self._lists.append(None)

    def _on_ordered_list_open(self, token: Token) -> None:
        self._lists.append(int(token.attrs.get("start", 1)))

    def _on_bullet_list_close(self, _: Token) -> None:
        self._lists.pop()
        self._item = None

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, _: Token) -> None:
        number = self._lists[-1]
        self._item = (len(self._lists) - 1, number)
        if number is not None:
            self._lists[-1] = number + 1

    def _on_list_item_close(self, _: Token) -> None:
        self._item = None

    def _on_blockquote_open(self, _: Token) -> None:
        self._quotes += 1

    def _on_blockquote_close(self, _: Token) -> None:
        self._quotes -= 1

    def _on_heading_open(self, token: Token) -> None:
        self._around, self._rank = "heading", int(token.tag[1])

    def _on_heading_close(self, _: Token) -> None:
        self._around, self._rank = "paragraph", 0

    def _on_tr_open(self, _: Token) -> None:
        self._around, self._cells = "row", []

    def _on_tr_close(self, _: Token) -> None:
        self._around = "paragraph"
        self._add_row()
        self._add_captions()

    def _on_fence(self, token: Token) -> None:
        self._item = None
        for line in token.content.splitlines():
            self._page.add("code", line)

    _on_code_block = _on_fence

    def _on_notes(self, token: Token) -> None:
        self._page.note(token.content)

    def _on_html_block(self, token: Token) -> None:
        text: list[str] = []
        kind: tuple[BlockKind, int] = ("paragraph", 0)
        opened: tuple[str, int] | None = None
        for event in [*self._html.read(token.content), Event(kind="end")]:
            if event.kind == "text":
                text.append(event.text)
                continue
            if event.kind in ("comment", "caption"):
                self._aside(event)
                continue
            if event.kind == "link":
                if event.url:
                    opened = event.url, len(text)
                elif opened:
                    self._page.link("".join(text[opened[1] :]), opened[0])
                    opened = None
                continue
            said = "".join(text)
            text, opened = [], None
            if event.kind == "cell":
                self._cells.append(said)
                continue
            if kind[0] == "row":
                self._cells = [*self._cells[1:], said]
                self._add_row()
            else:
                self._add(kind[0], said, kind[1])
            self._add_captions()
            self._cells = []
            kind = ("paragraph", 0)
            if event.kind in ("bullet", "heading", "row"):
                kind = (event.kind, event.level)

    def _on_inline(self, token: Token) -> None:
        read = self._inline(token)
        if self._around == "row":
            self._cells.append(read.text)
            self._captions.extend(read.captions)
            return
        if not (self._deck and _SLOT.match(read.text.strip())):
            kind = self._around
            if kind == "paragraph" and read.emphasised and self._item is None:
                kind = "caption"
            self._add(kind, read.text, self._rank)
        self._captions.extend(read.captions)
        self._add_captions()

    def _add(self, kind: BlockKind, text: str, rank: int) -> None:
        """Put a block on the page as what its surroundings make of it."""
        if not text.strip():
            return
        if kind == "heading":
            self._page.add("heading" if self._page.title else "title", text, level=rank)
        elif self._item is not None:
            level, number = self._item
            self._item = None
            self._page.add("bullet", text, level=level, number=number)
        elif self._quotes and kind != "bullet":
            self._page.add("quote", text)
        else:
            self._page.add(kind, text)

    def _add_row(self) -> None:
        cells = [one_line(cell) for cell in self._cells]
        self._cells = []
        if any(cells):
            self._page.add("row", " | ".join(cells))

    def _add_captions(self) -> None:
        for caption in self._captions:
            self._page.add("caption", without_picture_words(caption) if self._deck and caption else caption)
        self._captions = []

    def _aside(self, event: Event) -> None:
        if event.kind == "comment" and not is_directive(event.text):
            self._page.note(event.text)
        elif event.kind == "caption":
            self._captions.append(event.text)

    def _inline(self, token: Token) -> _Inline:
        text: list[str] = []
        links: list[tuple[str, int]] = []
        captions: list[str] = []
        depth = 0
        outside = False
        for child in token.children or []:
            said = ""
            if child.type in ("text", "code_inline"):
                said = child.content
                if self._classes and child.type == "text":
                    said = self._classes.without(said)
            elif child.type in ("softbreak", "hardbreak"):
                said = " "
            elif child.type in ("em_open", "em_close"):
                depth += child.nesting
            elif child.type == "link_open":
                links.append((str(child.attrs.get("href", "")), len(text)))
            elif child.type == "link_close" and links:
                self._close_link(links.pop(), text, captions)
            elif child.type == "image":
                captions.append(self._inline(child).text)
            elif child.type == "html_inline":
                said = self._inline_html(child, text, links, captions)
            if said and not self._html.silenced_by:
                text.append(said)
                outside = outside or (bool(said.strip()) and not depth)
        plain = "".join(text)
        return _Inline(text=plain, captions=captions, emphasised=bool(plain.strip()) and not outside)

    def _inline_html(
        self, token: Token, text: Sequence[str], links: list[tuple[str, int]], captions: list[str]
    ) -> str:
        said = ""
        for event in self._html.read(token.content):
            if event.kind == "link" and event.url:
                links.append((event.url, len(text)))
            elif event.kind == "link" and links:
                self._close_link(links.pop(), text, captions)
            elif event.kind == "caption":
                captions.append(event.text)
            elif event.kind == "comment":
                self._aside(event)
            elif event.kind in ("text", "end", "bullet", "row", "cell"):
                said += event.text or " "
        return said

    def _close_link(self, link: tuple[str, int], text: Sequence[str], captions: Sequence[str]) -> None:
        url, first = link
        self._page.link("".join(text[first:]) or (captions[-1] if captions else ""), url)
