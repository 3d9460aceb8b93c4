"""Sources taken in: each file read into pages and cut into passages, and the links between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.apart import let_in
from ingest.chunk import passages_of
from ingest.errors import ParseError
from ingest.isolation import reading_apart
from ingest.links import linked_sources
from ingest.parse import Parse
from ingest.settings import Settings
from ingest.sources import find_sources
from ingest.types import Page, Passage, Source


@dataclass(frozen=True, kw_only=True)
class SourceReport:
    """How one source went in."""

    source: Source
    pages: int = 0
    passages: int = 0
    blank: tuple[int, ...] = ()
    """Numbers of the pages that have no text."""
    warnings: tuple[str, ...] = ()
    error: str = ""
    """Why it was left out, if it was."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A source as it was read."""

    report: SourceReport
    pages: tuple[Page, ...] = ()
    passages: tuple[Passage, ...] = ()


def sources_with_links(settings: Settings, *, parse: Parse | None = None) -> list[Source]:
    """The sources of the configured corpus, and those that the slides of its decks link to.

    Reads the decks and stores nothing. Raises CorpusError, ManifestError.
    """
    sources = find_sources([settings.corpus_path])
    with reading_apart(settings.limits) as reader:
        decks = [s for s in sources if s.path and (s.kind == "deck" or not s.title)]
        read = {source.source_id: read_source(source, parse or reader.parse) for source in decks}
    readings = [read.get(source.source_id, Reading(report=SourceReport(source=source))) for source in sources]
    return [reading.report.source for reading in linked(readings)]


def linked(readings: Sequence[Reading]) -> list[Reading]:
    """The readings with the slides that link to each source, and a source without a file for other links."""
    decks = [(r.report.source, r.pages) for r in readings if r.report.source.kind == "deck"]
    sources = linked_sources(decks, [reading.report.source for reading in readings])
    found = [
        replace(reading, report=replace(reading.report, source=source))
        for reading, source in zip(readings, sources, strict=False)
    ]
    return found + [Reading(report=SourceReport(source=source)) for source in sources[len(found) :]]


def read_source(source: Source, parse: Parse) -> Reading:
    """The source with its pages and passages, or with the reason why there are none."""
    if source.path is None:
        return Reading(report=SourceReport(source=source))
    listed = bool(source.title)
    try:
        parsed = parse(source.path, source_id=source.source_id, kind=source.kind if listed else None)
    except ParseError as error:
        named = source if listed else replace(source, title=source.path.name)
        return Reading(report=SourceReport(source=named, error=str(error)))
    if not listed:
        status = "deck" if parsed.kind == "deck" else source.status
        source = replace(source, title=parsed.title or source.path.stem, kind=parsed.kind, status=status)
    pages = let_in(parsed.pages, source.answer_from)
    shown = [page for page in pages if not page.hidden]
    document = source.title if source.kind == "document" else ""
    passages = tuple(p for page in shown for p in passages_of(page, source.language, document=document))
    report = SourceReport(
        source=source,
        pages=len(pages),
        passages=len(passages),
        blank=tuple(page.number for page in pages if not page.text.strip()),
        warnings=parsed.warnings,
    )
    return Reading(report=report, pages=pages, passages=passages)
