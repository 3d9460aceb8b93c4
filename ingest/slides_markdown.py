"""What Markdown decks (Marp, Slidev, remark) write beside their text, and where they are cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from ingest.page import word_set

_RULE = re.compile(r"-{3,}\s*$")
_FIELD = re.compile(r"([A-Za-z_][\w-]*)\s*:(?:\s+(.*))?$")
_PROPERTIES = word_set(
    "name class continued layout template count exclude hide hidden visible background background-color "
    "background-image background-position background-repeat background-size"
)
_DIRECTIVES = word_set(
    "theme style headingdivider size math title author description keywords url image marp lang "
    "paginate header "
    "footer class backgroundcolor backgroundimage backgroundposition backgroundrepeat backgroundsize color "
    "transition"
)
_SLIDEV = word_set(
    "background class clicks clicksStart disabled dragPos drawings hide hideInToc image layout "
    "layoutClass level "
    "name preload routeAlias src title transition url zoom"
)
_SLIDE_WORDS = 150
"""Words of a middling slide, above which a file with rules in it is an article."""
_REMARK_CLASS = re.compile(r"\.[A-Za-z][\w-]*(?:\.[\w-]+)*\[")
_TOOL_COMMENT = re.compile(
    r"(?:fit|prettier-ignore|markdownlint|cspell|spell-checker|vale |omit in toc)\b", re.I
)
_PICTURE_WORD = re.compile(
    r"(?:bg|left|right|fit|cover|contain|auto|vertical|\d+(?:\.\d+)?%|(?:w|h|width|height):\S+"
    r"|(?:left|right):\d+%|(?:blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate"
    r"|sepia)(?::\S+)?)$"
)


@dataclass(kw_only=True)
class Head:
    """What was found above the first line of text, and the text with it blanked (line numbers stay)."""

    text: str
    fields: dict[str, str] = field(default_factory=dict)


def without_front_matter(text: str) -> Head:
    """The text with the `---` block at its top blanked, and that block's plain `key: value` fields."""
    lines = text.split("\n")
    if not lines or not _RULE.match(lines[0]):
        return Head(text=text)
    close = next(
        (at for at, line in enumerate(lines[1:], start=1) if _RULE.match(line) or line == "..."), None
    )
    if close is None:
        return Head(text=text)
    fields = fields_of(lines[1:close])
    if fields is None:
        return Head(text=text)
    return Head(text="\n".join([""] * (close + 1) + lines[close + 1 :]), fields=fields)


def fields_of(lines: list[str]) -> dict[str, str] | None:
    """The top-level fields of lines that are YAML fields, None when anything else is among them."""
    fields: dict[str, str] = {}
    for line in lines:
        if found := _FIELD.match(line.rstrip()):
            fields[found.group(1)] = (found.group(2) or "").strip().strip("\"'")
        elif not line.strip():
            if not fields:  # a heading looks like a comment, but a blank line follows it
                return None
        elif not (fields and line[0] in " \t-") and not line.startswith("#"):
            return None
    return fields or None


def slide_front_matter(lines: list[str]) -> dict[str, str] | None:
    """The fields of a Slidev slide's front matter: lines between two rules, none of them blank."""
    if not lines or not all(line.strip() for line in lines) or lines[0].startswith("#"):
        return None
    fields = fields_of(lines)
    return fields if fields and _SLIDEV & fields.keys() else None


def properties_at(lines: list[str]) -> dict[int, tuple[str, str]]:
    """Line number to field for the remark properties at the head of a slide."""
    found: dict[int, tuple[str, str]] = {}
    for at, line in enumerate(lines):
        match = _FIELD.match(line.strip())
        if match and match.group(1).lower() in _PROPERTIES:
            found[at] = (match.group(1).lower(), (match.group(2) or "").strip())
        elif line.strip() or found:
            break
    return found


def is_directive(comment: str) -> bool:
    """True for an HTML comment that steers a tool and tells the reader nothing."""
    if _TOOL_COMMENT.match(comment.strip()):
        return True
    lines = [line for line in comment.strip().split("\n") if line.strip()]
    names = [_FIELD.match(line.strip()) for line in lines if line[0] not in " \t" or line is lines[0]]
    return bool(names) and all(
        name is not None and name.group(1).lower().removeprefix("_") in _DIRECTIVES for name in names
    )


def without_picture_words(alt: str) -> str:
    """The alternative text of a picture without the words that only place or size it (Marp)."""
    words = alt.split()
    if all(_PICTURE_WORD.match(word) for word in words):
        return ""
    if words[0] == "bg":
        return " ".join(word for word in words if not _PICTURE_WORD.match(word))
    return alt


