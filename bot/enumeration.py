"""Lists within running text: "in respect of: a) wages; b) hours", as laws and reports set them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.types import Passage

_MARK = re.compile(
    r"\s*(?:\(?(?P<letter>[a-z])\)|\(?(?P<roman>[ivx]+)\)|(?P<number>\d{1,2})[.)]\s|(?P<dash>[-–—•])\s)",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"(?:[:,—–-]|\b(?:by|that|which|of|to|if|where|when|in))\s*$")
"""How a statement ends that its list goes on with."""
_JOINS = re.compile(r"\b(?:and|or)\s*$")
"""How an item ends that the next one completes."""
_ROMAN = "ivx"
"""Letters that are numbers as well."""


def enumerated(passage: Passage, page: Sequence[Passage]) -> list[Passage]:
    """The items that a statement leads in, with what they lead in in turn; empty if it leads in none."""
    if not _OPEN_END.search(passage.text):
        return []
    own, letter = _mark(passage.text, "")
    items: list[Passage] = []
    for item in (p for p in page if p.start >= passage.end):
        style, letter = _mark(item.text, letter)
        if not style or style == own:
            break
        items.append(item)
    return items


def announced(passage: Passage, page: Sequence[Passage]) -> list[Passage]:
    """What stands behind a statement that breaks off: after a colon the next one, after dots all the rest."""
    text = passage.text.rstrip()
    dots = text.endswith(("...", "…"))
    if passage.kind == "title" or not (dots or (text.endswith(":") and passage.kind == "paragraph")):
        return []
    behind: list[Passage] = []
    for other in (p for p in page if p.start >= passage.end):
        if other.context != passage.context or other.kind != passage.kind:
            break
        if other.text.rstrip().endswith((":", "...", "…")):
            break
        behind.append(other)
        if not dots:
            break
    return behind


def joined_to(passage: Passage, page: Sequence[Passage]) -> list[Passage]:
    """The items that an item is joined to by "and" or "or": neither is whole without the other."""
    if not _MARK.match(passage.text):
        return []
    found: list[Passage] = []
    at = page.index(passage)
    before, after = page[:at][::-1], page[at + 1 :]
    for other in before:
        if not (_MARK.match(other.text) and _JOINS.search(other.text)):
            break
        found.append(other)
    for this, other in zip([passage, *after], after, strict=False):
        if not (_MARK.match(other.text) and _JOINS.search(this.text)):
            break
        found.append(other)
    return found


def leads(passage: Passage, page: Sequence[Passage]) -> list[Passage]:
    """The statements that an item of a list completes, the outermost first; empty for any other statement."""
    if not _MARK.match(passage.text):
        return []
    return [p for p in page if p.end <= passage.start and passage in enumerated(p, page)]


def _mark(text: str, letter: str) -> tuple[str, str]:
    """How an item is marked, and the last letter that marked one; "" for what is no item.

    "(i)" is a letter only after "(h)".
    """
    mark = _MARK.match(text)
    if not mark:
        return "", letter
    said = (mark["letter"] or "").lower()
    if said and (said not in _ROMAN or (letter and ord(letter) + 1 == ord(said))):
        return "letter", said
    return ("roman" if said else next(name for name in ("roman", "number", "dash") if mark[name])), letter
