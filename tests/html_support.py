"""HTML as a browser would take it."""

from __future__ import annotations

from html.parser import HTMLParser

HOSTILE = '"><script>steal()</script><img src=x onerror=steal()>${steal()}{{steal}}'


class Tags(HTMLParser):
    """What a browser would make of some HTML: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def nothing_runs(self) -> bool:
        """Whether no element or attribute could run or fetch anything."""
        names = {tag for tag, _ in self.found}
        attributes = {name for _, pairs in self.found for name in pairs}
        addresses = [pairs.get("href") or "" for _, pairs in self.found]
        return (
            not names & {"script", "img", "iframe", "style", "object"}
            and not any(name.startswith("on") for name in attributes)
            and not any("script:" in address for address in addresses)
        )
