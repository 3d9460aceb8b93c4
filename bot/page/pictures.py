"""Pictures of pages: those of PDF files, and of presentations where LibreOffice is installed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from bot.slide_url import Span
from ingest.errors import ParseError, UnknownPageError
from ingest.isolation import FileReader
from ingest.slide_pdf import SlidePdfs
from ingest.types import Box, Page, Source

log = logging.getLogger(__name__)


class PagePictures:
    """Pictures of the pages of sources, drawn when they are asked for."""

    def __init__(self, reader: FileReader, folder: Path) -> None:
        """Reads PDF files with the reader, and keeps the PDF copies of presentations in the folder."""
        self._reader = reader
        self._copies = SlidePdfs(folder)

    def has(self, source: Source) -> bool:
        """Whether there are pictures of the source's pages."""
        path = source.path
        return path is not None and path.is_file() and (_is_pdf(path) or self._copies.can_copy(path))

    def picture(self, source: Source, page: int) -> bytes | None:
        """A page as a PNG; None when it cannot be drawn."""
        pdf = self._pdf(source)
        if pdf is None:
            return None
        try:
            return self._reader.picture(pdf, page)
        except (ParseError, UnknownPageError) as error:
            log.warning("No picture of page %d of %r: %s", page, source.source_id, error)
            return None

    def boxes(self, source: Source, page: Page, spans: Sequence[Span]) -> Sequence[Box]:
        """Where the words of the spans stand in the picture of the page; none where that cannot be told."""
        pdf = self._pdf(source)
        if pdf is None:
            return ()
        try:
            return self._reader.boxes(pdf, page.number, page.text, spans)
        except (ParseError, UnknownPageError) as error:
            log.warning("No boxes on page %d of %r: %s", page.number, source.source_id, error)
            return ()

    def _pdf(self, source: Source) -> Path | None:
        path = source.path
        if path is None or not path.is_file():
            return None
        return path if _is_pdf(path) else self._copies.copy_of(path)


def _is_pdf(path: Path) -> bool:
    return path.suffix.lower() == ".pdf"
