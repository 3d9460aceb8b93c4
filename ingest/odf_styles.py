"""What the styles of an OpenDocument file say: titles, quotations, numbers, hidden slides, page breaks."""

from __future__ import annotations

from ingest.docx_styles import letter, roman
from ingest.odf_text import PRESENTATION, STYLE, TEXT
from ingest.trees import Element

_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_MAX_INHERITANCE = 12
_KINDS = {
    "Title": "title",
    "Quotations": "quote",
    "Caption": "caption",
    "Preformatted_20_Text": "code",
    "Source_20_Text": "code",
}


class OdfStyles:
    """The styles of a document by name."""

    def __init__(self, *roots: Element | None) -> None:
        """Takes the roots of `styles.xml` and `content.xml`; what comes later wins."""
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, Element] = {}
        for root in roots:
            if root is None:
                continue
            for style in root.iter(f"{STYLE}style"):
                self._styles[style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")] = style
            for style in root.iter(f"{TEXT}list-style"):
                self._lists[style.get(f"{STYLE}name", "")] = style

    def kind(self, name: str | None) -> str:
        """What a paragraph of that style is: "title", "quote", "caption", "code" or "paragraph"."""
        for style_name, _ in self._chain("paragraph", name):
            if kind := _KINDS.get(style_name):
                return kind
        return "paragraph"

    def rank(self, name: str | None) -> int:
        """The rank of heading that a paragraph style gives, 0 for none."""
        for _, style in self._chain("paragraph", name):
            rank = style.get(f"{STYLE}default-outline-level", "") if style is not None else ""
            if rank.isdigit():
                return int(rank)
        return 0

    def begins_page(self, name: str | None) -> bool:
        """Whether a paragraph of that style stands at the head of a page."""
        for _, style in self._chain("paragraph", name):
            found = style.find(f"{STYLE}paragraph-properties") if style is not None else None
            if found is not None and (value := found.get(f"{_FO}break-before")):
                return bool(value == "page")
        return False

    def hides(self, name: str | None) -> bool:
        """Whether a slide of that style is left out of the show."""
        for _, style in self._chain("drawing-page", name):
            found = style.find(f"{STYLE}drawing-page-properties") if style is not None else None
            if found is not None and (value := found.get(f"{PRESENTATION}visibility")):
                return bool(value == "hidden")
        return False

    def label(self, name: str | None, level: int, number: int) -> tuple[int | None, str]:
        """A figure, or what is printed, before an item of that list style on a level (0 is outermost)."""
        style = self._level(name, level)
        if style is None or not style.tag.endswith("list-level-style-number"):
            return None, ""
        shape = style.get(f"{STYLE}num-format", "")
        if shape == "1":
            return number, ""
        printed = {
            "a": letter(number),
            "A": letter(number).upper(),
            "i": roman(number),
            "I": roman(number).upper(),
        }.get(shape, "")
        around = (style.get(f"{STYLE}num-prefix", ""), style.get(f"{STYLE}num-suffix", ""))
        return None, f"{around[0]}{printed}{around[1]}".strip() if printed else ""

    def start(self, name: str | None, level: int) -> int:
        """The number of the first item."""
        style = self._level(name, level)
        value = style.get(f"{TEXT}start-value", "1") if style is not None else "1"
        return int(value) if value.isdigit() else 1

    def _level(self, name: str | None, level: int) -> Element | None:
        styles = self._lists.get(name or "")
        for style in styles if styles is not None else ():
            if style.get(f"{TEXT}level") == str(level + 1):
                return style
        return None

    def _chain(self, family: str, name: str | None) -> list[tuple[str, Element | None]]:
        """The style and those it descends from, the nearest first; a name without a style is one too."""
        found: list[tuple[str, Element | None]] = []
        while name and len(found) < _MAX_INHERITANCE:
            style = self._styles.get((family, name))
            found.append((name, style))
            name = style.get(f"{STYLE}parent-style-name") if style is not None else None
        return found
