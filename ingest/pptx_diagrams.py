"""SmartArt: the points of a diagram in the order and nesting its writer gave them."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.page import one_line
from ingest.pptx_paragraphs import A, Element, text_of

_DGM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_SAID = frozenset({"node", "asst"})
_MAX_DEPTH = 9


def diagram_points(data: Element) -> Iterator[tuple[int, str]]:
    """Level (0 is outermost) and text of every point that says something."""
    points = {point.get("modelId"): point for point in data.iter(f"{_DGM}pt")}
    below: dict[str, list[tuple[int, str]]] = {}
    for tie in data.iter(f"{_DGM}cxn"):
        if tie.get("type", "parOf") == "parOf":
            order = tie.get("srcOrd", "0")
            place = int(order) if order.isdigit() else 0
            below.setdefault(tie.get("srcId"), []).append((place, tie.get("destId")))
    tied = {found for ties in below.values() for _, found in ties}
    seen: set[str] = set()
    for root in [key for key in points if key not in tied]:
        yield from _from(root, points, below, seen, -1 if points[root].get("type") == "doc" else 0)
    for key in points:  # in a circle, or below one that is missing
        yield from _from(key, points, below, seen, 0)


def _from(
    key: str,
    points: dict[str, Element],
    below: dict[str, list[tuple[int, str]]],
    seen: set[str],
    level: int,
) -> Iterator[tuple[int, str]]:
    if key in seen or key not in points:
        return
    seen.add(key)
    point = points[key]
    if point.get("type", "node") in _SAID:
        text = one_line(" ".join(text_of(p) for p in point.iter(f"{A}p")))
        if text:
            yield max(0, level), text
        else:
            level -= 1
    for _, child in sorted(below.get(key, ())):
        yield from _from(child, points, below, seen, min(_MAX_DEPTH, level + 1))
