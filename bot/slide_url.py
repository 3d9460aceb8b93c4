"""The addresses of slides and of their pictures, with the words that are quoted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import quote as percent_encoded

Span = tuple[int, int]
"""Characters into a page's text, half-open."""


def slide_url(
    source_id: str, page: int, start: int | None = None, end: int | None = None, quote: str = ""
) -> str:
    """The address of a slide, relative to the root of the site, with `text[start:end]` highlighted.

    With the quote, the address knows when the slide has changed since: nothing is highlighted then.
    """
    return spans_url(source_id, page, [] if start is None or end is None else [(start, end, quote)])


def spans_url(source_id: str, page: int, spans: Iterable[tuple[int, int, str]]) -> str:
    """The address of a slide with each of the spans highlighted: start, end and the words quoted (or "")."""
    query = "&".join(
        f"span={start}-{end}" + (f"-{_checksum(quote)}" if quote else "") for start, end, quote in spans
    )
    path = f"/slide/{percent_encoded(source_id, safe='')}/{page}"
    return f"{path}?{query}#quote" if query else path


def picture_url(source_id: str, page: int) -> str:
    """The address of the picture of a page, relative to the root of the site."""
    return f"/picture/{percent_encoded(source_id, safe='')}/{page}.png"


def parse_spans(values: Iterable[str], text: str | None = None) -> list[Span]:
    """The spans of a slide's address; what is no span, or no longer quotes the slide's text, is left out."""
    found = (re.fullmatch(r"(\d{1,9})-(\d{1,9})(?:-([0-9a-f]{8}))?", value, re.ASCII) for value in values)
    return [
        (int(span[1]), int(span[2]))
        for span in found
        if span and (text is None or not span[3] or span[3] == _checksum(text[int(span[1]) : int(span[2])]))
    ]


def _checksum(quote: str) -> str:
    return hashlib.sha256(quote.encode()).hexdigest()[:8]
