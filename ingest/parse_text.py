"""Plain text: pages between form feeds, paragraphs out of broken lines."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from statistics import median, median_low

from ingest.errors import ParseError
from ingest.lines import Line, items_of, words_of
from ingest.page import PageBuilder, Parsed
from ingest.types import SourceKind, Unit

MAX_BYTES = 10_000_000
"""Larger text files are refused."""

_SLIDE_WORDS = 120
"""Words of a middling page, up to which form feeds are taken to separate slides."""
_WRAPPED = 120
"""Characters of the longest line of a page whose lines were broken at a margin."""
_NARROW = 40
"""Characters that fit on a line at least, however short the lines of a page are."""


def read_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """The file's text with plain line ends, and warnings. Raises ParseError when it is not text."""
    if path.stat().st_size > MAX_BYTES:
        raise ParseError(
            f"{path.name!r} is larger than {MAX_BYTES // 1_000_000} MB of text. Split it into several files."
        )
    raw = path.read_bytes()
    warnings: tuple[str, ...] = ()
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        warnings = ("not UTF-8: read as Windows-1252, so check its accents",)
    if "\0" in text:
        raise ParseError(
            f"{path.name!r} is not text but a binary file. Give it the suffix of its real format."
        )
    if not text.strip():
        raise ParseError(f"{path.name!r} is empty. Put text into it or take it out of the corpus.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings


def parse_text(path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed:
    """The file's pages. Raises ParseError when it is empty or not text."""
    text, warnings = read_text(path)
    parts = text.removesuffix("\f").split("\f")
    if kind is None:
        written = [len(part.split()) for part in parts if part.strip()]
        kind = "deck" if len(parts) > 1 and median(written) <= _SLIDE_WORDS else "document"
    unit: Unit = "slide" if kind == "deck" else "page"
    words = words_of([text])
    pages = []
    for number, part in enumerate(parts, start=1):
        page = PageBuilder(source_id=source_id, number=number, unit=unit)
        page.extend(items_of(_lines(part), words=words))
        if kind == "deck" or number == 1:
            page.promote_first()
        pages.append(page.build())
    title = next((page.title for page in pages[:1] if page.blocks and page.blocks[0].kind == "title"), "")
    return Parsed(pages=tuple(pages), kind=kind, title=title, warnings=warnings)


def _lines(text: str) -> list[Line]:
    """The page's lines with their indents; a blank line is a gap above the next."""
    printed = [line.expandtabs(4) for line in text.split("\n")]
    limit = max([_NARROW, *(len(line.rstrip()) for line in printed)])
    lines: list[Line] = []
    usual = _usual_blanks(printed) if limit <= _WRAPPED else 0
    blanks = 0
    for line in printed:
        stripped = line.strip()
        if not stripped:
            blanks += 1
            continue
        lines.append(
            Line(
                text=stripped,
                left=len(line) - len(line.lstrip()),
                right=len(line.rstrip()),
                limit=limit,
                gap=blanks > usual,
                flows=line.endswith(" ") and not line.endswith("  "),
                hyphen=stripped.endswith("\xad"),
            )
        )
        blanks = 0
    return lines


def _usual_blanks(printed: list[str]) -> int:
    """Blank lines that usually stand between two lines: 1 in text that is spaced out, mostly 0."""
    written = [at for at, line in enumerate(printed) if line.strip()]
    return min(1, median_low([after - at - 1 for at, after in pairwise(written)])) if len(written) > 4 else 0
