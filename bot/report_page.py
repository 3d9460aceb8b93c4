"""A run as one page of HTML."""

from __future__ import annotations

from bot.evaluation_report import Report
from ingest.types import Library


def report_page(report: Report, library: Library) -> str:
    """The page."""
    return f"<title>{report.n} {len(library.sources())}</title>"
