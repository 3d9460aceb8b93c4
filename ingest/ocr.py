"""Text read off pictures of pages, where Tesseract is installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.converters import recognised, tesseract
from ingest.lines import Line, items_of, words_of
from ingest.page import Item
from ingest.parse_limits import seconds_left

_SLOWEST = 15.0
"""Seconds that a page may need: no other is begun with less time left."""


def available() -> bool:
    """Whether pictures can be read here."""
    return tesseract() is not None


def read_pictures(numbers: Sequence[int], picture: Callable[[int], bytes]) -> dict[int, list[Item]]:
    """The blocks that stand on the pictures of those pages, as far as the file's time reaches.

    A page that was tried and has no text has no blocks; one that is missing was not tried.
    """
    found: dict[int, list[Item]] = {}
    for number in numbers:
        if seconds_left() < _SLOWEST:
            break
        found[number] = _items(recognised(picture(number)) or "")
    return found


def _items(text: str) -> list[Item]:
    lines: list[Line] = []
    gap = True
    printed = text.replace("\f", "\n").split("\n")
    limit = max((len(line.rstrip()) for line in printed), default=0)
    for line in printed:
        said = line.strip()
        if said:
            left = len(line) - len(line.lstrip())
            lines.append(Line(text=said, left=left, right=len(line.rstrip()), limit=limit, gap=gap))
        gap = not said
    return items_of(lines, words=words_of([text]))
