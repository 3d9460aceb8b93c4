"""The text of HTML that stands inside Markdown: tags dropped, nothing executed or followed."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

from ingest.page import word_set

EventKind = Literal["text", "end", "bullet", "heading", "cell", "row", "caption", "comment", "link"]

_SILENT = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "textarea"}
)
_BLOCKS = word_set(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer "
    "form header hr "
    "html main nav ol p pre section summary table tbody thead tfoot ul center"
)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something met on the way through a stretch of HTML."""

    kind: EventKind
    text: str = ""
    level: int = 0
    url: str = ""


@dataclass
class RawHtml:
    """Reads the HTML of one page stretch by stretch; remembers an element whose content is not text."""

    silenced_by: str = ""
    """The element left open whose content is not text, "" when there is none."""
    _events: list[Event] = field(default_factory=list)

    def read(self, html: str) -> list[Event]:
        """What stands in the stretch, in order."""
        self._events = []
        reader = _Reader(self)
        with suppress(AssertionError):  # the standard library's answer to a malformed declaration
            reader.feed(html)
            reader.close()
        return self._events

    def emit(self, event: Event) -> None:
        """Take note of something, unless inside an element whose content is not text."""
        if not self.silenced_by:
            self._events.append(event)


class _Reader(HTMLParser):
    def __init__(self, page: RawHtml) -> None:
        super().__init__(convert_charrefs=True)
        self._page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        page = self._page
        if tag in _SILENT and not page.silenced_by:
            page.silenced_by = tag
        elif tag == "br":
            page.emit(Event(kind="text", text=" "))
        elif tag == "a" and values.get("href"):
            page.emit(Event(kind="link", url=values["href"] or ""))
        elif tag == "img" and values.get("alt"):
            page.emit(Event(kind="caption", text=values["alt"] or ""))
        elif tag == "li":
            page.emit(Event(kind="bullet"))
        elif tag in ("td", "th"):
            page.emit(Event(kind="cell"))
        elif tag == "tr":
            page.emit(Event(kind="row"))
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            page.emit(Event(kind="heading", level=int(tag[1])))
        elif tag in _BLOCKS:
            page.emit(Event(kind="end"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _SILENT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        page = self._page
        if tag == page.silenced_by:
            page.silenced_by = ""
        elif tag == "a":
            page.emit(Event(kind="link"))
        elif tag in _BLOCKS or tag in ("li", "tr") or (len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()):
            page.emit(Event(kind="end"))

    def handle_data(self, data: str) -> None:
        self._page.emit(Event(kind="text", text=data))

    def handle_comment(self, data: str) -> None:
        self._page.emit(Event(kind="comment", text=data))
