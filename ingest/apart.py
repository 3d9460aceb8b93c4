"""Speaker notes and hidden slides that the manifest allows to be answered from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.types import Apart, Block, Page


def let_in(pages: Sequence[Page], allowed: Sequence[Apart]) -> tuple[Page, ...]:
    """The pages, hidden ones shown and notes put after the text where that is allowed."""
    found = []
    for page in pages:
        if page.hidden and "hidden" in allowed:
            page = replace(page, hidden=False)
        if page.notes and "notes" in allowed:
            page = _with_notes(page)
        found.append(page)
    return tuple(found)


def _with_notes(page: Page) -> Page:
    text, blocks = page.text, list(page.blocks)
    for line in page.notes.split("\n"):
        start = len(text) + 1 if text else 0
        text = f"{text}\n{line}" if text else line
        blocks.append(Block(kind="paragraph", start=start, end=start + len(line)))
    return replace(page, text=text, blocks=tuple(blocks), notes="")
