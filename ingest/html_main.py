"""Which parts of a web page are its text, and which only lead around the site."""

from __future__ import annotations

import re

from ingest.page import word_set
from ingest.trees import Element, local

_SILENT = word_set(
    "script style template noscript iframe object embed svg canvas audio video form button select input "
    "textarea datalist head link meta nav dialog frameset applet map"
)
_ROLES = word_set(
    "navigation banner contentinfo search complementary dialog alert menu menubar toolbar tablist"
)
_AROUND = frozenset({"header", "footer", "aside"})
"""What they hold belongs to the page's text only inside of an article or section."""
_CONTENT = frozenset({"article", "main", "section", "blockquote", "figure", "td"})
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookie\w*|consent|breadcrumbs?|navbar|nav|menu|share|sharing|social|sidebar|side-bar|footer|"
    r"site-header|masthead|skip-?(?:link|nav|to-content)|newsletter|advert\w*|ads|related|pagination|pager|toolbar|"
    r"popup|modal|login|comments?-form|toc|print-only|sr-only|visually-hidden|noprint|mw-editsection|navbox)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LEAST = 0.3
"""Share of the page's text that a main part has to hold to be believed to be the main part."""


def main_part(root: Element) -> Element:
    """The element of the page's text: `main` or the only `article` if it holds enough, else the body."""
    body = next((e for e in root.iter("body")), root)
    whole = len(visible_text(body))
    articles = list(body.iter("article"))
    candidates = [
        *body.iter("main"),
        *(e for e in body.iter() if isinstance(e.tag, str) and e.get("role") == "main"),
        *(articles if len(articles) == 1 else ()),
    ]
    for candidate in candidates:
        if len(visible_text(candidate)) >= _LEAST * whole and whole:
            return candidate
    return body


def is_furniture(element: Element) -> bool:
    """Whether the element holds what a reader of the text does not read: menus, scripts, what is hidden."""
    name = local(element)
    if not name or name in _SILENT:
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN.search(element.get("style", "")):
        return True
    if element.get("role", "") in _ROLES:
        return True
    if name in _AROUND:
        return not any(local(outer) in _CONTENT for outer in element.iterancestors())
    if name in ("body", "main", "article", "html", "h1", "h2", "h3", "h4", "h5", "h6"):
        return False
    said = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_FURNITURE.search(said)) and _leads_away(element)


def visible_text(element: Element) -> str:
    """The text of the element without furniture that its name alone gives away."""
    parts: list[str] = []
    stack = [element]
    while stack:
        one = stack.pop()
        if isinstance(one, str):
            parts.append(one)
            continue
        if not local(one) or local(one) in _SILENT:
            continue
        pieces: list[Element] = [one.text or ""]
        for child in one:
            pieces += [child, child.tail or ""]
        stack.extend(reversed(pieces))
    return " ".join("".join(parts).split())


def _leads_away(element: Element) -> bool:
    """Whether it holds mostly links, or little: a long text is kept whatever it is called."""
    text = len(visible_text(element))
    linked = sum(len(visible_text(link)) for link in element.iter("a"))
    return linked > 0.5 * text or text < 400
