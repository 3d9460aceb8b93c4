"""Printed lines put together again: paragraphs, bullets and captions out of text broken at a margin."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.page import Item, word_set

_BULLET = re.compile(
    r"([•◦▪▫●○■□‣⁃·➢➤►▶✓✔❖∙§\uf000-\uf0ff]|[-–—*](?![-–—*]))(?:\s+|$)|([\uf000-\uf0ff•●▪])(?=\S)"
)
BULLET_MARK = re.compile(r"(?:[•◦▪▫●○■□‣⁃·➢➤►▶✓✔❖∙§\uf000-\uf0ff–—*-]|o|\d{1,2}[.)]|\(?[a-z]\))$")
"""A bullet or number that is printed apart from what it marks."""
_SUB_BULLET = re.compile(r"(o)\s+(?=[A-Z])")
_NUMBERED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_CAPTION = re.compile(
    r"--\s*\w|(?:sources?|figures?|fig\.|tables?|photos?|credits?)\b[^.:]{0,20}[:.]", re.IGNORECASE
)
_CAPTION_LIMIT = 250
_TERMINAL = tuple(".!?:;…")
_CLOSERS = "\"'”’»)]"
_WORD_AT_END = re.compile(r"(\w+)[-\u2010]$")
_WORD_AT_START = re.compile(r"\w+")
_CARRIES_ON = word_set(
    "a an and as at but by for from in into its of on or our that the their this to which who with & "
    "au aux avec dans de des du en et la le les ou par pour que qui sur un une "
    "al con del el las los o para por se su sus un una y"
)
_KEEPS_HYPHEN = word_set(
    "non self co socio well pre post multi inter cross long short high low semi anti mid ex all so e "
    "north south east west half full part public labour decision policy one two three"
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One printed line."""

    text: str
    left: float
    """Where its ink begins, in a unit of the caller's (characters, points)."""
    right: float
    """Where its ink ends, in the same unit."""
    limit: float
    """Where its column ends: a line whose next word would have fitted was broken on purpose."""
    gap: bool = False
    """True when more than the usual space stands above it."""
    flows: bool = False
    """True when it is known to go on in the next line."""
    hyphen: bool = False
    """True when it ends in a hyphen that stands there only because the line ends."""
    size: float = 0.0
    """Height of its letters, 0 when unknown."""
    row: bool = False
    """True for the cells of one row of a table, joined."""
    column: int = 0
    """Which column of a designed page it stands in: paragraphs and lists do not go on in the next."""


def words_of(texts: Collection[str]) -> frozenset[str]:
    """Words in lower case, hyphenated ones whole: what a mended hyphen is checked against."""
    return frozenset(
        word.lower() for text in texts for word in re.findall(r"\w+(?:-\w+)*", text.replace("\u2010", "-"))
    )


def items_of(
    lines: Sequence[Line], *, words: Collection[str] = (), typeset: bool = False, body: float = 0.0
) -> list[Item]:
    """The blocks that printed lines make up.

    `words` are the words of the whole document, `typeset` says that it was hyphenated by a machine, and
    `body` is the usual height of its letters, above which a line is a heading (0: unknown).
    """
    gathered: list[_Gathered] = []
    for line in lines:
        block = _Gathered.opened_by(line, gathered[-1] if gathered else None, body)
        if block is None:
            gathered[-1].lines.append(line)
        else:
            gathered.append(block)
    levels = _Levels()
    return [block.item(levels, words, typeset) for block in gathered]


def joined(
    left: str, right: str, *, words: Collection[str] = (), typeset: bool = False, soft: bool = False
) -> str:
    """Two printed lines as one, a word cut in two by the line's end mended.

    The document's own words decide whether the hyphen belongs to the word; where they do not tell, it is kept
    unless the text was `typeset` or the hyphen is `soft`.
    """
    head, tail = _WORD_AT_END.search(left), _WORD_AT_START.match(right)
    if head is None or tail is None:
        return f"{left} {right}"
    first, second = head.group(1).lower(), tail.group().lower()
    if not tail.group()[0].islower() or not first.isalpha():
        return left + right
    known_whole, known_split = first + second in words, f"{first}-{second}" in words
    keeps = known_split or (
        not known_whole and (not (typeset or soft) or first in _KEEPS_HYPHEN or len(first) == 1)
    )
    return left + right if keeps else left[:-1] + right


