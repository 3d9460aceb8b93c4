"""What the tests of the parsers share."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.page import Parsed
from ingest.parse import parse
from ingest.types import Page, SourceKind


def read(path: Path, text: str | bytes, *, kind: SourceKind | None = None) -> Parsed:
    """The file as parsed, once the text is in it."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return parse(path, source_id="s", kind=kind)


def drawn(page: Page) -> list[tuple[str, str]]:
    """Kind and text of every block."""
    return [(block.kind, page.text[block.start : block.end]) for block in page.blocks]


def assert_exact(pages: Sequence[Page]) -> None:
    """Numbers run from 1, and blocks cover each text in order, one line each, no white space around."""
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        parts = [page.text[block.start : block.end] for block in page.blocks]
        assert "\n".join(parts) == page.text
        at = 0
        for block, part in zip(page.blocks, parts, strict=True):
            assert block.start == at
            at = block.end + 1
            assert part
            assert part == part.strip()
            assert len(part.splitlines()) == 1
        (page.text + page.title + page.notes).encode()
