"""A file's pages, whatever its format: the suffix chooses the parser."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ingest.errors import ParseError
from ingest.page import Parsed
from ingest.parse_markdown import parse_markdown
from ingest.parse_pdf import parse_pdf
from ingest.parse_pptx import parse_pptx
from ingest.parse_text import parse_text
from ingest.types import Page, SourceKind

__all__ = ["PARSER_VERSION", "SUFFIXES", "Parsed", "parse"]

PARSER_VERSION = "1"
"""Changes whenever the same file may give other pages than before."""


class _Parser(Protocol):
    def __call__(self, path: Path, *, source_id: str, kind: SourceKind | None) -> Parsed: ...


_PARSERS: dict[str, _Parser] = {
    ".md": parse_markdown,
    ".markdown": parse_markdown,
    ".txt": parse_text,
    ".pptx": parse_pptx,
    ".pdf": parse_pdf,
}
_LEGACY = {".ppt": "pptx", ".pps": "pptx", ".pot": "pptx", ".doc": "docx"}

SUFFIXES: frozenset[str] = frozenset(_PARSERS)
"""Suffixes of the files that can be read, in lower case."""


def parse(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    """The file's pages in order; `kind` None has it recognised.

    Pages without text are kept and named in the warnings. Raises ParseError, and nothing else, when the
    file cannot be read as what its suffix says.
    """
    suffix = path.suffix.lower()
    if suffix in _LEGACY:
        raise ParseError(
            f"{path.name!r} is in a format that was given up in 2007. Convert it with LibreOffice: "
            f"soffice --headless --convert-to {_LEGACY[suffix]} {path.name!r}"
        )
    parser = _PARSERS.get(suffix)
    if parser is None:
        raise ParseError(
            f"{path.name!r} cannot be read: its suffix is none of {', '.join(sorted(SUFFIXES))}. "
            "Save it as one of these, or take it out of the corpus."
        )
    try:
        if not path.stat().st_size:
            raise ParseError(f"{path.name!r} is empty. Replace it or take it out of the corpus.")
        parsed = parser(path, source_id=source_id, kind=kind)
    except ParseError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise ParseError(
            f"{path.name!r} cannot be opened: {reason}. Check that it is there and readable."
        ) from error
    except Exception as error:  # a broken file makes the libraries raise whatever comes first
        raise ParseError(
            f"{path.name!r} is broken ({type(error).__name__}: {_brief(error)}). "
            "Open it in the program that made it, save it again, or take it out of the corpus."
        ) from error
    warnings = (*parsed.warnings, *_without_text(parsed.pages)) if suffix != ".pdf" else parsed.warnings
    return Parsed(pages=parsed.pages, kind=parsed.kind, title=parsed.title, warnings=warnings)


def _without_text(pages: tuple[Page, ...]) -> tuple[str, ...]:
    numbers = [page.number for page in pages if not page.text]
    if not numbers:
        return ()
    unit = pages[0].unit
    counted = f"1 {unit} has" if len(numbers) == 1 else f"{len(numbers)} {unit}s have"
    return (f"{counted} no text: {', '.join(map(str, numbers))}",)


def _brief(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) <= 160 else f"{text[:159]}…"
