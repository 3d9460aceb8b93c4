"""What of the sources the test questions, and the answers to them, never touch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.report import Report
from bot.evaluation.scores import quote_span
from ingest.types import Block, BlockKind, Library, Page

FOUND = 5
"""First pages of a question among which a page counts as found."""
_STATEMENTS: tuple[BlockKind, ...] = ("paragraph", "bullet", "quote", "row")
_WORDS = 4
"""Words from which a block says something that could be asked about."""
_NAMED = 8
"""Pages named on a terminal."""


@dataclass(frozen=True, kw_only=True)
class PageCoverage:
    """A page beside the questions of a run."""

    source_id: str
    page: int
    title: str
    has_text: bool
    found: int
    """Questions that have it among the first five pages."""
    cited: int
    """Questions whose answer cites it."""
    asked: int
    """Questions that it answers."""
    statements: int
    """Statements on it that could be asked about."""
    unasked: tuple[str, ...]
    """Those of them that no question's evidence touches."""


def coverage(report: Report, library: Library) -> list[PageCoverage]:
    """Every page that is read and shown, source by source in order."""
    found: Counter[tuple[str, int]] = Counter()
    cited: Counter[tuple[str, int]] = Counter()
    asked: Counter[tuple[str, int]] = Counter()
    quotes: dict[tuple[str, int], list[str]] = {}
    for case in report.cases:
        found.update({(hit["source"], hit["page"]) for hit in case.hits[:FOUND]})
        cited.update({(each["source"], each["page"]) for each in case.citations})
        asked.update({(each["source"], each["page"]) for each in case.quotes})
        for each in case.quotes:
            quotes.setdefault((each["source"], each["page"]), []).append(each["quote"])
    covered = []
    for source in library.sources():
        for number in range(1, library.page_count(source.source_id) + 1):
            page = library.page(source.source_id, number)
            if page.hidden:
                continue
            place = (source.source_id, number)
            statements = _statements(page)
            covered.append(
                PageCoverage(
                    source_id=source.source_id,
                    page=number,
                    title=page.title,
                    has_text=any(block.kind != "title" for block in page.blocks),
                    found=found[place],
                    cited=cited[place],
                    asked=asked[place],
                    statements=len(statements),
                    unasked=_unasked(page, statements, quotes.get(place, [])),
                )
            )
    return covered


def _statements(page: Page) -> list[Block]:
    return [
        block
        for block in page.blocks
        if block.kind in _STATEMENTS and _says_something(page.text[block.start : block.end])
    ]


def _says_something(text: str) -> bool:
    """Whether a block could be asked about: it has some words and does not only lead in what follows."""
    return len(text.split()) >= _WORDS and not text.rstrip().endswith(":")


def _unasked(page: Page, statements: Sequence[Block], quotes: Sequence[str]) -> tuple[str, ...]:
    spans = [(0, len(page.text)) if not quote else quote_span(quote, page.text) for quote in quotes]
    touched = [span for span in spans if span]
    return tuple(
        page.text[block.start : block.end]
        for block in statements
        if not any(start < block.end and block.start < end for start, end in touched)
    )


def told(pages: Sequence[PageCoverage]) -> list[str]:
    """The coverage of all sources in a line each, for a terminal."""
    if not pages:
        return []
    unasked, statements = sum(len(page.unasked) for page in pages), sum(page.statements for page in pages)
    kinds = {
        "never among the first five": [page for page in pages if not page.found],
        "never cited": [page for page in pages if not page.cited],
        "asked about by no question": [page for page in pages if not page.asked],
    }
    lines = [f"{len(pages)} pages, of which no text beyond a title: {sum(not p.has_text for p in pages)}"]
    lines += [f"{name}: {len(some)}{_named(some)}" for name, some in kinds.items()]
    return [*lines, f"statements that no question covers: {unasked} of {statements}"]


def _named(pages: Sequence[PageCoverage]) -> str:
    named = ", ".join(f"{page.source_id}/{page.page}" for page in pages[:_NAMED])
    return f" ({named}{' ...' if len(pages) > _NAMED else ''})" if named else ""
