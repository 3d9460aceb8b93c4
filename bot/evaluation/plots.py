"""Figures with their intervals as SVG, for a page that asks no other host for anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.evaluation.metrics import Figure

_LABEL, _PLOT, _VALUE, _ROW = 170, 250, 120, 22
_TOP = 20


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of a plot."""

    label: str
    figure: Figure


def whiskers(title: str, rows: Sequence[Row], *, reference: float | None = None) -> str:
    """A plot from 0 to 1: a dot for each value, a line for its 95 % interval, value and n in words.

    `reference` draws a line through all rows: the value over everything, say. Rows without a value are left
    out; empty when none has one.
    """
    rows = [row for row in rows if row.figure.value is not None]
    if not rows:
        return ""
    width, height = _LABEL + _PLOT + _VALUE, _TOP + _ROW * len(rows) + 6
    parts = [
        f'<line class="grid" x1="{_x(tick)}" x2="{_x(tick)}" y1="{_TOP - 4}" y2="{height - 4}"/>'
        f'<text class="tick" x="{_x(tick)}" y="{_TOP - 8}">{tick:g}</text>'
        for tick in (0, 0.25, 0.5, 0.75, 1)
    ]
    if reference is not None:
        at = _x(reference)
        parts.append(f'<line class="all" x1="{at}" x2="{at}" y1="{_TOP - 4}" y2="{height - 4}"/>')
    for number, row in enumerate(rows):
        parts.append(_row(row, _TOP + _ROW * number + _ROW / 2))
    told = "; ".join(f"{row.label} {_value(row.figure)}" for row in rows)
    return (
        f'<figure class="plot"><figcaption>{escape(title)}</figcaption>'
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(f"{title}: {told}")}">'
        f"{''.join(parts)}</svg></figure>"
    )


def _row(row: Row, y: float) -> str:
    value = row.figure.value or 0.0
    interval = row.figure.interval
    label = row.label if len(row.label) <= 24 else row.label[:23] + "…"
    line = (
        f'<line class="interval" x1="{_x(interval.low)}" x2="{_x(interval.high)}" y1="{y}" y2="{y}"/>'
        if interval
        else ""
    )
    return (
        f'<text class="label" x="{_LABEL - 10}" y="{y + 4}">{escape(label)}</text>{line}'
        f'<circle cx="{_x(value)}" cy="{y}" r="4.5"/>'
        f'<text class="value" x="{_LABEL + _PLOT + 14}" y="{y + 4}">{_value(row.figure)}</text>'
    )


def _value(figure: Figure) -> str:
    return f"{figure.value:.2f} (n {figure.n})"


def _x(share: float) -> float:
    return round(_LABEL + _PLOT * min(max(share, 0.0), 1.0), 1)
