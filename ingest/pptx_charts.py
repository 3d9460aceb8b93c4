"""A chart's figures as rows of a table, read from the copy that PowerPoint keeps of them in the chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.page import one_line
from ingest.pptx_paragraphs import Element

_CHARTEX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@dataclass(frozen=True, kw_only=True)
class Series:
    """One line, or one colour of bars."""

    name: str
    labels: dict[int, str]
    """Category by position."""
    values: dict[int, str]
    """Value by position, as printed."""

    @classmethod
    def read(cls, series: Element) -> Series:
        """The series of a `c:ser` element."""
        name = " ".join(v.text or "" for v in series.iterfind(f"{_CHART}tx//{_CHART}v"))
        values = _points(series, "val") or _points(series, "yVal")
        return cls(
            name=one_line(name), labels=_points(series, "cat") or _points(series, "xVal"), values=values
        )


def chart_rows(series: Sequence[Series]) -> list[list[str]]:
    """A row of the series' names, then a row for each category: its label and a value of each series."""
    labels: dict[int, str] = {}
    for one in series:
        labels = {**one.labels, **labels}
    positions = sorted({at for one in series for at in one.values} | labels.keys())
    rows = [[one.name for one in series]] if any(one.name for one in series) else []
    rows += [[labels.get(at, ""), *(one.values.get(at, "") for one in series)] for at in positions]
    return [row if row[0] else row[1:] for row in rows]


def extended_rows(space: Element, *, most: int) -> list[list[str]]:
    """A row for each point of a chart of the newer kinds: its labels, the outer first, and its value.

    Raises ValueError when there are more than `most`.
    """
    rows: list[list[str]] = []
    for data in space.iter(f"{_CHARTEX}data"):
        held: dict[int, list[str]] = {}
        levels = [
            level for part in data.iterfind(f"{_CHARTEX}strDim") for level in part.iter(f"{_CHARTEX}lvl")
        ]
        for level in [*reversed(levels), *data.iterfind(f"{_CHARTEX}numDim/{_CHARTEX}lvl")]:
            for point in level.iter(f"{_CHARTEX}pt"):
                text = one_line(point.text or "")
                if text:
                    held.setdefault(int(point.get("idx", "0")), []).append(
                        _printed(text, level.get("formatCode", ""))
                    )
        rows += [held[at] for at in sorted(held)]
        if len(rows) > most:
            raise ValueError(f"more than {most} values")
    return rows


def _points(series: Element, which: str) -> dict[int, str]:
    """The points of the series' categories or values; of nested categories, the outer before the inner."""
    held = series.find(f"{_CHART}{which}")
    if held is None:
        return {}
    code = next((c.text or "" for c in held.iter(f"{_CHART}formatCode")), "")
    found: dict[int, str] = {}
    levels = list(held.iter(f"{_CHART}lvl"))
    starts: list[tuple[int, str]] = []
    for level in reversed(levels[1:]):
        starts = sorted([*starts, *((int(p.get("idx")), _value(p)) for p in level.iter(f"{_CHART}pt"))])
    for point in (levels[0] if levels else held).iter(f"{_CHART}pt"):
        at = int(point.get("idx"))
        outer = next((label for start, label in reversed(starts) if start <= at), "")
        text = _value(point)
        found[at] = one_line(f"{outer} {_printed(text, code) if which != 'cat' else text}")
    return found


def _value(point: Element) -> str:
    return point.findtext(f"{_CHART}v") or ""


def _printed(text: str, code: str) -> str:
    """A number as the chart prints it: no noise of binary fractions, shares as percentages."""
    try:
        value = float(text)
    except ValueError:
        return text
    if code.endswith("%"):
        decimals = len(code.partition(".")[2].rstrip("%"))
        return f"{value:.{decimals}%}"
    return f"{value:.12g}" if abs(value) < 1e12 else f"{value:.0f}"