@dataclass(frozen=True, kw_only=True)
class Cut:
    """A place where one slide may end and the next begin."""

    line: int
    """Index of the rule's line, or of the heading's when a heading begins the slide."""
    rule: bool


@dataclass(kw_only=True)
class Slide:
    """The lines of one slide."""

    first: int
    """Index of its first line."""
    end: int
    """Index of the line after its last."""
    hidden: bool = False


@dataclass(kw_only=True)
class Slides:
    """A file cut at its rules."""

    lines: list[str]
    """Its lines, those that only steer the slide tool blanked."""
    marp: bool
    remark: bool
    declared: bool
    """True when the file says itself that it is a deck."""
    slides: list[Slide] = field(default_factory=list)

    @classmethod
    def cut(cls, head: Head, cuts: Sequence[Cut]) -> Slides:
        """The slides between the cuts, each with the lines it stands on."""
        lines = head.text.split("\n")
        marked = any(line.rstrip() == "???" or _REMARK_CLASS.match(line) for line in lines)
        remark = not head.fields and (marked or bool(properties_at(lines)))
        deck = cls(lines=lines, marp=is_marp(head), remark=remark, declared=is_marp(head) or marked)
        deck._cut_at(cuts)
        if not deck.marp and len(deck.slides) > 1:
            deck._take_properties()
        return deck

    @property
    def look_like_a_deck(self) -> bool:
        """True for slides that a tool's marks give away, or that are short and mostly headed."""
        if len(self.slides) < 2:
            return False
        if self.declared:
            return True
        written = [self.lines[slide.first : slide.end] for slide in self.slides]
        written = [lines for lines in written if any(line.strip() for line in lines)]
        if not written:
            return False
        words = median(sum(len(line.split()) for line in lines) for lines in written)
        starts = [next(line for line in lines if line.strip()).lstrip() for lines in written]
        headed = sum(start.startswith(("#", "![", "<")) for start in starts)
        headings = sum(line.startswith("#") for lines in written for line in lines)
        return words <= _SLIDE_WORDS and headed >= len(written) / 2 and headings <= 2 * len(written)

    def _cut_at(self, cuts: Sequence[Cut]) -> None:
        first = 0
        fields: dict[str, str] = {}
        for cut in cuts:
            here = self.lines[first : cut.line]
            own = slide_front_matter(here) if cut.rule and first and not (self.marp or self.remark) else None
            if own is not None:  # Slidev: these lines belong to the slide that follows
                self.lines[first : cut.line] = [""] * len(here)
                self.declared = True
                fields = own
            elif any(line.strip() for line in here) or (cut.rule and self.slides):
                self._add(first, cut.line, fields)
                fields = {}
            first = cut.line + 1 if cut.rule else cut.line
        if self.slides or any(line.strip() for line in self.lines[first:]):
            self._add(first, len(self.lines), fields)

    def _add(self, first: int, end: int, fields: dict[str, str]) -> None:
        hidden = any(fields.get(name, "").lower() == "true" for name in ("hide", "disabled"))
        self.slides.append(Slide(first=first, end=end, hidden=hidden))

    def _take_properties(self) -> None:
        for slide in self.slides:
            for at, (name, value) in properties_at(self.lines[slide.first : slide.end]).items():
                self.lines[slide.first + at] = ""
                self.declared = True
                if name == "exclude" and value.lower() == "true":
                    slide.hidden = True


def is_marp(head: Head) -> bool:
    """True when the front matter says that the deck is written for Marp."""
    return head.fields.get("marp", "").lower() == "true"


def is_rule(line: str) -> bool:
    """True for a line of three or more hyphens and nothing else."""
    return bool(_RULE.match(line))


class RemarkClasses:
    """Takes remark's `.class[` and its `]` out of the text of a slide, piece by piece."""

    def __init__(self) -> None:
        self._open: list[bool] = []

    def without(self, text: str) -> str:
        """The piece without them; brackets of the text itself stay."""
        kept = []
        at = 0
        while at < len(text):
            opened = _REMARK_CLASS.match(text, at) if text[at] == "." else None
            if opened:
                self._open.append(True)
                at = opened.end()
                continue
            character = text[at]
            at += 1
            if character == "[":
                self._open.append(False)
            elif character == "]" and self._open and self._open.pop():
                continue
            kept.append(character)
        return "".join(kept)
