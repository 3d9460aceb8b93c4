"""The Markdown of an answer as HTML: a small, closed subset, everything else shown as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

_SCHEMES = frozenset({"http", "https", "mailto"})
_BULLET = re.compile(r"^( *)[-*•] +(.*)$")
_NUMBER = re.compile(r"^( *)(\d{1,3})[.)] +(.*)$")
_HEADING = re.compile(r"^#{1,6} +(.*)$")
_QUOTE = re.compile(r"^> ?(.*)$")
_INLINE = re.compile(
    r"\\(?P<literal>[\\`*_\[\](){}<>#+\-.!|~])"
    r"|`(?P<code>[^`\n]+)`"
    r"|!\[(?P<alt>[^\]\n]*)\]\([^)\s]*\)"
    r"|\[(?P<marker>\d{1,3})\](?!\()"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<url>[^)\s]+)\)"
    r"|\*\*(?P<strong>(?=\S).+?(?<=\S))\*\*"
    r"|(?<![\w*])\*(?P<em>(?=[^\s*])[^*\n]+?(?<=\S))\*(?![\w*])",
    re.DOTALL,
)

_MARKS = re.compile(r"([\\`*_\[\]<>#|~])")
_OPENER = re.compile(r"^(\s*\d*)([-+.)])(?=\s|$)")

Marker = Callable[[int], str]


def escape_markdown(text: str) -> str:
    """The text so that Markdown shows it as it is: its brackets are no markers, its stars no emphasis."""
    return _OPENER.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))


def safe_url(url: str) -> str | None:
    """The address if it is absolute http, https or mailto and has no control characters, else None."""
    url = url.strip()
    if any(ord(character) < 33 or ord(character) == 127 for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    named = parts.netloc or parts.scheme.lower() == "mailto"
    return url if named and parts.scheme.lower() in _SCHEMES else None


def link(url: str, label: str) -> str:
    """A link to another site that opens in a new tab; only the label when the address is not safe."""
    address = safe_url(url)
    if address is None:
        return escape(label)
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(label)}</a>'


def inline(text: str, marker: Marker) -> str:
    """One stretch of Markdown as HTML: strong, emphasis, code, links, and `[n]` as `marker(n)` draws it.

    A picture becomes its alternative text, so that showing an answer never asks another host for anything.
    """
    out: list[str] = []
    at = 0
    for found in _INLINE.finditer(text):
        out.append(escape(text[at : found.start()]))
        at = found.end()
        part = found.groupdict()
        if part["literal"] is not None:
            out.append(escape(part["literal"]))
        elif part["code"] is not None:
            out.append(f"<code>{escape(part['code'])}</code>")
        elif part["alt"] is not None:
            out.append(escape(part["alt"]))
        elif part["marker"] is not None:
            out.append(marker(int(part["marker"])))
        elif part["label"] is not None:
            out.append(link(part["url"], part["label"]))
        elif part["strong"] is not None:
            out.append(f"<strong>{inline(part['strong'], marker)}</strong>")
        else:
            out.append(f"<em>{inline(part['em'], marker)}</em>")
    out.append(escape(text[at:]))
    return "".join(out)


def render(text: str, marker: Marker) -> str:
    """Markdown as HTML on one line: paragraphs, headings, quotes, lists of any depth.

    On one line because the chat's own Markdown reader takes over again after an empty line.
    """
    lines = text.strip().splitlines()
    out: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif heading := _HEADING.match(line):
            out.append(f"<h3>{inline(heading[1], marker)}</h3>")
            at += 1
        elif _QUOTE.match(line):
            quoted, at = _run(lines, at, _QUOTE)
            out.append(f"<blockquote>{render(quoted, marker)}</blockquote>")
        elif _item(line):
            items, at = _items(lines, at)
            out.append(_list(items, marker))
        else:
            stop = at + 1
            while stop < len(lines) and lines[stop].strip() and not _starts_block(lines[stop]):
                stop += 1
            body = "<br>".join(inline(part.strip(), marker) for part in lines[at:stop])
            out.append(f"<p>{body}</p>")
            at = stop
    return "".join(out).replace("\n", " ")


_Item = tuple[int, int | None, str]
"""Indent in characters, printed number or None for a bullet, text."""


def _item(line: str) -> _Item | None:
    if bullet := _BULLET.match(line):
        return len(bullet[1]), None, bullet[2]
    if number := _NUMBER.match(line):
        return len(number[1]), int(number[2]), number[3]
    return None


def _starts_block(line: str) -> bool:
    return bool(_HEADING.match(line) or _QUOTE.match(line) or _item(line))


def _run(lines: list[str], at: int, pattern: re.Pattern[str]) -> tuple[str, int]:
    taken: list[str] = []
    while at < len(lines) and (found := pattern.match(lines[at])):
        taken.append(found[1])
        at += 1
    return "\n".join(taken), at


def _items(lines: list[str], at: int) -> tuple[list[_Item], int]:
    items: list[_Item] = []
    while at < len(lines):
        if found := _item(lines[at]):
            items.append(found)
        elif lines[at].strip():
            goes_on = lines[at].startswith(" ") or (lines[at - 1].strip() and not _starts_block(lines[at]))
            if not goes_on:
                break
            indent, number, text = items[-1]
            items[-1] = (indent, number, f"{text} {lines[at].strip()}")
        elif not any(_item(line) for line in lines[at + 1 : at + 2]):
            break
        at += 1
    return items, at


def _list(items: list[_Item], marker: Marker) -> str:
    out: list[str] = []
    at = 0
    indent, first, _ = items[0]
    tag = "ul" if first is None else "ol"
    while at < len(items) and (items[at][1] is None) == (first is None):
        below = at + 1
        while below < len(items) and items[below][0] > indent:
            below += 1
        _, number, text = items[at]
        value = "" if number is None else f' value="{number}"'
        nested = _list(items[at + 1 : below], marker) if below > at + 1 else ""
        out.append(f"<li{value}>{inline(text, marker)}{nested}</li>")
        at = below
    rest = _list(items[at:], marker) if at < len(items) else ""
    return f"<{tag}>{''.join(out)}</{tag}>{rest}"
