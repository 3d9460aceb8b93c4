"""Markdown as a person reads it."""

from __future__ import annotations

import html
import re
import unicodedata

_FENCE = re.compile(r"(?:`{3}|~{3})")
_RULE = re.compile(r"(?:[-*_]\s*){3,}$|\|[-:|\s]+\|$")
_QUOTE = re.compile(r"(?:>\s?)+")
_OPENER = re.compile(r"[-*+]\s+|#{1,6}\s+|\|\s*|(?=\d{1,3}[.)]\s)")
_NUMBERS = r"(?<!\\)\[\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\](?:\([^()\s]*\))?"
_MARKERS = re.compile(rf"\s*{_NUMBERS}(?:\s*[,;]?\s*{_NUMBERS})*")
_LINK = re.compile(
    r"!?(?<!\\)\[(?P<text>(?:\\.|[^\[\]\\])*)\]"
    r"\((?:(?P<address>https?://(?:[^()\s]|\([^()\s]*\))+)|(?:[^()\s]|\([^()\s]*\))*)(?:\s+\"[^\"]*\")?\)"
)
_AUTOLINK = re.compile(r"(?<!\\)<((?:https?://|mailto:)[^<>\s]+)>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"(?<!\\)</?[a-zA-Z](?:[^<>]*[^<>\\])?>")
_BACKTICKS = re.compile(r"(?<![\\`])`{1,2}(?!`)")
_EMPHASIS = re.compile(
    r"(?<!\\)(?:\*+|~~)(?=\S)|(?<=[^\s\\])(?:\*+|~~)|(?<![\w\\])_+(?=\S)|(?<=[^\s\\])_+(?!\w)"
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")


def plain_text(markdown: str) -> str:
    """The answer as a person reads it, which is what fact patterns and forbidden patterns are searched in.

    Citation markers and Markdown or HTML marks are gone, characters that show nothing are gone, and every
    run of white space, no-break spaces included, is one plain space. A paragraph, list item or heading is
    one line, so that `.` in a pattern does not run on from one statement into the next. A link is its text;
    the web addresses that links open follow at the end, a line each, because the answer to "where do I find
    it" may be an address. Two marks are kept on purpose: the number of a numbered item, and the fence of a
    code block, because a pattern may forbid code in an answer.

    Forbidden patterns see the same text as facts: what a reader cannot see was not said.
    """
    blocks: list[str] = []
    addresses: list[str] = []
    continues = in_code = was_quoted = False
    for raw in unicodedata.normalize("NFC", markdown).splitlines():
        line = _one_space(raw)
        if _FENCE.match(line) or in_code:
            in_code ^= bool(_FENCE.match(line))
            blocks.append(line)
            continues = False
            continue
        body = _QUOTE.sub("", line, count=1) if line.startswith(">") else line
        quoted = body != line
        if _RULE.match(body):
            body = ""
        opener = _OPENER.match(body)
        body = body[opener.end() :] if opener else body
        addresses += (_ESCAPE.sub(r"\1", link["address"]) for link in _LINK.finditer(body) if link["address"])
        text = _inline(body, in_table=line.startswith("|"))
        if text and continues and not opener and quoted == was_quoted:
            blocks[-1] += " " + text
        elif text:
            blocks.append(text)
        continues, was_quoted = bool(text), quoted
    return "\n".join(line for line in (*blocks, *addresses) if line)


def _inline(text: str, *, in_table: bool) -> str:
    text = _MARKERS.sub("", text)
    text = _LINK.sub(r"\g<text>", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _TAG.sub("", _BREAK.sub(" ", text))
    text = _EMPHASIS.sub("", _BACKTICKS.sub("", text))
    if in_table:
        text = re.sub(r"(?<!\\)\|", " ", text)
    text = html.unescape(_ESCAPE.sub(r"\1", text))
    return _one_space(_UNSEEN.sub("", text).removesuffix("\\"))


def _one_space(text: str) -> str:
    return " ".join(text.split())
