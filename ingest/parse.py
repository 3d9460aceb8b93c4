"""A file's pages, whatever its format: the suffix chooses the parser, which is imported when it is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ingest.converters import LEGACY, converted
from ingest.errors import ParseError
from ingest.page import Parsed
from ingest.types import Page, SourceKind

__all__ = ["PARSER_VERSION", "SUFFIXES", "Parse", "Parsed", "parse"]

PARSER_VERSION = "2"
"""Changes whenever the same file may give other pages than before."""


class Parse(Protocol):
    """The seam between ingestion and the reading of files."""

    def __call__(self, path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
        """The file's pages in order; `kind` None has it recognised. Raises ParseError."""
        ...


def _markdown(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    from ingest.parse_markdown import parse_markdown

    return parse_markdown(path, source_id=source_id, kind=kind)


def _text(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    from ingest.parse_text import parse_text

    return parse_text(path, source_id=source_id, kind=kind)


def _pptx(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    from ingest.parse_pptx import parse_pptx

    return parse_pptx(path, source_id=source_id, kind=kind)


def _pdf(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    from ingest.parse_pdf import parse_pdf

    return parse_pdf(path, source_id=source_id, kind=kind)


def _docx(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    from ingest.parse_docx import parse_docx

    return parse_docx(path, source_id=source_id, kind=kind)


def _odf(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    from ingest.parse_odf import parse_odf

    return parse_odf(path, source_id=source_id, kind=kind)


def _html(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    from ingest.parse_html import parse_html

    return parse_html(path, source_id=source_id, kind=kind)


def _legacy(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    with converted(path) as made:
        return _PARSERS[made.suffix](made, source_id=source_id, kind=kind)


_PARSERS: dict[str, Parse] = {
    **dict.fromkeys((".md", ".markdown"), _markdown),
    ".txt": _text,
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), _pptx),
    ".pdf": _pdf,
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), _docx),
    **dict.fromkeys((".odt", ".ott", ".odp", ".otp", ".fodt", ".fodp"), _odf),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _html),
    **dict.fromkeys(LEGACY, _legacy),
}

SUFFIXES: frozenset[str] = frozenset(_PARSERS)
"""Suffixes of the files that can be read, some of them with LibreOffice only, in lower case."""


def parse(path: Path, *, source_id: str, kind: SourceKind | None = None) -> Parsed:
    """The file's pages in order, read in this process; `kind` None has it recognised.

    Pages without text are kept and named in the warnings. Raises ParseError, and nothing else but
    MemoryError, when the file cannot be read as what its suffix says.
    """
    suffix = path.suffix.lower()
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
    except (ParseError, MemoryError):
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