@dataclass(kw_only=True)
class _Gathered:
    """The lines of one block."""

    kind: str
    lines: list[Line]
    skip: int = 0
    number: int | None = None

    @classmethod
    def opened_by(cls, line: Line, before: _Gathered | None, body: float) -> _Gathered | None:
        """The block a line begins, None when it goes on with the one before."""
        last = before.lines[-1] if before else None
        fresh = last is None or line.gap or _ends(last)
        if bullet := _BULLET.match(line.text):
            return cls(kind="bullet", lines=[line], skip=bullet.end())
        if before and before.kind == "bullet" and (bullet := _SUB_BULLET.match(line.text)):
            return cls(kind="bullet", lines=[line], skip=bullet.end())
        if numbered := _NUMBERED.match(line.text):
            number = int(numbered.group(1))
            follows = before is not None and before.number is not None and number == before.number + 1
            if fresh or follows or number == 1:
                return cls(kind="bullet", lines=[line], skip=numbered.end(), number=number)
        large = bool(body) and line.size > 1.15 * body
        if (
            _CAPTION.match(line.text)
            and len(line.text) <= _CAPTION_LIMIT
            and (fresh or line.text[:2] == "--")
        ):
            return cls(kind="caption", lines=[line])
        if before is None or last is None or not _goes_on(last, line):
            return cls(kind="heading" if large and len(line.text) > 1 else "paragraph", lines=[line])
        return None

    def item(self, levels: _Levels, words: Collection[str], typeset: bool) -> Item:
        """The block, its lines joined."""
        text = self.lines[0].text[self.skip :].strip()
        for before, line in pairwise(self.lines):
            text = (
                joined(text, line.text, words=words, typeset=typeset, soft=before.hyphen)
                if text
                else line.text
            )
        if self.kind == "bullet":
            return Item(kind="bullet", text=text, level=levels.of(self.lines[0].left), number=self.number)
        levels.reset()
        if self.kind == "heading":
            return Item(kind="heading", text=text, level=2)
        return Item(kind="caption" if self.kind == "caption" else "paragraph", text=text)


class _Levels:
    """Nesting of bullets, told by how far they are indented."""

    def __init__(self) -> None:
        self._stack: list[float] = []

    def reset(self) -> None:
        """Forget the list: another follows."""
        self._stack.clear()

    def of(self, left: float) -> int:
        """The level of a bullet that begins there."""
        while self._stack and left < self._stack[-1] - 1:
            self._stack.pop()
        if not self._stack or left > self._stack[-1] + 1:
            self._stack.append(left)
        return len(self._stack) - 1


def _ends(line: Line) -> bool:
    """True when the line ends a sentence."""
    return line.text.rstrip(_CLOSERS + " ").endswith(_TERMINAL) and not line.flows


def _goes_on(last: Line, line: Line) -> bool:
    """True when `line` carries on the sentence that `last` left open."""
    if last.size and line.size and not 0.8 < line.size / last.size < 1.25:
        return False
    if last.hyphen:
        return True
    begins = next((character for character in line.text if character.isalnum()), "")
    if begins.islower() and not _ends(last):
        return True
    words = last.text.split()
    if words and (words[-1].lower() in _CARRIES_ON or last.text.endswith((",", "-", "–", "("))):
        return True
    if line.gap:
        return False
    if last.flows:
        return True
    letter = (last.right - last.left) / max(1, len(last.text))
    first = line.text.split(maxsplit=1)[0] if line.text.split() else ""
    return last.right + letter * (len(first) + 1) > last.limit
