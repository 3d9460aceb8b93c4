"""A flowing document cut into sections, the pages of a text that has none of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.page import Item, PageBuilder
from ingest.types import Link, Page

SECTION_CHARACTERS = 6_000
"""Average length of a section, above which a document is cut at the next rank of headings too."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A block of a flowing document with what belongs to it."""

    item: Item
    """A heading's rank is its level, 1 is highest; an item of kind "title" is the document's own title."""
    links: tuple[Link, ...] = ()
    notes: tuple[Item, ...] = ()
    """Footnotes called in it: they stand at the foot of its section."""
    anchor: str = ""
    """What a link to a heading ends with, after the `#`."""
    new_page: bool = False
    """True when its writer had it begin a page."""


@dataclass(kw_only=True)
class Flow:
    """Gathers the pieces of a document in reading order."""

    pieces: list[Piece] = field(default_factory=list)
    _new_page: bool = False

    def add(
        self,
        item: Item,
        *,
        links: Sequence[Link] = (),
        notes: Sequence[Item] = (),
        anchor: str = "",
    ) -> None:
        """Put a block after the others; one without text is left out, its links and footnotes are not."""
        if not item.text.strip() and not links and not notes:
            return
        self.pieces.append(
            Piece(
                item=item,
                links=tuple(links),
                notes=tuple(notes),
                anchor=anchor,
                new_page=self._new_page,
            )
        )
        self._new_page = False

    def break_page(self) -> None:
        """Take note that the next block begins a page."""
        self._new_page = bool(self.pieces)


def cutting_rank(ranks: Sequence[int], length: int) -> int:
    """The rank of heading that cuts a text of so many characters into sections of a readable length."""
    counts = Counter(ranks)
    sections = 1
    for rank in sorted(counts):
        sections += counts[rank]
        if sections > 2 and length / sections <= SECTION_CHARACTERS:
            return rank
    return max(counts, default=0)


def sections(pieces: Sequence[Piece], *, source_id: str, title: str = "") -> tuple[str, list[Page]]:
    """The document's title and its pages: cut at headings, else where pages were begun, else by length.

    `title` is what the file says of itself; a title that is printed at its head goes before it.
    """
    headings = [at for at, piece in enumerate(pieces) if piece.item.kind == "heading"]
    head = _title_length(pieces, headings)
    printed = " ".join(piece.item.text for piece in pieces[:head])
    headings = [at for at in headings if at >= head]
    length = sum(len(piece.item.text) for piece in pieces)
    if headings:
        rank = cutting_rank([pieces[at].item.level for at in headings], length)
        edges = [at for at in headings if pieces[at].item.level <= rank]
    else:
        edges = [at for at, piece in enumerate(pieces) if piece.new_page] or _even_cuts(pieces)
    pages: list[Page] = []
    for first, end in pairwise(sorted({0, *edges, len(pieces)})):
        some = pieces[first:end]
        anchor = next((p.anchor for p in some[:1] if p.item.kind in ("heading", "title")), "")
        page = PageBuilder(source_id=source_id, number=len(pages) + 1, unit="section", label=anchor)
        if first == 0 and head:
            page.add("title", printed)
            some = pieces[head:end]
            for piece in pieces[:head]:
                _aside(page, piece)
        _fill(page, some)
        if not pages and not head:
            page.promote_first()
        if not page.empty:
            pages.append(page.build())
    if not printed and pages and pages[0].blocks[0].kind == "title":
        printed = pages[0].title
    return printed or title, pages


def _title_length(pieces: Sequence[Piece], headings: Sequence[int]) -> int:
    """How many pieces at the head of the document are its title, 0 when it has none of its own."""
    count = next((at for at, piece in enumerate(pieces) if piece.item.kind != "title"), len(pieces))
    if count or not headings or headings[0]:
        return count
    ranks = [pieces[at].item.level for at in headings]
    return 1 if ranks[0] not in ranks[1:] and min(ranks) == ranks[0] and len(ranks) > 1 else 0


def _fill(page: PageBuilder, pieces: Sequence[Piece]) -> None:
    notes: list[Item] = []
    for piece in pieces:
        item = piece.item
        if item.kind in ("heading", "title"):
            page.add("heading" if page.title else "title", item.text, level=item.level)
        else:
            page.extend([item])
        _aside(page, piece, notes)
    page.extend(notes)


def _aside(page: PageBuilder, piece: Piece, notes: list[Item] | None = None) -> None:
    for link in piece.links:
        page.link(link.text, link.url)
    if notes is not None:
        notes.extend(piece.notes)
    else:
        page.extend(piece.notes)


def _even_cuts(pieces: Sequence[Piece]) -> list[int]:
    """Where a long text without any heading or page is cut: at the paragraph that fills a section."""
    if sum(len(piece.item.text) for piece in pieces) <= 2 * SECTION_CHARACTERS:
        return []
    cuts, held = [], 0
    for at, piece in enumerate(pieces):
        if held >= SECTION_CHARACTERS and piece.item.kind not in ("row", "bullet"):
            cuts.append(at)
            held = 0
        held += len(piece.item.text)
    return cuts
