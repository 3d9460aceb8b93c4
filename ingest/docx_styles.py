"""What a Word file's styles and numbering say of a paragraph: heading, title, quotation, item of a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.trees import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HEADING = re.compile(r"(?:heading|titre|título|überschrift)\s*([1-9])$", re.IGNORECASE)
_TITLE = frozenset({"title", "titre", "título", "titel"})
_QUOTE = frozenset({"quote", "intense quote", "block text"})
_CAPTION = frozenset({"caption"})
_CODE = re.compile(r"(?:source code|html preformatted|code|macro text|verbatim)", re.IGNORECASE)
_PLACE = re.compile(r"%([1-9])")
_MAX_INHERITANCE = 12


@dataclass(frozen=True, kw_only=True)
class Level:
    """One level of a numbering."""

    format: str
    """Word's name of it: "bullet", "decimal", "lowerLetter" ..."""
    text: str
    """What is printed, `%1` standing for the number on the first level."""
    start: int


@dataclass(kw_only=True)
class Look:
    """How a paragraph is to be read."""

    kind: str = "paragraph"
    """"title", "heading", "quote", "caption", "code", "bullet" or "paragraph"."""
    level: int = 0
    """Rank of a heading, nesting of a bullet."""
    number: int | None = None
    label: str = ""
    """What is printed before the text where a single figure does not say it: "2.1", "(a)"."""


class Styles:
    """The styles of a document by their ids."""

    def __init__(self, root: Element | None) -> None:
        """Takes the root of `styles.xml`, or None."""
        self._by_id = (
            {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")} if root is not None else {}
        )
        self._default = next(
            (
                style_id
                for style_id, style in self._by_id.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on")
            ),
            None,
        )

    def chain(self, style_id: str | None) -> list[Element]:
        """The style and those it is based on, the nearest first; that of a paragraph without any for None."""
        found: list[Element] = []
        style = self._by_id.get(style_id if style_id in self._by_id else self._default)
        while style is not None and style not in found and len(found) < _MAX_INHERITANCE:
            found.append(style)
            style = self._by_id.get(value_of(style, "basedOn"))
        return found


@dataclass(kw_only=True)
class Numbering:
    """The numbered lists of a document, counted as its paragraphs go by."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    """By id of the numbering, then by level."""
    lists: dict[str, str] = field(default_factory=dict)
    """The list each numbering counts in: several may share one."""
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None) -> Numbering:
        """The numbering of `numbering.xml`, or of a document without one."""
        found = cls()
        if root is None:
            return found
        abstract = {one.get(f"{W}abstractNumId"): one for one in root.iter(f"{W}abstractNum")}
        for one in root.iter(f"{W}num"):
            num_id = one.get(f"{W}numId", "")
            base = value_of(one, "abstractNumId") or ""
            levels = _levels(abstract.get(base))
            restarts = False
            for override in one.iter(f"{W}lvlOverride"):
                at = _integer(override.get(f"{W}ilvl"))
                own = _levels(override)
                start = value_of(override, "startOverride")
                if at in own:
                    levels[at] = own[at]
                elif start is not None and at in levels:
                    levels[at] = Level(
                        format=levels[at].format, text=levels[at].text, start=_integer(start, 1)
                    )
                restarts = restarts or start is not None
            found.levels[num_id] = levels
            found.lists[num_id] = f"num {num_id}" if restarts else f"abstract {base}"
        return found

    def mark(self, num_id: str, at: int) -> Look:
        """What stands before the next paragraph of that numbering on that level."""
        levels = self.levels.get(num_id, {})
        level = levels.get(at)
        if level is None or level.format in ("bullet", "none"):
            return Look(kind="bullet", level=at)
        counts = self._counts.setdefault(self.lists.get(num_id, num_id), {})
        for deeper in [other for other in counts if other > at]:
            del counts[deeper]
        counts[at] = counts[at] + 1 if at in counts else level.start
        number = counts[at]
        if (
            level.format == "decimal"
            and _PLACE.sub("", level.text).strip(" .)(:") == ""
            and (len(_PLACE.findall(level.text)) == 1)
        ):
            return Look(kind="bullet", level=at, number=number, label=str(number))
        label = _PLACE.sub(lambda place: self._printed(counts, levels, int(place.group(1)) - 1), level.text)
        return Look(kind="bullet", level=at, label=label.strip())

    @staticmethod
    def _printed(counts: dict[int, int], levels: dict[int, Level], at: int) -> str:
        level = levels.get(at)
        if level is None:
            return ""
        return _FORMATS.get(level.format, str)(counts.get(at, level.start))


def value_of(element: Element | None, name: str) -> str | None:
    """`w:val` of the child of that name, None when there is no such child."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val") if child is not None else None


def is_on(element: Element | None, name: str) -> bool:
    """Whether a switch such as `w:vanish` stands in the element and is on."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child is not None and child.get(f"{W}val", "true") not in ("0", "false", "off")


def look_of(paragraph: Element, styles: Styles, numbering: Numbering) -> Look:
    """How the paragraph is to be read; takes note of it where it is counted."""
    own = paragraph.find(f"{W}pPr")
    chain = styles.chain(value_of(own, "pStyle"))
    properties = [own, *(style.find(f"{W}pPr") for style in chain)]
    names = [(value_of(style, "name") or "").lower() for style in chain]
    look = Look()
    if numbered := _numbered(properties):
        look = numbering.mark(*numbered)
    rank = next((r for p in properties if (r := value_of(p, "outlineLvl")) is not None), None)
    if rank is not None and rank.isdigit() and int(rank) < 9:
        return Look(kind="heading", level=int(rank) + 1, label=look.label)
    for name in names:
        if match := _HEADING.match(name):
            return Look(kind="heading", level=int(match.group(1)), label=look.label)
        if name in _TITLE:
            return Look(kind="title", level=1)
    if look.kind == "paragraph":
        for kinds, kind in ((_QUOTE, "quote"), (_CAPTION, "caption")):
            if any(name in kinds for name in names):
                return Look(kind=kind)
        if any(_CODE.match(name) for name in names):
            return Look(kind="code")
    return look


def _numbered(properties: list[Element | None]) -> tuple[str, int] | None:
    """The id of the paragraph's numbering and its level; the nearest to say so decides."""
    num_id: str | None = None
    at: int | None = None
    for one in properties:
        found = one.find(f"{W}numPr") if one is not None else None
        if found is None:
            continue
        if num_id is None:
            num_id = value_of(found, "numId")
        if at is None and (level := value_of(found, "ilvl")) is not None:
            at = _integer(level)
    return (num_id, min(8, at or 0)) if num_id and num_id != "0" else None


def _levels(holder: Element | None) -> dict[int, Level]:
    if holder is None:
        return {}
    return {
        _integer(level.get(f"{W}ilvl")): Level(
            format=value_of(level, "numFmt") or "decimal",
            text=value_of(level, "lvlText") or "",
            start=_integer(value_of(level, "start"), 1),
        )
        for level in holder.iter(f"{W}lvl")
    }


def _integer(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else otherwise


def roman(number: int) -> str:
    """The number in small Roman figures, in Arabic ones where the Romans had none."""
    if not 0 < number < 4_000:
        return str(number)
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
    text = ""
    for value, sign in signs:
        count, number = divmod(number, value)
        text += sign * count
    return text


def letter(number: int) -> str:
    """The number as lists are lettered: a to z, then aa, bb."""
    if number < 1:
        return str(number)
    times, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (times + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalZero": lambda number: f"{number:02d}",
    "bullet": lambda _: "",
    "none": lambda _: "",
}
