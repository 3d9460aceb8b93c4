"""The order in which the lines of a designed page are read: title, columns, rows of cards, tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mean, median

from ingest.lines import BULLET_MARK
from ingest.pdf_layout import Printed

_GUTTER = 10.0
"""Points of empty space, at least, between two columns."""
_MARK_GAP = 3.0
"""Heights of a line that a bullet may stand before it."""
_CARD_GAP = 1.8
"""Heights of a line, above which the space below a row of columns parts it from the next row."""
_FAR = 3.0
"""Heights of a line, above which what stands below is no part of the columns above it."""
_CELL_WORDS = 4.0
"""Words of a middling cell, up to which lines that stand level are the rows of a table."""
_MOST_BANDS = 200
"""A page of more lines is no designed page: they are read as the file gives them."""
_MAX_DEPTH = 8
_EASE = 3.0
"""Points by which boxes may overlap and still stand side by side or one above the other."""
_BOX_LINE = 5.0
"""What stands for the height of a line where boxes are put in order: how near is near, in points."""


def with_marks(lines: Sequence[Printed]) -> list[Printed]:
    """The lines, bullets and numbers that are printed apart put before the lines they mark."""
    marks = [at for at, line in enumerate(lines) if BULLET_MARK.match(line.text)]
    taken: dict[int, int] = {}
    for at in marks:
        mark = lines[at]
        middle = (mark.top + mark.bottom) / 2
        level = [
            (line.left, other)
            for other, line in enumerate(lines)
            if other not in taken
            and other not in marks
            and line.top <= middle <= line.bottom
            and -1 <= line.left - mark.right <= _MARK_GAP * line.size
        ]
        if level:
            taken[min(level)[1]] = at
    used = set(taken.values())
    return [
        replace(line, text=f"{lines[taken[at]].text} {line.text}", left=lines[taken[at]].left)
        if at in taken
        else line
        for at, line in enumerate(lines)
        if at not in used
    ]


def box_order(boxes: Sequence[tuple[float, float, float, float]]) -> list[int]:
    """The places in the sequence of boxes, in the order they are read in.

    A box is left, top, right and bottom in points. Boxes in columns whose heads touch what stands below them
    are read column by column, those with space all around row by row.
    """
    drawn = [
        Printed(
            text=str(at),
            left=left + _EASE,
            right=max(left + _EASE, right - _EASE),
            top=top + _EASE,
            bottom=max(top + _EASE, bottom - _EASE),
            size=_BOX_LINE,
            hyphen=False,
        )
        for at, (left, top, right, bottom) in enumerate(boxes)
    ]
    return [int(line.text) for line in reading_order(drawn, gutter=0.0, tables=False)]


def bands_of(lines: Sequence[Printed]) -> list[list[Printed]]:
    """The lines from top to bottom, those that stand level together, from left to right."""
    bands: list[list[Printed]] = []
    bottom = 0.0
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.left)):
        ease = 0.25 * (line.bottom - line.top)  # boxes of letters reach into the lines above and below
        if not bands or line.top + ease >= bottom:
            bands.append([])
            bottom = line.bottom - ease
        bands[-1].append(line)
        bottom = max(bottom, line.bottom - ease)
    return [sorted(band, key=lambda line: (line.left, line.top)) for band in bands]


def reading_order(
    lines: Sequence[Printed], *, gutter: float = _GUTTER, tables: bool = True, depth: int = 0
) -> list[Printed]:
    """The lines in the order they are read in; the cells of a row of a table become one line.

    `gutter` is the space between two columns in points, at least.
    """
    bands = bands_of(lines)
    if len(bands) > _MOST_BANDS or depth > _MAX_DEPTH:
        return list(lines)
    found: list[Printed] = []
    at = 0
    while at < len(bands):
        end = _end_of_columns(bands, at, gutter)
        if end == at:
            found += bands[at]
            at += 1
            continue
        columns = _columns([line for band in bands[at:end] for line in band], gutter)
        if tables and _is_table(bands[at:end], columns):
            if any(len(band) > len(columns) for band in bands[at:end]):  # cells reach over columns
                found += [_as_row(band, [[line] for line in band]) for band in bands[at:end]]
            else:
                found += [_as_row(row, columns) for row in _table_rows(bands[at:end])]
        else:
            for some in _card_rows(bands[at:end]):
                found += _read_columns(some, gutter, tables, depth)
        at = end
    return found


def _end_of_columns(bands: Sequence[Sequence[Printed]], first: int, gutter: float) -> int:
    """Where the longest stretch of bands ends that stands in columns from `first` on; `first` for none."""
    for end in range(len(bands), first, -1):
        if len(_columns([line for band in bands[first:end] for line in band], gutter)) > 1:
            return end
    return first


def _columns(lines: Sequence[Printed], gutter: float) -> list[list[Printed]]:
    """The lines by column, from left to right: no line reaches over the space between two."""
    gutter = max(gutter, 0.8 * median(line.size for line in lines)) if gutter else 0.0
    columns: list[list[Printed]] = []
    right = 0.0
    for line in sorted(lines, key=lambda line: line.left):
        if not columns or line.left - right >= gutter:
            columns.append([])
            right = line.right
        columns[-1].append(line)
        right = max(right, line.right)
    return columns


def _card_rows(bands: Sequence[Sequence[Printed]]) -> list[list[list[Printed]]]:
    """The bands, parted where a row of columns ends and another begins far below."""
    size = median(line.size for band in bands for line in band)
    parts: list[list[list[Printed]]] = [[]]
    for above, band in pairwise([[], *bands]):
        gap = min(line.top for line in band) - max((line.bottom for line in above), default=float("inf"))
        both = len(above) > 1 and len(band) > 1
        if gap > (_CARD_GAP if both else _FAR) * size:
            parts.append([])
        parts[-1].append(list(band))
    return parts


def _read_columns(
    bands: Sequence[Sequence[Printed]], gutter: float, tables: bool, depth: int
) -> list[Printed]:
    lines = [line for band in bands for line in band]
    columns = _columns(lines, gutter)
    if len(columns) == 1:
        return lines
    return [
        line
        for column in columns
        for line in reading_order(column, gutter=gutter, tables=tables, depth=depth + 1)
    ]


def _is_table(bands: Sequence[Sequence[Printed]], columns: Sequence[Sequence[Printed]]) -> bool:
    if len(columns) < 2 or len(bands) < (3 if len(columns) == 2 else 2):
        return False
    where = {id(line): at for at, column in enumerate(columns) for line in column}
    places = [[where[id(line)] for line in band] for band in bands]
    if len(columns) == 2 and any(len(set(band)) < len(band) for band in places):
        return False
    lines = [line for band in bands for line in band]
    if len(columns) == 2 and any(_marked(line.text) for line in lines):
        return False  # two lists side by side
    level = mean(len(set(band)) > 1 for band in places)
    return level >= 0.7 and mean(len(line.text.split()) for line in lines) <= _CELL_WORDS


def _marked(text: str) -> bool:
    mark, space, _ = text.partition(" ")
    return bool(space and BULLET_MARK.match(mark))


def _unmarked(text: str) -> str:
    return text.partition(" ")[2] if _marked(text) else text


def _table_rows(bands: Sequence[Sequence[Printed]]) -> list[list[Printed]]:
    """The lines of every row: those of a cell stand closer than the cells of two rows, if any do."""
    gaps = [min(n.top for n in below) - max(n.bottom for n in above) for above, below in pairwise(bands)]
    size = median(line.size for band in bands for line in band)
    parted = (min(gaps) + max(gaps)) / 2 if max(gaps) - min(gaps) > 0.5 * size else min(gaps) - 1
    rows = [list(bands[0])]
    for gap, band in zip(gaps, bands[1:], strict=True):
        if gap > parted:
            rows.append([])
        rows[-1] += band
    return rows


def _as_row(band: Sequence[Printed], columns: Sequence[Sequence[Printed]]) -> Printed:
    """The cells of a row as one line, an empty one for a column without any."""
    ids = [{id(line) for line in column} for column in columns]
    cells = [" ".join(_unmarked(line.text) for line in band if id(line) in some) for some in ids]
    if len(band) == 1:
        return band[0]
    return replace(
        band[0],
        text=" | ".join(cells),
        right=max(line.right for line in band),
        top=min(line.top for line in band),
        bottom=max(line.bottom for line in band),
        hyphen=False,
        row=True,
    )
