"""Where the lines of a PDF page stand: the order they are read in, and which belong together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.lines import Line
from ingest.page import TITLE_LIMIT, Item

_MARGIN = 0.13
"""Share of a page's height at its top and bottom where running headers and footers stand."""


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A printed line and its place: points from the page's left and top edge."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    """Height of its letters."""
    hyphen: bool
    row: bool = False
    """True for the cells of one row of a table, joined."""
    far: bool = False
    """True when it stands level with the line before it, a wide space between them."""


@dataclass(kw_only=True)
class Sheet:
    """What was read of one page."""

    width: float
    height: float
    largest: float = 0.0
    """Height of its largest letters."""
    lines: list[Printed] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    drawn: bool = False
    """True when something is drawn on it, text or not."""
    label: str = ""
    """What the file calls the page, "" for nothing."""
    recognised: list[Item] = field(default_factory=list)
    """What was read off its picture."""
    tried: bool = False
    """True when its picture was read, whatever stood there."""
    unread: bool = False
    """True when there was no time for it."""
    cut: bool = False
    """True when it has more text than is read."""


def drop_running_lines(sheets: Sequence[Sheet], *, deck: bool) -> None:
    """Take out the headers and footers that stand on most pages, page numbers among them."""
    if len(sheets) < 3:
        return
    seen: Counter[tuple[str, bool]] = Counter()
    for sheet in sheets:
        seen.update({key for line in sheet.lines if (key := _running_key(line, sheet, deck=deck))})
    often = {key for key, count in seen.items() if count >= max(3, 0.4 * len(sheets))}
    for sheet in sheets:
        sheet.lines = [line for line in sheet.lines if _running_key(line, sheet, deck=deck) not in often]


def _running_key(line: Printed, sheet: Sheet, *, deck: bool) -> tuple[str, bool] | None:
    """What makes a line the same on every page; None where no header or footer stands."""
    top = line.bottom < _MARGIN * sheet.height
    if not top and line.top < (1 - _MARGIN) * sheet.height:
        return None
    if deck and top and line.size >= sheet.largest:
        return None  # a title that several slides share
    return re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower()), top


def runs_of(lines: Sequence[Printed]) -> list[list[Printed]]:
    """Lines that stand one below the other, as the file gives them."""
    runs: list[list[Printed]] = []
    for line in lines:
        last = runs[-1][-1] if runs else None
        if (
            last is None
            or line.top < last.top + 0.3 * last.size
            or line.top - last.bottom > 1.5 * max(last.size, line.size)
            or line.left > last.right
            or line.right < last.left
            or line.row
            or last.row
        ):
            runs.append([])
        runs[-1].append(line)
    return runs


def lines_of(run: Sequence[Printed], width: float) -> list[Line]:
    """The lines of a run with what tells paragraphs apart: their gaps and where their column ends."""
    steps = [line.top - last.top for last, line in pairwise(run)]
    usual = min(steps, default=0.0)
    limit = max(max(line.right for line in run), min(line.left for line in run) + 0.3 * width)
    found: list[Line] = []
    for at, line in enumerate(run):
        gap = not at or steps[at - 1] > 1.25 * usual
        found.append(
            Line(
                text=line.text,
                left=line.left,
                right=line.right,
                limit=limit,
                gap=gap,
                hyphen=line.hyphen,
                size=line.size,
                row=line.row,
            )
        )
    return found


def without_wide_spaces(lines: Sequence[Printed]) -> list[Printed]:
    """The lines of a document, those joined again that only a wide space kept apart."""
    found: list[Printed] = []
    for line in lines:
        if line.far and found:
            last = found.pop()
            line = replace(
                last,
                text=f"{last.text} {line.text}",
                right=line.right,
                top=min(last.top, line.top),
                bottom=max(last.bottom, line.bottom),
                hyphen=line.hyphen,
            )
        found.append(line)
    return found


def title_length(lines: Sequence[Printed], body: float) -> int:
    """How many lines at the head of the page are its title: the largest ones, 0 when none stands out."""
    if not lines:
        return 0
    size = lines[0].size
    count = (
        next(
            (
                at
                for at, line in enumerate(lines)
                if not 0.9 < line.size / size < 1.1 or (at and line.top - lines[at - 1].bottom > 0.6 * size)
            ),
            len(lines),
        )
        if size
        else 0
    )
    fits = sum(len(line.text) for line in lines[:count]) <= TITLE_LIMIT
    return count if fits and size > 1.15 * body and size >= 0.95 * max(line.size for line in lines) else 0
